//! Sounds.

use ropewalk_flow::OpEntry;

mod audio_player;

pub(crate) const OPS: &[OpEntry] = &[OpEntry::of::<audio_player::AudioPlayer>()];
