//! `Ops.Array.Array`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::{bounded, count};

/// Makes an array of a given length.
#[derive(Op)]
#[op(
    name = "Ops.Array.Array",
    aliases("Ops.Array.Array_v2", "Ops.Array.Array_v3"),
    help = include_str!("array.md")
)]
pub(super) struct ArrayOfNumbers {
    /// How many numbers there are.
    #[input(
        name = "Array length",
        default = 10,
        min = 0,
        max = 100000,
        display = "integer"
    )]
    length: In<f64>,
    /// Which numbers: the same one, counted from 0, or evenly from 0 to 1.
    #[input(
        name = "Mode select",
        default = "Number",
        choices("Number", "1,2,3,4", "0-1")
    )]
    mode: In<Text>,
    /// The number, for `Number`.
    #[input(name = "Default Value")]
    value: In<f64>,
    /// Whether the last number comes first.
    #[input(name = "Reverse")]
    reverse: In<bool>,
    /// The numbers.
    #[output(name = "Array")]
    array: Out<Array>,
    /// How many there are.
    #[output(name = "Array length out")]
    length_out: Out<f64>,
}

impl Handlers for ArrayOfNumbers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (length, outcome) = bounded(self.length.get(cx));
        let value = self.value.get(cx);
        let mode = self.mode.get(cx);
        let places = (0..length).map(|place| {
            if self.reverse.get(cx) {
                length - 1 - place
            } else {
                place
            }
        });
        #[expect(clippy::cast_precision_loss, reason = "there are few")]
        let number = |place: usize| match &*mode {
            "1,2,3,4" => place as f64,
            // Of one alone, it is the beginning.
            "0-1" => place as f64 / (length - 1).max(1) as f64,
            _ => value,
        };
        let array: Array = places.map(number).map(Value::Number).collect();
        self.length_out.set(cx, count(&array));
        self.array.set(cx, array);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_mode() {
        let mut op = Bench::<ArrayOfNumbers>::new();
        assert_eq!(op.out("Array").to_json(), "[0,0,0,0,0,0,0,0,0,0]");
        assert_eq!(op.out("Array length out"), 10.0);
        op.set("Array length", 5.9).unwrap();
        op.set("Default Value", 2.5).unwrap();
        for (mode, forward, backward) in [
            ("Number", "[2.5,2.5,2.5,2.5,2.5]", "[2.5,2.5,2.5,2.5,2.5]"),
            ("1,2,3,4", "[0,1,2,3,4]", "[4,3,2,1,0]"),
            ("0-1", "[0,0.25,0.5,0.75,1]", "[1,0.75,0.5,0.25,0]"),
        ] {
            op.set("Mode select", mode).unwrap();
            assert_eq!(op.out("Array").to_json(), forward);
            op.set("Reverse", true).unwrap();
            assert_eq!(op.out("Array").to_json(), backward);
            op.set("Reverse", false).unwrap();
        }
    }

    #[test]
    fn it_can_have_one_number_or_none() {
        let mut op = Bench::<ArrayOfNumbers>::new();
        for (length, json) in [(1.0, "[0]"), (0.0, "[]"), (-3.0, "[]"), (f64::NAN, "[]")] {
            for mode in ["Number", "1,2,3,4", "0-1"] {
                op.set("Array length", length).unwrap();
                op.set("Mode select", mode).unwrap();
                assert_eq!(op.out("Array").to_json(), json, "{length} {mode}");
            }
        }
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn too_long_an_array_is_cut_off_and_it_says_so() {
        let mut op = Bench::<ArrayOfNumbers>::new();
        op.set("Array length", f64::INFINITY).unwrap();
        assert_eq!(op.out("Array length out"), 100_000.0);
        assert!(op.problem().unwrap().contains("100000"));
        op.set("Array length", 100_000.0).unwrap();
        assert_eq!(op.problem(), None);
    }
}
