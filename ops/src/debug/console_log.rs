//! `Ops.Debug.ConsoleLog`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Text, number_to_text};

/// Writes what changes to the browser's console.
#[derive(Op)]
#[op(name = "Ops.Debug.ConsoleLog", help = include_str!("console_log.md"))]
pub(super) struct ConsoleLog {
    /// A number to write.
    #[input(name = "Number")]
    number: In<f64>,
    /// A text to write.
    #[input(name = "String")]
    string: In<Text>,
    has_run: bool,
}

impl Handlers for ConsoleLog {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // At the start it writes what is linked only.
        let is_first = !std::mem::replace(&mut self.has_run, true);
        if self.number.changed(cx) && (!is_first || self.number.linked(cx)) {
            cx.log(number_to_text(self.number.get(cx)));
        }
        if self.string.changed(cx) && (!is_first || self.string.linked(cx)) {
            cx.log(self.string.get(cx));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, OpEntry};

    use super::*;

    fn lines(op: &mut Bench<ConsoleLog>) -> Vec<Text> {
        let line = |effect| match effect {
            Effect::Log(text) => text,
            other => panic!("{other:?} is no line"),
        };
        op.effects().into_iter().map(line).collect()
    }

    #[test]
    fn each_change_is_a_line() {
        let mut op = Bench::<ConsoleLog>::new();
        assert!(lines(&mut op).is_empty(), "nothing is linked");
        op.set("Number", 2.5).unwrap();
        op.set("Number", 2.5).unwrap();
        op.set("Number", f64::NAN).unwrap();
        op.set("String", "<b>knot</b>").unwrap();
        op.set("String", "").unwrap();
        let wanted = ["2.5", "NaN", "<b>knot</b>", ""];
        assert_eq!(lines(&mut op), wanted.map(Text::from));
    }

    #[test]
    fn at_the_start_it_writes_what_is_linked() {
        let mut op = Bench::<ConsoleLog>::new();
        op.node = op.graph.add(&OpEntry::of::<ConsoleLog>());
        let number = op
            .graph
            .add(&OpEntry::of::<super::super::viz_number::VizNumber>());
        op.graph.connect((number, 0), (op.node, 0)).unwrap();
        op.graph.settle(op.now);
        assert_eq!(lines(&mut op), ["0".into()]);
    }
}
