//! `Ops.Math.Interpolate`

use ropewalk_flow::{In, Op, Out};

/// Gives a number between two others.
#[derive(Op)]
#[op(name = "Ops.Math.Interpolate", help = include_str!("interpolate.md"), function = interpolate)]
pub(super) struct Interpolate {
    /// The number at 0.
    #[input(name = "Value 1")]
    value1: In<f64>,
    /// The number at 1.
    #[input(name = "Value 2")]
    value2: In<f64>,
    /// How far it is from the one to the other.
    #[input(name = "Percentage", min = 0, max = 1, display = "slider")]
    part: In<f64>,
    /// The number there.
    #[output(name = "Result")]
    result: Out<f64>,
}

fn interpolate(start: f64, end: f64, part: f64) -> f64 {
    // The difference is rounded, so that the sum may miss the end by a little.
    let is_end = part == 1.0;
    if is_end {
        end
    } else {
        start + part * (end - start)
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn at(part: f64) -> ropewalk_flow::Value {
        let mut op = Bench::<Interpolate>::new();
        op.set("Value 1", 10.0).unwrap();
        op.set("Value 2", 0.1).unwrap();
        op.set("Percentage", part).unwrap();
        op.out("Result")
    }

    #[test]
    fn it_goes_straight_from_the_one_to_the_other_and_on() {
        assert_eq!(at(0.0), 10.0);
        assert_eq!(at(0.5), 5.05);
        assert_eq!(at(1.0), 0.1);
        assert_eq!(at(-1.0), 19.9);
        assert_eq!(at(f64::INFINITY), f64::NEG_INFINITY);
        assert_eq!(at(f64::NAN), f64::NAN);
    }
}
