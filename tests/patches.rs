//! Runs every case of `tests/patches/`, or of the folder that `ROPEWALK_CASES` names, as seen from
//! the project's folder: Cargo runs tests in that of their package.

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use ropewalk_tests::{Case, cases_in};

fn main() -> ExitCode {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cases = std::env::var_os("ROPEWALK_CASES").unwrap_or_else(|| "tests/patches".into());
    let folder = project.join(cases);
    let cases = match cases_in(&folder) {
        Ok(cases) => cases,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let trial = |case: Case| {
        Trial::test(case.name(), move || {
            case.run().map_err(|error| format!("{error:#}").into())
        })
    };
    let trials = cases.into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
