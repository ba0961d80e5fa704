//! From a field to a checked port.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Ident, Lit, LitBool, LitFloat, LitInt, LitStr, Path, Result, Token, Type,
};

use crate::parse::{doc, key, more, once, unknown};

/// What is wrong with a default that is none of the choices.
pub(crate) const NOT_AMONG: &str = "the default must be one of the `choices`";

/// A field that is a port.
pub(crate) struct Port {
    pub(crate) field: Ident,
    pub(crate) ty: Type,
    pub(crate) direction: Direction,
    pub(crate) doc: String,
    pub(crate) name: LitStr,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<Constant>,
    pub(crate) display: Display,
    /// The least and the greatest number, infinite where only the other is given.
    pub(crate) range: Option<(f64, f64)>,
    pub(crate) choices: Choices,
    pub(crate) unit: Option<LitStr>,
    pub(crate) group: Option<LitStr>,
    pub(crate) secret: bool,
    pub(crate) lazy: bool,
    pub(crate) needed: bool,
    /// How many ports a multi port has to begin with.
    pub(crate) multi: Option<LitInt>,
    pub(crate) demands: Vec<Demand>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Input,
    Output,
}

/// What a key asks of the field's type. The macro sees only how that is written, so that the
/// compiler has to check it.
pub(crate) struct Demand {
    pub(crate) span: Span,
    /// What asks, as the error begins.
    pub(crate) subject: &'static str,
    pub(crate) kind: Kind,
    /// Whether a port for any value will do too.
    pub(crate) or_any: bool,
}

/// The variants of `ropewalk_flow::Kind` that keys ask for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Number,
    Bool,
    Text,
    Trigger,
}

/// A literal that a port can hold.
pub(crate) enum Constant {
    Number(Number),
    Bool(LitBool),
    Text(LitStr),
}

/// A finite number, written with or without a fraction or a sign.
pub(crate) struct Number {
    pub(crate) value: f64,
    span: Span,
}

/// The texts that a port takes.
pub(crate) enum Choices {
    /// These; any where there are none.
    Texts(Vec<LitStr>),
    /// Those of a constant array, which the compiler has to look up.
    Of(Path),
}

/// `ropewalk_flow::spec::Display`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Display {
    Plain,
    Integer,
    Slider,
    Button,
    Editor,
    Variable,
}

impl Port {
    pub(crate) fn parse(
        field: Ident,
        ty: Type,
        attributes: &[Attribute],
        direction: Direction,
    ) -> Result<Self> {
        let mut keys = Keys::default();
        let own = match direction {
            Direction::Input => "input",
            Direction::Output => "output",
        };
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident(own))
        {
            attribute.parse_nested_meta(|meta| keys.read(&meta, direction))?;
        }
        let display = keys.display()?;
        let range = keys.range()?;
        keys.check_multi()?;
        let choices = keys.choices()?;

        let Keys {
            name,
            aliases,
            default,
            unit,
            group,
            secret,
            lazy,
            needed,
            multi,
            demands,
            ..
        } = keys;
        let name = name
            .filter(|name| !name.value().is_empty())
            .ok_or_else(|| {
                Error::new(
                    field.span(),
                    "a port needs a `name`, which people and files use",
                )
            })?;
        let doc = doc(attributes).ok_or_else(|| {
            Error::new(
                field.span(),
                "a port needs a doc comment: it is its help in the editor",
            )
        })?;
        Ok(Self {
            field,
            ty,
            direction,
            doc,
            name,
            aliases,
            default,
            display,
            range,
            choices,
            unit,
            group,
            secret,
            lazy,
            needed,
            multi,
            demands,
        })
    }

    /// The name and the aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &LitStr> {
        [&self.name].into_iter().chain(&self.aliases)
    }
}

impl Constant {
    fn demand(&self) -> Demand {
        let (span, kind) = match self {
            Self::Number(number) => (number.span, Kind::Number),
            Self::Bool(bool) => (bool.span, Kind::Bool),
            Self::Text(text) => (text.span(), Kind::Text),
        };
        Demand {
            span,
            subject: "this default",
            kind,
            or_any: true,
        }
    }
}

