//! The examples on the ops' help pages, as patches that run.

use anyhow::{Context, Result, ensure};
use ropewalk_runtime::help_pages;
use serde_json::{Value as Json, json};

use crate::script::{Action, Step};
use crate::stage::Stage;
use crate::to_cables::{and_back, open};

/// An example on a help page: ops and links as the clipboard carries them.
#[derive(Clone, Debug)]
pub struct Example {
    name: String,
    json: String,
}

/// Every example of every help page, by the name of the page's op.
pub fn examples() -> Vec<Example> {
    let of = |(op, page): (&str, &str)| {
        let blocks = page.split("```patch\n").skip(1);
        let example = |(number, block): (usize, &str)| Example {
            name: format!("{op} {number}"),
            json: block.split("\n```").next().unwrap_or_default().to_owned(),
        };
        Vec::from_iter((1..).zip(blocks).map(example))
    };
    help_pages().into_iter().flat_map(of).collect()
}

impl Example {
    /// The op on whose page it is, and which example of the page it is.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Copies it for cables, from where it comes back as it was.
    ///
    /// # Errors
    ///
    /// It has become another patch.
    pub fn export(&self) -> Result<()> {
        and_back(&open(&self.patch()?.to_string())?)
    }

    fn patch(&self) -> Result<Json> {
        let mut patch: Json = serde_json::from_str(&self.json).context("it is no JSON")?;
        patch["id"] = json!("example");
        patch["name"] = json!(self.name);
        Ok(patch)
    }

    /// Opens it and lets it run for two seconds, with frames, in front of a broker.
    ///
    /// # Errors
    ///
    /// What does not open without a warning, and the first op that is marked afterwards.
    pub fn run(&self) -> Result<()> {
        let patch = self.patch()?;
        let ops = patch["ops"].as_array().cloned().unwrap_or_default();
        ensure!(!ops.is_empty(), "it has no ops");
        let mut stage = Stage::open(patch.to_string().into_bytes())?;
        stage.perform(&Step {
            at: 0.0,
            action: Action::Frames {
                count: 120,
                every: 1000.0 / 60.0,
            },
        })?;
        for op in &ops {
            let id = op["id"].as_str().context("an op has no id")?;
            let mark = stage.status(id);
            ensure!(
                mark.is_none(),
                "`{id}` is marked: {}",
                mark.unwrap_or_default()
            );
        }
        Ok(())
    }
}
