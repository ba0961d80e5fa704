//! `Ops.Array.ArrayPack4`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::{count, pack};

/// Makes one array of four, with their items in turn.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayPack4", help = include_str!("array_pack4.md"))]
pub(super) struct ArrayPack4 {
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
    /// The fourth items.
    #[input(name = "Array 4")]
    array4: In<Array>,
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

impl Handlers for ArrayPack4 {
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

impl ArrayPack4 {
    fn pack(&self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let arrays = [self.array1, self.array2, self.array3, self.array4];
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
        let mut op = Bench::<ArrayPack4>::new();
        let arrays = ["[1,5]", "[2,6]", "[3,7]", "[4,8]"];
        for (port, json) in ["Array 1", "Array 2", "Array 3", "Array 4"]
            .iter()
            .zip(arrays)
        {
            op.set(port, Value::from_json(json).unwrap()).unwrap();
        }
        assert_eq!(op.out("Array out").to_json(), "[1,2,3,4,5,6,7,8]");
        assert_eq!(op.out("Array length"), 8.0);
        op.set("Array 2", Value::None).unwrap();
        assert_eq!(op.out("Array out").to_json(), "[1,0,3,4,5,0,7,8]");
        op.press("Trigger in").unwrap();
        assert_eq!(op.pulses("Trigger out"), 1);
    }
}
