//! `Ops.Math.Distance2d`

use ropewalk_flow::{In, Op, Out};

/// Gives how far two points are apart.
#[derive(Op)]
#[op(name = "Ops.Math.Distance2d", help = include_str!("distance2d.md"), function = distance)]
pub(super) struct Distance2d {
    /// Where the first point is, to the right.
    #[input(name = "x1")]
    x1: In<f64>,
    /// Where the first point is, upwards.
    #[input(name = "y1")]
    y1: In<f64>,
    /// Where the second point is, to the right.
    #[input(name = "x2")]
    x2: In<f64>,
    /// Where the second point is, upwards.
    #[input(name = "y2")]
    y2: In<f64>,
    /// How far it is from the one to the other.
    #[output(name = "distance")]
    distance: Out<f64>,
}

fn distance(x1: f64, y1: f64, x2: f64, y2: f64) -> f64 {
    let (x, y) = (x2 - x1, y2 - y1);
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_the_length_of_the_straight_line() {
        let mut op = Bench::<Distance2d>::new();
        assert_eq!(op.out("distance"), 0.0);
        for (port, value) in [("x1", 1.0), ("y1", 2.0), ("x2", -2.0), ("y2", 6.0)] {
            op.set(port, value).unwrap();
        }
        assert_eq!(op.out("distance"), 5.0);
        op.set("x1", f64::NEG_INFINITY).unwrap();
        assert_eq!(op.out("distance"), f64::INFINITY);
        op.set("x1", f64::NAN).unwrap();
        assert_eq!(op.out("distance"), f64::NAN);
    }
}
