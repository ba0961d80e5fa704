use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake_socket::Sockets;
use crate::page::{Page, message, patch, window};

fn broker(id: &str, url: &str) -> String {
    let ops = json!([{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": { "Broker URL": url } }]);
    patch(id, ops, &[])
}

/// The frame with which the runtime connects.
fn connect(sockets: &Sockets) -> String {
    let socket = sockets.last();
    socket.accept();
    String::from_utf8_lossy(&socket.frames()[0]).into_owned()
}

async fn open(file: &str) -> Page {
    let page = Page::start().await;
    page.open(file).await.unwrap();
    page
}

fn is_set(page: &Page) -> Vec<bool> {
    page.notices()
        .iter()
        .filter(|notice| notice["type"] == "secretSet")
        .map(|notice| notice["set"].as_bool().unwrap())
        .collect()
}

#[wasm_bindgen_test]
async fn a_secret_outlives_its_runtime_and_is_in_no_file() {
    let sockets = Sockets::fake();
    let file = broker("lasting", "wss://broker.test");
    let page = open(&file).await;
    page.set_secret("mqtt", "Password", "hemp").await.unwrap();
    assert_eq!(is_set(&page), [true]);
    let saved = page.runtime.save().map_err(message).unwrap();
    assert!(!saved.contains("hemp"), "{saved}");
    let shown = page.runtime.inspect("mqtt", "Password", false);
    assert_eq!(shown.map_err(message).unwrap(), "");
    drop(page);

    let page = open(&saved).await;
    assert_eq!(is_set(&page), [true]);
    assert!(connect(&sockets).ends_with("hemp"));
    page.set_secret("mqtt", "Password", "").await.unwrap();
    drop(page);

    let page = open(&saved).await;
    assert!(is_set(&page).is_empty());
    assert!(!connect(&sockets).contains("hemp"));
}

#[wasm_bindgen_test]
async fn a_secret_is_for_one_patch_and_one_broker() {
    let sockets = Sockets::fake();
    let page = open(&broker("mine", "wss://broker.test")).await;
    page.set_secret("mqtt", "Password", "jute").await.unwrap();
    drop(page);

    let page = open(&broker("mines", "wss://broker.test")).await;
    assert!(is_set(&page).is_empty());
    drop(page);

    // A file of somebody else's that bears the id of ours.
    let page = open(&broker("mine", "wss://elsewhere.test")).await;
    assert!(is_set(&page).is_empty());
    assert!(!connect(&sockets).contains("jute"));
    let opened = page.until_notice(|notice| notice["type"] == "opened").await;
    assert!(
        opened["warnings"][0]
            .as_str()
            .unwrap()
            .contains("Enter it again")
    );
}

#[wasm_bindgen_test]
async fn a_secret_for_what_is_none_is_refused() {
    let _sockets = Sockets::fake();
    let page = open(&broker("none", "wss://broker.test")).await;
    let reason = page.set_secret("mqtt", "Username", "x").await.unwrap_err();
    assert!(reason.contains("is no secret"), "{reason}");
    page.set_secret("gone", "Password", "x").await.unwrap_err();
}

#[wasm_bindgen_test]
async fn a_password_in_a_file_is_taken_out_and_kept() {
    let _sockets = Sockets::fake();
    let ops = json!([{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt",
        "values": { "Broker URL": "wss://broker.test", "Password": "sisal" } }]);
    let page = open(&patch("taken-out", ops, &[])).await;
    assert_eq!(is_set(&page), [true]);
    let saved = page.runtime.save().map_err(message).unwrap();
    assert!(!saved.contains("sisal"), "{saved}");
    // Whoever sets one waits for what was to be stored before it, too.
    page.set_secret("mqtt", "Password", "sisal").await.unwrap();
    drop(page);
    assert_eq!(is_set(&open(&saved).await), [true]);
}

#[wasm_bindgen(inline_js = r#"
let real;

/** The page has no IndexedDB, as in a private window of some browsers. */
export function forbidStorage() {
  real = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get() { throw new DOMException('forbidden', 'SecurityError'); },
  });
}
export const allowStorage = () => Object.defineProperty(globalThis, 'indexedDB', real);
"#)]
extern "C" {
    #[wasm_bindgen(js_name = forbidStorage)]
    fn forbid_storage();
    #[wasm_bindgen(js_name = allowStorage)]
    fn allow_storage();
}

#[wasm_bindgen_test]
async fn without_storage_secrets_last_in_memory_and_the_page_is_told_once() {
    let sockets = Sockets::fake();
    forbid_storage();
    let page = Page::start().await;
    allow_storage();
    let file = broker("private", "wss://broker.test");
    page.open(&file).await.unwrap();
    page.set_secret("mqtt", "Password", "cotton").await.unwrap();
    page.open(&broker("another", "wss://broker.test"))
        .await
        .unwrap();
    page.open(&file).await.unwrap();
    assert!(connect(&sockets).ends_with("cotton"));
    let logs: Vec<_> = page
        .notices()
        .into_iter()
        .filter(|notice| notice["type"] == "log")
        .collect();
    assert_eq!(logs.len(), 1, "{logs:?}");
    assert!(logs[0]["text"].as_str().unwrap().contains("keeps nothing"));

    drop(page);
    assert!(is_set(&open(&file).await).is_empty());
}

#[wasm_bindgen_test]
async fn when_the_storage_goes_away_secrets_last_in_memory() {
    let sockets = Sockets::fake();
    let file = broker("cleared", "wss://broker.test");
    let page = open(&file).await;
    // Whoever clears the site's data closes the database of every page.
    let factory = window().indexed_db().unwrap().unwrap();
    let deleted = factory.delete_database("ropewalk-runtime").unwrap();
    let ended = js_sys::Promise::new(&mut |resolve, reject| {
        deleted.set_onsuccess(Some(&resolve));
        deleted.set_onerror(Some(&reject));
    });
    wasm_bindgen_futures::JsFuture::from(ended).await.unwrap();
    page.set_secret("mqtt", "Password", "flax").await.unwrap();
    page.open(&file).await.unwrap();
    assert!(connect(&sockets).ends_with("flax"));
    page.until_notice(|notice| notice["type"] == "log").await;
}
