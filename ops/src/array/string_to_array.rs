//! `Ops.Array.StringToArray`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Text, Value, text_to_number};

use super::count;

/// Splits a text into an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.StringToArray",
    aliases(
        "Ops.Array.StringToArray_v2",
        "Ops.Array.StringToArray_v3",
        "Ops.Array.ParseArray",
        "Ops.Array.ParseArray_v2"
    ),
    help = include_str!("string_to_array.md")
)]
pub(super) struct StringToArray {
    /// The text.
    #[input(name = "text", default = "1,2,3", display = "editor")]
    text: In<Text>,
    /// What stands between two items.
    #[input(
        name = "Separator",
        default = ",",
        choices(",", ";", "Line Break", "Tab", "Custom")
    )]
    separator: In<Text>,
    /// What stands between them for `Custom`. Empty, each character is an item.
    #[input(name = "Custom Separator")]
    custom: In<Text>,
    /// Whether a new line begins a new item too.
    #[input(
        name = "Line Breaks",
        default = "Separator",
        choices("Separator", "Ignore")
    )]
    lines: In<Text>,
    /// What the items become. Auto: those that are numbers become numbers, the others stay text.
    #[input(name = "Type", default = "Auto", choices("Auto", "Numbers", "Strings"))]
    kind: In<Text>,
    /// Whether the spaces around each item are taken away.
    #[input(name = "Trim", default = true)]
    trim: In<bool>,
    /// Whether what is no number is replaced, for `Numbers`. It is NaN otherwise.
    #[input(name = "Replace Nan", default = true)]
    replaces: In<bool>,
    /// What it is replaced by.
    #[input(name = "Replace Nan Value", default = -1)]
    replacement: In<f64>,
    /// The items.
    #[output(name = "array")]
    array: Out<Array>,
    /// Fires after the array is set.
    #[output(name = "Parsed")]
    parsed: Fire,
    /// How many items there are.
    #[output(name = "length")]
    length: Out<f64>,
}

impl Handlers for StringToArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (text, trims) = (self.text.get(cx), self.trim.get(cx));
        let text = if trims { text.trim() } else { &*text };
        let (separator, custom) = (self.separator.get(cx), self.custom.get(cx));
        let separator = match &*separator {
            "Line Break" => "\n",
            "Tab" => "\t",
            "Custom" => &*custom,
            separator => separator,
        };
        let lines = match &*self.lines.get(cx) {
            "Ignore" => vec![text],
            _ => text.lines().collect(),
        };
        // Where nothing separates, the library's split finds nothing before the first character
        // and behind the last.
        let is_piece = |piece: &&str| !separator.is_empty() || !piece.is_empty();
        let pieces = lines.into_iter().flat_map(|line| line.split(separator));
        let mut pieces = Vec::from_iter(pieces.filter(is_piece));
        if pieces.last().is_some_and(|last| last.is_empty()) {
            pieces.pop();
        }
        let kind = self.kind.get(cx);
        let replacement = if self.replaces.get(cx) {
            self.replacement.get(cx)
        } else {
            f64::NAN
        };
        let mut replaced = 0_u32;
        let read = |piece: &str| {
            let piece = if trims { piece.trim() } else { piece };
            if &*kind == "Strings" {
                return Value::from(piece);
            }
            match text_to_number(piece).filter(|number| number.is_finite()) {
                Some(number) => number.into(),
                None if &*kind == "Auto" => piece.into(),
                None => {
                    replaced += 1;
                    replacement.into()
                }
            }
        };
        let array: Array = pieces.into_iter().map(read).collect();
        if replaced > 0 {
            let of = array.len();
            cx.set_warning(format!("Of {of} items, {replaced} are no numbers."));
        } else {
            cx.clear_problem();
        }
        self.length.set(cx, count(&array));
        self.array.set(cx, array);
        self.parsed.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn json(op: &Bench<StringToArray>) -> String {
        op.out("array").to_json()
    }

    #[test]
    fn a_text_is_split_and_what_is_a_number_becomes_one() {
        let mut op = Bench::<StringToArray>::new();
        assert_eq!(json(&op), "[1,2,3]");
        assert_eq!(op.pulses("Parsed"), 1);
        for (text, array, length) in [
            (
                " 1.5, roof ,,true\n-2 ",
                r#"[1.5,"roof","","true",-2]"#,
                5.0,
            ),
            ("1,2,", "[1,2]", 2.0),
            ("a\r\nb", r#"["a","b"]"#, 2.0),
            ("NaN,Infinity", r#"["NaN","Infinity"]"#, 2.0),
            ("", "[]", 0.0),
            (",", r#"[""]"#, 1.0),
        ] {
            op.set("text", text).unwrap();
            assert_eq!(json(&op), array, "{text:?}");
            assert_eq!(op.out("length"), length, "{text:?}");
        }
        assert_eq!(op.pulses("Parsed"), 7);
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn anything_can_separate() {
        let mut op = Bench::<StringToArray>::new();
        op.set("text", "a;b c\td, e\nf").unwrap();
        for (separator, custom, array) in [
            (";", "", r#"["a","b c\td, e","f"]"#),
            ("Tab", "", r#"["a;b c","d, e","f"]"#),
            ("Line Break", "", r#"["a;b c\td, e","f"]"#),
            ("Custom", ", ", r#"["a;b c\td","e","f"]"#),
            ("Custom", "none", r#"["a;b c\td, e","f"]"#),
        ] {
            op.set("Separator", separator).unwrap();
            op.set("Custom Separator", custom).unwrap();
            assert_eq!(json(&op), array, "{separator} {custom}");
        }
        op.set("Line Breaks", "Ignore").unwrap();
        assert_eq!(json(&op), r#"["a;b c\td, e\nf"]"#);
    }

    #[test]
    fn with_an_empty_separator_each_character_is_an_item() {
        let mut op = Bench::<StringToArray>::new();
        op.set("Separator", "Custom").unwrap();
        for (text, array) in [("1é\n🙂", r#"[1,"é","🙂"]"#), ("", "[]")] {
            op.set("text", text).unwrap();
            assert_eq!(json(&op), array);
        }
    }

    #[test]
    fn untrimmed_items_keep_their_spaces() {
        let mut op = Bench::<StringToArray>::new();
        op.set("Type", "Strings").unwrap();
        op.set("text", " 1, 2 ").unwrap();
        assert_eq!(json(&op), r#"["1","2"]"#);
        op.set("Trim", false).unwrap();
        assert_eq!(json(&op), r#"[" 1"," 2 "]"#);
    }

    #[test]
    fn of_numbers_alone_what_is_none_is_replaced_and_told() {
        let mut op = Bench::<StringToArray>::new();
        op.set("Type", "Numbers").unwrap();
        assert_eq!(op.problem(), None);
        op.set("text", "1,two,,4").unwrap();
        assert_eq!(json(&op), "[1,-1,-1,4]");
        assert!(op.problem().unwrap().contains("2 are no numbers"));
        op.set("Replace Nan", false).unwrap();
        let Value::Array(array) = op.out("array") else {
            panic!("no array")
        };
        assert_eq!(array[1], f64::NAN);
        op.set("text", "1").unwrap();
        assert_eq!(op.problem(), None);
    }
}
