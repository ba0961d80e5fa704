//! What a page shows of a connection, and has it do: the topics that have messages, who of the
//! patch publishes and subscribes, messages by hand.

mod rate;
mod topics;
mod watch;

use std::rc::Rc;

use indexmap::IndexMap;
use ropewalk_flow::{Instant, NodeId, Object, PortValue, Text, Value};

use self::topics::Window;
pub(super) use self::watch::Watch;
use super::connection::Connection;
use super::options;

/// How many rows are told of at once.
const MAX_ROWS: usize = 500;

/// Does what a page asks of a connection, which is the value of an Mqtt op's output, and tells what
/// it asks for. Afterwards the graph has to settle. `name` tells the id of an op.
///
/// The page's declarations say what can be asked, and what is told.
///
/// # Errors
///
/// For a person: the op has no connection, or what is asked cannot be done.
pub fn ask_broker(
    connection: &Value,
    asked: &Value,
    now: Instant,
    name: &dyn Fn(NodeId) -> Option<Text>,
) -> Result<Value, String> {
    let connection = Connection::read(connection).ok_or("The op has no connection.")?;
    let Value::Object(asked) = asked else {
        return Err("Nothing is asked.".to_owned());
    };
    let asked = Asked(asked);
    match &*asked.text("do") {
        "look" => return Ok(look(&connection, &asked, now, name)),
        "watch" => connection.watch(&asked.text("filter"), asked.is("anyway"))?,
        "leave" => connection.unwatch(),
        "open" => connection.look(now, |watch| {
            watch.topics.open(asked.whole("id"), asked.is("open"));
        }),
        "publish" => {
            let qos = options::qos(asked.number("qos"));
            let (topic, payload) = (asked.text("topic"), asked.text("payload"));
            let message = watch::message(&topic, &payload, qos, asked.is("retain"));
            connection.publish_by_hand(message, now)?;
        }
        _ => return Err("That cannot be asked.".to_owned()),
    }
    Ok(Value::None)
}

fn look(
    connection: &Connection,
    asked: &Asked<'_>,
    now: Instant,
    name: &dyn Fn(NodeId) -> Option<Text>,
) -> Value {
    let search = asked.text("search");
    let window = Window {
        from: asked.whole("from") as usize,
        count: (asked.whole("count") as usize).min(MAX_ROWS),
        search: &search,
    };
    let filters = connection.filters();
    connection.look(now, |watch| {
        let Watch { topics, .. } = &*watch;
        let (rows, total) = topics.rows(&window, now);
        let (size, left_out) = topics.size();
        let topic = topics.topic(asked.whole("topic"), now);
        let traffic = watch.traffic.per_second(now);
        let mut told = vec![
            ("filter", watch.filter.as_str().into()),
            ("asking", watch.is_asking.into()),
            ("held", watch.is_held.into()),
            ("fault", watch.fault.as_deref().unwrap_or_default().into()),
            ("topics", f64::from(size).into()),
            ("leftOut", (left_out as f64).into()),
            ("messages", (topics.count() as f64).into()),
            ("rows", rows.into()),
            ("total", (total as f64).into()),
            ("traffic", list(traffic.map(Value::Number).to_vec())),
            ("byHand", watch.by_hand.as_str().into()),
            ("isByHandLost", watch.is_by_hand_lost.into()),
            ("topic", topic.unwrap_or_default()),
        ];
        if asked.is("picture") {
            let mut lists = [Vec::new(), Vec::new()];
            let mut tell = |place: usize, node, about: &str, more: Value| {
                let Some(op) = name(node) else { return };
                let count = topics.count_of(about) as f64;
                lists[place].push(list(vec![op.into(), about.into(), more, count.into()]));
            };
            for (node, topic, count) in &watch.published {
                tell(0, *node, topic, (*count as f64).into());
            }
            for (node, filter, answer) in &filters {
                let answer = match answer {
                    None => Value::None,
                    Some(Ok(qos)) => f64::from(*qos as u8).into(),
                    Some(Err(code)) => code.to_string().into(),
                };
                tell(1, *node, filter, answer);
            }
            let [publishes, subscribes] = lists;
            told.push(("publishes", list(publishes)));
            told.push(("subscribes", list(subscribes)));
        }
        let told: IndexMap<Text, Value> = told
            .into_iter()
            .map(|(key, value)| (key.into(), value))
            .collect();
        Value::Object(Rc::new(told))
    })
}

fn list(values: Vec<Value>) -> Value {
    Value::Array(values.into())
}

/// What a page asks.
struct Asked<'a>(&'a Object);

impl Asked<'_> {
    /// Empty where it is not said.
    fn text(&self, key: &str) -> Text {
        match self.0.get(key) {
            Some(Value::Text(text)) => text.clone(),
            _ => "".into(),
        }
    }

    fn number(&self, key: &str) -> f64 {
        match self.0.get(key) {
            Some(Value::Number(number)) => *number,
            _ => 0.0,
        }
    }

    fn whole(&self, key: &str) -> u32 {
        options::whole(self.number(key), 0, 0, u32::MAX)
    }

    fn is(&self, key: &str) -> bool {
        matches!(self.0.get(key), Some(Value::Bool(true)))
    }
}
