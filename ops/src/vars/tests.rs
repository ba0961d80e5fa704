use ropewalk_flow::testing::Bench;
use ropewalk_flow::{
    Graph, Host, Instant, NodeId, Op, OpEntry, Resource, ResourceHandle, Sockets, Text, Value,
};

use super::var_get_array::VarGetArray;
use super::var_get_number::VarGetNumber;
use super::var_get_object::VarGetObject;
use super::var_get_string::VarGetString;
use super::var_set_array::VarSetArray;
use super::var_set_number::VarSetNumber;
use super::var_set_object::VarSetObject;
use super::var_set_string::VarSetString;

/// Sets the variable `v` with one op and reads it with another.
fn through<S: Op, G: Op>(values: &[Value]) -> Vec<Value> {
    let host = Host {
        identity: "test".into(),
        sockets: Sockets::Web,
        keeps_records: false,
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
fn a_text_that_is_set_is_read() {
    let values = ["", "a/b", "é"].map(Value::from);
    assert_eq!(through::<VarSetString, VarGetString>(&values), values);
}

#[test]
fn a_number_is_read_as_text() {
    let values = [Value::Number(1.5), Value::Number(f64::NAN)];
    let texts = ["1.5", "NaN"].map(Value::from);
    assert_eq!(through::<VarSetNumber, VarGetString>(&values), texts);
}

#[test]
fn an_array_that_is_set_is_read_and_not_copied() {
    let values = [
        Value::from_json(r#"[1,"a",[2]]"#).unwrap(),
        Value::from_json("[]").unwrap(),
        Value::None,
    ];
    let read = through::<VarSetArray, VarGetArray>(&values);
    for (read, value) in read.iter().zip(&values) {
        assert!(read.same(value), "{value:?}");
    }
}

#[test]
fn what_is_no_text_or_no_array_is_told() {
    let array = [Value::from_json("[1]").unwrap()];
    assert_eq!(through::<VarSetArray, VarGetString>(&array), [""]);
    let text = [Value::from("[1]")];
    assert_eq!(through::<VarSetString, VarGetArray>(&text), [Value::None]);
    assert_eq!(
        &*problem_of_reading::<VarGetString>(&array[0]),
        "The variable `v` is an Array."
    );
    assert_eq!(
        &*problem_of_reading::<VarGetArray>(&text[0]),
        "The variable `v` is a Text."
    );
}

/// What marks an op that reads a variable with this in it.
fn problem_of_reading<G: Op>(value: &Value) -> Text {
    let mut op = Bench::<G>::new();
    let set = match value {
        Value::Array(_) => op.graph.add(&OpEntry::of::<VarSetArray>()),
        _ => op.graph.add(&OpEntry::of::<VarSetString>()),
    };
    op.graph.set(set, 0, value.clone()).unwrap();
    rename(&mut op.graph, set, 1, "v");
    op.set("Variable", "v").unwrap();
    op.problem().unwrap()
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

/// A graph with a reader of `v`, and ops that set a variable each, of that name and to that number.
fn patch<const N: usize>(setters: [(&str, f64); N]) -> (Graph, NodeId, [NodeId; N]) {
    let mut graph = Bench::<VarGetNumber>::new().graph;
    let get = graph.add(&OpEntry::of::<VarGetNumber>());
    rename(&mut graph, get, 0, "v");
    let setters = setters.map(|(name, number)| {
        let set = graph.add(&OpEntry::of::<VarSetNumber>());
        rename(&mut graph, set, 1, name);
        graph.set(set, 0, number.into()).unwrap();
        set
    });
    graph.settle(Instant::ZERO);
    (graph, get, setters)
}

fn rename(graph: &mut Graph, op: NodeId, port: u16, name: &str) {
    graph.set(op, port, name.into()).unwrap();
}

/// What the reader has, and whether it says that nobody sets the variable; if its mark has changed.
fn read(graph: &mut Graph, get: NodeId) -> (Value, Option<bool>) {
    graph.settle(Instant::ZERO);
    let marks = std::iter::from_fn(|| graph.poll_status()).filter(|(node, _)| *node == get);
    let mark = marks.last().map(|(_, problem)| problem.is_some());
    (graph.output(get, 0).unwrap().clone(), mark)
}

#[test]
fn a_variable_is_gone_when_the_last_op_that_sets_it_is() {
    let (mut graph, get, [set]) = patch([("v", 3.0)]);
    assert_eq!(read(&mut graph, get).0, 3.0);
    graph.remove(set).unwrap();
    assert_eq!(read(&mut graph, get), (0.0.into(), Some(true)));
    let set = graph.add(&OpEntry::of::<VarSetNumber>());
    rename(&mut graph, set, 1, "v");
    graph.set(set, 0, 3.0.into()).unwrap();
    assert_eq!(read(&mut graph, get), (3.0.into(), Some(false)));
    graph.set_disabled(set, true).unwrap();
    assert_eq!(read(&mut graph, get), (0.0.into(), Some(true)));
    graph.set_disabled(set, false).unwrap();
    assert_eq!(read(&mut graph, get), (3.0.into(), Some(false)));
}

#[test]
fn an_op_that_names_another_variable_leaves_the_one_before() {
    let (mut graph, get, [set]) = patch([("v", 3.0)]);
    for other in ["w", ""] {
        assert_eq!(read(&mut graph, get).0, 3.0);
        rename(&mut graph, set, 1, other);
        assert_eq!(read(&mut graph, get), (0.0.into(), Some(true)));
        rename(&mut graph, set, 1, "v");
        assert_eq!(read(&mut graph, get), (3.0.into(), Some(false)));
        assert!(
            !format!("{graph:?}").contains(r#""w""#),
            "nothing is left of it"
        );
    }
    rename(&mut graph, set, 1, "w");
    rename(&mut graph, get, 0, "w");
    assert_eq!(read(&mut graph, get), (3.0.into(), None));
}

#[test]
fn when_one_of_several_leaves_a_variable_the_others_set_it_anew() {
    let (mut graph, get, [one, two]) = patch([("v", 1.0), ("v", 2.0)]);
    assert_eq!(read(&mut graph, get).0, 2.0);
    graph.remove(two).unwrap();
    assert_eq!(read(&mut graph, get), (1.0.into(), None));
    graph.remove(one).unwrap();
    assert_eq!(read(&mut graph, get), (0.0.into(), Some(true)));
}

#[test]
fn an_op_that_never_settles_on_a_name_is_stopped() {
    let (mut graph, get, [set]) = patch([("0", 1.0)]);
    // While `0` is 0, the op sets it to 1; that is the name of another, so that `0` is 0 again.
    rename(&mut graph, get, 0, "0");
    graph.connect((get, 0), (set, 1)).unwrap();
    graph.settle(Instant::ZERO);
    let problem = std::iter::from_fn(|| graph.poll_status())
        .filter(|(node, _)| *node == set)
        .last();
    let text = problem.unwrap().1.unwrap().text;
    assert!(text.contains("does not come to rest"), "{text}");
}
