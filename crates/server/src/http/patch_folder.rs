//! A folder of patch files, each `<name>.json`.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::UNIX_EPOCH;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The largest patch that is taken, in bytes: what an editor can open again.
pub(super) const MAX_PATCH_SIZE: usize = ropewalk_runtime::MAX_FILE_BYTES;

/// A folder of patches. Its operations block on the file system.
#[derive(Debug, Clone)]
pub(crate) struct PatchFolder {
    /// Absolute and without symbolic links.
    path: PathBuf,
}

impl PatchFolder {
    /// Opens the folder at `path`, and creates it if there is none.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self {
            path: path.canonicalize()?,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the patches in order of their names.
    pub(super) fn list(&self) -> io::Result<Vec<PatchInfo>> {
        let mut patches = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            // What could not be asked for by name is not a patch.
            let Ok(name) = entry?.file_name().into_string() else {
                continue;
            };
            let Ok(name) = name.parse::<PatchName>() else {
                continue;
            };
            let info = self
                .file(&name)
                .and_then(|path| Ok(PatchInfo::read(&name, &path)?));
            match info {
                Ok(info) => patches.push(info),
                Err(PatchError::Io(error)) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error);
                }
                // A folder, a link out of here, or a file that is gone by now.
                Err(_) => {}
            }
        }
        patches.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(patches)
    }

    pub(super) fn read(&self, name: &PatchName) -> Result<Vec<u8>, PatchError> {
        Ok(fs::read(self.file(name)?)?)
    }

    /// Writes a patch whole or not at all. The flag says whether the patch is new.
    pub(super) fn write(
        &self,
        name: &PatchName,
        content: &[u8],
        expected: &Expected,
    ) -> Result<(PatchInfo, bool), PatchError> {
        check_patch(content)?;
        let before = match self.file(name) {
            Ok(path) => Some(path),
            Err(PatchError::NoSuchPatch(_)) => None,
            Err(error) => return Err(error),
        };
        let is_expected = match (expected, &before) {
            (Expected::Anything, _) | (Expected::Nothing, None) => true,
            (Expected::Version(tag), Some(path)) => version(&fs::read(path)?) == *tag,
            (Expected::Nothing, Some(_)) | (Expected::Version(_), None) => false,
        };
        if !is_expected {
            return Err(PatchError::Changed(name.file_name.clone()));
        }
        let is_new = before.is_none();
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ropewalk-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Like any other new file; a temporary one would be its owner's alone.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(&self.path)?;
        file.write_all(content)?;
        // On the disk before it takes the old one's place.
        file.as_file().sync_all()?;
        let path = self.path.join(&name.file_name);
        file.persist(&path).map_err(|error| error.error)?;
        Ok((PatchInfo::read(name, &path)?, is_new))
    }

    pub(super) fn delete(&self, name: &PatchName) -> Result<(), PatchError> {
        self.file(name)?;
        Ok(fs::remove_file(self.path.join(&name.file_name))?)
    }

    /// Returns the path of the file that holds the patch, which is a regular file in this folder.
    fn file(&self, name: &PatchName) -> Result<PathBuf, PatchError> {
        let path = self.path.join(&name.file_name);
        let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        match fs::symlink_metadata(&path) {
            Err(error) if is_missing(&error) => {
                return Err(PatchError::NoSuchPatch(name.file_name.clone()));
            }
            result => result?,
        };
        let outside = || PatchError::NotInFolder(name.file_name.clone());
        let target = match path.canonicalize() {
            // A link to nowhere, wherever that is.
            Err(error) if is_missing(&error) => return Err(outside()),
            result => result?,
        };
        if !target.starts_with(&self.path) || !target.metadata()?.is_file() {
            return Err(outside());
        }
        Ok(target)
    }
}

/// What a patch has to be before it is written, so that nobody's work is overwritten unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// Whatever it is.
    Anything,
    /// There is none of that name.
    Nothing,
    /// It is as it was read, by its [`version`].
    Version(String),
}

