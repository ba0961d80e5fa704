//! `Ops.Boolean.IfFalseThen`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger};

/// Sends pulses one way while something is false, another while it is true.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.IfFalseThen",
    alias = "Ops.Boolean.IfFalseThen_v2",
    help = include_str!("if_false_then.md")
)]
pub(super) struct IfFalseThen {
    /// The pulses.
    #[input(name = "Exe", display = "button")]
    exe: Trigger,
    /// What decides on their way.
    #[input(name = "Boolean")]
    boolean: In<bool>,
    /// The pulses that came while it was false.
    #[output(name = "then")]
    then: Fire,
    /// The pulses that came while it was true.
    #[output(name = "else")]
    otherwise: Fire,
}

impl Handlers for IfFalseThen {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            let way = if !self.boolean.get(cx) {
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
        let mut op = Bench::<IfFalseThen>::new();
        for (value, then, otherwise) in [(true, 0, 1), (false, 1, 1), (true, 1, 2)] {
            op.set("Boolean", value).unwrap();
            op.press("Exe").unwrap();
            assert_eq!(op.pulses("then"), then);
            assert_eq!(op.pulses("else"), otherwise);
        }
    }

    #[test]
    fn a_number_that_is_neither_true_nor_false_is_taken_as_a_switch_takes_it() {
        let mut op = Bench::<IfFalseThen>::new();
        for value in [f64::NAN, 0.5] {
            op.set("Boolean", value).unwrap();
            op.press("Exe").unwrap();
        }
        assert_eq!((op.pulses("then"), op.pulses("else")), (1, 1));
    }
}
