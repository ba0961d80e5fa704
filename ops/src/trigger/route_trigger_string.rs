//! `Ops.Trigger.RouteTriggerString`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Text, Trigger};

/// Sends pulses where a text says.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.RouteTriggerString",
    aliases(
        "Ops.Trigger.RouteTriggerString_v2",
        "Ops.Patch.PWnb2ZL.RouteTriggerString2",
        "Ops.User.pandur.RouteTriggerString"
    ),
    help = include_str!("route_trigger_string.md")
)]
pub(super) struct RouteTriggerString {
    /// The pulses.
    #[input(name = "Execute", display = "button")]
    execute: Trigger,
    /// The text that says where.
    #[input(name = "Switch Value")]
    value: In<Text>,
    /// The text that sends a pulse to Trigger 0.
    #[input(name = "String 0")]
    string0: In<Text>,
    /// The text that sends a pulse to Trigger 1.
    #[input(name = "String 1")]
    string1: In<Text>,
    /// The text that sends a pulse to Trigger 2.
    #[input(name = "String 2")]
    string2: In<Text>,
    /// The text that sends a pulse to Trigger 3.
    #[input(name = "String 3")]
    string3: In<Text>,
    /// The text that sends a pulse to Trigger 4.
    #[input(name = "String 4")]
    string4: In<Text>,
    /// The text that sends a pulse to Trigger 5.
    #[input(name = "String 5")]
    string5: In<Text>,
    /// The text that sends a pulse to Trigger 6.
    #[input(name = "String 6")]
    string6: In<Text>,
    /// The text that sends a pulse to Trigger 7.
    #[input(name = "String 7")]
    string7: In<Text>,
    /// The text that sends a pulse to Trigger 8.
    #[input(name = "String 8")]
    string8: In<Text>,
    /// The text that sends a pulse to Trigger 9.
    #[input(name = "String 9")]
    string9: In<Text>,
    /// The text that sends a pulse to Trigger 10.
    #[input(name = "String 10")]
    string10: In<Text>,
    /// The text that sends a pulse to Trigger 11.
    #[input(name = "String 11")]
    string11: In<Text>,
    /// The text that sends a pulse to Trigger 12.
    #[input(name = "String 12")]
    string12: In<Text>,
    /// The text that sends a pulse to Trigger 13.
    #[input(name = "String 13")]
    string13: In<Text>,
    /// The text that sends a pulse to Trigger 14.
    #[input(name = "String 14")]
    string14: In<Text>,
    /// The text that sends a pulse to Trigger 15.
    #[input(name = "String 15")]
    string15: In<Text>,
    /// The text that sends a pulse to Trigger 16.
    #[input(name = "String 16")]
    string16: In<Text>,
    /// The text that sends a pulse to Trigger 17.
    #[input(name = "String 17")]
    string17: In<Text>,
    /// The text that sends a pulse to Trigger 18.
    #[input(name = "String 18")]
    string18: In<Text>,
    /// The text that sends a pulse to Trigger 19.
    #[input(name = "String 19")]
    string19: In<Text>,
    /// The text that sends a pulse to Trigger 20.
    #[input(name = "String 20")]
    string20: In<Text>,
    /// The text that sends a pulse to Trigger 21.
    #[input(name = "String 21")]
    string21: In<Text>,
    /// The text that sends a pulse to Trigger 22.
    #[input(name = "String 22")]
    string22: In<Text>,
    /// The text that sends a pulse to Trigger 23.
    #[input(name = "String 23")]
    string23: In<Text>,
    /// Fires after each pulse, whether a Trigger was found for it or not.
    #[output(name = "Next Trigger")]
    next: Fire,
    /// Where the last pulse went: the number of the Trigger, or -1 for none.
    #[output(name = "Switched Index")]
    index: Out<f64>,
    /// The pulses that came while Switch Value was the text String 0.
    #[output(name = "Trigger 0")]
    trigger0: Fire,
    /// The pulses that came while Switch Value was the text String 1.
    #[output(name = "Trigger 1")]
    trigger1: Fire,
    /// The pulses that came while Switch Value was the text String 2.
    #[output(name = "Trigger 2")]
    trigger2: Fire,
    /// The pulses that came while Switch Value was the text String 3.
    #[output(name = "Trigger 3")]
    trigger3: Fire,
    /// The pulses that came while Switch Value was the text String 4.
    #[output(name = "Trigger 4")]
    trigger4: Fire,
    /// The pulses that came while Switch Value was the text String 5.
    #[output(name = "Trigger 5")]
    trigger5: Fire,
    /// The pulses that came while Switch Value was the text String 6.
    #[output(name = "Trigger 6")]
    trigger6: Fire,
    /// The pulses that came while Switch Value was the text String 7.
    #[output(name = "Trigger 7")]
    trigger7: Fire,
    /// The pulses that came while Switch Value was the text String 8.
    #[output(name = "Trigger 8")]
    trigger8: Fire,
    /// The pulses that came while Switch Value was the text String 9.
    #[output(name = "Trigger 9")]
    trigger9: Fire,
    /// The pulses that came while Switch Value was the text String 10.
    #[output(name = "Trigger 10")]
    trigger10: Fire,
    /// The pulses that came while Switch Value was the text String 11.
    #[output(name = "Trigger 11")]
    trigger11: Fire,
    /// The pulses that came while Switch Value was the text String 12.
    #[output(name = "Trigger 12")]
    trigger12: Fire,
    /// The pulses that came while Switch Value was the text String 13.
    #[output(name = "Trigger 13")]
    trigger13: Fire,
    /// The pulses that came while Switch Value was the text String 14.
    #[output(name = "Trigger 14")]
    trigger14: Fire,
    /// The pulses that came while Switch Value was the text String 15.
    #[output(name = "Trigger 15")]
    trigger15: Fire,
    /// The pulses that came while Switch Value was the text String 16.
    #[output(name = "Trigger 16")]
    trigger16: Fire,
    /// The pulses that came while Switch Value was the text String 17.
    #[output(name = "Trigger 17")]
    trigger17: Fire,
    /// The pulses that came while Switch Value was the text String 18.
    #[output(name = "Trigger 18")]
    trigger18: Fire,
    /// The pulses that came while Switch Value was the text String 19.
    #[output(name = "Trigger 19")]
    trigger19: Fire,
    /// The pulses that came while Switch Value was the text String 20.
    #[output(name = "Trigger 20")]
    trigger20: Fire,
    /// The pulses that came while Switch Value was the text String 21.
    #[output(name = "Trigger 21")]
    trigger21: Fire,
    /// The pulses that came while Switch Value was the text String 22.
    #[output(name = "Trigger 22")]
    trigger22: Fire,
    /// The pulses that came while Switch Value was the text String 23.
    #[output(name = "Trigger 23")]
    trigger23: Fire,
}

