//! The generated code holds where the usual names mean something else.
#![deny(warnings)]

mod ops {
    #[derive(Clone, Copy)]
    pub struct Default;
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Kind;
    #[expect(non_camel_case_types, dead_code)]
    pub struct f64;

    macro_rules! assert {
        () => {};
    }
    macro_rules! matches {
        () => {};
    }
    assert!();
    matches!();

    /// Stands among strangers.
    #[derive(::ropewalk_flow::Op)]
    #[op(name = "Ops.Test.Stranger", help = HELP)]
    pub(crate) struct Stranger {
        /// A number.
        #[input(name = "type", default = -0.5, min = -1.0)]
        pub r#type: ::ropewalk_flow::In<Number>,
        pub state: (Default, Option, Some, None, Kind),
    }

    const HELP: &str = "A constant.";

    type Number = ::core::primitive::f64;

    impl ::ropewalk_flow::Handlers for Stranger {}

    macro_rules! unit_default {
        ($($name:ident),*) => {
            $(impl ::core::default::Default for $name {
                fn default() -> Self {
                    $name
                }
            })*
        };
    }
    unit_default!(Default, Option, Some, None, Kind);
}

fn main() {
    use ropewalk_flow::Op;
    let op = ops::Stranger::create();
    let (ops::Default, ops::Option, ops::Some, ops::None, ops::Kind) = op.state;
    assert_eq!(format!("{:?}", op.r#type), "In(0)");
    assert_eq!(ops::Stranger::SPEC.help, "A constant.");
    assert_eq!(
        ops::Stranger::SPEC.inputs[0].range,
        Some((-1.0, f64::INFINITY))
    );
}
