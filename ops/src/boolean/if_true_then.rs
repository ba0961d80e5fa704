//! `Ops.Boolean.IfTrueThen`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger};

/// Sends pulses one way while something is true, another while it is false.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.IfTrueThen",
    aliases("Ops.Boolean.IfTrueThen_v2", "Ops.User.pandur.Iftruethen2"),
    help = include_str!("if_true_then.md")
)]
pub(super) struct IfTrueThen {
    /// The pulses.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// What decides on their way.
    #[input(name = "boolean")]
    boolean: In<bool>,
    /// The pulses that came while it was true.
    #[output(name = "then")]
    then: Fire,
    /// The pulses that came while it was false.
    #[output(name = "else")]
    otherwise: Fire,
}

impl Handlers for IfTrueThen {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            let way = if self.boolean.get(cx) {
                self.then
            } else {
                self.otherwise
            };
            way.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_pulse_goes_the_way_that_is_open_when_it_comes() {
        let mut op = Bench::<IfTrueThen>::new();
        for (value, then, otherwise) in [(false, 0, 1), (true, 1, 1), (false, 1, 2)] {
            op.set("boolean", value).unwrap();
            op.press("exe").unwrap();
            assert_eq!(op.pulses("then"), then);
            assert_eq!(op.pulses("else"), otherwise);
        }
    }

    #[test]
    fn a_number_that_is_neither_true_nor_false_is_taken_as_a_switch_takes_it() {
        let mut op = Bench::<IfTrueThen>::new();
        for value in [f64::NAN, 0.5] {
            op.set("boolean", value).unwrap();
            op.press("exe").unwrap();
        }
        assert_eq!((op.pulses("then"), op.pulses("else")), (1, 1));
    }
}
