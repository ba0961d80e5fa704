use ropewalk_flow::{
    Cx, ElementEvent, Event, Fire, Handlers, In, Instant, Op, OpError, Out, Place, Property, Tag,
    Text, Trigger,
};

use crate::html::medium::Medium;

/// Plays a sound file.
#[derive(Op)]
#[op(name = "Ops.Audio.AudioPlayer", help = include_str!("audio_player.md"))]
pub(super) struct AudioPlayer {
    /// The address of the file.
    #[input(name = "file")]
    file: In<Text>,
    /// Plays it when this becomes true, pauses it when it becomes false.
    #[input(name = "Play")]
    play: In<bool>,
    /// How loud it is, from 0 to 1.
    #[input(name = "Volume", default = 1, min = 0, max = 1, display = "slider")]
    volume: In<f64>,
    /// Where it begins. A change goes there at once.
    #[input(name = "Offset", unit = "s")]
    offset: In<f64>,
    /// Whether it starts again at its end.
    #[input(name = "Loop")]
    loops: In<bool>,
    /// Whether it begins anew each time it is played.
    #[input(name = "Rewind on play")]
    rewinds: In<bool>,
    /// Kept for patches of cables, where a loading screen waits for the file. There is none here.
    #[input(name = "Loading Task", default = true)]
    _task: In<bool>,
    /// Plays it.
    #[input(name = "Play Trigger", display = "button")]
    play_trigger: Trigger,
    /// Pauses it.
    #[input(name = "Pause", display = "button")]
    pause: Trigger,
    /// Goes to where it begins.
    #[input(name = "Rewind", display = "button")]
    rewind: Trigger,
    /// Whether there is a player at all.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// 1 while it plays, otherwise 0.
    #[output(name = "Playing")]
    playing: Out<f64>,
    /// How long it is; 0 until that is known.
    #[output(name = "Duration", unit = "s")]
    duration: Out<f64>,
    /// Where it is.
    #[output(name = "Current Time", unit = "s")]
    time: Out<f64>,
    /// The player, with controls for a person, to be placed by other ops.
    #[output(name = "Element")]
    place: Out<Place>,
    /// Fires when it has come to its end.
    #[output(name = "Has Ended")]
    ended: Fire,
    medium: Option<Medium>,
    /// Where it was, and when, while it plays.
    at: Option<(f64, Instant)>,
}

