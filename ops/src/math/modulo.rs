//! `Ops.Math.Modulo`

use ropewalk_flow::{In, Op, Out};

/// Gives the rest of a division.
#[derive(Op)]
#[op(name = "Ops.Math.Modulo", help = include_str!("modulo.md"), function = rest)]
pub(super) struct Modulo {
    /// The number to divide.
    #[input(name = "number1", default = 1)]
    number1: In<f64>,
    /// What to divide it by.
    #[input(name = "number2", default = 2)]
    number2: In<f64>,
    /// Whether the result goes up and down again, where it otherwise jumps back to 0.
    #[input(name = "pingpong")]
    pingpong: In<bool>,
    /// The rest, from 0 up to number2.
    #[output(name = "result")]
    result: Out<f64>,
}

fn rest(number: f64, length: f64, pingpong: bool) -> f64 {
    if !pingpong {
        return modulo(number, length);
    }
    let rest = modulo(number, 2.0 * length);
    if rest.abs() > length.abs() {
        2.0 * length - rest
    } else {
        rest
    }
}

/// The rest on the side of the divisor; 0 of a division by 0.
fn modulo(number: f64, length: f64) -> f64 {
    let rest = number % length;
    if length == 0.0 {
        0.0
    } else if rest != 0.0 && (rest < 0.0) != (length < 0.0) {
        // A tiny rest is lost in the sum, which is then the length itself.
        (rest + length) % length
    } else {
        rest
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn modulo(number1: f64, number2: f64, pingpong: bool) -> ropewalk_flow::Value {
        let mut op = Bench::<Modulo>::new();
        op.set("number1", number1).unwrap();
        op.set("number2", number2).unwrap();
        op.set("pingpong", pingpong).unwrap();
        op.out("result")
    }

    #[test]
    fn the_rest_is_on_the_side_of_the_divisor() {
        for (number1, number2, result) in [
            (7.0, 3.0, 1.0),
            (6.0, 3.0, 0.0),
            (0.5, 3.0, 0.5),
            (-1.0, 3.0, 2.0),
            (-3.0, 3.0, 0.0),
            (-1e-20, 3.0, 0.0),
            (1.0, -3.0, -2.0),
            (7.0, f64::INFINITY, 7.0),
        ] {
            assert_eq!(
                modulo(number1, number2, false),
                result,
                "{number1} {number2}"
            );
        }
    }

    #[test]
    fn with_pingpong_it_goes_up_and_down_again() {
        for (number1, number2, result) in [
            (0.0, 2.0, 0.0),
            (0.5, 2.0, 0.5),
            (2.0, 2.0, 2.0),
            (2.5, 2.0, 1.5),
            (4.0, 2.0, 0.0),
            (4.5, 2.0, 0.5),
            (-0.5, 2.0, 0.5),
            (-0.5, -2.0, -0.5),
            (-2.5, -2.0, -1.5),
        ] {
            assert_eq!(
                modulo(number1, number2, true),
                result,
                "{number1} {number2}"
            );
        }
    }

    #[test]
    fn nothing_is_left_of_a_division_by_zero_and_nan_is_passed_on() {
        for pingpong in [false, true] {
            assert_eq!(modulo(7.0, 0.0, pingpong), 0.0);
            assert_eq!(modulo(f64::NAN, 2.0, pingpong), f64::NAN);
            assert_eq!(modulo(7.0, f64::NAN, pingpong), f64::NAN);
            assert_eq!(modulo(f64::INFINITY, 2.0, pingpong), f64::NAN);
        }
    }
}
