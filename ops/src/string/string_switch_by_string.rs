//! `Ops.String.StringSwitchByString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Looks a text up in a table of ten.
#[derive(Op)]
#[op(
    name = "Ops.String.StringSwitchByString",
    help = include_str!("string_switch_by_string.md")
)]
pub(super) struct StringSwitchByString {
    /// The text to look up.
    #[input(name = "String", default = "default")]
    string: In<Text>,
    /// The result where none of the ten is the same.
    #[input(name = "Default")]
    default: In<Text>,
    /// The first text that String can be.
    #[input(name = "String 1", default = "one")]
    string1: In<Text>,
    /// The result for String 1.
    #[input(name = "Result String 1", default = "1")]
    result1: In<Text>,
    /// The second text that String can be.
    #[input(name = "String 2", default = "two")]
    string2: In<Text>,
    /// The result for String 2.
    #[input(name = "Result String 2", default = "2")]
    result2: In<Text>,
    /// The third text that String can be.
    #[input(name = "String 3", default = "three")]
    string3: In<Text>,
    /// The result for String 3.
    #[input(name = "Result String 3", default = "3")]
    result3: In<Text>,
    /// The fourth text that String can be.
    #[input(name = "String 4", default = "four")]
    string4: In<Text>,
    /// The result for String 4.
    #[input(name = "Result String 4", default = "4")]
    result4: In<Text>,
    /// The fifth text that String can be.
    #[input(name = "String 5", default = "five")]
    string5: In<Text>,
    /// The result for String 5.
    #[input(name = "Result String 5", default = "5")]
    result5: In<Text>,
    /// The sixth text that String can be.
    #[input(name = "String 6", default = "six")]
    string6: In<Text>,
    /// The result for String 6.
    #[input(name = "Result String 6", default = "6")]
    result6: In<Text>,
    /// The seventh text that String can be.
    #[input(name = "String 7", default = "seven")]
    string7: In<Text>,
    /// The result for String 7.
    #[input(name = "Result String 7", default = "7")]
    result7: In<Text>,
    /// The eighth text that String can be.
    #[input(name = "String 8", default = "eight")]
    string8: In<Text>,
    /// The result for String 8.
    #[input(name = "Result String 8", default = "8")]
    result8: In<Text>,
    /// The ninth text that String can be.
    #[input(name = "String 9", default = "nine")]
    string9: In<Text>,
    /// The result for String 9.
    #[input(name = "Result String 9", default = "9")]
    result9: In<Text>,
    /// The tenth text that String can be.
    #[input(name = "String 10", default = "ten")]
    string10: In<Text>,
    /// The result for String 10.
    #[input(name = "Result String 10", default = "10")]
    result10: In<Text>,
    /// What the table has for the text.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for StringSwitchByString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let table = [
            (self.string1, self.result1),
            (self.string2, self.result2),
            (self.string3, self.result3),
            (self.string4, self.result4),
            (self.string5, self.result5),
            (self.string6, self.result6),
            (self.string7, self.result7),
            (self.string8, self.result8),
            (self.string9, self.result9),
            (self.string10, self.result10),
        ];
        let string = self.string.get(cx);
        let found = table.iter().rfind(|(text, _)| text.get(cx) == string);
        let result = found.map_or(self.default, |(_, result)| *result).get(cx);
        self.result.set(cx, result);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_text_that_is_in_the_table_gives_its_result_and_any_other_the_default() {
        let mut op = Bench::<StringSwitchByString>::new();
        assert_eq!(op.out("Result"), "");
        op.set("Default", "what?").unwrap();
        for (string, result) in [
            ("one", "1"),
            ("five", "5"),
            ("ten", "10"),
            ("One", "what?"),
            ("eleven", "what?"),
            ("", "what?"),
        ] {
            op.set("String", string).unwrap();
            assert_eq!(op.out("Result"), result, "{string}");
        }
    }

    #[test]
    fn a_change_in_the_table_is_seen_at_once() {
        let mut op = Bench::<StringSwitchByString>::new();
        op.set("String", "off").unwrap();
        op.set("String 3", "off").unwrap();
        assert_eq!(op.out("Result"), "3");
        op.set("Result String 3", "").unwrap();
        assert_eq!(op.out("Result"), "");
    }

    #[test]
    fn of_two_that_are_the_same_the_last_is_taken() {
        let mut op = Bench::<StringSwitchByString>::new();
        op.set("String 9", "two").unwrap();
        op.set("String", "two").unwrap();
        assert_eq!(op.out("Result"), "9");
    }
}
