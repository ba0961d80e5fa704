//! `Ops.Devices.GamePad.GamePads`

use ropewalk_flow::{
    Cx, Device, DeviceEvent, Event, Gamepad, Handlers, Object, Op, OpError, Out, Trigger, Value,
};

use super::{Ear, numbers, object};

/// The game controllers that are plugged in.
#[derive(Op)]
#[op(name = "Ops.Devices.GamePad.GamePads", help = include_str!("game_pads.md"))]
pub(super) struct GamePads {
    /// Takes over how the controllers are now; link a MainLoop here.
    #[input(name = "exe", needed)]
    _exe: Trigger,
    /// How many there are.
    #[output(name = "Num Gamepads")]
    count: Out<f64>,
    /// The first, for a GamePad op: `id`, `index`, `mapping`, `axes`, `buttons`, `timestamp`.
    #[output(name = "Pad 0")]
    pad0: Out<Object>,
    /// The second.
    #[output(name = "Pad 1")]
    pad1: Out<Object>,
    /// The third.
    #[output(name = "Pad 2")]
    pad2: Out<Object>,
    /// The fourth.
    #[output(name = "Pad 3")]
    pad3: Out<Object>,
    ear: Ear,
    now: Vec<Option<Gamepad>>,
    shown: Vec<Option<Gamepad>>,
}

impl Handlers for GamePads {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Gamepads), cx);
        cx.request_frames(true);
        Ok(())
    }

    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let pads = [self.pad0, self.pad1, self.pad2, self.pad3];
        for (at, pad) in pads.into_iter().enumerate() {
            let now = self.now.get(at).and_then(Option::as_ref);
            if now == self.shown.get(at).and_then(Option::as_ref) {
                continue;
            }
            match now {
                Some(now) => pad.set(cx, read(at, now)),
                None => pad.clear(cx),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a few")]
        self.count.set(cx, self.now.iter().flatten().count() as f64);
        self.shown.clone_from(&self.now);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::Gamepads(pads)) => self.now = pads,
            Event::Device(_, DeviceEvent::Refused(why)) => cx.set_problem(why),
            _ => {}
        }
        Ok(())
    }
}

fn read(index: usize, pad: &Gamepad) -> Object {
    let button = |(value, pressed): &(f64, bool)| {
        Value::Object(object([
            ("pressed", (*pressed).into()),
            ("value", (*value).into()),
        ]))
    };
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let index = index as f64;
    object([
        ("id", pad.id.clone().into()),
        ("index", index.into()),
        ("mapping", pad.mapping.clone().into()),
        ("timestamp", pad.timestamp.into()),
        ("axes", numbers(pad.axes.iter().copied())),
        (
            "buttons",
            Value::Array(pad.buttons.iter().map(button).collect()),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn pad(axis: f64) -> Option<Gamepad> {
        Some(Gamepad {
            id: "Pad".into(),
            mapping: "standard".into(),
            axes: vec![axis],
            buttons: vec![(0.5, true)],
            timestamp: 3.0,
        })
    }

    #[test]
    fn each_exe_takes_over_how_they_are() -> Result<(), GraphError> {
        let mut op = Bench::<GamePads>::new();
        op.press("exe")?;
        assert_eq!(op.out("Num Gamepads"), 0.0);
        op.device(
            &Device::Gamepads,
            DeviceEvent::Gamepads(vec![None, pad(0.25)]),
        );
        assert_eq!(op.out("Pad 1"), Value::None);
        op.press("exe")?;
        assert_eq!(op.out("Num Gamepads"), 1.0);
        assert_eq!(op.out("Pad 0"), Value::None);
        let first = op.out("Pad 1");
        assert_eq!(
            first.to_json(),
            r#"{"id":"Pad","index":1,"mapping":"standard","timestamp":3,"axes":[0.25],"buttons":[{"pressed":true,"value":0.5}]}"#
        );
        op.press("exe")?;
        assert!(op.out("Pad 1").same(&first), "made anew without need");
        op.device(&Device::Gamepads, DeviceEvent::Gamepads(vec![]));
        op.press("exe")?;
        assert_eq!(op.out("Pad 1"), Value::None);
        Ok(())
    }

    #[test]
    fn it_looks_while_it_is_there() -> Result<(), GraphError> {
        let mut op = Bench::<GamePads>::new();
        assert!(op.graph.wants_frames());
        assert_eq!(op.listenings(), [(true, Device::Gamepads)]);
        op.device(&Device::Gamepads, DeviceEvent::Refused("None here.".into()));
        assert_eq!(op.problem().as_deref(), Some("None here."));
        op.graph.remove(op.node)?;
        assert!(!op.graph.wants_frames());
        assert_eq!(op.listenings(), [(false, Device::Gamepads)]);
        Ok(())
    }
}
