//! What is kept in this browser: secrets, and the suffixes of client ids.

use futures::channel::oneshot;
use js_sys::{Array, JSON, Object, Reflect};
use ropewalk_runtime::StoredSecret;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

use crate::events::Listener;

const NAME: &str = "ropewalk-runtime";
const VERSION: u32 = 1;
/// By patch, op and port.
const SECRETS: &str = "secrets";
/// By number.
const IDENTITIES: &str = "identities";

/// The browser's IndexedDB.
#[derive(Clone)]
pub(crate) struct Storage(IdbDatabase);

impl Storage {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// The browser does not keep anything for this page, as in some private windows.
    pub(crate) async fn open() -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
        let factory = window.indexed_db()?.ok_or(JsValue::UNDEFINED)?;
        let request = factory.open_with_u32(NAME, VERSION)?;
        let opening = request.clone();
        let _made = Listener::new(&request, "upgradeneeded", move |_| {
            if let Ok(result) = opening.result() {
                let database: IdbDatabase = result.unchecked_into();
                for store in [SECRETS, IDENTITIES] {
                    let _ = database.create_object_store(store);
                }
            }
        });
        Ok(Self(answer(&request).await?.unchecked_into()))
    }

    /// The secrets of a patch.
    pub(crate) async fn secrets(&self, patch: &str) -> Result<Vec<StoredSecret>, JsValue> {
        // All keys that begin with the patch: an array comes after every text.
        let key = |rest: &[JsValue]| [JsValue::from(patch)].iter().chain(rest).collect::<Array>();
        let range = IdbKeyRange::bound(&key(&[]), &key(&[Array::new().into()]))?;
        let store = self.store(SECRETS, IdbTransactionMode::Readonly)?;
        let found: Array = answer(&store.get_all_with_key(&range)?)
            .await?
            .unchecked_into();
        let read = |secret: JsValue| {
            let text = |name: &str| Reflect::get(&secret, &name.into()).ok()?.as_string();
            Some(StoredSecret {
                op: text("op")?,
                port: text("port")?,
                purpose: text("purpose")?,
                value: text("value")?,
            })
        };
        Ok(found.iter().filter_map(read).collect())
    }

    pub(crate) async fn keep(&self, patch: &str, secret: &StoredSecret) -> Result<(), JsValue> {
        let value = Object::new();
        for (name, text) in [
            ("op", &secret.op),
            ("port", &secret.port),
            ("purpose", &secret.purpose),
            ("value", &secret.value),
        ] {
            Reflect::set(&value, &name.into(), &text.into())?;
        }
        let store = self.store(SECRETS, IdbTransactionMode::Readwrite)?;
        let key = secret_key(patch, &secret.op, &secret.port);
        answer(&store.put_with_key(&value, &key)?).await?;
        Ok(())
    }

    pub(crate) async fn forget(&self, patch: &str, op: &str, port: &str) -> Result<(), JsValue> {
        let store = self.store(SECRETS, IdbTransactionMode::Readwrite)?;
        answer(&store.delete(&secret_key(patch, op, port))?).await?;
        Ok(())
    }

    /// The identity of a number; `new` where there is none yet.
    pub(crate) async fn identity(&self, number: u32, new: &str) -> Result<String, JsValue> {
        let store = self.store(IDENTITIES, IdbTransactionMode::Readwrite)?;
        let known = answer(&store.get(&number.into())?).await?;
        if let Some(known) = known.as_string() {
            return Ok(known);
        }
        answer(&store.put_with_key(&new.into(), &number.into())?).await?;
        Ok(new.to_owned())
    }

    fn store(&self, name: &str, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
        self.0
            .transaction_with_str_and_mode(name, mode)?
            .object_store(name)
    }
}

fn secret_key(patch: &str, op: &str, port: &str) -> Array {
    [patch, op, port].into_iter().map(JsValue::from).collect()
}

/// Waits for a request's end.
async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let (done, ended) = oneshot::channel();
    let mut done = Some(done);
    let end = move |_: web_sys::Event| {
        if let Some(done) = done.take() {
            let _ = done.send(());
        }
    };
    // One of the two comes, and either will do.
    let (also_done, also_ended) = oneshot::channel();
    let mut also_done = Some(also_done);
    let _success = Listener::new(request, "success", end);
    let _error = Listener::new(request, "error", move |_| {
        if let Some(done) = also_done.take() {
            let _ = done.send(());
        }
    });
    futures::future::select(ended, also_ended).await;
    request.result()
}

/// Parses JSON that this crate has written.
pub(crate) fn parse(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or(JsValue::UNDEFINED)
}
