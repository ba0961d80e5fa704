//! `Ops.Math.VectorLength`

use ropewalk_flow::{In, Op, Out};

/// Gives the length of a vector.
#[derive(Op)]
#[op(name = "Ops.Math.VectorLength", help = include_str!("vector_length.md"), function = length)]
pub(super) struct VectorLength {
    /// How far it goes in the direction of x.
    #[input(name = "X")]
    x: In<f64>,
    /// How far it goes in the direction of y.
    #[input(name = "Y")]
    y: In<f64>,
    /// How far it goes in the direction of z.
    #[input(name = "Z")]
    z: In<f64>,
    /// Its length.
    #[output(name = "Length")]
    length: Out<f64>,
}

fn length(x: f64, y: f64, z: f64) -> f64 {
    (x * x + y * y + z * z).sqrt()
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn all_three_directions_count() {
        let mut op = Bench::<VectorLength>::new();
        assert_eq!(op.out("Length"), 0.0);
        for (port, value) in [("X", -2.0), ("Y", 3.0), ("Z", 6.0)] {
            op.set(port, value).unwrap();
        }
        assert_eq!(op.out("Length"), 7.0);
        op.set("Y", f64::NEG_INFINITY).unwrap();
        assert_eq!(op.out("Length"), f64::INFINITY);
        op.set("Z", f64::NAN).unwrap();
        assert_eq!(op.out("Length"), f64::NAN);
    }
}
