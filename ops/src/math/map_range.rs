//! `Ops.Math.MapRange`

use ropewalk_flow::{In, Op, Out, Text, clamp};

/// Maps a number from one range to another.
#[derive(Op)]
#[op(name = "Ops.Math.MapRange", help = include_str!("map_range.md"), function = map)]
pub(super) struct MapRange {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// Where its range begins.
    #[input(name = "old min")]
    old_min: In<f64>,
    /// Where its range ends.
    #[input(name = "old max", default = 1)]
    old_max: In<f64>,
    /// Where the result's range begins.
    #[input(name = "new min")]
    new_min: In<f64>,
    /// Where the result's range ends.
    #[input(name = "new max", default = 1)]
    new_max: In<f64>,
    /// Whether the way between is straight, or begins and ends gently.
    #[input(
        name = "Easing",
        default = "Linear",
        choices("Linear", "Smoothstep", "Smootherstep")
    )]
    easing: In<Text>,
    /// Whether the result stays in its range where the number leaves its own.
    #[input(name = "Clamp", default = true)]
    clamp: In<bool>,
    /// The number in the new range.
    #[output(name = "result")]
    result: Out<f64>,
}

fn map(
    value: f64,
    from: f64,
    to: f64,
    start: f64,
    end: f64,
    easing: &str,
    stays_inside: bool,
) -> f64 {
    let part = if from == to && !value.is_nan() {
        // A range of no width is a step.
        f64::from(u8::from(value > from))
    } else {
        (value - from) / (to - from)
    };
    let inside = clamp(part, 0.0, 1.0);
    let part = match easing {
        // The curves are those between 0 and 1 only.
        "Smoothstep" => inside * inside * (3.0 - 2.0 * inside),
        "Smootherstep" => inside.powi(3) * (inside * (inside * 6.0 - 15.0) + 10.0),
        _ if stays_inside => inside,
        _ => part,
    };
    // The difference is rounded, so that the sum may miss the end by a little.
    let is_end = part == 1.0;
    if is_end {
        end
    } else {
        start + part * (end - start)
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn op() -> Bench<MapRange> {
        let mut op = Bench::new();
        op.set("old max", 10.0).unwrap();
        op.set("new min", 100.0).unwrap();
        op.set("new max", 200.0).unwrap();
        op
    }

    #[test]
    fn a_number_keeps_its_place_in_the_range() {
        let mut op = op();
        op.set("value", 5.0).unwrap();
        assert_eq!(op.out("result"), 150.0);
        op.set("new max", 0.0).unwrap();
        assert_eq!(op.out("result"), 50.0);
    }

    #[test]
    fn it_stays_in_the_range_unless_told_otherwise() {
        let mut op = op();
        op.set("value", 20.0).unwrap();
        assert_eq!(op.out("result"), 200.0);
        op.set("Clamp", false).unwrap();
        assert_eq!(op.out("result"), 300.0);
    }

    #[test]
    fn the_ends_of_the_range_are_met_exactly() {
        let mut op = op();
        op.set("new max", 0.1).unwrap();
        assert_eq!(op.out("result"), 100.0);
        op.set("value", 10.0).unwrap();
        assert_eq!(op.out("result"), 0.1);
    }

    #[test]
    fn changing_the_easing_alone_counts() {
        let mut op = op();
        op.set("value", 2.5).unwrap();
        op.set("Easing", "Smoothstep").unwrap();
        assert_eq!(op.out("result"), 115.625);
        op.set("Easing", "Smootherstep").unwrap();
        assert_eq!(op.out("result"), 110.3515625);
    }

    #[test]
    fn a_range_of_no_width_is_a_step_and_nan_is_passed_on() {
        let mut op = op();
        op.set("old max", 0.0).unwrap();
        assert_eq!(op.out("result"), 100.0);
        op.set("value", 1.0).unwrap();
        assert_eq!(op.out("result"), 200.0);
        op.set("value", f64::NAN).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
        op.set("old max", 10.0).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
