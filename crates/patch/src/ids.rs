//! Short, readable ids.

use std::collections::{HashMap, HashSet};

/// Hands out ids that nobody has.
pub(crate) struct Ids<'a> {
    taken: &'a dyn Fn(&str) -> bool,
    handed_out: HashSet<String>,
    /// The next number to try for each stem, so that thousands of ids of one stem stay cheap.
    next: HashMap<String, usize>,
}

impl<'a> Ids<'a> {
    pub(crate) fn new(taken: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            taken,
            handed_out: HashSet::new(),
            next: HashMap::new(),
        }
    }

    /// The wanted id where it is free, otherwise one like it: `sum`, `sum2`, `sum3`. Without a
    /// wish, one from the op's name.
    pub(crate) fn give(&mut self, wanted: Option<&str>, op_name: &str) -> String {
        let wanted = wanted.unwrap_or_default();
        if !wanted.is_empty() && self.is_free(wanted) {
            self.handed_out.insert(wanted.to_owned());
            return wanted.to_owned();
        }
        let mut stem = wanted
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned();
        if stem.is_empty() {
            stem = stem_of(op_name);
        }
        loop {
            let number = self.next.entry(stem.clone()).or_insert(0);
            *number += 1;
            let id = if *number == 1 {
                stem.clone()
            } else {
                format!("{stem}{number}")
            };
            if self.is_free(&id) {
                self.handed_out.insert(id.clone());
                return id;
            }
        }
    }

    fn is_free(&self, id: &str) -> bool {
        !self.handed_out.contains(id) && !(self.taken)(id)
    }
}

/// `Ops.Math.MapRange` gives `mapRange`, `Ops.Json.JSONParse` gives `jsonParse`.
fn stem_of(op_name: &str) -> String {
    let last = op_name.rsplit('.').next().unwrap_or(op_name);
    let name: Vec<char> = last
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(40)
        .collect();
    let capitals = name.iter().take_while(|c| c.is_ascii_uppercase()).count();
    // Of several capitals, the last begins the next word.
    let lowered = if capitals > 1 && capitals < name.len() {
        capitals - 1
    } else {
        capitals
    };
    let mut stem: String = name[..lowered]
        .iter()
        .map(char::to_ascii_lowercase)
        .collect();
    stem.extend(&name[lowered..]);
    match stem.chars().last() {
        None => stem.push_str("op"),
        // So that the second `Repeat2` is not `repeat22`.
        Some(last) if last.is_ascii_digit() => stem.push('_'),
        Some(_) => {}
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_the_short_name_and_count_up() {
        let mut ids = Ids::new(&|id| id == "sum2");
        assert_eq!(ids.give(None, "Ops.Math.Sum"), "sum");
        assert_eq!(ids.give(None, "Ops.Math.Sum"), "sum3");
        assert_eq!(ids.give(None, "Ops.Math.MapRange"), "mapRange");
        assert_eq!(ids.give(None, "Ops.Json.JSONParse"), "jsonParse");
        assert_eq!(ids.give(None, "Ops.Math.PI"), "pi");
        assert_eq!(ids.give(None, "Ops.Trigger.Repeat2"), "repeat2_");
        assert_eq!(ids.give(None, "…"), "op");
    }

    #[test]
    fn a_wish_is_granted_where_it_can_be() {
        let mut ids = Ids::new(&|id| id == "clock");
        assert_eq!(ids.give(Some("my clock"), "Ops.Time.Timer"), "my clock");
        assert_eq!(ids.give(Some("my clock"), "Ops.Time.Timer"), "my clock2");
        assert_eq!(ids.give(Some("clock"), "Ops.Time.Timer"), "clock2");
        assert_eq!(ids.give(Some("clock2"), "Ops.Time.Timer"), "clock3");
        assert_eq!(ids.give(Some(""), "Ops.Time.Timer"), "timer");
    }
}
