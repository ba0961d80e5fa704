//! The typed ports of an op's struct.
//!
//! A port is an index; its value lives in the graph's slab, where the scheduler can reach it
//! without a call into the op.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use bytes::Bytes;

use crate::animation::Animation;
use crate::cx::Cx;
use crate::kind::Kind;
use crate::value::{Array, Object, Text, Value};

/// A type that a port can carry.
#[diagnostic::on_unimplemented(
    message = "a port cannot carry `{Self}`",
    note = "ports carry f64, bool, Text, Array, Object, Bytes, Value, Reference and resources"
)]
pub trait PortValue: Sized + 'static {
    /// What reading the port gives: `Self`, or `Option<Self>` where a port can be empty.
    type Read;
    /// The port's kind.
    const KIND: Kind;
    /// Reads a slot, whose value is always one that the kind holds.
    fn read(value: &Value) -> Self::Read;
    /// The value to store.
    fn write(self) -> Value;
    /// Stores it in an output.
    #[doc(hidden)]
    #[inline(always)]
    fn set(self, output: u16, cx: &mut Cx<'_>) {
        cx.write(output, self.write());
    }
}

/// An input that holds a value.
pub struct In<T> {
    port: u16,
    kind: PhantomData<fn() -> T>,
}

/// An output that holds a value.
pub struct Out<T> {
    port: u16,
    kind: PhantomData<fn() -> T>,
}

/// An input for pulses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trigger(u16);

/// An output for pulses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fire(u16);

/// The ports of a multi port, for instance `Multi<In<f64>>` or `Multi<Fire>`: as many as a person
/// has made, at least one.
pub struct Multi<P> {
    base: u16,
    port: PhantomData<fn() -> P>,
}

/// A type that [`Multi`] can be made of.
#[diagnostic::on_unimplemented(
    message = "a multi port is not made of `{Self}`",
    note = "it is made of In<...>, Trigger, Out<...> or Fire"
)]
pub trait SinglePort: Copy {
    /// Whether it is an output.
    const OUTPUT: bool;
    /// The port at an index.
    fn single(port: u16) -> Self;
}

/// An object or a handle of any kind, as variables carry them.
#[derive(Clone, Debug)]
pub struct Reference(pub Value);

impl<T: PortValue> In<T> {
    /// The animation that gives it its value by the patch's clock, if one does.
    pub fn animation(self, cx: &Cx<'_>) -> Option<Rc<Animation>> {
        cx.animation(self.port)
    }

    /// The value.
    // A call, as the ops read in so many places: copies would be 2 kB of the page's wasm.
    #[inline(never)]
    pub fn get(self, cx: &Cx<'_>) -> T::Read {
        T::read(cx.input(self.port))
    }

    /// Whether it was set to another value since the op's last `update`. All are, in the first.
    pub fn changed(self, cx: &Cx<'_>) -> bool {
        cx.changed(self.port)
    }

    /// Whether something is linked to it.
    pub fn linked(self, cx: &Cx<'_>) -> bool {
        cx.input_linked(self.port)
    }

    /// Sets it in the patch, as a person does who edits it: it is saved, and can be undone. The op
    /// is updated as for any other edit, after this event.
    pub fn edit(self, cx: &mut Cx<'_>, value: impl Into<T>) {
        cx.edit_input(self.port, value.into().write());
    }
}

impl<T: PortValue> Out<T> {
    /// Sets the value. The ops that are linked to it run when the graph settles.
    // The only call between an op and the way of its number, which is inlined here.
    #[inline(never)]
    pub fn set(self, cx: &mut Cx<'_>, value: impl Into<T>) {
        value.into().set(self.port, cx);
    }

    /// Sets the value as a message is sent: where several links lead to one input, it holds this
    /// value now, also if it is the one that this output has held all along.
    pub fn send(self, cx: &mut Cx<'_>, value: impl Into<T>) {
        cx.write_again(self.port, value.into().write());
    }

    /// Takes the value back: for kinds that can be empty.
    pub fn clear(self, cx: &mut Cx<'_>) {
        cx.write(self.port, T::KIND.empty());
    }

    /// The value last set.
    pub fn get(self, cx: &Cx<'_>) -> T::Read {
        T::read(cx.output(self.port))
    }

    /// Whether something is linked to it or looks at it. Of use for outputs declared `lazy`.
    pub fn used(self, cx: &Cx<'_>) -> bool {
        cx.output_used(self.port)
    }
}

impl Fire {
    /// Sends a pulse. Its listeners see every output that the op has set so far.
    pub fn fire(self, cx: &mut Cx<'_>) {
        cx.fire(self.0);
    }

    /// The short names of the ops that are linked to it, in the order in which they are served. Of
    /// use for outputs declared `lazy`: their op is updated when that changes.
    pub fn listeners(self, cx: &Cx<'_>) -> Vec<&'static str> {
        cx.listeners(self.0)
    }
}

impl<P: SinglePort> Multi<P> {
    /// The ports in their order.
    pub fn ports(
        self,
        cx: &Cx<'_>,
    ) -> impl DoubleEndedIterator<Item = P> + ExactSizeIterator + use<P> {
        (self.base..cx.port_count(P::OUTPUT)).map(P::single)
    }

    /// How many ports there are.
    pub fn len(self, cx: &Cx<'_>) -> usize {
        self.ports(cx).len()
    }

