//! A bench to try one op on: set its inputs, press its triggers, let time pass, read its outputs.

use std::marker::PhantomData;

use crate::ask::{Answer, AskId};
use crate::device::{Device, DeviceEvent, Request};
use crate::effect::{Effect, ElementEvent, ElementId, SocketEvent, SocketId};
use crate::graph::{Graph, GraphError, NodeId};
use crate::host::{Host, Sockets};
use crate::op::Op;
use crate::spec::{OpEntry, PortSpec};
use crate::value::{Text, Value};
use crate::{Instant, Kind};

/// One op in a graph of its own, with a clock that stands until it is told to move.
///
/// ```
/// # use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};
/// # /// Doubles a number.
/// # #[derive(Op)]
/// # #[op(name = "Ops.Test.Double")]
/// # struct Double {
/// #     /// The number.
/// #     #[input(name = "value")]
/// #     value: In<f64>,
/// #     /// Its double.
/// #     #[output(name = "result")]
/// #     result: Out<f64>,
/// # }
/// # impl Handlers for Double {
/// #     fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
/// #         self.result.set(cx, self.value.get(cx) * 2.0);
/// #         Ok(())
/// #     }
/// # }
/// use ropewalk_flow::testing::Bench;
///
/// let mut op = Bench::<Double>::new();
/// op.set("value", 2.0)?;
/// assert_eq!(op.out("result"), 4.0);
/// # Ok::<(), ropewalk_flow::GraphError>(())
/// ```
#[derive(Debug)]
pub struct Bench<T> {
    /// The graph, for what the bench has no word for.
    pub graph: Graph,
    /// The op.
    pub node: NodeId,
    /// The time.
    pub now: Instant,
    op: PhantomData<fn() -> T>,
}

impl<T: Op> Default for Bench<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Op> Bench<T> {
    /// A new op that has run once with its defaults.
    pub fn new() -> Self {
        Self::on(Host {
            identity: "bench".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        })
    }

    /// A new op on some host.
    pub fn on(host: Host) -> Self {
        let mut graph = Graph::new(1, host);
        let node = graph.add(&OpEntry::of::<T>());
        graph.settle(Instant::ZERO);
        Self {
            graph,
            node,
            now: Instant::ZERO,
            op: PhantomData,
        }
    }

    /// Sets an input and lets the graph settle.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoPort`] or [`GraphError::WrongValue`].
    pub fn set(&mut self, input: &str, value: impl Into<Value>) -> Result<(), GraphError> {
        let port = T::SPEC.input(input).ok_or(GraphError::NoPort)?;
        self.graph.set(self.node, port, value.into())?;
        self.graph.settle(self.now);
        Ok(())
    }

    /// Gives the multi input or the multi output this number of ports and lets the graph settle.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoPort`] or [`GraphError::PortCount`].
    pub fn set_port_count(&mut self, output: bool, count: u16) -> Result<(), GraphError> {
        self.graph.set_port_count(self.node, output, count)?;
        self.graph.settle(self.now);
        Ok(())
    }

    /// What an output holds.
    ///
    /// # Panics
    ///
    /// If there is no such output.
    #[track_caller]
    pub fn out(&self, output: &str) -> Value {
        let port = T::SPEC.output(output).expect("an output of this name");
        self.graph
            .output(self.node, port)
            .expect("the bench's op lives")
            .clone()
    }

    /// How many pulses a trigger output has fired since the op was made.
    ///
    /// # Panics
    ///
    /// If there is no such trigger output.
    #[track_caller]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    pub fn pulses(&self, output: &str) -> u64 {
        match self.out(output) {
            Value::Number(count) => count as u64,
            other => panic!("{output} is no trigger: it holds {other}"),
        }
    }

    /// Pulses a trigger input.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoPort`].
    pub fn press(&mut self, input: &str) -> Result<(), GraphError> {
        let port = T::SPEC.input(input).ok_or(GraphError::NoPort)?;
        self.graph.press(self.node, port, self.now)
    }

    /// Lets time pass, and wakes the op each time it wants to be.
    pub fn advance(&mut self, by: Instant) {
        let end = self.now + by;
        while let Some(when) = self.graph.next_wake().filter(|when| *when <= end) {
            self.now = self.now.max(when);
            self.graph.wake(self.now);
        }
        self.now = end;
    }

    /// Lets time pass and draws one frame.
    pub fn frame(&mut self, after: Instant) {
        self.advance(after);
        self.graph.frame(self.now);
    }

    /// Tells the op something of its socket.
    pub fn socket(&mut self, socket: SocketId, event: SocketEvent) {
        self.graph.socket_event(socket, event, self.now);
    }

    /// Tells the op how its element was used.
    pub fn element(&mut self, element: ElementId, event: ElementEvent) {
        self.graph.element_event(element, event, self.now);
    }

    /// Tells the op what a source says, if it listens to it.
    pub fn device(&mut self, source: &Device, event: DeviceEvent) {
        self.graph.device_event(source, &event, self.now);
    }

    /// What the op has begun (`true`) and ended to listen to since the last call of this or of
    /// [`effects`](Self::effects).
    pub fn listenings(&mut self) -> Vec<(bool, Device)> {
        let effects = self.effects().into_iter();
        let listenings = effects.filter_map(|effect| match effect {
            Effect::Listen(source) => Some((true, source)),
            Effect::Unlisten(source) => Some((false, source)),
            _ => None,
        });
        listenings.collect()
    }

    /// What the op has asked of devices since the last call of this or of
    /// [`effects`](Self::effects).
    pub fn requests(&mut self) -> Vec<Request> {
        let effects = self.effects().into_iter();
        let requests = effects.filter_map(|effect| match effect {
            Effect::Request(request) => Some(request),
            _ => None,
        });
        requests.collect()
    }

    /// Answers what the op has asked.
    pub fn answer(&mut self, ask: AskId, answer: Answer) {
        self.graph.answer(ask, answer, self.now);
    }

    /// Holds what the op has asked for until these servers are allowed; lets go with none.
    pub fn hold(&mut self, handle: u32, servers: &str) {
        self.graph.hold(handle, &Text::from(servers), self.now);
    }

    /// All that the op has asked for since the last call.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::iter::from_fn(|| self.graph.poll_effect()).collect()
    }

    /// What is wrong with the op, if its mark has changed since the last call and there is one.
    pub fn problem(&mut self) -> Option<Text> {
        let status = std::iter::from_fn(|| self.graph.poll_status()).last()?;
        Some(status.1?.text)
    }

    /// Links nothing, looks at every output: for ops that compute only what is used.
    pub fn watch_all(&mut self) {
        for port in 0..PortSpec::count(T::SPEC.outputs) {
            let spec = PortSpec::at(T::SPEC.outputs, port);
            if spec.is_some_and(|spec| spec.kind != Kind::Trigger) {
                self.graph
                    .watch(self.node, port, true)
                    .expect("the bench's op lives");
            }
        }
        self.graph.settle(self.now);
    }
}
