//! `Ops.Boolean.And`

use ropewalk_flow::{Arguments, In, Multi, Op, Out};

/// Tells whether all are true.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.And",
    aliases("Ops.Boolean.And_v2", "Ops.Extension.Deprecated.AndMultiPort"),
    help = include_str!("and.md"),
    function = all
)]
pub(super) struct And {
    /// The truth values.
    #[input(name = "Booleans", alias = "bool 1", multi = 1)]
    booleans: Multi<In<bool>>,
    /// Whether all of them are true.
    #[output(name = "Result", alias = "result")]
    result: Out<bool>,
}

fn all(mut booleans: Arguments<'_, In<bool>>) -> bool {
    booleans.all(|boolean| boolean)
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn one_alone_is_itself() {
        let mut op = Bench::<And>::new();
        assert_eq!(op.out("Result"), false);
        op.set("Booleans_0", true).unwrap();
        assert_eq!(op.out("Result"), true);
    }

    #[test]
    fn all_have_to_be_true() {
        let mut op = Bench::<And>::new();
        op.set_port_count(false, 3).unwrap();
        for (values, result) in [
            ([1.0, 1.0, 1.0], true),
            ([1.0, 0.0, 1.0], false),
            ([-2.0, 0.5, 3.0], true),
            ([1.0, f64::NAN, 1.0], false),
        ] {
            for (port, value) in ["bool 1", "bool 2", "Booleans_2"].into_iter().zip(values) {
                op.set(port, value).unwrap();
            }
            assert_eq!(op.out("Result"), result, "{values:?}");
        }
    }

    #[test]
    fn a_new_port_is_false_until_it_is_set() {
        let mut op = Bench::<And>::new();
        op.set("Booleans_0", true).unwrap();
        op.set_port_count(false, 2).unwrap();
        assert_eq!(op.out("Result"), false);
        op.set_port_count(false, 1).unwrap();
        assert_eq!(op.out("Result"), true);
    }
}
