mod keeping;
mod telling;

use std::collections::VecDeque;

use ropewalk_flow::{Effect, Graph, Host, Instant, NodeId, OpSpec, PortSpec, Text, Value};
use ropewalk_patch::{Applied, Catalogue, Change, Command, Document, Editor, Loaded, Secret, load};

use self::keeping::secret_port;
use crate::error::Error;
use crate::input::{Input, Reply};
use crate::mirror::Mirror;
use crate::output::Output;
use crate::protocol::{Notice, Status};
use crate::secrets::{Secrets, StoredSecret, purpose};
use crate::watch::Watch;

/// A patch with its graph and its history. See the crate's front page for how to drive it.
pub struct Runtime {
    catalogue: Catalogue,
    editor: Editor,
    graph: Graph,
    /// The time of the last input.
    now: Instant,
    mirror: Mirror,
    secrets: Secrets,
    watch: Watch,
    /// A patch that was read and waits for its secrets.
    opening: Option<Loaded>,
    output: VecDeque<Output>,
    /// The ops that have opened a store.
    stores: Vec<String>,
    /// Removed ops, whose records are of use to nobody, to be told of after their last effects.
    forgotten: Vec<String>,
}

impl Runtime {
    /// A runtime with an empty patch. `seed` is the source of all random numbers.
    pub fn new(seed: u64, host: Host) -> Self {
        let catalogue = Catalogue::new(ropewalk_ops::library().map(|entry| entry.spec));
        Self {
            editor: Editor::new(Document::new("untitled", "Untitled"), catalogue.clone()),
            catalogue,
            graph: Graph::new(seed, host),
            now: Instant::ZERO,
            mirror: Mirror::default(),
            secrets: Secrets::default(),
            watch: Watch::default(),
            opening: None,
            output: VecDeque::new(),
            stores: Vec::new(),
            forgotten: Vec::new(),
        }
    }

    /// Handles one thing that has happened. `now` is the time since an origin that the host picks,
    /// and never runs backward.
    ///
    /// # Errors
    ///
    /// What was asked cannot be done, for a person to read. The patch is as it was.
    pub fn handle(&mut self, input: Input, now: Instant) -> Result<Reply, Error> {
        // An event can change any value.
        self.watch.touch();
        self.now = now;
        match input {
            Input::Frame => self.graph.frame(now),
            Input::Wake => self.graph.wake(now),
            Input::Clock(clock) => self.graph.set_wall_clock(clock, now),
            Input::Online => self.graph.online(now),
            Input::Socket(socket, event) => self.graph.socket_event(socket, event, now),
            Input::Element(element, event) => self.graph.element_event(element, event, now),
            Input::Answer(ask, answer) => self.graph.answer(ask, answer, now),
            Input::Hold { handle, servers } => self.graph.hold(handle, &servers, now),
            Input::Store(store, event) => self.graph.store_event(store, event, now),
            Input::Device(source, event) => self.graph.device_event(&source, &event, now),
            Input::Press { op, port } => self.press(&op, &port, now)?,
            Input::Edit { command, gesture } => {
                let applied = self.editor.apply(command, gesture)?;
                return Ok(self.applied(applied, now));
            }
            Input::Undo => {
                let Some(changes) = self.editor.undo() else {
                    return Ok(Reply::Nothing);
                };
                self.changed(changes, Vec::new(), now);
            }
            Input::Redo => {
                let Some(changes) = self.editor.redo() else {
                    return Ok(Reply::Nothing);
                };
                self.changed(changes, Vec::new(), now);
            }
            Input::SetSecret { op, port, value } => self.set_secret(&op, &port, &value, now)?,
            Input::Play(playing) => self.graph.play(playing, now),
            Input::Seek(seconds) => self.graph.seek(seconds, now),
            Input::SetVariable { name, value } => self.graph.set_variable(&name, value, now),
            Input::WatchVariables(watched) => self.graph.watch_variables(watched),
            Input::Broker { op, asked } => {
                let name = |node| self.mirror.op(node).map(Text::from);
                let connection = self.output(&op, "MQTT Object")?;
                let told = ropewalk_ops::ask_broker(connection, &asked, now, &name);
                self.graph.settle(now);
                return told.map(Reply::Told).map_err(Error::Broker);
            }
            Input::Watch(ports) => {
                let mirror = &self.mirror;
                self.watch.set(ports, &mut self.graph, |op| mirror.node(op));
                self.graph.settle(now);
            }
            Input::Open(file) => {
                let loaded = load(file, &self.catalogue)?;
                let patch = loaded.document.id().to_owned();
                self.opening = Some(loaded);
                self.output.push_back(Output::LoadSecrets { patch });
            }
            Input::Secrets(secrets) => {
                let loaded = self.opening.take().ok_or(Error::NothingToOpen)?;
                self.open(loaded, secrets, now);
            }
            Input::Close => {
                self.opening = None;
                self.show(
                    Document::new("untitled", "Untitled"),
                    Secrets::default(),
                    now,
                );
            }
        }
        Ok(Reply::Done)
    }

