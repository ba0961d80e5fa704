use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Trigger, Value};

use super::readable::{Style, readable};

/// Shows an object in the patch and passes it on.
#[derive(Op)]
#[op(name = "Ops.Ui.VizObject", help = include_str!("viz_object.md"))]
#[expect(dead_code, reason = "the editor shows the text as the ports say")]
pub(super) struct VizObject {
    /// The object to show.
    #[input(name = "Object")]
    object: In<Object>,
    /// Writes the object to the browser's console.
    #[input(name = "console log", display = "button")]
    console_log: Trigger,
    /// Kept for patches of cables: the text always grows with the canvas.
    #[input(name = "ZoomText", group = "Look")]
    zoom_text: In<bool>,
    /// Whether each line has its number in front.
    #[input(name = "Line Numbers", group = "Look")]
    line_numbers: In<bool>,
    /// Whether the keys stand in alphabetical order.
    #[input(name = "Sort Keys", group = "Look")]
    sort_keys: In<bool>,
    /// Whether only the first five items of an array are shown.
    #[input(name = "Hide Array Data", default = true, group = "Look")]
    hide_array_data: In<bool>,
    /// How large the letters are, in pixels of the canvas.
    #[input(
        name = "Font Size",
        default = 10,
        min = 4,
        max = 64,
        unit = "px",
        group = "Look"
    )]
    font_size: In<f64>,
    /// How far down the text is shown from: 0 its beginning, 1 its end.
    #[input(name = "Scroll", min = 0, max = 1, display = "slider", group = "Look")]
    scroll: In<f64>,
    /// The lines that have this in them are marked; a capital letter is as good as a small one.
    #[input(name = "Search")]
    search: In<Text>,
    /// Goes on to the next marked line.
    #[input(name = "Next", display = "button")]
    next: Trigger,
    /// The same object.
    #[output(name = "Object Passthrough")]
    passthrough: Out<Object>,
    /// What is shown: the object as JSON on lines, up to 8,000 characters.
    #[output(name = "Text", lazy)]
    text: Out<Text>,
}

impl VizObject {
    fn readable(&self, cx: &Cx<'_>) -> String {
        let Some(object) = self.object.get(cx) else {
            return String::new();
        };
        let style = Style {
            sorted: self.sort_keys.get(cx),
            short_lists: self.hide_array_data.get(cx),
        };
        readable(&Value::Object(object), style)
    }
}

impl Handlers for VizObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match self.object.get(cx) {
            Some(object) => self.passthrough.set(cx, object),
            None => self.passthrough.clear(cx),
        }
        if self.text.used(cx) {
            let text = self.readable(cx);
            self.text.set(cx, text);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.console_log {
            let text = self.readable(cx);
            cx.log(text);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::*;

    const SMALL: &str = "{\n  \"b\": 1,\n  \"a\": 2\n}";

    fn small() -> Value {
        Value::from_json(r#"{"b":1,"a":2}"#).unwrap()
    }

    #[test]
    fn it_passes_the_object_on_and_shows_it() -> Result<(), GraphError> {
        let mut op = Bench::<VizObject>::new();
        assert_eq!(
            op.out("Object Passthrough"),
            Value::None,
            "nothing is linked"
        );
        op.set("Object", small())?;
        assert_eq!(op.out("Text"), "", "nobody looks");
        op.watch_all();
        assert_eq!(op.out("Object Passthrough"), small());
        assert_eq!(op.out("Text"), SMALL);
        op.set("Sort Keys", true)?;
        assert_eq!(op.out("Text"), "{\n  \"a\": 2,\n  \"b\": 1\n}");
        op.set("Object", Value::None)?;
        assert_eq!(op.out("Text"), "");
        assert_eq!(op.out("Object Passthrough"), Value::None);
        Ok(())
    }

    #[test]
    fn arrays_are_short_unless_all_is_asked_for() -> Result<(), GraphError> {
        let mut op = Bench::<VizObject>::new();
        op.watch_all();
        op.set(
            "Object",
            Value::from_json(r#"{"list":[1,2,3,4,5,6]}"#).unwrap(),
        )?;
        assert!(op.out("Text").to_string().contains("… 1 more"));
        op.set("Hide Array Data", false)?;
        assert!(op.out("Text").to_string().contains("    6\n"));
        Ok(())
    }

    #[test]
    fn the_console_gets_it_by_a_press_alone() -> Result<(), GraphError> {
        let mut op = Bench::<VizObject>::new();
        op.set("Object", small())?;
        assert!(op.effects().is_empty());
        op.press("console log")?;
        let effects = op.effects();
        assert!(
            matches!(&effects[..], [Effect::Log(text)] if &**text == SMALL),
            "{effects:?}"
        );
        op.press("Next")?;
        assert!(op.effects().is_empty());
        Ok(())
    }
}
