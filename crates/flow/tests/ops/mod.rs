//! Small ops to try the scheduler with.

pub(crate) mod sum;

use std::cell::RefCell;
use std::rc::Rc;

use ropewalk_flow::{
    Cx, Event, Fire, Handlers, In, Object, Op, OpEntry, OpError, Out, Provided, Reference,
    ResourceHandle, Text, Trigger, Value, resource_port,
};

thread_local! {
    static RECORDS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// What all `Record` ops of this thread have written since the last call.
pub(crate) fn records() -> Vec<String> {
    RECORDS.take()
}

pub(crate) const fn entry<T: Op>() -> OpEntry {
    OpEntry::of::<T>()
}

/// Passes a number on.
#[derive(Op)]
#[op(name = "Ops.Test.Echo")]
pub(crate) struct Echo {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// The same number.
    #[output(name = "result")]
    result: Out<f64>,
}

impl Handlers for Echo {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.value.get(cx));
        Ok(())
    }
}

/// Sends its number with each pulse, before and after it fires.
#[derive(Op)]
#[op(name = "Ops.Test.Resend")]
pub(crate) struct Resend {
    /// Sends.
    #[input(name = "send")]
    send: Trigger,
    /// The number.
    #[input(name = "number")]
    number: In<f64>,
    /// What was sent.
    #[output(name = "sent")]
    sent: Out<f64>,
    /// Fires in between.
    #[output(name = "next")]
    next: Fire,
}

impl Handlers for Resend {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.send {
            self.sent.send(cx, self.number.get(cx));
            self.next.fire(cx);
            self.sent.send(cx, self.number.get(cx));
        }
        Ok(())
    }
}

/// Half of a number, and one.
#[derive(Op)]
#[op(name = "Ops.Test.HalfAndOne")]
pub(crate) struct HalfAndOne {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// The result.
    #[output(name = "result")]
    result: Out<f64>,
}

impl Handlers for HalfAndOne {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.value.get(cx) / 2.0 + 1.0);
        Ok(())
    }
}

/// Passes text on.
#[derive(Op)]
#[op(name = "Ops.Test.EchoText")]
pub(crate) struct EchoText {
    /// The text.
    #[input(name = "text")]
    text: In<Text>,
    /// The same text.
    #[output(name = "text")]
    result: Out<Text>,
}

impl Handlers for EchoText {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.text.get(cx));
        Ok(())
    }
}

/// Passes a number on and counts how often it was updated.
#[derive(Op)]
#[op(name = "Ops.Test.CountUpdates")]
pub(crate) struct CountUpdates {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// The same number.
    #[output(name = "result")]
    result: Out<f64>,
    /// How often.
    #[output(name = "updates")]
    updates: Out<f64>,
}

impl Handlers for CountUpdates {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.value.get(cx));
        self.updates.set(cx, self.updates.get(cx) + 1.0);
        Ok(())
    }
}

/// Writes down when it is updated and pulsed.
#[derive(Op)]
#[op(name = "Ops.Test.Record")]
pub(crate) struct Record {
    /// A number.
    #[input(name = "a")]
    a: In<f64>,
    /// Another number.
    #[input(name = "b")]
    b: In<f64>,
    /// A pulse.
    #[input(name = "pulse")]
    pulse: Trigger,
}

impl Handlers for Record {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let line = format!("{} {}", self.a.get(cx), self.b.get(cx));
        RECORDS.with_borrow_mut(|records| records.push(line));
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert_eq!(port, self.pulse);
        let line = format!("pulse {}", self.a.get(cx));
        RECORDS.with_borrow_mut(|records| records.push(line));
        Ok(())
    }
}

/// Counts pulses.
#[derive(Op)]
#[op(name = "Ops.Test.Count")]
pub(crate) struct Count {
    /// The pulses.
    #[input(name = "pulse")]
    pulse: Trigger,
    /// How many there were.
    #[output(name = "count")]
    count: Out<f64>,
    counted: u32,
}

impl Handlers for Count {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert_eq!(port, self.pulse);
        self.counted += 1;
        self.count.set(cx, f64::from(self.counted));
        Ok(())
    }
}

/// Passes pulses on.
#[derive(Op)]
#[op(name = "Ops.Test.Pass")]
pub(crate) struct Pass {
    /// A pulse.
    #[input(name = "pulse")]
    pulse: Trigger,
    /// The same pulse.
    #[output(name = "next")]
    next: Fire,
}

impl Handlers for Pass {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert_eq!(port, self.pulse);
        self.next.fire(cx);
        Ok(())
    }
}

/// Fires many times at once.
#[derive(Op)]
#[op(name = "Ops.Test.Burst")]
pub(crate) struct Burst {
    /// Starts it.
    #[input(name = "go")]
    go: Trigger,
    /// How many times.
    #[input(name = "times")]
    times: In<f64>,
    /// The pulses.
    #[output(name = "next")]
    next: Fire,
}

impl Handlers for Burst {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert_eq!(port, self.go);
        let mut left = self.times.get(cx).min(3_000_000.0);
        while left >= 1.0 {
            self.next.fire(cx);
            left -= 1.0;
        }
        Ok(())
    }
}

