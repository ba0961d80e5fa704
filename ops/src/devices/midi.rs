//! MIDI messages, as the ops hand them on: as objects, with the names that cables has.

use std::rc::Rc;

use ropewalk_flow::{Cx, Object, Text, Value, clamp};

use super::{numbers, object};
use crate::json::number;

pub(super) const NOTE_OFF: u8 = 0x8;
pub(super) const NOTE_ON: u8 = 0x9;
pub(super) const CONTROL: u8 = 0xb;

/// The control changes that make up an NRPN: the lower and the upper part of its number, the upper
/// and the lower part of its value.
const NRPN: [u8; 4] = [98, 99, 6, 38];

/// What notes are called within an octave.
const NOTES: [&str; 12] = [
    "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B",
];

/// What a note is called: `C3 - 60`.
pub(super) fn note_name(note: u8) -> String {
    let octave = i16::from(note / 12) - 2;
    let name = NOTES[usize::from(note % 12)];
    format!("{name}{octave} - {note}")
}

/// What kind of message it is, by its status byte; nothing for what the ops do not know.
pub(super) fn kind(status: u8) -> Option<&'static str> {
    Some(match (status >> 4, status) {
        (NOTE_OFF | NOTE_ON, _) => "Note",
        (0xa, _) => "Poly Key Pressure",
        (CONTROL, _) => "CC",
        (0xc, _) => "Program Change",
        (0xd, _) => "Channel Pressure",
        (0xe, _) => "Pitchbend",
        (_, 0xf8 | 0xfa | 0xfb | 0xfc) => "Clock",
        _ => return None,
    })
}

/// Puts NRPNs together, whose parts come one by one.
#[derive(Debug, Default)]
pub(super) struct NrpnReader([[Option<u8>; 4]; 16]);

impl NrpnReader {
    /// Takes a control change; the number and the value that it makes whole.
    pub(super) fn take(&mut self, channel: u8, index: u8, value: u8) -> Option<(u16, u16)> {
        let parts = &mut self.0[usize::from(channel & 0xf)];
        let part = NRPN.iter().position(|control| *control == index)?;
        parts[part] = Some(value);
        if part < 2 {
            // The value belongs to the number before.
            parts[2] = None;
            parts[3] = None;
            return None;
        }
        let join = |upper: u8, lower: u8| u16::from(upper) << 7 | u16::from(lower);
        match *parts {
            [
                Some(lower),
                Some(upper),
                Some(value_upper),
                Some(value_lower),
            ] => Some((join(upper, lower), join(value_upper, value_lower))),
            _ => None,
        }
    }
}

/// A message as an object.
pub(super) fn message(device: &Text, bytes: &[u8], nrpn: Option<(u16, u16)>) -> Option<Object> {
    let &status = bytes.first()?;
    let kind = match nrpn {
        Some(_) => "NRPN",
        None => kind(status)?,
    };
    let byte = |at: usize| match bytes.get(at) {
        Some(byte) => Value::Number(f64::from(*byte)),
        None => Value::None,
    };
    let data = numbers(bytes.iter().copied().map(f64::from));
    let mut message = object([
        ("deviceName", device.clone().into()),
        ("inputId", 0.0.into()),
        ("messageType", kind.into()),
        ("index", byte(1)),
        ("value", byte(2)),
        ("cmd", f64::from(status >> 4).into()),
        ("channel", f64::from(status & 0xf).into()),
        ("type", f64::from(status & 0xf0).into()),
        ("note", byte(1)),
        ("velocity", byte(2)),
        ("data", data),
    ]);
    if let Some(entries) = Rc::get_mut(&mut message) {
        let mut add = |name: &str, value| entries.insert(name.into(), value);
        if let Some((index, value)) = nrpn {
            add("nrpnIndex", f64::from(index).into());
            add("nrpnValue", f64::from(value).into());
        }
        if let ("Note", Some(note)) = (kind, bytes.get(1)) {
            let pair = [f64::from(*note).into(), note_name(*note).into()];
            add("newNote", Value::Array(pair.into()));
        }
    }
    Some(message)
}

/// A control change to send: its channel counted from 0, and two numbers that are brought to 0 to
/// 127; NaN to 0.
pub(super) fn control(channel: f64, index: f64, value: f64) -> Object {
    let to_7_bits = |number: f64| match number.is_nan() {
        true => 0.0,
        false => clamp(number.floor(), 0.0, 127.0),
    };
    let (index, value) = (to_7_bits(index), to_7_bits(value));
    object([
        ("deviceName", Value::None),
        ("output", Value::None),
        ("inputId", 0.0.into()),
        ("messageType", "CC".into()),
        (
            "data",
            numbers([f64::from(CONTROL << 4) + channel, index, value]),
        ),
        ("index", index.into()),
        ("value", value.into()),
        ("channel", channel.into()),
    ])
}

