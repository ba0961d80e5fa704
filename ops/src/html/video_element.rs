use ropewalk_flow::{
    Attribute, Change, Cx, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out, Place,
    Property, Tag, Text, Trigger,
};

use super::medium::Medium;

/// Shows a video on the stage.
#[derive(Op)]
#[op(name = "Ops.Html.Elements.VideoElement", help = include_str!("video_element.md"))]
pub(super) struct VideoElement {
    /// The address of the video.
    #[input(name = "File", group = "Attributes")]
    file: In<Text>,
    /// The element's id, for style sheets.
    #[input(name = "ID", group = "Attributes")]
    id: In<Text>,
    /// Whether it plays.
    #[input(name = "Play")]
    play: In<bool>,
    /// Whether it plays as soon as it is there, whatever `Play` says.
    #[input(name = "Autoplay")]
    autoplay: In<bool>,
    /// Whether it has controls for a person.
    #[input(name = "Controls", default = true)]
    controls: In<bool>,
    /// Whether there is a video at all.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Whether it starts again at its end.
    #[input(name = "Loop")]
    loops: In<bool>,
    /// Whether it plays without sound.
    #[input(name = "Muted")]
    muted: In<bool>,
    /// CSS declarations.
    #[input(
        name = "Style",
        default = "position:absolute;\nz-index:9999;\nborder:0;\nwidth:50%;\nheight:50%;",
        display = "editor"
    )]
    style: In<Text>,
    /// How loud it is, from 0 to 1.
    #[input(name = "Volume", default = 1, min = 0, max = 1, display = "slider")]
    volume: In<f64>,
    /// Returns to its start.
    #[input(name = "Rewind", display = "button")]
    rewind: Trigger,
    /// The video, for other ops.
    #[output(name = "Element")]
    place: Out<Place>,
    /// Whether it plays now.
    #[output(name = "Playing")]
    playing: Out<bool>,
    /// Whether so much of it is there that it can begin.
    #[output(name = "Can Play Through")]
    ready: Out<bool>,
    /// Where it is.
    #[output(name = "Time", unit = "s")]
    time: Out<f64>,
    /// Fires when it has come to its end.
    #[output(name = "Ended")]
    ended: Fire,
    /// Whether it cannot be played.
    #[output(name = "Has Error")]
    has_error: Out<bool>,
    /// Why it cannot be played, empty while it can.
    #[output(name = "Error Message")]
    error: Out<Text>,
    /// How wide the video itself is.
    #[output(name = "Video Width", unit = "px")]
    width: Out<f64>,
    /// How high the video itself is.
    #[output(name = "Video Height", unit = "px")]
    height: Out<f64>,
    medium: Option<Medium>,
}

impl Handlers for VideoElement {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !self.active.get(cx) {
            self.medium = None;
            self.place.clear(cx);
            self.playing.set(cx, false);
            self.ready.set(cx, false);
            cx.clear_problem();
            return Ok(());
        }
        let fresh = self.medium.is_none();
        let medium = self
            .medium
            .get_or_insert_with(|| Medium::new(Tag::Video, cx));
        if fresh {
            self.place.set(cx, medium.element.place());
        }
        if fresh || self.style.changed(cx) {
            medium.element.change(Change::Style(self.style.get(cx)));
        }
        if fresh || self.id.changed(cx) {
            let id = self.id.get(cx);
            let id = Some(&*id).filter(|id| !id.is_empty());
            medium.element.set(Attribute::Id, id);
        }
        for (port, property) in [
            (self.controls, Property::Controls),
            (self.loops, Property::Loop),
            (self.muted, Property::Muted),
        ] {
            if fresh || port.changed(cx) {
                medium.set(property, port.get(cx));
            }
        }
        if fresh || self.volume.changed(cx) {
            medium.set_volume(self.volume.get(cx));
        }
        let file = self.file.get(cx);
        let has_new = fresh || self.file.changed(cx);
        if has_new {
            self.has_error.set(cx, false);
            self.error.set(cx, "");
            self.ready.set(cx, false);
            medium.load(file.clone(), cx);
        }
        let plays = self.play.get(cx) || self.autoplay.get(cx);
        if has_new || self.play.changed(cx) || self.autoplay.changed(cx) {
            if plays && !file.is_empty() {
                medium.play();
            } else {
                medium.pause(cx);
            }
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, _: &mut Cx<'_>) -> Result<(), OpError> {
        if let Some(medium) = self.medium.as_ref().filter(|_| port == self.rewind) {
            medium.set(Property::CurrentTime, 0.0);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (Event::Element(id, event), Some(medium)) = (event, &mut self.medium) else {
            return Ok(());
        };
        medium.hear(id, &event, "video", cx);
        match event {
            ElementEvent::Loaded { width, height, .. } => {
                self.width.set(cx, width);
                self.height.set(cx, height);
                self.ready.set(cx, true);
            }
            ElementEvent::Playing(plays, time) => {
                self.playing.set(cx, plays);
                self.time.set(cx, time);
            }
            ElementEvent::Time(time) => self.time.set(cx, time),
            ElementEvent::Ended => {
                self.playing.set(cx, false);
                self.ended.fire(cx);
            }
            ElementEvent::Failed => {
                self.has_error.set(cx, true);
                self.error.set(cx, "The video cannot be loaded or played.");
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::super::testing::{changes, created};
    use super::*;

    fn is_told_to_play(op: &mut Bench<VideoElement>) -> Option<bool> {
        let played = |change| match change {
            Change::Play(plays) => Some(plays),
            _ => None,
        };
        changes(op.effects()).into_iter().filter_map(played).last()
    }

    #[test]
    fn it_plays_what_it_has_when_it_is_told_to() -> Result<(), GraphError> {
        let mut op = Bench::<VideoElement>::new();
        let (video, _) = created(&op.effects());
        op.set("Play", true)?;
        assert_eq!(is_told_to_play(&mut op), Some(false), "there is nothing");
        op.set("File", "a.webm")?;
        assert_eq!(is_told_to_play(&mut op), Some(true));
        let there = ElementEvent::Loaded {
            width: 320.0,
            height: 240.0,
            duration: 9.0,
        };
        op.element(video, there);
        op.element(video, ElementEvent::Playing(true, 0.0));
        op.element(video, ElementEvent::Time(2.5));
        assert_eq!(op.out("Can Play Through"), true);
        assert_eq!(op.out("Playing"), true);
        assert_eq!(op.out("Time"), 2.5);
        assert_eq!(op.out("Video Width"), 320.0);
        op.press("Rewind")?;
        let to_start = Change::Property(Property::CurrentTime, 0.0.into());
        assert_eq!(changes(op.effects()), [to_start]);
        op.element(video, ElementEvent::Ended);
        assert_eq!(op.pulses("Ended"), 1);
        assert_eq!(op.out("Playing"), false);
        op.set("Active", false)?;
        assert_eq!(op.effects(), [Effect::RemoveElement(video)]);
        assert_eq!(op.out("Element"), ropewalk_flow::Value::None);
        Ok(())
    }

    #[test]
    fn what_cannot_be_played_is_said_until_there_is_another() -> Result<(), GraphError> {
        let mut op = Bench::<VideoElement>::new();
        let (video, _) = created(&op.effects());
        op.set("File", "a.txt")?;
        op.element(video, ElementEvent::Failed);
        assert_eq!(op.out("Has Error"), true);
        assert!(op.problem().is_some());
        op.set("File", "b.webm")?;
        assert_eq!(op.out("Has Error"), false);
        assert_eq!(op.out("Error Message"), "");
        assert_eq!(op.problem(), None);
        Ok(())
    }
}
