//! `Ops.Array.ArrayGetString`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::item;

/// Takes a text out of an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArrayGetString",
    alias = "Ops.Array.ArrayGetString_v2",
    help = include_str!("array_get_string.md")
)]
pub(super) struct ArrayGetString {
    /// The array.
    #[input(name = "Array", alias = "array", needed)]
    array: In<Array>,
    /// Where the text is, counted from 0.
    #[input(name = "Index", alias = "index", min = 0, display = "integer")]
    index: In<f64>,
    /// The text; a number or a boolean as text, an object or an array as JSON; empty where there is
    /// nothing.
    #[output(name = "Result", alias = "result")]
    result: Out<Text>,
    /// Whether there is something at that place.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ArrayGetString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let item = item(self.array.get(cx), self.index.get(cx));
        let item = item.filter(|item| !matches!(item, Value::None));
        self.found.set(cx, item.is_some());
        let text = match item {
            Some(Value::Text(text)) => text,
            Some(other) => other.to_string().into(),
            None => "".into(),
        };
        self.result.set(cx, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn an_index_leads_to_a_text() {
        let mut op = Bench::<ArrayGetString>::new();
        assert_eq!(op.out("Found"), false, "nothing is linked");
        let array = Value::from_json(r#"["a","",7.5,true,[1,"b"],null]"#).unwrap();
        op.set("Array", array).unwrap();
        for (index, text) in [
            (0.0, "a"),
            (1.9, ""),
            (2.0, "7.5"),
            (3.0, "true"),
            (4.0, r#"[1,"b"]"#),
        ] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("Result"), text, "{index}");
            assert_eq!(op.out("Found"), true);
        }
        for index in [5.0, 6.0, -1.0, f64::NAN, f64::INFINITY] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("Result"), "");
            assert_eq!(op.out("Found"), false, "{index}");
        }
    }
}
