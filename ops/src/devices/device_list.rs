//! `Ops.Devices.Midi.DeviceList`

use ropewalk_flow::{Array, Cx, Device, DeviceEvent, Event, Handlers, Op, OpError, Out, Value};

use super::Ear;

/// The MIDI devices that send.
#[derive(Op)]
#[op(name = "Ops.Devices.Midi.DeviceList", help = include_str!("device_list.md"))]
pub(super) struct DeviceList {
    /// How many there are.
    #[output(name = "Num Devices")]
    count: Out<f64>,
    /// Whether the browser has MIDI, and lets this page have it.
    #[output(name = "Midi Support")]
    support: Out<bool>,
    /// What they are called.
    #[output(name = "Device Names")]
    names: Out<Array>,
    ear: Ear,
}

impl Handlers for DeviceList {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Midi), cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::MidiDevices { inputs, .. }) => {
                cx.clear_problem();
                #[expect(clippy::cast_precision_loss, reason = "a few")]
                self.count.set(cx, inputs.len() as f64);
                self.support.set(cx, true);
                let names: Array = inputs.into_iter().map(Value::Text).collect();
                self.names.set(cx, names);
            }
            Event::Device(_, DeviceEvent::Refused(why)) => {
                self.support.set(cx, false);
                cx.set_problem(why);
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_lists_those_that_send() -> Result<(), GraphError> {
        let mut op = Bench::<DeviceList>::new();
        assert_eq!(op.out("Midi Support"), false);
        let devices = |inputs: &[&str]| DeviceEvent::MidiDevices {
            inputs: inputs.iter().map(|name| (*name).into()).collect(),
            outputs: vec!["Synth".into()],
        };
        op.device(&Device::Midi, devices(&["Keys", "Knobs"]));
        assert_eq!(op.out("Num Devices"), 2.0);
        assert_eq!(op.out("Device Names").to_json(), r#"["Keys","Knobs"]"#);
        op.device(&Device::Midi, devices(&[]));
        assert_eq!(op.out("Num Devices"), 0.0);
        assert_eq!(op.out("Midi Support"), true);
        op.device(&Device::Midi, DeviceEvent::Refused("It may not.".into()));
        assert_eq!(op.out("Midi Support"), false);
        assert_eq!(op.problem().as_deref(), Some("It may not."));
        op.listenings();
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Midi)]);
        Ok(())
    }
}
