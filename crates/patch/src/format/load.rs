//! A file's text to a document.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{FileError, MAX_FILE_BYTES, VERSION};
use crate::catalogue::Catalogue;
use crate::document::{Document, Entry, LinkExtra};
use crate::fields::Fields;
use crate::ids::Ids;
use crate::json;
use crate::link::{Link, LinkError, check};
use crate::op::Op;
use crate::report::{Secret, Warning};
use crate::subpatch::{Exposed, MAX_EXPOSED};
use crate::text::short;

/// A patch file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The patch, without secrets.
    pub document: Document,
    /// The secrets that were in the file, for the host to keep.
    pub secrets: Vec<Secret>,
    /// What does not fit. All of it is for a person to read.
    pub warnings: Vec<Warning>,
}

/// Reads a patch file.
///
/// What the library does not know, and what does not fit, is kept and told in
/// [`Loaded::warnings`].
///
/// # Errors
///
/// A file that is no patch of this version or an older one, with what is wrong and where.
pub fn load(file: impl AsRef<[u8]>, catalogue: &Catalogue) -> Result<Loaded, FileError> {
    read(file.as_ref(), catalogue)
}

fn read(bytes: &[u8], catalogue: &Catalogue) -> Result<Loaded, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| FileError::NotText {
        at: error.valid_up_to(),
    })?;
    // Some editors put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    let json = json::parse(text).map_err(|error| FileError::NotJson(error.to_string()))?;
    let Json::Object(map) = json else {
        return Err(FileError::NotAPatch("it is no JSON object"));
    };
    let mut fields = Fields {
        map,
        at: String::new(),
    };
    match fields.take("ropewalk") {
        None => return Err(FileError::NotAPatch("it has no field `ropewalk`")),
        Some(version) => match version.as_u64() {
            Some(VERSION) => {}
            Some(found) if found > VERSION => return Err(FileError::Newer { found }),
            _ => {
                return Err(FileError::NotAPatch(
                    "its field `ropewalk` is no version of the format",
                ));
            }
        },
    }
    let id = fields.text("id")?.filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| {
        fields.misfit(
            "id",
            "a text that names this patch among yours, such as \"k3x9q2\"",
        )
    })?;
    let name = fields
        .text("name")?
        .unwrap_or_else(|| "Untitled".to_owned());
    let ops = fields.objects("ops")?;
    let links = fields.objects("links")?;

    let mut loader = Loader {
        catalogue,
        document: Document {
            id,
            name,
            ops: IndexMap::new(),
            links: Vec::new(),
            extra: fields.map,
        },
        secrets: Vec::new(),
        warnings: Vec::new(),
    };
    let links = links
        .into_iter()
        .map(entry)
        .collect::<Result<Vec<Entry>, FileError>>()?;
    loader.ops(ops, &links)?;
    loader.links(links);
    loader.document.mend_subpatches(&mut loader.warnings);
    let shown = loader.document.ops.values().map(|op| op.exposed.len());
    if shown.sum::<usize>() >= MAX_EXPOSED {
        return Err(FileError::ManyExposed);
    }
    let Loader {
        document,
        secrets,
        warnings,
        ..
    } = loader;
    Ok(Loaded {
        document,
        secrets,
        warnings,
    })
}

struct Loader<'a> {
    catalogue: &'a Catalogue,
    document: Document,
    secrets: Vec<Secret>,
    warnings: Vec<Warning>,
}

