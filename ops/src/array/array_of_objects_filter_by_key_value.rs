//! `Ops.Array.Objects.ArrayOfObjectsFilterByKeyValue`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::set;

/// Keeps the objects of an array that have a certain value.
#[derive(Op)]
#[op(name = "Ops.Array.Objects.ArrayOfObjectsFilterByKeyValue", aliases("Ops.Array.Objects.ArrayOfObjectsFilterByKeyValue_v2", "Ops.Array.Objects.ArrayOfObjectsFilterByKeyValue_v3"), help = include_str!("array_of_objects_filter_by_key_value.md"))]
pub(super) struct ArrayOfObjectsFilterByKeyValue {
    /// The array with the objects.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// The key of the value.
    #[input(name = "Filter Key")]
    key: In<Text>,
    /// How the value is compared, as text.
    #[input(
        name = "Method",
        default = "equals",
        choices("equals", "startsWith", "endsWith", "includes")
    )]
    method: In<Text>,
    /// What it is compared with.
    #[input(name = "Filter Value")]
    value: In<Text>,
    /// Whether those stay that do not match.
    #[input(name = "Invert Filter")]
    invert: In<bool>,
    /// The objects that stay, in their order.
    #[output(name = "arrayOut")]
    result: Out<Array>,
}

impl Handlers for ArrayOfObjectsFilterByKeyValue {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (key, wanted) = (self.key.get(cx), self.value.get(cx));
        let method = self.method.get(cx);
        let inverts = self.invert.get(cx);
        let stays = |item: &&Value| {
            let Value::Object(object) = item else {
                return false;
            };
            let Some(value) = object
                .get(&*key)
                .filter(|value| !matches!(value, Value::None))
            else {
                return false;
            };
            let text = value.to_string();
            let matches = match &*method {
                "startsWith" => text.starts_with(&*wanted),
                "endsWith" => text.ends_with(&*wanted),
                "includes" => text.contains(&*wanted),
                _ => *text == *wanted,
            };
            matches != inverts
        };
        let array = self.array.get(cx);
        let kept = array.map(|array| array.iter().filter(stays).cloned().collect());
        set(self.result, kept, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn kept(method: &str, value: &str, invert: bool) -> String {
        let mut op = Bench::<ArrayOfObjectsFilterByKeyValue>::new();
        let json = r#"[{"t":"lamp"},{"t":"lampshade"},{"t":5},{"t":0},{"t":null},{"u":"lamp"},7]"#;
        op.set("Array", Value::from_json(json).unwrap()).unwrap();
        op.set("Filter Key", "t").unwrap();
        op.set("Method", method).unwrap();
        op.set("Filter Value", value).unwrap();
        op.set("Invert Filter", invert).unwrap();
        op.out("arrayOut").to_json()
    }

    #[test]
    fn objects_are_kept_by_the_text_of_a_value() {
        for (method, value, json) in [
            ("equals", "lamp", r#"[{"t":"lamp"}]"#),
            ("equals", "5", r#"[{"t":5}]"#),
            ("equals", "0", r#"[{"t":0}]"#),
            ("startsWith", "lamp", r#"[{"t":"lamp"},{"t":"lampshade"}]"#),
            ("endsWith", "shade", r#"[{"t":"lampshade"}]"#),
            ("includes", "amps", r#"[{"t":"lampshade"}]"#),
            ("equals", "", "[]"),
        ] {
            assert_eq!(kept(method, value, false), json, "{method} {value}");
        }
        let others = r#"[{"t":"lampshade"},{"t":5},{"t":0}]"#;
        assert_eq!(kept("equals", "lamp", true), others);
    }

    #[test]
    fn of_nothing_comes_nothing() {
        let op = Bench::<ArrayOfObjectsFilterByKeyValue>::new();
        assert_eq!(op.out("arrayOut"), Value::None);
    }
}
