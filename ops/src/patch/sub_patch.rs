//! `Ops.Ui.SubPatch`

use ropewalk_flow::{Handlers, Op};

/// Holds other ops, and shows the ports of them that it is told to.
// The patch knows which ops are in it and which of their ports it shows; links go straight to them.
#[derive(Op)]
#[op(
    name = "Ops.Ui.SubPatch",
    aliases("Ops.Ui.Subpatch2Template"),
    help = include_str!("sub_patch.md")
)]
pub(super) struct SubPatch {}

impl Handlers for SubPatch {}

#[cfg(test)]
mod tests {
    use ropewalk_flow::{Graph, Host, Instant, Sockets};

    use super::*;

    #[test]
    fn it_costs_nothing_while_the_patch_runs() {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        let mut graph = Graph::new(1, host);
        graph.add(&ropewalk_flow::OpEntry::of::<SubPatch>());
        graph.settle(Instant::ZERO);
        assert!(!graph.wants_frames());
        assert_eq!(graph.next_wake(), None);
        assert!(graph.poll_effect().is_none());
    }
}
