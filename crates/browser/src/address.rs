//! The addresses that ops name.

use web_sys::Url;

use crate::page::window;

/// What is loaded from an address.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    /// Something that is only data: an image, a sound, a font, an answer.
    Data,
    /// A page in a frame.
    Page,
}

/// The whole of an address that is relative to the page.
///
/// Everything that ops load passes here, and sockets in [`crate::sockets`].
///
/// # Errors
///
/// Why nothing is loaded from there. The address is not quoted: there can be a key in it.
pub(crate) fn resolve(address: &str, purpose: Purpose) -> Result<Url, &'static str> {
    let base = window().location().href().unwrap_or_default();
    let url = Url::new_with_base(address.trim(), &base)
        .map_err(|_| "This is no address: give one such as https://example.org/file.")?;
    let is_web = matches!(&*url.protocol(), "http:" | "https:");
    let is_inline = matches!(&*url.protocol(), "data:" | "blob:");
    if !(is_web || is_inline && purpose == Purpose::Data) {
        return Err("Nothing is loaded from such an address: give one that begins with https://.");
    }
    if !url.username().is_empty() || !url.password().is_empty() {
        return Err(
            "There is a name or a password in the address, which others could read: take it out.",
        );
    }
    Ok(url)
}

/// Whether an address is of the page's own server.
pub(crate) fn is_own(url: &Url) -> bool {
    window().location().origin().as_deref() == Ok(&*url.origin())
}
