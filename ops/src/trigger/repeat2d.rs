//! `Ops.Trigger.Repeat2d`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::repeats;

/// Fires once for each place of a grid.
#[derive(Op)]
#[op(name = "Ops.Trigger.Repeat2d", help = include_str!("repeat2d.md"))]
pub(super) struct Repeat2d {
    /// Starts a round.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// How many places are beside each other.
    #[input(
        name = "num x",
        default = 5,
        min = 0,
        max = 100000,
        display = "integer"
    )]
    columns: In<f64>,
    /// How many rows of them there are.
    #[input(
        name = "num y",
        default = 5,
        min = 0,
        max = 100000,
        display = "integer"
    )]
    rows: In<f64>,
    /// How far a place is from the next.
    #[input(name = "mul", default = 1)]
    spacing: In<f64>,
    /// Whether 0 is in the middle of the grid, and not at its first place.
    #[input(name = "center")]
    center: In<bool>,
    /// Fires once for each place, row by row.
    #[output(name = "trigger")]
    trigger: Fire,
    /// Where the place is in its row.
    #[output(name = "x")]
    x: Out<f64>,
    /// Where its row is.
    #[output(name = "y")]
    y: Out<f64>,
    /// Which place it is, from 0.
    #[output(name = "index")]
    index: Out<f64>,
    /// How many places there are.
    #[output(name = "total iterations")]
    total: Out<f64>,
}

impl Handlers for Repeat2d {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.exe {
            return Ok(());
        }
        let columns = self.columns.get(cx).floor().max(0.0);
        let rows = self.rows.get(cx).floor().max(0.0);
        let spacing = self.spacing.get(cx);
        let half = if self.center.get(cx) { 0.5 } else { 0.0 };
        let (count, outcome) = repeats(columns, rows);
        self.total.set(cx, f64::from(count));
        for index in 0..count {
            let index = f64::from(index);
            let (column, row) = (index % columns, (index / columns).floor());
            self.x.set(cx, (column - half * (columns - 1.0)) * spacing);
            self.y.set(cx, (row - half * (rows - 1.0)) * spacing);
            self.index.set(cx, index);
            self.trigger.fire(cx);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// The last place of a round.
    fn last(op: &mut Bench<Repeat2d>) -> [Value; 4] {
        op.press("exe").unwrap();
        ["x", "y", "index", "total iterations"].map(|output| op.out(output))
    }

    #[test]
    fn each_place_has_its_pulse() {
        let mut op = Bench::<Repeat2d>::new();
        op.set("num x", 3.0).unwrap();
        op.set("num y", 2.9).unwrap();
        op.set("mul", 10.0).unwrap();
        assert_eq!(last(&mut op), [20.0, 10.0, 5.0, 6.0]);
        assert_eq!(op.pulses("trigger"), 6);
        op.set("center", true).unwrap();
        assert_eq!(last(&mut op), [10.0, 5.0, 5.0, 6.0]);
    }

    #[test]
    fn a_grid_without_places_fires_nothing() {
        let mut op = Bench::<Repeat2d>::new();
        for count in [0.0, -3.0, f64::NAN] {
            op.set("num y", count).unwrap();
            assert_eq!(last(&mut op)[3], 0.0);
            assert_eq!(op.pulses("trigger"), 0, "{count}");
        }
    }

    #[test]
    fn too_many_places_are_cut_off_and_it_says_so() {
        let mut op = Bench::<Repeat2d>::new();
        op.set("num x", 1000.0).unwrap();
        op.set("num y", 1000.0).unwrap();
        assert_eq!(last(&mut op), [999.0, 99.0, 99_999.0, 100_000.0]);
        assert!(op.problem().unwrap().contains("100000"));
        op.set("num x", f64::INFINITY).unwrap();
        op.press("exe").unwrap();
        assert_eq!(op.pulses("trigger"), 200_000);
    }
}