impl Parse for Constant {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(LitStr) {
            input.parse().map(Self::Text)
        } else if input.peek(LitBool) {
            input.parse().map(Self::Bool)
        } else if input.peek(LitInt) || input.peek(LitFloat) || input.peek(Token![-]) {
            input.parse().map(Self::Number)
        } else {
            Err(input.error("expected a number, `true`, `false` or a text"))
        }
    }
}

impl Parse for Number {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let minus: Option<Token![-]> = input.parse()?;
        let literal: Lit = input.parse()?;
        let size = match &literal {
            Lit::Int(int) => int.base10_parse::<f64>()?,
            Lit::Float(float) => float.base10_parse::<f64>()?,
            other => return Err(Error::new_spanned(other, "expected a number")),
        };
        if size.is_infinite() {
            return Err(Error::new_spanned(literal, "this number is too large"));
        }
        Ok(Self {
            value: if minus.is_some() { -size } else { size },
            span: literal.span(),
        })
    }
}

/// The keys of a port's attribute, as they are written.
#[derive(Default)]
struct Keys {
    name: Option<LitStr>,
    aliases: Vec<LitStr>,
    default: Option<Constant>,
    min: Option<Number>,
    max: Option<Number>,
    display: Option<LitStr>,
    choices: Vec<LitStr>,
    choices_of: Option<Path>,
    unit: Option<LitStr>,
    group: Option<LitStr>,
    secret: bool,
    lazy: bool,
    needed: bool,
    multi: Option<LitInt>,
    demands: Vec<Demand>,
}

impl Keys {
    fn read(&mut self, meta: &ParseNestedMeta<'_>, direction: Direction) -> Result<()> {
        let span = meta.path.span();
        match (key(meta).as_str(), direction) {
            ("name", _) => once(&mut self.name, meta),
            ("alias" | "aliases", _) => more(&mut self.aliases, meta),
            ("default", _) => {
                once(&mut self.default, meta)?;
                self.demands
                    .extend(self.default.as_ref().map(Constant::demand));
                Ok(())
            }
            ("multi", _) => once(&mut self.multi, meta),
            ("unit", _) => {
                self.demand(span, "`unit`", Kind::Number);
                once(&mut self.unit, meta)
            }
            ("min", Direction::Input) => {
                self.demand(span, "`min`", Kind::Number);
                once(&mut self.min, meta)
            }
            ("max", Direction::Input) => {
                self.demand(span, "`max`", Kind::Number);
                once(&mut self.max, meta)
            }
            ("display", Direction::Input) => once(&mut self.display, meta),
            ("choices", Direction::Input) => {
                self.demand(span, "`choices`", Kind::Text);
                if meta.input.peek(Token![=]) && !meta.input.peek2(Lit) {
                    once(&mut self.choices_of, meta)
                } else {
                    more(&mut self.choices, meta)
                }
            }
            ("group", Direction::Input) => once(&mut self.group, meta),
            ("secret", Direction::Input) => {
                self.demand(span, "`secret`", Kind::Text);
                self.secret = true;
                Ok(())
            }
            ("needed", Direction::Input) => {
                self.needed = true;
                Ok(())
            }
            ("lazy", Direction::Output) => {
                self.lazy = true;
                Ok(())
            }
            (_, Direction::Input) => Err(unknown(
                meta,
                "name, alias, aliases, default, min, max, unit, display, group, choices, secret, \
                 needed, multi",
            )),
            (_, Direction::Output) => Err(unknown(
                meta,
                "name, alias, aliases, default, unit, lazy, multi",
            )),
        }
    }

    fn demand(&mut self, span: Span, subject: &'static str, kind: Kind) {
        self.demands.push(Demand {
            span,
            subject,
            kind,
            or_any: false,
        });
    }

