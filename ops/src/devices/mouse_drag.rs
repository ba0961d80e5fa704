//! `Ops.Devices.Mouse.MouseDrag`

use ropewalk_flow::{
    Cx, Device, DeviceEvent, Event, Handlers, In, Op, OpError, Out, PointerAction, Text,
};

use super::{Ear, Steps, area, bit, is_inside};

/// How far the mouse or a finger is dragged.
#[derive(Op)]
#[op(name = "Ops.Devices.Mouse.MouseDrag", help = include_str!("mouse_drag.md"))]
pub(super) struct MouseDrag {
    /// What a CSS pixel counts in Delta X and Delta Y.
    #[input(name = "Speed", default = 0.01)]
    speed: In<f64>,
    /// What drags.
    #[input(name = "Input Type", default = "All", choices("All", "Mouse", "Touch"))]
    input_type: In<Text>,
    /// Where it is listened to: the stage, or the whole page with `Document`.
    #[input(
        name = "Area",
        default = "Canvas Area",
        choices("Canvas Area", "Canvas", "Document")
    )]
    area: In<Text>,
    /// Whether it listens.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// The last step to the right, times Speed.
    #[output(name = "Delta X")]
    delta_x: Out<f64>,
    /// The last step down, times Speed.
    #[output(name = "Delta Y")]
    delta_y: Out<f64>,
    /// How many CSS pixels it is from where the drag began, across and down added.
    #[output(name = "Abs Movement")]
    distance: Out<f64>,
    /// 1 while it is dragged.
    #[output(name = "Is Dragging")]
    dragging: Out<f64>,
    ear: Ear,
    drag: Option<Drag>,
    steps: Steps,
}

#[derive(Clone, Copy, Debug)]
struct Drag {
    /// The pointer that drags; others are not listened to meanwhile.
    id: f64,
    start: (f64, f64),
    last: (f64, f64),
}

impl Handlers for MouseDrag {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let area = area(&self.area.get(cx));
        let source = Device::Pointer { area, grab: true };
        if self.ear.listen(self.active.get(cx).then_some(source), cx) {
            self.end(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let pointer = match event {
            Event::Device(_, DeviceEvent::Pointer(pointer)) => pointer,
            Event::Posted(_) => {
                self.steps.go_on([self.delta_x, self.delta_y], cx);
                return Ok(());
            }
            _ => return Ok(()),
        };
        let at = (pointer.x, pointer.y);
        match (pointer.action, self.drag) {
            (PointerAction::Down, None) => {
                let is_touch = &*pointer.kind == "touch";
                let is_meant = match &*self.input_type.get(cx) {
                    "Mouse" => !is_touch,
                    "Touch" => is_touch,
                    _ => true,
                };
                if is_meant {
                    self.distance.set(cx, 0.0);
                    let id = pointer.id;
                    let (start, last) = (at, at);
                    self.drag = Some(Drag { id, start, last });
                }
            }
            (PointerAction::Move, Some(drag)) if drag.id == pointer.id => {
                let (dx, dy) = (at.0 - drag.last.0, at.1 - drag.last.1);
                let is_over = is_inside(at.0, at.1, pointer.width, pointer.height);
                if !is_over || (dx == 0.0 && dy == 0.0) {
                    return Ok(());
                }
                let distance = (at.0 - drag.start.0).abs() + (at.1 - drag.start.1).abs();
                self.drag = Some(Drag { last: at, ..drag });
                self.dragging.set(cx, bit(true));
                self.distance.set(cx, distance);
                let speed = self.speed.get(cx);
                let outputs = [self.delta_x, self.delta_y];
                let steps = [Some(dx * speed), Some(dy * speed)];
                self.steps.set(steps, outputs, cx);
            }
            (PointerAction::Up | PointerAction::Leave | PointerAction::Cancel, Some(drag))
                if drag.id == pointer.id =>
            {
                self.end(cx);
            }
            _ => {}
        }
        Ok(())
    }
}

impl MouseDrag {
    fn end(&mut self, cx: &mut Cx<'_>) {
        self.drag = None;
        self.dragging.set(cx, bit(false));
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, OpEntry, Pointer, Value};

    use super::super::testing::{STAGE, at};
    use super::*;

    #[test]
    fn steps_are_told_while_it_is_down() -> Result<(), GraphError> {
        let mut op = Bench::<MouseDrag>::new();
        op.set("Speed", 1.0)?;
        op.device(&STAGE, at(PointerAction::Move, 5.0, 5.0));
        assert_eq!(op.out("Delta X"), 0.0);
        op.device(&STAGE, at(PointerAction::Down, 10.0, 10.0));
        assert_eq!(op.out("Is Dragging"), 0.0);
        op.device(&STAGE, at(PointerAction::Move, 13.0, 6.0));
        assert_eq!(
            (op.out("Delta X"), op.out("Delta Y")),
            (3.0.into(), (-4.0).into())
        );
        assert_eq!(op.out("Abs Movement"), 7.0);
        assert_eq!(op.out("Is Dragging"), 1.0);
        // Off the stage it waits.
        op.device(&STAGE, at(PointerAction::Move, 300.0, 6.0));
        assert_eq!(op.out("Delta X"), 3.0);
        op.device(&STAGE, at(PointerAction::Up, 13.0, 6.0));
        assert_eq!(op.out("Is Dragging"), 0.0);
        op.device(&STAGE, at(PointerAction::Move, 20.0, 6.0));
        assert_eq!(op.out("Delta X"), 3.0);
        Ok(())
    }

    #[test]
    fn equal_steps_all_count() -> Result<(), GraphError> {
        let mut op = Bench::<MouseDrag>::new();
        op.set("Speed", 1.0)?;
        let mut ops = crate::library();
        let sum: &OpEntry = ops
            .find(|entry| entry.spec.name == "Ops.Math.DeltaSum")
            .unwrap();
        let node = op.graph.add(sum);
        let input = sum.spec.input("Delta Value").unwrap();
        let output = sum.spec.output("Absolute Value").unwrap();
        op.graph.connect((op.node, 0), (node, input))?;
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        for x in [4.0, 8.0, 12.0] {
            op.device(&STAGE, at(PointerAction::Move, x, 0.0));
        }
        assert_eq!(op.graph.output(node, output)?, &Value::Number(12.0));
        Ok(())
    }

    #[test]
    fn only_what_is_meant_drags_and_one_at_a_time() -> Result<(), GraphError> {
        let mut op = Bench::<MouseDrag>::new();
        op.set("Input Type", "Touch")?;
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        op.device(&STAGE, at(PointerAction::Move, 9.0, 0.0));
        assert_eq!(op.out("Is Dragging"), 0.0);
        op.set("Input Type", "All")?;
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        let other = Pointer {
            action: PointerAction::Move,
            id: 2.0,
            x: 50.0,
            width: 200.0,
            height: 100.0,
            ..Pointer::default()
        };
        op.device(&STAGE, DeviceEvent::Pointer(other));
        assert_eq!(op.out("Is Dragging"), 0.0);
        Ok(())
    }
}
