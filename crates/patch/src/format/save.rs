//! A document to a file's text.

use std::fmt::{Display, Formatter, Result as FmtResult};

use ropewalk_flow::PortSpec;
use serde_json::{Map, Value as Json};

use super::{FileError, MAX_FILE_BYTES, VERSION};
use crate::document::{Document, Entry, LinkExtra};
use crate::link::PortRef;
use crate::op::Op;
use crate::source;
use crate::subpatch::Exposed;
use crate::value::number_to_json;

/// Writes a patch file: the same text each time, and loading it gives the document back.
///
/// # Errors
///
/// [`FileError::TooLarge`] for a document that could not be read again.
pub fn save(document: &Document) -> Result<String, FileError> {
    let text = format!("{}\n", File(document));
    if text.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge { bytes: text.len() });
    }
    Ok(text)
}

struct File<'a>(&'a Document);

impl Display for File<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        let Document {
            id,
            name,
            ops,
            links,
            extra,
        } = self.0;
        write!(f, "{{\n  \"ropewalk\": {VERSION}")?;
        write!(
            f,
            ",\n  \"id\": {},\n  \"name\": {}",
            quoted(id),
            quoted(name)
        )?;
        f.write_str(",\n  \"ops\": [")?;
        for (index, (id, op)) in ops.iter().enumerate() {
            f.write_str(if index == 0 { "\n" } else { ",\n" })?;
            write_op(f, id, op)?;
        }
        f.write_str(if ops.is_empty() { "]" } else { "\n  ]" })?;
        f.write_str(",\n  \"links\": [")?;
        for (index, entry) in links.iter().enumerate() {
            f.write_str(if index == 0 { "\n" } else { ",\n" })?;
            write_link(f, entry)?;
        }
        f.write_str(if links.is_empty() { "]" } else { "\n  ]" })?;
        for (key, json) in extra {
            write!(f, ",\n  {}: {json}", quoted(key))?;
        }
        f.write_str("\n}")
    }
}

fn write_op(f: &mut Formatter<'_>, id: &str, op: &Op) -> FmtResult {
    let (x, y) = (number_to_json(op.x), number_to_json(op.y));
    let (id, name) = (quoted(id), quoted(&op.name));
    write!(
        f,
        "    {{\n      \"id\": {id}, \"op\": {name}, \"x\": {x}, \"y\": {y}"
    )?;
    if let Some(title) = &op.title {
        write!(f, ",\n      \"title\": {}", quoted(title))?;
    }
    if op.disabled {
        f.write_str(",\n      \"disabled\": true")?;
    }
    if op.bookmarked {
        f.write_str(",\n      \"bookmarked\": true")?;
    }
    if let Some(subpatch) = &op.subpatch {
        write!(f, ",\n      \"subpatch\": {}", quoted(subpatch))?;
    }
    write_exposed(f, &op.exposed)?;
    for (output, key) in [(false, "inputs"), (true, "outputs")] {
        let ports = op.spec.map_or(&[][..], |spec| spec.ports(output));
        let count = op.port_count(output);
        if PortSpec::multi(ports).is_some_and(|port| port.multi != count) {
            write!(f, ",\n      \"{key}\": {count}")?;
        }
    }
    let mut values = Section::new("values");
    if let Some(spec) = op.spec {
        let mut has_kept = vec![false; op.indices(false).len()];
        for index in op.kept.keys().filter_map(|name| op.input(name)) {
            has_kept[usize::from(index)] = true;
        }
        for index in op.indices(false) {
            let name = || PortSpec::name_at(spec.inputs, index);
            if let Some(json) = op.value(index) {
                values.line(f, &name(), json)?;
            } else if has_kept[usize::from(index)] && !op.kept.contains_key(&*name()) {
                // The default is written, as otherwise the value that is kept under an alias of
                // this port would be its value when the file is read.
                let default = PortSpec::at(spec.inputs, index).map(PortSpec::default_value);
                values.line(f, &name(), &default.unwrap_or_default().to_json())?;
            }
        }
    }
    for (name, json) in &op.kept {
        values.line(f, name, json)?;
    }
    values.end(f)?;
    let mut sources = Section::new("sources");
    if let Some(spec) = op.spec {
        for (index, source) in op.sources() {
            let name = PortSpec::name_at(spec.inputs, index);
            sources.line(f, &name, &source::to_json(source))?;
        }
    }
    for (name, json) in &op.kept_sources {
        sources.line(f, name, json)?;
    }
    sources.end(f)?;
    for (key, json) in &op.extra {
        write!(f, ",\n      {}: {json}", quoted(key))?;
    }
    f.write_str("\n    }")
}

fn write_exposed(f: &mut Formatter<'_>, exposed: &[Exposed]) -> FmtResult {
    for (index, it) in exposed.iter().enumerate() {
        f.write_str(if index == 0 {
            ",\n      \"exposed\": [\n"
        } else {
            ",\n"
        })?;
        let (op, port) = (quoted(&it.op), quoted(&it.port));
        write!(f, "        {{ \"op\": {op}, \"port\": {port}")?;
        if it.output {
            f.write_str(", \"output\": true")?;
        }
        write!(f, ", \"name\": {}", quoted(&it.name))?;
        write_extra(f, &it.extra)?;
        f.write_str(" }")?;
    }
    f.write_str(if exposed.is_empty() { "" } else { "\n      ]" })
}

/// A field of an op with a line for each of its ports; nothing at all where there are none.
struct Section {
    name: &'static str,
    is_begun: bool,
}

impl Section {
    fn new(name: &'static str) -> Self {
        let is_begun = false;
        Self { name, is_begun }
    }

    fn line(&mut self, f: &mut Formatter<'_>, port: &str, json: &dyn Display) -> FmtResult {
        if self.is_begun {
            f.write_str(",\n")?;
        } else {
            write!(f, ",\n      \"{}\": {{\n", self.name)?;
        }
        self.is_begun = true;
        write!(f, "        {}: {json}", quoted(port))
    }

    fn end(self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str(if self.is_begun { "\n      }" } else { "" })
    }
}

fn write_link(f: &mut Formatter<'_>, entry: &Entry) -> FmtResult {
    let none = LinkExtra::default();
    let extra = entry.extra.as_deref().unwrap_or(&none);
    f.write_str("    { \"from\": ")?;
    write_end(f, &entry.link.from, &extra.from)?;
    f.write_str(", \"to\": ")?;
    write_end(f, &entry.link.to, &extra.to)?;
    write_extra(f, &extra.link)?;
    f.write_str(" }")
}

fn write_end(f: &mut Formatter<'_>, end: &PortRef, extra: &Map<String, Json>) -> FmtResult {
    write!(
        f,
        "{{ \"op\": {}, \"port\": {}",
        quoted(&end.op),
        quoted(&end.port)
    )?;
    write_extra(f, extra)?;
    f.write_str(" }")
}

fn write_extra(f: &mut Formatter<'_>, extra: &Map<String, Json>) -> FmtResult {
    extra
        .iter()
        .try_for_each(|(key, json)| write!(f, ", {}: {json}", quoted(key)))
}

fn quoted(text: &str) -> Json {
    Json::from(text)
}