impl Handlers for RouteTriggerString {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.execute {
            return Ok(());
        }
        let value = self.value.get(cx);
        let routes = [
            (self.string0, self.trigger0),
            (self.string1, self.trigger1),
            (self.string2, self.trigger2),
            (self.string3, self.trigger3),
            (self.string4, self.trigger4),
            (self.string5, self.trigger5),
            (self.string6, self.trigger6),
            (self.string7, self.trigger7),
            (self.string8, self.trigger8),
            (self.string9, self.trigger9),
            (self.string10, self.trigger10),
            (self.string11, self.trigger11),
            (self.string12, self.trigger12),
            (self.string13, self.trigger13),
            (self.string14, self.trigger14),
            (self.string15, self.trigger15),
            (self.string16, self.trigger16),
            (self.string17, self.trigger17),
            (self.string18, self.trigger18),
            (self.string19, self.trigger19),
            (self.string20, self.trigger20),
            (self.string21, self.trigger21),
            (self.string22, self.trigger22),
            (self.string23, self.trigger23),
        ];
        let found = routes.iter().position(|(text, _)| text.get(cx) == value);
        #[expect(clippy::cast_precision_loss, reason = "there are few")]
        let index = found.map_or(-1.0, |index| index as f64);
        self.index.set(cx, index);
        if let Some(index) = found {
            routes[index].1.fire(cx);
        }
        self.next.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn op() -> Bench<RouteTriggerString> {
        let mut op = Bench::<RouteTriggerString>::new();
        for (port, text) in [("String 0", "a"), ("String 1", "b"), ("String 23", "z")] {
            op.set(port, text).unwrap();
        }
        op
    }

    #[test]
    fn a_pulse_goes_where_the_text_is_the_same() {
        let mut op = op();
        for (pulses, value, output, index) in [
            (1, "a", Some("Trigger 0"), 0.0),
            (2, "b", Some("Trigger 1"), 1.0),
            (3, "z", Some("Trigger 23"), 23.0),
            (4, "A", None, -1.0),
            (5, "c", None, -1.0),
        ] {
            op.set("Switch Value", value).unwrap();
            op.press("Execute").unwrap();
            if let Some(output) = output {
                assert_eq!(op.pulses(output), 1, "{value}");
            }
            assert_eq!(op.pulses("Next Trigger"), pulses, "{value}");
            assert_eq!(op.out("Switched Index"), index, "{value}");
        }
        for trigger in ["Trigger 0", "Trigger 1", "Trigger 23"] {
            assert_eq!(op.pulses(trigger), 1, "{trigger}");
        }
    }

    #[test]
    fn of_two_that_are_the_same_the_first_is_taken() {
        let mut op = op();
        op.set("String 1", "a").unwrap();
        op.set("Switch Value", "a").unwrap();
        op.press("Execute").unwrap();
        assert_eq!((op.pulses("Trigger 0"), op.pulses("Trigger 1")), (1, 0));
    }

    #[test]
    fn the_empty_text_goes_to_the_first_that_is_empty() {
        let mut op = op();
        op.press("Execute").unwrap();
        assert_eq!(op.out("Switched Index"), 2.0);
        assert_eq!(op.pulses("Trigger 2"), 1);
    }
}
