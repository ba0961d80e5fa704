//! `Ops.Math.Math`

use ropewalk_flow::{In, Op, Out, Text};

/// Computes with two numbers, in a way to choose.
#[derive(Op)]
#[op(name = "Ops.Math.Math", help = include_str!("math.md"), function = math)]
pub(super) struct Math {
    /// The first number.
    #[input(name = "number 0")]
    number0: In<f64>,
    /// The second number.
    #[input(name = "number 1")]
    number1: In<f64>,
    /// What to do with them.
    #[input(
        name = "math mode",
        default = "+",
        choices("+", "-", "*", "/", "%", "min", "max")
    )]
    mode: In<Text>,
    /// What comes of it.
    #[output(name = "result")]
    result: Out<f64>,
}

fn math(a: f64, b: f64, mode: &str) -> f64 {
    compute(a, mode, b)
}

/// What comes of two numbers in one of the modes; their sum, where it is none of them.
pub(crate) fn compute(a: f64, mode: &str, b: f64) -> f64 {
    match mode {
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "%" => a % b,
        // `f64::min` and `f64::max` take the other number for NaN.
        "min" if b < a || b.is_nan() => b,
        "max" if b > a || b.is_nan() => b,
        "min" | "max" => a,
        _ => a + b,
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_mode_computes_what_it_is_called() {
        let mut op = Bench::<Math>::new();
        op.set("number 0", -7.0).unwrap();
        op.set("number 1", 2.0).unwrap();
        for (mode, result) in [
            ("+", -5.0),
            ("-", -9.0),
            ("*", -14.0),
            ("/", -3.5),
            ("%", -1.0),
            ("min", -7.0),
            ("max", 2.0),
            ("nonsense", -5.0),
        ] {
            op.set("math mode", mode).unwrap();
            assert_eq!(op.out("result"), result, "{mode}");
        }
    }

    #[test]
    fn nan_is_passed_on_in_every_mode() {
        let mut op = Bench::<Math>::new();
        for mode in ["+", "-", "*", "/", "%", "min", "max"] {
            op.set("math mode", mode).unwrap();
            for (a, b) in [(f64::NAN, 1.0), (1.0, f64::NAN)] {
                op.set("number 0", a).unwrap();
                op.set("number 1", b).unwrap();
                assert_eq!(op.out("result"), f64::NAN, "{mode}");
            }
        }
    }

    #[test]
    fn a_division_by_zero_is_infinite_or_nan() {
        let mut op = Bench::<Math>::new();
        op.set("number 0", 1.0).unwrap();
        op.set("math mode", "/").unwrap();
        assert_eq!(op.out("result"), f64::INFINITY);
        op.set("math mode", "%").unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
