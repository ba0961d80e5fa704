//! `Ops.Number.SwitchNumberMultiPort`

use ropewalk_flow::{Cx, Handlers, In, Multi, Op, OpError, Out};

use crate::multi::{chosen, count};

/// Gives one of several numbers, by its number.
#[derive(Op)]
#[op(
    name = "Ops.Number.SwitchNumberMultiPort",
    alias = "Ops.Number.SwitchNumberMultiPort_v2",
    help = include_str!("switch_number_multi_port.md")
)]
pub(super) struct SwitchNumberMultiPort {
    /// Which one, counted from 0. A fraction is rounded up; beyond either end stands the one there.
    #[input(name = "Index", display = "integer")]
    index: In<f64>,
    /// The numbers.
    #[input(name = "Numbers", multi = 1)]
    values: Multi<In<f64>>,
    /// The number that was chosen.
    #[output(name = "Number")]
    value: Out<f64>,
    /// How many numbers there are.
    #[output(name = "Num Values")]
    count: Out<f64>,
}

impl Handlers for SwitchNumberMultiPort {
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
        let mut op = Bench::<SwitchNumberMultiPort>::new();
        op.set_port_count(false, 3).unwrap();
        assert_eq!(op.out("Num Values"), 3.0);
        for (port, value) in [("Numbers_0", 5.0), ("Numbers_1", 6.0), ("Numbers_2", 7.0)] {
            op.set(port, value).unwrap();
        }
        for (index, value) in [
            (0.0, 5.0),
            (1.0, 6.0),
            (1.2, 7.0),
            (2.0, 7.0),
            (9.0, 7.0),
            (-1.0, 5.0),
            (f64::INFINITY, 7.0),
            (f64::NAN, 5.0),
        ] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("Number"), value, "{index}");
        }
    }

    #[test]
    fn what_was_chosen_goes_with_its_port() {
        let mut op = Bench::<SwitchNumberMultiPort>::new();
        op.set_port_count(false, 2).unwrap();
        op.set("Numbers_0", 5.0).unwrap();
        op.set("Numbers_1", 6.0).unwrap();
        op.set("Index", 1.0).unwrap();
        op.set_port_count(false, 1).unwrap();
        assert_eq!(op.out("Number"), 5.0);
        assert_eq!(op.out("Num Values"), 1.0);
    }
}
