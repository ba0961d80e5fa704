//! `Ops.String.StringReplace`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Replaces a part of a text by another text.
#[derive(Op)]
#[op(
    name = "Ops.String.StringReplace",
    alias = "Ops.User.pandur.StringReplace",
    help = include_str!("string_replace.md")
)]
pub(super) struct StringReplace {
    /// The text.
    #[input(name = "String")]
    string: In<Text>,
    /// What to look for.
    #[input(name = "Search For", default = "foo")]
    search: In<Text>,
    /// What takes its place.
    #[input(name = "Replace", default = "bar")]
    replacement: In<Text>,
    /// Whether it is replaced wherever it is, or only where it is first.
    #[input(name = "Replace What", default = "All", choices("All", "First"))]
    what: In<Text>,
    /// The text with the replacement in it.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for StringReplace {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (string, search) = (self.string.get(cx), self.search.get(cx));
        if search.is_empty() {
            self.result.set(cx, string);
            return Ok(());
        }
        let most = match &*self.what.get(cx) {
            "First" => 1,
            _ => usize::MAX,
        };
        let result = string.replacen(&*search, &self.replacement.get(cx), most);
        self.result.set(cx, result);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn what_is_found_is_replaced_everywhere_or_where_it_is_first() {
        let mut op = Bench::<StringReplace>::new();
        assert_eq!(op.out("Result"), "");
        op.set("String", "foo foo").unwrap();
        assert_eq!(op.out("Result"), "bar bar");
        op.set("Replace What", "First").unwrap();
        assert_eq!(op.out("Result"), "bar foo");
    }

    #[test]
    fn an_empty_replacement_removes_and_an_empty_search_finds_nothing() {
        let mut op = Bench::<StringReplace>::new();
        op.set("String", "a-b-c").unwrap();
        op.set("Search For", "-").unwrap();
        op.set("Replace", "").unwrap();
        assert_eq!(op.out("Result"), "abc");
        op.set("Search For", "").unwrap();
        op.set("Replace", "x").unwrap();
        assert_eq!(op.out("Result"), "a-b-c");
    }

    #[test]
    fn every_character_stands_for_itself() {
        let mut op = Bench::<StringReplace>::new();
        for (string, search, replacement, result) in [
            ("a.b", ".", "/", "a/b"),
            ("a+b", "+", "$&", "a$&b"),
            ("(", "(", "[", "["),
            ("aaa", "aa", "a", "aa"),
            ("aXa", "x", "b", "aXa"),
        ] {
            op.set("String", string).unwrap();
            op.set("Search For", search).unwrap();
            op.set("Replace", replacement).unwrap();
            assert_eq!(op.out("Result"), result, "{string}");
        }
    }
}