/// What tells one content of a patch's file from another: the text of an HTTP `ETag`.
pub(super) fn version(content: &[u8]) -> String {
    // It finds changes, and is no protection against somebody who wants two files to look the same:
    // who can write here can write anything.
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    format!("\"{:016x}\"", hasher.finish())
}

/// The name of a patch's file, which is a file directly in the folder, visible, and possible on
/// every system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PatchName {
    /// With its `.json`.
    file_name: String,
}

impl PatchName {
    fn without_extension(&self) -> &str {
        // Parsing has seen the extension.
        &self.file_name[..self.file_name.len() - EXTENSION.len()]
    }
}

impl FromStr for PatchName {
    type Err = PatchNameError;

    fn from_str(file_name: &str) -> Result<Self, PatchNameError> {
        let Some(name) = file_name.strip_suffix(EXTENSION) else {
            return Err(PatchNameError::Extension);
        };
        if let Some(character) = file_name
            .chars()
            .find(|&c| c.is_control() || r#"/\:*?"<>|"#.contains(c))
        {
            return Err(PatchNameError::Character(character));
        }
        if name.is_empty() {
            return Err(PatchNameError::Empty);
        }
        if name.starts_with('.') {
            return Err(PatchNameError::Hidden);
        }
        if file_name.len() > MAX_NAME_LEN {
            return Err(PatchNameError::TooLong);
        }
        Ok(Self {
            file_name: file_name.to_owned(),
        })
    }
}

/// Why a text is not the name of a patch's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PatchNameError {
    #[error("a patch's file name ends in `.json`")]
    Extension,
    #[error("a patch's name cannot have {0:?} in it; it is a file directly in the folder")]
    Character(char),
    #[error("a patch needs a name before `.json`")]
    Empty,
    #[error("a patch's name cannot begin with a dot")]
    Hidden,
    #[error("a patch's file name is at most {MAX_NAME_LEN} bytes long")]
    TooLong,
}

/// What the list tells of a patch.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct PatchInfo {
    /// The file's name without its `.json`.
    name: String,
    /// When the file was last written, in milliseconds since the Unix epoch.
    modified: u64,
    /// In bytes.
    size: u64,
}

impl PatchInfo {
    fn read(name: &PatchName, path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        // A file from before 1970 is as good as one from then.
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH);
        Ok(Self {
            name: name.without_extension().to_owned(),
            modified: modified.map_or(0, |age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX)),
            size: metadata.len(),
        })
    }
}

/// Why a patch could not be read, written or deleted.
#[derive(Debug, thiserror::Error)]
pub(super) enum PatchError {
    #[error("there is no patch `{0}`")]
    NoSuchPatch(String),
    #[error("`{0}` is not a file in the folder of patches: it is a link out of it, or no file")]
    NotInFolder(String),
    #[error("`{0}` is not what it was when it was read: another program has changed it")]
    Changed(String),
    #[error("this is not a patch: {0}")]
    NotAPatch(String),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Whether the content is a patch as far as a folder needs to know: what it means is for the
/// editor to say, which may be of another version.
fn check_patch(content: &[u8]) -> Result<(), PatchError> {
    #[derive(Deserialize)]
    struct Patch {
        #[serde(rename = "ropewalk")]
        _version: IgnoredAny,
    }

    let not_a_patch = |reason: String| PatchError::NotAPatch(reason);
    // What serde_json skips it does not check to be UTF-8.
    let content = str::from_utf8(content).map_err(|error| not_a_patch(error.to_string()))?;
    // An array would pass for the fields in their order.
    if !content.trim_ascii_start().starts_with('{') {
        return Err(not_a_patch("it is not a JSON object".to_owned()));
    }
    serde_json::from_str::<Patch>(content).map_err(|error| not_a_patch(error.to_string()))?;
    Ok(())
}

const EXTENSION: &str = ".json";

/// Leaves room for what file systems with a limit of 255 bytes add.
const MAX_NAME_LEN: usize = 200;

#[cfg(test)]
mod tests;
