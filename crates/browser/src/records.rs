//! The records of ops, which outlast the page. They are written behind to this browser's storage,
//! one transaction after the other, so that whatever is read or written comes after all that was
//! asked for before.

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use js_sys::Reflect;
use ropewalk_runtime::{RecordChange, StoreEvent, StoreId};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::storage::Storage;

/// What is to be done, in order.
enum Task {
    Open(StoreId, String),
    Write(StoreId, String, Vec<RecordChange>),
    Forget(String),
    /// All that came before is done.
    Tell(oneshot::Sender<()>),
}

/// The stores that are open.
pub(crate) struct Records {
    tasks: UnboundedSender<Task>,
    names: RefCell<Vec<(StoreId, String)>>,
}

impl Records {
    /// Those of a storage; without one, every store fails at once. `tell` hears of the stores.
    pub(crate) fn new(
        storage: Option<Rc<Storage>>,
        tell: impl Fn((StoreId, StoreEvent)) + 'static,
    ) -> Self {
        let (tasks, queue) = unbounded();
        spawn_local(work(queue, storage, tell));
        Self {
            tasks,
            names: RefCell::default(),
        }
    }

    pub(crate) fn open(&self, store: StoreId, name: String) {
        self.names.borrow_mut().push((store, name.clone()));
        self.add(Task::Open(store, name));
    }

    pub(crate) fn write(&self, store: StoreId, changes: Vec<RecordChange>) {
        let names = self.names.borrow();
        if let Some((_, name)) = names.iter().find(|(id, _)| *id == store) {
            self.add(Task::Write(store, name.clone(), changes));
        }
    }

    pub(crate) fn close(&self, store: StoreId) {
        self.names.borrow_mut().retain(|(id, _)| *id != store);
    }

    pub(crate) fn forget(&self, name: String) {
        self.add(Task::Forget(name));
    }

    /// Waits until all that was asked for is done.
    pub(crate) fn settled(&self) -> impl Future<Output = ()> + use<> {
        let (done, told) = oneshot::channel();
        self.add(Task::Tell(done));
        async move {
            // Nobody tells when the page is gone.
            let _ = told.await;
        }
    }

    fn add(&self, task: Task) {
        // Somebody listens for as long as this lives.
        let _ = self.tasks.unbounded_send(task);
    }
}

async fn work(
    mut queue: UnboundedReceiver<Task>,
    storage: Option<Rc<Storage>>,
    tell: impl Fn((StoreId, StoreEvent)),
) {
    let fail = |store, why: &str| tell((store, StoreEvent::Failed(why.into())));
    // The first task of another kind than those that were done together.
    let mut next = None;
    loop {
        let task = match next.take() {
            Some(task) => task,
            None => match queue.next().await {
                Some(task) => task,
                None => return,
            },
        };
        let Some(storage) = &storage else {
            match task {
                Task::Open(store, _) => fail(store, "it keeps nothing for this page."),
                Task::Tell(done) => drop(done.send(())),
                Task::Write(..) | Task::Forget(_) => {}
            }
            continue;
        };
        match task {
            Task::Tell(done) => drop(done.send(())),
            Task::Open(store, name) => match storage.records(&name).await {
                Ok(records) => tell((store, StoreEvent::Opened(records))),
                Err(error) => fail(store, &reason(&error)),
            },
            Task::Forget(name) => {
                // What cannot be forgotten could not be kept either, which was told.
                if let Ok(forgotten) = storage.forget_records(&name) {
                    let _ = forgotten.await;
                }
            }
            Task::Write(store, name, changes) => {
                // All that came while the last transaction was under way goes into one.
                let mut writes = vec![(store, name, changes)];
                while let Ok(task) = queue.try_recv() {
                    match task {
                        Task::Write(store, name, changes) => writes.push((store, name, changes)),
                        other => {
                            next = Some(other);
                            break;
                        }
                    }
                }
                let written = match storage.write_records(&writes) {
                    Ok(written) => written.await,
                    Err(error) => Err(error),
                };
                for (store, ..) in writes {
                    match &written {
                        Ok(_) => tell((store, StoreEvent::Written)),
                        Err(error) => fail(store, &reason(error)),
                    }
                }
            }
        }
    }
}

/// Why the browser has stored nothing, as it says itself.
fn reason(error: &JsValue) -> String {
    // Of a transaction that was aborted there is the event, whose target is the transaction.
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let target = get(error, "target").and_then(|target| get(&target, "error"));
    let message = get(target.as_ref().unwrap_or(error), "message");
    let message = message.and_then(|message| message.as_string());
    message
        .filter(|message| !message.is_empty())
        .unwrap_or_else(|| "its storage fails.".to_owned())
}
