//! What happens when the runtime breaks: the page says so, instead of standing still.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use std::sync::Once;

use ropewalk_runtime::Notice;

use crate::error::Error;
use crate::page::Page;

thread_local! {
    static DEAD: Cell<bool> = const { Cell::new(false) };
    static PAGES: RefCell<Vec<Page>> = const { RefCell::new(Vec::new()) };
}

/// Has this page told of a panic.
pub(crate) fn tell(page: &Page) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(panicked)));
    PAGES.with_borrow_mut(|pages| pages.push(page.clone()));
}

/// Has it told no more.
pub(crate) fn tell_no_more(page: &Page) {
    PAGES.with_borrow_mut(|pages| pages.retain(|other| other != page));
}

/// After a panic nothing can be relied on.
///
/// # Errors
///
/// There was one.
pub(crate) fn check() -> Result<(), Error> {
    match DEAD.get() {
        true => Err(Error::Dead),
        false => Ok(()),
    }
}

/// Tells the pages from within the panic: after it, nothing of this runs again.
fn panicked(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    if DEAD.replace(true) {
        return;
    }
    let reason = info.payload();
    let reason = reason
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| reason.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    let text = match info.location() {
        Some(place) => format!("{reason} ({}:{})", place.file(), place.line()),
        None => reason.to_owned(),
    };
    let notice = Notice::Fatal { text };
    let pages = PAGES.with(|pages| pages.try_borrow().map(|pages| pages.clone()));
    for page in pages.unwrap_or_default() {
        page.notice(&notice);
    }
}