/// A number of a message.
pub(super) fn number_of(message: &Object, name: &str) -> Option<f64> {
    message.get(name).and_then(number)
}

/// The bytes of a message; nothing where one of them is none.
pub(super) fn bytes_of(message: &Object) -> Option<Vec<u8>> {
    let Some(Value::Array(data)) = message.get("data") else {
        return None;
    };
    data.iter().map(|byte| to_byte(number(byte)?)).collect()
}

fn to_byte(number: f64) -> Option<u8> {
    let is_byte = (0.0..=255.0).contains(&number) && number.fract() == 0.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is one"
    )]
    is_byte.then_some(number as u8)
}

/// Whether a message is of that kind.
pub(super) fn is(message: &Object, kind: &str) -> bool {
    matches!(message.get("messageType"), Some(Value::Text(of)) if **of == *kind)
}

/// Marks the op where the device that it wants is not there; says which there are.
pub(super) fn look_for(device: &str, present: &[Text], cx: &mut Cx<'_>) {
    if present.iter().any(|name| **name == *device) || device == "all" {
        cx.clear_problem();
        return;
    }
    let names = present.join("`, `");
    cx.set_warning(match (present.is_empty(), device) {
        (true, _) => "There is no MIDI device. Plug one in: it is found at once.".to_owned(),
        (false, "" | "none") => format!("Choose a `Device`: `{names}`."),
        (false, _) => format!("There is no MIDI device `{device}`, but `{names}`."),
    });
}

/// Says that the next message is to be learned, or no more.
pub(super) fn say_learning(learns: bool, cx: &mut Cx<'_>) {
    if learns {
        cx.set_warning("Move the control or press the key that is to be learned.");
    } else {
        cx.clear_problem();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_names() {
        assert_eq!(note_name(0), "C-2 - 0");
        assert_eq!(note_name(60), "C3 - 60");
        assert_eq!(note_name(127), "G8 - 127");
    }

    #[test]
    fn messages_have_what_their_bytes_say() {
        let json = |bytes: &[u8]| {
            let message = message(&"Keys".into(), bytes, None);
            message.map(|message| Value::Object(message).to_json())
        };
        assert_eq!(
            json(&[0x93, 60, 100]).unwrap(),
            r#"{"deviceName":"Keys","inputId":0,"messageType":"Note","index":60,"value":100,"cmd":9,"channel":3,"type":144,"note":60,"velocity":100,"data":[147,60,100],"newNote":[60,"C3 - 60"]}"#
        );
        assert!(
            json(&[0xc0, 7])
                .unwrap()
                .contains(r#""messageType":"Program Change","index":7,"value":null"#)
        );
        assert!(json(&[0xf8]).unwrap().contains("Clock"));
        for unknown in [&[][..], &[0xf0, 1, 0xf7], &[0x12, 3, 4], &[0xfe]] {
            assert_eq!(json(unknown), None);
        }
    }

    #[test]
    fn nrpns_are_put_together_channel_by_channel() {
        let mut reader = NrpnReader::default();
        assert_eq!(reader.take(0, 99, 1), None);
        assert_eq!(reader.take(1, 38, 9), None);
        assert_eq!(reader.take(0, 98, 2), None);
        assert_eq!(reader.take(0, 6, 3), None);
        assert_eq!(reader.take(0, 7, 3), None);
        assert_eq!(reader.take(0, 38, 4), Some((130, 388)));
        // Each later part makes it whole again.
        assert_eq!(reader.take(0, 6, 0), Some((130, 4)));
        // The lower part first.
        for (index, value) in [(98, 5), (99, 0), (38, 1)] {
            assert_eq!(reader.take(0, index, value), None);
        }
        assert_eq!(reader.take(0, 6, 1), Some((5, 129)));
    }

    #[test]
    fn bytes_are_bytes() {
        let bytes = |data: &str| {
            let message = Value::from_json(&format!(r#"{{"data":{data}}}"#)).unwrap();
            let Value::Object(message) = message else {
                unreachable!("it is one")
            };
            bytes_of(&message)
        };
        assert_eq!(bytes("[176,1,127]"), Some(vec![176, 1, 127]));
        for none in ["[256]", "[-1]", "[0.5]", "[null]", "5", "[{}]"] {
            assert_eq!(bytes(none), None, "{none}");
        }
    }
}
