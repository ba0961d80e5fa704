//! `Ops.Array.ArrayUnique`

use indexmap::IndexMap;
use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::{count, set};

/// Leaves out what an array has twice.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayUnique", help = include_str!("array_unique.md"))]
pub(super) struct ArrayUnique {
    /// The array.
    #[input(name = "array", alias = "In", needed)]
    array: In<Array>,
    /// What is compared: single items, or points of two or three items each.
    #[input(name = "Format", default = "X", choices("X", "XY", "XYZ"))]
    format: In<Text>,
    /// Each of its items once, where it first was.
    #[output(name = "arrayOut", alias = "Result")]
    result: Out<Array>,
    /// How many items are left.
    #[output(name = "Array Length Out")]
    length: Out<f64>,
}

impl Handlers for ArrayUnique {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let size = self.format.get(cx).len();
        let array: Option<Array> = self.array.get(cx).map(|array| {
            // A set, of the type that objects have anyway.
            let mut seen = IndexMap::<Text, Value>::new();
            let mut unique = Vec::new();
            for point in array.chunks_exact(size.max(1)) {
                // A number and a text that is written like it are two.
                let mut key = String::new();
                for item in point {
                    key += item.type_name();
                    key += &item.to_string();
                    key.push(' ');
                }
                if seen.insert(key.into(), Value::None).is_none() {
                    unique.extend_from_slice(point);
                }
            }
            unique.into()
        });
        self.length
            .set(cx, count(array.as_deref().unwrap_or_default()));
        set(self.result, array, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_item_is_there_once_where_it_first_was() {
        let mut op = Bench::<ArrayUnique>::new();
        assert_eq!(op.out("arrayOut"), Value::None, "nothing is linked");
        for (json, unique) in [
            ("[3,1,3,2,1]", "[3,1,2]"),
            (
                r#"[1,"1",true,"true",null,""]"#,
                r#"[1,"1",true,"true",null,""]"#,
            ),
            (r#"["b","a","b",null,null]"#, r#"["b","a",null]"#),
            (
                r#"[[1],[1],{"a":1},{"a":1},{"a":2}]"#,
                r#"[[1],{"a":1},{"a":2}]"#,
            ),
            ("[]", "[]"),
        ] {
            op.set("array", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(op.out("arrayOut").to_json(), unique);
        }
        let array: Array = [f64::NAN, 0.0, f64::NAN, -0.0].map(Value::Number).into();
        op.set("array", array).unwrap();
        let unique = [f64::NAN, 0.0].map(Value::Number);
        assert_eq!(op.out("arrayOut"), Value::Array(unique.into()));
    }

    #[test]
    fn points_are_compared_whole() {
        let mut op = Bench::<ArrayUnique>::new();
        let array = Value::from_json("[1,2,3,1,2,3,3,1,2]").unwrap();
        op.set("array", array).unwrap();
        for (format, unique, length) in [
            ("X", "[1,2,3]", 3.0),
            ("XY", "[1,2,3,1,2,3]", 6.0),
            ("XYZ", "[1,2,3,3,1,2]", 6.0),
        ] {
            op.set("Format", format).unwrap();
            assert_eq!(op.out("arrayOut").to_json(), unique);
            assert_eq!(op.out("Array Length Out"), length);
        }
        op.set("array", Value::None).unwrap();
        assert_eq!(op.out("arrayOut"), Value::None);
        assert_eq!(op.out("Array Length Out"), 0.0);
    }

    #[test]
    fn a_long_array_takes_no_longer_for_each_of_its_items() {
        let mut op = Bench::<ArrayUnique>::new();
        let numbers = (0..100_000).map(|number| Value::Number(f64::from(number)));
        let array: Array = numbers.clone().chain(numbers).collect();
        op.set("array", array).unwrap();
        let Value::Array(unique) = op.out("arrayOut") else {
            panic!("no array")
        };
        assert_eq!(unique.len(), 100_000);
    }
}
