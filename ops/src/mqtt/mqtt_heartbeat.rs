//! `Ops.Net.Mqtt.MqttHeartbeat`

use ropewalk_flow::{
    Cx, Event, Fire, Handlers, In, Instant, Op, OpError, Out, Text, Trigger, Value, clamp,
    number_to_text,
};
use ropewalk_mqtt::{Message, State, check_name};

use super::connection::{Connection, IS_OFF, find};

/// The shortest interval, in seconds.
const SHORTEST: f64 = 1.0;

/// The longest interval, in seconds: a day.
const LONGEST: f64 = 86_400.0;

/// Tells an outside monitor, again and again, that the page is alive.
#[derive(Op)]
#[op(name = "Ops.Net.Mqtt.MqttHeartbeat", help = include_str!("mqtt_heartbeat.md"))]
pub(super) struct MqttHeartbeat {
    /// The connection, from an Mqtt op. With nothing linked, the patch's only Mqtt op.
    #[input(name = "MQTT Object")]
    object: In<Connection>,
    /// Where to, without wildcards.
    #[input(name = "Topic", default = "heartbeat")]
    topic: In<Text>,
    /// Who says so, for a monitor that listens to several.
    #[input(name = "Name")]
    name: In<Text>,
    /// How often: from once a second to once a day.
    #[input(name = "Interval", default = 10, min = 1, max = 86_400, unit = "s")]
    interval: In<f64>,
    /// Says so now, too.
    #[input(name = "Send", display = "button")]
    send: Trigger,
    /// Whether it says anything.
    #[input(name = "Active", default = true)]
    active: In<bool>,

    /// The connection, passed on.
    #[output(name = "MQTT Object - Out")]
    object_out: Out<Connection>,
    /// Fires with each heartbeat that goes out.
    #[output(name = "Sent")]
    sent: Fire,
    /// For how long this patch has been running, in seconds, as last said.
    #[output(name = "Uptime")]
    uptime: Out<f64>,
    /// How many frames a second were drawn since the heartbeat before, as last said.
    #[output(name = "FPS")]
    fps: Out<f64>,

    connection: Option<Connection>,
    /// When the op began.
    began: Option<Instant>,
    /// When the heartbeat before was due, and how many frames came since.
    last: Option<Instant>,
    frames: u32,
}

impl Handlers for MqttHeartbeat {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let now = cx.now();
        self.began.get_or_insert(now);
        self.connection = None;
        cx.clear_problem();
        match find(self.object, self.object_out, cx) {
            _ if !self.active.get(cx) => {}
            Ok(connection) => match check_name(&self.topic.get(cx)) {
                Ok(()) => self.connection = Some(connection),
                Err(error) => cx.set_problem(format!("Topic: {error}")),
            },
            Err(todo) => cx.set_warning(todo),
        }
        let beats = self.connection.is_some();
        cx.request_frames(beats);
        match beats {
            // An edit does not hurry it.
            true => {
                let due = self.last.map_or(now, |last| last + self.pause(cx));
                cx.wake_at(due.max(now));
            }
            false => cx.cancel_wake(),
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.send {
            self.beat(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Frame => self.frames += 1,
            Event::Wake => {
                self.beat(cx);
                cx.wake_at(cx.now() + self.pause(cx));
            }
            _ => {}
        }
        Ok(())
    }
}

impl MqttHeartbeat {
    fn pause(&self, cx: &Cx<'_>) -> Instant {
        let seconds = self.interval.get(cx);
        // What is no number at all is as often as may be.
        let seconds = if seconds.is_nan() { SHORTEST } else { seconds };
        Instant::from_secs_f64(clamp(seconds, SHORTEST, LONGEST))
    }

    /// Says that the page is alive, where somebody can hear it: a heartbeat of before, that waited
    /// for a connection, would be a lie.
    fn beat(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now();
        let since = now.saturating_sub(self.last.or(self.began).unwrap_or(now));
        let fps = match since.is_zero() {
            true => 0.0,
            false => (f64::from(self.frames) / since.as_secs_f64() * 10.0).round() / 10.0,
        };
        self.last = Some(now);
        self.frames = 0;
        let Some(connection) = self.connection.clone() else {
            return;
        };
        if connection.is_closed() {
            cx.set_warning(IS_OFF);
            return;
        }
        if !connection.session(|session| *session.state() == State::Connected) {
            return;
        }
        let uptime = now.saturating_sub(self.began.unwrap_or(now)).as_secs();
        let name = Value::Text(self.name.get(cx)).to_json();
        // As JSON writes it: the formatter of the standard library would come along for it.
        let rate = number_to_text(fps);
        let payload = format!(r#"{{"name":{name},"uptime":{uptime},"fps":{rate}}}"#);
        let message = Message {
            topic: self.topic.get(cx).to_string().into(),
            payload: payload.into(),
            ..Message::default()
        };
        // Of QoS 0 on a connection that is up: it has left, or what is wrong is the op's topic.
        match connection.publish(message, cx.node(), now) {
            Ok(_) => {
                self.uptime.set(cx, uptime as f64);
                self.fps.set(cx, fps);
                self.sent.fire(cx);
            }
            Err(error) => cx.set_problem(error.to_string()),
        }
    }
}
