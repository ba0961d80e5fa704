//! What ops have asked of the page, and hold until they take it back.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use ropewalk_runtime::{Answer, Ask, AskId, ElementId, Memory, Table, Text};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CssStyleSheet, FontFace, Storage};

use crate::address::{Purpose, resolve};
use crate::events::Listener;
use crate::fetch::{self, Fetch};
use crate::page::{Page, window};
use crate::pointer;
use crate::stage::{SCOPE, Stage};

/// The earliest reload of a page that a patch can cause, in milliseconds: a patch that does so at
/// once must leave a person the time to mend it.
const EARLIEST_RELOAD: f64 = 5_000.0;

/// Before the keys of patches, so that they do not meet what the page keeps for itself.
const KEY_PREFIX: &str = "ropewalk patch: ";

type Tell = Rc<dyn Fn(Answer)>;

/// Has something wait until servers are allowed, whose names have spaces between them.
pub(crate) type Hold = Rc<dyn Fn(Ask, String)>;

/// What is held.
#[derive(Default)]
pub(crate) struct Asks(RefCell<Table<AskId, Held>>);

enum Held {
    /// Needs nothing to be done when it is taken back.
    Nothing,
    Fetch {
        _request: Fetch,
    },
    Style(Option<ElementId>),
    Sheet(CssStyleSheet),
    Font(FontFace),
    Content(ElementId),
    Children(Vec<ElementId>),
    Pointer {
        _listeners: Vec<Listener>,
    },
    Recall(Memory, Tell),
}

impl Asks {
    /// Does what is asked, in the place of what was asked by the same name.
    pub(crate) fn ask(
        &self,
        id: AskId,
        ask: Ask,
        page: &Page,
        stage: &Stage,
        tell: Tell,
        hold: Hold,
    ) {
        let before = self.0.borrow_mut().remove(&id);
        let fail = {
            let tell = Rc::clone(&tell);
            move |reason: &str| tell(Answer::Failed(reason.into()))
        };
        let mut answer = None;
        let held = match ask {
            Ask::Fetch(request) => match fetch::send(request, page, Rc::clone(&tell), hold) {
                Ok(request) => Held::Fetch { _request: request },
                Err(reason) => return fail(reason),
            },
            Ask::Style(element, declarations) => {
                if let Some(Held::Style(other)) = before
                    && other != element
                {
                    stage.unlayer(other, id);
                }
                stage.layer(element, id, declarations);
                Held::Style(element)
            }
            Ask::Sheet(css) => {
                if let Some(Held::Sheet(sheet)) = before {
                    remove_sheet(&sheet, stage);
                }
                match sheet(&css, stage) {
                    Some(sheet) => Held::Sheet(sheet),
                    None => return,
                }
            }
            Ask::Font { family, url } => {
                if let Some(Held::Font(face)) = before {
                    remove_font(&face);
                }
                match font(&family, &url, Rc::clone(&tell)) {
                    Ok(face) => Held::Font(face),
                    Err(reason) => return fail(reason),
                }
            }
            Ask::Content {
                element,
                text,
                is_markup,
            } => {
                if let Some(Held::Content(other)) = before
                    && other != element
                {
                    stage.set_content(other, None);
                }
                if is_markup {
                    purify(page, stage, element, text, fail, hold);
                } else {
                    let text = window().document().map(|page| page.create_text_node(&text));
                    stage.set_content(element, text.map(Into::into));
                }
                Held::Content(element)
            }
            Ask::Children(parent, children) => {
                if let Some(Held::Children(others)) = before {
                    let gone = others.into_iter().filter(|child| !children.contains(child));
                    gone.for_each(|child| stage.place(child, None));
                }
                for child in &children {
                    match parent {
                        Some(_) => stage.place(*child, parent),
                        None => stage.detach(*child),
                    }
                }
                Held::Children(children)
            }
            Ask::Pointer(element, names) => Held::Pointer {
                _listeners: stage
                    .element(element)
                    .map(|element| pointer::listen(&element, &names, &tell))
                    .unwrap_or_default(),
            },
            Ask::Measure(element) => {
                answer = stage.measure(element).map(Answer::Measured);
                Held::Nothing
            }
            Ask::Copy(text) => {
                copy(&text, tell);
                return;
            }
            Ask::Recall(memory) => {
                let kept = storage(&memory)
                    .and_then(|storage| storage.get_item(&key(&memory)).ok().flatten());
                answer = Some(Answer::Text(kept.map(Text::from)));
                self.0
                    .borrow_mut()
                    .insert(id, Held::Recall(memory, Rc::clone(&tell)));
                return tell(answer.unwrap_or(Answer::Done));
            }
            Ask::Remember(memory, text) => {
                return self.remember(&memory, &text, fail);
            }
            Ask::Query => {
                let query = window().location().search().unwrap_or_default();
                answer = Some(Answer::Text(Some(query.into())));
                Held::Nothing
            }
            Ask::Reload => {
                let age = window().performance().map_or(0.0, |clock| clock.now());
                if age < EARLIEST_RELOAD {
                    return fail("The page was only just loaded, so it is not loaded again.");
                }
                let _ = window().location().reload();
                return;
            }
            _ => return,
        };
        self.0.borrow_mut().insert(id, held);
        if let Some(answer) = answer {
            tell(answer);
        }
    }

