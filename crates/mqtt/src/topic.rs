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

/// What each wildcard of a filter stands for in a topic: one level for `+`, the rest for `#`.
/// Nothing where the filter does not match.
///
/// ```
/// # use ropewalk_mqtt::wildcards;
/// assert_eq!(wildcards("room/+/#", "room/2/lamp/on"), Some(vec!["2", "lamp/on"]));
/// assert_eq!(wildcards("room/#", "room"), Some(vec![""]));
/// assert_eq!(wildcards("#", "$SYS/uptime"), None);
/// ```
pub fn wildcards<'a>(filter: &str, topic: &'a str) -> Option<Vec<&'a str>> {
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
