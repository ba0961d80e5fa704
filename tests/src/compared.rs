//! What cables.gl's own core answered, beside what ours answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use ropewalk_runtime::catalogue;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::case::same;
use crate::script::{Action, Port, Step};
use crate::stage::Stage;

/// The texts of `differences.json`, by their keys: why ours differs on purpose.
pub type Differences = BTreeMap<String, String>;

/// A file of comparisons: the ops of one family.
#[derive(Debug)]
pub struct Family {
    path: PathBuf,
    /// Its comparisons, in the file's order.
    pub comparisons: Vec<Comparison>,
}

/// A patch of a few ops, what happens to it, and what it gave in cables.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What is tried; unique in its file.
    pub name: String,
    /// The key of the text that says why ours differs, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
    /// The ops, as a patch has them; their places are left out.
    ops: Vec<Json>,
    /// Links, each `op.output > op.input`, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<String>,
    /// What happens, and what it gives. The first step is the opening of the patch.
    steps: Vec<Moment>,
}

/// One thing that happens, and what the outputs hold then.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct Moment {
    /// An input, `op.input`, that is set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<String>,
    /// What it is set to.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Json>,
    /// A trigger input that is pressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    press: Option<String>,
    /// Milliseconds that pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    wait: Option<f64>,
    /// How many frames are drawn, each after `every` milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    frames: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<f64>,
    /// Outputs of cables that hold something else than a step before, and how often a trigger has
    /// fired in this step. What the first step does not name is not compared.
    gives: BTreeMap<String, Json>,
    /// What ours holds at this step instead, where it differs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ours: BTreeMap<String, Json>,
}

/// The families in a folder, and why ours differs where it does.
///
/// # Errors
///
/// A file that cannot be read, or that holds no comparison.
pub fn families_in(folder: &Path) -> Result<(Vec<Family>, Differences)> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.retain(|path| {
        !["differences.json", "apart.json"]
            .iter()
            .any(|no| path.ends_with(no))
    });
    paths.sort();
    let mut families = Vec::new();
    for path in paths {
        let comparisons: Vec<Comparison> = read(&path)?;
        ensure!(!comparisons.is_empty(), "{} is empty", path.display());
        families.push(Family { path, comparisons });
    }
    ensure!(!families.is_empty(), "{} is empty", folder.display());
    Ok((families, read(&folder.join("differences.json"))?))
}

