//! Sounds.

use ropewalk_flow::OpDeclaration;

mod audio_player;

pub(crate) const OPS: &[OpDeclaration] = &[OpDeclaration::of::<audio_player::AudioPlayer>()];
