//! What `#[derive(Op)]` makes, and what it tells who gets it wrong.
//!
//! The expected messages are beside the cases. `TRYBUILD=overwrite cargo test --test derive` writes
//! them anew; read the difference.

use ropewalk_flow::{
    Display, Fire, Handlers, In, Kind, MAX_PORTS, Multi, Op, Out, PortDefault, PortSpec, Text,
    Trigger, Value,
};

/// Does everything that an op
/// can declare.
///
/// And says so twice.
#[derive(Op)]
#[op(
    name = "Ops.Test.All",
    alias = "Ops.Test.All_v1",
    aliases("Ops.Test.Old", "Ops.Test.Older")
)]
#[op(help = concat!("# All", "\n"))]
struct All {
    /// A number.
    #[input(
        name = "speed",
        alias = "Speed",
        default = -1.5,
        min = -2,
        max = 1e3,
        display = "slider",
        unit = "m/s",
        group = "Motion"
    )]
    _speed: In<f64>,
    count: u32,
    /// A whole number without an upper bound.
    #[input(name = "count", default = 3, min = 1, display = "integer")]
    _count: In<f64>,
    /// A text with `{}` in its "documentation".
    #[input(name = "Easing", default = "Linear", choices("Linear", "{}"))]
    _easing: In<Text>,
    /// A password.
    #[input(name = "Password", secret)]
    _password: In<Text>,
    /// Several lines.
    #[input(name = "Code", default = "a\nb", display = "editor")]
    _code: In<Text>,
    /// Anything.
    #[input(name = "anything", default = true)]
    _anything: In<Value>,
    /// A pulse.
    #[input(name = "Execute", display = "button", needed)]
    _execute: Trigger,
    /// A result with a default, under the name of an input.
    #[output(name = "speed", default = 1, unit = "m/s", lazy)]
    _result: Out<f64>,
    /// A pulse on.
    #[output(name = "Next")]
    _next: Fire,
    memory: Vec<String>,
}

impl Handlers for All {}

const CURVES: [&str; 3] = ["Linear", "Cubic In", "Cubic Out"];

/// Texts that stand elsewhere.
#[derive(Op)]
#[op(name = "Ops.Test.Curve")]
struct Curve {
    /// One of a constant's.
    #[input(name = "Curve", default = "Cubic In", choices = CURVES)]
    _curve: In<Text>,
    /// The name of a variable.
    #[input(name = "Variable", display = "variable")]
    _variable: In<Text>,
}

impl Handlers for Curve {}

#[test]
fn the_header_and_the_doc_comment_describe_the_op() {
    assert_eq!(All::SPEC.name, "Ops.Test.All");
    assert_eq!(
        All::SPEC.aliases,
        ["Ops.Test.All_v1", "Ops.Test.Old", "Ops.Test.Older"]
    );
    assert_eq!(
        All::SPEC.summary,
        "Does everything that an op can declare.\n\nAnd says so twice."
    );
    assert_eq!(All::SPEC.help, "# All\n");
}

#[test]
fn ports_stand_in_the_order_of_their_fields() {
    let names = |ports: &[ropewalk_flow::PortSpec]| ports.iter().map(|port| port.name).collect();
    let inputs: Vec<_> = names(All::SPEC.inputs);
    let outputs: Vec<_> = names(All::SPEC.outputs);
    assert_eq!(
        inputs,
        [
            "speed", "count", "Easing", "Password", "Code", "anything", "Execute"
        ]
    );
    assert_eq!(outputs, ["speed", "Next"]);
    assert_eq!(All::SPEC.input("Speed"), Some(0));
    assert_eq!(format!("{:?}", All::create()._code), "In(4)");
    assert_eq!(format!("{:?}", All::create()._next), "Fire(1)");
}

#[test]
fn a_number_has_a_range_and_a_unit() {
    let speed = &All::SPEC.inputs[0];
    assert_eq!(speed.kind, Kind::Number);
    assert_eq!(speed.doc, "A number.");
    assert_eq!(speed.default, PortDefault::Number(-1.5));
    assert_eq!(speed.range, Some((-2.0, 1000.0)));
    assert_eq!(speed.display, Display::Slider);
    assert_eq!((speed.unit, speed.group), ("m/s", "Motion"));

    let count = &All::SPEC.inputs[1];
    assert_eq!(count.default, PortDefault::Number(3.0));
    assert_eq!(count.range, Some((1.0, f64::INFINITY)));
    assert_eq!(count.display, Display::Integer);
    assert_eq!((count.unit, count.group), ("", ""));
}