    /// Whether something is held by that name.
    pub(crate) fn has(&self, id: AskId) -> bool {
        self.0.borrow().get(&id).is_some()
    }

    /// Undoes what was asked.
    pub(crate) fn take_back(&self, id: AskId, stage: &Stage) {
        // Not within the `match`, which would have it borrowed while the page changes.
        let held = self.0.borrow_mut().remove(&id);
        match held {
            Some(Held::Style(element)) => stage.unlayer(element, id),
            Some(Held::Sheet(sheet)) => remove_sheet(&sheet, stage),
            Some(Held::Font(face)) => remove_font(&face),
            Some(Held::Content(element)) => stage.set_content(element, None),
            Some(Held::Children(children)) => {
                children
                    .into_iter()
                    .for_each(|child| stage.place(child, None));
            }
            _ => {}
        }
    }

    /// Keeps a text, and tells all who want to know of it.
    fn remember(&self, memory: &Memory, text: &str, fail: impl Fn(&str)) {
        let kept =
            storage(memory).is_some_and(|storage| storage.set_item(&key(memory), text).is_ok());
        if !kept {
            return fail("This browser keeps nothing for this page, or has no room left.");
        }
        let of = |held: &Held| match held {
            Held::Recall(other, tell) if other == memory => Some(Rc::clone(tell)),
            _ => None,
        };
        let asks = self.0.borrow();
        let listeners: Vec<Tell> = asks.iter().filter_map(|(_, held)| of(held)).collect();
        drop(asks);
        for tell in listeners {
            tell(Answer::Text(Some(text.into())));
        }
    }
}

fn key(memory: &Memory) -> String {
    [KEY_PREFIX, &memory.key].concat()
}

fn storage(memory: &Memory) -> Option<Storage> {
    let window = window();
    let storage = if memory.is_session {
        window.session_storage()
    } else {
        window.local_storage()
    };
    // A browser that forbids it throws.
    storage.ok().flatten()
}

/// A style sheet that holds for the stage only.
///
/// The text is read as a sheet of its own first, and its rules are written anew: a brace too many
/// in it would end the scope.
fn sheet(css: &str, stage: &Stage) -> Option<CssStyleSheet> {
    let read = CssStyleSheet::new().ok()?;
    read.replace_sync(css).ok()?;
    let rules: JsValue = read.css_rules().ok()?.into();
    let rules = Array::from(&rules);
    let mut scoped = ["@scope (", SCOPE, ") {\n"].concat();
    for rule in rules.iter() {
        let text = Reflect::get(&rule, &"cssText".into()).ok()?;
        scoped.push_str(&text.as_string().unwrap_or_default());
        scoped.push('\n');
    }
    scoped.push('}');
    read.replace_sync(&scoped).ok()?;
    let sheets = sheets(stage)?;
    sheets.push(&read);
    set_sheets(&sheets, stage);
    Some(read)
}

