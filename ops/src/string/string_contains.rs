//! `Ops.String.StringContains`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Says whether a text contains another.
#[derive(Op)]
#[op(
    name = "Ops.String.StringContains",
    alias = "Ops.String.StringContains_v2",
    help = include_str!("string_contains.md")
)]
pub(super) struct StringContains {
    /// The text.
    #[input(name = "String")]
    string: In<Text>,
    /// What to look for.
    #[input(name = "SearchValue")]
    search: In<Text>,
    /// Whether it is there.
    #[output(name = "Found")]
    found: Out<bool>,
    /// How many characters stand before the first place where it is; -1 where it is not.
    #[output(name = "Index", default = -1)]
    index: Out<f64>,
}

impl Handlers for StringContains {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (string, search) = (self.string.get(cx), self.search.get(cx));
        let place = string.find(&*search).filter(|_| !search.is_empty());
        self.found.set(cx, place.is_some());
        let index = place.map_or(-1.0, |place| string[..place].chars().count() as f64);
        self.index.set(cx, index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_first_place_of_a_text_is_found() {
        let mut op = Bench::<StringContains>::new();
        for (string, search, index) in [
            ("ropewalk", "walk", 4.0),
            ("ropewalk", "rope", 0.0),
            ("ropewalk", "ropewalk", 0.0),
            ("a b a b", "b", 2.0),
            ("é€😀x", "x", 3.0),
        ] {
            op.set("String", string).unwrap();
            op.set("SearchValue", search).unwrap();
            assert_eq!(op.out("Found"), true, "{search}");
            assert_eq!(op.out("Index"), index, "{search}");
        }
    }

    #[test]
    fn what_is_not_there_has_no_place_and_nothing_is_nowhere() {
        let mut op = Bench::<StringContains>::new();
        for (string, search) in [
            ("", ""),
            ("ropewalk", ""),
            ("", "a"),
            ("ropewalk", "Walk"),
            ("rope", "ropewalk"),
        ] {
            op.set("String", string).unwrap();
            op.set("SearchValue", search).unwrap();
            assert_eq!(op.out("Found"), false, "{search}");
            assert_eq!(op.out("Index"), -1.0, "{search}");
        }
    }
}
