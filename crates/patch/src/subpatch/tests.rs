use serde_json::{Value as Json, json};

use super::*;
use crate::fixtures::catalogue;
use crate::format::{FileError, Loaded, load, save};

fn file(ops: &Json, links: &Json) -> Loaded {
    let file = json!({ "ropewalk": 1, "id": "p", "name": "P", "ops": ops, "links": links });
    load(file.to_string(), &catalogue()).unwrap()
}

fn texts(loaded: &Loaded) -> Vec<String> {
    loaded.warnings.iter().map(ToString::to_string).collect()
}

/// `inner` in `mid` in `outer`, and a Sum in each.
fn nested() -> Json {
    json!([
        { "id": "sum", "op": "Ops.Math.Sum" },
        { "id": "outer", "op": SUBPATCH },
        { "id": "sum1", "op": "Ops.Math.Sum", "subpatch": "outer" },
        { "id": "mid", "op": SUBPATCH, "subpatch": "outer" },
        { "id": "sum2", "op": "Ops.Math.Sum", "subpatch": "mid" },
        { "id": "inner", "op": SUBPATCH, "subpatch": "mid" },
        { "id": "sum3", "op": "Ops.Math.Sum", "subpatch": "inner" },
    ])
}

fn links(ends: &[(&str, &str)]) -> Json {
    let link = |(from, to): &(&str, &str)| json!({ "from": { "op": from, "port": "result" }, "to": { "op": to, "port": "a" } });
    ends.iter().map(link).collect()
}

fn shown(document: &Document, subpatch: &str) -> Vec<String> {
    let exposed = document.op(subpatch).unwrap().exposed().iter();
    exposed
        .map(|it| {
            let way = if it.output { ">" } else { "<" };
            format!("{way} {}: {} {}", it.name, it.op, it.port)
        })
        .collect()
}

#[test]
fn a_link_exposes_its_port_at_each_border_that_it_crosses() {
    let loaded = file(&nested(), &links(&[("sum", "sum3"), ("sum3", "sum1")]));
    assert_eq!(texts(&loaded), [""; 0]);
    let document = &loaded.document;
    assert_eq!(shown(document, "outer"), ["< a: sum3 a"]);
    assert_eq!(
        shown(document, "mid"),
        ["< a: sum3 a", "> result: sum3 result"]
    );
    assert_eq!(
        shown(document, "inner"),
        ["< a: sum3 a", "> result: sum3 result"]
    );
    assert_eq!(document.subpatches_of("sum3"), ["inner", "mid", "outer"]);
    assert_eq!(document.subpatches_of("sum"), [""; 0]);
}

#[test]
fn links_that_stay_inside_expose_nothing() {
    let loaded = file(&nested(), &links(&[("sum2", "sum2"), ("sum3", "sum3")]));
    for subpatch in ["outer", "mid", "inner"] {
        assert_eq!(shown(&loaded.document, subpatch), [""; 0]);
    }
}

#[test]
fn ports_of_one_name_are_told_apart() {
    let loaded = file(
        &json!([
            { "id": "sum", "op": "Ops.Math.Sum" },
            { "id": "box", "op": SUBPATCH },
            { "id": "one", "op": "Ops.Math.Sum", "subpatch": "box" },
            { "id": "two", "op": "Ops.Math.Sum", "subpatch": "box", "title": "Total" },
            { "id": "three", "op": "Ops.Math.Sum", "subpatch": "box", "title": "Total" },
        ]),
        &links(&[("sum", "one"), ("sum", "two"), ("sum", "three")]),
    );
    assert_eq!(
        shown(&loaded.document, "box"),
        ["< a: one a", "< Total a: two a", "< Total a 2: three a"]
    );
}

#[test]
fn what_a_file_exposes_is_kept_in_its_order_with_what_is_not_known_of_it() {
    let text = r#"{
  "ropewalk": 1,
  "id": "p",
  "name": "P",
  "ops": [
    {
      "id": "box", "op": "Ops.Ui.SubPatch", "x": 0, "y": 0,
      "exposed": [
        { "op": "sum", "port": "result", "output": true, "name": "Total" },
        { "op": "sum", "port": "b", "name": "Offset", "note": [1,2] }
      ]
    },
    {
      "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0,
      "subpatch": "box"
    }
  ],
  "links": []
}
"#;
    let loaded = load(text, &catalogue()).unwrap();
    assert_eq!(texts(&loaded), [""; 0]);
    assert_eq!(
        shown(&loaded.document, "box"),
        ["> Total: sum result", "< Offset: sum b"]
    );
    assert_eq!(save(&loaded.document).unwrap(), text);
}

#[test]
fn aliases_are_brought_up_to_date_and_second_entries_left_out() {
    let loaded = file(
        &json!([
            { "id": "box", "op": SUBPATCH, "exposed": [
                { "op": "sum", "port": "number1" },
                { "op": "sum", "port": "a", "name": "again" },
                { "op": "strange", "port": "Anything", "output": true },
            ] },
            { "id": "sum", "op": "Ops.Math.Sum", "subpatch": "box" },
            { "id": "strange", "op": "Ops.Gl.Strange", "subpatch": "box" },
        ]),
        &json!([]),
    );
    assert_eq!(
        shown(&loaded.document, "box"),
        ["< a: sum a", "> Anything: strange Anything"]
    );
}