fn remove_sheet(sheet: &CssStyleSheet, stage: &Stage) {
    let sheet: &JsValue = sheet.as_ref();
    if let Some(sheets) = sheets(stage) {
        let left = sheets.iter().filter(|other| other != sheet);
        set_sheets(&left.collect(), stage);
    }
}

/// The sheets where the stage is: those of the page do not reach into a player's shadow root.
fn sheets(stage: &Stage) -> Option<Array> {
    let sheets = Reflect::get(&stage.tree(), &"adoptedStyleSheets".into()).ok()?;
    // A stage that is on no page has none.
    (!sheets.is_undefined()).then(|| Array::from(&sheets))
}

fn set_sheets(sheets: &Array, stage: &Stage) {
    let _ = Reflect::set(&stage.tree(), &"adoptedStyleSheets".into(), sheets);
}

fn font(family: &str, url: &str, tell: Tell) -> Result<FontFace, &'static str> {
    let url = resolve(url, Purpose::Data)?.href();
    // The browser writes addresses without quotation marks.
    let source = ["url(\"", &url, "\")"].concat();
    let face = FontFace::new_with_str(family, &source).ok();
    let face = face.ok_or("The browser does not take this for the name of a font.")?;
    let loading = face.load().map_err(|_| "The font cannot be loaded.")?;
    let document = window().document();
    let fonts = document.map(|document| document.fonts());
    let added = fonts.and_then(|fonts| fonts.add(&face).ok());
    added.ok_or("The font cannot be loaded.")?;
    spawn_local(async move {
        let loaded = JsFuture::from(loading).await;
        tell(match loaded {
            Ok(_) => Answer::Done,
            Err(_) => Answer::Failed(
                "The font cannot be loaded: the file is not there, is no font, or its server does \
                 not let pages from elsewhere read it (CORS)."
                    .into(),
            ),
        });
    });
    Ok(face)
}

fn remove_font(face: &FontFace) {
    if let Some(document) = window().document() {
        document.fonts().delete(face);
    }
}

/// Puts of some HTML what is harmless into an element, once that is known.
fn purify(
    page: &Page,
    stage: &Stage,
    element: ElementId,
    text: Text,
    fail: impl Fn(&str) + 'static,
    hold: Hold,
) {
    let Some(purified) = page.purify(&text) else {
        stage.set_content(element, None);
        return fail("This page shows no HTML: it has nothing to make it harmless with.");
    };
    let put = stage.content_later(element);
    let page = page.clone();
    spawn_local(async move {
        match JsFuture::from(purified).await {
            Ok(fragment) => {
                // Takes the addresses out that may not be loaded, before the page could.
                let servers = page.held_in(&fragment, false);
                put(fragment.unchecked_into());
                if !servers.is_empty() {
                    let is_markup = true;
                    let content = Ask::Content {
                        element,
                        text,
                        is_markup,
                    };
                    hold(content, servers);
                }
            }
            Err(_) => fail("What makes HTML harmless did not load, so none is shown."),
        }
    });
}

fn copy(text: &str, tell: Tell) {
    const REFUSED: &str = "The browser does not let this page write to the clipboard. It does when \
                           the page came over https, has the focus, and was just clicked.";
    let navigator = window().navigator();
    // There is none in a page that came over plain HTTP.
    let clipboard = Reflect::get(&navigator, &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
        return tell(Answer::Failed(REFUSED.into()));
    }
    let written = navigator.clipboard().write_text(text);
    spawn_local(async move {
        let written = JsFuture::from(written).await;
        tell(match written {
            Ok(_) => Answer::Done,
            Err(_) => Answer::Failed(REFUSED.into()),
        });
    });
}
