//! What the runtime does about secrets: they are bound to what they are for, and kept by the host.

use ropewalk_flow::{Instant, PortSpec, Text, Value};
use ropewalk_patch::{Change, Document, Secret};

use super::{Runtime, input_of, no_op, no_port};
use crate::error::Error;
use crate::mirror::set;
use crate::output::Output;
use crate::protocol::Notice;
use crate::secrets::{StoredSecret, purpose};

impl Runtime {
    /// Secrets go and come with their ops; those that have come.
    pub(super) fn follow_secrets(
        &mut self,
        changes: &[Change],
        found: Vec<Secret>,
    ) -> Vec<(String, &'static str)> {
        for change in changes {
            match change {
                Change::OpRemoved { id } => {
                    self.secrets.remove(id);
                    let had_store = self.stores.iter().position(|op| op == id);
                    self.forgotten
                        .extend(had_store.map(|at| self.stores.swap_remove(at)));
                }
                // What a secret is for takes a walk over all links to tell, and few ops have one.
                Change::OpAdded { op } if self.secrets.may_restore(&op.id) => {
                    let purpose = self.purpose(&op.id);
                    self.secrets.restore(&op.id, purpose);
                }
                _ => {}
            }
        }
        for Secret { op, port, value } in found {
            self.secrets.set(&op, port, &value, None);
        }
        let mut added = Vec::new();
        for change in changes {
            if let Change::OpAdded { op } = change {
                for (port, value) in self.secrets_of(&op.id) {
                    // It may have been kept for another op of the same id meanwhile.
                    self.keep(&op.id, port, &value);
                    added.push((op.id.clone(), port));
                }
            }
        }
        added
    }

    /// A person has changed what secrets are for, so they are kept for that.
    pub(super) fn bind_again(&mut self, changes: &[Change]) {
        let changed = changes.iter().filter_map(|change| match change {
            Change::ValueSet { op, .. } | Change::SourceSet { op, .. } => Some(op.as_str()),
            Change::LinkAdded { link, .. } | Change::LinkRemoved { link } => {
                Some(link.to.op.as_str())
            }
            _ => None,
        });
        let mut ops: Vec<&str> = Vec::new();
        // Those with secrets are few.
        for op in changed.filter(|op| self.secrets.of(op).next().is_some()) {
            if !ops.contains(&op) {
                ops.push(op);
            }
        }
        for op in ops {
            for (port, value) in self.secrets_of(op) {
                self.keep(op, port, &value);
            }
        }
    }

    fn secrets_of(&self, op: &str) -> Vec<(&'static str, Text)> {
        let secrets = self.secrets.of(op);
        secrets.map(|(port, value)| (port, value.clone())).collect()
    }

    pub(super) fn set_secret(
        &mut self,
        op: &str,
        port: &str,
        value: &str,
        now: Instant,
    ) -> Result<(), Error> {
        let document = self.editor.document();
        let declared = document.op(op).ok_or_else(|| no_op(op))?;
        let spec = declared.spec().ok_or_else(|| no_port(op, port, false))?;
        let index = input_of(spec, op, port)?;
        let declared = PortSpec::at(spec.inputs, index).filter(|port| port.secret);
        let declared = declared.ok_or_else(|| Error::NoSecret {
            op: op.to_owned(),
            port: port.to_owned(),
        })?;
        if let Some(node) = self.mirror.node(op) {
            let value = if value.is_empty() {
                declared.default_value()
            } else {
                Value::text(value)
            };
            set(&mut self.graph, node, declared.name, value);
            self.graph.settle(now);
        }
        self.keep(op, declared.name, value);
        if matches!(self.output.back(), Some(Output::ForgetSecret { .. })) && !value.is_empty() {
            let text = format!(
                "The {} of `{op}` lasts until the patch is closed: as a text of the op comes over \
                 a link or follows a variable, it cannot be told what the {0} is for, so it is not kept.",
                declared.name
            );
            self.notice(Notice::Log { text });
        }
        self.secret_set(op.to_owned(), declared.name, !value.is_empty());
        Ok(())
    }

    /// What the secrets of an op are for now.
    fn purpose(&self, op: &str) -> Option<String> {
        let document = self.editor.document();
        purpose(document, op, document.op(op)?)
    }

    /// Keeps a secret, here and at the host, for what its op is for now.
    pub(super) fn keep(&mut self, op: &str, port: &'static str, value: &str) {
        let purpose = self.purpose(op);
        self.secrets.set(op, port, value, purpose.clone());
        let patch = self.editor.document().id().to_owned();
        let (op, port) = (op.to_owned(), port.to_owned());
        self.output.push_back(match purpose {
            Some(purpose) if !value.is_empty() => Output::StoreSecret {
                patch,
                secret: StoredSecret {
                    op,
                    port,
                    purpose,
                    value: value.to_owned(),
                },
            },
            _ => Output::ForgetSecret { patch, op, port },
        });
    }

    pub(super) fn secret_set(&mut self, op: String, port: &str, set: bool) {
        let port = port.to_owned();
        self.notice(Notice::SecretSet { op, port, set });
    }
}

/// The op and the name of its input, if there is one and it is secret.
pub(super) fn secret_port<'a>(
    document: &'a Document,
    op: &str,
    port: &str,
) -> Option<(&'a ropewalk_patch::Op, &'static str)> {
    let op = document.op(op)?;
    let spec = op.spec()?;
    let port = PortSpec::at(spec.inputs, spec.input(port)?)?;
    port.secret.then_some((op, port.name))
}
