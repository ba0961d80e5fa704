//! Runs what is recorded in `tests/patches/cables/`: small patches, and what cables.gl's own core
//! gave for them, step by step. Only the answers are kept; neither its code nor a way to build it.
//!
//! A number output that holds NaN or an infinity has its name there, as JSON has no such number; a
//! minus zero is a zero. Nothing (`null` and `undefined`) is an empty text in a text output, 0 in a
//! number output, and `null` in any other, and a truth value is what an `if` would make of it.
//!
//! With `ROPEWALK_WRITE=1` it writes what ours gives beside what cables gave, where the two differ.
//! A person then says why in `differs`, or mends the op.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, ensure};
use libtest_mimic::{Arguments, Failed, Trial};
use ropewalk_runtime::catalogue;
use ropewalk_tests::{Differences, Family, apart_in, families_in};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("patches/cables");
    match trials(&folder) {
        Ok(trials) => libtest_mimic::run(&Arguments::from_args(), trials).exit_code(),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn trials(folder: &Path) -> Result<Vec<Trial>> {
    let (mut families, differences) = families_in(folder)?;
    if std::env::var_os("ROPEWALK_WRITE").is_some() {
        for family in &mut families {
            family.write()?;
        }
    }
    let apart = apart_in(folder)?;
    let every_op = every_op_is_compared(&families, apart.keys().map(String::as_str));
    let every_reason = every_reason_is_used(&families, &differences);
    let mut trials = vec![
        trial("every op is compared or apart".into(), move || every_op),
        trial("every reason is used".into(), move || every_reason),
    ];
    let differences = Arc::new(differences);
    for family in families {
        let mut names = BTreeSet::new();
        let file = family.name();
        for comparison in family.comparisons {
            let name = format!("{file}: {}", comparison.name);
            ensure!(names.insert(name.clone()), "{name} is there twice");
            let differences = Arc::clone(&differences);
            trials.push(trial(name, move || comparison.run(&differences)));
        }
    }
    Ok(trials)
}

fn trial(name: String, run: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
    Trial::test(name, || {
        run().map_err(|error| Failed::from(format!("{error:#}")))
    })
}

/// An op that neither needs a device, a network or a page, nor is ours alone, has a comparison.
fn every_op_is_compared<'a>(
    families: &[Family],
    apart: impl Iterator<Item = &'a str> + Clone,
) -> Result<()> {
    let comparisons = families.iter().flat_map(|family| &family.comparisons);
    let compared: BTreeSet<_> = comparisons
        .flat_map(|comparison| comparison.ops())
        .collect();
    let covers = |apart: &str, op: &str| match apart.strip_suffix('.') {
        Some(_) => op.starts_with(apart),
        None => op == apart,
    };
    let ops: Vec<_> = catalogue().iter().map(|op| op.name).collect();
    let missing =
        |op: &&str| !compared.contains(op) && !apart.clone().any(|apart| covers(apart, op));
    let missing: Vec<_> = ops.iter().copied().filter(missing).collect();
    ensure!(
        missing.is_empty(),
        "neither compared with cables nor named in apart.json: {missing:?}"
    );
    // A family may have no op yet.
    let is_idle =
        |apart: &&str| !apart.ends_with('.') && (!ops.contains(apart) || compared.contains(apart));
    let idle: Vec<_> = apart.clone().filter(is_idle).collect();
    ensure!(
        idle.is_empty(),
        "apart.json names what is compared or is no op: {idle:?}"
    );
    Ok(())
}

fn every_reason_is_used(families: &[Family], differences: &Differences) -> Result<()> {
    let comparisons = families.iter().flat_map(|family| &family.comparisons);
    let used: BTreeSet<_> = comparisons
        .filter_map(|comparison| comparison.differs.as_ref())
        .collect();
    let idle: Vec<_> = differences
        .keys()
        .filter(|key| !used.contains(key))
        .collect();
    ensure!(
        idle.is_empty(),
        "no comparison gives these reasons of differences.json: {idle:?}"
    );
    Ok(())
}
