//! `Ops.Trigger.SequenceMultiPort`

use ropewalk_flow::{Cx, Fire, Handlers, Multi, Op, OpError, Trigger};

/// Sends each pulse to all outputs, one after the other.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.SequenceMultiPort",
    alias = "Ops.Trigger.SequenceMultiPort_v2",
    help = include_str!("sequence_multi_port.md")
)]
pub(super) struct SequenceMultiPort {
    /// Starts the sequence.
    #[input(name = "Input", multi = 3, needed)]
    _inputs: Multi<Trigger>,
    /// Fires when all that the outputs before it have caused is done.
    #[output(name = "Output", multi = 3)]
    outputs: Multi<Fire>,
}

impl Handlers for SequenceMultiPort {
    fn trigger(&mut self, _port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.outputs.ports(cx).for_each(|port| port.fire(cx));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_input_fires_every_output() {
        let mut op = Bench::<SequenceMultiPort>::new();
        op.set_port_count(true, 4).unwrap();
        for input in ["Input_0", "Input_2"] {
            op.press(input).unwrap();
        }
        for output in ["Output_0", "Output_1", "Output_2", "Output_3"] {
            assert_eq!(op.pulses(output), 2, "{output}");
        }
        assert!(op.press("Input_3").is_err());
    }
}
