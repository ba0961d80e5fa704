//! This browser's IndexedDB, which holds secrets, identities and the records of ops.
//!
//! Each request begins where its function is called, not where its future is first polled, so that
//! requests are answered in the order in which they were made.

use std::collections::HashSet;

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use ropewalk_runtime::{Bytes, RecordChange, StoreId, StoredSecret};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use crate::events::Listener;

const NAME: &str = "ropewalk-runtime";
const VERSION: u32 = 2;
/// By patch, op and port.
const SECRETS: &str = "secrets";
/// By number.
const IDENTITIES: &str = "identities";

/// By the name of their store and their number.
const RECORDS: &str = "records";

/// How long the browser may take to open it, in milliseconds. Some never answer.
const OPEN_WITHIN: u32 = 3_000;

/// The database.
pub(crate) struct Storage {
    database: IdbDatabase,
    _version_change: Listener,
}

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
                for store in [SECRETS, IDENTITIES, RECORDS] {
                    // It fails where an earlier version has made the store.
                    let _ = database.create_object_store(store);
                }
            }
        });
        match select(answer(&request), TimeoutFuture::new(OPEN_WITHIN)).await {
            Either::Left((answer, _)) => answer?,
            Either::Right((_, answer)) => {
                // Nobody waits for it any more; it is not to stay open.
                spawn_local(async move {
                    if answer.await.is_ok()
                        && let Ok(database) = request.result()
                    {
                        database.unchecked_into::<IdbDatabase>().close();
                    }
                });
                return Err(JsValue::UNDEFINED);
            }
        };
        let database: IdbDatabase = request.result()?.unchecked_into();
        let open = database.clone();
        Ok(Self {
            // Whoever deletes the database waits until nobody has it open.
            _version_change: Listener::new(&database, "versionchange", move |_| open.close()),
            database,
        })
    }

    /// The secrets of a patch.
    pub(crate) fn secrets(
        &self,
        patch: &str,
    ) -> impl Future<Output = Result<Vec<StoredSecret>, JsValue>> + use<> {
        let request = self.read(SECRETS, |store| store.get_all_with_key(&all_of(patch)?));
        let read = |secret: JsValue| {
            let text = |name: &str| Reflect::get(&secret, &name.into()).ok()?.as_string();
            Some(StoredSecret {
                op: text("op")?,
                port: text("port")?,
                purpose: text("purpose")?,
                value: text("value")?,
            })
        };
        async move {
            let (request, answered) = request?;
            answered.await?;
            let found: Array = request.result()?.unchecked_into();
            Ok(found.iter().filter_map(read).collect())
        }
    }

    /// Keeps a secret. What it returns ends when it is stored.
    pub(crate) fn keep(&self, patch: &str, secret: &StoredSecret) -> Result<JsFuture, JsValue> {
        self.write(SECRETS, |store| {
            let value = Object::new();
            for (name, text) in [
                ("op", &secret.op),
                ("port", &secret.port),
                ("purpose", &secret.purpose),
                ("value", &secret.value),
            ] {
                Reflect::set(&value, &name.into(), &text.into())?;
            }
            store.put_with_key(&value, &secret_key(patch, &secret.op, &secret.port))
        })
    }

    /// Keeps a secret no more. What it returns ends when that is stored.
    pub(crate) fn forget(&self, patch: &str, op: &str, port: &str) -> Result<JsFuture, JsValue> {
        self.write(SECRETS, |store| store.delete(&secret_key(patch, op, port)))
    }

    /// The identity of a number; `new` where there is none yet.
    pub(crate) async fn identity(&self, number: u32, new: &str) -> Result<String, JsValue> {
        let key = JsValue::from(number);
        let (request, answered) = self.read(IDENTITIES, |store| store.get(&key))?;
        answered.await?;
        if let Some(known) = request.result()?.as_string() {
            return Ok(known);
        }
        self.write(IDENTITIES, |store| store.put_with_key(&new.into(), &key))?
            .await?;
        Ok(new.to_owned())
    }

    /// The records of a store, by their numbers.
    pub(crate) fn records(
        &self,
        name: &str,
    ) -> impl Future<Output = Result<Vec<(u64, Bytes)>, JsValue>> + use<> {
        let request = self.read(RECORDS, |store| store.get_all_with_key(&all_of(name)?));
        let read = |record: JsValue| {
            let (number, bytes) = (Reflect::get_u32(&record, 0), Reflect::get_u32(&record, 1));
            let bytes: Uint8Array = bytes.ok()?.dyn_into().ok()?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it was written as such a number"
            )]
            let number = number.ok()?.as_f64()? as u64;
            Some((number, bytes.to_vec().into()))
        };
        async move {
            let (request, answered) = request?;
            answered.await?;
            let found: Array = request.result()?.unchecked_into();
            Ok(found.iter().filter_map(read).collect())
        }
    }

    /// Writes changes of records, each with the name of its store, in one transaction. What it
    /// returns ends when they would outlast a power cut.
    pub(crate) fn write_records(
        &self,
        writes: &[(StoreId, String, Vec<RecordChange>)],
    ) -> Result<JsFuture, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        // The bindings have no way to give the third argument.
        let transaction: Function =
            Reflect::get(&self.database, &"transaction".into())?.unchecked_into();
        let transaction: IdbTransaction = transaction
            .call3(
                &self.database,
                &RECORDS.into(),
                &"readwrite".into(),
                &options,
            )?
            .unchecked_into();
        let records = transaction.object_store(RECORDS)?;
        let mut written = HashSet::new();
        // The last first: of what changes several times, only that is written. Most records come
        // and go within one transaction.
        for (_, name, changes) in writes.iter().rev() {
            for (number, bytes) in changes.iter().rev() {
                if !written.insert((name, *number)) {
                    continue;
                }
                // Below 2^53.
                let number = JsValue::from(*number as f64);
                let key: Array = [name.into(), number.clone()].iter().collect();
                match bytes {
                    Some(bytes) => {
                        let bytes = Uint8Array::from(&bytes[..]);
                        let record: Array = [number, bytes.into()].iter().collect();
                        records.put_with_key(&record, &key)?;
                    }
                    None => drop(records.delete(&key)?),
                }
            }
        }
        Ok(end_of(&transaction))
    }

    /// Removes all records of a store.
    pub(crate) fn forget_records(&self, name: &str) -> Result<JsFuture, JsValue> {
        self.write(RECORDS, |store| store.delete(&all_of(name)?))
    }

    fn read(
        &self,
        store: &str,
        work: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<(IdbRequest, JsFuture), JsValue> {
        let transaction = self.database.transaction_with_str(store)?;
        let request = work(&transaction.object_store(store)?)?;
        let answered = answer(&request);
        Ok((request, answered))
    }

    fn write(
        &self,
        store: &str,
        work: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<JsFuture, JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.database.transaction_with_str_and_mode(store, mode)?;
        work(&transaction.object_store(store)?)?;
        Ok(end_of(&transaction))
    }
}

impl Drop for Storage {
    /// Without its listener an open database would keep others from deleting it until the browser
    /// next collects its garbage. What is being written is written first.
    fn drop(&mut self) {
        self.database.close();
    }
}

/// Waits for a transaction's end: a request can be answered well and its transaction fail after
/// all.
fn end_of(transaction: &IdbTransaction) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    }))
}

/// All keys that begin with the name: an array comes after every text and number.
fn all_of(name: &str) -> Result<JsValue, JsValue> {
    let key = |rest: &[JsValue]| [JsValue::from(name)].iter().chain(rest).collect::<Array>();
    IdbKeyRange::bound(&key(&[]), &key(&[Array::new().into()])).map(JsValue::from)
}

fn secret_key(patch: &str, op: &str, port: &str) -> Array {
    [patch, op, port].into_iter().map(JsValue::from).collect()
}

/// Waits for a request's end.
fn answer(request: &IdbRequest) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    }))
}
