//! `Ops.Math.TriggerRandomNumber`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

/// Gives a random number each time it is triggered.
#[derive(Op)]
#[op(
    name = "Ops.Math.TriggerRandomNumber",
    aliases(
        "Ops.Math.TriggerRandomNumber_v2",
        "Ops.Math.TriggerRandomNumber_v3",
        "Ops.Math.Random2"
    ),
    help = include_str!("trigger_random_number.md")
)]
pub(super) struct TriggerRandomNumber {
    /// Draws a number.
    #[input(name = "Generate", display = "button")]
    generate: Trigger,
    /// The least number.
    #[input(name = "min")]
    min: In<f64>,
    /// The greatest number.
    #[input(name = "max", default = 1)]
    max: In<f64>,
    /// Whether only whole numbers are drawn, both bounds among them.
    #[input(name = "Integer")]
    integer: In<bool>,
    /// Whether the same number never comes twice in a row.
    #[input(name = "No consecutive duplicates")]
    no_duplicates: In<bool>,
    /// Fires when a number was drawn.
    #[output(name = "next")]
    next: Fire,
    /// The number.
    #[output(name = "result")]
    result: Out<f64>,
    last: Option<f64>,
}

impl Handlers for TriggerRandomNumber {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.generate {
            let number = self.draw(cx);
            self.last = Some(number);
            self.result.set(cx, number);
            self.next.fire(cx);
        }
        Ok(())
    }
}

impl TriggerRandomNumber {
    fn draw(&self, cx: &mut Cx<'_>) -> f64 {
        let (min, max) = (self.min.get(cx), self.max.get(cx));
        let (min, max) = if min > max { (max, min) } else { (min, max) };
        if !self.integer.get(cx) {
            return min + cx.random() * (max - min);
        }
        let (least, most) = (min.ceil(), max.floor());
        let count = most - least + 1.0;
        if count < 1.0 {
            return least;
        }
        let last = self.last.map(|last| last - least).filter(|last| {
            let may_repeat = !self.no_duplicates.get(cx) || count < 2.0;
            !may_repeat && (0.0..count).contains(last) && last.fract() == 0.0
        });
        let Some(last) = last else {
            return least + (cx.random() * count).floor();
        };
        // One of the others: a place among one fewer, counted on from behind the last.
        let step = 1.0 + (cx.random() * (count - 1.0)).floor();
        least + (last + step) % count
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::*;

    fn draw(op: &mut Bench<TriggerRandomNumber>) -> f64 {
        op.press("Generate").unwrap();
        match op.out("result") {
            Value::Number(number) => number,
            other => panic!("{other} is no number"),
        }
    }

    #[test]
    fn numbers_lie_between_the_bounds() {
        let mut op = Bench::<TriggerRandomNumber>::new();
        op.set("min", 20.0).unwrap();
        op.set("max", 10.0).unwrap();
        let numbers: Vec<f64> = (0..1000).map(|_| draw(&mut op)).collect();
        assert!(numbers.iter().all(|number| (10.0..=20.0).contains(number)));
        assert!(numbers.iter().any(|number| *number < 10.5));
        assert!(numbers.iter().any(|number| *number > 19.5));
        assert_eq!(op.pulses("next"), 1000);
    }

    #[test]
    fn whole_numbers_include_both_bounds_and_need_not_repeat() {
        let mut op = Bench::<TriggerRandomNumber>::new();
        op.set("Integer", true).unwrap();
        op.set("No consecutive duplicates", true).unwrap();
        op.set("max", 2.0).unwrap();
        let numbers: Vec<f64> = (0..1000).map(|_| draw(&mut op)).collect();
        for wanted in [0.0, 1.0, 2.0] {
            assert!(numbers.contains(&wanted));
        }
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn the_first_number_repeats_nothing_and_can_be_any() {
        let mut op = Bench::<TriggerRandomNumber>::new();
        let mut first = |_| {
            op.node = op.graph.add(&OpEntry::of::<TriggerRandomNumber>());
            op.set("Integer", true).unwrap();
            op.set("No consecutive duplicates", true).unwrap();
            draw(&mut op)
        };
        let firsts: Vec<f64> = (0..100).map(&mut first).collect();
        assert!(firsts.contains(&0.0));
        assert!(firsts.contains(&1.0));
    }

    #[test]
    fn a_bound_that_is_nan_gives_nan() {
        let mut op = Bench::<TriggerRandomNumber>::new();
        op.set("min", f64::NAN).unwrap();
        assert!(draw(&mut op).is_nan());
        op.set("Integer", true).unwrap();
        op.set("No consecutive duplicates", true).unwrap();
        assert!(draw(&mut op).is_nan());
    }

    #[test]
    fn a_range_without_a_whole_number_gives_the_next_above() {
        let mut op = Bench::<TriggerRandomNumber>::new();
        op.set("Integer", true).unwrap();
        op.set("min", 0.2).unwrap();
        op.set("max", 0.8).unwrap();
        assert_eq!(draw(&mut op), 1.0);
    }

    #[test]
    fn a_range_with_one_whole_number_gives_it() {
        let mut op = Bench::<TriggerRandomNumber>::new();
        op.set("Integer", true).unwrap();
        op.set("No consecutive duplicates", true).unwrap();
        op.set("max", 0.5).unwrap();
        assert_eq!(draw(&mut op), 0.0);
        assert_eq!(draw(&mut op), 0.0);
    }
}
