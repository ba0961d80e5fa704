use ropewalk_flow::{
    Attribute, Change, Cx, Element, Event, Fire, Handlers, In, Instant, Op, OpError, Out, Place,
    Tag, Text, Trigger, number_to_text,
};

/// Shows a note on the stage for a moment: it slides in, stands, and slides out.
#[derive(Op)]
#[op(name = "Ops.Html.Utils.Notification", help = include_str!("notification.md"))]
pub(super) struct Notification {
    /// Shows the note, unless it is shown already.
    #[input(name = "Trigger animation", display = "button")]
    trigger: Trigger,
    /// What it says. `<br>` begins a line; any other markup is shown as it is.
    #[input(
        name = "Text",
        default = "Hello! <br> This is a pop up",
        group = "HTML CSS"
    )]
    text: In<Text>,
    /// Names of CSS classes, with spaces between.
    #[input(name = "Class", group = "HTML CSS")]
    class: In<Text>,
    /// CSS declarations.
    #[input(
        name = "Style",
        default = "visibility: hidden;\nbackground-color: #282828;\ncolor: #fff;\n\npadding: 16px;\nposition: absolute;\nz-index: 9999;\nfont-size: 17px;\nopacity:0;\nborder-radius:10px;\ntext-align:center;\nleft: 50%;\ntransform: translate(-50%, 0);\n",
        display = "editor",
        group = "HTML CSS"
    )]
    style: In<Text>,
    /// Whether notes are shown at all.
    #[input(name = "Active", default = true, group = "HTML CSS")]
    active: In<bool>,
    /// Whether the line breaks of the text are shown.
    #[input(name = "Convert Line Breaks", group = "HTML CSS")]
    breaks: In<bool>,
    /// How long it slides in.
    #[input(
        name = "Fade in",
        default = 0.5,
        min = 0,
        unit = "s",
        group = "Animation"
    )]
    fade_in: In<f64>,
    /// How long it stands.
    #[input(
        name = "Hold ",
        alias = "Hold",
        default = 2,
        min = 0,
        unit = "s",
        group = "Animation"
    )]
    hold: In<f64>,
    /// How long it slides out.
    #[input(
        name = "Fade out",
        default = 0.8,
        min = 0,
        unit = "s",
        group = "Animation"
    )]
    fade_out: In<f64>,
    /// What the positions count in.
    #[input(
        name = "mode",
        default = "%",
        choices("%", "px"),
        group = "Positioning"
    )]
    unit: In<Text>,
    /// The edge of the stage that it comes from.
    #[input(
        name = "Side",
        default = "bottom",
        choices("bottom", "top"),
        group = "Positioning"
    )]
    side: In<Text>,
    /// How far from that edge it begins and ends.
    #[input(name = "Starting position", group = "Positioning")]
    start: In<f64>,
    /// How far from that edge it stands.
    #[input(name = "Ending position", default = 5, group = "Positioning")]
    end: In<f64>,
    /// Fires when it is gone again.
    #[output(name = "Finished trigger")]
    finished_trigger: Fire,
    /// Whether one was shown and is gone.
    #[output(name = "Finished")]
    finished: Out<bool>,
    /// The note, for other ops.
    #[output(name = "DOM Element")]
    place: Out<Place>,
    element: Option<Element>,
    /// When the note that is shown began.
    began: Option<Instant>,
}

