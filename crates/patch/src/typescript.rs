//! TypeScript declarations of the types that cross to the page.

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
    module.push_str(SOURCE);
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

/// By hand, as the crate of the graph, whose type it is, knows nothing of the page.
const SOURCE: &str = "
/** What gives an input its value, in the place of the one that it was set to. */
export type Source = { variable: string };
";

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
            assert!(
                declared.contains(&word) || ["Array", "Record"].contains(&word),
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
