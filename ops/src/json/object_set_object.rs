//! `Ops.Json.ObjectSetObject`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::set;

/// Puts an object into an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectSetObject",
    aliases(
        "Ops.Json.ObjectSetObject_v2",
        "Ops.Json.ObjectSetObjectSimple",
        "Ops.Json.ObjectSetObjectSimple_v2",
        "Ops.Patch.PpiMxeG.ObjectSetObjectSimple_v2",
        "Ops.User.pandur.ObjectKeyObject",
        "Ops.User.pandur.ObjectSetObject",
        "Ops.User.pandur.ObjectSetObjectSimple"
    ),
    help = include_str!("object_set_object.md")
)]
pub(super) struct ObjectSetObject {
    /// The object; a new one where there is none.
    #[input(name = "Object")]
    object: In<Object>,
    /// The name of the other object in it.
    #[input(name = "Key")]
    key: In<Text>,
    /// The object to put in; `null` where there is none.
    #[input(name = "Object Value")]
    value: In<Object>,
    /// A copy of the object, in which Key has the other.
    #[output(name = "Result Object")]
    result: Out<Object>,
}

/// How many objects and lists may be inside of each other. JSON is read to a depth of 127.
const MOST_LEVELS: u32 = 100;
/// How many values an object may have, in all that is in it.
const MOST_VALUES: u32 = 1_000_000;

impl Handlers for ObjectSetObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx).map_or(Value::None, Value::Object);
        // A loop that puts its result in again would make it ever deeper, or twice as large each time.
        let mut room = MOST_VALUES;
        if !is_bounded(&value, MOST_LEVELS, &mut room) {
            return Err(OpError::new(format!(
                "Object Value is more than {MOST_LEVELS} levels deep, or has more than {MOST_VALUES} \
                 values: take a part of it, or undo the loop that puts it into itself."
            )));
        }
        set(value, self.object, self.key, self.result, cx);
        Ok(())
    }
}

fn is_bounded(value: &Value, levels: u32, room: &mut u32) -> bool {
    let Some(rest) = room.checked_sub(1) else {
        return false;
    };
    *room = rest;
    let inside = |value: &Value| is_bounded(value, levels - 1, room);
    match value {
        Value::Object(object) => levels > 0 && object.values().all(inside),
        Value::Array(array) => levels > 0 && array.iter().all(inside),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_object_is_there_for_the_key() {
        let mut op = Bench::<ObjectSetObject>::new();
        assert!(op.problem().unwrap().contains("Key is empty"));
        assert_eq!(op.out("Result Object").to_json(), "{}");
        op.set("Key", "roof").unwrap();
        assert_eq!(op.out("Result Object").to_json(), r#"{"roof":null}"#);
        let object = Value::from_json(r#"{"a":1}"#).unwrap();
        let other = Value::from_json(r#"{"b":[2]}"#).unwrap();
        op.set("Object", object.clone()).unwrap();
        op.set("Object Value", other.clone()).unwrap();
        let json = r#"{"a":1,"roof":{"b":[2]}}"#;
        assert_eq!(op.out("Result Object").to_json(), json);
        assert_eq!(
            object.to_json(),
            r#"{"a":1}"#,
            "another op may hold the one"
        );
        assert_eq!(
            other.to_json(),
            r#"{"b":[2]}"#,
            "another op may hold the other"
        );
    }

    #[test]
    fn an_object_in_itself_is_no_circle() {
        let mut op = Bench::<ObjectSetObject>::new();
        let object = Value::from_json(r#"{"a":1}"#).unwrap();
        op.set("Key", "self").unwrap();
        op.set("Object", object.clone()).unwrap();
        op.set("Object Value", object).unwrap();
        let json = r#"{"a":1,"self":{"a":1}}"#;
        assert_eq!(op.out("Result Object").to_json(), json);
    }

    #[test]
    fn what_is_put_into_itself_again_and_again_is_refused_once_it_is_deep() {
        let mut op = Bench::<ObjectSetObject>::new();
        op.set("Key", "a").unwrap();
        assert_eq!(op.problem(), None);
        for _ in 0..MOST_LEVELS {
            let result = op.out("Result Object");
            op.set("Object Value", result).unwrap();
        }
        assert_eq!(op.problem(), None);
        let deep = op.out("Result Object");
        op.set("Object Value", deep.clone()).unwrap();
        assert!(op.problem().unwrap().contains("100 levels"));
        assert!(op.out("Result Object").same(&deep), "the last one stays");
        Value::from_json(&deep.to_json()).expect("it can be read again");
    }

    #[test]
    fn what_grows_twice_as_large_again_and_again_is_refused_once_it_is_large() {
        let mut op = Bench::<ObjectSetObject>::new();
        let mut rounds = 0;
        while op
            .problem()
            .is_none_or(|text| text.contains("Key is empty"))
        {
            for key in ["a", "b"] {
                op.set("Key", key).unwrap();
                let result = op.out("Result Object");
                op.set("Object", result).unwrap();
            }
            let result = op.out("Result Object");
            op.set("Object Value", result).unwrap();
            rounds += 1;
            assert!(rounds < 50);
        }
        assert!(rounds > 10);
    }
}
