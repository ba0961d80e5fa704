//! Images, sounds, videos and frames.

use ropewalk_runtime::{ElementEvent, Tag};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DomException, HtmlMediaElement};

use crate::address::{Purpose, is_own, resolve};
use crate::controls::Heard;

/// What a page in a frame may do. It has no way to the page around it.
const SANDBOX: &str =
    "allow-scripts allow-forms allow-popups allow-pointer-lock allow-presentation";

/// Shows what is at an address, or nothing where it is empty.
pub(crate) fn set_source(heard: &Heard, address: &str) {
    let element = &heard.element;
    if address.is_empty() {
        let _ = element.remove_attribute("src");
        return;
    }
    let is_frame = heard.tag == Tag::Frame;
    let purpose = if is_frame {
        Purpose::Page
    } else {
        Purpose::Data
    };
    let Ok(url) = resolve(address, purpose) else {
        let _ = element.remove_attribute("src");
        return (heard.tell)(ElementEvent::Failed);
    };
    if is_frame {
        // A page from elsewhere keeps its own cookies, but one of this server's would be this page
        // to the browser, and so gets no origin at all.
        let own = if is_own(&url) {
            ""
        } else {
            " allow-same-origin"
        };
        let _ = element.set_attribute("sandbox", &[SANDBOX, own].concat());
        let _ = element.set_attribute("allow", "fullscreen");
        let _ = element.set_attribute("referrerpolicy", "no-referrer");
    }
    let _ = element.set_attribute("src", &url.href());
}

/// Plays a sound or a video, or pauses it.
pub(crate) fn play(heard: &Heard, plays: bool) {
    let medium: &HtmlMediaElement = heard.element.unchecked_ref();
    if !plays {
        let _ = medium.pause();
        return;
    }
    let Ok(begun) = medium.play() else { return };
    let tell = heard.tell.clone();
    spawn_local(async move {
        let Err(error) = JsFuture::from(begun).await else {
            return;
        };
        // Of what cannot be loaded an event tells; that it was paused meanwhile is no fault.
        let name = error.dyn_ref().map(DomException::name);
        if name.as_deref() == Some("NotAllowedError") {
            tell(ElementEvent::Refused);
        }
    });
}

/// Ends what an element plays and loads: it would go on without being on the page.
pub(crate) fn stop(heard: &Heard) {
    if matches!(heard.tag, Tag::Audio | Tag::Video) {
        play(heard, false);
        let _ = heard.element.remove_attribute("src");
    }
}
