//! What is left of a declaration that was packed.

use ropewalk_flow::packed::unpack;
use ropewalk_flow::{
    Array, Bytes, Fire, Handlers, In, Multi, Object, Op, OpSpec, Out, PortSpec, Reference,
    ResourceHandle, Text, Trigger, Value, resource_port,
};

#[derive(Clone)]
struct Lamp;

impl ResourceHandle for Lamp {
    const KIND: &'static str = "Lamp";
}

resource_port!(Lamp);

/// Has a port of each kind, and all that can be said of one.
#[derive(Op)]
#[op(
    name = "Ops.Test.Each",
    aliases("Ops.Test.Jedes", "Ops.Test.Straße"),
    help = "# Each"
)]
struct Each {
    /// A number.
    #[input(name = "number", default = -0.1, min = -1, max = 1, display = "slider")]
    _number: In<f64>,
    /// A whole number.
    #[input(name = "whole", alias = "Whole", default = 1e300, display = "integer")]
    _whole: In<f64>,
    /// Yes or no.
    #[input(name = "bool", default = true)]
    _bool: In<bool>,
    /// Yes or no, and no.
    #[input(name = "no", default = false)]
    _no: In<bool>,
    /// One of some.
    #[input(name = "text", default = "b", choices("a", "b", "ä", ""))]
    _text: In<Text>,
    /// A secret.
    #[input(name = "secret", secret)]
    _secret: In<Text>,
    /// Several lines.
    #[input(name = "code", default = "", display = "editor", group = "Code")]
    _code: In<Text>,
    /// A variable.
    #[input(name = "variable", display = "variable")]
    _variable: In<Text>,
    /// A list.
    #[input(name = "array")]
    _array: In<Array>,
    /// An object.
    #[input(name = "object")]
    _object: In<Object>,
    /// Bytes.
    #[input(name = "bytes")]
    _bytes: In<Bytes>,
    /// A pulse.
    #[input(name = "trigger", display = "button")]
    _trigger: Trigger,
    /// An object or a handle.
    #[input(name = "reference")]
    _reference: In<Reference>,
    /// A handle.
    #[input(name = "lamp")]
    _lamp: In<Lamp>,
    /// Anything, many times.
    #[input(name = "any", multi = 1000, aliases("any 1", "X"))]
    _any: Multi<In<Value>>,
    /// A result.
    #[output(name = "result", unit = "s", lazy)]
    _result: Out<f64>,
    /// A pulse on.
    #[output(name = "next")]
    _next: Fire,
}

impl Handlers for Each {}

/// Has nothing.
#[derive(Op)]
#[op(name = "Ops.Test.None")]
struct None {}

impl Handlers for None {}

/// What a program needs of a declaration.
fn needed(spec: &OpSpec) -> String {
    let port = |port: &PortSpec| {
        let texts = (port.name, port.aliases, port.choices);
        let flags = (port.secret, port.lazy, port.multi);
        format!(
            "{texts:?} {:?} {:?} {:?} {flags:?}",
            port.kind, port.default, port.display
        )
    };
    let ports = [spec.inputs, spec.outputs].map(|ports| Vec::from_iter(ports.iter().map(port)));
    format!("{} {:?} {ports:#?}", spec.name, spec.aliases)
}

#[test]
fn what_a_program_needs_comes_back_as_it_was() {
    assert_eq!(needed(unpack(Each::PACKED)), needed(&Each::SPEC));
    assert_eq!(needed(unpack(None::PACKED)), needed(&None::SPEC));
}

#[test]
fn what_only_people_read_is_left_out() {
    let each = unpack(Each::PACKED);
    assert_eq!((each.summary, each.help), ("", ""));
    assert_eq!(
        (each.inputs[0].doc, each.inputs[0].range),
        ("", Option::None)
    );
    assert_eq!((each.inputs[6].group, each.outputs[0].unit), ("", ""));
}

#[test]
fn a_port_with_nothing_but_a_name_takes_three_bytes_and_the_name() {
    assert!(Each::PACKED.ends_with(b"\x00\x06\x04next"));
}
