//! `Ops.String.Concat`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Joins texts.
#[derive(Op)]
#[op(
    name = "Ops.String.Concat",
    aliases("Ops.String.Concat_v2", "Ops.String.Concat_v3"),
    help = include_str!("concat.md")
)]
pub(super) struct Concat {
    /// What stands between two texts.
    #[input(
        name = "Seperator",
        alias = "Separator",
        default = "None",
        choices("None", "LineBreak", "Space", ",", "/")
    )]
    separator: In<Text>,
    /// The first text.
    #[input(name = "Strings_0", alias = "string1")]
    first: In<Text>,
    /// The second text.
    #[input(name = "Strings_1", alias = "string2")]
    second: In<Text>,
    /// The third text.
    #[input(name = "Strings_2")]
    third: In<Text>,
    /// The fourth text.
    #[input(name = "Strings_3")]
    fourth: In<Text>,
    /// The fifth text.
    #[input(name = "Strings_4")]
    fifth: In<Text>,
    /// The sixth text.
    #[input(name = "Strings_5")]
    sixth: In<Text>,
    /// The seventh text.
    #[input(name = "Strings_6")]
    seventh: In<Text>,
    /// The eighth text.
    #[input(name = "Strings_7")]
    eighth: In<Text>,
    /// The texts in their order, with the separator between them.
    #[output(name = "String", alias = "result")]
    string: Out<Text>,
    /// How many texts were joined.
    #[output(name = "Num Strings")]
    count: Out<f64>,
}

impl Handlers for Concat {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = [
            self.first,
            self.second,
            self.third,
            self.fourth,
            self.fifth,
            self.sixth,
            self.seventh,
            self.eighth,
        ];
        // What is linked counts, also while it is empty.
        let used = ports
            .iter()
            .filter(|port| port.linked(cx) || !port.get(cx).is_empty());
        let texts: Vec<Text> = used.map(|port| port.get(cx)).collect();
        let separator = self.separator.get(cx);
        let separator = match &*separator {
            "None" => "",
            "LineBreak" => "\n",
            "Space" => " ",
            other => other,
        };
        self.count.set(cx, texts.len() as f64);
        self.string.set(cx, texts.join(separator));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Op, OpEntry};

    use super::*;

    #[test]
    fn texts_are_joined_in_their_order() {
        let mut op = Bench::<Concat>::new();
        assert_eq!(op.out("String"), "");
        op.set("Strings_1", "walk").unwrap();
        op.set("Strings_0", "rope").unwrap();
        for (separator, text) in [
            ("None", "ropewalk"),
            ("LineBreak", "rope\nwalk"),
            ("Space", "rope walk"),
            (",", "rope,walk"),
            ("/", "rope/walk"),
        ] {
            op.set("Seperator", separator).unwrap();
            assert_eq!(op.out("String"), text);
        }
    }

    #[test]
    fn empty_ports_that_nothing_is_linked_to_are_left_out() {
        let mut op = Bench::<Concat>::new();
        op.set("Seperator", "/").unwrap();
        op.set("Strings_0", "a").unwrap();
        op.set("Strings_7", "b").unwrap();
        assert_eq!(op.out("String"), "a/b");
        assert_eq!(op.out("Num Strings"), 2.0);
    }

    #[test]
    fn what_is_linked_counts_while_it_is_empty() {
        let mut op = Bench::<Concat>::new();
        op.set("Seperator", "/").unwrap();
        op.set("Strings_0", "a").unwrap();
        op.set("Strings_2", "b").unwrap();
        let text = op.graph.add(&OpEntry::of::<super::super::string::String>());
        let port = Concat::SPEC.input("Strings_1").unwrap();
        let link = op.graph.connect((text, 0), (op.node, port)).unwrap();
        op.graph.settle(op.now);
        assert_eq!(op.out("String"), "a//b");
        assert_eq!(op.out("Num Strings"), 3.0);
        op.graph.disconnect(link);
        op.graph.settle(op.now);
        assert_eq!(op.out("String"), "a/b");
    }
}
