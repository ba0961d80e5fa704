//! The library of ops as the document knows it.

use std::collections::HashMap;
use std::rc::Rc;

use ropewalk_flow::OpSpec;

/// The declarations of all ops, found by name or alias. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Catalogue {
    by_name: Rc<HashMap<&'static str, &'static OpSpec>>,
}

impl Catalogue {
    /// A catalogue of these ops. Where an alias is another op's name, the name wins; of two equal
    /// names, the first.
    pub fn new(specs: impl IntoIterator<Item = &'static OpSpec>) -> Self {
        let specs = Vec::from_iter(specs);
        let mut by_name = HashMap::new();
        for &spec in &specs {
            by_name.entry(spec.name).or_insert(spec);
        }
        for &spec in &specs {
            for &alias in spec.aliases {
                by_name.entry(alias).or_insert(spec);
            }
        }
        Self {
            by_name: Rc::new(by_name),
        }
    }

    /// The op of that name or alias.
    pub fn get(&self, name: &str) -> Option<&'static OpSpec> {
        self.by_name.get(name).copied()
    }

    /// The name of the op of that name or alias; what the library lacks keeps its name.
    pub(crate) fn current_name<'a>(&self, name: &'a str) -> &'a str {
        self.get(name).map_or(name, |spec| spec.name)
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures;

    #[test]
    fn ops_are_found_by_name_and_by_alias() {
        let catalogue = fixtures::catalogue();
        assert_eq!(catalogue.get("Ops.Math.Sum").unwrap().name, "Ops.Math.Sum");
        assert_eq!(
            catalogue.get("Ops.Math.Sum_v2").unwrap().name,
            "Ops.Math.Sum"
        );
        assert!(catalogue.get("Sum").is_none());
    }

    #[test]
    fn a_name_wins_over_an_alias() {
        // `Ops.Old.Toggle` is an alias of `Ops.Math.Sum` and the name of an op of its own.
        assert_eq!(
            fixtures::catalogue().get("Ops.Old.Toggle").unwrap().name,
            "Ops.Old.Toggle"
        );
    }
}
