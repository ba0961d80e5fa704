//! Runs every example of the ops' help pages, and copies it for cables.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use ropewalk_tests::{Example, examples};

fn main() -> ExitCode {
    let trials = |example: Example| {
        let copied = example.clone();
        [
            trial(example.name(), move || example.run()),
            trial(
                format!("{}, to cables and back", copied.name()),
                move || copied.export(),
            ),
        ]
    };
    let trials = examples().into_iter().flat_map(trials).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(name: String, run: impl FnOnce() -> anyhow::Result<()> + Send + 'static) -> Trial {
    Trial::test(name, move || {
        run().map_err(|error| format!("{error:#}").into())
    })
}