    /// The port of this number, counted from 0, if there is one.
    pub fn port(self, number: usize, cx: &Cx<'_>) -> Option<P> {
        self.ports(cx).nth(number)
    }
}

impl Multi<Trigger> {
    /// Which of the ports it is, counted from 0, if it is one.
    pub fn position(self, port: Trigger) -> Option<usize> {
        // The ports of a multi port are the last.
        port.0.checked_sub(self.base).map(usize::from)
    }
}

impl Trigger {
    /// Whether something is linked to it.
    pub fn linked(self, cx: &Cx<'_>) -> bool {
        cx.input_linked(self.0)
    }
}

/// What `#[derive(Op)]` needs of the type of a field with `#[input]`.
#[diagnostic::on_unimplemented(message = "`{Self}` is no input: use `In<...>` or `Trigger`")]
pub trait InputPort {
    /// The port's kind.
    const KIND: Kind;
    /// Whether it is a multi port.
    const MULTI: bool = false;
    /// The port at an index.
    fn at(port: u16) -> Self;
}

/// What `#[derive(Op)]` needs of the type of a field with `#[output]`.
#[diagnostic::on_unimplemented(message = "`{Self}` is no output: use `Out<...>` or `Fire`")]
pub trait OutputPort {
    /// The port's kind.
    const KIND: Kind;
    /// Whether it is a multi port.
    const MULTI: bool = false;
    /// The port at an index.
    fn at(port: u16) -> Self;
}

impl<T: PortValue> InputPort for In<T> {
    const KIND: Kind = T::KIND;
    fn at(port: u16) -> Self {
        Self {
            port,
            kind: PhantomData,
        }
    }
}

impl InputPort for Trigger {
    const KIND: Kind = Kind::Trigger;
    fn at(port: u16) -> Self {
        Self(port)
    }
}

impl<T: PortValue> OutputPort for Out<T> {
    const KIND: Kind = T::KIND;
    fn at(port: u16) -> Self {
        Self {
            port,
            kind: PhantomData,
        }
    }
}

impl OutputPort for Fire {
    const KIND: Kind = Kind::Trigger;
    fn at(port: u16) -> Self {
        Self(port)
    }
}

impl<P: InputPort + SinglePort> InputPort for Multi<P> {
    const KIND: Kind = P::KIND;
    const MULTI: bool = true;
    fn at(base: u16) -> Self {
        Self {
            base,
            port: PhantomData,
        }
    }
}

impl<P: OutputPort + SinglePort> OutputPort for Multi<P> {
    const KIND: Kind = P::KIND;
    const MULTI: bool = true;
    fn at(base: u16) -> Self {
        Self {
            base,
            port: PhantomData,
        }
    }
}

impl<T: PortValue> SinglePort for In<T> {
    const OUTPUT: bool = false;
    fn single(port: u16) -> Self {
        Self::at(port)
    }
}

impl SinglePort for Trigger {
    const OUTPUT: bool = false;
    fn single(port: u16) -> Self {
        Self(port)
    }
}

impl<T: PortValue> SinglePort for Out<T> {
    const OUTPUT: bool = true;
    fn single(port: u16) -> Self {
        Self::at(port)
    }
}

impl SinglePort for Fire {
    const OUTPUT: bool = true;
    fn single(port: u16) -> Self {
        Self(port)
    }
}

// Derived, these would ask that T be Copy and Debug too.
impl<P> Clone for Multi<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for Multi<P> {}
impl<P> fmt::Debug for Multi<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multi({}…)", self.base)
    }
}
impl<T> Clone for In<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for In<T> {}
impl<T> fmt::Debug for In<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "In({})", self.port)
    }
}
impl<T> Clone for Out<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Out<T> {}
impl<T> fmt::Debug for Out<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Out({})", self.port)
    }
}

impl PortValue for f64 {
    type Read = f64;
    const KIND: Kind = Kind::Number;
    fn read(value: &Value) -> f64 {
        match value {
            Value::Number(number) => *number,
            _ => 0.0,
        }
    }
    fn write(self) -> Value {
        Value::Number(self)
    }
    #[inline(always)]
    fn set(self, output: u16, cx: &mut Cx<'_>) {
        cx.write_number(output, self);
    }
}

impl PortValue for bool {
    type Read = bool;
    const KIND: Kind = Kind::Bool;
    fn read(value: &Value) -> bool {
        matches!(value, Value::Bool(true))
    }
    fn write(self) -> Value {
        Value::Bool(self)
    }
}

impl PortValue for Text {
    type Read = Text;
    const KIND: Kind = Kind::Text;
    fn read(value: &Value) -> Text {
        match value {
            Value::Text(text) => text.clone(),
            _ => "".into(),
        }
    }
    fn write(self) -> Value {
        Value::Text(self)
    }
}

impl PortValue for Array {
    type Read = Option<Array>;
    const KIND: Kind = Kind::Array;
    fn read(value: &Value) -> Option<Array> {
        match value {
            Value::Array(array) => Some(array.clone()),
            _ => None,
        }
    }
    fn write(self) -> Value {
        Value::Array(self)
    }
}

impl PortValue for Object {
    type Read = Option<Object>;
    const KIND: Kind = Kind::Object;
    fn read(value: &Value) -> Option<Object> {
        match value {
            Value::Object(object) => Some(object.clone()),
            _ => None,
        }
    }
    fn write(self) -> Value {
        Value::Object(self)
    }
}

impl PortValue for Bytes {
    type Read = Option<Bytes>;
    const KIND: Kind = Kind::Bytes;
    fn read(value: &Value) -> Option<Bytes> {
        match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
    fn write(self) -> Value {
        Value::Bytes(self)
    }
}

impl PortValue for Reference {
    type Read = Value;
    const KIND: Kind = Kind::Reference;
    fn read(value: &Value) -> Value {
        value.clone()
    }
    fn write(self) -> Value {
        self.0
    }
}

impl PortValue for Value {
    type Read = Value;
    const KIND: Kind = Kind::Any;
    fn read(value: &Value) -> Value {
        value.clone()
    }
    fn write(self) -> Value {
        self
    }
}
