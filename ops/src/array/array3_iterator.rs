//! `Ops.Array.Array3Iterator`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger, Value};

use super::place;
use crate::json::number;
use crate::trigger::repeats;

/// Fires for each point of an array.
#[derive(Op)]
#[op(name = "Ops.Array.Array3Iterator", alias = "Ops.Array.IteratorArray3", help = include_str!("array3_iterator.md"))]
pub(super) struct Array3Iterator {
    /// Starts a round.
    #[input(name = "Execute", display = "button")]
    exe: Trigger,
    /// The array, with three numbers for each point.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// How many points it goes on each time; 0 counts as 1.
    #[input(name = "Step", min = 0, display = "integer")]
    step: In<f64>,
    /// Fires once for each point.
    #[output(name = "Trigger")]
    trigger: Fire,
    /// How often it has fired before in this round.
    #[output(name = "Index")]
    index: Out<f64>,
    /// The first number of the point; 0 where there is none.
    #[output(name = "Value 1")]
    x: Out<f64>,
    /// Its second number.
    #[output(name = "Value 2")]
    y: Out<f64>,
    /// Its third number.
    #[output(name = "Value 3")]
    z: Out<f64>,
}

impl Handlers for Array3Iterator {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(array) = self.array.get(cx).filter(|_| port == self.exe) else {
            return Ok(());
        };
        let step = place(self.step.get(cx)).unwrap_or(0).max(1);
        let points: Vec<&[Value]> = array.chunks(3).step_by(step).collect();
        #[expect(clippy::cast_precision_loss, reason = "memory ends long before")]
        let (rounds, outcome) = repeats(points.len() as f64, 1.0);
        for (index, point) in (0..rounds).zip(points) {
            self.index.set(cx, f64::from(index));
            for (at, output) in [self.x, self.y, self.z].into_iter().enumerate() {
                output.set(cx, point.get(at).and_then(number).unwrap_or(0.0));
            }
            self.trigger.fire(cx);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// How often it fires, and what the outputs are then.
    fn run(json: &str, step: f64) -> (Value, Vec<Value>) {
        let mut op = Bench::<Array3Iterator>::new();
        op.set("Array", Value::from_json(json).unwrap()).unwrap();
        op.set("Step", step).unwrap();
        op.press("Execute").unwrap();
        let outs = ["Index", "Value 1", "Value 2", "Value 3"];
        (op.out("Trigger"), outs.map(|out| op.out(out)).into())
    }

    #[test]
    fn it_fires_for_each_point_or_leaves_some_out() {
        for (step, pulses, last) in [
            (0.0, 3.0, [2.0, 7.0, 8.0, 9.0]),
            (1.9, 3.0, [2.0, 7.0, 8.0, 9.0]),
            (2.0, 2.0, [1.0, 7.0, 8.0, 9.0]),
            (3.0, 1.0, [0.0, 1.0, 2.0, 3.0]),
            (-1.0, 3.0, [2.0, 7.0, 8.0, 9.0]),
            (f64::NAN, 3.0, [2.0, 7.0, 8.0, 9.0]),
            (f64::INFINITY, 1.0, [0.0, 1.0, 2.0, 3.0]),
        ] {
            let expected = (Value::Number(pulses), last.map(Value::Number).into());
            assert_eq!(run("[1,2,3,4,5,6,7,8,9]", step), expected, "{step}");
        }
    }

    #[test]
    fn what_is_missing_or_no_number_is_zero() {
        let last = [1.0, 2.0, 0.0, 0.0].map(Value::Number);
        let expected = (Value::Number(2.0), last.into());
        assert_eq!(run(r#"["a",null,1,2]"#, 1.0), expected);
        assert_eq!(run("[]", 1.0).0, 0.0);
        let mut op = Bench::<Array3Iterator>::new();
        op.press("Execute").unwrap();
        assert_eq!(op.pulses("Trigger"), 0, "nothing is linked");
    }
}
