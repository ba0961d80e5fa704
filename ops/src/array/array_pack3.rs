//! `Ops.Array.ArrayPack3`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::{count, pack};

/// Makes one array of three, with their items in turn.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayPack3", help = include_str!("array_pack3.md"))]
pub(super) struct ArrayPack3 {
    /// Makes the array. Without a link here, each change makes it.
    #[input(name = "Trigger in", display = "button")]
    exe: Trigger,
    /// The first items.
    #[input(name = "Array 1")]
    array1: In<Array>,
    /// The second items.
    #[input(name = "Array 2")]
    array2: In<Array>,
    /// The third items.
    #[input(name = "Array 3")]
    array3: In<Array>,
    /// Fires after the array is set.
    #[output(name = "Trigger out")]
    next: Fire,
    /// The items in turn.
    #[output(name = "Array out")]
    packed: Out<Array>,
    /// How many points it makes: a third of its items.
    #[output(name = "Num Points")]
    length: Out<f64>,
}

impl Handlers for ArrayPack3 {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.exe.linked(cx) {
            return Ok(());
        }
        self.pack(cx)
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.exe {
            return Ok(());
        }
        self.pack(cx)?;
        self.next.fire(cx);
        Ok(())
    }
}

impl ArrayPack3 {
    fn pack(&self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let arrays = [self.array1, self.array2, self.array3];
        let packed = pack(&arrays.map(|array| array.get(cx)))?;
        self.length.set(cx, count(&packed) / 3.0);
        self.packed.set(cx, packed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::*;
    use crate::array::array_trigger::ArrayTrigger;

    fn set(op: &mut Bench<ArrayPack3>, arrays: [&str; 3]) {
        for (port, json) in ["Array 1", "Array 2", "Array 3"].iter().zip(arrays) {
            op.set(port, Value::from_json(json).unwrap()).unwrap();
        }
    }

    #[test]
    fn items_come_in_turn() {
        let mut op = Bench::<ArrayPack3>::new();
        assert_eq!(op.out("Array out").to_json(), "[]", "nothing is linked");
        set(&mut op, ["[1,4]", r#"["b",null]"#, "[[3],6]"]);
        assert_eq!(op.out("Array out").to_json(), r#"[1,"b",[3],4,null,6]"#);
        assert_eq!(op.out("Num Points"), 2.0);
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn for_an_array_that_is_not_there_stands_0() {
        let mut op = Bench::<ArrayPack3>::new();
        set(&mut op, ["null", "[1,2]", "null"]);
        assert_eq!(op.out("Array out").to_json(), "[0,1,0,0,2,0]");
    }

    #[test]
    fn arrays_of_different_lengths_are_told() {
        let mut op = Bench::<ArrayPack3>::new();
        set(&mut op, ["[1]", "[2]", "[3]"]);
        set(&mut op, ["[1]", "[2,2]", "[3]"]);
        assert_eq!(
            op.out("Array out").to_json(),
            "[1,2,3]",
            "the last one stays"
        );
        let problem = op.problem().unwrap();
        assert!(problem.contains("same length"), "{problem}");
        op.press("Trigger in").unwrap();
        assert_eq!(op.pulses("Trigger out"), 0);
        set(&mut op, ["[1]", "[]", "[3]"]);
        set(&mut op, ["[1]", "[5]", "[3]"]);
        assert_eq!(op.problem(), None);
        assert_eq!(op.out("Array out").to_json(), "[1,5,3]");
    }

    #[test]
    fn linked_it_makes_the_array_with_the_pulses_only() {
        let mut op = Bench::<ArrayPack3>::new();
        let source = op.graph.add(&OpEntry::of::<ArrayTrigger>());
        op.graph.connect((source, 0), (op.node, 0)).unwrap();
        set(&mut op, ["[1]", "[2]", "[3]"]);
        assert_eq!(op.out("Array out").to_json(), "[]");
        op.graph.press(source, 0, op.now).unwrap();
        assert_eq!(op.out("Array out").to_json(), "[1,2,3]");
        assert_eq!(op.pulses("Trigger out"), 1);
    }
}
