use ropewalk_flow::testing::Bench;
use ropewalk_flow::{Graph, Host, Instant, Op, OpEntry, Resource, ResourceHandle, Sockets, Value};

use super::var_get_number::VarGetNumber;
use super::var_get_object::VarGetObject;
use super::var_set_number::VarSetNumber;
use super::var_set_object::VarSetObject;

/// Sets the variable `v` with one op and reads it with another.
fn through<S: Op, G: Op>(values: &[Value]) -> Vec<Value> {
    let host = Host {
        identity: "test".into(),
        sockets: Sockets::Web,
    };
    let mut graph = Graph::new(1, host);
    // The reader comes first, so that it is the variable that orders them.
    let get = graph.add(&OpEntry::of::<G>());
    let set = graph.add(&OpEntry::of::<S>());
    for (node, port) in [
        (get, G::SPEC.input("Variable").unwrap()),
        (set, S::SPEC.input("Variable").unwrap()),
    ] {
        graph.set(node, port, "v".into()).unwrap();
    }
    let input = S::SPEC.input("Value").unwrap();
    let read = |value: &Value| {
        graph.set(set, input, value.clone()).unwrap();
        graph.settle(Instant::ZERO);
        graph.output(get, 0).unwrap().clone()
    };
    values.iter().map(read).collect()
}

#[test]
fn a_number_that_is_set_is_read() {
    let values = [Value::Number(1.5), Value::Number(-2.0)];
    assert_eq!(through::<VarSetNumber, VarGetNumber>(&values), values);
}

#[test]
fn an_object_or_a_handle_that_is_set_is_read() {
    #[derive(Clone)]
    struct Handle;
    impl ResourceHandle for Handle {
        const KIND: &'static str = "Handle";
    }
    let values = [
        Value::from_json(r#"{"a":1}"#).unwrap(),
        Value::Resource(Resource::new(Handle)),
        Value::None,
    ];
    assert_eq!(through::<VarSetObject, VarGetObject>(&values), values);
}

#[test]
fn what_is_no_object_is_told() {
    let values = [Value::Number(1.0)];
    assert_eq!(
        through::<VarSetNumber, VarGetObject>(&values),
        [Value::None]
    );
}

#[test]
fn what_is_no_number_is_told() {
    let values = [Value::from_json(r#"{"a":1}"#).unwrap()];
    assert_eq!(
        through::<VarSetObject, VarGetNumber>(&values),
        [Value::Number(0.0)]
    );
}

#[test]
fn a_variable_that_nobody_sets_or_that_has_no_name_is_told() {
    let mut op = Bench::<VarGetNumber>::new();
    assert!(op.problem().unwrap().contains("empty"));
    op.set("Variable", "v").unwrap();
    assert!(op.problem().unwrap().contains("sets the variable `v`"));
    let mut op = Bench::<VarSetNumber>::new();
    assert!(op.problem().unwrap().contains("empty"));
    op.set("Variable", "v").unwrap();
    assert_eq!(op.problem(), None);
}
