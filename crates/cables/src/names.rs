//! The ids and old names that cables' ops have, of those that the library has.

mod table;

/// Our name of the op that has this id in cables.
pub(crate) fn of_id(id: &str) -> Option<&'static str> {
    // The first eight digits tell all ops of cables apart.
    let (start, _) = id.split_once('-')?;
    let start = u32::from_str_radix(start, 16).ok()?;
    let found = table::IDS.binary_search_by_key(&start, |&(id, _)| id);
    found.ok().map(|place| table::IDS[place].1)
}

/// Our name of the op that had this name in cables once.
pub(crate) fn of_old_name(name: &str) -> Option<&'static str> {
    let found = table::OLD_NAMES.binary_search_by_key(&name, |&(old, _)| old);
    found.ok().map(|place| table::OLD_NAMES[place].1)
}

#[cfg(test)]
mod tests;
