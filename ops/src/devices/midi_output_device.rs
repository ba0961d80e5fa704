//! `Ops.Devices.Midi.MidiOutputDevice`

use ropewalk_flow::{
    Bytes, Cx, Device, DeviceEvent, Event, Handlers, In, Object, Op, OpError, Request, Text, clamp,
};

use super::Ear;
use super::midi::{CONTROL, NOTE_OFF, NOTE_ON, bytes_of, is, look_for, number_of};

/// Sends to a MIDI device.
#[derive(Op)]
#[op(name = "Ops.Devices.Midi.MidiOutputDevice", help = include_str!("midi_output_device.md"))]
pub(super) struct MidiOutputDevice {
    /// The device's name; nothing is sent with `none`.
    #[input(name = "Device", default = "none")]
    device: In<Text>,
    /// A message to send as it is, such as a note.
    #[input(name = "Note")]
    note: In<Object>,
    /// A control change to send, from MidiCCOut for instance.
    #[input(name = "CC")]
    control: In<Object>,
    /// An NRPN to send, as its four control changes.
    #[input(name = "NRPN")]
    nrpn: In<Object>,
    devices: Ear,
    present: Option<Vec<Text>>,
    /// The notes that are on: the device, the channel and the number.
    on: Vec<(Text, u8, u8)>,
}

impl Handlers for MidiOutputDevice {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let is_new = self.devices.listen(Some(Device::Midi), cx);
        let device = self.device.get(cx);
        if let Some(present) = &self.present {
            look_for(&device, present, cx);
        }
        if !self.note.linked(cx) || self.device.changed(cx) {
            for (device, channel, note) in std::mem::take(&mut self.on) {
                send(&device, vec![NOTE_OFF << 4 | channel, note, 0], cx);
            }
        }
        // What was sent before is not sent again as the op is made anew, or enabled.
        if is_new {
            return Ok(());
        }
        if let Some(message) = self.note.get(cx).filter(|_| self.note.changed(cx)) {
            self.send_note(&device, &message, cx);
        }
        if let Some(message) = self.control.get(cx).filter(|_| self.control.changed(cx))
            && is(&message, "CC")
            && let Some(bytes) = bytes_of(&message)
        {
            send(&device, bytes, cx);
        }
        if let Some(message) = self.nrpn.get(cx).filter(|_| self.nrpn.changed(cx))
            && is(&message, "NRPN")
        {
            send_nrpn(&device, &message, cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::MidiDevices { outputs, .. }) => {
                look_for(&self.device.get(cx), &outputs, cx);
                self.present = Some(outputs);
            }
            Event::Device(_, DeviceEvent::Refused(why)) => cx.set_problem(why),
            _ => {}
        }
        Ok(())
    }
}

impl MidiOutputDevice {
    fn send_note(&mut self, device: &Text, message: &Object, cx: &mut Cx<'_>) {
        let Some(bytes) = bytes_of(message) else {
            return;
        };
        if let [status, note, velocity] = *bytes {
            let played = (device.clone(), status & 0xf, note);
            if matches!(status >> 4, NOTE_ON | NOTE_OFF) {
                self.on.retain(|on| *on != played);
            }
            if status >> 4 == NOTE_ON && velocity > 0 {
                self.on.push(played);
            }
        }
        send(device, bytes, cx);
    }
}

fn send(device: &Text, bytes: Vec<u8>, cx: &mut Cx<'_>) {
    if !matches!(&**device, "none" | "") {
        cx.request(Request::SendMidi(device.clone(), Bytes::from(bytes)));
    }
}

