//! `Ops.Ui.VizArrayTable`

use std::fmt::Write as _;

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value, number_to_text};

use super::readable::{MOST, cut};

/// Shows an array as a table and passes it on.
#[derive(Op)]
#[op(
    name = "Ops.Ui.VizArrayTable",
    alias = "Ops.Ui.VizArrayTable_v2",
    help = include_str!("viz_array_table.md")
)]
#[expect(dead_code, reason = "the editor shows the text as the ports say")]
pub(super) struct VizArrayTable {
    /// The array to show.
    #[input(name = "Array")]
    array: In<Array>,
    /// How many items stand in a row, 100 at most. 0 is one.
    #[input(name = "Stride", min = 0, max = 100, display = "integer")]
    stride: In<f64>,
    /// How far down the table is shown from: 0 its beginning, 1 its end.
    #[input(name = "Scroll", min = 0, max = 1, display = "slider", group = "Look")]
    scroll: In<f64>,
    /// The same array.
    #[output(name = "Passthrough Array")]
    passthrough: Out<Array>,
    /// What is shown: a row a line, its number first, up to 8,000 characters.
    #[output(name = "Text", lazy)]
    text: Out<Text>,
}

/// The most items in a row.
const WIDEST: f64 = 100.0;
/// The most rows that are looked at: each takes a number, a space and an item at least.
const MOST_ROWS: usize = MOST / 4;
/// The most characters of an item.
const MOST_OF_ITEM: usize = 40;

impl Handlers for VizArrayTable {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        if self.text.used(cx) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is clamped, and NaN becomes 0"
            )]
            let stride = self.stride.get(cx).clamp(0.0, WIDEST) as usize;
            let text = table(array.as_deref().unwrap_or_default(), stride.max(1));
            self.text.set(cx, text);
        }
        match array {
            Some(array) => self.passthrough.set(cx, array),
            None => self.passthrough.clear(cx),
        }
        Ok(())
    }
}

/// The items in columns, each as wide as its longest item.
fn table(array: &[Value], stride: usize) -> String {
    let rows: Vec<Vec<String>> = array
        .chunks(stride)
        .take(MOST_ROWS)
        .map(|row| row.iter().map(item).collect())
        .collect();
    let mut widths = vec![0; stride];
    for row in &rows {
        for (width, item) in widths.iter_mut().zip(row) {
            *width = item.chars().count().max(*width);
        }
    }
    let digits = rows.len().saturating_sub(1).to_string().len();
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        // Writing to a text does not fail. A character has at most four bytes.
        let _ = write!(text, "{index:>digits$}");
        for (width, item) in widths.iter().zip(row) {
            let _ = write!(text, "  {item:<width$}");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        if text.len() > 4 * MOST {
            break;
        }
    }
    text.truncate(text.trim_end().len());
    cut(text, MOST)
}

/// An item on a line: numbers to four places, what holds more by how much it holds.
fn item(value: &Value) -> String {
    let text = match value {
        Value::Number(number) => number_to_text((number * 1e4).round() / 1e4),
        Value::Array(list) => format!("[…] ({})", list.len()),
        other => other.to_json(),
    };
    cut(text, MOST_OF_ITEM)
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn shown(json: &str, stride: f64) -> String {
        let mut op = Bench::<VizArrayTable>::new();
        op.watch_all();
        op.set("Array", Value::from_json(json).unwrap()).unwrap();
        op.set("Stride", stride).unwrap();
        match op.out("Text") {
            Value::Text(text) => text.to_string(),
            other => panic!("{other} is no text"),
        }
    }

    #[test]
    fn it_passes_the_array_on_whether_anybody_looks_or_not() {
        let mut op = Bench::<VizArrayTable>::new();
        assert_eq!(op.out("Passthrough Array"), Value::None);
        let array = Value::from_json("[1,2]").unwrap();
        op.set("Array", array.clone()).unwrap();
        assert_eq!(op.out("Passthrough Array"), array);
        assert_eq!(op.out("Text"), "", "nobody looks");
        op.set("Array", Value::None).unwrap();
        assert_eq!(op.out("Passthrough Array"), Value::None);
    }

    #[test]
    fn rows_have_their_number_and_columns_their_width() {
        assert_eq!(
            shown("[1,20,3.14159265,4]", 0.0),
            "0  1\n1  20\n2  3.1416\n3  4"
        );
        assert_eq!(shown("[1,20,300,4,5]", 2.0), "0  1    20\n1  300  4\n2  5");
        assert_eq!(shown("[1,2]", f64::NAN), "0  1\n1  2");
        assert_eq!(shown("[]", 3.0), "");
        let lines = shown("[0,0,0,0,0,0,0,0,0,0,0]", 1.0);
        assert!(lines.starts_with(" 0  0\n") && lines.ends_with("\n10  0"));
    }

    #[test]
    fn whatever_an_item_is_it_stands_on_one_line() {
        assert_eq!(
            shown(r#"["a\nb",true,null,[1,2],{"k":1}]"#, 5.0),
            r#"0  "a\nb"  true  null  […] (2)  {"k":1}"#
        );
        let long = format!("[\"{}\"]", "x".repeat(500));
        assert!(shown(&long, 1.0).chars().count() < 50);
    }

    #[test]
    fn a_long_array_is_cut() {
        let long = format!("[{}]", vec!["1000"; 100_000].join(","));
        for stride in [1.0, 7.0, 1e9] {
            let count = shown(&long, stride).chars().count();
            assert!((7000..=8000).contains(&count), "{stride}: {count}");
        }
    }
}