#[test]
fn what_cannot_be_exposed_is_left_out_with_the_reason() {
    let loaded = file(
        &json!([
            { "id": "box", "op": SUBPATCH, "exposed": [
                { "op": "gone", "port": "a" },
                { "op": "outside", "port": "a" },
                { "op": "inside", "port": "nope" },
            ] },
            { "id": "outside", "op": "Ops.Math.Sum" },
            { "id": "inside", "op": "Ops.Math.Sum", "subpatch": "box" },
        ]),
        &json!([]),
    );
    assert_eq!(
        texts(&loaded),
        [
            "`box` does not show `a` of `gone`: There is no op `gone` in this patch.",
            "`box` does not show `a` of `outside`: `Sum` is not in `SubPatch`, which therefore \
             cannot show its ports.",
            "`box` does not show `nope` of `inside`: `Sum` has no port `nope` to show.",
        ]
    );
    assert_eq!(shown(&loaded.document, "box"), [""; 0]);
}

#[test]
fn ops_in_subpatches_that_are_none_come_to_the_top() {
    let loaded = file(
        &json!([
            { "id": "a", "op": "Ops.Math.Sum", "subpatch": "gone" },
            { "id": "b", "op": "Ops.Math.Sum", "subpatch": "a" },
        ]),
        &json!([]),
    );
    assert_eq!(
        texts(&loaded),
        [
            "`a` was put at the top of the patch: There is no subpatch `gone` in this patch.",
            "`b` was put at the top of the patch: There is no subpatch `a` in this patch.",
        ]
    );
    assert_eq!(loaded.document.op("b").unwrap().subpatch(), None);
}

#[test]
fn circles_are_opened_and_told() {
    let loaded = file(
        &json!([
            { "id": "sum", "op": "Ops.Math.Sum", "subpatch": "a" },
            { "id": "a", "op": SUBPATCH, "subpatch": "b" },
            { "id": "b", "op": SUBPATCH, "subpatch": "c" },
            { "id": "c", "op": SUBPATCH, "subpatch": "a" },
            { "id": "self", "op": SUBPATCH, "subpatch": "self" },
        ]),
        &json!([]),
    );
    assert_eq!(
        texts(&loaded),
        [
            "`a` was put at the top of the patch: `SubPatch` cannot be in itself, nor in a subpatch \
             that is in it.",
            "`self` was put at the top of the patch: `SubPatch` cannot be in itself, nor in a \
             subpatch that is in it.",
        ]
    );
    assert_eq!(loaded.document.subpatches_of("sum"), ["a"]);
    assert_eq!(loaded.document.subpatches_of("b"), ["c", "a"]);
}

#[test]
fn a_hostile_depth_and_a_hostile_circle_end() {
    for is_circle in [false, true] {
        let count = 3_000;
        let ops = (0..count).map(|number| {
            let outer = match number {
                0 if is_circle => Some(count - 1),
                0 => None,
                _ => Some(number - 1),
            };
            json!({ "id": format!("s{number}"), "op": SUBPATCH, "subpatch": outer.map(|outer| format!("s{outer}")) })
        });
        let loaded = file(&ops.collect(), &json!([]));
        assert!(loaded.document.check_subpatches().is_ok());
        let text = &texts(&loaded)[0];
        assert!(text.contains("64 levels deep"), "{text}");
        let ids = loaded.document.ops().map(|(id, _)| id);
        let deepest = ids.map(|id| loaded.document.subpatches_of(id).len()).max();
        assert_eq!(deepest, Some(MAX_NESTING));
    }
}

#[test]
fn ports_of_one_name_are_told_apart_in_the_order_in_which_they_come() {
    let count = 2000;
    let mut ops = vec![
        json!({ "id": "box", "op": SUBPATCH }),
        json!({ "id": "sum", "op": "Ops.Math.Sum" }),
    ];
    let inner = |number| format!("inner{number}");
    ops.extend((0..count).map(
        |number| json!({ "id": inner(number), "op": "Ops.Math.Sum", "subpatch": "box", "title": "In" }),
    ));
    let ids = Vec::from_iter((0..count).map(inner));
    let ends = Vec::from_iter(ids.iter().map(|id| ("sum", &**id)));
    let loaded = file(&Json::from(ops), &links(&ends));
    let exposed = loaded.document.op("box").unwrap().exposed();
    let names = Vec::from_iter(exposed.iter().map(|it| &*it.name));
    assert_eq!(names[..4], ["a", "In a", "In a 2", "In a 3"]);
    assert_eq!(names[count - 1], "In a 1999");
}

/// Of each link a port at each of 64 borders: 32 MiB of links would fill 8 GiB.
#[test]
fn a_file_that_shows_more_ports_than_a_file_can_name_is_refused() {
    let subpatch = |number| format!("box{number}");
    let mut ops = vec![
        json!({ "id": "in", "op": "Ops.Gl.Strange", "subpatch": subpatch(63) }),
        json!({ "id": "out", "op": "Ops.Gl.Strange" }),
        json!({ "id": "box0", "op": SUBPATCH }),
    ];
    ops.extend(
        (1..64).map(|number| json!({ "id": subpatch(number), "op": SUBPATCH, "subpatch": subpatch(number - 1) })),
    );
    let links = (0..14_000).map(|port| {
        let port = port.to_string();
        json!({ "from": { "op": "out", "port": port }, "to": { "op": "in", "port": port } })
    });
    let links = Json::from_iter(links);
    let file = json!({ "ropewalk": 1, "id": "p", "ops": ops, "links": links });
    let refused = load(file.to_string(), &catalogue()).unwrap_err();
    assert_eq!(refused, FileError::ManyExposed);
}
