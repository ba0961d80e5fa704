//! `Ops.Math.RandomNumbers`

use ropewalk_flow::{Cx, Handlers, In, Multi, Op, OpError, Out, clamp};

use super::seeded::Numbers;

/// Gives random numbers, the same for the same seed.
#[derive(Op)]
#[op(
    name = "Ops.Math.RandomNumbers",
    aliases(
        "Ops.Math.RandomNumbers_v2",
        "Ops.Math.RandomNumbers_v3",
        "Ops.Math.RandomNumbers_v4"
    ),
    help = include_str!("random_numbers.md")
)]
pub(super) struct RandomNumbers {
    /// What the numbers follow from.
    #[input(name = "Seed", alias = "random seed", default = 1)]
    seed: In<f64>,
    /// The least number.
    #[input(name = "Min")]
    min: In<f64>,
    /// The greatest number.
    #[input(name = "Max", default = 1)]
    max: In<f64>,
    /// How many times as many numbers as there are outputs are passed over, at most 10,000.
    #[input(name = "index", display = "integer", min = 0, max = 10000)]
    index: In<f64>,
    /// Whether only whole numbers are given, both bounds among them.
    #[input(name = "Integer")]
    integer: In<bool>,
    /// A random number.
    #[output(name = "Random", aliases("X", "Y", "Z", "W"), multi = 3)]
    random: Multi<Out<f64>>,
}

impl Handlers for RandomNumbers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (min, max) = (self.min.get(cx), self.max.get(cx));
        let integer = self.integer.get(cx);
        let mut numbers = Numbers::after(self.seed.get(cx).abs() * 571.1 + 1.0);
        let index = clamp(self.index.get(cx), 0.0, MOST_INDEX);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is bounded, and NaN becomes 0"
        )]
        for _ in 0..index as usize * self.random.len(cx) {
            numbers.next();
        }
        for port in self.random.ports(cx) {
            let random = numbers.next();
            let number = if integer {
                (random * (max - min + 1.0) + min).floor()
            } else {
                random * (max - min) + min
            };
            port.set(cx, number);
        }
        Ok(())
    }
}

const MOST_INDEX: f64 = 10_000.0;

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn number(op: &Bench<RandomNumbers>, output: &str) -> f64 {
        match op.out(output) {
            Value::Number(number) => number,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_first_number_of_seed_0_is_that_of_the_generator() {
        let mut op = Bench::<RandomNumbers>::new();
        op.set("Seed", 0.0).unwrap();
        // (1 * 9301 + 49297) / 233280, and on from there.
        assert!((number(&op, "Random_0") - 58_598.0 / 233_280.0).abs() < 1e-12);
        let second = (58_598.0 * 9_301.0 + 49_297.0) % 233_280.0 / 233_280.0;
        assert!((number(&op, "Y") - second).abs() < 1e-12);
    }

    #[test]
    fn the_same_seed_gives_the_same_and_another_others() {
        let mut op = Bench::<RandomNumbers>::new();
        let before = number(&op, "Random_2");
        op.set("Seed", 2.0).unwrap();
        assert!((number(&op, "Random_2") - before).abs() > 0.0);
        op.set("Seed", 1.0).unwrap();
        op.set_port_count(true, 5).unwrap();
        assert_eq!(
            op.out("Random_2"),
            before,
            "more outputs do not change the first"
        );
    }

    #[test]
    fn numbers_lie_in_their_range_whatever_the_inputs_are() {
        let mut op = Bench::<RandomNumbers>::new();
        op.set_port_count(true, 100).unwrap();
        op.set("Min", -3.0).unwrap();
        op.set("Max", 4.0).unwrap();
        for seed in [0.0, 1.0, -7.5, 1e15, f64::NAN, f64::INFINITY] {
            op.set("Seed", seed).unwrap();
            for integer in [false, true] {
                op.set("Integer", integer).unwrap();
                for port in 0..100 {
                    let number = number(&op, &format!("Random_{port}"));
                    assert!((-3.0..=4.0).contains(&number), "{seed} {number}");
                    assert!(!integer || number.fract() == 0.0);
                }
            }
        }
    }

    #[test]
    fn an_index_leads_on_in_the_same_numbers() {
        let mut op = Bench::<RandomNumbers>::new();
        op.set_port_count(true, 6).unwrap();
        let later = number(&op, "Random_3");
        op.set_port_count(true, 3).unwrap();
        op.set("index", 1.0).unwrap();
        assert_eq!(op.out("Random_0"), later);
        for index in [f64::NAN, -1.0, 1e300] {
            op.set("index", index).unwrap();
            assert!((0.0..1.0).contains(&number(&op, "Random_0")), "{index}");
        }
    }
}
