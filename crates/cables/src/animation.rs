//! Animations of ports, between cables' numbers and our names.

use serde_json::{Map, Value as Json, json};

/// Our names of cables' easings by their numbers. 20 is none.
const EASINGS: [(u64, &str); 27] = [
    (0, "linear"),
    (1, "absolute"),
    (2, "smoothstep"),
    (3, "smootherstep"),
    (4, "Bezier"),
    (5, "Cubic In"),
    (6, "Cubic Out"),
    (7, "Cubic In Out"),
    (8, "Expo In"),
    (9, "Expo Out"),
    (10, "Expo In Out"),
    (11, "Sin In"),
    (12, "Sin Out"),
    (13, "Sin In Out"),
    (14, "Back In"),
    (15, "Back Out"),
    (16, "Back In Out"),
    (17, "Elastic In"),
    (18, "Elastic Out"),
    (19, "Bounce In"),
    (21, "Bounce Out"),
    (22, "Quart In"),
    (23, "Quart Out"),
    (24, "Quart In Out"),
    (25, "Quint In"),
    (26, "Quint Out"),
    (27, "Quint In Out"),
];

/// Our names of what comes after the last key, by cables' numbers.
const LOOPS: [&str; 4] = ["off", "repeat", "mirror", "offset"];

/// Reads the `anim` of a port of cables: ours, as a file has it, and how many of its keys and
/// easings are not as they were.
pub(crate) fn from_cables(anim: &Json) -> (Json, usize) {
    let mut changed = 0;
    let mut keys = Vec::new();
    for key in anim
        .get("keys")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
    {
        let number = |names: [&str; 2]| names.iter().find_map(|name| number_of(key.get(*name)?));
        let (Some(time), Some(value)) = (number(["t", "time"]), number(["v", "value"])) else {
            changed += 1;
            continue;
        };
        let easing = match key.get("e") {
            None => Some("linear"),
            Some(easing) => number_of(easing).and_then(easing_of),
        };
        // What is no easing stands still there too.
        changed += usize::from(easing.is_none());
        let easing = easing.unwrap_or("absolute");
        let mut ours = json!({ "time": time, "value": value, "easing": easing });
        if easing == "Bezier" {
            let handle = |name: &str| {
                let handle = key.get(name)?.as_array()?;
                Some(json!([
                    number_of(handle.first()?)?,
                    number_of(handle.get(1)?)?
                ]))
            };
            for (name, theirs) in [("in", "cp1"), ("out", "cp2")] {
                if let Some(handle) = handle(theirs) {
                    ours[name] = handle;
                }
            }
        }
        keys.push(ours);
    }
    let repeat = anim.get("loop").and_then(|repeat| match repeat {
        Json::Bool(repeats) => Some(u64::from(*repeats)),
        repeat => repeat.as_u64(),
    });
    let repeat = repeat.and_then(|repeat| LOOPS.get(usize::try_from(repeat).ok()?));
    let repeat = repeat.copied().unwrap_or("off");
    (json!({ "loop": repeat, "keys": keys }), changed)
}

/// Writes an animation of ours, as a file has it, as the `anim` of a port of cables.
///
/// Returns nothing where it is none.
pub(crate) fn to_cables(animation: &Json) -> Option<Json> {
    let repeat = animation
        .get("loop")
        .and_then(Json::as_str)
        .unwrap_or("off");
    let repeat = LOOPS.iter().position(|name| *name == repeat)?;
    let mut keys = Vec::new();
    for key in animation.get("keys")?.as_array()? {
        let name = key.get("easing").and_then(Json::as_str).unwrap_or("linear");
        let (easing, _) = EASINGS.iter().find(|(_, known)| *known == name)?;
        let mut theirs = Map::new();
        theirs.insert("t".to_owned(), key.get("time")?.clone());
        theirs.insert("v".to_owned(), key.get("value")?.clone());
        theirs.insert("e".to_owned(), (*easing).into());
        for (name, ours) in [("cp1", "in"), ("cp2", "out")] {
            if let Some(handle) = key.get(ours) {
                theirs.insert(name.to_owned(), handle.clone());
            }
        }
        keys.push(Json::Object(theirs));
    }
    Some(json!({ "keys": keys, "loop": repeat }))
}

/// A number, which old files may have as text.
fn number_of(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.trim().parse().ok(),
        Json::Bool(bool) => Some(f64::from(u8::from(*bool))),
        _ => None,
    }
    .filter(|number| number.is_finite())
}

fn easing_of(number: f64) -> Option<&'static str> {
    let mut easings = EASINGS.iter();
    #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
    let found = easings.find(|(known, _)| *known as f64 == number);
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_easing_and_each_loop_comes_back() {
        for (number, name) in EASINGS {
            for repeat in 0..4 {
                let anim = json!({
                    "keys": [{ "t": 0.5, "v": 2, "e": number }, { "t": 1.5, "v": -2, "e": 0 }],
                    "loop": repeat
                });
                let (ours, changed) = from_cables(&anim);
                assert_eq!(changed, 0);
                assert_eq!(ours["keys"][0]["easing"], name);
                let back = to_cables(&ours).unwrap();
                assert_eq!(back["loop"], repeat);
                assert_eq!(back["keys"][0]["e"], number);
                assert_eq!(back["keys"][1]["t"], 1.5);
            }
        }
    }

    #[test]
    fn handles_of_curves_come_along() {
        let anim =
            json!({ "keys": [{ "t": 0, "v": 0, "e": 4, "cp1": [-0.5, 0], "cp2": [0.5, 1] }] });
        let (ours, _) = from_cables(&anim);
        assert_eq!(ours["keys"][0]["in"], json!([-0.5, 0.0]));
        assert_eq!(ours["keys"][0]["out"], json!([0.5, 1.0]));
        assert_eq!(
            to_cables(&ours).unwrap()["keys"][0]["cp2"],
            json!([0.5, 1.0])
        );
    }

    #[test]
    fn what_is_odd_is_counted() {
        for (anim, keys, changed) in [
            (json!(null), 0, 0),
            (json!({ "keys": {}, "loop": "x" }), 0, 0),
            (
                json!({ "keys": [{ "t": null, "v": 1 }, { "v": 1 }, 7] }),
                0,
                3,
            ),
            (json!({ "keys": [{ "t": "1.5", "v": true }] }), 1, 0),
            (
                json!({ "keys": [{ "time": 1, "value": 2 }], "loop": true }),
                1,
                0,
            ),
            // A clip, which is another animation by its name, and what is no easing at all.
            (
                json!({ "keys": [{ "t": 0, "v": 0, "e": 28 }, { "t": 1, "v": 0, "e": "x" }] }),
                2,
                2,
            ),
        ] {
            let (ours, odd) = from_cables(&anim);
            assert_eq!(ours["keys"].as_array().unwrap().len(), keys, "{anim}");
            assert_eq!(odd, changed, "{anim}");
        }
        assert_eq!(to_cables(&json!({ "loop": "never", "keys": [] })), None);
        assert_eq!(to_cables(&json!({ "keys": [{ "time": 1 }] })), None);
    }
}
