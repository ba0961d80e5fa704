//! `Ops.String.UUID`

use ropewalk_flow::{Cx, Handlers, Op, OpError, Out, Text, Trigger};

/// Makes an id that no other has.
#[derive(Op)]
#[op(name = "Ops.String.UUID", help = include_str!("uuid.md"))]
pub(super) struct Uuid {
    /// Makes a new id.
    #[input(name = "Generate", display = "button")]
    generate: Trigger,
    /// The id.
    #[output(name = "Id")]
    id: Out<Text>,
}

impl Handlers for Uuid {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.id.get(cx).is_empty() {
            self.draw(cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.generate {
            self.draw(cx);
        }
        Ok(())
    }
}

impl Uuid {
    /// Version 4: all is random but the version and the variant [RFC 9562, 5.4].
    fn draw(&self, cx: &mut Cx<'_>) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is from 0 to 2^32, which is excluded"
        )]
        let [a, b, c, d] = [(); 4].map(|()| (cx.random() * 2_f64.powi(32)) as u32);
        let (version, variant) = (0x4000 | b & 0x0fff, 0x8000 | c & 0x3fff);
        let (b, c) = (b >> 16, c >> 16);
        let id = format!("{a:08x}-{b:04x}-{version:04x}-{variant:04x}-{c:04x}{d:08x}");
        self.id.set(cx, id);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::*;

    fn id(op: &Bench<Uuid>) -> Text {
        match op.out("Id") {
            Value::Text(id) => id,
            other => panic!("{other} is no text"),
        }
    }

    #[test]
    fn each_id_is_a_new_one_of_version_4() {
        let mut op = Bench::<Uuid>::new();
        let mut ids = HashSet::new();
        for _ in 0..1000 {
            let id = id(&op);
            let parts = Vec::from_iter(id.split('-'));
            let lengths = Vec::from_iter(parts.iter().map(|part| part.len()));
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert!(parts[2].starts_with('4'), "{id}");
            assert!(parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
            let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
            assert!(parts.concat().chars().all(is_hex), "{id}");
            assert!(ids.insert(id), "it came before");
            op.press("Generate").unwrap();
        }
    }

    #[test]
    fn two_ops_have_two_ids_and_each_keeps_its_own() {
        let mut op = Bench::<Uuid>::new();
        let first = id(&op);
        let first_node = op.node;
        op.node = op.graph.add(&OpEntry::of::<Uuid>());
        op.graph.settle(op.now);
        assert_ne!(id(&op), first);
        op.press("Generate").unwrap();
        op.node = first_node;
        assert_eq!(id(&op), first);
    }
}
