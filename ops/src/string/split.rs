//! `Ops.String.Split`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value, text_to_number};

/// Splits a text at each separator.
#[derive(Op)]
#[op(name = "Ops.String.Split", aliases("Ops.String.Split_v2", "Ops.String.SplitString", "Ops.Extension.Deprecated.Split", "Ops.Extension.Deprecated.Split_v2"), help = include_str!("split.md"))]
pub(super) struct Split {
    /// The text.
    #[input(name = "Input String", default = "1,2,3", display = "editor")]
    text: In<Text>,
    /// What stands between two parts. Empty, each character is a part.
    #[input(name = "Separator", default = ",")]
    separator: In<Text>,
    /// Whether each line is a part, whatever the separator is.
    #[input(name = "Split Lines")]
    lines: In<bool>,
    /// Whether the parts become numbers.
    #[input(name = "Numbers")]
    numbers: In<bool>,
    /// The parts.
    #[output(name = "Result")]
    result: Out<Array>,
}

impl Handlers for Split {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (text, separator) = (self.text.get(cx), self.separator.get(cx));
        let separator = if self.lines.get(cx) {
            "\n"
        } else {
            &*separator
        };
        let mut parts: Vec<Value> = if separator.is_empty() {
            text.chars().map(|c| c.to_string().into()).collect()
        } else {
            text.split(separator).map(Value::from).collect()
        };
        let mut outcome = Ok(());
        if self.numbers.get(cx) {
            for part in &mut parts {
                let number = match part {
                    Value::Text(text) if text.trim().is_empty() => Some(0.0),
                    Value::Text(text) => text_to_number(text),
                    _ => None,
                };
                if number.is_none() {
                    let text = format!("`{part}` is no number: it is NaN in the result.");
                    outcome = Err(OpError::new(text));
                }
                *part = number.unwrap_or(f64::NAN).into();
            }
        }
        self.result.set(cx, parts);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_text_is_split_at_a_separator_at_lines_or_everywhere() {
        let mut op = Bench::<Split>::new();
        assert_eq!(op.out("Result").to_json(), r#"["1","2","3"]"#);
        for (text, separator, json) in [
            ("a, b", ", ", r#"["a","b"]"#),
            (",a,", ",", r#"["","a",""]"#),
            ("é€", "", r#"["é","€"]"#),
            ("", "", "[]"),
            ("", ",", r#"[""]"#),
            ("a\nb", ",", r#"["a\nb"]"#),
        ] {
            op.set("Input String", text).unwrap();
            op.set("Separator", separator).unwrap();
            assert_eq!(op.out("Result").to_json(), json);
        }
        op.set("Split Lines", true).unwrap();
        assert_eq!(op.out("Result").to_json(), r#"["a","b"]"#);
    }

    #[test]
    fn parts_become_numbers_and_what_is_none_is_told() {
        let mut op = Bench::<Split>::new();
        op.set("Numbers", true).unwrap();
        op.set("Input String", "1, 2.5,-3e2,").unwrap();
        assert_eq!(op.out("Result").to_json(), "[1,2.5,-300,0]");
        assert_eq!(op.problem(), None);
        op.set("Input String", "1,x").unwrap();
        let nan = [1.0, f64::NAN].map(Value::Number);
        assert_eq!(op.out("Result"), Value::Array(nan.into()));
        assert!(op.problem().unwrap().contains("`x`"));
    }
}
