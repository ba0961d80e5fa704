use std::rc::Rc;

use ropewalk_flow::{
    Answer, Ask, Asked, Cx, Event, FetchRequest, FetchResponse, Fire, Handlers, In, Instant,
    Object, Op, OpError, Out, Text, Trigger, Value,
};

/// How long the inputs must rest before a request follows from them.
const REST: Instant = Instant::from_millis(30);

/// How long it waits after a failure until it tries again.
const RETRY: Instant = Instant::from_secs(3);

/// Asks a server for something over HTTP, or sends it something.
#[derive(Op)]
#[op(
    name = "Ops.Json.HttpRequest",
    aliases(
        "Ops.Json.HttpRequest_v2",
        "Ops.Json.HttpRequest_v3",
        "Ops.Json.HttpRequest_v4"
    ),
    help = include_str!("http_request.md")
)]
pub(super) struct HttpRequest {
    /// The address, whole or relative to the page.
    #[input(name = "URL", aliases("file", "URL "), group = "Request")]
    url: In<Text>,
    /// What is asked for: `GET` to read, the others to change something.
    #[input(
        name = "HTTP Method",
        default = "GET",
        choices(
            "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "CONNECT", "OPTIONS", "TRACE"
        ),
        group = "Request"
    )]
    method: In<Text>,
    /// What is sent, with methods other than `GET` and `HEAD`.
    #[input(
        name = "Request Body",
        alias = "body",
        display = "editor",
        group = "Request"
    )]
    body: In<Text>,
    /// The media type of what is sent.
    #[input(name = "Content-Type", default = "application/json", group = "Request")]
    content_type: In<Text>,
    /// Whether cookies are sent to other servers than that of the page.
    #[input(name = "Send Credentials", group = "Request")]
    with_credentials: In<bool>,
    /// Names and values of headers.
    #[input(name = "headers", group = "Request")]
    headers: In<Object>,
    /// What is made of the answer.
    #[input(
        name = "Response Content",
        alias = "Content",
        default = "JSON",
        choices("JSON", "String", "Binary Base64"),
        group = "Response"
    )]
    content: In<Text>,
    /// Whether each change of an input sends the request.
    #[input(name = "Auto request", default = true)]
    auto: In<bool>,
    /// Whether the outputs are emptied when a request is sent.
    #[input(name = "Empty output on change", default = true)]
    empties: In<bool>,
    /// Whether it is sent again three seconds after it has failed.
    #[input(name = "Retry on error", default = true)]
    retries: In<bool>,
    /// Kept for patches of cables, where a loading screen waits for the answer. There is none here.
    #[input(name = "Start Loading Task", default = true)]
    _task: In<bool>,
    /// Sends the request.
    #[input(name = "Reload", alias = "reload", display = "button")]
    reload: Trigger,
    /// After how long a request without an answer is given up; 0 for when the browser does.
    #[input(name = "Timeout", min = 0, unit = "s")]
    timeout: In<f64>,
    /// The answer, where it is JSON: an object, or a list as the `items` of one.
    #[output(name = "Response Json Object")]
    object: Out<Object>,
    /// The answer as text.
    #[output(name = "Response String")]
    string: Out<Text>,
    /// The answer as a `data:` address, for an image, say.
    #[output(name = "Response Data Url")]
    data_url: Out<Text>,
    /// The status code, such as 200 or 404; 0 before the first answer.
    #[output(name = "Status Code")]
    status: Out<f64>,
    /// Whether an answer is awaited.
    #[output(name = "Is Loading")]
    loading: Out<bool>,
    /// Whether there was no answer, or one that says that something is wrong.
    #[output(name = "Has Error")]
    has_error: Out<bool>,
    /// What is wrong, empty while nothing is.
    #[output(name = "Error")]
    error: Out<Text>,
    /// How long the answer took.
    #[output(name = "Duration MS", unit = "ms")]
    duration: Out<f64>,
    /// The answer's `status`, `statusText`, `ok` and `type`, the media type of its body.
    #[output(name = "Fetch Response")]
    response: Out<Object>,
    /// Fires when the answer is there, or there is none.
    #[output(name = "Loaded")]
    loaded: Fire,
    asked: Option<Asked>,
    /// When the request was sent.
    sent: Instant,
    due: Due,
    /// Whether it was told to send another one while the first is on its way.
    again: bool,
}

