//! `Ops.Array.ArrayPack2`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::{count, pack};

/// Makes one array of two, with their items in turn.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayPack2", help = include_str!("array_pack2.md"))]
pub(super) struct ArrayPack2 {
    /// Makes the array. Without a link here, each change makes it.
    #[input(name = "Trigger in", display = "button")]
    exe: Trigger,
    /// The first items.
    #[input(name = "Array 1")]
    array1: In<Array>,
    /// The second items.
    #[input(name = "Array 2")]
    array2: In<Array>,
    /// Fires after the array is set.
    #[output(name = "Trigger out")]
    next: Fire,
    /// The items in turn.
    #[output(name = "Array out")]
    packed: Out<Array>,
    /// How many items the result has.
    #[output(name = "Array length")]
    length: Out<f64>,
}

impl Handlers for ArrayPack2 {
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

impl ArrayPack2 {
    fn pack(&self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let arrays = [self.array1, self.array2];
        let packed = pack(&arrays.map(|array| array.get(cx)))?;
        self.length.set(cx, count(&packed));
        self.packed.set(cx, packed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn items_come_in_turn() {
        let mut op = Bench::<ArrayPack2>::new();
        for (first, second, packed, length) in [
            ("[1,3]", "[2,4]", "[1,2,3,4]", 4.0),
            ("[]", "[]", "[]", 0.0),
            ("null", "[2]", "[0,2]", 2.0),
        ] {
            op.set("Array 1", Value::from_json(first).unwrap()).unwrap();
            op.set("Array 2", Value::from_json(second).unwrap())
                .unwrap();
            assert_eq!(op.out("Array out").to_json(), packed);
            assert_eq!(op.out("Array length"), length, "{packed}");
        }
        op.press("Trigger in").unwrap();
        assert_eq!(op.pulses("Trigger out"), 1);
    }
}
