//! `Ops.Devices.Midi.MidiCC`

use ropewalk_flow::{Cx, Fire, Handlers, In, Object, Op, OpError, Out, Text, Trigger};

use super::channel;
use super::midi::{is, number_of, say_learning};

/// One knob, slider or pedal of a MIDI device.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Midi.MidiCC",
    aliases("Ops.Devices.Midi.MidiCC_v3", "Ops.Devices.Midi.MidiCC_v2"),
    help = include_str!("midi_cc.md")
)]
pub(super) struct MidiCc {
    /// Messages, from a MidiInputDevice op.
    #[input(name = "MIDI Event In", needed)]
    event_in: In<Object>,
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
    #[input(name = "CC Index", min = 0, max = 127, display = "integer")]
    index: In<f64>,
    /// Of no effect, as in cables.
    #[input(name = "Speed", default = 1)]
    _speed: In<f64>,
    /// What the value counts: 0 to 127 for `none`.
    #[input(
        name = "Normalize",
        default = "0 to 1",
        choices("none", "0 to 1", "-1 to 1")
    )]
    normalize: In<Text>,
    /// When `Trigger Out` fires: for values that are not 0, for 0, or for both.
    #[input(name = "Trigger On", default = "Down", choices("Both", "Down", "Up"))]
    trigger_on: In<Text>,
    /// Takes the channel and the number of the control that is moved next.
    #[input(name = "learn", display = "button")]
    learn: Trigger,
    /// Sets the channel to 1 and the number to 0.
    #[input(name = "clear", display = "button")]
    clear: Trigger,
    /// Where the control stands.
    #[output(name = "CC Value Out")]
    value: Out<f64>,
    /// The control change that came last, of any channel and number.
    #[output(name = "Event")]
    event: Out<Object>,
    /// Fires when the control was moved.
    #[output(name = "Trigger Out")]
    trigger: Fire,
    /// The number of the control, once it was moved.
    #[output(name = "CC Index Out")]
    index_out: Out<f64>,
    learns: bool,
}

impl Handlers for MidiCc {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.event_in.changed(cx)
            && let Some(message) = self.event_in.get(cx)
            && is(&message, "CC")
        {
            self.hear(message, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.clear {
            self.channel.edit(cx, 1.0);
            self.index.edit(cx, 0.0);
        }
        self.learns = port == self.learn && !self.learns;
        say_learning(self.learns, cx);
        Ok(())
    }
}

impl MidiCc {
    fn hear(&mut self, message: Object, cx: &mut Cx<'_>) {
        let number = |name| number_of(&message, name).unwrap_or(f64::NAN);
        let (of_channel, index, value) = (number("channel"), number("index"), number("value"));
        let is_meant = std::mem::take(&mut self.learns) && {
            say_learning(false, cx);
            self.index.edit(cx, index);
            self.channel.edit(cx, of_channel + 1.0);
            true
        };
        let is_mine = of_channel == channel(self.channel, cx) && index == self.index.get(cx);
        self.event.set(cx, message);
        if !is_meant && !is_mine {
            return;
        }
        self.index_out.set(cx, index);
        let out = match &*self.normalize.get(cx) {
            "none" => value,
            "-1 to 1" => value / 127.0 * 2.0 - 1.0,
            _ => value / 127.0,
        };
        self.value.set(cx, out);
        let fires = match &*self.trigger_on.get(cx) {
            "Both" => true,
            "Up" => value == 0.0,
            _ => value != 0.0,
        };
        if fires {
            self.trigger.fire(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError, Value};

    use super::*;
    use crate::devices::midi::message;

    fn cc(channel: u8, index: u8, value: u8) -> Value {
        let bytes = [0xb0 | channel, index, value];
        Value::Object(message(&"".into(), &bytes, None).unwrap())
    }

    #[test]
    fn it_hears_its_control_and_no_other() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCc>::new();
        op.set("CC Index", 7.0)?;
        op.set("MIDI Channel", 2.0)?;
        for other in [cc(0, 7, 127), cc(1, 8, 127)] {
            op.set("MIDI Event In", other)?;
            assert_eq!(op.out("CC Value Out"), 0.0);
        }
        op.set("MIDI Event In", cc(1, 7, 127))?;
        assert_eq!(
            (op.out("CC Value Out"), op.out("CC Index Out")),
            (1.0.into(), 7.0.into())
        );
        let note = message(&"".into(), &[0x91, 7, 3], None).unwrap();
        op.set("MIDI Event In", Value::Object(note))?;
        assert_eq!(op.out("CC Value Out"), 1.0);
        assert_eq!(op.pulses("Trigger Out"), 1);
        Ok(())
    }

    #[test]
    fn the_value_counts_in_three_ways() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCc>::new();
        for (way, value, out) in [
            ("none", 64, 64.0),
            ("0 to 1", 0, 0.0),
            ("-1 to 1", 0, -1.0),
            ("-1 to 1", 127, 1.0),
        ] {
            op.set("Normalize", way)?;
            op.set("MIDI Event In", cc(0, 0, value))?;
            assert_eq!(op.out("CC Value Out"), out, "{way} {value}");
        }
        Ok(())
    }

    #[test]
    fn it_fires_when_it_is_to_and_for_each_message() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCc>::new();
        let mut fired = |way: &str| {
            op.set("Trigger On", way).unwrap();
            let before = op.pulses("Trigger Out");
            for value in [5, 5, 0] {
                op.set("MIDI Event In", cc(0, 0, value)).unwrap();
            }
            op.pulses("Trigger Out") - before
        };
        assert_eq!((fired("Down"), fired("Up"), fired("Both")), (2, 1, 3));
        Ok(())
    }

    #[test]
    fn it_learns_what_is_moved_and_forgets() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCc>::new();
        op.press("learn")?;
        assert!(op.problem().unwrap().contains("learned"));
        op.set("MIDI Event In", cc(3, 9, 127))?;
        let edits = |op: &mut Bench<MidiCc>| -> Vec<(u16, Value)> {
            let effects = op.effects().into_iter();
            let edits = effects.filter_map(|effect| match effect {
                Effect::EditInput { port, value, .. } => Some((port, value)),
                _ => None,
            });
            edits.collect()
        };
        assert_eq!(edits(&mut op), [(2, 9.0.into()), (1, 4.0.into())]);
        assert_eq!(op.out("CC Value Out"), 1.0);
        assert_eq!(op.problem(), None);
        op.press("clear")?;
        assert_eq!(edits(&mut op), [(1, 1.0.into()), (2, 0.0.into())]);
        Ok(())
    }
}
