use ropewalk_flow::{Cx, Event, Handlers, In, Instant, Op, OpError, Out, Place};

use super::layer::{Layer, length};

/// Lets an element appear and disappear gently.
#[derive(Op)]
#[op(
    name = "Ops.Html.ElementFadeInOut",
    alias = "Ops.Html.ElementFadeInOut_v2",
    help = include_str!("element_fade_in_out.md")
)]
pub(super) struct ElementFadeInOut {
    /// The element.
    #[input(name = "HTML Element", needed)]
    element: In<Place>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// How long it takes to appear or disappear.
    #[input(name = "Duration", default = 0.25, min = 0, unit = "s")]
    duration: In<f64>,
    /// Its opacity when it has appeared: 0 is invisible, 1 is solid.
    #[input(name = "Opacity", default = 1, min = 0, max = 1)]
    opacity: In<f64>,
    /// The element, for the next op.
    #[output(name = "PassThrough")]
    through: Out<Place>,
    /// Whether something of it is to be seen, also while it disappears.
    #[output(name = "Is Showing")]
    showing: Out<bool>,
    layer: Layer,
}

impl Handlers for ElementFadeInOut {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let is_visible = self.visible.get(cx);
        if is_visible {
            cx.cancel_wake();
            self.showing.set(cx, true);
        } else if self.visible.changed(cx) && self.showing.get(cx) {
            let duration = self.duration.get(cx);
            let lasts = Instant::try_from_secs_f64(duration).unwrap_or_default();
            cx.wake_at(cx.now() + lasts);
        }
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Wake = event {
            self.showing.set(cx, false);
            self.show(cx);
        }
        Ok(())
    }
}

impl ElementFadeInOut {
    fn show(&mut self, cx: &mut Cx<'_>) {
        let opacity = if self.visible.get(cx) {
            length(self.opacity.get(cx), "")
        } else {
            "0".into()
        };
        let duration = length(self.duration.get(cx), "s");
        let mut declared = vec![
            ("transition".into(), ["opacity ", &duration].concat().into()),
            ("opacity".into(), opacity),
        ];
        if !self.showing.get(cx) {
            // Nor can it be clicked, or reached from the keyboard.
            declared.push(("visibility".into(), "hidden".into()));
        } else if !self.visible.get(cx) {
            declared.push(("pointer-events".into(), "none".into()));
        }
        self.layer.update(self.element, self.through, declared, cx);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn it_fades_and_then_is_hidden() -> Result<(), GraphError> {
        let mut op = linked::<ElementFadeInOut>("HTML Element");
        assert_eq!(
            style(&mut op).unwrap(),
            "transition: opacity 0.25s; opacity: 1"
        );
        assert_eq!(op.out("Is Showing"), true);
        op.set("Visible", false)?;
        assert_eq!(
            style(&mut op).unwrap(),
            "transition: opacity 0.25s; opacity: 0; pointer-events: none"
        );
        op.advance(Instant::from_millis(249));
        assert_eq!(op.out("Is Showing"), true);
        op.advance(Instant::from_millis(1));
        assert_eq!(op.out("Is Showing"), false);
        assert!(style(&mut op).unwrap().ends_with("visibility: hidden"));
        op.set("Opacity", 0.5)?;
        op.set("Visible", true)?;
        assert_eq!(
            style(&mut op).unwrap(),
            "transition: opacity 0.25s; opacity: 0.5"
        );
        Ok(())
    }

    #[test]
    fn shown_again_in_between_it_stays() -> Result<(), GraphError> {
        let mut op = linked::<ElementFadeInOut>("HTML Element");
        op.set("Visible", false)?;
        op.advance(Instant::from_millis(100));
        op.set("Visible", true)?;
        op.advance(Instant::from_secs(1));
        assert_eq!(op.out("Is Showing"), true);
        Ok(())
    }

    #[test]
    fn a_duration_that_is_none_takes_no_time() -> Result<(), GraphError> {
        let mut op = linked::<ElementFadeInOut>("HTML Element");
        op.set("Duration", f64::NAN)?;
        op.set("Visible", false)?;
        op.advance(Instant::ZERO);
        assert_eq!(op.out("Is Showing"), false);
        Ok(())
    }
}