fn send_nrpn(device: &Text, message: &Object, cx: &mut Cx<'_>) {
    let number = |name| number_of(message, name);
    let parts = (number("channel"), number("nrpnIndex"), number("nrpnValue"));
    let (Some(channel), Some(index), Some(value)) = parts else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded, and nothing for NaN"
    )]
    let (channel, index, value) = (
        clamp(channel, 0.0, 15.0) as u8,
        clamp(index, 0.0, 16383.0) as u16,
        clamp(value, 0.0, 16383.0) as u16,
    );
    let upper = |number: u16| (number >> 7) as u8;
    let lower = |number: u16| (number & 0x7f) as u8;
    for (control, value) in [
        (98, lower(index)),
        (99, upper(index)),
        (38, lower(value)),
        (6, upper(value)),
    ] {
        send(device, vec![CONTROL << 4 | channel, control, value], cx);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Value};

    use super::*;
    use crate::devices::midi::message;

    fn ready() -> Bench<MidiOutputDevice> {
        let mut op = Bench::<MidiOutputDevice>::new();
        op.set("Device", "Synth").unwrap();
        op.effects();
        op
    }

    fn object(bytes: &[u8], nrpn: Option<(u16, u16)>) -> Value {
        Value::Object(message(&"".into(), bytes, nrpn).unwrap())
    }

    fn sent(op: &mut Bench<MidiOutputDevice>) -> Vec<Vec<u8>> {
        let requests = op.requests().into_iter();
        let bytes = requests.map(|request| match request {
            Request::SendMidi(device, bytes) => {
                assert_eq!(&*device, "Synth");
                bytes.to_vec()
            }
            other => panic!("{other:?}"),
        });
        bytes.collect()
    }

    #[test]
    fn each_kind_has_its_input() -> Result<(), GraphError> {
        let mut op = ready();
        op.set("CC", object(&[0xb1, 7, 100], None))?;
        assert_eq!(sent(&mut op), [[0xb1, 7, 100]]);
        op.set("CC", object(&[0x90, 60, 100], None))?;
        assert_eq!(sent(&mut op), [[0; 3]; 0]);
        op.set("NRPN", object(&[0xb2, 6, 0], Some((130, 388))))?;
        assert_eq!(
            sent(&mut op),
            [[0xb2, 98, 2], [0xb2, 99, 1], [0xb2, 38, 4], [0xb2, 6, 3]]
        );
        Ok(())
    }

    #[test]
    fn what_is_no_message_is_not_sent() -> Result<(), GraphError> {
        let mut op = ready();
        for json in [
            "{}",
            r#"{"data":[300]}"#,
            r#"{"messageType":"CC","data":"x"}"#,
        ] {
            for input in ["Note", "CC", "NRPN"] {
                op.set(input, Value::from_json(json).unwrap())?;
            }
        }
        op.set("Device", "none")?;
        op.set("CC", object(&[0xb1, 7, 100], None))?;
        assert_eq!(sent(&mut op), [[0; 3]; 0]);
        Ok(())
    }

    #[test]
    fn notes_that_are_on_go_off_with_the_link_or_the_device() -> Result<(), GraphError> {
        use ropewalk_flow::OpEntry;

        use crate::devices::midi_note::MidiNote;

        let mut op = ready();
        let notes = op.graph.add(&OpEntry::of::<MidiNote>());
        let link = op.graph.connect((notes, 0), (op.node, 1))?;
        for bytes in [[0x90, 60, 100], [0x90, 62, 100], [0x90, 62, 0]] {
            op.graph.set(notes, 0, object(&bytes, None))?;
            op.graph.settle(op.now);
        }
        assert_eq!(
            sent(&mut op),
            [[0x90, 60, 100], [0x90, 62, 100], [0x90, 62, 0]]
        );
        op.graph.disconnect(link);
        op.graph.settle(op.now);
        assert_eq!(sent(&mut op), [[0x80, 60, 0]]);
        Ok(())
    }

    #[test]
    fn a_device_that_is_not_there_is_said() -> Result<(), GraphError> {
        let mut op = ready();
        let event = DeviceEvent::MidiDevices {
            inputs: Vec::new(),
            outputs: vec!["Piano".into()],
        };
        op.device(&Device::Midi, event);
        assert_eq!(
            op.problem().unwrap(),
            "There is no MIDI device `Synth`, but `Piano`.".into()
        );
        op.set("Device", "Piano")?;
        assert_eq!(op.problem(), None);
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Midi)]);
        Ok(())
    }
}