impl Handlers for Notification {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let fresh = self.element.is_none();
        let element = self
            .element
            .get_or_insert_with(|| cx.create_element(Tag::Block));
        if fresh {
            // Read aloud by what reads pages aloud.
            element.set(Attribute::Role, Some("status"));
            self.place.set(cx, element.place());
        }
        if fresh || self.class.changed(cx) {
            element.set(Attribute::Class, Some(&self.class.get(cx)));
        }
        if fresh || self.text.changed(cx) || self.breaks.changed(cx) {
            let mut text = self.text.get(cx).to_string();
            if !self.breaks.get(cx) {
                text = text.replace('\n', " ");
            }
            for mark in ["<br>", "<br/>", "<br />"] {
                text = text.replace(mark, "\n");
            }
            element.change(Change::Text(text.into()));
        }
        if !self.active.get(cx) {
            self.began = None;
            cx.cancel_wake();
        }
        self.draw(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger && self.began.is_none() && self.active.get(cx) {
            self.began = Some(cx.now());
            self.finished.set(cx, false);
            let lasts: f64 = self.durations(cx).iter().sum();
            let lasts = Instant::try_from_secs_f64(lasts).unwrap_or_default();
            cx.wake_at(cx.now() + lasts);
            self.draw(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Frame => self.draw(cx),
            Event::Wake => {
                self.began = None;
                self.draw(cx);
                self.finished.set(cx, true);
                self.finished_trigger.fire(cx);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Notification {
    /// How long it slides in, stands and slides out, in seconds.
    fn durations(&self, cx: &Cx<'_>) -> [f64; 3] {
        // NaN is no time.
        [self.fade_in, self.hold, self.fade_out].map(|port| port.get(cx).max(0.0))
    }

    fn draw(&mut self, cx: &mut Cx<'_>) {
        cx.request_frames(self.began.is_some());
        let Some(element) = &self.element else { return };
        // Lines are broken where the text has them.
        let mut style = ["white-space:pre-line;", &self.style.get(cx), ";"].concat();
        match self.began {
            None => style.push_str("display:none"),
            Some(began) => {
                let shown = self.shown(cx.now().saturating_sub(began).as_secs_f64(), cx);
                let (start, end) = (self.start.get(cx), self.end.get(cx));
                let position = number_to_text(start + (end - start) * shown);
                let opacity = number_to_text(shown);
                let side = if &*self.side.get(cx) == "top" {
                    "top"
                } else {
                    "bottom"
                };
                let unit = if &*self.unit.get(cx) == "px" {
                    "px"
                } else {
                    "%"
                };
                style.extend(["display:block;visibility:visible;opacity:", &opacity]);
                style.extend([";", side, ":", &position, unit]);
            }
        }
        element.change(Change::Style(style.into()));
    }

    /// How much of the note is shown, from 0 to 1, so many seconds after it began.
    fn shown(&self, age: f64, cx: &Cx<'_>) -> f64 {
        let [fade_in, hold, fade_out] = self.durations(cx);
        // Quick at first, and slower towards the end.
        let eased = |part: f64| 1.0 - (1.0 - part).powi(3);
        if age < fade_in {
            eased(age / fade_in)
        } else if age < fade_in + hold {
            1.0
        } else {
            let gone = (age - fade_in - hold) / fade_out;
            1.0 - eased(if gone < 1.0 { gone } else { 1.0 })
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::super::testing::changes;
    use super::*;

    fn style(op: &mut Bench<Notification>) -> String {
        let style = |change| match change {
            Change::Style(style) => Some(style),
            _ => None,
        };
        let changes = changes(op.effects()).into_iter();
        let style = changes.filter_map(style).last().expect("a style");
        let own = style.rsplit_once("(-50%, 0);").unwrap().1;
        own.trim_start_matches(['\n', ';']).to_owned()
    }

    #[test]
    fn it_slides_in_stands_and_slides_out() -> Result<(), GraphError> {
        let mut op = Bench::<Notification>::new();
        assert_eq!(style(&mut op), "display:none");
        op.set("Fade in", 1.0)?;
        op.press("Trigger animation")?;
        let drawn = "display:block;visibility:visible;opacity:";
        assert_eq!(style(&mut op), format!("{drawn}0;bottom:0%"));
        op.frame(Instant::from_millis(500));
        assert_eq!(style(&mut op), format!("{drawn}0.875;bottom:4.375%"));
        op.press("Trigger animation")?;
        op.frame(Instant::from_millis(1500));
        assert_eq!(style(&mut op), format!("{drawn}1;bottom:5%"));
        op.advance(Instant::from_millis(1799));
        assert_eq!(op.out("Finished"), false);
        op.advance(Instant::from_millis(1));
        assert_eq!(style(&mut op), "display:none");
        assert_eq!(op.out("Finished"), true);
        assert_eq!(op.pulses("Finished trigger"), 1);
        assert!(!op.graph.wants_frames());
        Ok(())
    }

    #[test]
    fn markup_is_text_and_breaks_are_lines() -> Result<(), GraphError> {
        let mut op = Bench::<Notification>::new();
        op.effects();
        for (breaks, shown) in [(false, "a b\n<i>c"), (true, "a\nb\n<i>c")] {
            op.set("Convert Line Breaks", breaks)?;
            op.set("Text", if breaks { "" } else { "x" })?;
            op.effects();
            op.set("Text", "a\nb<br /><i>c")?;
            let text = changes(op.effects()).into_iter().next();
            assert_eq!(text, Some(Change::Text(shown.into())));
        }
        Ok(())
    }

    #[test]
    fn inactive_it_shows_nothing_and_without_time_it_is_over_at_once() -> Result<(), GraphError> {
        let mut op = Bench::<Notification>::new();
        op.set("Active", false)?;
        op.press("Trigger animation")?;
        assert_eq!(op.graph.next_wake(), None);
        op.set("Active", true)?;
        for port in ["Fade in", "Hold ", "Fade out"] {
            op.set(port, f64::NAN)?;
        }
        op.press("Trigger animation")?;
        op.advance(Instant::ZERO);
        assert_eq!(op.pulses("Finished trigger"), 1);
        Ok(())
    }
}
