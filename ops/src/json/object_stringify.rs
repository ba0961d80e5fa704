//! `Ops.Json.ObjectStringify`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

/// Writes an object as JSON.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectStringify",
    aliases(
        "Ops.Json.ObjectStringify_v2",
        "Ops.Json.ObjectStringify_v1",
        "Ops.Json.ObjectStringify_v0",
        "Ops.Json.ObjectToJSON"
    ),
    help = include_str!("object_stringify.md")
)]
pub(super) struct ObjectStringify {
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// Whether each entry stands on a line of its own.
    #[input(name = "Beautify", default = true)]
    beautify: In<bool>,
    /// The JSON text; empty where there is no object.
    #[output(name = "Result")]
    result: Out<Text>,
    /// Whether there is no object.
    #[output(name = "Error")]
    error: Out<bool>,
}

impl Handlers for ObjectStringify {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let object = self.object.get(cx);
        self.error.set(cx, object.is_none());
        let json = object.map(|object| Value::Object(object).to_json());
        let json = json.unwrap_or_default();
        let json = if self.beautify.get(cx) {
            on_lines(&json)
        } else {
            json
        };
        self.result.set(cx, json);
        Ok(())
    }
}

/// The same JSON with each entry on a line of its own, indented by four spaces a level.
fn on_lines(json: &str) -> String {
    let mut lines = String::new();
    let mut level = 0;
    let mut is_in_text = false;
    let mut characters = json.chars().peekable();
    while let Some(character) = characters.next() {
        if is_in_text {
            lines.push(character);
            match character {
                '\\' => lines.extend(characters.next()),
                '"' => is_in_text = false,
                _ => {}
            }
            continue;
        }
        if matches!(character, '}' | ']') {
            level -= 1;
            break_line(&mut lines, level);
        }
        lines.push(character);
        match character {
            '"' => is_in_text = true,
            ':' => lines.push(' '),
            ',' => break_line(&mut lines, level),
            // What is empty stays on its line.
            '{' | '[' => match characters.next_if(|next| matches!(next, '}' | ']')) {
                Some(end) => lines.push(end),
                None => {
                    level += 1;
                    break_line(&mut lines, level);
                }
            },
            _ => {}
        }
    }
    lines
}

fn break_line(lines: &mut String, level: usize) {
    lines.push('\n');
    for _ in 0..level {
        lines.push_str("    ");
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn an_object_is_written_on_one_line_or_on_several() {
        let mut op = Bench::<ObjectStringify>::new();
        let json = r#"{"a":[1,{"b":null},[]],"c":{},"d":"e"}"#;
        op.set("Object", Value::from_json(json).unwrap()).unwrap();
        let lines = [
            "{",
            "    \"a\": [",
            "        1,",
            "        {",
            "            \"b\": null",
            "        },",
            "        []",
            "    ],",
            "    \"c\": {},",
            "    \"d\": \"e\"",
            "}",
        ];
        assert_eq!(op.out("Result"), lines.join("\n").as_str());
        op.set("Beautify", false).unwrap();
        assert_eq!(op.out("Result"), json);
        assert_eq!(op.out("Error"), false);
    }

    #[test]
    fn a_text_in_it_stays_as_it_is() {
        let mut op = Bench::<ObjectStringify>::new();
        for json in [
            r#"{"{,:":"a,b: [c] {\"d\",\\"}"#,
            r#"{"\\":"\\\\\"","é":"\n"}"#,
            "{}",
        ] {
            let object = Value::from_json(json).unwrap();
            op.set("Object", object.clone()).unwrap();
            let result = op.out("Result").to_string();
            assert_eq!(Value::from_json(&result).unwrap(), object);
            let entries = result.lines().count().max(3) - 2;
            let Value::Object(object) = object else {
                panic!("it is one");
            };
            assert_eq!(entries, object.len().max(1), "{result}");
        }
    }

    #[test]
    fn without_an_object_there_is_no_text() {
        let mut op = Bench::<ObjectStringify>::new();
        assert_eq!(op.out("Result"), "");
        assert_eq!(op.out("Error"), true);
        op.set("Object", Value::from_json("{}").unwrap()).unwrap();
        assert_eq!(op.out("Result"), "{}");
        assert_eq!(op.out("Error"), false);
        op.set("Object", Value::None).unwrap();
        assert_eq!(op.out("Result"), "");
    }

    #[test]
    fn what_json_has_no_word_for_is_null() {
        let mut op = Bench::<ObjectStringify>::new();
        let object = Object::new(
            [("a".into(), Value::Number(f64::NAN))]
                .into_iter()
                .collect(),
        );
        op.set("Object", object).unwrap();
        op.set("Beautify", false).unwrap();
        assert_eq!(op.out("Result"), r#"{"a":null}"#);
    }
}
