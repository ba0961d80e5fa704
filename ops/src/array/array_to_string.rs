//! `Ops.Array.ArrayToString`

use std::fmt::Write as _;

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text};

/// Joins an array to a text.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArrayToString",
    aliases("Ops.Array.ArrayToString_v2", "Ops.Array.ArrayToString_v3"),
    help = include_str!("array_to_string.md")
)]
pub(super) struct ArrayToString {
    /// The array.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// What stands between two items.
    #[input(name = "Seperator", default = ",")]
    separator: In<Text>,
    /// What stands before each item.
    #[input(name = "Prefix")]
    prefix: In<Text>,
    /// Whether each item begins a new line.
    #[input(name = "New Line")]
    new_line: In<bool>,
    /// The text.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for ArrayToString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        let (separator, prefix) = (self.separator.get(cx), self.prefix.get(cx));
        let new_line = if self.new_line.get(cx) { "\n" } else { "" };
        let mut text = String::new();
        for (place, item) in array.as_deref().unwrap_or_default().iter().enumerate() {
            if place > 0 {
                text.push_str(&separator);
                text.push_str(new_line);
            }
            // Writing to a string cannot fail.
            let _ = write!(text, "{prefix}{item}");
        }
        self.result.set(cx, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn items_are_joined_as_people_write_them() {
        let mut op = Bench::<ArrayToString>::new();
        let array = Value::from_json(r#"[1.5,"a",null,true,[1,"b"],{"k":2}]"#).unwrap();
        op.set("Array", array).unwrap();
        assert_eq!(op.out("Result"), r#"1.5,a,,true,[1,"b"],{"k":2}"#);
    }

    #[test]
    fn a_prefix_stands_before_each_and_each_can_have_its_line() {
        let mut op = Bench::<ArrayToString>::new();
        op.set("Array", Value::from_json("[1,2,3]").unwrap())
            .unwrap();
        op.set("Prefix", "- ").unwrap();
        op.set("Seperator", ";").unwrap();
        assert_eq!(op.out("Result"), "- 1;- 2;- 3");
        op.set("New Line", true).unwrap();
        assert_eq!(op.out("Result"), "- 1;\n- 2;\n- 3");
    }

    #[test]
    fn of_nothing_comes_an_empty_text() {
        let mut op = Bench::<ArrayToString>::new();
        op.set("Prefix", "- ").unwrap();
        assert_eq!(op.out("Result"), "", "nothing is linked");
        op.set("Array", Value::from_json("[]").unwrap()).unwrap();
        assert_eq!(op.out("Result"), "");
    }
}
