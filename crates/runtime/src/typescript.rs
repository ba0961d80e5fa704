//! TypeScript declarations of everything that crosses to the page.

use ts_rs::{Config, TS};

use crate::catalogue::{OpInfo, PortInfo};
use crate::protocol::{History, Level, Notice, Status, WatchedPort};
use crate::variables::VariableInfo;

/// The declarations as the text of a module.
pub fn typescript() -> String {
    let config = Config::new();
    let mut module = String::from(
        "/** What the page and the runtime say to each other, as JSON. Made from the Rust types. */\n\n",
    );
    module.push_str(&ropewalk_patch::typescript());
    declare::<Level>(&config, &mut module);
    declare::<Status>(&config, &mut module);
    declare::<Notice>(&config, &mut module);
    declare::<PortInfo>(&config, &mut module);
    declare::<OpInfo>(&config, &mut module);
    declare::<VariableInfo>(&config, &mut module);
    declare::<WatchedPort>(&config, &mut module);
    declare::<History>(&config, &mut module);
    module
}

fn declare<T: TS>(config: &Config, module: &mut String) {
    module.push('\n');
    module.push_str(&T::docs().unwrap_or_default());
    module.push_str("export ");
    module.push_str(&T::decl(config));
    module.push('\n');
}
