//! `Ops.Devices.Midi.MidiInputDevice`

use ropewalk_flow::{
    Bytes, Cx, Device, DeviceEvent, Event, Handlers, In, Object, Op, OpError, Out, Text, Trigger,
};

use super::Ear;
use super::midi::{CONTROL, NrpnReader, look_for, message, say_learning};

/// Hears a MIDI device: a keyboard, a box with knobs.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Midi.MidiInputDevice",
    alias = "Ops.Devices.Midi.MidiInputDevice_v2",
    help = include_str!("midi_input_device.md")
)]
pub(super) struct MidiInputDevice {
    /// The device's name, or `all`; nothing is heard with `none`.
    #[input(name = "Device", default = "none")]
    device: In<Text>,
    /// Takes the device that sends something next.
    #[input(name = "Learn", display = "button")]
    _learn: Trigger,
    /// The last message.
    #[output(name = "Event")]
    event: Out<Object>,
    /// The last message that is a note going on or off.
    #[output(name = "Note")]
    note: Out<Object>,
    /// The last message that is a control change.
    #[output(name = "CC")]
    control: Out<Object>,
    /// The last NRPN, put together from its control changes.
    #[output(name = "NRPN")]
    nrpn: Out<Object>,
    /// The last message that is a program change.
    #[output(name = "Program Change")]
    program: Out<Object>,
    /// The last message that is of the clock: a tick, start, continue, stop.
    #[output(name = "Clock")]
    clock: Out<Object>,
    devices: Ear,
    input: Ear,
    /// The names of those that there are, once it is known.
    present: Option<Vec<Text>>,
    learns: bool,
    reader: NrpnReader,
}

impl Handlers for MidiInputDevice {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.devices.listen(Some(Device::Midi), cx);
        let name = self.device.get(cx);
        let source = match &*name {
            _ if self.learns => Some(Device::MidiInput(None)),
            "all" => Some(Device::MidiInput(None)),
            "none" | "" => None,
            _ => Some(Device::MidiInput(Some(name.clone()))),
        };
        if self.input.listen(source, cx) {
            self.reader = NrpnReader::default();
        }
        if self.learns {
            say_learning(true, cx);
        } else if let Some(present) = &self.present {
            look_for(&name, present, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.learns = !self.learns;
        self.update(cx)
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::MidiDevices { inputs, .. }) => {
                self.present = Some(inputs);
                return self.update(cx);
            }
            Event::Device(_, DeviceEvent::Refused(why)) => cx.set_problem(why),
            Event::Device(_, DeviceEvent::Midi { device, bytes }) => {
                self.tell(&device, &bytes, cx);
                if self.learns {
                    self.learns = false;
                    cx.clear_problem();
                    self.device.edit(cx, device);
                    // Where it is the same as before, no edit follows.
                    return self.update(cx);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl MidiInputDevice {
    fn tell(&mut self, device: &Text, bytes: &Bytes, cx: &mut Cx<'_>) {
        let nrpn = match **bytes {
            [status, index, value] if status >> 4 == CONTROL => {
                self.reader.take(status & 0xf, index, value)
            }
            _ => None,
        };
        let Some(message) = message(device, bytes, nrpn) else {
            return;
        };
        let outputs = [
            ("Note", self.note),
            ("CC", self.control),
            ("NRPN", self.nrpn),
            ("Program Change", self.program),
            ("Clock", self.clock),
        ];
        for (kind, output) in outputs {
            if super::midi::is(&message, kind) {
                output.set(cx, message.clone());
            }
        }
        self.event.set(cx, message);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError, Value};

    use super::*;

    fn all() -> Device {
        Device::MidiInput(None)
    }

    fn midi(bytes: &[u8]) -> DeviceEvent {
        DeviceEvent::Midi {
            device: "Knobs".into(),
            bytes: Bytes::copy_from_slice(bytes),
        }
    }

    fn devices(names: &[&str]) -> DeviceEvent {
        DeviceEvent::MidiDevices {
            inputs: names.iter().map(|name| Text::from(*name)).collect(),
            outputs: Vec::new(),
        }
    }

    #[test]
    fn messages_go_out_by_their_kind() -> Result<(), GraphError> {
        let mut op = Bench::<MidiInputDevice>::new();
        op.set("Device", "all")?;
        for (output, bytes) in [
            ("Note", &[0x90, 60, 100][..]),
            ("CC", &[0xb0, 7, 1]),
            ("Program Change", &[0xc0, 5]),
            ("Clock", &[0xf8]),
        ] {
            op.device(&all(), midi(bytes));
            assert!(op.out(output).same(&op.out("Event")), "{output}");
        }
        for bytes in [[0xb0, 99, 1], [0xb0, 98, 2], [0xb0, 6, 3], [0xb0, 38, 4]] {
            op.device(&all(), midi(&bytes));
        }
        assert!(
            op.out("NRPN")
                .to_json()
                .ends_with(r#""nrpnIndex":130,"nrpnValue":388}"#)
        );
        let before = op.out("Event");
        op.device(&all(), midi(&[0xf0, 1, 2, 0xf7]));
        assert!(op.out("Event").same(&before));
        Ok(())
    }

    #[test]
    fn equal_messages_are_all_told() -> Result<(), GraphError> {
        let mut op = Bench::<MidiInputDevice>::new();
        op.set("Device", "all")?;
        op.device(&all(), midi(&[0x90, 60, 100]));
        let first = op.out("Note");
        op.device(&all(), midi(&[0x90, 60, 100]));
        assert!(!op.out("Note").same(&first));
        Ok(())
    }

    #[test]
    fn it_hears_one_device_and_says_which_there_are() -> Result<(), GraphError> {
        let mut op = Bench::<MidiInputDevice>::new();
        assert_eq!(op.listenings(), [(true, Device::Midi)]);
        op.device(&Device::Midi, devices(&["Keys", "Knobs"]));
        assert_eq!(
            op.problem().unwrap(),
            "Choose a `Device`: `Keys`, `Knobs`.".into()
        );
        op.set("Device", "Knobs")?;
        assert_eq!(op.problem(), None);
        let knobs = Device::MidiInput(Some("Knobs".into()));
        assert_eq!(op.listenings(), [(true, knobs.clone())]);
        op.device(&Device::Midi, devices(&[]));
        assert!(op.problem().unwrap().contains("Plug one in"));
        op.device(&Device::Midi, DeviceEvent::Refused("It may not.".into()));
        assert_eq!(op.problem().unwrap(), "It may not.".into());
        op.graph.remove(op.node)?;
        let mut ended = op.listenings();
        ended.sort_by_key(|(_, source)| *source == knobs);
        assert_eq!(ended, [(false, Device::Midi), (false, knobs)]);
        Ok(())
    }

    #[test]
    fn it_learns_the_device_that_sends() -> Result<(), GraphError> {
        let mut op = Bench::<MidiInputDevice>::new();
        op.device(&Device::Midi, devices(&["Keys", "Knobs"]));
        op.press("Learn")?;
        assert!(op.problem().unwrap().contains("learned"));
        op.effects();
        op.device(&all(), midi(&[0x90, 60, 100]));
        let edit = Effect::EditInput {
            node: op.node,
            port: 0,
            value: Value::text("Knobs"),
        };
        assert_eq!(op.effects(), [edit, Effect::Unlisten(all())]);
        op.device(&all(), midi(&[0xb0, 1, 1]));
        assert_eq!(op.out("CC"), Value::None);
        Ok(())
    }
}
