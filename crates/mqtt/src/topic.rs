//! Topic names, topic filters, and what matches what (4.7).

/// Text that is no topic, or no topic filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopicError {
    /// It is empty `[MQTT-4.7.3-1]`.
    #[error("A topic cannot be empty.")]
    Empty,
    /// It is longer than 65,535 bytes `[MQTT-4.7.3-3]`.
    #[error("A topic is at most 65,535 bytes long.")]
    TooLong,
    /// It has a null character `[MQTT-4.7.3-2]`.
    #[error("A topic cannot have a null character.")]
    Null,
    /// A message is to be published to a filter `[MQTT-3.3.2-2]`.
    #[error("A topic to publish to has no wildcard: `+` and `#` are for subscribing.")]
    WildcardInName,
    /// `+` is not a level of its own `[MQTT-4.7.1-3]`.
    #[error("`+` stands for a whole level, as in `light/+/color`.")]
    PlusInLevel,
    /// `#` is not the last level `[MQTT-4.7.1-2]`.
    #[error("`#` stands for all levels that follow, so it comes last, as in `light/#`.")]
    HashNotLast,
    /// A shared subscription has no group, or no filter `[MQTT-4.8.2-1, MQTT-4.8.2-2]`.
    #[error("A shared subscription is a group and a filter, as in `$share/lamps/light/#`.")]
    Shared,
    /// A shared subscription is to leave out the client's own messages `[MQTT-3.8.3-4]`.
    #[error("A shared subscription cannot leave out local messages: turn No Local off.")]
    SharedNoLocal,
}

/// Checks a topic to publish to.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_name(name: &str) -> Result<(), TopicError> {
    check_text(name)?;
    if name.contains(['+', '#']) {
        return Err(TopicError::WildcardInName);
    }
    Ok(())
}

/// Checks a topic filter to subscribe to.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_filter(filter: &str) -> Result<(), TopicError> {
    check_text(filter)?;
    if let Some(shared) = filter.strip_prefix("$share/") {
        let is_whole = shared_filter(filter).is_some_and(|filter| !filter.is_empty());
        if !is_whole || shared.starts_with('/') {
            return Err(TopicError::Shared);
        }
    }
    let mut levels = filter.split('/').peekable();
    while let Some(level) = levels.next() {
        match level {
            "#" if levels.peek().is_some() => return Err(TopicError::HashNotLast),
            "#" | "+" => {}
            level if level.contains('#') => return Err(TopicError::HashNotLast),
            level if level.contains('+') => return Err(TopicError::PlusInLevel),
            _ => {}
        }
    }
    Ok(())
}

/// The filter of a shared subscription (5.0: 4.8.2), without `$share` and its group. Nothing for
/// any other filter.
pub(crate) fn shared_filter(filter: &str) -> Option<&str> {
    let (group, filter) = filter.strip_prefix("$share/")?.split_once('/')?;
    (!group.contains(['+', '#'])).then_some(filter)
}

/// What each wildcard of a filter stands for in a topic: one level for `+`, the rest for `#`.
/// Nothing where the filter does not match.
///
/// ```
/// # use ropewalk_mqtt::wildcards;
/// assert_eq!(wildcards("room/+/#", "room/2/lamp/on"), Some(vec!["2", "lamp/on"]));
/// assert_eq!(wildcards("room/#", "room"), Some(vec![""]));
/// assert_eq!(wildcards("#", "$SYS/uptime"), None);
/// assert_eq!(wildcards("$share/lamps/room/+", "room/2"), Some(vec!["2"]));
/// ```
pub fn wildcards<'a>(filter: &str, topic: &'a str) -> Option<Vec<&'a str>> {
    let filter = shared_filter(filter).unwrap_or(filter);
    // [MQTT-4.7.2-1]
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return None;
    }
    let mut found = Vec::new();
    let mut rest = Some(topic);
    for level in filter.split('/') {
        if level == "#" {
            found.push(rest.unwrap_or(""));
            return Some(found);
        }
        let (first, left) = match rest?.split_once('/') {
            Some((first, left)) => (first, Some(left)),
            None => (rest?, None),
        };
        if level == "+" {
            found.push(first);
        } else if level != first {
            return None;
        }
        rest = left;
    }
    rest.is_none().then_some(found)
}

