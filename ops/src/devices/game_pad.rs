//! `Ops.Devices.GamePad.GamePad`

use ropewalk_flow::{Array, Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use crate::json::number;

/// The sticks and buttons of a game controller.
#[derive(Op)]
#[op(name = "Ops.Devices.GamePad.GamePad", help = include_str!("game_pad.md"))]
pub(super) struct GamePad {
    /// A controller, from a GamePads op.
    #[input(name = "GamePad Data", needed)]
    data: In<Object>,
    /// Whether the left stick, more than half way, counts as the pad's buttons too.
    #[input(name = "Analog to Digital", default = true)]
    digital: In<bool>,
    /// What the controller calls itself.
    #[output(name = "ID")]
    id: Out<Text>,
    /// The sticks, -1 to 1: left across, left down, right across, right down.
    #[output(name = "Axes")]
    axes: Out<Array>,
    /// Whether the pad is pressed at the left.
    #[output(name = "Pad Left")]
    left: Out<bool>,
    /// Whether the pad is pressed at the right.
    #[output(name = "Pad Right")]
    right: Out<bool>,
    /// Whether the pad is pressed at the top.
    #[output(name = "Pad Up")]
    up: Out<bool>,
    /// Whether the pad is pressed at the bottom.
    #[output(name = "Pad Down")]
    down: Out<bool>,
    /// Whether the lower of the four buttons is pressed.
    #[output(name = "Button 1")]
    button1: Out<bool>,
    /// Whether the right one of the four buttons is pressed.
    #[output(name = "Button 2")]
    button2: Out<bool>,
    /// Whether the left one of the four buttons is pressed.
    #[output(name = "Button 3")]
    button3: Out<bool>,
    /// Whether the upper of the four buttons is pressed.
    #[output(name = "Button 4")]
    button4: Out<bool>,
    /// How far the upper button under the left forefinger is pressed, 0 to 1.
    #[output(name = "Left Shoulder")]
    left_shoulder: Out<f64>,
    /// How far the lower button under the left forefinger is pressed, 0 to 1.
    #[output(name = "Left Shoulder Bottom")]
    left_bottom: Out<f64>,
    /// How far the upper button under the right forefinger is pressed, 0 to 1.
    #[output(name = "Right Shoulder")]
    right_shoulder: Out<f64>,
    /// How far the lower button under the right forefinger is pressed, 0 to 1.
    #[output(name = "Right Shoulder Bottom")]
    right_bottom: Out<f64>,
}

impl Handlers for GamePad {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let data = self.data.get(cx);
        let get = |name: &str| data.as_ref().and_then(|data| data.get(name));
        let id = match get("id") {
            Some(Value::Text(id)) => id.clone(),
            _ => "".into(),
        };
        let list = |name: &str| match get(name) {
            Some(Value::Array(list)) => list.clone(),
            _ => Array::from([]),
        };
        let (axes, buttons) = (list("axes"), list("buttons"));
        let of_button = |at: usize, name: &str| match buttons.get(at) {
            Some(Value::Object(button)) => button.get(name).and_then(number).unwrap_or_default(),
            _ => 0.0,
        };
        let is = |at: usize| of_button(at, "pressed") != 0.0;
        let analog = self.digital.get(cx);
        let stick = |at: usize| match axes.get(at) {
            Some(axis) if analog => number(axis).unwrap_or_default(),
            _ => 0.0,
        };
        self.left.set(cx, stick(0) < -0.5 || is(14));
        self.right.set(cx, stick(0) > 0.5 || is(15));
        self.up.set(cx, stick(1) < -0.5 || is(12));
        self.down.set(cx, stick(1) > 0.5 || is(13));
        let four = [self.button1, self.button2, self.button3, self.button4];
        for (at, button) in four.into_iter().enumerate() {
            button.set(cx, is(at));
        }
        for (at, output) in [
            (4, self.left_shoulder),
            (5, self.right_shoulder),
            (6, self.left_bottom),
            (7, self.right_bottom),
        ] {
            output.set(cx, of_button(at, "value"));
        }
        self.id.set(cx, id);
        match data {
            Some(_) => self.axes.set(cx, axes),
            None => self.axes.clear(cx),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// A pad with one button pressed by half.
    fn pad(axes: &str, pressed: usize) -> Value {
        let button = |at| {
            let (is, how_far) = if at == pressed {
                (true, 0.5)
            } else {
                (false, 0.0)
            };
            format!(r#"{{"pressed":{is},"value":{how_far}}}"#)
        };
        let buttons: Vec<String> = (0..16).map(button).collect();
        let buttons = buttons.join(",");
        let json = format!(r#"{{"id":"Pad","axes":{axes},"buttons":[{buttons}]}}"#);
        Value::from_json(&json).unwrap()
    }

    fn pressed(op: &Bench<GamePad>) -> Vec<&'static str> {
        let outputs = <GamePad as Op>::SPEC.outputs.iter().map(|port| port.name);
        let is_pressed = |name: &&str| match op.out(name) {
            Value::Bool(is) => is,
            Value::Number(how_far) => how_far == 0.5,
            _ => false,
        };
        outputs.filter(is_pressed).collect()
    }

    #[test]
    fn each_button_is_its_own() -> Result<(), GraphError> {
        let mut op = Bench::<GamePad>::new();
        for (at, name) in [
            (0, "Button 1"),
            (1, "Button 2"),
            (2, "Button 3"),
            (3, "Button 4"),
            (4, "Left Shoulder"),
            (5, "Right Shoulder"),
            (6, "Left Shoulder Bottom"),
            (7, "Right Shoulder Bottom"),
            (12, "Pad Up"),
            (13, "Pad Down"),
            (14, "Pad Left"),
            (15, "Pad Right"),
        ] {
            op.set("GamePad Data", pad("[0,0]", at))?;
            assert_eq!(pressed(&op), [name]);
        }
        assert_eq!(op.out("ID"), "Pad");
        assert_eq!(op.out("Axes").to_json(), "[0,0]");
        Ok(())
    }

    #[test]
    fn the_stick_counts_as_the_pad_where_it_is_to() -> Result<(), GraphError> {
        let mut op = Bench::<GamePad>::new();
        op.set("GamePad Data", pad("[-0.6,0.6]", 99))?;
        assert_eq!(pressed(&op), ["Pad Left", "Pad Down"]);
        op.set("GamePad Data", pad("[0.5,-0.6]", 99))?;
        assert_eq!(pressed(&op), ["Pad Up"]);
        op.set("Analog to Digital", false)?;
        assert_eq!(pressed(&op), [""; 0]);
        Ok(())
    }

    #[test]
    fn what_is_no_controller_is_not_pressed() -> Result<(), GraphError> {
        let mut op = Bench::<GamePad>::new();
        for json in [
            "{}",
            r#"{"axes":5,"buttons":[1]}"#,
            r#"{"axes":[null],"buttons":{}}"#,
        ] {
            op.set("GamePad Data", Value::from_json(json).unwrap())?;
            assert_eq!(pressed(&op), [""; 0]);
        }
        op.set("GamePad Data", Value::None)?;
        assert_eq!(op.out("Axes"), Value::None);
        Ok(())
    }
}