    fn display(&mut self) -> Result<Display> {
        let Some(text) = &self.display else {
            return Ok(Display::Plain);
        };
        let span = text.span();
        let (display, subject, kind) = match text.value().as_str() {
            "integer" => (Display::Integer, "an integer", Kind::Number),
            "slider" => (Display::Slider, "a slider", Kind::Number),
            "button" => (Display::Button, "a button", Kind::Trigger),
            "editor" => (Display::Editor, "an editor", Kind::Text),
            "variable" => (Display::Variable, "the name of a variable", Kind::Text),
            _ => {
                let message =
                    "unknown display; there are: integer, slider, button, editor, variable";
                return Err(Error::new(span, message));
            }
        };
        if display == Display::Slider && (self.min.is_none() || self.max.is_none()) {
            return Err(Error::new(span, "a slider needs a `min` and a `max`"));
        }
        self.demand(span, subject, kind);
        Ok(display)
    }

    fn range(&self) -> Result<Option<(f64, f64)>> {
        if self.min.is_none() && self.max.is_none() {
            return Ok(None);
        }
        let least = self.min.as_ref().map_or(f64::NEG_INFINITY, |min| min.value);
        let greatest = self.max.as_ref().map_or(f64::INFINITY, |max| max.value);
        if let Some(max) = self.max.as_ref().filter(|max| max.value <= least) {
            return Err(Error::new(max.span, "`max` must be greater than `min`"));
        }
        let fits = |value| (least..=greatest).contains(&value);
        match &self.default {
            Some(Constant::Number(number)) if !fits(number.value) => {
                return Err(Error::new(number.span, "the default must be in the range"));
            }
            None if !fits(0.0) => {
                let bound = if least > 0.0 { &self.min } else { &self.max };
                let span = bound
                    .as_ref()
                    .map_or_else(Span::call_site, |bound| bound.span);
                let message = "a range without 0, where the port starts, needs a `default`";
                return Err(Error::new(span, message));
            }
            // A default that is no number: the demand on the field's type says so.
            _ => {}
        }
        Ok(Some((least, greatest)))
    }

    fn check_multi(&self) -> Result<()> {
        let Some(multi) = &self.multi else {
            return Ok(());
        };
        if !(1..=1000).contains(&multi.base10_parse::<u16>()?) {
            let message = "a multi port has from 1 to 1000 ports to begin with";
            return Err(Error::new(multi.span(), message));
        }
        if self.secret || !self.choices.is_empty() || self.choices_of.is_some() {
            let message = "a multi port has neither `choices` nor a `secret`";
            return Err(Error::new(multi.span(), message));
        }
        Ok(())
    }

    fn choices(&mut self) -> Result<Choices> {
        const NO_DEFAULT: &str = "a port with `choices` needs a `default`, which is one of them";
        let first = self.choices.first();
        if let Some(path) = self.choices_of.take() {
            return match (first, &self.default) {
                (Some(first), _) => Err(Error::new(first.span(), "`choices` are given already")),
                (None, None) => Err(Error::new_spanned(path, NO_DEFAULT)),
                (None, Some(_)) => Ok(Choices::Of(path)),
            };
        }
        let Some(first) = first else {
            return Ok(Choices::Texts(Vec::new()));
        };
        let mut seen = HashSet::new();
        if let Some(repeated) = self
            .choices
            .iter()
            .find(|choice| !seen.insert(choice.value()))
        {
            return Err(Error::new(repeated.span(), "this choice is given twice"));
        }
        match &self.default {
            Some(Constant::Text(text)) if seen.contains(&text.value()) => {}
            Some(Constant::Text(text)) => {
                return Err(Error::new(text.span(), NOT_AMONG));
            }
            // A default that is no text: the demand on the field's type says so.
            Some(_) => {}
            None => return Err(Error::new(first.span(), NO_DEFAULT)),
        }
        Ok(Choices::Texts(std::mem::take(&mut self.choices)))
    }
}
