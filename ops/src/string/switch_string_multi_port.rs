//! `Ops.String.SwitchStringMultiPort`

use ropewalk_flow::{Cx, Handlers, In, Multi, Op, OpError, Out, Text};

use crate::multi::{chosen, count};

/// Gives one of several texts, by its number.
#[derive(Op)]
#[op(
    name = "Ops.String.SwitchStringMultiPort",
    alias = "Ops.String.SwitchStringMultiPort_v2",
    help = include_str!("switch_string_multi_port.md")
)]
pub(super) struct SwitchStringMultiPort {
    /// Which one, counted from 0. A fraction is rounded up; beyond either end stands the one there.
    #[input(name = "Index", display = "integer")]
    index: In<f64>,
    /// The texts.
    #[input(name = "Strings", multi = 1)]
    values: Multi<In<Text>>,
    /// The text that was chosen.
    #[output(name = "String")]
    value: Out<Text>,
    /// How many texts there are.
    #[output(name = "Num Values")]
    count: Out<f64>,
}

impl Handlers for SwitchStringMultiPort {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.count.set(cx, count(self.values, cx));
        if let Some(port) = chosen(self.values, self.index.get(cx), cx) {
            self.value.set(cx, port.get(cx));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_index_chooses_and_stops_at_the_ends() {
        let mut op = Bench::<SwitchStringMultiPort>::new();
        op.set_port_count(false, 3).unwrap();
        assert_eq!(op.out("Num Values"), 3.0);
        for (port, value) in [("Strings_0", "a"), ("Strings_1", "b"), ("Strings_2", "c")] {
            op.set(port, value).unwrap();
        }
        for (index, value) in [
            (0.0, "a"),
            (1.0, "b"),
            (1.2, "c"),
            (2.0, "c"),
            (9.0, "c"),
            (-1.0, "a"),
            (f64::INFINITY, "c"),
            (f64::NAN, "a"),
        ] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("String"), value, "{index}");
        }
    }

    #[test]
    fn what_was_chosen_goes_with_its_port() {
        let mut op = Bench::<SwitchStringMultiPort>::new();
        op.set_port_count(false, 2).unwrap();
        op.set("Strings_0", "a").unwrap();
        op.set("Strings_1", "b").unwrap();
        op.set("Index", 1.0).unwrap();
        op.set_port_count(false, 1).unwrap();
        assert_eq!(op.out("String"), "a");
        assert_eq!(op.out("Num Values"), 1.0);
    }
}
