//! What an input takes its value from where nothing is linked to it.

use std::rc::Rc;

use serde::Serialize;

use crate::animation::Animation;
use crate::core::Core;
use crate::graph::{Graph, GraphError, NodeId};
use crate::kind::Kind;
use crate::node::changed_bit;
use crate::sorted::{Set, Table};
use crate::spec::PortSpec;
use crate::value::{Text, Value};

/// What gives an input its value, in the place of the one that it was set to. A link to the input
/// comes before it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Source {
    /// The patch's variable of that name, brought to the input's kind as values of files are. As
    /// long as nobody sets it, the input has its own value, and its op is marked.
    Variable(Text),
    /// A number that changes with the patch's clock, for a Number or a Bool. Without any key, the
    /// input has its own value.
    Animation(Rc<Animation>),
}

/// The sources by node and input, of which there are few.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    by_input: Table<(u32, u16), Source>,
    /// The inputs that are animated.
    animated: Set<(u32, u16)>,
    /// The time of the patch's clock that they were brought to last.
    seconds: f64,
    /// Whether one of them goes on from there.
    moves: bool,
}

impl Sources {
    fn of_node(&self, node: u32) -> Vec<u16> {
        let first = self.by_input.partition_point(|((of, _), _)| *of < node);
        let inputs = self.by_input[first..].iter().map(|(input, _)| *input);
        let own = inputs.take_while(|(of, _)| *of == node);
        own.map(|(_, port)| port).collect()
    }
}

impl Graph {
    /// Gives an input a source, or none any more: then it returns to the value that it was set to.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`] or [`GraphError::NoPort`], the latter for a trigger too.
    pub fn set_source(
        &mut self,
        node: NodeId,
        port: u16,
        source: Option<Source>,
    ) -> Result<(), GraphError> {
        let spec = self.port((node, port), false)?;
        if spec.kind == Kind::Trigger {
            return Err(GraphError::NoPort);
        }
        self.core.mend();
        self.core.set_source(node.index, port, source);
        Ok(())
    }
}

impl Graph {
    /// The animation of an input, if it has one.
    pub fn animation(&self, node: NodeId, port: u16) -> Option<&Animation> {
        self.spec(node).ok()?;
        self.core
            .animation(node.index, port)
            .map(|animation| &**animation)
    }
}

impl Core {
    pub(crate) fn set_source(&mut self, node: u32, port: u16, source: Option<Source>) {
        let old = match &source {
            Some(source) => self.sources.by_input.insert((node, port), source.clone()),
            None => self.sources.by_input.remove(&(node, port)),
        };
        if old == source {
            return;
        }
        // An op may look at the animation itself.
        self.touch(node, 0);
        let animated = &mut self.sources.animated;
        if matches!(source, Some(Source::Animation(_))) {
            animated.insert((node, port));
        } else {
            animated.remove(&(node, port));
        }
        if let Some(Source::Variable(name)) = old {
            let variable = self.variables.entry(&name);
            variable.bound.remove(&(node, port));
            self.wiring.stale |= !variable.writers.is_empty();
            self.drop_variable(&name);
        }
        if let Some(Source::Variable(name)) = source {
            let variable = self.variables.entry(&name);
            variable.bound.insert((node, port));
            self.wiring.stale |= !variable.writers.is_empty();
            self.variables.note(&name);
        }
        self.follow(node, port);
    }

    /// Gives an input the value of its source, or its own where it has none.
    pub(crate) fn follow(&mut self, node: u32, port: u16) {
        let at = &self.nodes[node as usize];
        let slot = at.in_base + u32::from(port);
        let Some(op) = at.spec else { return };
        let Some(spec) = PortSpec::at(op.inputs, port) else {
            return;
        };
        let own = || self.resting[slot].clone();
        let input = || PortSpec::name_at(op.inputs, port);
        let (value, problem) = match self.sources.by_input.get(&(node, port)).cloned() {
            None => (own(), None),
            Some(Source::Animation(animation)) => {
                let seconds = self.timeline.at(self.now);
                self.sources.moves |= !animation.has_ended(seconds);
                let number = animation.at(seconds).map(Value::Number);
                let value = number.and_then(|number| spec.kind.admit(number));
                (value.unwrap_or_else(own), None)
            }
            Some(Source::Variable(name)) => match self.variables.value(&name) {
                None => {
                    let text = format!(
                        "`{}` follows the variable `{name}`, which nothing in this patch sets.",
                        input()
                    );
                    (own(), Some(text))
                }
                Some(value) => match spec.kind.admit(value.clone()) {
                    Some(value) => (value, None),
                    None => {
                        let text = format!(
                            "`{}` takes {}, and the variable `{name}` is {}.",
                            input(),
                            spec.kind,
                            value.type_name()
                        );
                        (spec.kind.empty(), Some(text))
                    }
                },
            },
        };
        self.set_astray(node, port, problem.map(Text::from));
        self.supply(node, port, value);
    }

    /// Brings all animated inputs to the time of the patch's clock, unless they are there.
    pub(crate) fn animate(&mut self) {
        let seconds = self.timeline.at(self.now);
        if std::mem::replace(&mut self.sources.seconds, seconds) == seconds {
            return;
        }
        self.sources.moves = false;
        // Put aside meanwhile, as nothing that follows changes which they are.
        let animated = std::mem::take(&mut self.sources.animated);
        for &(node, port) in animated.iter() {
            self.follow(node, port);
        }
        self.sources.animated = animated;
    }

    /// Whether an animated input has another value as soon as time passes.
    pub(crate) fn is_animated(&self) -> bool {
        let sources = &self.sources;
        self.timeline.is_playing() && sources.moves && !sources.animated.is_empty()
    }

    /// The animation of an input.
    pub(crate) fn animation(&self, node: u32, port: u16) -> Option<&Rc<Animation>> {
        match self.sources.by_input.get(&(node, port))? {
            Source::Animation(animation) => Some(animation),
            Source::Variable(_) => None,
        }
    }

    /// Gives an input a value that comes over no link. While it is linked it keeps what it has.
    fn supply(&mut self, node: u32, port: u16, value: Value) {
        let slot = self.nodes[node as usize].in_base + u32::from(port);
        if self.link_counts[slot] == 0 && !self.inputs[slot].same(&value) {
            self.inputs[slot] = value;
            self.touch(node, changed_bit(port));
        }
    }

    /// As [`follow`](Self::follow), for all inputs of a node that have a source.
    pub(crate) fn follow_all(&mut self, node: u32) {
        for port in self.sources.of_node(node) {
            self.follow(node, port);
        }
    }

    /// Takes all sources from a node that is removed.
    pub(crate) fn forget_sources(&mut self, node: u32) {
        for port in self.sources.of_node(node) {
            self.set_source(node, port, None);
        }
    }
}