/// What comes next, and when.
#[derive(Clone, Copy, Debug, Default)]
enum Due {
    #[default]
    Nothing,
    Send(Instant),
    GiveUp(Instant),
}

impl Handlers for HttpRequest {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let texts = [
            self.url,
            self.method,
            self.body,
            self.content_type,
            self.content,
        ];
        let bools = [self.with_credentials, self.auto];
        let has_changed = texts.iter().any(|port| port.changed(cx))
            || bools.iter().any(|port| port.changed(cx))
            || self.headers.changed(cx);
        if has_changed && self.auto.get(cx) {
            self.plan(Due::Send(cx.now() + REST), cx);
        } else if self.auto.changed(cx) && matches!(self.due, Due::Send(_)) {
            self.plan(Due::Nothing, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reload {
            if self.asked.is_some() {
                self.again = true;
            } else {
                self.plan(Due::Send(cx.now() + REST), cx);
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Wake => match std::mem::take(&mut self.due) {
                Due::Send(_) => self.send(cx),
                Due::GiveUp(_) => self.fail("There was no answer in time.".into(), cx),
                Due::Nothing => {}
            },
            Event::Answer(_, answer) => match answer {
                Answer::Response(response) => self.read(&response, cx),
                Answer::Failed(reason) => self.fail(reason, cx),
                _ => {}
            },
            // While it has not been sent, nobody is late with an answer.
            Event::Held(true) => self.plan(Due::Nothing, cx),
            Event::Held(false) => self.wait(cx),
            _ => {}
        }
        Ok(())
    }
}

impl HttpRequest {
    fn plan(&mut self, due: Due, cx: &mut Cx<'_>) {
        self.due = due;
        match due {
            Due::Nothing => cx.cancel_wake(),
            Due::Send(when) | Due::GiveUp(when) => cx.wake_at(when),
        }
    }

    fn send(&mut self, cx: &mut Cx<'_>) {
        let url = self.url.get(cx);
        // One that is on its way is aborted.
        self.asked = None;
        self.again = false;
        self.loading.set(cx, !url.is_empty());
        self.has_error.set(cx, false);
        self.error.set(cx, "");
        cx.clear_problem();
        if self.empties.get(cx) || url.is_empty() {
            self.empty(cx);
        }
        if url.is_empty() {
            return;
        }
        let method = self.method.get(cx);
        let has_body = !matches!(&*method, "GET" | "HEAD");
        let mut headers: Vec<(Text, Text)> = Vec::new();
        for (name, value) in self
            .headers
            .get(cx)
            .iter()
            .flat_map(|headers| headers.iter())
        {
            headers.push((name.clone(), value.to_string().into()));
        }
        let is_typed = |(name, _): &(Text, Text)| name.eq_ignore_ascii_case("content-type");
        if has_body && !headers.iter().any(is_typed) {
            headers.push(("Content-Type".into(), self.content_type.get(cx)));
        }
        let request = FetchRequest {
            url,
            method,
            headers,
            body: has_body.then(|| self.body.get(cx)),
            with_credentials: self.with_credentials.get(cx),
        };
        self.asked = Some(cx.ask(Ask::Fetch(Rc::new(request))));
        self.wait(cx);
    }

    /// The request is under way from here on.
    fn wait(&mut self, cx: &mut Cx<'_>) {
        self.sent = cx.now();
        let patience = Instant::try_from_secs_f64(self.timeout.get(cx)).unwrap_or_default();
        let due = if patience.is_zero() {
            Due::Nothing
        } else {
            Due::GiveUp(cx.now() + patience)
        };
        self.plan(due, cx);
    }

    fn empty(&self, cx: &mut Cx<'_>) {
        self.object.set(cx, Rc::default());
        self.string.set(cx, "");
        self.data_url.set(cx, "");
    }

    fn read(&mut self, response: &FetchResponse, cx: &mut Cx<'_>) {
        let took = cx.now().saturating_sub(self.sent);
        self.duration.set(cx, (took.as_secs_f64() * 1e3).round());
        self.status.set(cx, f64::from(response.status));
        let is_ok = (200..300).contains(&response.status);
        let about = [
            ("status", f64::from(response.status).into()),
            ("statusText", Value::Text(response.reason.clone())),
            ("ok", is_ok.into()),
            ("type", Value::Text(response.media_type.clone())),
        ];
        let about = about.map(|(key, value)| (Text::from(key), value));
        self.response
            .set(cx, Object::new(about.into_iter().collect()));
        self.empty(cx);
        let text = || String::from_utf8_lossy(&response.body);
        let mut problem = None;
        match &*self.content.get(cx) {
            "String" => self.string.set(cx, &*text()),
            "JSON" => match Value::from_json(&text()) {
                Ok(Value::Object(object)) => self.object.set(cx, object),
                Ok(list @ Value::Array(_)) => {
                    let items = [(Text::from("items"), list)];
                    self.object
                        .set(cx, Object::new(items.into_iter().collect()));
                }
                Ok(_) => problem = Some("The answer is JSON, but neither an object nor a list."),
                // Of an answer that says what is wrong, that is more to the point.
                Err(_) if is_ok => problem = Some("The answer is no JSON."),
                Err(_) => {}
            },
            _ => self.data_url.set(cx, data_url(response)),
        }
        if let Some(problem) = problem {
            return self.fail(problem.into(), cx);
        }
        if !is_ok {
            let status = response.status.to_string();
            let error: Text = [&*status, " ", &*response.reason]
                .concat()
                .trim_end()
                .into();
            cx.set_warning(["The server answers with ", &*error, "."].concat());
            self.error.set(cx, error);
        }
        self.has_error.set(cx, !is_ok);
        self.end(false, cx);
    }

    fn fail(&mut self, reason: Text, cx: &mut Cx<'_>) {
        cx.set_problem(reason.clone());
        self.empty(cx);
        self.error.set(cx, reason);
        self.has_error.set(cx, true);
        self.end(self.retries.get(cx), cx);
    }

    fn end(&mut self, retries: bool, cx: &mut Cx<'_>) {
        self.asked = None;
        self.loading.set(cx, false);
        let due = if std::mem::take(&mut self.again) {
            Due::Send(cx.now() + REST)
        } else if retries {
            Due::Send(cx.now() + RETRY)
        } else {
            Due::Nothing
        };
        // What is about to be sent anyway goes first.
        if !matches!(self.due, Due::Send(_)) {
            self.plan(due, cx);
        }
        self.loaded.fire(cx);
    }
}

/// The body as an address that has it within.
fn data_url(response: &FetchResponse) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let media_type = match &*response.media_type {
        "" => "application/octet-stream",
        media_type => media_type,
    };
    let mut url = ["data:", media_type, ";base64,"].concat();
    url.reserve(response.body.len().div_ceil(3) * 4);
    for three in response.body.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            url.push(if at > three.len() {
                '='
            } else {
                char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize])
            });
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{AskId, Bytes, Effect, GraphError};

    use super::*;

    fn asked(op: &mut Bench<HttpRequest>) -> Option<(AskId, Rc<FetchRequest>)> {
        op.advance(REST);
        let asked = op.effects().into_iter().filter_map(|effect| match effect {
            Effect::Ask(id, Ask::Fetch(request)) => Some((id, request)),
            _ => None,
        });
        asked.last()
    }

    fn answer(status: u16, media_type: &str, body: &str) -> Answer {
        Answer::Response(FetchResponse {
            status,
            reason: "".into(),
            media_type: media_type.into(),
            body: Bytes::copy_from_slice(body.as_bytes()),
        })
    }

    /// A request that is on its way.
    fn sent() -> (Bench<HttpRequest>, AskId) {
        let mut op = Bench::<HttpRequest>::new();
        op.set("URL", "https://a/b").unwrap();
        let (id, _) = asked(&mut op).unwrap();
        (op, id)
    }

    #[test]
    fn a_change_sends_one_request_and_json_becomes_an_object() -> Result<(), GraphError> {
        let mut op = Bench::<HttpRequest>::new();
        assert_eq!(asked(&mut op), None);
        op.set("URL", "https://a")?;
        op.advance(Instant::from_millis(10));
        op.set("URL", "https://a/b")?;
        let (id, request) = asked(&mut op).unwrap();
        assert_eq!(&*request.url, "https://a/b");
        assert_eq!(&*request.method, "GET");
        assert_eq!((&request.headers[..], &request.body), (&[][..], &None));
        assert_eq!(op.out("Is Loading"), true);
        op.advance(Instant::from_millis(120));
        op.answer(id, answer(200, "application/json", r#"{"a":[1]}"#));
        assert_eq!(op.out("Response Json Object").to_string(), r#"{"a":[1]}"#);
        assert_eq!(op.out("Status Code"), 200.0);
        assert_eq!(op.out("Duration MS"), 120.0);
        assert_eq!(op.out("Is Loading"), false);
        assert_eq!(op.out("Has Error"), false);
        assert_eq!(op.pulses("Loaded"), 1);
        assert_eq!(op.problem(), None);
        assert_eq!(asked(&mut op), None);
        Ok(())
    }

    #[test]
    fn what_is_sent_has_its_type_unless_a_header_gives_another() -> Result<(), GraphError> {
        let mut op = Bench::<HttpRequest>::new();
        op.set("URL", "/here")?;
        op.set("HTTP Method", "POST")?;
        op.set("Request Body", "{}")?;
        op.set("Send Credentials", true)?;
        let (_, request) = asked(&mut op).unwrap();
        let json = ("Content-Type".into(), "application/json".into());
        assert_eq!(request.headers, [json]);
        assert_eq!(request.body.as_deref(), Some("{}"));
        assert!(request.with_credentials);
        op.set(
            "headers",
            Value::from_json(r#"{"content-type":"text/plain","X-Count":3}"#).unwrap(),
        )?;
        let (_, request) = asked(&mut op).unwrap();
        let expected: [(Text, Text); 2] = [
            ("content-type".into(), "text/plain".into()),
            ("X-Count".into(), "3".into()),
        ];
        assert_eq!(request.headers, expected);
        Ok(())
    }

    #[test]
    fn the_answer_is_read_as_what_is_asked_for() -> Result<(), GraphError> {
        for (content, output, expected) in [
            ("String", "Response String", "<ab>"),
            (
                "Binary Base64",
                "Response Data Url",
                "data:text/plain;base64,PGFiPg==",
            ),
        ] {
            let mut op = Bench::<HttpRequest>::new();
            op.set("URL", "x")?;
            op.set("Response Content", content)?;
            let (id, _) = asked(&mut op).unwrap();
            op.answer(id, answer(200, "text/plain", "<ab>"));
            assert_eq!(op.out(output), expected);
        }
        Ok(())
    }

    #[test]
    fn base64_is_filled_up_at_its_end() {
        for (body, expected) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj")] {
            let Answer::Response(response) = answer(200, "t/t", body) else {
                unreachable!("an answer");
            };
            assert_eq!(data_url(&response), format!("data:t/t;base64,{expected}"));
        }
    }

    #[test]
    fn a_list_is_within_an_object() {
        let (mut op, id) = sent();
        op.answer(id, answer(200, "", "[1,2]"));
        assert_eq!(
            op.out("Response Json Object").to_string(),
            r#"{"items":[1,2]}"#
        );
    }

    #[test]
    fn a_status_that_says_no_is_an_error_with_its_answer_kept() {
        let (mut op, id) = sent();
        op.answer(id, answer(404, "", r#"{"why":"gone"}"#));
        assert_eq!(op.out("Has Error"), true);
        assert_eq!(op.out("Error"), "404");
        assert_eq!(op.out("Status Code"), 404.0);
        assert_eq!(
            op.out("Response Json Object").to_string(),
            r#"{"why":"gone"}"#
        );
        assert!(op.problem().unwrap().contains("404"));
        op.advance(Instant::from_secs(10));
        assert_eq!(asked(&mut op), None, "the server has answered");
    }

    #[test]
    fn a_failure_is_tried_again_after_three_seconds() -> Result<(), GraphError> {
        let (mut op, id) = sent();
        op.answer(id, Answer::Failed("It cannot be reached.".into()));
        assert_eq!(op.out("Error"), "It cannot be reached.");
        assert_eq!(op.problem().as_deref(), Some("It cannot be reached."));
        assert_eq!(op.pulses("Loaded"), 1);
        op.advance(Instant::from_millis(2900));
        assert_eq!(asked(&mut op), None);
        op.advance(Instant::from_millis(100));
        let (id, _) = asked(&mut op).unwrap();
        assert_eq!(op.problem(), None);
        op.set("Retry on error", false)?;
        op.answer(id, answer(200, "", "no json"));
        assert_eq!(op.out("Error"), "The answer is no JSON.");
        op.advance(Instant::from_secs(10));
        assert_eq!(asked(&mut op), None);
        Ok(())
    }

    #[test]
    fn without_an_answer_in_time_it_is_given_up() -> Result<(), GraphError> {
        let mut op = Bench::<HttpRequest>::new();
        op.set("Timeout", 2.0)?;
        op.set("Retry on error", false)?;
        op.set("URL", "x")?;
        let (id, _) = asked(&mut op).unwrap();
        op.advance(Instant::from_millis(1999));
        assert_eq!(op.out("Is Loading"), true);
        op.advance(Instant::from_millis(1));
        assert_eq!(op.out("Error"), "There was no answer in time.");
        assert_eq!(op.effects(), [Effect::TakeBack(id)]);
        op.answer(id, answer(200, "", "{}"));
        assert_eq!(op.out("Has Error"), true);
        Ok(())
    }

    #[test]
    fn what_is_held_has_all_its_time_once_it_is_allowed() -> Result<(), GraphError> {
        let mut op = Bench::<HttpRequest>::new();
        op.set("Timeout", 2.0)?;
        op.set("Retry on error", false)?;
        op.set("URL", "x")?;
        let (id, _) = asked(&mut op).unwrap();
        op.hold(id.0, "https://a.example");
        assert_eq!(
            op.problem().as_deref(),
            Some("Held until you allow https://a.example.")
        );
        op.advance(Instant::from_secs(60));
        assert_eq!(op.out("Is Loading"), true);
        op.hold(id.0, "");
        assert_eq!(op.problem(), None);
        op.advance(Instant::from_millis(1999));
        assert_eq!(op.out("Is Loading"), true);
        op.advance(Instant::from_millis(1));
        assert_eq!(op.out("Error"), "There was no answer in time.");
        Ok(())
    }

    #[test]
    fn reload_waits_for_the_answer_and_a_change_does_not() -> Result<(), GraphError> {
        let (mut op, first) = sent();
        op.press("Reload")?;
        assert_eq!(asked(&mut op), None);
        op.answer(first, answer(200, "", "{}"));
        let (second, _) = asked(&mut op).unwrap();
        op.set("URL", "y")?;
        op.advance(REST);
        let effects = op.effects();
        assert_eq!(effects[0], Effect::TakeBack(second));
        assert!(matches!(effects[1], Effect::Ask(..)));
        op.graph.remove(op.node)?;
        assert!(matches!(op.effects()[..], [Effect::TakeBack(_)]));
        Ok(())
    }

    #[test]
    fn without_auto_request_only_reload_sends() -> Result<(), GraphError> {
        let mut op = Bench::<HttpRequest>::new();
        op.set("Auto request", false)?;
        op.set("URL", "x")?;
        assert_eq!(asked(&mut op), None);
        op.press("Reload")?;
        assert!(asked(&mut op).is_some());
        Ok(())
    }
}
