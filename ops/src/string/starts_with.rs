//! `Ops.String.StartsWith`

use ropewalk_flow::{In, Op, Out, Text};

/// Tells whether a text begins with another.
#[derive(Op)]
#[op(
    name = "Ops.String.StartsWith",
    help = include_str!("starts_with.md"),
    function = starts_with
)]
pub(super) struct StartsWith {
    /// The text.
    #[input(name = "String")]
    text: In<Text>,
    /// What it is to begin with.
    #[input(name = "Search")]
    search: In<Text>,
    /// Whether it does; false where either is empty.
    #[output(name = "Starts with")]
    result: Out<bool>,
}

fn starts_with(text: &str, search: &str) -> bool {
    !search.is_empty() && text.starts_with(search)
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_text_begins_with_another_or_not() {
        let mut op = Bench::<StartsWith>::new();
        for (text, search, starts) in [
            ("home/lamp", "home/", true),
            ("home", "home", true),
            ("home", "Home", false),
            ("home", "omen", false),
            ("hom", "home", false),
            ("home", "", false),
            ("", "", false),
            ("é€", "é", true),
        ] {
            op.set("String", text).unwrap();
            op.set("Search", search).unwrap();
            assert_eq!(op.out("Starts with"), starts, "{text} {search}");
        }
    }
}