#[test]
fn a_text_has_choices_or_is_secret() {
    let [_, _, easing, password, code, ..] = All::SPEC.inputs else {
        panic!("the inputs are fewer than declared");
    };
    assert_eq!(easing.default, PortDefault::Text("Linear"));
    assert_eq!(easing.choices, ["Linear", "{}"]);
    assert_eq!(easing.doc, "A text with `{}` in its \"documentation\".");
    assert!(!easing.secret);
    assert!(password.secret);
    assert_eq!(password.default, PortDefault::Empty);
    assert_eq!(code.default, PortDefault::Text("a\nb"));
    assert_eq!(code.display, Display::Editor);
    assert_eq!(code.range, None);
}

#[test]
fn choices_can_be_those_of_a_constant() {
    let curve = &Curve::SPEC.inputs[0];
    assert_eq!(curve.choices, ["Linear", "Cubic In", "Cubic Out"]);
    assert_eq!(curve.default, PortDefault::Text("Cubic In"));
    assert_eq!(Curve::SPEC.inputs[1].display, Display::Variable);
}

#[test]
fn pulses_and_ports_of_any_kind_are_ports_too() {
    let [.., anything, execute] = All::SPEC.inputs else {
        panic!("the inputs are fewer than declared");
    };
    assert_eq!(
        (anything.kind, anything.default),
        (Kind::Any, PortDefault::Bool(true))
    );
    assert_eq!(
        (execute.kind, execute.display),
        (Kind::Trigger, Display::Button)
    );
    assert_eq!((anything.needed, execute.needed), (false, true));
}

#[test]
fn an_output_can_be_lazy_and_start_with_a_value() {
    let [result, next] = All::SPEC.outputs else {
        panic!("the outputs are fewer than declared");
    };
    assert!(result.lazy);
    assert_eq!(
        (result.default, result.unit),
        (PortDefault::Number(1.0), "m/s")
    );
    assert_eq!((next.kind, next.lazy), (Kind::Trigger, false));
}

#[test]
fn other_fields_start_as_their_default() {
    let op = All::create();
    assert_eq!(op.count, 0);
    assert!(op.memory.is_empty());
}

/// Does something to many.
#[derive(Op)]
#[op(name = "Ops.Test.Many")]
struct Many {
    /// A way.
    #[input(name = "Way", alias = "how", default = "on", choices("on", "off"))]
    _way: In<Text>,
    /// Numbers.
    #[input(
        name = "Numbers",
        multi = 2,
        default = 7,
        aliases("number1", "X", "old 0", "Y")
    )]
    _numbers: Multi<In<f64>>,
    /// Pulses.
    #[output(name = "Trigger", multi = 3)]
    _triggers: Multi<Fire>,
}

impl Handlers for Many {}

#[test]
fn the_ports_of_a_multi_port_are_numbered_from_its_place_on() {
    let spec = &Many::SPEC;
    assert_eq!(spec.inputs[1].multi, 2);
    assert_eq!(
        (PortSpec::fixed(spec.inputs), PortSpec::count(spec.inputs)),
        (1, 3)
    );
    assert_eq!(
        (PortSpec::fixed(spec.outputs), PortSpec::count(spec.outputs)),
        (0, 3)
    );
    for (name, index) in [
        ("Way", Some(0)),
        ("how", Some(0)),
        ("Numbers_0", Some(1)),
        ("Numbers_1", Some(2)),
        ("Numbers_999", Some(1_000)),
        ("number1", Some(1)),
        ("number3", Some(3)),
        ("old 0", Some(1)),
        ("old 12", Some(13)),
        ("X", Some(1)),
        ("Y", Some(2)),
        ("Z", None),
        ("number0", None),
        ("Numbers", None),
        ("Numbers_", None),
        ("Numbers_01", None),
        ("Numbers_+1", None),
        ("Numbers_-1", None),
        ("Numbers_1000", None),
        ("Numbers_99999999999", None),
        ("Numbers_1 ", None),
    ] {
        assert_eq!(spec.input(name), index, "{name}");
    }
    assert_eq!(spec.output("Trigger_4"), Some(4));
    assert_eq!(PortSpec::name_at(spec.inputs, 0), "Way");
    assert_eq!(PortSpec::name_at(spec.inputs, MAX_PORTS), "Numbers_999");
    assert_eq!(PortSpec::name_at(spec.outputs, 0), "Trigger_0");
    assert_eq!(
        PortSpec::at(spec.inputs, 9).unwrap().default,
        PortDefault::Number(7.0)
    );
    assert!(PortSpec::at(All::SPEC.outputs, 9).is_none());
}

#[test]
fn what_has_choices_can_be_chosen_by_index() {
    assert_eq!(Many::SPEC.choice("Way index"), Some(0));
    assert_eq!(Many::SPEC.choice("how index"), Some(0));
    for name in [
        "Way",
        "Numbers_0 index",
        " index",
        "Way  index",
        "way index",
    ] {
        assert_eq!(Many::SPEC.choice(name), None, "{name}");
    }
}

#[test]
fn declarations_compile_or_fail_with_a_message_that_helps() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/derive/pass/*.rs");
    cases.compile_fail("tests/derive/fail/*.rs");
}