    /// The next thing for the host to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        if let Some(output) = self.output.pop_front() {
            return Some(output);
        }
        while let Some(effect) = self.graph.poll_effect() {
            let (store, owner) = match effect {
                Effect::OpenStore { store, owner } => (store, owner),
                Effect::EditInput { node, port, value } => {
                    self.edit_input(node, port, &value);
                    match self.output.pop_front() {
                        Some(output) => return Some(output),
                        None => continue,
                    }
                }
                effect => return Some(Output::Effect(effect)),
            };
            // Nothing where the op was removed in the same event.
            if let Some(op) = self.mirror.op(owner) {
                let patch = self.editor.document().id().to_owned();
                let op = op.to_owned();
                if !self.stores.contains(&op) {
                    self.stores.push(op.clone());
                }
                return Some(Output::OpenStore { store, patch, op });
            }
        }
        if let Some(op) = self.forgotten.pop() {
            let patch = self.editor.document().id().to_owned();
            return Some(Output::ForgetStore { patch, op });
        }
        while let Some((node, problem)) = self.graph.poll_status() {
            if let Some(op) = self.mirror.op(node) {
                let held = self.graph.held(node);
                let held = held.flat_map(|servers| servers.split(' ').map(str::to_owned));
                let held = held.collect();
                let status = problem.map(|problem| Status {
                    level: problem.severity.into(),
                    text: problem.text.to_string(),
                    held,
                });
                let op = op.to_owned();
                return Some(Output::Notice(Notice::OpStatus { op, status }));
            }
        }
        if let Some((timeline, seconds)) = self.graph.take_timeline() {
            let playing = timeline.is_playing();
            return Some(Output::Notice(Notice::Timeline { playing, seconds }));
        }
        while let Some((id, text)) = self.graph.poll_link_status() {
            if let Some(link) = self.mirror.link(id) {
                return Some(Output::Notice(Notice::LinkStatus {
                    link: link.clone(),
                    text: text.map(|text| text.to_string()),
                }));
            }
        }
        None
    }

    /// When the host is to send [`Input::Wake`].
    pub fn next_wake(&mut self) -> Option<Instant> {
        self.graph.next_wake()
    }

    /// Whether the host is to send [`Input::Frame`] before each drawing of the screen.
    pub fn wants_frames(&self) -> bool {
        self.graph.wants_frames()
    }

    /// The patch as a file, without its secrets.
    ///
    /// # Errors
    ///
    /// [`Error::File`] for a patch that is larger than a file may be.
    pub fn save(&self) -> Result<String, Error> {
        Ok(ropewalk_patch::save(self.editor.document())?)
    }

    /// The host lends what it knows of zones: how many minutes local time is ahead of UTC at a time,
    /// in milliseconds since 1970.
    pub fn set_zones(&mut self, zones: fn(f64) -> i32) {
        self.graph.set_zones(zones);
    }

    fn press(&mut self, op: &str, port: &str, now: Instant) -> Result<(), Error> {
        let node = self.mirror.node(op).ok_or_else(|| no_op(op))?;
        let spec = self.graph.spec(node).map_err(|_| no_op(op))?;
        let index = input_of(spec, op, port)?;
        self.graph
            .press(node, index, now)
            .map_err(|_| Error::NoTrigger {
                op: op.to_owned(),
                port: port.to_owned(),
            })
    }

    /// An op has learned what one of its inputs is to be.
    fn edit_input(&mut self, node: NodeId, port: u16, value: &Value) {
        let (Some(op), Ok(spec)) = (self.mirror.op(node), self.graph.spec(node)) else {
            return;
        };
        let command = Command::Set {
            op: op.to_owned(),
            port: PortSpec::name_at(spec.inputs, port).into_owned(),
            value: serde_json::to_value(value).unwrap_or_default(),
        };
        // It is refused for a secret only.
        if let Ok(applied) = self.editor.apply(command, None) {
            self.applied(applied, self.now);
        }
    }

    fn applied(&mut self, applied: Applied, now: Instant) -> Reply {
        for warning in applied.warnings {
            let text = warning.to_string();
            self.notice(Notice::Log { text });
        }
        if !applied.changes.is_empty() {
            self.changed(applied.changes, applied.secrets, now);
        }
        Reply::Added(applied.added)
    }

    /// The document has changed: the graph, the page and the kept secrets follow. `found` are
    /// secrets that came with new ops.
    fn changed(&mut self, changes: Vec<Change>, found: Vec<Secret>, now: Instant) {
        let added = self.follow_secrets(&changes, found);
        let document = self.editor.document();
        self.mirror
            .follow(&changes, document, &mut self.graph, &self.secrets);
        let ports_changed = changes.iter().any(|change| {
            matches!(
                change,
                Change::OpAdded { .. } | Change::OpRemoved { .. } | Change::PortCount { .. }
            )
        });
        if ports_changed {
            let mirror = &self.mirror;
            self.watch.find(&mut self.graph, |op| mirror.node(op));
        }
        self.graph.settle(now);
        self.bind_again(&changes);
        let label = |label: Option<&str>| label.map(str::to_owned);
        let notice = Notice::Changed {
            can_undo: label(self.editor.can_undo()),
            can_redo: label(self.editor.can_redo()),
            changes,
        };
        self.notice(notice);
        // After the page has come to know the ops.
        for (op, port) in added {
            self.secret_set(op, port, true);
        }
    }

    fn open(&mut self, loaded: Loaded, stored: Vec<StoredSecret>, now: Instant) {
        let Loaded {
            document,
            secrets: found,
            warnings,
            ..
        } = loaded;
        let mut warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        let mut secrets = Secrets::default();
        for stored in stored {
            let Some((op, port)) = secret_port(&document, &stored.op, &stored.port) else {
                continue;
            };
            if purpose(&document, &stored.op, op).as_ref() == Some(&stored.purpose) {
                secrets.set(&stored.op, port, &stored.value, Some(stored.purpose));
            } else {
                warnings.push(format!(
                    "The {port} that is kept for `{}` was entered for other values of the op, so \
                     it is not used. Enter it again.",
                    op.label()
                ));
            }
        }
        for Secret { op, port, value } in &found {
            secrets.set(op, port, value, None);
        }
        self.show(document, secrets, now);
        let document = self.editor.document().view();
        self.notice(Notice::Opened { document, warnings });
        let set: Vec<(String, &'static str)> = self
            .secrets
            .iter()
            .map(|(op, port)| (op.to_owned(), port))
            .collect();
        for (op, port) in set {
            self.secret_set(op, port, true);
        }
        for Secret { op, port, value } in found {
            self.keep(&op, port, &value);
        }
    }

    /// Puts another document in the place of the one that is open.
    fn show(&mut self, document: Document, secrets: Secrets, now: Instant) {
        self.mirror.clear(&mut self.graph);
        self.graph.clear_variables(now);
        self.graph.seek(0.0, now);
        self.graph.play(true, now);
        // The page knows that from the notice that another patch is open.
        self.graph.take_timeline();
        self.stores.clear();
        self.secrets = secrets;
        self.mirror
            .build(&document.view(), &mut self.graph, &self.secrets);
        self.editor = Editor::new(document, self.catalogue.clone());
        let mirror = &self.mirror;
        self.watch.find(&mut self.graph, |op| mirror.node(op));
        self.graph.settle(now);
    }

    fn notice(&mut self, notice: Notice) {
        self.output.push_back(Output::Notice(notice));
    }
}

fn input_of(spec: &OpSpec, op: &str, port: &str) -> Result<u16, Error> {
    spec.input(port).ok_or_else(|| no_port(op, port, false))
}

fn no_op(op: &str) -> Error {
    Error::NoOp(op.to_owned())
}

fn no_port(op: &str, port: &str, output: bool) -> Error {
    Error::NoPort {
        op: op.to_owned(),
        port: port.to_owned(),
        output,
    }
}
