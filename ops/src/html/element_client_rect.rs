use ropewalk_flow::{
    Answer, Ask, Asked, Cx, Event, Handlers, In, Measured, Op, OpError, Out, Place, Text, Trigger,
};

/// Tells where an element is, and how large.
#[derive(Op)]
#[op(name = "Ops.Html.ElementClientRect", help = include_str!("element_client_rect.md"))]
pub(super) struct ElementClientRect {
    /// Looks anew.
    #[input(name = "Update", display = "button")]
    update: Trigger,
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// What the numbers count: pixels of CSS, or of the screen.
    #[input(
        name = "Pixel Units",
        default = "CSS Pixels",
        choices("CSS Pixels", "Display Pixels")
    )]
    unit: In<Text>,
    /// What the position is counted from: the stage, or the window.
    #[input(
        name = "Position",
        default = "In Canvas",
        choices("In Canvas", "Absolute")
    )]
    position: In<Text>,
    /// How far its left edge is from the left.
    #[output(name = "X", unit = "px")]
    x: Out<f64>,
    /// How far its upper edge is from the top.
    #[output(name = "Y", unit = "px")]
    y: Out<f64>,
    /// How wide it is.
    #[output(name = "Width", unit = "px")]
    width: Out<f64>,
    /// How high it is.
    #[output(name = "Height", unit = "px")]
    height: Out<f64>,
    asked: Option<Asked>,
    measured: Option<Measured>,
}

impl Handlers for ElementClientRect {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.element.changed(cx) {
            self.measure(cx);
        }
        self.show(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.update {
            self.measure(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Answer(_, Answer::Measured(measured)) = event {
            self.measured = Some(measured);
            self.show(cx);
        }
        Ok(())
    }
}

impl ElementClientRect {
    fn measure(&mut self, cx: &mut Cx<'_>) {
        self.asked = None;
        match self.element.get(cx) {
            Some(place) => self.asked = Some(cx.ask(Ask::Measure(place.element()))),
            None => {
                self.measured = None;
                self.show(cx);
            }
        }
    }

    fn show(&self, cx: &mut Cx<'_>) {
        let Measured { area, stage, ratio } = self.measured.unwrap_or(Measured {
            area: [0.0; 4],
            stage: [0.0; 2],
            ratio: 1.0,
        });
        let scale = if &*self.unit.get(cx) == "Display Pixels" {
            ratio
        } else {
            1.0
        };
        let origin = if &*self.position.get(cx) == "Absolute" {
            [0.0; 2]
        } else {
            stage
        };
        self.x.set(cx, (area[0] - origin[0]) * scale);
        self.y.set(cx, (area[1] - origin[1]) * scale);
        self.width.set(cx, area[2] * scale);
        self.height.set(cx, area[3] * scale);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{AskId, Effect, GraphError};

    use super::*;
    use crate::css::testing::linked;

    fn asked(op: &mut Bench<ElementClientRect>) -> AskId {
        let asked = op.effects().into_iter().filter_map(|effect| match effect {
            Effect::Ask(id, Ask::Measure(_)) => Some(id),
            _ => None,
        });
        asked.last().unwrap()
    }

    #[test]
    fn it_counts_from_where_and_in_what_it_is_asked_to() -> Result<(), GraphError> {
        let mut op = linked::<ElementClientRect>("Element");
        let measured = Measured {
            area: [110.0, 70.0, 30.0, 20.0],
            stage: [100.0, 50.0],
            ratio: 2.0,
        };
        let question = asked(&mut op);
        op.answer(question, Answer::Measured(measured));
        let outs = |op: &Bench<ElementClientRect>| {
            ["X", "Y", "Width", "Height"].map(|port| op.out(port).to_string())
        };
        assert_eq!(outs(&op), ["10", "20", "30", "20"]);
        op.set("Position", "Absolute")?;
        assert_eq!(outs(&op), ["110", "70", "30", "20"]);
        op.set("Pixel Units", "Display Pixels")?;
        assert_eq!(outs(&op), ["220", "140", "60", "40"]);
        op.press("Update")?;
        let again = asked(&mut op);
        assert_ne!(again, question);
        Ok(())
    }

    #[test]
    fn without_an_element_all_is_nought() -> Result<(), GraphError> {
        let mut op = Bench::<ElementClientRect>::new();
        op.press("Update")?;
        assert_eq!(op.effects(), []);
        assert_eq!(op.out("Width"), 0.0);
        Ok(())
    }
}
