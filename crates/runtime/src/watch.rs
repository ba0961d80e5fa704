//! The values that the page shows.

use ropewalk_flow::{Graph, Kind, NodeId, PortSpec, Value};

use crate::preview::preview;
use crate::protocol::WatchedPort;

/// How many characters of a value's text the page gets without asking for more.
const MAX_TEXT: usize = 200;

/// How many it gets where it asks for more.
const MAX_LONG_TEXT: usize = 8000;

/// What has changed of the ports that the page watches.
#[derive(Clone, Debug, PartialEq)]
pub struct Values<'a> {
    /// One for each port: a Number's value, a Bool's as 0 or 1, a trigger's count of pulses, and
    /// NaN for the other kinds.
    pub numbers: &'a [f64],
    /// The texts of the ports of other kinds that have changed, each with its place in the list of
    /// ports.
    pub texts: Vec<(u32, String)>,
}

/// The ports that the page watches.
#[derive(Default)]
pub(crate) struct Watch {
    ports: Vec<WatchedPort>,
    cells: Vec<Cell>,
    numbers: Vec<f64>,
    /// Something may have changed since the values were taken last.
    stale: bool,
}

/// A watched port in the graph.
struct Cell {
    place: Option<Place>,
    /// The value that the page has, where it is shown as text.
    text: Option<Value>,
}

#[derive(Clone, Copy)]
struct Place {
    node: NodeId,
    port: u16,
    output: bool,
    kind: Kind,
    /// The input whose choice it shows as a number.
    chosen: Option<&'static PortSpec>,
    most: usize,
}

impl Watch {
    /// Watches these ports from here on. Every value counts as changed.
    pub(crate) fn set(
        &mut self,
        ports: Vec<WatchedPort>,
        graph: &mut Graph,
        node: impl Fn(&str) -> Option<NodeId>,
    ) {
        self.ports = ports;
        self.find(graph, node);
    }

    /// Finds the ports anew, after ops have come or gone.
    pub(crate) fn find(&mut self, graph: &mut Graph, node: impl Fn(&str) -> Option<NodeId>) {
        let places: Vec<Option<Place>> = self
            .ports
            .iter()
            .map(|port| place(port, graph, &node))
            .collect();
        // The new ones are counted before the old ones are not, so that an output that stays
        // watched does not start anew.
        places
            .iter()
            .flatten()
            .for_each(|place| tell(graph, place, true));
        self.cells
            .iter()
            .filter_map(|cell| cell.place)
            .for_each(|place| tell(graph, &place, false));
        let cells = places.into_iter().map(|place| Cell { place, text: None });
        self.cells = cells.collect();
        self.numbers = vec![f64::NAN; self.cells.len()];
        self.stale = !self.cells.is_empty();
    }

    /// Any value may have changed.
    pub(crate) fn touch(&mut self) {
        self.stale = !self.cells.is_empty();
    }

    /// Whether [`take`](Self::take) may have something.
    pub(crate) fn is_stale(&self) -> bool {
        self.stale
    }

    /// What has changed since the last call.
    pub(crate) fn take(&mut self, graph: &Graph) -> Option<Values<'_>> {
        if !std::mem::take(&mut self.stale) {
            return None;
        }
        let mut changed = false;
        let mut texts = Vec::new();
        for ((at, cell), number) in (0..).zip(&mut self.cells).zip(&mut self.numbers) {
            let Some(place) = cell.place else { continue };
            let value = if place.output {
                graph.output(place.node, place.port)
            } else {
                graph.input(place.node, place.port)
            };
            // A removed op's port stays as it was until the page watches others.
            let Ok(value) = value else { continue };
            let index = place.chosen.map(|choice| index_of(choice, value));
            let new = match (place.kind, index.as_ref().unwrap_or(value)) {
                (Kind::Number | Kind::Trigger, Value::Number(new)) => *new,
                (Kind::Bool, Value::Bool(bool)) => f64::from(u8::from(*bool)),
                _ => {
                    if !cell.text.as_ref().is_some_and(|old| old.same(value)) {
                        texts.push((at, preview(value, place.most)));
                        cell.text = Some(value.clone());
                        changed = true;
                    }
                    continue;
                }
            };
            changed |= number.to_bits() != new.to_bits() || cell.text.is_none();
            // Marks that the page has a value, as NaN is one too.
            cell.text = Some(Value::None);
            *number = new;
        }
        changed.then_some(Values {
            numbers: &self.numbers,
            texts,
        })
    }
}

fn place(
    port: &WatchedPort,
    graph: &Graph,
    node: impl Fn(&str) -> Option<NodeId>,
) -> Option<Place> {
    let node = node(&port.op)?;
    let spec = graph.spec(node).ok()?;
    let ports = spec.ports(port.output);
    let (index, chosen) = if port.output {
        (spec.output(&port.port)?, None)
    } else if let Some(index) = spec.input(&port.port) {
        (index, None)
    } else {
        let index = spec.choice(&port.port)?;
        (index, PortSpec::at(ports, index))
    };
    let spec = PortSpec::at(ports, index)?;
    // A page has no use for what it may not show.
    if spec.secret {
        return None;
    }
    Some(Place {
        node,
        port: index,
        output: port.output,
        kind: chosen.map_or(spec.kind, |_| Kind::Number),
        chosen,
        most: if port.long { MAX_LONG_TEXT } else { MAX_TEXT },
    })
}

/// The index of what an input has chosen; -1 where that is none of its choices.
pub(crate) fn index_of(choice: &PortSpec, value: &Value) -> Value {
    let is_chosen = |text: &&str| matches!(value, Value::Text(value) if **value == **text);
    let index = choice.choices.iter().position(is_chosen);
    Value::Number(index.map_or(-1.0, |index| index as f64))
}

fn tell(graph: &mut Graph, place: &Place, watched: bool) {
    if place.output {
        // An op that is gone needs to be told nothing.
        let _ = graph.watch(place.node, place.port, watched);
    }
}
