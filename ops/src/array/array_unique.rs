//! `Ops.Array.ArrayUnique`

use indexmap::IndexMap;
use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::set;

/// Leaves out what an array has twice.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayUnique", help = include_str!("array_unique.md"))]
pub(super) struct ArrayUnique {
    /// The array.
    #[input(name = "In")]
    array: In<Array>,
    /// Each of its items once, where it first was.
    #[output(name = "Result")]
    result: Out<Array>,
}

impl Handlers for ArrayUnique {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx).map(|array| {
            let mut seen = IndexMap::<Text, Value>::new();
            for item in array.iter() {
                // A number and a text that is written like it are two.
                let key = format!("{} {item}", item.type_name());
                seen.entry(key.into()).or_insert_with(|| item.clone());
            }
            seen.into_values().collect()
        });
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
        assert_eq!(op.out("Result"), Value::None, "nothing is linked");
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
            op.set("In", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(op.out("Result").to_json(), unique);
        }
        let array: Array = [f64::NAN, 0.0, f64::NAN, -0.0].map(Value::Number).into();
        op.set("In", array).unwrap();
        let unique = [f64::NAN, 0.0].map(Value::Number);
        assert_eq!(op.out("Result"), Value::Array(unique.into()));
    }

    #[test]
    fn a_long_array_takes_no_longer_for_each_of_its_items() {
        let mut op = Bench::<ArrayUnique>::new();
        let numbers = (0..100_000).map(|number| Value::Number(f64::from(number)));
        let array: Array = numbers.clone().chain(numbers).collect();
        op.set("In", array).unwrap();
        let Value::Array(unique) = op.out("Result") else {
            panic!("no array")
        };
        assert_eq!(unique.len(), 100_000);
    }
}
