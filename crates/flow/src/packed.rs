//! Declarations as bytes, for programs that are to be small.
//!
//! A [`PortSpec`] is over a hundred bytes, most of them zeros and addresses, and a page loads them
//! for each port of each op. Packed, a port is its name and two bytes or little more. The compiler
//! packs, a program unpacks what it has at its start. What only people read is left out: summaries,
//! doc comments, help pages, ranges, units, groups and which inputs are needed.

use crate::kind::Kind;
use crate::spec::{Display, OpSpec, PortDefault, PortSpec};

const ALIASES: u8 = 1;
const DEFAULT: u8 = 1 << 1;
const DISPLAY: u8 = 1 << 2;
const CHOICES: u8 = 1 << 3;
const MULTI: u8 = 1 << 4;
const SECRET: u8 = 1 << 5;
const LAZY: u8 = 1 << 6;

/// How many bytes a declaration takes.
pub const fn length(spec: &OpSpec) -> usize {
    let mut counter = Writer { bytes: [], at: 0 };
    counter.op(spec);
    counter.at
}

/// The bytes of a declaration, which are as many as [`length`] says.
pub const fn pack<const LENGTH: usize>(spec: &OpSpec) -> [u8; LENGTH] {
    let mut writer = Writer {
        bytes: [0; LENGTH],
        at: 0,
    };
    writer.op(spec);
    assert!(writer.at == LENGTH, "as long as it was counted");
    writer.bytes
}

