//! The class `Runtime`, as the page has it.

use std::rc::Rc;

use js_sys::{Array, Function, JSON, Reflect};
use ropewalk_runtime::{Command, Error, Input, Reply, catalogue};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsError, JsValue};
use web_sys::HtmlElement;

use crate::host::{Host, to_js};
use crate::panic::check;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
import type { Command, History, Notice, OpInfo, WatchedPort } from '../lib/protocol';

/** Where the runtime puts what it makes, and whom it tells. */
export type RuntimeOptions = {
  /** Where Html and Sidebar ops put their elements. */
  stage: HTMLElement;
  onNotice(notice: Notice): void;
  /**
   * Once a frame, when something that is watched has changed: a number for each watched port
   * (a Bool as 0 or 1, a trigger's count of pulses, NaN for other kinds), and the texts of other
   * kinds that have changed, of at most 200 characters, each with its place in the list of ports.
   */
  onValues(numbers: Float64Array, texts: [index: number, text: string][]): void;
};
";

/// The machine behind the page: the only owner of the patch.
///
/// What is refused throws an `Error` with a reason that a person can read, and leaves the patch as
/// it was.
#[wasm_bindgen(js_name = Runtime)]
pub struct Face {
    host: Rc<Host>,
}

#[wasm_bindgen(js_class = Runtime)]
impl Face {
    /// Starts a runtime with an empty patch.
    ///
    /// # Errors
    ///
    /// There is no page, or the options are not what they should be.
    #[wasm_bindgen(unchecked_return_type = "Runtime")]
    pub async fn start(
        #[wasm_bindgen(unchecked_param_type = "RuntimeOptions")] options: JsValue,
    ) -> Result<Self, JsError> {
        check()?;
        let stage: HtmlElement = option(&options, "stage")?;
        let on_notice: Function = option(&options, "onNotice")?;
        let on_values: Function = option(&options, "onValues")?;
        let host = Host::start(stage, on_notice, on_values).await;
        let host = host.map_err(JsError::new)?;
        Ok(Self { host })
    }

    /// The declarations of all ops.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(unchecked_return_type = "OpInfo[]")]
    pub fn catalogue(&self) -> Result<JsValue, JsError> {
        check()?;
        Ok(to_js(&catalogue()))
    }

    /// Opens a patch file; the notice `opened` comes before the promise is kept.
    ///
    /// # Errors
    ///
    /// The file is no patch. The patch that is open stays open.
    pub async fn open(&self, text: String) -> Result<(), JsError> {
        check()?;
        // The page can drop this object while the promise waits.
        let host = Rc::clone(&self.host);
        Ok(host.open(text.into_bytes()).await?)
    }

    /// The patch as the text of a file, without its secrets.
    ///
    /// # Errors
    ///
    /// It is larger than a file may be.
    pub fn save(&self) -> Result<String, JsError> {
        check()?;
        Ok(self.host.ask(|runtime| runtime.save())?)
    }

    /// Edits the patch; the ids of the ops that were added. The notice `changed` comes first.
    /// Edits with the same gesture, as of one drag, are undone together.
    ///
    /// # Errors
    ///
    /// Why the edit is refused.
    #[wasm_bindgen(unchecked_return_type = "string[]")]
    pub fn edit(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Command")] command: &JsValue,
        gesture: Option<u32>,
    ) -> Result<Array, JsError> {
        check()?;
        let text = JSON::stringify(command)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default();
        let command = Command::from_json(&text).map_err(Error::from)?;
        let reply = self.host.handle(Input::Edit { command, gesture })?;
        Ok(match reply {
            Reply::Added(ids) => ids.into_iter().map(JsValue::from).collect(),
            _ => Array::new(),
        })
    }

    /// Takes the last edit back; false where there is none.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn undo(&self) -> Result<bool, JsError> {
        check()?;
        Ok(self.host.handle(Input::Undo)? == Reply::Done)
    }

    /// Makes the edit again that was taken back last; false where there is none.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn redo(&self) -> Result<bool, JsError> {
        check()?;
        Ok(self.host.handle(Input::Redo)? == Reply::Done)
    }

    /// Fires a trigger input.
    ///
    /// # Errors
    ///
    /// There is none of that name.
    pub fn press(&self, op: String, port: String) -> Result<(), JsError> {
        check()?;
        self.host.handle(Input::Press { op, port })?;
        Ok(())
    }

    /// Has `onValues` tell of these ports from here on, and of no others. Each is told once at
    /// first.
    ///
    /// # Errors
    ///
    /// The list is not what it should be.
    pub fn watch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "WatchedPort[]")] ports: &JsValue,
    ) -> Result<(), JsError> {
        check()?;
        let text = JSON::stringify(ports)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default();
        let ports = serde_json::from_str(&text)?;
        self.host.handle(Input::Watch(ports))?;
        Ok(())
    }

    /// The whole value of a port as text.
    ///
    /// # Errors
    ///
    /// There is no such port.
    pub fn inspect(&self, op: &str, port: &str, output: bool) -> Result<String, JsError> {
        check()?;
        Ok(self.host.ask(|runtime| runtime.inspect(op, port, output))?)
    }

    /// Sets a secret, which is kept in this browser and in no file; an empty one returns the port
    /// to its default. The promise is kept once it is stored.
    ///
    /// # Errors
    ///
    /// There is no such secret.
    #[wasm_bindgen(js_name = setSecret)]
    pub async fn set_secret(&self, op: String, port: String, value: String) -> Result<(), JsError> {
        check()?;
        let host = Rc::clone(&self.host);
        host.handle(Input::SetSecret { op, port, value })?;
        host.stored().await;
        Ok(())
    }

    /// What can be undone and redone, the next first.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(unchecked_return_type = "History")]
    pub fn history(&self) -> Result<JsValue, JsError> {
        check()?;
        Ok(to_js(&self.host.ask(|runtime| runtime.history())))
    }

    /// Closes the connections, removes the elements, and tells nothing any more.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn stop(&self) -> Result<(), JsError> {
        check()?;
        self.host.stop();
        Ok(())
    }
}

impl Drop for Face {
    fn drop(&mut self) {
        if check().is_ok() {
            self.host.stop();
        }
    }
}

fn option<T: JsCast>(options: &JsValue, name: &str) -> Result<T, JsError> {
    Reflect::get(options, &name.into())
        .ok()
        .and_then(|value| value.dyn_into().ok())
        .ok_or_else(|| {
            JsError::new(&format!(
                "`{name}` is missing, or is not what it should be."
            ))
        })
}
