//! `Ops.Boolean.Or`

use ropewalk_flow::{Arguments, In, Multi, Op, Out};

/// Tells whether one at least is true.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.Or",
    alias = "Ops.Boolean.Or_v2",
    help = include_str!("or.md"),
    function = any
)]
pub(super) struct Or {
    /// The truth values.
    #[input(name = "Booleans", alias = "bool 1", multi = 5)]
    booleans: Multi<In<bool>>,
    /// 1 where one of them is true, otherwise 0.
    #[output(name = "Result", alias = "result")]
    result: Out<f64>,
}

fn any(mut booleans: Arguments<'_, In<bool>>) -> f64 {
    f64::from(u8::from(booleans.any(|boolean| boolean)))
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn one_is_enough() {
        let mut op = Bench::<Or>::new();
        assert_eq!(op.out("Result"), 0.0);
        for (port, value, result) in [
            ("Booleans_3", 1.0, 1.0),
            ("Booleans_3", 0.0, 0.0),
            ("bool 5", -1.0, 1.0),
            ("Booleans_4", f64::NAN, 0.0),
        ] {
            op.set(port, value).unwrap();
            assert_eq!(op.out("Result"), result, "{port} {value}");
        }
    }

    #[test]
    fn a_port_that_is_taken_away_counts_no_more() {
        let mut op = Bench::<Or>::new();
        op.set("Booleans_4", true).unwrap();
        op.set_port_count(false, 4).unwrap();
        assert_eq!(op.out("Result"), 0.0);
    }
}
