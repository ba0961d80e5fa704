//! Requests over HTTP.

use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use ropewalk_runtime::{Answer, Ask, Bytes, FetchRequest, FetchResponse};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCredentials, RequestInit,
    Response,
};

use crate::address::{Purpose, resolve};
use crate::asks::Hold;
use crate::page::{Page, window};

/// The longest body that is taken, in bytes.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// What is said of a request that the browser gives up: it tells pages no more than that.
const UNREACHABLE: &str = "The server cannot be reached, or it does not let pages from elsewhere \
                           read what it says (CORS).";

const SENT_ON: &str =
    "The server has sent the request on to another, which nobody has allowed this patch to reach.";

/// A request that is aborted when this is dropped.
pub(crate) struct Fetch(AbortController);

impl Drop for Fetch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request; what comes of it goes to `tell`.
///
/// # Errors
///
/// Why it is not sent.
pub(crate) fn send(
    request: Rc<FetchRequest>,
    page: &Page,
    tell: Rc<dyn Fn(Answer)>,
    hold: Hold,
) -> Result<Fetch, &'static str> {
    let url = resolve(&request.url, Purpose::Data)?;
    let headers = Headers::new().map_err(|_| UNREACHABLE)?;
    for (name, value) in &request.headers {
        let appended = headers.append(name, value);
        appended.map_err(|_| "The name or the value of a header has characters that none has.")?;
    }
    let control = AbortController::new().map_err(|_| UNREACHABLE)?;
    let signal = control.signal();
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_headers(&headers);
    init.set_signal(Some(&signal));
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    if request.with_credentials {
        init.set_credentials(RequestCredentials::Include);
    }
    let sent = window().fetch_with_str_and_init(&url.href(), &init);
    let control = Fetch(control);
    let page = page.clone();
    spawn_local(async move {
        let read = async {
            let response = JsFuture::from(sent).await.map_err(|_| UNREACHABLE)?;
            let response: Response = response.unchecked_into();
            // The server may have sent it on to another.
            let servers = match response.redirected() {
                true => page.held_in(&response.url().into(), true),
                false => String::new(),
            };
            match servers.is_empty() {
                true => read(response).await.map(Ok),
                false if &*request.method == "GET" => Ok(Err(servers)),
                // It is not to be sent twice.
                false => Err(SENT_ON),
            }
        };
        let answer = read.await;
        // What was taken back is not answered.
        if signal.aborted() {
            return;
        }
        match answer {
            Ok(Ok(response)) => tell(Answer::Response(response)),
            Ok(Err(servers)) => hold(Ask::Fetch(request), servers),
            Err(reason) => tell(Answer::Failed(reason.into())),
        }
    });
    Ok(control)
}

async fn read(response: Response) -> Result<FetchResponse, &'static str> {
    let mut body = Vec::new();
    if let Some(stream) = response.body() {
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let part = JsFuture::from(reader.read()).await;
            let part = part.map_err(|_| "The answer broke off.")?;
            let bytes = Reflect::get(&part, &"value".into()).unwrap_or_default();
            let Ok(bytes) = bytes.dyn_into::<Uint8Array>() else {
                break;
            };
            if body.len() + bytes.length() as usize > MAX_BODY {
                let _ = reader.cancel();
                return Err("The answer is larger than 32 MB, which is the most that is taken.");
            }
            let start = body.len();
            body.resize(start + bytes.length() as usize, 0);
            bytes.copy_to(&mut body[start..]);
        }
    }
    let media_type = response.headers().get("content-type");
    Ok(FetchResponse {
        status: response.status(),
        reason: response.status_text().into(),
        media_type: media_type.ok().flatten().unwrap_or_default().into(),
        body: Bytes::from(body),
    })
}
