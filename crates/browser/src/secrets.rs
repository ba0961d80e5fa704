//! The secrets of this browser: in its storage, or else in memory while the page is open.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ropewalk_runtime::StoredSecret;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::storage::Storage;

/// By patch, op and port.
type Key = (String, String, String);

pub(crate) struct Secrets {
    storage: Option<Rc<Storage>>,
    /// What the storage has not taken; nothing where it is to be forgotten.
    memory: RefCell<HashMap<Key, Option<StoredSecret>>>,
}

/// The storage has failed, and the memory serves.
pub(crate) struct NotStored;

impl Secrets {
    pub(crate) fn new(storage: Option<Rc<Storage>>) -> Rc<Self> {
        Rc::new(Self {
            storage,
            memory: RefCell::default(),
        })
    }

    /// Those of a patch, as they are now.
    pub(crate) fn of(
        self: &Rc<Self>,
        patch: &str,
    ) -> impl Future<Output = Vec<StoredSecret>> + use<> {
        let stored = self.storage.as_ref().map(|storage| storage.secrets(patch));
        let secrets = Rc::clone(self);
        let patch = patch.to_owned();
        async move {
            let mut found = match stored {
                Some(stored) => stored.await.unwrap_or_default(),
                None => Vec::new(),
            };
            let memory = secrets.memory.borrow();
            for ((_, op, port), secret) in memory.iter().filter(|((of, ..), _)| *of == patch) {
                found.retain(|other| (&other.op, &other.port) != (op, port));
                found.extend(secret.clone());
            }
            found
        }
    }

    /// Keeps a secret, in the place of the one that was kept for the same input before.
    pub(crate) fn keep(
        self: &Rc<Self>,
        patch: String,
        secret: StoredSecret,
    ) -> impl Future<Output = Result<(), NotStored>> + use<> {
        let stored = self.storage.as_ref();
        let stored = stored.map(|storage| storage.keep(&patch, &secret));
        let key = (patch, secret.op.clone(), secret.port.clone());
        self.remember(key, Some(secret), stored)
    }

    /// Keeps it no more.
    pub(crate) fn forget(
        self: &Rc<Self>,
        (patch, op, port): Key,
    ) -> impl Future<Output = Result<(), NotStored>> + use<> {
        let stored = self.storage.as_ref();
        let stored = stored.map(|storage| storage.forget(&patch, &op, &port));
        self.remember((patch, op, port), None, stored)
    }

    /// Waits until what was to be stored is.
    pub(crate) fn settled(self: &Rc<Self>) -> impl Future<Output = ()> + use<> {
        // Of one store, what is written first is done when the next read is answered.
        let read = self.of("");
        async move {
            read.await;
        }
    }

    /// Holds it in memory until the storage has it.
    fn remember(
        self: &Rc<Self>,
        key: Key,
        secret: Option<StoredSecret>,
        stored: Option<Result<JsFuture, JsValue>>,
    ) -> impl Future<Output = Result<(), NotStored>> + use<> {
        let secrets = Rc::clone(self);
        secrets
            .memory
            .borrow_mut()
            .insert(key.clone(), secret.clone());
        async move {
            let Some(stored) = stored else { return Ok(()) };
            stored
                .map_err(|_| NotStored)?
                .await
                .map_err(|_| NotStored)?;
            // Unless it was changed meanwhile.
            let mut memory = secrets.memory.borrow_mut();
            if memory.get(&key) == Some(&secret) {
                memory.remove(&key);
            }
            Ok(())
        }
    }
}
