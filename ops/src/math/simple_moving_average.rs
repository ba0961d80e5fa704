//! `Ops.Math.SimpleMovingAverage`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, clamp};

/// Gives the average of the last numbers.
#[derive(Op)]
#[op(name = "Ops.Math.SimpleMovingAverage", help = include_str!("simple_moving_average.md"))]
pub(super) struct SimpleMovingAverage {
    /// The number. Each change of it counts.
    #[input(name = "Value")]
    value: In<f64>,
    /// How many of the last ones are averaged.
    #[input(
        name = "Number of Values",
        default = 10,
        min = 1,
        max = 10000,
        display = "integer"
    )]
    length: In<f64>,
    /// Their average.
    #[output(name = "Result")]
    result: Out<f64>,
    last: Vec<f64>,
    /// Whether a value has come.
    has_begun: bool,
}

impl Handlers for SimpleMovingAverage {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        // The zero of an input that nothing has set is no value yet.
        let is_set = self.has_begun || value != 0.0 || self.value.linked(cx);
        if self.value.changed(cx) && is_set {
            self.has_begun = true;
            self.last.push(value);
        }
        if self.last.is_empty() {
            return Ok(());
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is clamped"
        )]
        let length = clamp(self.length.get(cx), 0.0, 10_000.0) as usize;
        let surplus = self.last.len().saturating_sub(length.max(1));
        self.last.drain(..surplus);
        #[expect(clippy::cast_precision_loss, reason = "there are few")]
        let count = self.last.len() as f64;
        // Summed anew, as errors of rounding, and NaN, would stay in a sum that is kept.
        self.result.set(cx, self.last.iter().sum::<f64>() / count);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// A new op whose first number is this.
    fn starting_with(value: f64) -> Bench<SimpleMovingAverage> {
        let mut op = Bench::<SimpleMovingAverage>::new();
        assert_eq!(op.out("Result"), 0.0, "nothing has come");
        op.set("Value", value).unwrap();
        op
    }

    #[test]
    fn the_last_numbers_are_averaged() {
        let mut op = starting_with(1.0);
        assert_eq!(op.out("Result"), 1.0);
        op.set("Number of Values", 3.0).unwrap();
        for (value, result) in [(2.0, 1.5), (6.0, 3.0), (7.0, 5.0), (7.0, 5.0), (5.0, 6.0)] {
            op.set("Value", value).unwrap();
            assert_eq!(op.out("Result"), result, "{value}");
        }
    }

    #[test]
    fn fewer_numbers_forget_the_oldest() {
        let mut op = starting_with(1.0);
        for value in [2.0, 3.0, 5.0] {
            op.set("Value", value).unwrap();
        }
        op.set("Number of Values", 2.9).unwrap();
        assert_eq!(op.out("Result"), 4.0);
        for length in [0.0, -1.0, f64::NAN] {
            op.set("Number of Values", length).unwrap();
            assert_eq!(op.out("Result"), 5.0);
        }
    }

    #[test]
    fn nan_is_gone_when_it_is_none_of_the_last() {
        let mut op = starting_with(f64::NAN);
        op.set("Number of Values", 2.0).unwrap();
        assert_eq!(op.out("Result"), f64::NAN);
        op.set("Value", 1.0).unwrap();
        assert_eq!(op.out("Result"), f64::NAN);
        op.set("Value", 3.0).unwrap();
        assert_eq!(op.out("Result"), 2.0);
    }

    #[test]
    fn no_more_than_ten_thousand_are_kept() {
        let mut op = starting_with(1.0);
        op.set("Number of Values", f64::INFINITY).unwrap();
        for value in 2..=10_001 {
            op.set("Value", f64::from(value)).unwrap();
        }
        assert_eq!(op.out("Result"), 5001.5);
    }
}
