//! `ropewalk export`: a patch as it goes elsewhere.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ropewalk_runtime::{Rewritten, export, rewrite};

/// As what a patch is exported.
#[derive(Debug)]
pub(crate) enum Form {
    /// Text that is pasted into cables.
    Clipboard,
    /// A folder of static files, made where it is not there.
    Folder(PathBuf),
    /// One HTML file.
    Html(PathBuf),
}

/// Exports the patch in `file`. What it prints, and what it tells beside that.
///
/// `page` is the folder of the built page, which has the player.
///
/// # Errors
///
/// The file cannot be read, or is no patch; the page is not built; a file cannot be written.
pub(crate) fn run(
    file: &Path,
    form: &Form,
    page: Option<&Path>,
) -> anyhow::Result<(String, Vec<String>)> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let failed = || format!("exporting {}", file.display());
    let patch = || rewrite(&bytes).with_context(failed);
    let notes = match form {
        Form::Clipboard => {
            let text = std::str::from_utf8(&bytes).with_context(failed)?;
            let exported = export(text).with_context(failed)?;
            let notes = exported.notes.iter().map(ToString::to_string).collect();
            return Ok((format!("{}\n", exported.clipboard), notes));
        }
        Form::Html(target) => {
            let patch = patch()?;
            let player = Player::of(page)?;
            let html = fill(&player.text("single.html")?, &patch)?;
            write(target, html.as_bytes())?;
            notes_of(&patch)
        }
        Form::Folder(target) => {
            let patch = patch()?;
            let player = Player::of(page)?;
            let index = fill(&player.text("folder.html")?, &patch)?;
            fs::create_dir_all(target)
                .with_context(|| format!("making the folder {}", target.display()))?;
            write(&target.join("index.html"), index.as_bytes())?;
            write(&target.join("patch.json"), patch.file.as_bytes())?;
            for name in player.names()? {
                write(&target.join(&name), &player.bytes(&name)?)?;
            }
            notes_of(&patch)
        }
    };
    Ok((String::new(), notes))
}

/// What a person should know of what was exported.
fn notes_of(patch: &Rewritten) -> Vec<String> {
    let secrets = patch.secrets.iter().map(|secret| {
        format!(
            "`{}` of `{}` is a secret, and is left out: the page asks for it where it is needed.",
            secret.port, secret.op
        )
    });
    patch.warnings.iter().cloned().chain(secrets).collect()
}

/// The files of the player, in a folder of the built page.
struct Player(PathBuf);

impl Player {
    fn of(page: Option<&Path>) -> anyhow::Result<Self> {
        let folder = page.map(|page| page.join("player"));
        match folder.filter(|folder| folder.join("single.html").is_file()) {
            Some(folder) => Ok(Self(folder)),
            None => bail!(
                "the player is not built, which goes with the patch: `npm start` builds it, or \
                 name the folder of a built page with --web"
            ),
        }
    }

    /// The files that go into a folder beside the page and the patch.
    fn names(&self) -> anyhow::Result<Vec<String>> {
        let text = self.text("files.json")?;
        serde_json::from_str(&text)
            .with_context(|| format!("reading {}", self.0.join("files.json").display()))
    }

    fn bytes(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.0.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    }

    fn text(&self, name: &str) -> anyhow::Result<String> {
        let path = self.0.join(name);
        fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    }
}

/// Puts a patch and its name where they belong in a page for it, which the build has made
/// (`tools/lib/pages.mjs`).
fn fill(template: &str, patch: &Rewritten) -> anyhow::Result<String> {
    let Some((head, body)) = template.split_once("%PATCH_NAME%") else {
        bail!("the player is of another version than this program: build both by `npm start`");
    };
    let title = patch.name.replace('&', "&amp;").replace('<', "&lt;");
    let body = match body.split_once("%PATCH_FILE%") {
        Some((before, after)) => [before, &patch.file.replace('<', "\\u003c"), after].concat(),
        None => body.to_owned(),
    };
    Ok([head, &title, &body].concat())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
