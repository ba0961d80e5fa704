//! What happens when the runtime breaks: the page says so, instead of standing still.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use std::sync::Once;

use js_sys::Function;
use ropewalk_runtime::Notice;
use wasm_bindgen::{JsError, JsValue};

use crate::host::to_js;

thread_local! {
    static DEAD: Cell<bool> = const { Cell::new(false) };
    static WHO_TO_TELL: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Has this callback told of a panic.
pub(crate) fn tell(on_notice: &Function) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(panicked)));
    WHO_TO_TELL.with_borrow_mut(|list| list.push(on_notice.clone()));
}

/// Has it told no more.
pub(crate) fn tell_no_more(on_notice: &Function) {
    WHO_TO_TELL.with_borrow_mut(|list| list.retain(|other| other != on_notice));
}

/// After a panic nothing can be relied on.
///
/// # Errors
///
/// There was one.
pub(crate) fn check() -> Result<(), JsError> {
    if DEAD.get() {
        return Err(JsError::new(
            "The runtime has stopped because of an error of its own. Reload the page.",
        ));
    }
    Ok(())
}

fn panicked(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    if DEAD.replace(true) {
        return;
    }
    let what = info.payload();
    let what = what
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| what.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    let place = info
        .location()
        .map(|place| format!(" ({}:{})", place.file(), place.line()))
        .unwrap_or_default();
    let text = format!("{what}{place}");
    let notice = to_js(&Notice::Fatal { text });
    let list = WHO_TO_TELL.with(|list| list.try_borrow().map(|list| list.clone()));
    for on_notice in list.unwrap_or_default() {
        // There is nobody left to tell of an error here.
        let _ = on_notice.call1(&JsValue::NULL, &notice);
    }
}
