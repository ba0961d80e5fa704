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

/// What cables calls an op of ours.
#[derive(Debug)]
pub(crate) struct Counterpart {
    ours: &'static str,
    /// Its newest name.
    pub(crate) theirs: &'static str,
    /// Its id there; 0 where none is known.
    id: u128,
    /// The inputs that have another name there, and those that it lacks.
    inputs: Differences,
    /// The outputs that have another name there, and those that it lacks.
    outputs: Differences,
}

/// Our name of a port and theirs, if they have it.
type Differences = &'static [(&'static str, Option<&'static str>)];

impl Counterpart {
    /// The id as files have it.
    pub(crate) fn id(&self) -> Option<String> {
        let digits = (self.id != 0).then(|| format!("{:032x}", self.id))?;
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
        Some(parts.join("-"))
    }

    /// What an input or output of ours is called there, if it is there.
    pub(crate) fn port<'a>(&self, name: &'a str, is_output: bool) -> Option<&'a str> {
        let differences = if is_output { self.outputs } else { self.inputs };
        match differences.iter().find(|(ours, _)| *ours == name) {
            Some((_, theirs)) => *theirs,
            None => Some(name),
        }
    }
}

/// The op of cables that is our op of this name; nothing where cables has none.
pub(crate) fn counterpart(name: &str) -> Option<&'static Counterpart> {
    let found = table::COUNTERPARTS.binary_search_by_key(&name, |op| op.ours);
    found.ok().map(|place| &table::COUNTERPARTS[place])
}

#[cfg(test)]
mod tests;