impl Loader<'_> {
    fn ops(&mut self, ops: Vec<Fields>, links: &[Entry]) -> Result<(), FileError> {
        // The places of the warnings by name, so that many ops of one name are one warning.
        let mut unknown: HashMap<String, usize> = HashMap::new();
        // An id that is made up must be none that the file uses, be it further down.
        let mut used: HashSet<String> = HashSet::new();
        used.extend(
            ops.iter()
                .filter_map(|op| op.map.get("id")?.as_str().map(str::to_owned)),
        );
        for entry in links {
            used.extend([entry.link.from.op.clone(), entry.link.to.op.clone()]);
        }
        let is_used = |id: &str| used.contains(id);
        let mut ids = Ids::new(&is_used);
        for mut fields in ops {
            let wanted = fields.text("id")?.unwrap_or_default();
            if !wanted.is_empty() {
                fields.at = format!("op `{}`, ", short(&wanted));
            }
            let name = fields.text("op")?.filter(|name| !name.is_empty());
            let name =
                name.ok_or_else(|| fields.misfit("op", "an op's name, such as \"Ops.Math.Sum\""))?;
            let id = if wanted.is_empty() || self.document.ops.contains_key(&wanted) {
                let now = ids.give(Some(&wanted), self.catalogue.current_name(&name));
                self.warnings.push(Warning::NewId {
                    id: wanted,
                    now: now.clone(),
                });
                now
            } else {
                wanted
            };
            let mut op = Op::new(&name, self.catalogue);
            if op.is_placeholder() {
                let place = *unknown.entry(name).or_insert(self.warnings.len());
                match self.warnings.get_mut(place) {
                    Some(Warning::UnknownOp { count, .. }) => *count += 1,
                    _ => {
                        let name = op.name.clone();
                        self.warnings.push(Warning::UnknownOp { name, count: 1 });
                    }
                }
            }
            op.x = fields.number("x")?.unwrap_or_default();
            op.y = fields.number("y")?.unwrap_or_default();
            op.title = fields.text("title")?.filter(|title| !title.is_empty());
            op.disabled = fields.bool("disabled")?.unwrap_or_default();
            op.bookmarked = fields.bool("bookmarked")?.unwrap_or_default();
            op.subpatch = fields.text("subpatch")?;
            if op.is_subpatch() {
                let exposed = fields.objects("exposed")?.into_iter().map(Exposed::read);
                op.exposed = exposed.collect::<Result<_, _>>()?;
            }
            op.take_counts(&mut fields)?;
            let values = fields.object("values")?.unwrap_or_default();
            op.take_values(&id, values, &mut self.secrets, &mut self.warnings);
            let sources = fields.object("sources")?.unwrap_or_default();
            op.take_sources(&id, sources, &mut self.warnings);
            op.extra = fields.map;
            self.document.ops.insert(id, op);
        }
        Ok(())
    }

    fn links(&mut self, entries: Vec<Entry>) {
        // A multi port has the ports that links and subpatches name.
        for Entry { link, .. } in &entries {
            for (end, output) in [(&link.from, true), (&link.to, false)] {
                if let Some(op) = self.document.ops.get_mut(&end.op) {
                    op.grow(&end.port, output);
                }
            }
        }
        let shown = self.document.ops.values().flat_map(|op| op.exposed.clone());
        for Exposed {
            op, port, output, ..
        } in Vec::from_iter(shown)
        {
            if let Some(op) = self.document.ops.get_mut(&op) {
                op.grow(&port, output);
            }
        }
        let mut seen: HashSet<Link> = HashSet::new();
        for mut entry in entries {
            let problem = match check(&entry.link, &self.document, self.catalogue) {
                Ok(link) => {
                    entry.link = link;
                    None
                }
                Err(problem) => Some(problem),
            };
            let link = entry.link.clone();
            if !seen.insert(link.clone()) {
                let why = LinkError::Exists(link.clone());
                self.warnings.push(Warning::LeftOut { link, why });
                continue;
            }
            entry.broken = problem.is_some();
            if let Some(why) = problem {
                self.warnings.push(Warning::BrokenLink { link, why });
            }
            self.document.links.push(entry);
        }
    }
}

fn entry(mut fields: Fields) -> Result<Entry, FileError> {
    let (link, [from, to]) = Link::read(&mut fields)?;
    let extra = LinkExtra {
        link: fields.map,
        from,
        to,
    };
    let extra = (!extra.is_empty()).then(|| Box::new(extra));
    Ok(Entry {
        link,
        broken: false,
        extra,
    })
}
