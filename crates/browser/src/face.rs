//! The class `Runtime`, as the page has it.

use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Promise};
use ropewalk_runtime::{Command, Input, Reply, Value, WatchedPort};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};
use wasm_bindgen_futures::future_to_promise;

use crate::error::Error;
use crate::host::Host;
use crate::page::{Page, to_js, to_json, value_of, value_to_js};
use crate::panic::check;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
import type { Command, History, JsonValue, Notice, VariableInfo, WatchedPort } from '../lib/protocol';

/** What can be asked of the connection of an Mqtt op. */
export type BrokerAsk =
  /** A view; of the rows so many from one on, of those topics that have the text of `search`. */
  | { do: 'look'; from: number; count: number; search: string; topic: number; picture: boolean }
  /** To watch a topic filter, or nothing; with `anyway` also where ops would get other messages. */
  | { do: 'watch'; filter: string; anyway: boolean }
  /** To open a row or to close it. */
  | { do: 'open'; id: number; open: boolean }
  | { do: 'publish'; topic: string; payload: string; qos: number; retain: boolean }
  /** Nobody looks any more. */
  | { do: 'leave' };

/** A level of topics. */
export type BrokerRow = [
  id: number,
  depth: number,
  /** Its level's name; the whole topic, where there is a search. */
  name: string,
  /** 1: it had a message, 2: it is retained, 4: it is open, 8: there are levels below, 16: text. */
  flags: number,
  /** How many messages came for it and all below, and how many come in a second. */
  count: number,
  rate: number,
  /** The beginning of the last payload: text, or hexadecimal digits. */
  text: string,
  /** The size of that payload in bytes. */
  size: number,
  /** Its place among those of its level, from 1, and how many these are. */
  position: number,
  siblings: number,
  /** The row of the level above; -1 for none. */
  parent: number,
];

/** What there is to be seen of a connection. */
export type BrokerView = {
  /** What is watched; empty for nothing. */
  filter: string;
  /** Whether the broker has not answered yet. */
  asking: boolean;
  /** Why nothing comes, empty while something may; whether it can be watched anyway. */
  fault: string;
  held: boolean;
  topics: number;
  messages: number;
  /** How many messages were of topics for which there was no room. */
  leftOut: number;
  rows: BrokerRow[];
  /** How many rows there are. */
  total: number;
  /** Each in a second. */
  traffic: [messagesIn: number, messagesOut: number, bytesIn: number, bytesOut: number];
  /** What has come of the message that was published last. */
  byHand: string;
  /** Whether it will not reach the broker, or was refused by it. */
  isByHandLost: boolean;
  /** What `topic` asks for: `isText` says what the beginning of its payload is, `age` is in seconds. */
  topic:
    | [
        name: string,
        payload: string,
        isText: boolean,
        size: number,
        count: number,
        isRetained: boolean,
        qos: number,
        age: number,
      ]
    | null;
  /** Since the panel is open, with `picture`: who of the patch has published where, how often, and how many messages have come there. */
  publishes?: [op: string, topic: string, count: number, seen: number][];
  /**
   * Who of the patch subscribes to what, what the broker has answered (the QoS that it grants, or why
   * it refuses; null while it has not) and how many messages of it have come.
   */
  subscribes?: [op: string, filter: string, answer: number | string | null, seen: number][];
};

/** Where the runtime puts what it makes, and whom it tells. */
export type RuntimeOptions = {
  /** Where Html and Sidebar ops put their elements. */
  stage: HTMLElement;
  /** It may call the runtime from within. */
  onNotice(notice: Notice): void;
  /**
   * Once a frame, when something that is watched has changed: a number for each watched port
   * (a Bool as 0 or 1, a trigger's count of pulses, NaN for other kinds), and the texts of other
   * kinds that have changed, of at most 200 characters, each with its place in the list of ports.
   */
  onValues(numbers: Float64Array, texts: [index: number, text: string][]): void;
  /**
   * Once a frame, when variables of the patch have changed or are used by others, after
   * `watchVariables`: each with its name and what it holds, null while nobody sets it.
   */
  onVariables?(changed: [name: string, value: JsonValue][]): void;
  /**
   * Of some HTML that a patch shows, what runs no code. Without it the patch shows none.
   */
  purify?(html: string): Promise<DocumentFragment>;
  /**
   * The servers that the patch may not reach yet, with spaces between them, of those that an address
   * names, or that a text of CSS or a fragment of a page leads to. What leads there is taken out of
   * the fragment. What the patch wants of such a server waits for `retryHeld`. Without it nothing is
   * held.
   */
  hold?(what: string | DocumentFragment, isAddress: boolean): string;
};
";