/// The ops that are compared with nothing, and why: `apart.json`, whose keys are an op's name or,
/// with a dot at the end, what the names of a family begin with.
///
/// # Errors
///
/// A file that cannot be read.
pub fn apart_in(folder: &Path) -> Result<BTreeMap<String, String>> {
    read(&folder.join("apart.json"))
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T> {
    let text = fs::read(path).with_context(|| format!("{}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{}", path.display()))
}

impl Family {
    /// The file's name without its ending.
    pub fn name(&self) -> String {
        let name = self.path.file_stem().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Writes what ours gives into the file, where that differs from what cables gave.
    ///
    /// # Errors
    ///
    /// A comparison that cannot be played, or a file that cannot be written.
    pub fn write(&mut self) -> Result<()> {
        for comparison in &mut self.comparisons {
            let differences = comparison.play().with_context(|| comparison.name.clone())?;
            for (moment, ours) in comparison.steps.iter_mut().zip(differences) {
                moment.ours = ours;
            }
        }
        fs::write(&self.path, self.to_text()?).with_context(|| format!("{}", self.path.display()))
    }

    /// The file's text: an op and a step have a line each.
    fn to_text(&self) -> Result<String> {
        let mut text = String::from("[\n");
        for (number, comparison) in (1..).zip(&self.comparisons) {
            write!(text, "{{ \"name\": {}", json!(comparison.name))?;
            if let Some(differs) = &comparison.differs {
                write!(text, ", \"differs\": {}", json!(differs))?;
            }
            let lines = |items: Vec<String>| items.join(",\n    ");
            let ops = comparison.ops.iter().map(Json::to_string).collect();
            write!(text, ",\n  \"ops\": [\n    {}]", lines(ops))?;
            if !comparison.links.is_empty() {
                write!(text, ",\n  \"links\": {}", json!(comparison.links))?;
            }
            let steps = comparison.steps.iter().map(serde_json::to_string);
            let steps = lines(steps.collect::<Result<_, _>>()?);
            write!(text, ",\n  \"steps\": [\n    {steps}] }}")?;
            let last = number == self.comparisons.len();
            text.push_str(if last { "\n" } else { ",\n" });
        }
        text.push_str("]\n");
        Ok(text)
    }
}

impl Comparison {
    /// The names of its ops.
    pub fn ops(&self) -> BTreeSet<&str> {
        self.ops.iter().filter_map(|op| op["op"].as_str()).collect()
    }

    /// Runs it.
    ///
    /// # Errors
    ///
    /// A comparison that cannot be played; the first step at which ours gives something else than
    /// cables, or than is said to differ; a difference that says no reason, or is none any more.
    pub fn run(&self, differences: &Differences) -> Result<()> {
        let differs = self.steps.iter().any(|moment| !moment.ours.is_empty());
        match &self.differs {
            Some(key) => {
                ensure!(
                    differences.contains_key(key),
                    "differences.json has no `{key}`"
                );
                ensure!(differs, "it does not differ: take `differs` away");
            }
            None => ensure!(
                !differs,
                "`ours` is not what cables gave: say in `differs` why"
            ),
        }
        for ((number, moment), ours) in (0..).zip(&self.steps).zip(self.play()?) {
            let keys: BTreeSet<_> = moment.ours.keys().chain(ours.keys()).collect();
            for key in keys {
                match (moment.ours.get(key), ours.get(key)) {
                    (Some(said), Some(is)) if same(is, said) => {}
                    (said, Some(is)) => {
                        bail!(
                            "step {number}: `{key}` is {is}, not {}",
                            said.unwrap_or(&json!("as in cables"))
                        )
                    }
                    (_, None) => {
                        bail!("step {number}: `{key}` is as in cables: take it out of `ours`")
                    }
                }
            }
        }
        Ok(())
    }

    /// Plays it, and tells for each step the outputs that differ from those of cables.
    fn play(&self) -> Result<Vec<BTreeMap<String, Json>>> {
        let mut stage = Stage::open(self.patch()?.to_string().into_bytes())?;
        let mut at = 0.0;
        let mut cables = BTreeMap::new();
        let mut fired: BTreeMap<&str, u64> = BTreeMap::new();
        let mut differences = Vec::new();
        for (number, moment) in (0..).zip(&self.steps) {
            at = moment
                .perform(&mut stage, at)
                .with_context(|| format!("step {number}"))?;
            for (key, value) in &moment.gives {
                ensure!(
                    number == 0 || cables.contains_key(key.as_str()),
                    "step {number}: `{key}` is new"
                );
                cables.insert(key.as_str(), value);
            }
            let mut ours = BTreeMap::new();
            for (key, value) in &cables {
                let (op, port) = split(key)?;
                let (is, expected) = if self.is_trigger(op, port) {
                    let count = stage.pulses(op, port)?;
                    let before = fired.insert(key, count).unwrap_or(0);
                    let expected = moment.gives.get(*key).unwrap_or(&json!(0)).clone();
                    (json!(count - before), expected)
                } else {
                    (stage.recorded(op, port)?, (*value).clone())
                };
                if !same(&is, &expected) {
                    ours.insert((*key).to_owned(), is);
                }
            }
            differences.push(ours);
        }
        ensure!(!cables.is_empty(), "it looks at no output");
        Ok(differences)
    }

    fn is_trigger(&self, id: &str, port: &str) -> bool {
        let mut ops = self.ops.iter().filter(|op| op["id"] == id);
        let name = ops.find_map(|op| op["op"].as_str());
        // Those of a multi port have its name and a number.
        let whole = port.rsplit_once('_').map_or(port, |(whole, _)| whole);
        name.is_some_and(|name| {
            [port, whole]
                .iter()
                .any(|it| TRIGGERS.contains(&(name, it)))
        })
    }

    fn patch(&self) -> Result<Json> {
        let place = |op: &Json| {
            let mut op = op.clone();
            op["x"] = json!(0);
            op["y"] = json!(0);
            op
        };
        let mut links = Vec::new();
        for link in &self.links {
            let (from, to) = link
                .split_once(" > ")
                .with_context(|| format!("no link: {link}"))?;
            let ((from, output), (to, input)) = (split(from)?, split(to)?);
            links.push(json!({
                "from": { "op": from, "port": output },
                "to": { "op": to, "port": input },
            }));
        }
        Ok(json!({
            "ropewalk": 1, "id": "comparison", "name": self.name,
            "ops": Vec::from_iter(self.ops.iter().map(place)),
            "links": links,
        }))
    }
}

/// The outputs of the library that fire, by op and name.
static TRIGGERS: LazyLock<BTreeSet<(&str, &str)>> = LazyLock::new(|| {
    let mut triggers = BTreeSet::new();
    for op in catalogue() {
        let fire = op.outputs.iter().filter(|port| port.kind == "Trigger");
        triggers.extend(fire.map(|port| (op.name, port.name)));
    }
    triggers
});

impl Moment {
    /// Does it, and tells the time afterwards.
    fn perform(&self, stage: &mut Stage, at: f64) -> Result<f64> {
        let (at, action, lasts) = match self {
            Self {
                set: Some(to),
                to: Some(value),
                ..
            } => {
                let (op, port) = split(to)?;
                let (op, port, value) = (op.into(), port.into(), value.clone());
                (at, Action::Set { op, port, value }, 0.0)
            }
            Self {
                press: Some(port), ..
            } => {
                let (op, port) = split(port)?;
                let (op, port) = (op.into(), port.into());
                (at, Action::Press(Port { op, port }), 0.0)
            }
            Self {
                frames: Some(count),
                every: Some(every),
                ..
            } => {
                let (count, every) = (*count, *every);
                let frames = Action::Frames { count, every };
                (at + every, frames, every * f64::from(count - 1))
            }
            Self {
                wait: Some(wait), ..
            } => {
                stage.advance(at + wait)?;
                return Ok(at + wait);
            }
            _ => return stage.advance(at).map(|()| at),
        };
        stage.perform(&Step { at, action })?;
        Ok(at + lasts)
    }
}

/// `op.port` in two. A port's name may have dots, an op's id has none.
fn split(port: &str) -> Result<(&str, &str)> {
    port.split_once('.')
        .with_context(|| format!("`{port}` names no port"))
}
