use std::collections::BTreeMap;

use super::*;

const SECOND: Instant = Instant::from_secs(1);

fn receive(topics: &mut Topics, topic: &str, payload: &[u8], now: Instant) {
    let arrived = Arrived {
        topic,
        payload,
        is_retained: false,
        qos: 0,
    };
    topics.receive(&arrived, now);
}

fn rows(topics: &Topics, from: usize, count: usize, search: &str) -> (Vec<Vec<Value>>, usize) {
    let window = Window {
        from,
        count,
        search,
    };
    let (rows, total) = topics.rows(&window, 20 * SECOND);
    let parts = |row: &Value| match row {
        Value::Array(parts) => parts.to_vec(),
        other => panic!("a row is a list: {other:?}"),
    };
    (rows.iter().map(parts).collect(), total)
}

/// Names with their depths.
fn names(topics: &Topics, search: &str) -> Vec<String> {
    let (rows, total) = rows(topics, 0, 1000, search);
    assert_eq!(rows.len(), total);
    rows.iter()
        .map(|row| format!("{} {}", row[1], row[2]))
        .collect()
}

fn open_all(topics: &mut Topics) {
    for id in 0..u32::try_from(topics.nodes.len()).unwrap() {
        topics.open(id, true);
    }
}

#[test]
fn levels_are_rows_by_name_once_what_they_are_below_of_is_open() {
    let mut topics = Topics::default();
    for topic in [
        "room/2/lamp",
        "room/1",
        "/test",
        "room",
        "$SYS/uptime",
        "room/2/lamp",
    ] {
        receive(&mut topics, topic, b"on", SECOND);
    }
    assert_eq!(names(&topics, ""), ["0 ", "0 $SYS", "0 room"]);
    open_all(&mut topics);
    let all = [
        "0 ", "1 test", "0 $SYS", "1 uptime", "0 room", "1 1", "1 2", "2 lamp",
    ];
    assert_eq!(names(&topics, ""), all);
    assert_eq!(topics.size(), (5, 0));
    assert_eq!(topics.count(), 6);

    let (window, total) = rows(&topics, 4, 2, "");
    assert_eq!((window.len(), total), (2, 8));
    let [room, first] = &window[..] else {
        panic!("two rows");
    };
    // A message, open, with levels below, text.
    assert_eq!(room[3], 29.0);
    assert_eq!(room[4], 4.0, "with those below");
    assert_eq!(
        (&room[8], &room[9], &room[10]),
        (&3.0.into(), &3.0.into(), &(-1.0).into())
    );
    assert_eq!(first[4], 1.0);
    assert_eq!(
        (&first[8], &first[9], &first[10]),
        (&1.0.into(), &2.0.into(), &4.0.into())
    );
}

#[test]
fn a_search_lists_topics_that_have_the_text_in_any_case() {
    let mut topics = Topics::default();
    for topic in ["room/2/Lamp", "room/1", "lamp", "room/lamps/Ärger"] {
        receive(&mut topics, topic, b"", SECOND);
    }
    assert_eq!(
        names(&topics, "LAMP"),
        ["0 lamp", "0 room/2/Lamp", "0 room/lamps/Ärger"]
    );
    assert_eq!(names(&topics, "m/1"), ["0 room/1"]);
    assert_eq!(names(&topics, "ä"), ["0 room/lamps/Ärger"]);
    let (window, total) = rows(&topics, 1, 1, "lamp");
    assert_eq!(total, 3);
    assert_eq!(window[0][2], "room/2/Lamp");
    assert_eq!((&window[0][8], &window[0][9]), (&2.0.into(), &3.0.into()));
}

#[test]
fn counts_and_rates_are_those_of_what_was_sent() {
    let mut topics = Topics::default();
    let mut sent: BTreeMap<String, u64> = BTreeMap::new();
    // 200 messages a second for 10 seconds, of topics that come at different rates.
    for number in 0..2000_u64 {
        let topic = format!("n/{}/{}", number % 2, number % 7);
        receive(&mut topics, &topic, b"1", Instant::from_millis(5 * number));
        *sent.entry(topic).or_default() += 1;
    }
    open_all(&mut topics);
    for (topic, count) in &sent {
        assert_eq!(topics.count_of(topic), *count, "{topic}");
    }
    let of = |filter: &str| topics.count_of(filter);
    assert_eq!(of("#"), 2000);
    assert_eq!(of("n/0/#"), 1000);
    assert_eq!(of("+/+/3"), sent["n/0/3"] + sent["n/1/3"]);
    assert_eq!(of("n/+"), 0);
    let window = Window {
        from: 0,
        count: 3,
        search: "",
    };
    let (rows, _) = topics.rows(&window, 10 * SECOND);
    let rate = |row: &Value| match row {
        Value::Array(parts) => match parts[5] {
            Value::Number(rate) => rate,
            _ => panic!("a rate is a number"),
        },
        _ => panic!("a row is a list"),
    };
    assert!((rate(&rows[0]) - 200.0).abs() < 1.0, "{:?}", rows[0]);
    assert!((rate(&rows[1]) - 100.0).abs() < 1.0, "{:?}", rows[1]);
    assert!((rate(&rows[2]) - 100.0 / 7.0).abs() < 0.5, "{:?}", rows[2]);
}

