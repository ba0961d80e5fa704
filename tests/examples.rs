//! Runs every example of the ops' help pages.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use ropewalk_tests::{Example, examples};

fn main() -> ExitCode {
    let trial = |example: Example| {
        Trial::test(example.name(), move || {
            example.run().map_err(|error| format!("{error:#}").into())
        })
    };
    let trials = examples().into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
