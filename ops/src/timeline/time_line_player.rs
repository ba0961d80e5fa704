//! `Ops.TimeLine.TimeLinePlayer`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::{FRAMES, follow};

/// Plays, stops and rewinds the patch's clock, and shows its time.
#[derive(Op)]
#[op(name = "Ops.TimeLine.TimeLinePlayer", help = include_str!("time_line_player.md"))]
pub(super) struct TimeLinePlayer {
    /// Sets the clock to `Set current time` and lets it go on.
    #[input(name = "Play", display = "button")]
    play: Trigger,
    /// Stops it where it is.
    #[input(name = "Pause", display = "button")]
    pause: Trigger,
    /// Sets it to 0. It goes on if it did.
    #[input(name = "rewind", display = "button")]
    rewind: Trigger,
    /// Where `Play` begins, in seconds.
    #[input(name = "Set current time", unit = "s")]
    start: In<f64>,
    /// Fires after `Play`.
    #[output(name = "play trigger")]
    played: Fire,
    /// Fires after `Pause`.
    #[output(name = "pause trigger")]
    paused: Fire,
    /// Fires after `rewind`.
    #[output(name = "rewind trigger")]
    rewound: Fire,
    /// Whether the clock goes on.
    #[output(name = "is Playing")]
    is_playing: Out<bool>,
    /// Where the last `Play` began, in seconds.
    #[output(name = "set time (seconds)", unit = "s")]
    began: Out<f64>,
    /// The time of the clock, in seconds, new with each frame of the screen.
    #[output(name = "current time", unit = "s")]
    time: Out<f64>,
    /// The same in frames, of which a second has 30.
    #[output(name = "current frame")]
    frame: Out<f64>,
}

impl Handlers for TimeLinePlayer {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.show(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let done = if port == self.play {
            let start = self.start.get(cx);
            cx.seek_timeline(start);
            cx.play_timeline(true);
            self.began.set(cx, start);
            self.played
        } else if port == self.pause {
            cx.play_timeline(false);
            self.paused
        } else if port == self.rewind {
            cx.seek_timeline(0.0);
            self.rewound
        } else {
            return Ok(());
        };
        self.show(cx);
        done.fire(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.show(cx);
        }
        Ok(())
    }
}

impl TimeLinePlayer {
    fn show(&self, cx: &mut Cx<'_>) {
        let time = follow(cx);
        let is_playing = cx.timeline().is_playing();
        self.is_playing.set(cx, is_playing);
        self.time.set(cx, time);
        self.frame.set(cx, (time * FRAMES).round());
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Instant;
    use ropewalk_flow::testing::Bench;

    use super::*;

    const SECOND: Instant = Instant::from_secs(1);

    #[test]
    fn it_plays_from_a_time_stops_and_rewinds() {
        let mut op = Bench::<TimeLinePlayer>::new();
        assert_eq!(op.out("is Playing"), false);
        assert!(!op.graph.wants_frames());
        op.set("Set current time", 10.0).unwrap();
        op.press("Play").unwrap();
        assert_eq!(op.out("is Playing"), true);
        assert_eq!(op.out("set time (seconds)"), 10.0);
        assert_eq!(op.pulses("play trigger"), 1);
        op.frame(SECOND * 2);
        assert_eq!(op.out("current time"), 12.0);
        assert_eq!(op.out("current frame"), 360.0);
        op.press("rewind").unwrap();
        assert_eq!(op.out("current time"), 0.0);
        assert_eq!(op.pulses("rewind trigger"), 1);
        op.frame(SECOND);
        assert_eq!(op.out("current time"), 1.0);
        op.press("Pause").unwrap();
        assert_eq!(op.pulses("pause trigger"), 1);
        assert!(!op.graph.wants_frames());
        op.frame(SECOND);
        assert_eq!(op.out("current time"), 1.0);
    }

    #[test]
    fn it_follows_what_others_do_to_the_clock() {
        let mut op = Bench::<TimeLinePlayer>::new();
        op.graph.play(true, op.now);
        assert_eq!(op.out("is Playing"), true);
        op.graph.seek(30.0, op.now);
        assert_eq!(op.out("current time"), 30.0);
        assert!(op.graph.wants_frames());
    }

    #[test]
    fn a_start_that_is_no_time_is_0() {
        let mut op = Bench::<TimeLinePlayer>::new();
        for start in [f64::NAN, -5.0] {
            op.set("Set current time", start).unwrap();
            op.press("Play").unwrap();
            assert_eq!(op.out("current time"), 0.0);
        }
    }
}
