//! Who this page is, among the pages of this browser.
//!
//! Each page takes the first number that no other page has, by a lock that it holds for as long as
//! it lives, and the identity that is stored under it. So two tabs differ, and a page that is
//! reloaded is the same again.

use futures::channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::storage::Storage;

/// Pages of one browser with an identity that lasts; further ones have a new one each time.
const MAX_PAGES: u32 = 64;

/// An identity, and the lock that keeps others from it while this lives.
pub(crate) struct Identity {
    pub(crate) text: String,
    release: Option<Function>,
}

impl Drop for Identity {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

impl Identity {
    /// Finds it. Without storage or locks it is a new one.
    pub(crate) async fn find(storage: Option<&Storage>) -> Self {
        let new = random_text();
        if let Some(storage) = storage {
            for number in 0..MAX_PAGES {
                let Some(release) = lock(number).await else {
                    continue;
                };
                let text = storage.identity(number, &new).await;
                return Self {
                    text: text.unwrap_or(new),
                    release: Some(release),
                };
            }
        }
        Self {
            text: new,
            release: None,
        }
    }
}

/// Random bits from the browser.
pub(crate) fn random_bits() -> u64 {
    let mut bytes = [0; 8];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    if let Some(crypto) = crypto {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u64::from_le_bytes(bytes)
}

/// Eight characters that are easy to tell apart.
fn random_text() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bits = random_bits();
    let mut letter = || {
        let letter = LETTERS[(bits % 32) as usize];
        bits /= 32;
        char::from(letter)
    };
    (0..8).map(|_| letter()).collect()
}

/// Takes a lock, if it is free; what lets go of it.
async fn lock(number: u32) -> Option<Function> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let (answer, answered) = oneshot::channel();
    let mut answer = Some(answer);
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let Some(answer) = answer.take() else {
            return JsValue::UNDEFINED;
        };
        if lock.is_null() {
            let _ = answer.send(None);
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise is kept.
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let _ = answer.send(release);
        held.into()
    });
    let name = JsValue::from(format!("ropewalk-page-{number}"));
    request.call3(&locks, &name, &options, &granted).ok()?;
    answered.await.ok().flatten()
}
