//! `Ops.Number.SumMultiPort`

use ropewalk_flow::{Cx, Handlers, In, Multi, Op, OpError, Out};

use crate::multi::count;

/// Adds any number of numbers.
#[derive(Op)]
#[op(
    name = "Ops.Number.SumMultiPort",
    alias = "Ops.Number.SumMultiPort_v2",
    help = include_str!("sum_multi_port.md")
)]
pub(super) struct SumMultiPort {
    /// The numbers.
    #[input(name = "Numbers", multi = 1)]
    numbers: Multi<In<f64>>,
    /// Their sum.
    #[output(name = "Sum", aliases("Num Values", "Number"))]
    sum: Out<f64>,
    /// How many numbers there are.
    #[output(name = "Count")]
    count: Out<f64>,
}

impl Handlers for SumMultiPort {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let sum: f64 = self.numbers.ports(cx).map(|port| port.get(cx)).sum();
        // The sum of no numbers but negative zeros, or of none, is not to be -0.
        self.sum.set(cx, sum + 0.0);
        self.count.set(cx, count(self.numbers, cx));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn all_ports_are_added() {
        let mut op = Bench::<SumMultiPort>::new();
        assert_eq!((op.out("Sum"), op.out("Count")), (0.0.into(), 1.0.into()));
        op.set_port_count(false, 3).unwrap();
        for (port, value) in [("Numbers_0", 1.0), ("Numbers_1", -2.5), ("Numbers_2", 4.0)] {
            op.set(port, value).unwrap();
        }
        assert_eq!(op.out("Sum"), 2.5);
        assert_eq!(op.out("Count"), 3.0);
        op.set_port_count(false, 2).unwrap();
        assert_eq!(op.out("Sum"), -1.5);
    }

    #[test]
    fn what_is_no_number_makes_none() {
        let mut op = Bench::<SumMultiPort>::new();
        op.set("Numbers_0", f64::NAN).unwrap();
        assert!(matches!(op.out("Sum"), Value::Number(sum) if sum.is_nan()));
    }
}
