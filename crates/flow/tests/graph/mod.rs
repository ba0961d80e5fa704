//! What the tests of whole graphs begin with.

use ropewalk_flow::{Graph, Host, Sockets};

/// An empty graph in a page.
pub(crate) fn graph() -> Graph {
    let host = Host {
        identity: "test".into(),
        sockets: Sockets::Web,
        keeps_records: false,
    };
    Graph::new(1, host)
}
