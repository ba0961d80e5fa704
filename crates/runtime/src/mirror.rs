//! The graph, kept as the document says.

use std::collections::HashMap;

use ropewalk_flow::{Graph, LinkId, NodeId, OpEntry, Source, Text, Value};
use ropewalk_patch::{Change, Document, DocumentView, Link, OpView, PortRef};

use crate::secrets::Secrets;

/// Which node of the graph is which op of the document, and likewise the links.
#[derive(Default)]
pub(crate) struct Mirror {
    nodes: HashMap<String, NodeId>,
    ops: HashMap<NodeId, String>,
    links: HashMap<Link, LinkId>,
    by_id: HashMap<LinkId, Link>,
}

impl Mirror {
    pub(crate) fn node(&self, op: &str) -> Option<NodeId> {
        self.nodes.get(op).copied()
    }

    pub(crate) fn op(&self, node: NodeId) -> Option<&str> {
        self.ops.get(&node).map(String::as_str)
    }

    pub(crate) fn ops(&self) -> impl Iterator<Item = (NodeId, &String)> {
        self.ops.iter().map(|(node, op)| (*node, op))
    }

    pub(crate) fn link(&self, id: LinkId) -> Option<&Link> {
        self.by_id.get(&id)
    }

    /// Takes every op out of the graph.
    pub(crate) fn clear(&mut self, graph: &mut Graph) {
        let nodes: Vec<NodeId> = self.nodes.values().copied().collect();
        graph
            .remove_all(&nodes)
            .expect("the graph has every node of the mirror");
        *self = Self::default();
    }

    /// Builds a whole document in an empty graph.
    pub(crate) fn build(&mut self, document: &DocumentView, graph: &mut Graph, secrets: &Secrets) {
        for op in &document.ops {
            self.add(op, graph, secrets);
        }
        for link in &document.links {
            self.connect(link, graph);
        }
    }

    /// Follows what has changed in the document, which is now as given.
    pub(crate) fn follow(
        &mut self,
        changes: &[Change],
        document: &Document,
        graph: &mut Graph,
        secrets: &Secrets,
    ) {
        let mut orders = HashMap::new();
        let removes = |change: &Change| {
            matches!(
                change,
                Change::OpRemoved { .. } | Change::LinkRemoved { .. }
            )
        };
        for run in changes.chunk_by(|a, b| removes(a) && removes(b)) {
            self.remove_ops(run, graph);
            for change in run {
                match change {
                    Change::OpAdded { op } => self.add(op, graph, secrets),
                    Change::ValueSet { op, port, value } => {
                        if let Some(node) = self.node(op) {
                            set(graph, node, port, value.clone());
                        }
                    }
                    Change::SourceSet { op, port, source } => {
                        if let Some(node) = self.node(op) {
                            set_source(graph, node, port, source.clone());
                        }
                    }
                    Change::PortCount { op, output, count } => {
                        if let Some(node) = self.node(op) {
                            set_port_count(graph, node, *output, *count);
                        }
                    }
                    Change::LinkAdded { link, .. } => {
                        self.connect(link, graph);
                        orders.insert(&link.from, Vec::new());
                    }
                    Change::LinkRemoved { link } => {
                        if let Some(id) = self.links.remove(link) {
                            self.by_id.remove(&id);
                            graph.disconnect(id);
                        }
                    }
                    Change::Disabled { op, disabled } => {
                        if let Some(node) = self.node(op) {
                            graph
                                .set_disabled(node, *disabled)
                                .expect("the graph has every node of the mirror");
                        }
                    }
                    Change::OpRemoved { .. }
                    | Change::OpMoved { .. }
                    | Change::Titled { .. }
                    | Change::Bookmarked { .. }
                    // Links lead from port to port, wherever their ops are.
                    | Change::Enclosed { .. }
                    | Change::Exposed { .. }
                    | Change::Renamed { .. } => {}
                }
            }
        }
        self.order(orders, document, graph);
    }

