//! Values as payloads, and payloads as values.

use ropewalk_flow::{Bytes, Cx, In, Object, Out, Text, Value, number_to_text, text_to_number};

/// A value as bytes: text as UTF-8, numbers and booleans as their text, lists and objects as JSON,
/// bytes as they are.
pub(super) fn encode(value: &Value) -> Result<Bytes, String> {
    Ok(match value {
        Value::None => Bytes::new(),
        Value::Text(text) => Bytes::copy_from_slice(text.as_bytes()),
        Value::Number(number) => number_to_text(*number).into(),
        Value::Bool(true) => Bytes::from_static(b"true"),
        Value::Bool(false) => Bytes::from_static(b"false"),
        Value::Array(_) | Value::Object(_) => value.to_json().into(),
        Value::Bytes(bytes) => bytes.clone(),
        Value::Resource(resource) => {
            return Err(format!(
                "A {} cannot be sent as a message.",
                resource.kind()
            ));
        }
    })
}

/// The payload as text; what is not UTF-8 is replaced.
pub(super) fn text(payload: &[u8]) -> Text {
    // Checked as a whole first, which is quicker than piece by piece.
    match std::str::from_utf8(payload) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(payload).into(),
    }
}

/// The payload as a number, if it is one.
pub(super) fn number(payload: &[u8]) -> Option<f64> {
    match std::str::from_utf8(payload).ok()?.trim() {
        "true" => Some(1.0),
        "false" => Some(0.0),
        text => text_to_number(text),
    }
}

/// The payload as a truth value: false for nothing, zero, and the words for no.
pub(super) fn truth(payload: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(payload) else {
        return true;
    };
    let text = text.trim();
    let is_no = ["", "false", "off", "no", "null"]
        .iter()
        .any(|no| text.eq_ignore_ascii_case(no));
    !is_no && number(payload) != Some(0.0)
}

/// The outputs that have a payload in every form, and the input that says what payloads are.
#[derive(Clone, Copy)]
pub(super) struct Forms {
    pub(super) payload_as: In<Text>,
    pub(super) string: Out<Text>,
    pub(super) float: Out<f64>,
    pub(super) boolean: Out<bool>,
    pub(super) object: Out<Object>,
    pub(super) bytes: Out<Bytes>,
}

impl Forms {
    /// Sets the outputs that somebody uses; what the payload is not, where that is asked of it.
    pub(super) fn set(self, payload: &Bytes, cx: &mut Cx<'_>) -> Result<(), String> {
        let payload_as = self.payload_as.get(cx);
        let is = |kind: &str| *payload_as == *kind;
        let reads = |kind: &str| is("Auto") || is(kind);
        let mut fault = None;
        // Compared first: what comes again need not be read again.
        if self.string.used(cx) && !is("Bytes") && *self.string.get(cx).as_bytes() != **payload {
            self.string.set(cx, text(payload));
        }
        if self.float.used(cx) && reads("Number") {
            match number(payload) {
                Some(number) => self.float.set(cx, number),
                None => fault = Some("a number"),
            }
        }
        if self.boolean.used(cx) && !is("Bytes") {
            self.boolean.set(cx, truth(payload));
        }
        if self.object.used(cx) && reads("JSON") {
            let text = std::str::from_utf8(payload).ok();
            match text.and_then(|text| Value::from_json(text).ok()) {
                Some(Value::Object(object)) => self.object.set(cx, object),
                _ => fault = fault.or(Some("a JSON object")),
            }
        }
        if self.bytes.used(cx) {
            self.bytes.set(cx, payload.clone());
        }
        let Some(kind) = fault else { return Ok(()) };
        let shown: String = text(payload).chars().take(40).collect();
        Err(format!("not {kind}: {shown}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_people_read_them() {
        let encode = |value: Value| encode(&value).unwrap();
        assert_eq!(encode("ä".into()), "ä".as_bytes());
        assert_eq!(encode(0.5.into()), "0.5");
        assert_eq!(encode(f64::NAN.into()), "NaN");
        assert_eq!(encode(true.into()), "true");
        assert_eq!(encode(Value::None), "");
        assert_eq!(
            encode(Bytes::from_static(&[0, 255]).into()),
            &[0_u8, 255][..]
        );
        let json = r#"{"b":[1,null],"a":"x"}"#;
        assert_eq!(encode(Value::from_json(json).unwrap()), json);
    }

    #[test]
    fn the_words_for_no_are_false() {
        for no in [
            "", "0", "0.0", "-0", "false", "FALSE", " off\n", "Off", "no", "null",
        ] {
            assert!(!truth(no.as_bytes()), "{no:?}");
        }
        for yes in ["1", "on", "true", "yes", "0.1", "[]", "{}", "00a", "nope"] {
            assert!(truth(yes.as_bytes()), "{yes:?}");
        }
        assert!(truth(&[0xff]));
    }

    #[test]
    fn numbers_are_read_and_words_are_not() {
        assert_eq!(number(b" 21.5 "), Some(21.5));
        assert_eq!(number(b"-1e3"), Some(-1000.0));
        assert_eq!(number(b"true"), Some(1.0));
        assert!(number(b"NaN").is_some_and(f64::is_nan));
        for word in ["", "inf", "nan", "1 2", "0x10", "abc", "-"] {
            assert_eq!(number(word.as_bytes()), None, "{word:?}");
        }
    }
}
