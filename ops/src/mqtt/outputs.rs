//! What the Mqtt op's outputs tell of its connection.

use ropewalk_flow::{Cx, Instant};
use ropewalk_mqtt::State;

use super::line::Line;
use super::mqtt::Mqtt;

impl Mqtt {
    /// Shows how the connection stands and what it has counted, and asks to be woken when that
    /// changes by itself.
    pub(super) fn show(&self, line: &Line, cx: &mut Cx<'_>) {
        self.show_state(line, cx);
        match &line.fault {
            Some(fault) => {
                cx.set_problem(fault.as_str());
                self.error.set(cx, fault.as_str());
            }
            // Switched off, nothing is wrong.
            None if line.options.is_none() => {
                cx.clear_problem();
                self.error.set(cx, "");
            }
            None => {}
        }
        let (stats, timeout) = line
            .connection
            .session(|session| (session.stats(), session.poll_timeout()));
        self.messages_in.set(cx, stats.messages_in as f64);
        self.messages_out.set(cx, stats.messages_out as f64);
        self.bytes_in.set(cx, stats.bytes_in as f64);
        self.bytes_out.set(cx, stats.bytes_out as f64);
        self.queued.set(cx, (stats.queued + stats.pending) as f64);
        let tick = self.show_retry(line, cx);
        match [timeout, self.due, tick].into_iter().flatten().min() {
            Some(when) => cx.wake_at(when),
            None => cx.cancel_wake(),
        }
    }

    pub(super) fn show_state(&self, line: &Line, cx: &mut Cx<'_>) {
        let (name, refusal) = line.connection.session(|session| match session.state() {
            _ if line.fault.is_some() => ("offline", ""),
            State::Offline => ("offline", ""),
            State::Connecting => ("connecting", ""),
            State::Connected => ("connected", ""),
            State::Waiting { .. } => ("waiting", ""),
            State::Refused(refusal) => ("refused", refusal.name()),
            State::Stopped => ("stopped", ""),
        });
        // Compared first: this runs for each message, and the text is seldom another one.
        if *self.state.get(cx) != *name {
            self.state.set(cx, name);
            self.connected.set(cx, name == "connected");
        }
        if *self.refusal.get(cx) != *refusal {
            self.refusal.set(cx, refusal);
        }
        line.connection.session(|session| {
            let server = session.server();
            if *self.server.get(cx) != *server {
                self.server.set(cx, server);
            }
        });
    }

    /// Shows the whole seconds that are left; when they change next.
    fn show_retry(&self, line: &Line, cx: &mut Cx<'_>) -> Option<Instant> {
        let until = line.connection.session(|session| match session.state() {
            State::Waiting { until } => Some(*until),
            _ => None,
        });
        let Some(left) = until.map(|until| until.saturating_sub(cx.now())) else {
            self.retry_in.set(cx, 0.0);
            return None;
        };
        let whole = left.as_secs_f64().ceil();
        self.retry_in.set(cx, whole);
        let next = Instant::from_secs_f64((whole - 1.0).max(0.0));
        Some(cx.now() + (left - next.min(left)).max(Instant::from_millis(1)))
    }
}
