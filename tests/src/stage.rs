//! Where a case plays: a runtime with a clock and a network of its own.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, bail};
use ropewalk_runtime::{
    Command, Effect, Host, Input, Instant, Notice, Output, Reply, Runtime, SocketEvent, Sockets,
    Status, Value, WallClock,
};
use serde_json::{Value as Json, json};

use crate::broker::Broker;
use crate::script::{Action, Message, Step};

pub(crate) struct Stage {
    runtime: Runtime,
    now: Instant,
    broker: Broker,
    marks: HashMap<String, Status>,
}

impl Stage {
    /// A stage with the patch open, at time 0.
    pub(crate) fn open(patch: Vec<u8>) -> Result<Self> {
        let host = Host {
            identity: "case".into(),
            sockets: Sockets::Native,
            keeps_records: false,
        };
        let mut stage = Self {
            runtime: Runtime::new(1, host),
            now: Instant::ZERO,
            broker: Broker::default(),
            marks: HashMap::new(),
        };
        // 2026-01-02, 03:04:05.6 in UTC.
        stage.input(Input::Clock(WallClock {
            timestamp: 1_767_323_045_600.0,
            zone: 0,
        }))?;
        stage.input(Input::Open(patch)).context("patch.json")?;
        Ok(stage)
    }

    pub(crate) fn perform(&mut self, step: &Step) -> Result<()> {
        self.advance(step.at)?;
        match &step.action {
            Action::Set { op, port, value } => {
                let set = json!({ "type": "set", "op": op, "port": port, "value": value });
                let command = Command::from_json(&set.to_string())?;
                let gesture = None;
                self.input(Input::Edit { command, gesture })?;
            }
            Action::Press(port) => {
                let (op, port) = (port.op.clone(), port.port.clone());
                self.input(Input::Press { op, port })?;
            }
            Action::Frames { count, every } => {
                for frame in 0..*count {
                    self.advance(step.at + f64::from(frame) * every)?;
                    self.input(Input::Frame)?;
                }
            }
            Action::Message(message) => {
                self.broker.publish(message.clone());
                self.deliver()?;
            }
            Action::Cut {} => {
                for socket in self.broker.cut() {
                    let event = SocketEvent::Closed {
                        code: 1006,
                        reason: "".into(),
                    };
                    self.input(Input::Socket(socket, event))?;
                }
            }
        }
        Ok(())
    }

    /// Lets time pass, with all that is due.
    pub(crate) fn advance(&mut self, to: f64) -> Result<()> {
        let end = Instant::from_secs_f64(to / 1000.0);
        while let Some(when) = self.runtime.next_wake().filter(|when| *when <= end) {
            self.now = self.now.max(when);
            self.input(Input::Wake)?;
        }
        self.now = self.now.max(end);
        Ok(())
    }

    pub(crate) fn value(&self, op: &str, port: &str) -> Result<Json> {
        Ok(serde_json::to_value(self.runtime.output(op, port)?)?)
    }

    pub(crate) fn pulses(&self, op: &str, port: &str) -> Result<u64> {
        let value = self.value(op, port)?;
        value
            .as_u64()
            .ok_or_else(|| anyhow!("`{port}` of `{op}` is no trigger: it holds {value}"))
    }

    /// What an output holds, with a name for each number that JSON has none for.
    pub(crate) fn recorded(&self, op: &str, port: &str) -> Result<Json> {
        Ok(match self.runtime.output(op, port)? {
            value @ Value::Number(number) if !number.is_finite() => json!(value.to_string()),
            value => serde_json::to_value(value)?,
        })
    }

    pub(crate) fn take_published(&mut self) -> Vec<Message> {
        self.broker.take_published()
    }

    pub(crate) fn status(&self, op: &str) -> Option<&str> {
        self.marks.get(op).map(|status| status.text.as_str())
    }

    fn input(&mut self, input: Input) -> Result<Reply> {
        let reply = self.runtime.handle(input, self.now)?;
        self.outputs()?;
        self.deliver()?;
        Ok(reply)
    }

    /// Does what the runtime says, until it says nothing more.
    fn outputs(&mut self) -> Result<()> {
        while let Some(output) = self.runtime.poll_output() {
            match output {
                Output::LoadSecrets { .. } => {
                    self.runtime.handle(Input::Secrets(Vec::new()), self.now)?;
                }
                Output::Notice(Notice::Opened { warnings, .. }) if !warnings.is_empty() => {
                    bail!("patch.json: {}", warnings.join(" "));
                }
                Output::Notice(Notice::OpStatus { op, status }) => {
                    match status {
                        Some(status) => self.marks.insert(op, status),
                        None => self.marks.remove(&op),
                    };
                }
                Output::Effect(Effect::OpenSocket { socket, .. }) => self.broker.open(socket),
                Output::Effect(Effect::Send(socket, bytes)) => {
                    self.broker.receive(socket, &bytes)?
                }
                Output::Effect(Effect::CloseSocket(socket)) => self.broker.close(socket),
                _ => {}
            }
        }
        Ok(())
    }

    /// Hands over what the broker has sent, one frame at a time.
    fn deliver(&mut self) -> Result<()> {
        while let Some((socket, event)) = self.broker.poll() {
            self.runtime
                .handle(Input::Socket(socket, event), self.now)?;
            self.outputs()?;
        }
        Ok(())
    }
}
