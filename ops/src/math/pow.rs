//! `Ops.Math.Pow`

use ropewalk_flow::{In, Op, Out};

/// Raises a number to a power.
#[derive(Op)]
#[op(name = "Ops.Math.Pow", help = include_str!("pow.md"), function = f64::powf)]
pub(super) struct Pow {
    /// The number.
    #[input(name = "Base")]
    base: In<f64>,
    /// The power: 2 for the square, 0.5 for the square root.
    #[input(name = "Exponent", default = 2)]
    exponent: In<f64>,
    /// The power of the number.
    #[output(name = "Result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn powers_and_roots() {
        let mut op = Bench::<Pow>::new();
        for (base, exponent, result) in [
            (3.0, 2.0, 9.0),
            (2.0, -1.0, 0.5),
            (9.0, 0.5, 3.0),
            (0.0, 0.0, 1.0),
            (-2.0, 3.0, -8.0),
            (-1.0, 0.5, f64::NAN),
            (0.0, -1.0, f64::INFINITY),
            (f64::NAN, 1.0, f64::NAN),
        ] {
            op.set("Base", base).unwrap();
            op.set("Exponent", exponent).unwrap();
            assert_eq!(op.out("Result"), result, "{base} {exponent}");
        }
    }
}
