//! Links, and why some cannot be made.

use std::borrow::Cow;

use ropewalk_flow::{Kind, OpSpec};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::catalogue::Catalogue;
use crate::document::Document;
use crate::fields::{Fields, Misfit};
use crate::multi::End;
use crate::text::short;

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PortRef {
    /// The op's id.
    pub op: String,
    /// The port's name.
    pub port: String,
}

/// A link from an output to an input.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Link {
    /// The output.
    pub from: PortRef,
    /// The input.
    pub to: PortRef,
}

impl Link {
    /// The link that the fields tell, and what is not known of the fields of its two ends.
    pub(crate) fn read(fields: &mut Fields) -> Result<(Self, [Map<String, Json>; 2]), Misfit> {
        let (from, extra_from) = PortRef::read(fields, "from")?;
        let (to, extra_to) = PortRef::read(fields, "to")?;
        Ok((Self { from, to }, [extra_from, extra_to]))
    }
}

impl PortRef {
    fn read(fields: &mut Fields, key: &str) -> Result<(Self, Map<String, Json>), Misfit> {
        const EXPECTED: &str = "an object with the texts `op` and `port`";
        let Some(Json::Object(map)) = fields.take(key) else {
            return Err(fields.misfit(key, EXPECTED));
        };
        let mut end = Fields {
            map,
            at: String::new(),
        };
        match (end.take("op"), end.take("port")) {
            (Some(Json::String(op)), Some(Json::String(port))) => Ok((Self { op, port }, end.map)),
            _ => Err(fields.misfit(key, EXPECTED)),
        }
    }
}

/// Why a link cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// One end names an op that is not in the patch.
    #[error("there is no op `{}` in this patch", short(.0))]
    NoOp(String),
    /// The op it starts from has no such output.
    #[error("`{}` has no output `{}`", short(.op), short(.port))]
    NoOutput {
        /// What the op is called.
        op: String,
        /// The name that was asked for.
        port: String,
    },
    /// The op it leads to has no such input.
    #[error("`{}` has no input `{}`", short(.op), short(.port))]
    NoInput {
        /// What the op is called.
        op: String,
        /// The name that was asked for.
        port: String,
    },
    /// The output's kind does not reach the input's.
    #[error(
        "`{output}` is {}, `{input}` takes {}{}",
        described(*.is),
        described(*.takes),
        .converter.map(|name| format!("; put a {name} between them")).unwrap_or_default()
    )]
    Kinds {
        /// The output's name.
        output: Cow<'static, str>,
        /// What it carries.
        is: Kind,
        /// The input's name.
        input: Cow<'static, str>,
        /// What it takes.
        takes: Kind,
        /// The short name of an op that makes the one from the other.
        converter: Option<&'static str>,
    },
    /// The link is there already.
    #[error("`{}` is already linked to `{}`", short(&.0.from.port), short(&.0.to.port))]
    Exists(Link),
}

/// Checks that both ends of a link are there and fit; the link with its ports' names instead of
/// their aliases. A placeholder has every port that somebody names.
pub(crate) fn check(
    link: &Link,
    document: &Document,
    catalogue: &Catalogue,
) -> Result<Link, LinkError> {
    let op = |end: &PortRef| {
        document
            .op(&end.op)
            .ok_or_else(|| LinkError::NoOp(end.op.clone()))
    };
    let (from, to) = (op(&link.from)?, op(&link.to)?);
    let output = match from.spec() {
        None => None,
        Some(_) => Some(
            from.end(&link.from.port, true)
                .ok_or_else(|| LinkError::NoOutput {
                    op: from.label().to_owned(),
                    port: link.from.port.clone(),
                })?,
        ),
    };
    let input = match to.spec() {
        None => None,
        Some(_) => Some(
            to.end(&link.to.port, false)
                .ok_or_else(|| LinkError::NoInput {
                    op: to.label().to_owned(),
                    port: link.to.port.clone(),
                })?,
        ),
    };
    if let (Some(output), Some(input)) = (&output, &input)
        && output.kind.coercion(input.kind).is_none()
    {
        return Err(LinkError::Kinds {
            output: output.name.clone(),
            is: output.kind,
            input: input.name.clone(),
            takes: input.kind,
            converter: converter(output.kind, input.kind, catalogue),
        });
    }
    let named = |end: &PortRef, port: Option<End>| PortRef {
        op: end.op.clone(),
        port: port.map_or_else(|| end.port.clone(), |port| port.name.into_owned()),
    };
    Ok(Link {
        from: named(&link.from, output),
        to: named(&link.to, input),
    })
}

/// Ops that people reach for when two kinds do not link, named only where the library has them.
const CONVERTERS: [(Kind, Kind, &str); 3] = [
    (Kind::Text, Kind::Number, "Ops.String.StringToNumber"),
    (Kind::Text, Kind::Object, "Ops.Json.ParseObject"),
    (
        Kind::Number,
        Kind::Trigger,
        "Ops.Number.TriggerOnChangeNumber",
    ),
];

fn converter(from: Kind, to: Kind, catalogue: &Catalogue) -> Option<&'static str> {
    let (_, _, name) = CONVERTERS.iter().find(|(a, b, _)| (*a, *b) == (from, to))?;
    catalogue.get(name).map(OpSpec::short_name)
}

/// The kind with the article that it has in a sentence.
pub(crate) fn described(kind: Kind) -> String {
    let name = kind.to_string();
    match kind {
        Kind::Text | Kind::Bytes => name,
        Kind::Any => "a value of any kind".to_owned(),
        _ if name.starts_with(['A', 'E', 'I', 'O', 'U']) => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{document, link};

    fn refusal(from: (&str, &str), to: (&str, &str)) -> String {
        let catalogue = crate::fixtures::catalogue();
        check(&link(from, to), &document(), &catalogue)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_refused_link_says_why_in_words() {
        assert_eq!(
            refusal(("mqtt", "Connected"), ("publish", "Connection")),
            "`Connected` is a Bool, `Connection` takes a Connection"
        );
        assert_eq!(
            refusal(("mqtt", "Error"), ("publish", "Send")),
            "`Error` is Text, `Send` takes a Trigger"
        );
        assert_eq!(
            refusal(("sum", "nope"), ("sum", "a")),
            "`Sum` has no output `nope`"
        );
        assert_eq!(
            refusal(("sum", "result"), ("sum", "nope")),
            "`Sum` has no input `nope`"
        );
        assert_eq!(
            refusal(("sum", "result"), ("gone", "a")),
            "there is no op `gone` in this patch"
        );
    }

    #[test]
    fn a_refused_link_names_the_converter_that_the_library_has() {
        assert_eq!(
            refusal(("mqtt", "Error"), ("sum", "a")),
            "`Error` is Text, `a` takes a Number; put a StringToNumber between them"
        );
        // The test library has no ParseObject.
        assert_eq!(
            refusal(("mqtt", "Error"), ("publish", "Properties")),
            "`Error` is Text, `Properties` takes an Object"
        );
    }

    #[test]
    fn ports_are_found_by_their_aliases_and_named_by_their_names() {
        let catalogue = crate::fixtures::catalogue();
        let checked = check(
            &link(("sum", "out"), ("sum", "number1")),
            &document(),
            &catalogue,
        );
        assert_eq!(checked.unwrap(), link(("sum", "result"), ("sum", "a")));
    }

    #[test]
    fn a_placeholder_takes_any_link() {
        let catalogue = crate::fixtures::catalogue();
        let odd = link(("strange", "anything"), ("sum", "a"));
        assert_eq!(check(&odd, &document(), &catalogue), Ok(odd));
    }
}
