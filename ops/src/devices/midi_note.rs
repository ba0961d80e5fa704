//! `Ops.Devices.Midi.MidiNote`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Object, Op, OpError, Out, Text, Trigger};

use super::midi::{NOTE_OFF, NOTE_ON, bytes_of, is, note_name, say_learning};
use super::{channel, numbers};

/// The keys of a MIDI keyboard, or one of them.
#[derive(Op)]
#[op(name = "Ops.Devices.Midi.MidiNote", help = include_str!("midi_note.md"))]
pub(super) struct MidiNote {
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
    /// The note, as `C3 - 60`, `C3` or `60`; all of them for `none`.
    #[input(name = "Note", default = "none")]
    note: In<Text>,
    /// What the velocity counts: 1 to 127 for `none`.
    #[input(
        name = "Normalize Velocity",
        default = "none",
        choices("none", "0 to 1", "-1 to 1")
    )]
    normalize: In<Text>,
    /// Has each press switch the gate on or off, instead of holding it.
    #[input(name = "Toggle Gate")]
    toggle: In<bool>,
    /// Takes the channel and the note that is pressed next.
    #[input(name = "learn", display = "button")]
    learn: Trigger,
    /// Sets the channel to 1 and the note to `none`, and clears `Toggle Gate`.
    #[input(name = "clear", display = "button")]
    clear: Trigger,
    /// The note message that came last, of any channel and note.
    #[output(name = "MIDI Event Out")]
    event: Out<Object>,
    /// Fires when the note goes on.
    #[output(name = "Trigger Out")]
    trigger: Fire,
    /// The note that went on last, 0 to 127.
    #[output(name = "Current Note")]
    current: Out<f64>,
    /// How hard it was pressed; 0 once it goes off.
    #[output(name = "Velocity")]
    velocity: Out<f64>,
    /// Whether it is on.
    #[output(name = "Gate")]
    gate: Out<bool>,
    /// The velocities of all 128 notes.
    #[output(name = "Velocity Array")]
    velocities: Out<Array>,
    learns: bool,
    on: Vec<f64>,
}

impl Handlers for MidiNote {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.on.is_empty() {
            self.on = vec![0.0; 128];
            self.show(cx);
        }
        if self.toggle.changed(cx) && !self.toggle.get(cx) {
            self.gate.set(cx, false);
        }
        if self.event_in.changed(cx)
            && let Some(message) = self.event_in.get(cx)
            && is(&message, "Note")
        {
            self.hear(message, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.clear {
            self.channel.edit(cx, 1.0);
            self.note.edit(cx, "none");
            self.toggle.edit(cx, false);
        }
        self.learns = port == self.learn && !self.learns;
        say_learning(self.learns, cx);
        Ok(())
    }
}

impl MidiNote {
    fn hear(&mut self, message: Object, cx: &mut Cx<'_>) {
        let bytes = bytes_of(&message);
        self.event.set(cx, message);
        let Some(&[status, note, velocity]) = bytes.as_deref() else {
            return;
        };
        let is_meant = std::mem::take(&mut self.learns) && {
            say_learning(false, cx);
            self.note.edit(cx, note_name(note));
            self.channel.edit(cx, f64::from(status & 0xf) + 1.0);
            true
        };
        let is_mine = f64::from(status & 0xf) == channel(self.channel, cx)
            && is_note(&self.note.get(cx), note);
        if note > 127 || !(is_meant || is_mine) {
            return;
        }
        let toggles = self.toggle.get(cx);
        if status >> 4 == NOTE_OFF || velocity == 0 {
            if !toggles {
                self.gate.set(cx, false);
                self.velocity.set(cx, 0.0);
                self.on[usize::from(note)] = 0.0;
                self.show(cx);
            }
        } else if status >> 4 == NOTE_ON {
            let velocity = f64::from(velocity);
            let velocity = match &*self.normalize.get(cx) {
                "0 to 1" => (velocity - 1.0) / 126.0,
                "-1 to 1" => (velocity - 1.0) / 63.0 - 1.0,
                _ => velocity,
            };
            let gate = !toggles || !self.gate.get(cx);
            self.gate.set(cx, gate);
            self.current.set(cx, f64::from(note));
            self.velocity.set(cx, velocity);
            self.on[usize::from(note)] = velocity;
            self.show(cx);
            self.trigger.fire(cx);
        }
    }

