//! Multi ports: how many ports of one kind an op has.

use serde_json::{Map, Value as Json};

use crate::library::{self, Input};
use crate::project::{Link, Op};

/// How many ports the multi input and the multi output of an op have; nothing where it has none.
///
/// Cables counts one more, the place for the next one. In the first kind of multi ports, those of
/// ops without a version in their name, a person could turn that off.
pub(crate) fn port_counts(op: &mut Op, spec: &library::Op, links: &[Link]) -> [Option<u64>; 2] {
    [false, true].map(|is_output| {
        let multi = spec.multi(is_output)?;
        let has_version = op.name.as_ref().is_some_and(|name| name.contains("_v"));
        let said = said(op, &multi.name, is_output).map(|(count, is_manual)| {
            let has_next = has_version || !is_manual;
            count.saturating_sub(u64::from(has_next)).max(1)
        });
        let ends = links
            .iter()
            .map(|link| if is_output { &link.from } else { &link.to });
        let own = ends.filter(|(id, _)| Some(id) == op.id.as_ref());
        let linked = own.filter_map(|(_, port)| multi.number(port)).max();
        let linked = linked.map_or(0, |number| number.saturating_add(1));
        Some(said.or(multi.multi).unwrap_or(1).max(linked))
    })
}

/// What the file says of the number of ports, and whether there is no place for the next one.
fn said(op: &mut Op, name: &str, is_output: bool) -> Option<(u64, bool)> {
    if !is_output {
        let port = op.inputs.iter_mut().find(|port| port.name == name)?;
        return taken(&mut port.rest);
    }
    let Some(Json::Array(ports)) = op.rest.get_mut("portsOut") else {
        return None;
    };
    let named = |port: &Json| port.get("name").and_then(Json::as_str) == Some(name);
    let port = ports.iter_mut().find(|port| named(port))?.as_object_mut()?;
    let said = taken(port);
    ports.retain(|port| port.as_object().is_none_or(|port| port.len() > 1));
    if ports.is_empty() {
        op.rest.shift_remove("portsOut");
    }
    said
}

fn taken(port: &mut Map<String, Json>) -> Option<(u64, bool)> {
    let is_manual = port.shift_remove("multiPortManual") == Some(Json::Bool(true));
    let count = port.shift_remove("multiPortNum")?;
    // Old files have numbers as text too.
    let count = count.as_u64().or_else(|| count.as_str()?.parse().ok())?;
    Some((count, is_manual))
}

impl Input {
    /// Which of the ports of this multi port has the name, counted from 0.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.multi?;
        let digits = name.strip_prefix(&self.name)?.strip_prefix('_')?;
        let is_plain = digits.len() == 1 || !digits.starts_with(['0', '+']);
        digits.parse().ok().filter(|_| is_plain)
    }
}
