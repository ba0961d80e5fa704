//! TypeScript declarations of the types that cross to the page.

use ropewalk_flow::{EASINGS, Easing, Repeat};
use ts_rs::{Config, TS};

use crate::command::{Command, NewOp, Place};
use crate::link::{Link, PortRef};
use crate::subpatch::Exposed;
use crate::view::{Change, DocumentView, OpView, PlaceholderPorts};

/// The declarations of this crate's types as the text of a module, `JsonValue` among them.
pub fn typescript() -> String {
    let config = Config::new();
    let mut module = String::from(
        "/** Anything that JSON can say. */\n\
         export type JsonValue =\n  \
         | null\n  | boolean\n  | number\n  | string\n  | JsonValue[]\n  \
         | { [key: string]: JsonValue };\n",
    );
    module.push_str(&sources());
    declare::<PortRef>(&config, &mut module);
    declare::<Link>(&config, &mut module);
    declare::<Exposed>(&config, &mut module);
    declare::<NewOp>(&config, &mut module);
    declare::<Place>(&config, &mut module);
    declare::<Command>(&config, &mut module);
    declare::<PlaceholderPorts>(&config, &mut module);
    declare::<OpView>(&config, &mut module);
    declare::<DocumentView>(&config, &mut module);
    declare::<Change>(&config, &mut module);
    module
}

/// The types of sources, by hand, as the crate of the graph, whose they are, knows nothing of the
/// page.
fn sources() -> String {
    let quoted = |names: &[&str]| format!("'{}'", names.join("', '"));
    let mut easings = EASINGS.to_vec();
    easings.push(Easing::BEZIER.name());
    let easings = quoted(&easings);
    let repeats = quoted(&Repeat::ALL.map(|(_, name)| name));
    format!(
        "
/** The ways from one key to the next. */
export const EASINGS = [{easings}] as const;
export type Easing = (typeof EASINGS)[number];

/** What comes after the last key. */
export const REPEATS = [{repeats}] as const;
export type Repeat = (typeof REPEATS)[number];

/** What an animation is at one time, in seconds. The handles are for `Bezier`. */
export type Key = {{
  time: number;
  value: number;
  easing?: Easing;
  in?: [number, number];
  out?: [number, number];
}};

/** A number that changes with the patch's clock, from key to key. */
export type Animation = {{ loop: Repeat; keys: Key[] }};

/** What gives an input its value, in the place of the one that it was set to. */
export type Source = {{ variable: string }} | {{ animation: Animation }};
"
    )
}

fn declare<T: TS>(config: &Config, module: &mut String) {
    module.push('\n');
    module.push_str(&T::docs().unwrap_or_default());
    module.push_str("export ");
    module.push_str(&T::decl(config));
    module.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_is_named_is_declared_once() {
        let module = typescript();
        let declared = [
            "JsonValue",
            "Easing",
            "Repeat",
            "Key",
            "Animation",
            "Source",
            "PortRef",
            "Link",
            "Exposed",
            "NewOp",
            "Place",
            "Command",
            "PlaceholderPorts",
            "OpView",
            "DocumentView",
            "Change",
        ];
        for name in declared {
            let declaration = format!("export type {name} =");
            assert_eq!(module.matches(&declaration).count(), 1, "{module}");
        }
        // Comments aside, a capital begins the name of a type.
        let code = module
            .lines()
            .filter(|line| !line.trim_start().starts_with(['/', '*']));
        let words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
        for word in words.filter(|word| word.starts_with(|c: char| c.is_uppercase())) {
            // As are those of the lists, and the words of what is in them.
            let is_of_a_list = module.contains(&format!("export const {word} = "))
                || EASINGS.iter().any(|easing| easing.contains(word))
                || Easing::BEZIER.name() == word
                || Repeat::ALL.iter().any(|(_, repeat)| repeat.contains(word));
            assert!(
                declared.contains(&word) || ["Array", "Record"].contains(&word) || is_of_a_list,
                "{word}"
            );
        }
    }

    #[test]
    fn fields_are_as_they_are_in_json() {
        let module = typescript();
        assert!(
            module.contains("values: Record<string, JsonValue>"),
            "{module}"
        );
        assert!(module.contains("value: JsonValue"), "{module}");
        assert!(module.contains("title?: string"), "{module}");
        assert!(module.contains("title: string | null"), "{module}");
        assert!(module.contains("index: number"), "{module}");
        assert!(module.contains(r#""type": "opAdded""#), "{module}");
    }
}
