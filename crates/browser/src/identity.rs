//! Who this page is, among the pages of this browser.
//!
//! Each page takes a number that no other page has, by a lock that it holds for as long as it
//! lives, and the identity that is stored under it. So two tabs differ. The number is remembered
//! for the tab, so that a page that is reloaded is the same again.

use std::pin::pin;

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Window};

use crate::storage::Storage;

/// How many pages of one browser have an identity that lasts; further ones have a new one each
/// time.
const MAX_PAGES: u32 = 64;

/// How long a reloaded page waits for its earlier self to let go of the number, in milliseconds. A
/// tab that is a copy of another one waits in vain.
const RELOADED_WITHIN: u32 = 500;

/// Where a tab remembers its number.
const NUMBER: &str = "ropewalk-page";

/// An identity, and the lock that keeps others from it while this lives.
pub(crate) struct Identity {
    pub(crate) text: String,
    release: Option<Function>,
}

impl Drop for Identity {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // The end of a promise cannot fail.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

impl Identity {
    /// Finds it. Without storage or locks it is a new one.
    pub(crate) async fn find(window: &Window, storage: Option<&Storage>) -> Self {
        let new = random_text(window);
        if let Some(storage) = storage
            && let Some((number, release)) = number(window).await
        {
            return Self {
                text: storage.identity(number, &new).await.unwrap_or(new),
                release: Some(release),
            };
        }
        Self {
            text: new,
            release: None,
        }
    }
}

/// Random bits from the browser.
pub(crate) fn random_bits(window: &Window) -> u64 {
    let mut bytes = [0; 8];
    if let Ok(crypto) = window.crypto() {
        // It fails for arrays of other types, and of more than 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u64::from_le_bytes(bytes)
}

/// Eight characters that are easy to tell apart.
fn random_text(window: &Window) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bits = random_bits(window);
    (0..8)
        .map(|place| char::from(LETTERS[(bits >> (place * 5)) as usize % 32]))
        .collect()
}

/// A number that no other page has, and what lets go of it.
async fn number(window: &Window) -> Option<(u32, Function)> {
    // Some browsers forbid it, and then the tab remembers nothing.
    let tab = window.session_storage().ok().flatten();
    let before = tab.as_ref().and_then(|tab| tab.get_item(NUMBER).ok()?);
    if let Some(number) = before.and_then(|number| number.parse().ok())
        && let Some(release) = lock(window, number, Free::Soon).await
    {
        return Some((number, release));
    }
    for number in 0..MAX_PAGES {
        if let Some(release) = lock(window, number, Free::Now).await {
            if let Some(tab) = &tab {
                let _ = tab.set_item(NUMBER, &number.to_string());
            }
            return Some((number, release));
        }
    }
    None
}

/// When a lock has to be free.
enum Free {
    Now,
    Soon,
}

/// Takes a lock; what lets go of it.
async fn lock(window: &Window, number: u32, free: Free) -> Option<Function> {
    // `web-sys` has these behind a flag that the whole build would need.
    let locks = Reflect::get(&window.navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    let request: Function = request.dyn_into().ok()?;
    let (name, value) = match free {
        Free::Now => ("ifAvailable", JsValue::TRUE),
        Free::Soon => (
            "signal",
            AbortSignal::timeout_with_u32(RELOADED_WITHIN).into(),
        ),
    };
    let options = Object::new();
    Reflect::set(&options, &name.into(), &value).ok()?;
    let (grant, granted) = oneshot::channel();
    let answer = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise is kept.
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        match release.map(|release| grant.send(release)) {
            Some(Ok(())) => held.into(),
            // Nobody waits for it any more.
            _ => JsValue::UNDEFINED,
        }
    });
    let name = JsValue::from(format!("ropewalk-page-{number}"));
    let request = request.call3(&locks, &name, &options, &answer).ok()?;
    // The request ends without a grant where the lock is taken.
    let refused = JsFuture::from(request.unchecked_into::<Promise>());
    match select(pin!(granted), refused).await {
        Either::Left((release, _)) => release.ok(),
        Either::Right(_) => None,
    }
}
