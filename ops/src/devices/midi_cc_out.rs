//! `Ops.Devices.Midi.MidiCCOut`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out};

use super::channel;
use super::midi::control;

/// Makes a MIDI control change of a number, each time it changes.
#[derive(Op)]
#[op(name = "Ops.Devices.Midi.MidiCCOut", help = include_str!("midi_cc_out.md"))]
pub(super) struct MidiCcOut {
    /// The channel, 1 to 16.
    #[input(
        name = "MIDI Channel",
        default = 1,
        min = 1,
        max = 16,
        display = "integer"
    )]
    channel: In<f64>,
    /// The number of the control, 0 to 127.
    #[input(
        name = "CC Index",
        default = 1,
        min = 0,
        max = 127,
        display = "integer"
    )]
    index: In<f64>,
    /// The number.
    #[input(name = "CC Value")]
    value: In<f64>,
    /// The number that is sent as 0.
    #[input(name = "Min In Value")]
    min: In<f64>,
    /// The number that is sent as 127.
    #[input(name = "Max In Value", default = 1)]
    max: In<f64>,
    /// The message, for a MidiOutputDevice op.
    #[output(name = "MIDI Event Out")]
    event: Out<Object>,
    has_run: bool,
}

impl Handlers for MidiCcOut {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // As it is made, nobody has changed the number.
        if std::mem::replace(&mut self.has_run, true) && self.value.changed(cx) {
            let (min, max) = (self.min.get(cx), self.max.get(cx));
            let part = (self.value.get(cx) - min) / (max - min);
            let channel = channel(self.channel, cx);
            let message = control(channel, self.index.get(cx), part * 127.0);
            self.event.set(cx, message);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Value};

    use super::*;

    #[track_caller]
    fn data(op: &Bench<MidiCcOut>) -> String {
        let Value::Object(message) = op.out("MIDI Event Out") else {
            panic!("a message")
        };
        message["data"].to_json()
    }

    #[test]
    fn a_part_of_the_range_is_a_part_of_127() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCcOut>::new();
        assert_eq!(op.out("MIDI Event Out"), Value::None);
        op.set("MIDI Channel", 3.0)?;
        op.set("CC Index", 7.0)?;
        assert_eq!(op.out("MIDI Event Out"), Value::None);
        for (value, sent) in [(0.5, 63), (1.0, 127), (9.0, 127), (-1.0, 0), (f64::NAN, 0)] {
            op.set("CC Value", value)?;
            assert_eq!(data(&op), format!("[178,7,{sent}]"));
        }
        Ok(())
    }

    #[test]
    fn a_range_without_width_and_wrong_numbers_stay_in_bounds() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCcOut>::new();
        op.set("Max In Value", 0.0)?;
        op.set("MIDI Channel", 99.0)?;
        op.set("CC Index", 500.0)?;
        op.set("CC Value", 5.0)?;
        assert_eq!(data(&op), "[191,127,127]");
        op.set("MIDI Channel", f64::NAN)?;
        op.set("CC Index", f64::NAN)?;
        op.set("CC Value", 0.0)?;
        assert_eq!(data(&op), "[176,0,0]");
        Ok(())
    }
}
