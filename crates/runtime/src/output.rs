use ropewalk_flow::Effect;

use crate::protocol::Notice;
use crate::secrets::StoredSecret;

/// What the host is to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Output {
    /// Something that an op wants of the world.
    Effect(Effect),
    /// Tell the page.
    Notice(Notice),
    /// Answer with [`Input::Secrets`](crate::Input::Secrets).
    LoadSecrets {
        /// The id of the patch.
        patch: String,
    },
    /// Keep a secret, in the place of the one that was kept for the same input before.
    StoreSecret {
        /// The id of the patch.
        patch: String,
        /// The secret.
        secret: StoredSecret,
    },
    /// Keep a secret no more.
    ForgetSecret {
        /// The id of the patch.
        patch: String,
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
    },
}
