//! `Ops.Ui.Area`

use ropewalk_flow::{Handlers, In, Op, Text, Trigger};

/// Stands behind ops as a coloured area with a title.
#[derive(Op)]
#[op(name = "Ops.Ui.Area", help = include_str!("area.md"))]
pub(super) struct Area {
    /// What stands at its upper edge.
    #[input(name = "Title")]
    _title: In<Text>,
    /// Removes the area in the editor, and leaves the ops in it where they are.
    #[input(name = "Delete", display = "button")]
    _delete: Trigger,
    /// How wide it is on the canvas.
    #[input(name = "Width", default = 320.0, min = 64, unit = "px", group = "Look")]
    _width: In<f64>,
    /// How tall it is on the canvas.
    #[input(
        name = "Height",
        default = 240.0,
        min = 48,
        unit = "px",
        group = "Look"
    )]
    _height: In<f64>,
    /// Its colour, as `#rrggbb`; grey where it is empty or anything else.
    #[input(name = "Color", group = "Look")]
    _color: In<Text>,
}

impl Handlers for Area {}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_takes_any_size_and_colour_and_does_nothing() {
        let mut op = Bench::<Area>::new();
        for width in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            op.set("Width", width).unwrap();
        }
        op.set("Color", "url(evil)").unwrap();
        op.press("Delete").unwrap();
    }
}
