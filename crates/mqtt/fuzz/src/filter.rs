//! Topic filters and topics: the crate's functions and a session's routing, beside a matcher that
//! goes by the text of 4.7, level by level.
//!
//! An input is text. Its last line is a topic, the others are filters; one with `!` in front is
//! left again after the first message.

use bytes::Bytes;
use ropewalk_mqtt::{
    ConnectOptions, Event, Instant, Protocol, QoS, Session, SubscriptionId, Version, check_filter,
    check_name, wildcards,
};

use crate::wire;

const NOW: Instant = Instant::ZERO;

/// Matches filters with a topic.
///
/// # Panics
///
/// Where the crate and the naive matcher differ.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (filters, topic) = text.rsplit_once('\n').unwrap_or(("", text));
    assert_eq!(check_name(topic).is_ok(), is_name(topic), "{topic:?}");
    let mut session = connected();
    let mut subscribed = Vec::new();
    for line in filters.split('\n') {
        let (filter, leaves) = match line.strip_prefix('!') {
            Some(filter) => (filter, true),
            None => (line, false),
        };
        // Shared subscriptions, which MQTT 5 has, match otherwise (4.8.2 there).
        if filter.starts_with("$share/") {
            continue;
        }
        assert_eq!(
            check_filter(filter).is_ok(),
            is_filter(filter),
            "{filter:?}"
        );
        check_wildcards(filter, topic);
        match session.subscribe(filter, QoS::AtMostOnce) {
            Ok(id) => subscribed.push((id, filter, leaves)),
            Err(_) => assert!(!is_filter(filter), "{filter:?}"),
        }
    }
    if !is_name(topic) {
        return;
    }
    let matching = |subscribed: &[(SubscriptionId, &str, bool)]| -> Vec<_> {
        let matching = subscribed.iter().filter(|it| matches(it.1, topic));
        matching.map(|it| it.0).collect()
    };
    assert_eq!(receivers(&mut session, topic), matching(&subscribed));
    // What was found is remembered: it must be found again, and not after it has left.
    assert_eq!(receivers(&mut session, topic), matching(&subscribed));
    subscribed.retain(|(id, _, leaves)| {
        if *leaves {
            session.unsubscribe(*id);
        }
        !leaves
    });
    assert_eq!(receivers(&mut session, topic), matching(&subscribed));
}

/// Whether a filter matches a topic (4.7); both must be what they are taken for.
pub fn matches(filter: &str, topic: &str) -> bool {
    // [MQTT-4.7.2-1]
    if topic.starts_with('$') && (filter.starts_with('+') || filter.starts_with('#')) {
        return false;
    }
    let filter: Vec<_> = filter.split('/').collect();
    let topic: Vec<_> = topic.split('/').collect();
    let same = |filter: &[&str], topic: &[&str]| {
        let mut pairs = filter.iter().zip(topic);
        filter.len() == topic.len() && pairs.all(|(one, other)| *one == "+" || one == other)
    };
    match &filter[..] {
        // Also the parent level (4.7.1.2).
        [above @ .., "#"] => topic.len() >= above.len() && same(above, &topic[..above.len()]),
        all => same(all, &topic),
    }
}

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.len() <= 65_535 && !text.contains('\0')
}

fn is_name(name: &str) -> bool {
    is_text(name) && !name.contains('+') && !name.contains('#')
}

fn is_filter(filter: &str) -> bool {
    let levels: Vec<_> = filter.split('/').collect();
    let mut levels = levels
        .iter()
        .enumerate()
        .map(|(place, level)| match *level {
            "+" => true,
            "#" => place + 1 == levels.len(),
            other => !other.contains('+') && !other.contains('#'),
        });
    is_text(filter) && levels.all(|is_good| is_good)
}

fn check_wildcards(filter: &str, topic: &str) {
    let found = wildcards(filter, topic);
    if !is_filter(filter) || !is_name(topic) {
        return;
    }
    assert_eq!(
        found.is_some(),
        matches(filter, topic),
        "{filter:?} {topic:?}"
    );
    let Some(found) = found else {
        return;
    };
    // Put in the wildcards' places, they give the topic.
    let mut rest = found.iter();
    let levels = filter.split('/').map(|level| match level {
        "+" | "#" => rest.next().copied().expect("each stands for something"),
        level => level,
    });
    let whole = levels.collect::<Vec<_>>().join("/");
    // `a/#` matches `a`, and nothing comes after it.
    let is_parent = filter.ends_with("/#") && whole.strip_suffix('/') == Some(topic);
    assert!(
        whole == topic || is_parent,
        "{filter:?} {topic:?} {found:?}"
    );
    assert_eq!(rest.next(), None);
}

fn connected() -> Session {
    let mut session = Session::new(1);
    let mut options = ConnectOptions::new("ws://broker.example", "fuzz");
    options.protocol = Protocol::Only(Version::V3_1_1);
    session.connect(options, NOW);
    drain(&mut session);
    session.handle_opened(NOW);
    drain(&mut session);
    session.handle_bytes(Bytes::from_static(&wire::ACCEPTED), NOW);
    drain(&mut session);
    session
}

/// The subscriptions that a message of that topic goes to, in the order in which they were made.
fn receivers(session: &mut Session, topic: &str) -> Vec<SubscriptionId> {
    let publish = wire::publish(0, topic, 0, b"");
    session.handle_bytes(Bytes::from(publish), NOW);
    drain(session).expect("the message arrives")
}

/// Takes what there is; the receivers of the last message.
fn drain(session: &mut Session) -> Option<Vec<SubscriptionId>> {
    let mut receivers = None;
    while let Some(event) = session.poll_event(NOW) {
        if let Event::Message(_) = event {
            let mut found = session.matched().to_vec();
            found.sort_unstable();
            receivers = Some(found);
        }
    }
    while session.poll_transmit().is_some() {}
    receivers
}