    fn show(&self, cx: &mut Cx<'_>) {
        if let ropewalk_flow::Value::Array(velocities) = numbers(self.on.iter().copied()) {
            self.velocities.set(cx, velocities);
        }
    }
}

/// Whether a text names the note, or all of them.
fn is_note(text: &str, note: u8) -> bool {
    let name = note_name(note);
    let parts = name.split_once(" - ");
    matches!(text, "none" | "" | "0")
        || text == name
        || parts.is_some_and(|(short, number)| text == short || text == number)
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError, Value};

    use super::*;
    use crate::devices::midi::message;

    fn note(bytes: [u8; 3]) -> Value {
        Value::Object(message(&"".into(), &bytes, None).unwrap())
    }

    #[test]
    fn the_gate_is_open_while_a_note_is_on() -> Result<(), GraphError> {
        let mut op = Bench::<MidiNote>::new();
        op.set("MIDI Event In", note([0x90, 60, 100]))?;
        assert_eq!(
            (op.out("Gate"), op.out("Velocity")),
            (true.into(), 100.0.into())
        );
        assert_eq!(op.out("Current Note"), 60.0);
        op.set("MIDI Event In", note([0x80, 60, 64]))?;
        assert_eq!(
            (op.out("Gate"), op.out("Velocity")),
            (false.into(), 0.0.into())
        );
        op.set("MIDI Event In", note([0x90, 60, 100]))?;
        // Many keyboards say it so.
        op.set("MIDI Event In", note([0x90, 60, 0]))?;
        assert_eq!(op.out("Gate"), false);
        assert_eq!(op.pulses("Trigger Out"), 2);
        Ok(())
    }

    #[test]
    fn it_hears_its_note_by_any_name_and_no_other() -> Result<(), GraphError> {
        let mut op = Bench::<MidiNote>::new();
        for (name, pulses) in [("C3 - 60", 1), ("C3", 2), ("60", 3), ("D3", 3), ("none", 4)] {
            op.set("Note", name)?;
            op.set("MIDI Event In", note([0x90, 60, 100]))?;
            assert_eq!(op.pulses("Trigger Out"), pulses, "{name}");
        }
        op.set("MIDI Event In", note([0x91, 60, 100]))?;
        assert_eq!(op.pulses("Trigger Out"), 4);
        assert_eq!(
            op.out("MIDI Event Out").to_json(),
            note([0x91, 60, 100]).to_json()
        );
        Ok(())
    }

    #[test]
    fn velocities_count_in_three_ways() -> Result<(), GraphError> {
        let mut op = Bench::<MidiNote>::new();
        for (way, velocity, out) in [
            ("none", 127, 127.0),
            ("0 to 1", 1, 0.0),
            ("0 to 1", 127, 1.0),
            ("-1 to 1", 1, -1.0),
            ("-1 to 1", 127, 1.0),
        ] {
            op.set("Normalize Velocity", way)?;
            op.set("MIDI Event In", note([0x90, 2, velocity]))?;
            assert_eq!(op.out("Velocity"), out, "{way} {velocity}");
        }
        let Value::Array(velocities) = op.out("Velocity Array") else {
            panic!("a list")
        };
        assert_eq!(
            (velocities.len(), &velocities[2]),
            (128, &Value::Number(1.0))
        );
        Ok(())
    }

    #[test]
    fn a_gate_that_toggles_stays_until_the_next_press() -> Result<(), GraphError> {
        let mut op = Bench::<MidiNote>::new();
        op.set("Toggle Gate", true)?;
        op.set("MIDI Event In", note([0x90, 60, 100]))?;
        op.set("MIDI Event In", note([0x90, 60, 0]))?;
        assert_eq!(op.out("Gate"), true);
        op.set("MIDI Event In", note([0x90, 60, 100]))?;
        assert_eq!(op.out("Gate"), false);
        op.set("MIDI Event In", note([0x90, 60, 100]))?;
        op.set("Toggle Gate", false)?;
        assert_eq!(op.out("Gate"), false);
        Ok(())
    }

    #[test]
    fn it_learns_the_note_that_is_pressed() -> Result<(), GraphError> {
        let mut op = Bench::<MidiNote>::new();
        op.press("learn")?;
        op.effects();
        op.set("MIDI Event In", note([0x92, 61, 100]))?;
        let edits = op.effects().into_iter().map(|effect| match effect {
            Effect::EditInput { port, value, .. } => (port, value),
            other => panic!("{other:?}"),
        });
        let edits: Vec<(u16, Value)> = edits.collect();
        assert_eq!(edits, [(2, "C#3 - 61".into()), (1, 3.0.into())]);
        op.press("clear")?;
        assert_eq!(op.effects().len(), 3);
        Ok(())
    }
}
