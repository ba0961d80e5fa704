use gloo_timers::future::TimeoutFuture;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;

#[wasm_bindgen(inline_js = r#"
const real = globalThis.requestAnimationFrame;
let asked = [];

/** Frames as of a page that is hidden: they are drawn when it is seen again. */
export function hide() {
  globalThis.requestAnimationFrame = (callback) => asked.push(callback);
}
export function show() {
  globalThis.requestAnimationFrame = real;
  const callbacks = asked;
  asked = [];
  for (const callback of callbacks) callback(performance.now());
}
export const framesAsked = () => asked.length;
"#)]
extern "C" {
    fn hide();
    fn show();
    #[wasm_bindgen(js_name = framesAsked)]
    fn frames_asked() -> usize;
}

fn interval() -> serde_json::Value {
    json!([{ "id": "interval", "op": "Ops.Trigger.Interval", "values": { "interval": 5 } }])
}

#[wasm_bindgen_test]
async fn an_interval_goes_by_a_timer() {
    let page = Page::with(interval(), &[]).await;
    page.watch(&[("interval", "trigger")]);
    page.until("three pulses", || {
        page.number("interval", "trigger")
            .filter(|pulses| *pulses >= 3.0)
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_main_loop_goes_by_frames_until_it_is_off() {
    let ops = json!([{ "id": "loop", "op": "Ops.Gl.MainLoop" }]);
    let page = Page::with(ops, &[]).await;
    page.watch(&[("loop", "trigger")]);
    page.until("three frames", || {
        page.number("loop", "trigger")
            .filter(|frames| *frames >= 3.0)
    })
    .await;
    page.set("loop", "Active", false);
    hide();
    let pulses = page.output("loop", "trigger");
    show();
    assert_eq!(page.output("loop", "trigger"), pulses);
}

#[wasm_bindgen_test]
async fn while_hidden_timers_go_on_and_the_latest_values_come_when_it_is_seen_again() {
    hide();
    let page = Page::with(interval(), &[]).await;
    page.watch(&[("interval", "trigger")]);
    // Values are not told meanwhile, so it is asked for them.
    while page.output("interval", "trigger").parse::<u32>().unwrap() < 5 {
        TimeoutFuture::new(0).await;
    }
    assert_eq!(page.frames(), 0);
    assert_eq!(frames_asked(), 1, "one frame waits, however much happens");
    let pulses: f64 = page.output("interval", "trigger").parse().unwrap();
    show();
    assert_eq!(page.frames(), 1);
    assert_eq!(page.number("interval", "trigger"), Some(pulses));
}

#[wasm_bindgen_test]
async fn a_page_where_nothing_moves_asks_for_no_frames() {
    let ops = json!([{ "id": "sum", "op": "Ops.Math.Sum" }]);
    hide();
    let page = Page::with(ops, &[]).await;
    page.set("sum", "number1", 1);
    assert_eq!(frames_asked(), 0, "nobody watches");
    page.watch(&[("sum", "result")]);
    assert_eq!(frames_asked(), 1);
    show();
    assert_eq!(page.number("sum", "result"), Some(1.0));
    hide();
    assert_eq!(frames_asked(), 0, "nothing has changed since");
    page.set("sum", "number1", 2);
    assert_eq!(frames_asked(), 1);
    show();
    assert_eq!(page.number("sum", "result"), Some(2.0));
}
