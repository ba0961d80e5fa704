use ropewalk_flow::{Answer, Ask, Asked, Cx, Event, Handlers, In, Op, OpError, Out, Text};

/// Reads a parameter of the page's address, such as `42` of `?screen=42`.
#[derive(Op)]
#[op(
    name = "Ops.Website.UrlQueryParams",
    alias = "Ops.Website.UrlQueryParams_v2",
    help = include_str!("url_query_params.md")
)]
pub(super) struct UrlQueryParams {
    /// The name of the parameter.
    #[input(name = "parameter")]
    name: In<Text>,
    /// What the result is where the address has no such parameter.
    #[input(name = "Default")]
    default: In<Text>,
    /// The parameter's value.
    #[output(name = "result")]
    result: Out<Text>,
    asked: Option<Asked>,
    /// What stands in the address behind the question mark.
    query: String,
}

impl Handlers for UrlQueryParams {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.asked.is_none() {
            self.asked = Some(cx.ask(Ask::Query));
        }
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Answer(_, Answer::Text(Some(query))) = event {
            self.query = query.to_string();
            self.show(cx);
        }
        Ok(())
    }
}

impl UrlQueryParams {
    fn show(&self, cx: &mut Cx<'_>) {
        let result = match value(&self.query, &self.name.get(cx)) {
            Some(value) => value.into(),
            None => self.default.get(cx),
        };
        self.result.set(cx, result);
    }
}

/// The value of the last parameter of that name; empty for one without `=`.
fn value(query: &str, name: &str) -> Option<String> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let mut parameters = parameters.map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (decode(name), value)
    });
    let (_, value) = parameters.rfind(|(known, _)| known == name)?;
    Some(decode(value))
}

/// Reads `%20` and `+` as they are meant. What is not meant so stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let code = tail
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let code = code.filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (
            first,
            code.and_then(|code| u8::from_str_radix(code, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::*;

    #[test]
    fn the_parameter_of_that_name_is_read_and_else_there_is_the_default() -> Result<(), GraphError>
    {
        let mut op = Bench::<UrlQueryParams>::new();
        op.set("parameter", "screen")?;
        op.set("Default", "7")?;
        assert_eq!(op.out("result"), "7");
        let [Effect::Ask(id, Ask::Query)] = op.effects()[..] else {
            panic!("it asks once");
        };
        op.answer(id, Answer::Text(Some("?a=1&screen=42&flag".into())));
        assert_eq!(op.out("result"), "42");
        op.set("parameter", "flag")?;
        assert_eq!(op.out("result"), "");
        op.set("parameter", "none")?;
        assert_eq!(op.out("result"), "7");
        Ok(())
    }

    #[test]
    fn names_and_values_are_decoded() {
        for (query, name, expected) in [
            ("?a%20b=c%2Bd+e", "a b", Some("c+d e")),
            ("?x=%C3%A4", "x", Some("ä")),
            ("?x=50%&x=%zz", "x", Some("%zz")),
            ("?x=50%", "x", Some("50%")),
            ("?x=%+1", "x", Some("% 1")),
            ("?a=b=c", "a", Some("b=c")),
            ("", "", None),
            ("?", "", None),
            ("?=1", "", Some("1")),
        ] {
            assert_eq!(value(query, name).as_deref(), expected, "{query}");
        }
    }
}