/// The machine behind the page: the only owner of the patch.
///
/// It works until it is stopped or the page is left. What is refused throws an `Error` with a
/// reason that a person can read, and leaves the patch as it was.
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
        let (page, stage) = Page::read(options)?;
        let host = Host::start(page, stage).await?;
        Ok(Self { host })
    }

    /// Opens a patch file; the notice `opened` comes before the promise is kept.
    ///
    /// # Errors
    ///
    /// The file is no patch, or another one is opened meanwhile. The patch that is open stays open.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn open(&self, text: String) -> Promise {
        to_promise(self.host.open(text.into_bytes()))
    }

    /// The patch as the text of a file, without its secrets.
    ///
    /// # Errors
    ///
    /// It is larger than a file may be.
    pub fn save(&self) -> Result<String, JsError> {
        Ok(self.host.ask(|runtime| runtime.save())??)
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
        let command =
            Command::from_json(&to_json(command)).map_err(ropewalk_runtime::Error::from)?;
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
        Ok(self.host.handle(Input::Undo)? == Reply::Done)
    }

    /// Makes the edit again that was taken back last; false where there is none.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn redo(&self) -> Result<bool, JsError> {
        Ok(self.host.handle(Input::Redo)? == Reply::Done)
    }

    /// Fires a trigger input.
    ///
    /// # Errors
    ///
    /// There is none of that name.
    pub fn press(&self, op: String, port: String) -> Result<(), JsError> {
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
        let ports = WatchedPort::list_from_json(&to_json(ports)).map_err(Error::from)?;
        self.host.handle(Input::Watch(ports))?;
        Ok(())
    }

    /// The whole value of a port as text, of at most 100,000 characters; empty for a secret.
    ///
    /// # Errors
    ///
    /// There is no such port.
    pub fn inspect(&self, op: &str, port: &str, output: bool) -> Result<String, JsError> {
        let inspect = |runtime: &ropewalk_runtime::Runtime| runtime.inspect(op, port, output);
        Ok(self.host.ask(inspect)??)
    }

    /// What the outputs of all ops hold, each as `inspect` gives it, in the order of the op's
    /// outputs.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(unchecked_return_type = "[op: string, texts: string[]][]")]
    pub fn outputs(&self) -> Result<JsValue, JsError> {
        Ok(to_js(&self.host.ask(|runtime| runtime.outputs())?))
    }

    /// Asks something of the connection of an Mqtt op; what it tells.
    ///
    /// # Errors
    ///
    /// The op has no connection, or why it cannot be done.
    #[wasm_bindgen(unchecked_return_type = "BrokerView | null")]
    pub fn broker(
        &self,
        op: String,
        #[wasm_bindgen(unchecked_param_type = "BrokerAsk")] asked: &JsValue,
    ) -> Result<JsValue, JsError> {
        let asked = Value::from_json(&to_json(asked)).unwrap_or_default();
        let reply = self.host.handle(Input::Broker { op, asked })?;
        Ok(match reply {
            Reply::Told(told) => value_to_js(&told),
            _ => JsValue::NULL,
        })
    }

    /// Lets the patch's clock go on, or stops it. The notice `timeline` says so.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn play(&self, playing: bool) -> Result<(), JsError> {
        self.host.handle(Input::Play(playing))?;
        Ok(())
    }

    /// Sets the patch's clock to a time in seconds; below 0 and NaN are 0.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn seek(&self, seconds: f64) -> Result<(), JsError> {
        self.host.handle(Input::Seek(seconds))?;
        Ok(())
    }

    /// The numbers that an animated input has at so many times, at most 10,000, evenly from one to
    /// another, in seconds; empty where it is not animated.
    ///
    /// # Errors
    ///
    /// There is no such input.
    pub fn curve(
        &self,
        op: &str,
        port: &str,
        from: f64,
        to: f64,
        count: u32,
    ) -> Result<Vec<f64>, JsError> {
        let curve =
            |runtime: &ropewalk_runtime::Runtime| runtime.curve(op, port, (from, to), count);
        Ok(self.host.ask(curve)??)
    }

    /// Sets a variable of the patch: a number, a truth value, a text, an array or an object; null
    /// lets go of it. It lasts until an op sets the variable, or another patch is opened.
    ///
    /// # Errors
    ///
    /// There is no name, or the value is something else, such as a function.
    #[wasm_bindgen(js_name = setVariable)]
    pub fn set_variable(
        &self,
        name: &str,
        #[wasm_bindgen(unchecked_param_type = "JsonValue")] value: &JsValue,
    ) -> Result<(), JsError> {
        let value = value_of(value).filter(|_| !name.is_empty());
        let value = value.ok_or(Error::Variable)?;
        let value = Some(value).filter(|value| !matches!(value, Value::None));
        let name = name.into();
        self.host.handle(Input::SetVariable { name, value })?;
        Ok(())
    }

    /// What a variable of the patch holds; null while nobody sets it.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(unchecked_return_type = "JsonValue")]
    pub fn variable(&self, name: &str) -> Result<JsValue, JsError> {
        let value = self
            .host
            .ask(|runtime| runtime.variable(name).map(value_to_js))?;
        Ok(value.unwrap_or(JsValue::NULL))
    }

    /// The variables of the patch by name, with who sets, reads and follows them.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(unchecked_return_type = "VariableInfo[]")]
    pub fn variables(&self) -> Result<JsValue, JsError> {
        Ok(to_js(&self.host.ask(|runtime| runtime.variables())?))
    }

    /// Has `onVariables` tell of each variable from here on, at first of all; or no more.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(js_name = watchVariables)]
    pub fn watch_variables(&self, watched: bool) -> Result<(), JsError> {
        self.host.handle(Input::WatchVariables(watched))?;
        Ok(())
    }

    /// Sets a secret, which is kept in this browser and in no file; an empty one returns the port
    /// to its default. The promise is kept once it is stored.
    ///
    /// # Errors
    ///
    /// There is no such secret.
    #[wasm_bindgen(js_name = setSecret, unchecked_return_type = "Promise<void>")]
    pub fn set_secret(&self, op: String, port: String, value: String) -> Promise {
        to_promise(self.host.set_secret(op, port, value))
    }

    /// What can be undone and redone, the next first.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(unchecked_return_type = "History")]
    pub fn history(&self) -> Result<JsValue, JsError> {
        Ok(to_js(&self.host.ask(|runtime| runtime.history())?))
    }

    /// Measures from here on which ops run, how often and for how long; or no more.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    pub fn profile(&self, on: bool) -> Result<(), JsError> {
        Ok(self.host.profile(on)?)
    }

    /// What the ops have cost that ran since the last call, after `profile(true)`: by the op's id how
    /// many of its handlers have run, and how long they took in microseconds.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(
        js_name = takeProfile,
        unchecked_return_type = "[op: string, runs: number, micros: number][]"
    )]
    pub fn take_profile(&self) -> Result<Array, JsError> {
        let costs = self.host.take_profile()?.into_iter();
        let costs = costs.map(|(op, cost)| {
            let micros = cost.time.as_secs_f64() * 1e6;
            Array::of3(&op.into(), &cost.runs.into(), &micros.into())
        });
        Ok(costs.collect())
    }

    /// Does what `hold` has kept back, as far as it may be done now.
    ///
    /// # Errors
    ///
    /// The runtime is dead.
    #[wasm_bindgen(js_name = retryHeld)]
    pub fn retry_held(&self) -> Result<(), JsError> {
        check()?;
        self.host.retry_held();
        Ok(())
    }

    /// Closes the connections, removes the elements, and tells nothing any more. To stop it again
    /// is nothing.
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

/// A promise for what was begun already. Boxed, as each type of work would be compiled anew.
fn to_promise(work: impl Future<Output = Result<(), Error>> + 'static) -> Promise {
    let work: Pin<Box<dyn Future<Output = Result<(), Error>>>> = Box::pin(work);
    future_to_promise(async move {
        match work.await {
            Ok(()) => Ok(JsValue::UNDEFINED),
            Err(error) => Err(JsError::from(error).into()),
        }
    })
}
