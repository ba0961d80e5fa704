//! The brokers of the tests, by way of the server that starts and ends them.

use js_sys::JSON;
use serde_json::Value as Json;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use crate::page::window;

/// Where that server answers: `npm test` says it, and so does `node tests/brokers/control.mjs`.
const CONTROL: Option<&str> = option_env!("ROPEWALK_BROKER_CONTROL");

/// One broker, which runs when this is made and when it is dropped.
pub(crate) struct Broker {
    name: &'static str,
    /// The version of MQTT in which the patch of the test speaks to it.
    pub(crate) protocol: &'static str,
    pub(crate) url: String,
}

impl Broker {
    pub(crate) async fn named(name: &'static str, protocol: &'static str) -> Self {
        Self::at("url", name, protocol).await
    }

    /// One that is spoken to over TLS.
    pub(crate) async fn secure(name: &'static str, protocol: &'static str) -> Self {
        Self::at("secureUrl", name, protocol).await
    }

    async fn at(url: &str, name: &'static str, protocol: &'static str) -> Self {
        // An earlier test may have failed while it was down.
        let described = ask(name, "/start").await;
        let url = described[url].as_str().expect("a URL").to_owned();
        Self {
            name,
            protocol,
            url,
        }
    }

    pub(crate) async fn start(&self) {
        ask(self.name, "/start").await;
    }

    /// Ends it as a power cut does.
    pub(crate) async fn kill(&self) {
        ask(self.name, "/kill").await;
    }
}

/// Where the broker is that has this habit: `habits.mjs` has them all.
pub(crate) fn habit(name: &str) -> String {
    let url = control().replacen("http:", "ws:", 1);
    format!("{url}/habits/{name}")
}

fn control() -> &'static str {
    CONTROL.expect("ROPEWALK_BROKER_CONTROL says where brokers are controlled")
}

async fn ask(name: &str, action: &str) -> Json {
    let request = RequestInit::new();
    request.set_method("POST");
    let url = format!("{}/{name}{action}", control());
    let response = JsFuture::from(window().fetch_with_str_and_init(&url, &request)).await;
    let response: Response = response.expect("the control answers").unchecked_into();
    let body = JsFuture::from(response.json().unwrap()).await.unwrap();
    assert!(response.ok(), "{url}: {body:?}");
    let body = String::from(JSON::stringify(&body).unwrap());
    serde_json::from_str(&body).unwrap()
}
