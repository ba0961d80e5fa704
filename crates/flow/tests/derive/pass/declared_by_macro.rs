//! A family of ops from one `macro_rules!`, as comparisons are.

use ropewalk_flow::{Handlers, In, Op, Out};

macro_rules! comparison {
    ($op:ident, $name:literal, $summary:literal, $start:literal, $ty:ty) => {
        #[doc = $summary]
        #[derive(Op)]
        #[op(name = $name)]
        struct $op {
            /// The value to compare.
            #[input(name = "value", default = $start)]
            _value: In<$ty>,
            /// How it compares.
            #[output(name = "result")]
            _result: Out<bool>,
        }

        impl Handlers for $op {}
    };
}

comparison!(
    Above,
    "Ops.Test.Above",
    "Whether a number is above 0.",
    1.0,
    f64
);
comparison!(
    Below,
    "Ops.Test.Below",
    "Whether a number is below 0.",
    -1.0,
    f64
);

fn main() {
    assert_eq!(Above::SPEC.name, "Ops.Test.Above");
    assert_eq!(Above::SPEC.summary, "Whether a number is above 0.");
    assert_eq!(
        Below::SPEC.inputs[0].default,
        ropewalk_flow::PortDefault::Number(-1.0)
    );
}
