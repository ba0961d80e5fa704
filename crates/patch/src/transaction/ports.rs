//! Adding, removing and reordering the ports of a multi port.

use ropewalk_flow::{MAX_PORTS, OpSpec, PortSpec};

use super::Transaction;
use crate::document::Entry;
use crate::edit::{Edit, Held};
use crate::edit_error::EditError;
use crate::source::HeldSource;

impl Transaction<'_> {
    /// Gives a multi port the ports of this order: for each its number until now, nothing for a new
    /// one.
    pub(super) fn ports(
        &mut self,
        id: &str,
        output: bool,
        order: &[Option<u16>],
    ) -> Result<(), EditError> {
        let op = self.op(id)?;
        let count = op.port_count(output);
        let spec = op.spec().filter(|_| count > 0);
        let spec = spec.ok_or_else(|| EditError::NoMultiPort {
            op: op.label().to_owned(),
            output,
        })?;
        // By the number that a port has had, the one that it has.
        let mut now = vec![None; usize::from(count)];
        let mut fits = (1..=usize::from(MAX_PORTS)).contains(&order.len());
        for (number, was) in (0..MAX_PORTS).zip(order) {
            if let Some(was) = was {
                let place = now.get_mut(usize::from(*was));
                fits &= place.is_some_and(|place| place.replace(number).is_none());
            }
        }
        if !fits {
            return Err(EditError::PortOrder {
                op: op.label().to_owned(),
                count,
            });
        }
        let ports = spec.ports(output);
        let name = |number| PortSpec::name_at(ports, PortSpec::fixed(ports) + number).into_owned();

        let (mut taken, mut put) = (Vec::new(), Vec::new());
        let mut place = 0;
        for (at, entry) in self.document.links.iter().enumerate() {
            let Entry { link, .. } = entry;
            let end = if output { &link.from } else { &link.to };
            let index = Some(&end.port).filter(|_| end.op == id);
            let index = index.and_then(|port| index_of(spec, port, output));
            let was = index.and_then(|index| index.checked_sub(PortSpec::fixed(ports)));
            let was = was.filter(|was| *was < count);
            let to = was.map_or(Some(0), |was| now[usize::from(was)]);
            if was.is_some() && was != to {
                taken.push(at);
                if let Some(to) = to {
                    let mut entry = entry.clone();
                    let link = &mut entry.link;
                    let end = if output { &mut link.from } else { &mut link.to };
                    end.port = name(to);
                    put.push((place, entry));
                }
            }
            place += usize::from(to.is_some());
        }
        // What subpatches show of the ports, under the names that those have then.
        let mut shown = Vec::new();
        for (subpatch, holder) in &self.document.ops {
            let mut list = holder.exposed.clone();
            list.retain_mut(|exposed| {
                let is_own = exposed.op == id && exposed.output == output;
                let index = Some(&exposed.port).filter(|_| is_own);
                let index = index.and_then(|port| index_of(spec, port, output));
                let was = index.and_then(|index| index.checked_sub(PortSpec::fixed(ports)));
                let Some(was) = was else { return true };
                let to = now.get(usize::from(was)).copied().flatten();
                exposed.port = to.map(name).unwrap_or_default();
                to.is_some()
            });
            if list != holder.exposed {
                shown.push((subpatch.clone(), list));
            }
        }
        let mut cleared = Vec::new();
        let mut held = Vec::new();
        let (mut freed, mut sources) = (Vec::new(), Vec::new());
        if !output {
            for (was, to) in (0_u16..).zip(&now) {
                let follows = op.held_source(&name(was));
                if *to != Some(was) && follows != HeldSource::default() {
                    freed.push(name(was));
                    sources.extend(to.map(|to| (name(to), follows)));
                }
                let holds = op.held(&name(was));
                if *to != Some(was) && holds != Held::default() {
                    cleared.push(name(was));
                    held.extend(to.map(|to| (name(to), holds)));
                }
            }
            // What is kept under an alias of a port that goes would bring it back with the file.
            let goes = |port: &&String| {
                let number = spec.input(port)?.checked_sub(PortSpec::fixed(ports))?;
                now.get(usize::from(number))?.is_none().then_some(())
            };
            for (kept, cleared) in [(&op.kept, &mut cleared), (&op.kept_sources, &mut freed)] {
                let kept = kept.keys().filter(|port| goes(port).is_some());
                let aliases = kept.filter(|port| !cleared.contains(port));
                cleared.extend(Vec::from_iter(aliases.cloned()));
            }
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it was compared with MAX_PORTS"
        )]
        let new_count = order.len() as u16;

        if !taken.is_empty() {
            self.step(Edit::Remove {
                ops: Vec::new(),
                links: taken,
            });
        }
        for port in cleared {
            self.hold(id, port, Held::default());
        }
        for port in freed {
            self.step(Edit::Source {
                op: id.to_owned(),
                port,
                held: HeldSource::default(),
            });
        }
        if new_count != count {
            self.step(Edit::Ports {
                op: id.to_owned(),
                output,
                count: new_count,
            });
        }
        for (port, mut held) in held {
            // What is kept goes to the end, as what was before it may have gone.
            let end = self.op(id)?.kept.len();
            held.kept = held.kept.map(|(_, json)| (end, json));
            self.hold(id, port, held);
        }
        for (port, mut held) in sources {
            let end = self.op(id)?.kept_sources.len();
            held.kept = held.kept.map(|(_, json)| (end, json));
            self.step(Edit::Source {
                op: id.to_owned(),
                port,
                held,
            });
        }
        for (op, ports) in shown {
            self.step(Edit::Expose { op, ports });
        }
        if !put.is_empty() {
            self.step(Edit::Insert {
                ops: Vec::new(),
                links: put,
            });
        }
        Ok(())
    }

    /// Holds something for an input.
    fn hold(&mut self, id: &str, port: String, held: Held) {
        self.step(Edit::Set {
            op: id.to_owned(),
            port,
            held,
        });
    }
}

/// The index of a port that an op can have.
fn index_of(spec: &OpSpec, port: &str, output: bool) -> Option<u16> {
    if output {
        spec.output(port)
    } else {
        spec.input(port)
    }
}
