//! From the struct to a checked declaration.

use std::collections::HashSet;

use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Error, Expr, ExprLit, Field, Fields, FieldsNamed,
    Ident, Lit, LitStr, Meta, Path, Result, Token, Type, parenthesized,
};

use crate::port::{Direction, Port};

/// An op as its struct declares it.
pub(crate) struct Declaration {
    pub(crate) ident: Ident,
    pub(crate) header: Header,
    pub(crate) inputs: Vec<Port>,
    pub(crate) outputs: Vec<Port>,
    pub(crate) state: Vec<State>,
}

/// What `#[op(...)]` and the struct's doc comment say.
pub(crate) struct Header {
    pub(crate) name: LitStr,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) summary: String,
    pub(crate) help: Option<Expr>,
    /// What computes its output, where it has no handlers.
    pub(crate) function: Option<Path>,
}

/// A field that is no port.
pub(crate) struct State {
    pub(crate) field: Ident,
    pub(crate) ty: Type,
}

impl Declaration {
    /// Reads a struct. The error holds what is wrong with each of its parts, not just the first.
    pub(crate) fn parse(item: DeriveInput) -> Result<Self> {
        let header = Header::parse(&item);
        let ident = item.ident;
        if !item.generics.params.is_empty() {
            let message = "an op cannot be generic: its library entry is one type";
            return Err(Error::new_spanned(item.generics, message));
        }
        let Data::Struct(DataStruct {
            fields: Fields::Named(FieldsNamed { named, .. }),
            ..
        }) = item.data
        else {
            let message = "an op is a struct with named fields, or with `{}` if it has none";
            return Err(Error::new(ident.span(), message));
        };

        let (mut inputs, mut outputs, mut state) = (Vec::new(), Vec::new(), Vec::new());
        let mut errors = Vec::from_iter(header.as_ref().err().cloned());
        for field in named {
            match Member::parse(field) {
                Ok(Member::Port(port)) => match port.direction {
                    Direction::Input => inputs.push(*port),
                    Direction::Output => outputs.push(*port),
                },
                Ok(Member::State(field)) => state.push(*field),
                Err(error) => errors.push(error),
            }
        }
        errors.extend(last_is_multi(&inputs, "inputs").err());
        errors.extend(last_is_multi(&outputs, "outputs").err());
        errors.extend(distinct(inputs.iter().flat_map(Port::names), "another input").err());
        errors.extend(distinct(outputs.iter().flat_map(Port::names), "another output").err());
        if let Ok(Header {
            function: Some(function),
            ..
        }) = &header
        {
            errors.extend(is_function(function, &outputs, &state).err());
        }

        let error = errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        match error {
            Some(error) => Err(error),
            None => Ok(Self {
                ident,
                header: header?,
                inputs,
                outputs,
                state,
            }),
        }
    }
}

impl Header {
    fn parse(item: &DeriveInput) -> Result<Self> {
        let (mut name, mut aliases) = (None, Vec::new());
        let (mut help, mut function) = (None, None);
        for attribute in item
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("op"))
        {
            attribute.parse_nested_meta(|meta| match key(&meta).as_str() {
                "name" => once(&mut name, &meta),
                "alias" | "aliases" => more(&mut aliases, &meta),
                "help" => once(&mut help, &meta),
                "function" => once(&mut function, &meta),
                _ => Err(unknown(&meta, "name, alias, aliases, help, function")),
            })?;
        }

        let name: LitStr = name.ok_or_else(|| {
            Error::new(
                item.ident.span(),
                "an op needs `#[op(name = \"Ops.<family>.<name>\")]`",
            )
        })?;
        let text = name.value();
        let mut parts = text.split('.');
        let rooted = parts.next() == Some("Ops") && parts.clone().next().is_some();
        if !rooted || parts.any(|part| part.is_empty() || part.contains(char::is_whitespace)) {
            let message = "the name of an op is `Ops.` and words separated by dots";
            return Err(Error::new(name.span(), message));
        }
        distinct([&name].into_iter().chain(&aliases), "this op")?;
        let summary = doc(&item.attrs).ok_or_else(|| {
            Error::new(
                item.ident.span(),
                "an op needs a doc comment: one sentence on what it does",
            )
        })?;
        Ok(Self {
            name,
            aliases,
            summary,
            help,
            function,
        })
    }
}

/// What a field is to the op.
enum Member {
    Port(Box<Port>),
    State(Box<State>),
}

