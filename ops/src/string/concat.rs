//! `Ops.String.Concat`

use ropewalk_flow::{Cx, Handlers, In, Multi, Op, OpError, Out, Text};

use crate::multi::count;

/// Joins texts.
#[derive(Op)]
#[op(
    name = "Ops.String.Concat",
    aliases(
        "Ops.String.Concat_v2",
        "Ops.String.Concat_v3",
        "Ops.Extension.Deprecated.ConcatMultiPort"
    ),
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
    /// The texts.
    #[input(name = "Strings", alias = "string1", multi = 2)]
    strings: Multi<In<Text>>,
    /// The texts in their order, with the separator between them.
    #[output(name = "String", alias = "result")]
    string: Out<Text>,
    /// How many texts were joined.
    #[output(name = "Num Strings")]
    count: Out<f64>,
}

impl Handlers for Concat {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let texts = self.strings.ports(cx).map(|port| port.get(cx));
        let texts: Vec<Text> = texts.collect();
        let separator = self.separator.get(cx);
        let separator = match &*separator {
            "None" => "",
            "LineBreak" => "\n",
            "Space" => " ",
            other => other,
        };
        self.count.set(cx, count(self.strings, cx));
        self.string.set(cx, texts.join(separator));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

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
    fn each_port_counts_an_empty_one_too() {
        let mut op = Bench::<Concat>::new();
        op.set("Seperator", "/").unwrap();
        op.set_port_count(false, 4).unwrap();
        op.set("Strings_0", "a").unwrap();
        op.set("Strings_3", "b").unwrap();
        assert_eq!(op.out("String"), "a///b");
        assert_eq!(op.out("Num Strings"), 4.0);
        op.set_port_count(false, 1).unwrap();
        assert_eq!(op.out("String"), "a");
        assert_eq!(op.out("Num Strings"), 1.0);
    }

    #[test]
    fn a_separator_can_be_chosen_by_number() {
        assert_eq!(
            Concat::SPEC.choice("Seperator index"),
            Concat::SPEC.input("Seperator")
        );
    }
}