/// Whether some topic matches both filters.
///
/// ```
/// # use ropewalk_mqtt::overlap;
/// assert!(overlap("light/+/color", "light/#"));
/// assert!(overlap("light/#", "light"));
/// assert!(!overlap("light/+", "light/1/color"));
/// assert!(!overlap("#", "$SYS/#"));
/// ```
pub fn overlap(one: &str, other: &str) -> bool {
    let one = shared_filter(one).unwrap_or(one);
    let other = shared_filter(other).unwrap_or(other);
    // [MQTT-4.7.2-1]
    let is_apart = |a: &str, b: &str| a.starts_with(['+', '#']) && b.starts_with('$');
    if is_apart(one, other) || is_apart(other, one) {
        return false;
    }
    let (mut one, mut other) = (one.split('/'), other.split('/'));
    loop {
        match (one.next(), other.next()) {
            (Some("#"), _) | (_, Some("#")) | (None, None) => return true,
            (Some(a), Some(b)) if a == b || a == "+" || b == "+" => {}
            _ => return false,
        }
    }
}

fn check_text(text: &str) -> Result<(), TopicError> {
    if text.is_empty() {
        return Err(TopicError::Empty);
    }
    if text.len() > usize::from(u16::MAX) {
        return Err(TopicError::TooLong);
    }
    if text.contains('\0') {
        return Err(TopicError::Null);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_wildcards_and_filters_have_them_in_their_places() {
        assert_eq!(check_name("a/b"), Ok(()));
        assert_eq!(check_name("/"), Ok(()));
        assert_eq!(check_name(""), Err(TopicError::Empty));
        assert_eq!(check_name("a/+"), Err(TopicError::WildcardInName));
        assert_eq!(check_name("a\0"), Err(TopicError::Null));
        assert_eq!(check_name(&"a".repeat(65_536)), Err(TopicError::TooLong));
        for filter in ["#", "+", "a/+/b", "+/+", "/+", "a/#", "/"] {
            assert_eq!(check_filter(filter), Ok(()), "{filter}");
        }
        for filter in ["a#", "#/a", "a/#/b", "a/b#"] {
            assert_eq!(
                check_filter(filter),
                Err(TopicError::HashNotLast),
                "{filter}"
            );
        }
        assert_eq!(check_filter("$share/group/a/#"), Ok(()));
        for filter in [
            "$share/",
            "$share/a",
            "$share//a",
            "$share/a/",
            "$share/+/a",
        ] {
            assert_eq!(check_filter(filter), Err(TopicError::Shared), "{filter}");
        }
        for filter in ["a+", "a/+b"] {
            assert_eq!(
                check_filter(filter),
                Err(TopicError::PlusInLevel),
                "{filter}"
            );
        }
    }

    #[test]
    fn wildcards_match_as_the_specification_says() {
        let matches = |filter, topic| wildcards(filter, topic).is_some();
        // 4.7.1.2 and 4.7.1.3
        assert!(matches("sport/tennis/player1/#", "sport/tennis/player1"));
        assert!(matches(
            "sport/tennis/player1/#",
            "sport/tennis/player1/score/wimbledon"
        ));
        assert!(matches("sport/tennis/+", "sport/tennis/player1"));
        assert!(!matches("sport/tennis/+", "sport/tennis/player1/ranking"));
        assert!(!matches("sport/+", "sport"));
        assert!(matches("sport/+", "sport/"));
        assert!(matches("+/+", "/finance"));
        assert!(matches("/+", "/finance"));
        assert!(!matches("+", "/finance"));
        // 4.7.2
        assert!(!matches("#", "$SYS/monitor"));
        assert!(!matches("+/monitor", "$SYS/monitor"));
        assert!(matches("$SYS/#", "$SYS/monitor"));
        // 4.7.3
        assert!(!matches("accounts", "Accounts"));
        assert!(!matches("/test", "/test2"));
    }
}
