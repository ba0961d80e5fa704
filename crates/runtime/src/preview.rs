//! Values as short text.

use std::io::{Error, Write};

use ropewalk_flow::Value;

/// The value as text of at most `limit` characters, with an ellipsis where it is longer. The work
/// is bounded by the limit, however large the value is.
pub(crate) fn preview(value: &Value, limit: usize) -> String {
    match value {
        Value::Text(text) => cut(text, limit),
        Value::Array(_) | Value::Object(_) => {
            // A character has at most four bytes.
            let mut writer = Bounded {
                text: Vec::new(),
                room: limit * 4 + 4,
            };
            // It fails where the room ends, which is the point.
            let _ = serde_json::to_writer(&mut writer, value);
            cut(&String::from_utf8_lossy(&writer.text), limit)
        }
        other => cut(&other.to_string(), limit),
    }
}

fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit - 1).chain(['…']).collect(),
    }
}

struct Bounded {
    text: Vec<u8>,
    room: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        if self.room == 0 {
            return Err(Error::other("enough"));
        }
        let taken = bytes.len().min(self.room);
        self.text.extend_from_slice(&bytes[..taken]);
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_are_whole_and_long_ones_are_cut() {
        assert_eq!(preview(&"knot".into(), 4), "knot");
        assert_eq!(preview(&"knots".into(), 4), "kno…");
        assert_eq!(preview(&Value::Number(0.5), 200), "0.5");
        let list = Value::from_json("[1,2,3,4]").unwrap();
        assert_eq!(preview(&list, 200), "[1,2,3,4]");
        assert_eq!(preview(&list, 5), "[1,2…");
    }

    #[test]
    fn a_character_is_never_halved() {
        let list = Value::from_json(r#"["ääääääääääääääää"]"#).unwrap();
        for limit in 3..18 {
            let text = preview(&list, limit);
            assert_eq!(text.chars().count(), limit);
            assert!(!text.contains('\u{fffd}'), "{text}");
        }
    }
}
