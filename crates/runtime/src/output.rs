use ropewalk_flow::{Effect, StoreId};

use crate::protocol::Notice;
use crate::secrets::StoredSecret;

/// What the host is to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Output {
    /// Something that an op wants of the world; never [`Effect::OpenStore`], which is
    /// [`OpenStore`](Self::OpenStore) here.
    Effect(Effect),
    /// Open the records that are kept for an op. Answer with
    /// [`Input::Store`](crate::Input::Store); what is written to them, and when they are closed,
    /// comes as effects.
    OpenStore {
        /// The name for them from here on.
        store: StoreId,
        /// The id of the patch.
        patch: String,
        /// The op's id.
        op: String,
    },
    /// Keep no records for an op any more, if there are some: it was removed from the patch.
    ForgetStore {
        /// The id of the patch.
        patch: String,
        /// The op's id.
        op: String,
    },
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
