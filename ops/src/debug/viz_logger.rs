use std::collections::VecDeque;

use ropewalk_flow::{
    Cx, Handlers, In, Object, Op, OpError, Out, Text, Trigger, Value, number_to_text,
};

use super::readable::{Style, cut, readable};

/// Shows the last values that came, a line each.
#[derive(Op)]
#[op(name = "Ops.Ui.VizLogger", help = include_str!("viz_logger.md"))]
pub(super) struct VizLogger {
    /// A number to write down.
    #[input(name = "Number")]
    number: In<f64>,
    /// A text to write down; it stands in quotes.
    #[input(name = "String")]
    string: In<Text>,
    /// An object to write down, as JSON.
    #[input(name = "Object")]
    object: In<Object>,
    /// Forgets all lines.
    #[input(name = "Clear", display = "button")]
    clear: Trigger,
    /// What is shown: the last 40 lines, the newest at the end, each up to 200 characters.
    #[output(name = "Log", lazy)]
    log: Out<Text>,
    lines: VecDeque<String>,
    has_run: bool,
}

const MOST_LINES: usize = 40;
const LONGEST_LINE: usize = 200;

impl VizLogger {
    fn write(&mut self, line: &str) {
        if self.lines.len() == MOST_LINES {
            self.lines.pop_front();
        }
        // A value can have line breaks of its own.
        let parts = Vec::from_iter(line.lines().map(str::trim));
        self.lines.push_back(cut(parts.join(" "), LONGEST_LINE));
    }

    fn show(&mut self, cx: &mut Cx<'_>) {
        if self.log.used(cx) {
            let log = Vec::from_iter(self.lines.iter().map(String::as_str)).join("\n");
            self.log.set(cx, log);
        }
    }
}

impl Handlers for VizLogger {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // At the start it writes what is linked only.
        let is_first = !std::mem::replace(&mut self.has_run, true);
        if self.number.changed(cx) && (!is_first || self.number.linked(cx)) {
            self.write(&number_to_text(self.number.get(cx)));
        }
        if self.string.changed(cx) && (!is_first || self.string.linked(cx)) {
            self.write(&format!("\"{}\"", self.string.get(cx)));
        }
        if self.object.changed(cx) && (!is_first || self.object.linked(cx)) {
            let object = self.object.get(cx).map_or(Value::None, Value::Object);
            self.write(&readable(&object, Style::default()));
        }
        self.show(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.clear {
            self.lines.clear();
            self.show(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn logger() -> Bench<VizLogger> {
        let mut op = Bench::new();
        op.watch_all();
        op
    }

    #[test]
    fn each_change_is_a_line() -> Result<(), GraphError> {
        let mut op = logger();
        assert_eq!(op.out("Log"), "", "nothing is linked");
        op.set("Number", 2.5)?;
        op.set("Number", 2.5)?;
        op.set("Number", f64::NAN)?;
        op.set("String", "two\nlines")?;
        op.set("String", "")?;
        op.set("Object", Value::from_json(r#"{"a":[1,{}]}"#).unwrap())?;
        op.set("Object", Value::None)?;
        let lines = "2.5\nNaN\n\"two lines\"\n\"\"\n{ \"a\": [ 1, {} ] }\nnull";
        assert_eq!(op.out("Log"), lines);
        op.press("Clear")?;
        assert_eq!(op.out("Log"), "");
        op.set("Number", 1.0)?;
        assert_eq!(op.out("Log"), "1");
        Ok(())
    }

    #[test]
    fn only_the_last_lines_are_kept_and_long_ones_are_cut() -> Result<(), GraphError> {
        let mut op = logger();
        for number in 1..=100 {
            op.set("Number", f64::from(number))?;
        }
        let log = op.out("Log").to_string();
        assert_eq!(log.lines().count(), MOST_LINES);
        assert_eq!(log.lines().next(), Some("61"));
        assert!(log.ends_with("\n100"));
        op.set("String", "ä".repeat(10_000))?;
        let log = op.out("Log").to_string();
        let last = log.lines().last().unwrap_or_default();
        assert_eq!(last.chars().count(), LONGEST_LINE);
        Ok(())
    }

    #[test]
    fn lines_are_kept_while_nobody_looks() -> Result<(), GraphError> {
        let mut op = Bench::<VizLogger>::new();
        op.set("Number", 1.0)?;
        op.set("Number", 2.0)?;
        assert_eq!(op.out("Log"), "");
        op.watch_all();
        assert_eq!(op.out("Log"), "1\n2");
        Ok(())
    }
}
