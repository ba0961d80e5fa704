//! `Ops.Devices.Midi.MidiCCOut_v2`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Trigger};

use super::channel;
use super::midi::control;

/// Makes a MIDI control change when it is triggered.
#[derive(Op)]
#[op(name = "Ops.Devices.Midi.MidiCCOut_v2", help = include_str!("midi_cc_out_v2.md"))]
pub(super) struct MidiCcOutV2 {
    /// Sends the value.
    #[input(name = "Send", display = "button")]
    _send: Trigger,
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
    /// The value, 0 to 127.
    #[input(name = "CC Value", min = 0, max = 127, display = "integer")]
    value: In<f64>,
    /// Sends each new value too.
    #[input(name = "Auto send value change")]
    auto: In<bool>,
    /// The message, for a MidiOutputDevice op.
    #[output(name = "MIDI Event Out")]
    event: Out<Object>,
    has_run: bool,
}

impl Handlers for MidiCcOutV2 {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // As it is made, nobody has changed the value.
        let has_run = std::mem::replace(&mut self.has_run, true);
        if has_run && self.value.changed(cx) && self.auto.get(cx) {
            self.send(cx);
        }
        Ok(())
    }

    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.send(cx);
        Ok(())
    }
}

impl MidiCcOutV2 {
    fn send(&self, cx: &mut Cx<'_>) {
        let channel = channel(self.channel, cx);
        let message = control(channel, self.index.get(cx), self.value.get(cx));
        self.event.set(cx, message);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Value};

    use super::*;

    #[test]
    fn each_send_is_a_message_of_its_own() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCcOutV2>::new();
        op.set("CC Value", 200.0)?;
        assert_eq!(op.out("MIDI Event Out"), Value::None);
        op.press("Send")?;
        let first = op.out("MIDI Event Out");
        assert_eq!(
            first.to_json(),
            r#"{"deviceName":null,"output":null,"inputId":0,"messageType":"CC","data":[176,1,127],"index":1,"value":127,"channel":0}"#
        );
        op.press("Send")?;
        assert!(!op.out("MIDI Event Out").same(&first));
        Ok(())
    }

    #[test]
    fn it_sends_by_itself_where_it_is_to() -> Result<(), GraphError> {
        let mut op = Bench::<MidiCcOutV2>::new();
        op.set("Auto send value change", true)?;
        assert_eq!(op.out("MIDI Event Out"), Value::None);
        op.set("CC Value", -3.0)?;
        assert!(op.out("MIDI Event Out").to_json().contains("[176,1,0]"));
        Ok(())
    }
}