#[test]
fn a_payload_is_shown_as_what_it_is_with_its_whole_size() {
    let show = |payload: &[u8]| {
        let mut topics = Topics::default();
        receive(&mut topics, "t", payload, SECOND);
        let Some(Value::Array(parts)) = topics.topic(1, 3 * SECOND) else {
            panic!("it is there");
        };
        assert_eq!(parts[0], "t");
        assert_eq!(parts[3], payload.len() as f64);
        assert_eq!(parts[7], 2.0);
        (parts[1].to_string(), parts[2] == true)
    };
    let text = |text: &str| (text.to_owned(), true);
    assert_eq!(show(b"<b>21.5</b>\n\xc2\xb0"), text("<b>21.5</b>\n°"));
    assert_eq!(show(b""), text(""));
    assert_eq!(show(&[0, 0x1f, 0xff]), ("00 1f ff".to_owned(), false));
    assert_eq!(
        show(b"ab\0"),
        ("61 62 00".to_owned(), false),
        "a control character"
    );
    assert_eq!(show(&[0x80; 1000]).0, vec!["80"; HEX].join(" "));
    // Cut within a character.
    let umlauts = "ü".repeat(HEAD);
    assert_eq!(
        show(format!("a{umlauts}").as_bytes()),
        text(&format!("a{}", "ü".repeat(HEAD / 2 - 1)))
    );
    let (rows, _) = {
        let mut topics = Topics::default();
        receive(&mut topics, "t", &[b'x'; 300], SECOND);
        rows(&topics, 0, 1, "")
    };
    assert_eq!(rows[0][6], "x".repeat(SHORT).as_str());
}

#[test]
fn retained_is_what_came_so_until_it_is_taken_back() {
    let mut topics = Topics::default();
    let arrived = |is_retained, payload| Arrived {
        topic: "t",
        payload,
        is_retained,
        qos: 1,
    };
    let is_retained = |topics: &Topics| match topics.topic(1, SECOND) {
        Some(Value::Array(parts)) => parts[5] == true,
        _ => panic!("it is there"),
    };
    topics.receive(&arrived(false, b"1"), SECOND);
    assert!(!is_retained(&topics));
    topics.receive(&arrived(true, b"1"), SECOND);
    assert!(is_retained(&topics));
    topics.receive(&arrived(false, b"2"), SECOND);
    assert!(is_retained(&topics), "the broker still has the one before");
    topics.retained("t", false);
    assert!(!is_retained(&topics));
    topics.retained("u", true);
    assert_eq!(topics.size(), (1, 0), "what never came is not shown");
}

#[test]
fn what_has_no_room_is_counted() {
    let mut topics = Topics::default();
    for number in 0..MAX_NODES + 10 {
        receive(&mut topics, &format!("{number}"), b"", SECOND);
    }
    assert_eq!(topics.size(), (u32::try_from(MAX_NODES).unwrap(), 10));
    assert_eq!(topics.count(), MAX_NODES as u64 + 10);
    receive(&mut topics, "7", b"", SECOND);
    assert_eq!(topics.count_of("7"), 2, "those that are there go on");

    let mut topics = Topics::default();
    for number in 0..2 * MAX_BYTES / 60_000 {
        receive(
            &mut topics,
            &format!("{number}{}", "x".repeat(60_000)),
            b"",
            SECOND,
        );
    }
    assert!(topics.bytes <= MAX_BYTES);
    assert!(topics.size().1 > 0);
}

#[test]
fn a_topic_of_very_many_levels_is_a_few_rows() {
    let mut topics = Topics::default();
    let deep = "a/".repeat(30_000);
    receive(&mut topics, &deep, b"", SECOND);
    assert_eq!(topics.nodes.len(), MAX_DEPTH + 1);
    assert_eq!(topics.count_of(&deep), 1);
    let last = u32::try_from(MAX_DEPTH).unwrap();
    let Some(Value::Array(parts)) = topics.topic(last, SECOND) else {
        panic!("it is there");
    };
    assert_eq!(parts[0], deep.as_str());
    assert_eq!(names(&topics, "a/a"), [format!("0 {deep}")]);
}

#[test]
fn what_is_not_there_is_nothing() {
    let mut topics = Topics::default();
    topics.open(9, true);
    assert_eq!(topics.topic(0, SECOND), None);
    assert_eq!(topics.topic(9, SECOND), None);
    assert_eq!(topics.count_of("a"), 0);
    assert_eq!(topics.count_of("#"), 0);
    assert_eq!(names(&topics, "a"), [""; 0]);
}