/// The declaration that was packed, for as long as the program runs.
///
/// # Panics
///
/// Where the bytes are none of [`pack`].
pub fn unpack(bytes: &'static [u8]) -> &'static OpSpec {
    Box::leak(Box::new(Reader { left: bytes }.op()))
}

/// Bytes that are written one after the other, and only counted where there is no room.
struct Writer<const ROOM: usize> {
    bytes: [u8; ROOM],
    at: usize,
}

impl<const ROOM: usize> Writer<ROOM> {
    const fn op(&mut self, spec: &OpSpec) {
        self.text(spec.name);
        self.texts(spec.aliases);
        self.ports(spec.inputs);
        self.ports(spec.outputs);
    }

    const fn ports(&mut self, ports: &[PortSpec]) {
        self.number(ports.len());
        let mut at = 0;
        while at < ports.len() {
            self.port(&ports[at]);
            at += 1;
        }
    }

    const fn port(&mut self, port: &PortSpec) {
        let has_default = !matches!(port.default, PortDefault::Empty);
        let is_plain = matches!(port.display, Display::Plain);
        self.byte(
            flag(ALIASES, !port.aliases.is_empty())
                | flag(DEFAULT, has_default)
                | flag(DISPLAY, !is_plain)
                | flag(CHOICES, !port.choices.is_empty())
                | flag(MULTI, port.multi > 0)
                | flag(SECRET, port.secret)
                | flag(LAZY, port.lazy),
        );
        self.kind(port.kind);
        self.text(port.name);
        if !port.aliases.is_empty() {
            self.texts(port.aliases);
        }
        if has_default {
            self.default(port.default);
        }
        if !is_plain {
            self.byte(match port.display {
                Display::Plain => 0,
                Display::Integer => 1,
                Display::Slider => 2,
                Display::Button => 3,
                Display::Editor => 4,
                Display::Variable => 5,
            });
        }
        if !port.choices.is_empty() {
            self.texts(port.choices);
        }
        if port.multi > 0 {
            self.number(port.multi as usize);
        }
    }

    const fn kind(&mut self, kind: Kind) {
        self.byte(match kind {
            Kind::Number => 0,
            Kind::Bool => 1,
            Kind::Text => 2,
            Kind::Array => 3,
            Kind::Object => 4,
            Kind::Bytes => 5,
            Kind::Trigger => 6,
            Kind::Reference => 7,
            Kind::Any => 8,
            Kind::Resource(_) => 9,
        });
        if let Kind::Resource(name) = kind {
            self.text(name);
        }
    }

    const fn default(&mut self, default: PortDefault) {
        match default {
            PortDefault::Empty => {}
            PortDefault::Bool(bool) => self.byte(bool as u8),
            PortDefault::Number(number) => {
                self.byte(2);
                let bytes = number.to_bits().to_le_bytes();
                let mut at = 0;
                while at < bytes.len() {
                    self.byte(bytes[at]);
                    at += 1;
                }
            }
            PortDefault::Text(text) => {
                self.byte(3);
                self.text(text);
            }
        }
    }

    const fn texts(&mut self, texts: &[&str]) {
        self.number(texts.len());
        let mut at = 0;
        while at < texts.len() {
            self.text(texts[at]);
            at += 1;
        }
    }

    const fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.number(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            self.byte(bytes[at]);
            at += 1;
        }
    }

    /// Seven bits a byte, the lowest first; the eighth says that there are more.
    const fn number(&mut self, mut number: usize) {
        while number > 0x7F {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    const fn byte(&mut self, byte: u8) {
        if self.at < ROOM {
            self.bytes[self.at] = byte;
        }
        self.at += 1;
    }
}

const fn flag(flag: u8, is_set: bool) -> u8 {
    if is_set { flag } else { 0 }
}

struct Reader {
    left: &'static [u8],
}

impl Reader {
    fn op(&mut self) -> OpSpec {
        OpSpec {
            name: self.text(),
            aliases: self.list(Self::text),
            summary: "",
            help: "",
            inputs: self.list(Self::port),
            outputs: self.list(Self::port),
        }
    }

    fn port(&mut self) -> PortSpec {
        let flags = self.byte();
        let has = |flag| flags & flag != 0;
        let kind = self.kind();
        let name = self.text();
        PortSpec {
            name,
            aliases: if has(ALIASES) {
                self.list(Self::text)
            } else {
                &[]
            },
            kind,
            doc: "",
            default: if has(DEFAULT) {
                self.default()
            } else {
                PortDefault::Empty
            },
            display: if has(DISPLAY) {
                self.display()
            } else {
                Display::Plain
            },
            range: None,
            choices: if has(CHOICES) {
                self.list(Self::text)
            } else {
                &[]
            },
            unit: "",
            group: "",
            secret: has(SECRET),
            lazy: has(LAZY),
            needed: false,
            multi: if has(MULTI) { self.number() as u16 } else { 0 },
        }
    }

    fn kind(&mut self) -> Kind {
        match self.byte() {
            0 => Kind::Number,
            1 => Kind::Bool,
            2 => Kind::Text,
            3 => Kind::Array,
            4 => Kind::Object,
            5 => Kind::Bytes,
            6 => Kind::Trigger,
            7 => Kind::Reference,
            8 => Kind::Any,
            _ => Kind::Resource(self.text()),
        }
    }

    fn display(&mut self) -> Display {
        match self.byte() {
            1 => Display::Integer,
            2 => Display::Slider,
            3 => Display::Button,
            4 => Display::Editor,
            _ => Display::Variable,
        }
    }

    fn default(&mut self) -> PortDefault {
        match self.byte() {
            0 => PortDefault::Bool(false),
            1 => PortDefault::Bool(true),
            2 => {
                let bytes = self.bytes(8).try_into().expect("eight bytes");
                PortDefault::Number(f64::from_le_bytes(bytes))
            }
            _ => PortDefault::Text(self.text()),
        }
    }

    fn list<T>(&mut self, item: fn(&mut Self) -> T) -> &'static [T] {
        let count = self.number();
        Vec::leak((0..count).map(|_| item(self)).collect())
    }

    fn text(&mut self) -> &'static str {
        let length = self.number();
        str::from_utf8(self.bytes(length)).expect("a text is packed as one")
    }

    fn number(&mut self) -> usize {
        let byte = usize::from(self.byte());
        if byte > 0x7F {
            return byte & 0x7F | self.number() << 7;
        }
        byte
    }

    fn byte(&mut self) -> u8 {
        self.bytes(1)[0]
    }

    fn bytes(&mut self, count: usize) -> &'static [u8] {
        let (bytes, left) = self.left.split_at(count);
        self.left = left;
        bytes
    }
}