/// Sets 1, fires, sets 2, fires, sets 3.
#[derive(Op)]
#[op(name = "Ops.Test.SetAndFire")]
pub(crate) struct SetAndFire {
    /// Starts it.
    #[input(name = "go")]
    go: Trigger,
    /// The number.
    #[output(name = "number")]
    number: Out<f64>,
    /// The pulses.
    #[output(name = "next")]
    next: Fire,
}

impl Handlers for SetAndFire {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert_eq!(port, self.go);
        self.number.set(cx, 1.0);
        self.next.fire(cx);
        self.number.set(cx, 2.0);
        self.next.fire(cx);
        self.number.set(cx, 3.0);
        Ok(())
    }
}

/// Fails for negative numbers.
#[derive(Op)]
#[op(name = "Ops.Test.Fail")]
pub(crate) struct Fail {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
}

impl Handlers for Fail {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.value.get(cx) < 0.0 {
            Err(OpError::new("negative"))
        } else {
            Ok(())
        }
    }
}

/// Posts three messages to itself at once.
#[derive(Op)]
#[op(name = "Ops.Test.PostThree")]
pub(crate) struct PostThree {
    /// Starts it.
    #[input(name = "go")]
    go: Trigger,
    /// The message.
    #[output(name = "number")]
    number: Out<f64>,
    /// Fires for each.
    #[output(name = "received")]
    received: Fire,
}

impl Handlers for PostThree {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert_eq!(port, self.go);
        for number in [1.0_f64, 2.0, 3.0] {
            cx.post([cx.node()], Rc::new(number));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Posted(payload) = event {
            let number = payload.downcast_ref::<f64>().expect("it posts numbers");
            self.number.set(cx, *number);
            self.received.fire(cx);
        }
        Ok(())
    }
}

/// Sets the variable `v`.
#[derive(Op)]
#[op(name = "Ops.Test.SetVariable")]
pub(crate) struct SetVariable {
    /// What to.
    #[input(name = "value")]
    value: In<Reference>,
}

impl Handlers for SetVariable {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        cx.set_variable(&"v".into(), value);
        Ok(())
    }
}

/// Sets the variable `n` to a number.
#[derive(Op)]
#[op(name = "Ops.Test.SetNumber")]
pub(crate) struct SetNumber {
    /// What to.
    #[input(name = "value")]
    value: In<f64>,
}

impl Handlers for SetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx).into();
        cx.set_variable(&"n".into(), value);
        Ok(())
    }
}

/// Reads the variable `v`.
#[derive(Op)]
#[op(name = "Ops.Test.GetVariable")]
pub(crate) struct GetVariable {
    /// What it holds.
    #[output(name = "value")]
    value: Out<Reference>,
}

impl Handlers for GetVariable {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = cx.variable(&"v".into()).unwrap_or_default();
        self.value.set(cx, Reference(value));
        Ok(())
    }
}

/// Reads the variable `n`.
#[derive(Op)]
#[op(name = "Ops.Test.GetNumber")]
pub(crate) struct GetNumber {
    /// What it holds.
    #[output(name = "value")]
    value: Out<f64>,
}

impl Handlers for GetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Some(Value::Number(number)) = cx.variable(&"n".into()) {
            self.value.set(cx, number);
        }
        Ok(())
    }
}

/// A handle to a name.
#[derive(Clone)]
pub(crate) struct Handle(pub(crate) &'static str);

impl ResourceHandle for Handle {
    const KIND: &'static str = "Handle";
}
resource_port!(Handle);

/// What the provided handle is called.
pub(crate) const HANDLE: &str = "the hub";

/// Provides a handle.
#[derive(Op)]
#[op(name = "Ops.Test.Hub")]
pub(crate) struct Hub {
    /// The handle.
    #[output(name = "handle")]
    handle: Out<Handle>,
    made: bool,
}

impl Handlers for Hub {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !self.made {
            self.made = true;
            self.handle.set(cx, Handle(HANDLE));
            cx.provide(Handle(HANDLE));
        }
        Ok(())
    }
}

/// Names the handle it is linked to, or the only one that is provided.
#[derive(Op)]
#[op(name = "Ops.Test.UseHandle")]
pub(crate) struct UseHandle {
    /// The handle.
    #[input(name = "handle")]
    handle: In<Handle>,
    /// Its name.
    #[output(name = "name")]
    name: Out<Text>,
}

impl Handlers for UseHandle {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let provided = if self.handle.linked(cx) {
            Provided::None
        } else {
            cx.provided::<Handle>()
        };
        let name = match (self.handle.get(cx), provided) {
            (Some(handle), _) | (None, Provided::One(handle)) => handle.0,
            (None, Provided::None) => "none",
            (None, Provided::Many) => "many",
        };
        self.name.set(cx, name);
        Ok(())
    }
}

/// Makes an object.
#[derive(Op)]
#[op(name = "Ops.Test.MakeObject")]
pub(crate) struct MakeObject {
    /// The object.
    #[output(name = "object")]
    object: Out<Object>,
}

impl Handlers for MakeObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.object.set(cx, Object::default());
        Ok(())
    }
}