impl Member {
    fn port(ident: Ident, ty: Type, attrs: &[Attribute], direction: Direction) -> Result<Self> {
        Port::parse(ident, ty, attrs, direction).map(|port| Self::Port(Box::new(port)))
    }

    fn parse(field: Field) -> Result<Self> {
        let Field {
            attrs,
            ident: Some(ident),
            ty,
            ..
        } = field
        else {
            return Err(Error::new_spanned(field, "a field of an op has a name"));
        };
        let of = |key| {
            attrs
                .iter()
                .find(|attribute| attribute.path().is_ident(key))
        };
        match (of("input"), of("output")) {
            (Some(_), None) => Self::port(ident, ty, &attrs, Direction::Input),
            (None, Some(_)) => Self::port(ident, ty, &attrs, Direction::Output),
            (None, None) => Ok(Self::State(Box::new(State { field: ident, ty }))),
            (Some(_), Some(output)) => Err(Error::new_spanned(
                output.path(),
                "a port is an input or an output, not both",
            )),
        }
    }
}

/// The key of one item of an attribute; empty where it is a longer path.
pub(crate) fn key(meta: &ParseNestedMeta<'_>) -> String {
    meta.path
        .get_ident()
        .map(Ident::to_string)
        .unwrap_or_default()
}

/// The error for a key that is not among the known ones.
pub(crate) fn unknown(meta: &ParseNestedMeta<'_>, known: &str) -> Error {
    Error::new_spanned(
        &meta.path,
        format!("unknown key; the keys here are: {known}"),
    )
}

/// Reads `key = value` for a key that is given once.
pub(crate) fn once<T: Parse>(slot: &mut Option<T>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    match slot.replace(meta.value()?.parse()?) {
        None => Ok(()),
        Some(_) => Err(Error::new_spanned(&meta.path, "this key is given twice")),
    }
}

/// Reads `key = "a"` or `key("a", "b")` for a key that is given any number of times.
pub(crate) fn more(texts: &mut Vec<LitStr>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    if meta.input.peek(Token![=]) {
        texts.push(meta.value()?.parse()?);
        return Ok(());
    }
    let content;
    parenthesized!(content in meta.input);
    if content.is_empty() {
        return Err(content.error("expected at least one text"));
    }
    texts.extend(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?);
    Ok(())
}

/// Checks that no text stands there twice. `owner` is whose name it would be.
pub(crate) fn distinct<'a>(texts: impl IntoIterator<Item = &'a LitStr>, owner: &str) -> Result<()> {
    let mut seen = HashSet::new();
    for text in texts {
        if !seen.insert(text.value()) {
            let message = format!("this is already a name or an alias of {owner}");
            return Err(Error::new(text.span(), message));
        }
    }
    Ok(())
}

/// Checks that only the last of the ports is a multi port.
fn last_is_multi(ports: &[Port], which: &str) -> Result<()> {
    let others = ports.split_last().map_or(ports, |(_, others)| others);
    match others.iter().find_map(|port| port.multi.as_ref()) {
        None => Ok(()),
        Some(multi) => {
            let message = format!(
                "a multi port is the last of the {which}, as its ports are numbered on from there"
            );
            Err(Error::new(multi.span(), message))
        }
    }
}

/// Checks that an op can be a function: it has one output, no state, and is told of every change.
fn is_function(function: &Path, outputs: &[Port], state: &[State]) -> Result<()> {
    if let Some(State { field, .. }) = state.first() {
        let message =
            "an op that is a `function` has ports only: what it remembers needs `Handlers`";
        return Err(Error::new(field.span(), message));
    }
    match outputs {
        [output] if output.multi.is_none() && !output.lazy => Ok(()),
        _ => {
            let message = "an op that is a `function` has one output, which is neither `multi` nor \
                           `lazy`: others need `Handlers`";
            Err(Error::new_spanned(function, message))
        }
    }
}

/// The text of the doc comment, the lines of a paragraph joined; `None` where there is none.
pub(crate) fn doc(attributes: &[Attribute]) -> Option<String> {
    let mut lines = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
    {
        if let Meta::NameValue(pair) = &attribute.meta
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &pair.value
        {
            // Not `lines()`: an empty `///` is a line too, and ends a paragraph.
            lines.extend(text.value().split('\n').map(|line| line.trim().to_owned()));
        }
    }
    let paragraphs: Vec<_> = lines
        .split(String::is_empty)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| paragraph.join(" "))
        .collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}