impl Handlers for AudioPlayer {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !self.active.get(cx) {
            self.medium = None;
            self.place.clear(cx);
            self.duration.set(cx, 0.0);
            self.stand(cx);
            cx.clear_problem();
            return Ok(());
        }
        let fresh = self.medium.is_none();
        let medium = self
            .medium
            .get_or_insert_with(|| Medium::new(Tag::Audio, cx));
        if fresh {
            // It is seen where somebody places it.
            medium.set(Property::Controls, true);
            self.place.set(cx, medium.element.place());
        }
        if fresh || self.loops.changed(cx) {
            medium.set(Property::Loop, self.loops.get(cx));
        }
        if fresh || self.volume.changed(cx) {
            medium.set_volume(self.volume.get(cx));
        }
        let has_new = fresh || self.file.changed(cx);
        if has_new {
            medium.load(self.file.get(cx), cx);
            self.duration.set(cx, 0.0);
            self.stand(cx);
        }
        if has_new || self.offset.changed(cx) {
            self.seek(cx);
        }
        if has_new && self.play.get(cx) {
            self.start(cx);
        } else if self.play.changed(cx) && !fresh {
            if self.play.get(cx) {
                self.start(cx);
            } else if let Some(medium) = &mut self.medium {
                medium.pause(cx);
            }
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.play_trigger {
            self.start(cx);
        } else if port == self.rewind {
            self.seek(cx);
        } else if let Some(medium) = self.medium.as_mut().filter(|_| port == self.pause) {
            medium.pause(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let (Event::Frame, Some((time, when))) = (&event, self.at) {
            let age = cx.now().saturating_sub(when).as_secs_f64();
            self.time.set(cx, time + age);
        }
        let (Event::Element(id, event), Some(medium)) = (event, &mut self.medium) else {
            return Ok(());
        };
        medium.hear(id, &event, "sound", cx);
        match event {
            ElementEvent::Loaded { duration, .. } => self.duration.set(cx, duration),
            ElementEvent::Playing(true, time) => {
                self.playing.set(cx, 1.0);
                self.time.set(cx, time);
                self.at = Some((time, cx.now()));
                cx.request_frames(true);
            }
            ElementEvent::Playing(false, time) => {
                self.time.set(cx, time);
                self.stand(cx);
            }
            ElementEvent::Time(time) => {
                self.time.set(cx, time);
                self.at = self.at.map(|_| (time, cx.now()));
            }
            ElementEvent::Ended => {
                self.stand(cx);
                self.ended.fire(cx);
            }
            ElementEvent::Failed => self.stand(cx),
            _ => {}
        }
        Ok(())
    }
}

impl AudioPlayer {
    fn start(&self, cx: &mut Cx<'_>) {
        let Some(medium) = &self.medium else { return };
        if self.file.get(cx).is_empty() {
            cx.set_warning("There is nothing to play: `file` is empty.");
            return;
        }
        if self.rewinds.get(cx) {
            self.seek(cx);
        }
        medium.play();
    }

    /// Goes to where it begins.
    fn seek(&self, cx: &mut Cx<'_>) {
        let Some(medium) = &self.medium else { return };
        // Neither NaN nor infinity is a time.
        let offset = self.offset.get(cx);
        let offset = if offset.is_finite() {
            offset.max(0.0)
        } else {
            0.0
        };
        medium.set(Property::CurrentTime, offset);
        self.time.set(cx, offset);
    }

    /// It plays no more.
    fn stand(&mut self, cx: &mut Cx<'_>) {
        self.at = None;
        cx.request_frames(false);
        self.playing.set(cx, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Change, Effect, ElementId, GraphError, Value};

    use super::*;
    use crate::html::testing::{changes, created};

    fn player() -> (Bench<AudioPlayer>, ElementId) {
        let mut op = Bench::<AudioPlayer>::new();
        let (audio, tag) = created(&op.effects());
        assert_eq!(tag, Tag::Audio);
        (op, audio)
    }

    fn seek(time: f64) -> Change {
        Change::Property(Property::CurrentTime, time.into())
    }

    #[test]
    fn it_plays_and_tells_where_it_is_in_each_frame() -> Result<(), GraphError> {
        let (mut op, audio) = player();
        op.set("file", "a.wav")?;
        assert_eq!(
            changes(op.effects()),
            [Change::Source("a.wav".into()), seek(0.0)]
        );
        op.set("Play", true)?;
        assert_eq!(changes(op.effects()), [Change::Play(true)]);
        assert_eq!(op.out("Playing"), 0.0);
        let there = ElementEvent::Loaded {
            width: f64::NAN,
            height: f64::NAN,
            duration: 4.0,
        };
        op.element(audio, there);
        op.element(audio, ElementEvent::Playing(true, 0.0));
        assert_eq!(op.out("Duration"), 4.0);
        assert_eq!(op.out("Playing"), 1.0);
        op.frame(Instant::from_millis(500));
        assert_eq!(op.out("Current Time"), 0.5);
        op.element(audio, ElementEvent::Time(0.25));
        op.frame(Instant::from_millis(500));
        assert_eq!(op.out("Current Time"), 0.75);
        op.element(audio, ElementEvent::Ended);
        assert_eq!(op.out("Playing"), 0.0);
        assert_eq!(op.pulses("Has Ended"), 1);
        assert!(!op.graph.wants_frames());
        Ok(())
    }

    #[test]
    fn it_begins_at_its_offset() -> Result<(), GraphError> {
        let (mut op, _) = player();
        op.set("file", "a.wav")?;
        op.set("Offset", 2.0)?;
        op.set("Rewind on play", true)?;
        op.effects();
        op.press("Play Trigger")?;
        assert_eq!(changes(op.effects()), [seek(2.0), Change::Play(true)]);
        op.set("Offset", f64::INFINITY)?;
        op.press("Rewind")?;
        assert_eq!(changes(op.effects()), [seek(0.0), seek(0.0)]);
        op.press("Pause")?;
        assert_eq!(changes(op.effects()), [Change::Play(false)]);
        Ok(())
    }

    #[test]
    fn the_volume_is_one_that_a_browser_takes() -> Result<(), GraphError> {
        let (mut op, _) = player();
        for (volume, heard) in [(2.0, 1.0), (-1.0, 0.0), (0.5, 0.5), (f64::NAN, 0.0)] {
            op.set("Volume", volume)?;
            let expected = Change::Property(Property::Volume, heard.into());
            assert_eq!(changes(op.effects()), [expected]);
        }
        Ok(())
    }

    #[test]
    fn where_the_browser_wants_a_person_first_there_is_a_button() -> Result<(), GraphError> {
        let (mut op, audio) = player();
        op.set("file", "a.wav")?;
        op.set("Play", true)?;
        op.effects();
        op.element(audio, ElementEvent::Refused);
        assert!(op.problem().unwrap().contains("button"));
        let effects = op.effects();
        let (button, tag) = created(&effects);
        assert_eq!(tag, Tag::Button);
        assert!(changes(effects).contains(&Change::Text("Play the sound".into())));
        op.element(button, ElementEvent::Click);
        assert_eq!(changes(op.effects()), [Change::Play(true)]);
        op.element(audio, ElementEvent::Playing(true, 0.0));
        assert_eq!(op.effects(), [Effect::RemoveElement(button)]);
        assert_eq!(op.problem(), None);
        Ok(())
    }

    #[test]
    fn inactive_there_is_no_player() -> Result<(), GraphError> {
        let (mut op, audio) = player();
        op.set("file", "a.wav")?;
        op.element(audio, ElementEvent::Playing(true, 0.0));
        op.effects();
        op.set("Active", false)?;
        assert_eq!(op.effects(), [Effect::RemoveElement(audio)]);
        assert_eq!(op.out("Playing"), 0.0);
        assert_eq!(op.out("Element"), Value::None);
        op.press("Play Trigger")?;
        assert_eq!(op.effects(), []);
        Ok(())
    }

    #[test]
    fn without_a_file_it_says_so() -> Result<(), GraphError> {
        let (mut op, _) = player();
        op.press("Play Trigger")?;
        assert!(op.problem().unwrap().contains("`file` is empty"));
        Ok(())
    }
}
