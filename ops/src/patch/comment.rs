//! `Ops.Ui.Comment`

use ropewalk_flow::{Handlers, In, Op, Text};

/// Stands on the canvas as a title and a text.
#[derive(Op)]
#[op(
    name = "Ops.Ui.Comment",
    aliases("Ops.Ui.Comment_v2"),
    help = include_str!("comment.md")
)]
pub(super) struct Comment {
    /// The title, in large letters; none where it is empty.
    #[input(name = "title", default = "New comment")]
    _title: In<Text>,
    /// The text below it.
    #[input(name = "text", display = "editor")]
    _text: In<Text>,
}

impl Handlers for Comment {}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_takes_any_text_and_does_nothing() {
        let mut op = Bench::<Comment>::new();
        op.set("title", "").unwrap();
        op.set("text", "<b>no markup</b>\n…").unwrap();
        op.set("text", f64::NAN).unwrap();
        op.set("title", ropewalk_flow::Value::None).unwrap();
    }
}
