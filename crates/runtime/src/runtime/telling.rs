//! What the runtime tells who asks: values, variables, the history, what ops have cost. None of it
//! changes the patch.

use ropewalk_flow::{Cost, PortSpec, Stopwatch, Text, Value};

use super::{Runtime, input_of, no_op, no_port};
use crate::error::Error;
use crate::preview::preview;
use crate::protocol::History;
use crate::variables::{self, VariableChange, VariableInfo};
use crate::watch::{Values, index_of};

/// How many numbers [`Runtime::curve`] gives.
const MAX_SAMPLES: u32 = 10_000;
/// How many characters of a value [`Runtime::inspect`] gives.
const MAX_INSPECTED: usize = 100_000;

impl Runtime {
    /// Whether [`take_values`](Self::take_values) may have something, or
    /// [`take_variables`](Self::take_variables) has. A host that draws asks for
    /// it once a frame.
    pub fn values_may_have_changed(&self) -> bool {
        self.watch.is_stale() || self.graph.variables_have_changed()
    }

    /// What has changed of the watched ports since the last call.
    pub fn take_values(&mut self) -> Option<Values<'_>> {
        self.watch.take(&self.graph)
    }

    /// The variables that have another value or other users since the last call, and what each
    /// holds now, `None` while nobody sets it: nothing without
    /// [`Input::WatchVariables`](crate::Input::WatchVariables).
    pub fn take_variables(&mut self) -> Vec<VariableChange> {
        self.graph.take_variables()
    }

    /// What a variable of the patch holds; `None` while nobody sets it.
    pub fn variable(&self, name: &str) -> Option<&Value> {
        self.graph.variable(&Text::from(name))
    }

    /// The numbers that an animated input has at so many times, at most 10,000, evenly from one to
    /// another; empty where it is not animated.
    ///
    /// # Errors
    ///
    /// [`Error::NoOp`] or [`Error::NoPort`].
    pub fn curve(
        &self,
        op: &str,
        port: &str,
        (from, to): (f64, f64),
        count: u32,
    ) -> Result<Vec<f64>, Error> {
        let node = self.mirror.node(op).ok_or_else(|| no_op(op))?;
        let spec = self.graph.spec(node).map_err(|_| no_op(op))?;
        let index = input_of(spec, op, port)?;
        let Some(animation) = self.graph.animation(node, index) else {
            return Ok(Vec::new());
        };
        let count = count.min(MAX_SAMPLES);
        let step = (to - from) / f64::from(count.max(2) - 1);
        let times = (0..count).map(|place| from + f64::from(place) * step);
        Ok(times.filter_map(|time| animation.at(time)).collect())
    }

    /// The variables of the patch by name, with who sets, reads and follows them.
    pub fn variables(&self) -> Vec<VariableInfo> {
        variables::list(&self.graph, &self.mirror)
    }

    /// The whole value of a port as text, of at most 100,000 characters.
    ///
    /// # Errors
    ///
    /// [`Error::NoOp`] or [`Error::NoPort`].
    pub fn inspect(&self, op: &str, port: &str, output: bool) -> Result<String, Error> {
        if output {
            return Ok(preview(self.output(op, port)?, MAX_INSPECTED));
        }
        let node = self.mirror.node(op).ok_or_else(|| no_op(op))?;
        let spec = self.graph.spec(node).map_err(|_| no_op(op))?;
        let index = spec.input(port).or_else(|| spec.choice(port));
        let index = index.ok_or_else(|| no_port(op, port, false))?;
        let declared = PortSpec::at(spec.inputs, index);
        if declared.is_some_and(|port| port.secret) {
            return Ok(String::new());
        }
        let value = self.graph.input(node, index);
        let value = value.map_err(|_| no_port(op, port, false))?;
        match declared.filter(|_| spec.input(port).is_none()) {
            Some(choice) => Ok(preview(&index_of(choice, value), MAX_INSPECTED)),
            None => Ok(preview(value, MAX_INSPECTED)),
        }
    }

    /// What the outputs of all ops hold, by the op's id: each as [`Self::inspect`] gives it, in
    /// the order of the op's outputs.
    pub fn outputs(&self) -> Vec<(String, Vec<String>)> {
        let texts = |node| {
            (0..)
                .map_while(|index| self.graph.output(node, index).ok())
                .map(|value| preview(value, MAX_INSPECTED))
                .collect()
        };
        self.mirror
            .ops()
            .map(|(node, op)| (op.clone(), texts(node)))
            .collect()
    }

    /// What an output holds; of a trigger, how often it has fired.
    ///
    /// # Errors
    ///
    /// [`Error::NoOp`] or [`Error::NoPort`].
    pub fn output(&self, op: &str, port: &str) -> Result<&Value, Error> {
        let node = self.mirror.node(op).ok_or_else(|| no_op(op))?;
        let spec = self.graph.spec(node).map_err(|_| no_op(op))?;
        let index = spec.output(port).ok_or_else(|| no_port(op, port, true))?;
        let value = self.graph.output(node, index);
        value.map_err(|_| no_port(op, port, true))
    }

    /// The steps that can be undone and redone.
    pub fn history(&self) -> History {
        History {
            undo: self.editor.undo_labels().map(str::to_owned).collect(),
            redo: self.editor.redo_labels().map(str::to_owned).collect(),
        }
    }

    /// Measures from here on which ops run, how often and for how long, by a clock that the host
    /// lends for it; with `None` no more. It changes nothing of what the patch does.
    pub fn profile(&mut self, stopwatch: Option<Stopwatch>) {
        self.graph.profile(stopwatch);
    }

    /// What the ops have cost that ran since the last call, by the op's id: nothing while nothing is
    /// measured.
    pub fn take_profile(&mut self) -> Vec<(String, Cost)> {
        let costs = self.graph.take_profile().into_iter();
        costs
            .filter_map(|(node, cost)| Some((self.mirror.op(node)?.to_owned(), cost)))
            .collect()
    }
}
