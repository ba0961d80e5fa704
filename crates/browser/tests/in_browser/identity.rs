use futures::future::join;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake_socket::Sockets;
use crate::page::{Page, patch};

/// The client id with which a page connects.
async fn client_id(page: &Page) -> String {
    let sockets = Sockets::fake();
    let ops = json!([{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt",
        "values": { "Broker URL": "wss://broker.test" } }]);
    page.open(&patch("identity", ops, &[])).await.unwrap();
    sockets.last().accept()
}

#[wasm_bindgen_test]
async fn pages_that_are_open_at_once_differ_and_later_ones_take_their_places() {
    let first = Page::start().await;
    let second = Page::start().await;
    let (first_id, second_id) = (client_id(&first).await, client_id(&second).await);
    assert!(first_id.starts_with("Carolin Cable-"), "{first_id}");
    assert_ne!(first_id, second_id);
    // Each keeps its own for all that it opens.
    assert_eq!(client_id(&first).await, first_id);

    drop(first);
    let third = Page::start().await;
    assert_eq!(client_id(&third).await, first_id);
    drop(second);
    drop(third);
    let fourth = Page::start().await;
    assert!([first_id, second_id].contains(&client_id(&fourth).await));
}

#[wasm_bindgen_test]
async fn a_page_that_is_reloaded_waits_for_its_earlier_self() {
    let before = Page::start().await;
    let id = client_id(&before).await;
    let leave = async { drop(before) };
    let (after, ()) = join(Page::start(), leave).await;
    assert_eq!(client_id(&after).await, id);
}

#[wasm_bindgen(inline_js = r#"
export const forbidLocks = () =>
  Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined });
export const allowLocks = () => { delete navigator.locks; };
"#)]
extern "C" {
    #[wasm_bindgen(js_name = forbidLocks)]
    fn forbid_locks();
    #[wasm_bindgen(js_name = allowLocks)]
    fn allow_locks();
}

#[wasm_bindgen_test]
async fn without_locks_each_page_is_a_new_one() {
    forbid_locks();
    let first = Page::start().await;
    let second = Page::start().await;
    allow_locks();
    assert_ne!(client_id(&first).await, client_id(&second).await);
}
