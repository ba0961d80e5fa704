//! `Ops.TimeLine.TimeLinePlay`

use ropewalk_flow::{Cx, Fire, Handlers, Op, OpError, Trigger};

/// Plays and stops the patch's clock.
#[derive(Op)]
#[op(name = "Ops.TimeLine.TimeLinePlay", help = include_str!("time_line_play.md"))]
pub(super) struct TimeLinePlay {
    /// Lets the clock go on.
    #[input(name = "Play", display = "button")]
    play: Trigger,
    /// Stops it where it is.
    #[input(name = "Pause", display = "button")]
    pause: Trigger,
    /// Stops it if it goes on, and lets it go on if it stands.
    #[input(name = "Toggle", display = "button")]
    toggle: Trigger,
    /// Fires after each of them.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for TimeLinePlay {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let playing = if port == self.toggle {
            !cx.timeline().is_playing()
        } else if port == self.play {
            true
        } else if port == self.pause {
            false
        } else {
            return Ok(());
        };
        cx.play_timeline(playing);
        self.next.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Instant;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_plays_stops_and_does_the_other() {
        let mut op = Bench::<TimeLinePlay>::new();
        for (count, (port, playing)) in (1..).zip([
            ("Pause", false),
            ("Play", true),
            ("Play", true),
            ("Toggle", false),
            ("Toggle", true),
            ("Pause", false),
        ]) {
            op.press(port).unwrap();
            assert_eq!(op.graph.timeline().is_playing(), playing, "{port}");
            assert_eq!(op.pulses("Next"), count);
        }
    }

    #[test]
    fn the_time_goes_on_where_it_was_stopped() {
        let mut op = Bench::<TimeLinePlay>::new();
        op.press("Play").unwrap();
        op.advance(Instant::from_secs(2));
        op.press("Pause").unwrap();
        op.advance(Instant::from_secs(5));
        op.press("Play").unwrap();
        op.advance(Instant::from_secs(1));
        assert_eq!(op.graph.timeline().at(op.now), 3.0);
    }
}
