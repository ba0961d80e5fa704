//! Values as text for a person: objects on lines, long ones cut.

use std::fmt::Write as _;

use ropewalk_flow::{Value, sorted_by};

/// How much of a value is shown, in characters.
pub(super) const MOST: usize = 8000;
/// How deep lists and objects are followed.
const DEEPEST: usize = 16;
/// How many items of a list are shown where it is to be short.
const FEW: usize = 5;

/// How an object is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    /// Keys in alphabetical order instead of their own.
    pub(super) sorted: bool,
    /// Only the first items of lists.
    pub(super) short_lists: bool,
}

/// The value as JSON of which each entry stands on a line of its own, up to [`MOST`] characters. The
/// work is bounded by that, too.
pub(super) fn readable(value: &Value, style: Style) -> String {
    let mut writer = Writer {
        text: String::new(),
        style,
    };
    writer.value(value, 0);
    cut(writer.text, MOST)
}

/// The first characters of a text, with an ellipsis where there are more.
pub(super) fn cut(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        let last = text[..end].char_indices().next_back();
        text.truncate(last.map_or(0, |(start, _)| start));
        text.push('…');
    }
    text
}

struct Writer {
    text: String,
    style: Style,
}

impl Writer {
    /// Whether there is more than will be shown. A character has at most four bytes.
    fn is_full(&self) -> bool {
        self.text.len() > 4 * MOST
    }

    fn value(&mut self, value: &Value, level: usize) {
        match value {
            Value::Array(list) if list.is_empty() => self.text.push_str("[]"),
            Value::Object(map) if map.is_empty() => self.text.push_str("{}"),
            Value::Array(_) | Value::Object(_) if level == DEEPEST => self.text.push('…'),
            Value::Array(list) => {
                let most = if self.style.short_lists {
                    FEW
                } else {
                    usize::MAX
                };
                self.text.push('[');
                for (index, item) in list.iter().take(most).enumerate() {
                    if self.is_full() {
                        return;
                    }
                    self.next_line(index, level + 1);
                    self.value(item, level + 1);
                }
                if list.len() > most {
                    self.next_line(most, level + 1);
                    // Writing to a text does not fail.
                    let _ = write!(self.text, "… {} more", list.len() - most);
                }
                self.end_line(']', level);
            }
            Value::Object(map) => {
                self.text.push('{');
                let mut entries: Vec<_> = map.iter().collect();
                if self.style.sorted {
                    entries = sorted_by(entries, |(a, _), (b, _)| a.cmp(b));
                }
                for (index, (key, item)) in entries.into_iter().enumerate() {
                    if self.is_full() {
                        return;
                    }
                    self.next_line(index, level + 1);
                    self.text.push_str(&Value::Text(key.clone()).to_json());
                    self.text.push_str(": ");
                    self.value(item, level + 1);
                }
                self.end_line('}', level);
            }
            // A number that JSON cannot write is shown all the same.
            Value::Number(_) => {
                let _ = write!(self.text, "{value}");
            }
            other => self.text.push_str(&other.to_json()),
        }
    }

    fn next_line(&mut self, index: usize, level: usize) {
        if index > 0 {
            self.text.push(',');
        }
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", level));
    }

    fn end_line(&mut self, end: char, level: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", level));
        self.text.push(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str, style: Style) -> String {
        readable(&Value::from_json(json).unwrap(), style)
    }

    #[test]
    fn each_entry_is_a_line() {
        let json = r#"{"b":[1,"two\n",null],"a":{},"c":[]}"#;
        let text =
            "{\n  \"b\": [\n    1,\n    \"two\\n\",\n    null\n  ],\n  \"a\": {},\n  \"c\": []\n}";
        assert_eq!(shown(json, Style::default()), text);
        assert_eq!(readable(&Value::Number(f64::NAN), Style::default()), "NaN");
        assert_eq!(readable(&Value::None, Style::default()), "null");
    }

    #[test]
    fn keys_are_sorted_and_lists_are_short_where_asked_for() {
        let sorted = Style {
            sorted: true,
            short_lists: false,
        };
        assert_eq!(
            shown(r#"{"b":1,"B":2,"a":3}"#, sorted),
            "{\n  \"B\": 2,\n  \"a\": 3,\n  \"b\": 1\n}"
        );
        let short = Style {
            sorted: false,
            short_lists: true,
        };
        assert_eq!(
            shown("[1,2,3,4,5,6,7]", short),
            "[\n  1,\n  2,\n  3,\n  4,\n  5,\n  … 2 more\n]"
        );
        assert!(!shown("[1,2,3,4,5]", short).contains('…'));
    }

    #[test]
    fn large_and_deep_values_are_cut() {
        let long = Value::Array(
            (0..1_000_000)
                .map(|n| Value::Number(f64::from(n)))
                .collect(),
        );
        let text = readable(&long, Style::default());
        assert_eq!(text.chars().count(), MOST);
        assert!(text.ends_with('…'));
        let wide = Value::text("ä".repeat(100_000));
        assert_eq!(readable(&wide, Style::default()).chars().count(), MOST);
        let deep = "[".repeat(40) + &"]".repeat(40);
        let text = shown(&deep, Style::default());
        assert_eq!(text.matches('[').count(), DEEPEST);
        assert!(text.contains('…'));
    }

    #[test]
    fn a_cut_keeps_whole_characters() {
        assert_eq!(cut("ääää".to_owned(), 4), "ääää");
        assert_eq!(cut("äääää".to_owned(), 4), "äää…");
        assert_eq!(cut(String::new(), 4), "");
    }
}
