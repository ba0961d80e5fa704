//! `Ops.String.NumberSwitchByString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Gives the number that belongs to a text.
#[derive(Op)]
#[op(name = "Ops.String.NumberSwitchByString", help = include_str!("number_switch_by_string.md"))]
pub(super) struct NumberSwitchByString {
    /// The text to look for.
    #[input(name = "String", default = "default")]
    text: In<Text>,
    /// A text to compare with.
    #[input(name = "String 1", default = "one")]
    string1: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 1", default = 1)]
    number1: In<f64>,
    /// A text to compare with.
    #[input(name = "String 2", default = "two")]
    string2: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 2", default = 2)]
    number2: In<f64>,
    /// A text to compare with.
    #[input(name = "String 3", default = "three")]
    string3: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 3", default = 3)]
    number3: In<f64>,
    /// A text to compare with.
    #[input(name = "String 4", default = "four")]
    string4: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 4", default = 4)]
    number4: In<f64>,
    /// A text to compare with.
    #[input(name = "String 5", default = "five")]
    string5: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 5", default = 5)]
    number5: In<f64>,
    /// A text to compare with.
    #[input(name = "String 6", default = "six")]
    string6: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 6", default = 6)]
    number6: In<f64>,
    /// A text to compare with.
    #[input(name = "String 7", default = "seven")]
    string7: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 7", default = 7)]
    number7: In<f64>,
    /// A text to compare with.
    #[input(name = "String 8", default = "eight")]
    string8: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 8", default = 8)]
    number8: In<f64>,
    /// A text to compare with.
    #[input(name = "String 9", default = "nine")]
    string9: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 9", default = 9)]
    number9: In<f64>,
    /// A text to compare with.
    #[input(name = "String 10", default = "ten")]
    string10: In<Text>,
    /// The number that belongs to it.
    #[input(name = "Number 10", default = 10)]
    number10: In<f64>,
    /// The number; as before, where no text is the same.
    #[output(name = "Result")]
    result: Out<f64>,
}

impl Handlers for NumberSwitchByString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let rows = [
            (self.string1, self.number1),
            (self.string2, self.number2),
            (self.string3, self.number3),
            (self.string4, self.number4),
            (self.string5, self.number5),
            (self.string6, self.number6),
            (self.string7, self.number7),
            (self.string8, self.number8),
            (self.string9, self.number9),
            (self.string10, self.number10),
        ];
        let text = self.text.get(cx);
        // Of several that are the same the last counts, as in cables.
        let found = rows.into_iter().rfind(|(string, _)| string.get(cx) == text);
        if let Some((_, number)) = found {
            self.result.set(cx, number.get(cx));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_text_leads_to_its_number_and_another_leaves_it() {
        let mut op = Bench::<NumberSwitchByString>::new();
        assert_eq!(op.out("Result"), 0.0);
        for (text, number) in [("three", 3.0), ("ten", 10.0), ("Ten", 10.0), ("", 10.0)] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Result"), number, "{text}");
        }
        op.set("String 2", "").unwrap();
        op.set("Number 2", f64::NAN).unwrap();
        assert_eq!(op.out("Result"), f64::NAN, "an empty text is one as well");
    }

    #[test]
    fn of_two_that_are_the_same_the_last_counts() {
        let mut op = Bench::<NumberSwitchByString>::new();
        op.set("String", "one").unwrap();
        op.set("String 4", "one").unwrap();
        assert_eq!(op.out("Result"), 4.0);
    }
}