    /// Removes the ops that a run of removals names, before its links, which go with them: to take
    /// each out by itself would be a walk over all links for each.
    fn remove_ops(&mut self, run: &[Change], graph: &mut Graph) {
        let mut gone = Vec::new();
        for change in run {
            if let Change::OpRemoved { id } = change
                && let Some(node) = self.nodes.remove(id)
            {
                self.ops.remove(&node);
                gone.push(node);
            }
        }
        if !gone.is_empty() {
            graph
                .remove_all(&gone)
                .expect("the graph has every node of the mirror");
        }
    }

    /// A link that comes back by undo has its place among the others of its output.
    fn order(
        &self,
        mut orders: HashMap<&PortRef, Vec<LinkId>>,
        document: &Document,
        graph: &mut Graph,
    ) {
        if orders.is_empty() {
            return;
        }
        for link in document.links() {
            if let (Some(order), Some(id)) = (orders.get_mut(&link.from), self.links.get(link)) {
                order.push(*id);
            }
        }
        for order in orders.values().filter(|order| !order.is_sorted()) {
            graph.serve_in_order(order);
        }
    }

    fn add(&mut self, op: &OpView, graph: &mut Graph, secrets: &Secrets) {
        // A placeholder is in the document only.
        let Some(entry) = entry(&op.op) else { return };
        let node = graph.add(entry);
        for (output, count) in [(false, op.inputs), (true, op.outputs)] {
            if count > 0 {
                set_port_count(graph, node, output, count);
            }
        }
        for (port, value) in &op.values {
            set(graph, node, port, value.clone());
        }
        for (port, secret) in secrets.of(&op.id) {
            set(graph, node, port, Value::Text(Text::clone(secret)));
        }
        for (port, source) in &op.sources {
            set_source(graph, node, port, Some(source.clone()));
        }
        if op.disabled {
            graph
                .set_disabled(node, true)
                .expect("the node was just added");
        }
        self.nodes.insert(op.id.clone(), node);
        self.ops.insert(node, op.id.clone());
    }

    fn connect(&mut self, link: &Link, graph: &mut Graph) {
        let op = |end: &PortRef| {
            let node = self.node(&end.op)?;
            Some((node, graph.spec(node).ok()?))
        };
        // What leads to a placeholder is in the document only.
        let (Some((from, source)), Some((to, target))) = (op(&link.from), op(&link.to)) else {
            return;
        };
        let Some(output) = source.output(&link.from.port) else {
            return;
        };
        let linked = match (target.input(&link.to.port), target.choice(&link.to.port)) {
            (Some(input), _) => graph.connect((from, output), (to, input)),
            (None, Some(choice)) => graph.connect_index((from, output), (to, choice)),
            (None, None) => return,
        };
        let id = linked.expect("the document checks links by the same declarations");
        self.links.insert(link.clone(), id);
        self.by_id.insert(id, link.clone());
    }
}

fn set_port_count(graph: &mut Graph, node: NodeId, output: bool, count: u16) {
    graph
        .set_port_count(node, output, count)
        .expect("the document has multi ports by the same declarations");
}

/// Sets an input. What the input does not take is kept in the document only.
pub(crate) fn set(graph: &mut Graph, node: NodeId, port: &str, value: Value) {
    let Some(index) = graph.spec(node).ok().and_then(|spec| spec.input(port)) else {
        return;
    };
    let _ = graph.set(node, index, value);
}

fn set_source(graph: &mut Graph, node: NodeId, port: &str, source: Option<Source>) {
    let index = graph.spec(node).ok().and_then(|spec| spec.input(port));
    let set = index.map(|index| graph.set_source(node, index, source));
    debug_assert!(
        matches!(set, Some(Ok(()))),
        "the document checks sources by the same declarations"
    );
}

fn entry(name: &str) -> Option<&'static OpEntry> {
    ropewalk_ops::library().find(|entry| entry.spec.name == name)
}
