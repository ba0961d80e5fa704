use ropewalk_flow::{Cx, Declaration, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::{Layer, length};

/// Sets where an element stands.
#[derive(Op)]
#[op(name = "Ops.Html.CSS.ElementPosition", help = include_str!("element_position.md"))]
pub(super) struct ElementPosition {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// Whether the position is set.
    #[input(name = "Translate Active", default = true, group = "Translation")]
    active: In<bool>,
    /// What `Pos Top` counts in; `Off` leaves it as it is.
    #[input(name = "Pos Top Unit", default = "px", choices("Off", "px", "%"))]
    top_unit: In<Text>,
    /// What `Pos Left` counts in; `Off` leaves it as it is.
    #[input(name = "Pos Left Unit", default = "px", choices("Off", "px", "%"))]
    left_unit: In<Text>,
    /// What `Pos Right` counts in; `Off` leaves it as it is.
    #[input(name = "Pos Right Unit", default = "Off", choices("Off", "px", "%"))]
    right_unit: In<Text>,
    /// What `Pos Bottom` counts in; `Off` leaves it as it is.
    #[input(name = "Pos Bottom Unit", default = "Off", choices("Off", "px", "%"))]
    bottom_unit: In<Text>,
    /// How far it is from the upper edge of what it stands in.
    #[input(name = "Pos Top")]
    top: In<f64>,
    /// How far it is from the left edge.
    #[input(name = "Pos Left")]
    left: In<f64>,
    /// How far it is from the right edge.
    #[input(name = "Pos Right")]
    right: In<f64>,
    /// How far it is from the lower edge.
    #[input(name = "Pos Bottom")]
    bottom: In<f64>,
    /// Whether `Origin X` and `Origin Y` hold.
    #[input(name = "Set Origin", default = true)]
    set_origin: In<bool>,
    /// Which point of the element stands there, across.
    #[input(
        name = "Origin X",
        default = "Left",
        choices("Left", "Center", "Right")
    )]
    origin_x: In<Text>,
    /// Which point of the element stands there, down.
    #[input(name = "Origin Y", default = "Top", choices("Top", "Center", "Bottom"))]
    origin_y: In<Text>,
    /// Whether `Z Index` is set.
    #[input(name = "Z Index Active")]
    set_z: In<bool>,
    /// Of two elements in one place, the one with the greater number is in front.
    #[input(name = "Z Index", default = 100)]
    z: In<f64>,
    /// The element, for the next op.
    #[output(name = "Passthrough")]
    through: Out<Place>,
    layer: Layer,
}

impl Handlers for ElementPosition {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let mut declared: Vec<Declaration> = Vec::new();
        if self.active.get(cx) {
            for (name, port, unit) in [
                ("top", self.top, self.top_unit),
                ("bottom", self.bottom, self.bottom_unit),
                ("left", self.left, self.left_unit),
                ("right", self.right, self.right_unit),
            ] {
                let unit = unit.get(cx);
                if &*unit != "Off" {
                    declared.push((name.into(), length(port.get(cx), &unit)));
                }
            }
        }
        if self.set_origin.get(cx) {
            let part = |origin: &str| match origin {
                "Center" => "-50%",
                "Right" | "Bottom" => "-100%",
                _ => "0%",
            };
            let (x, y) = (self.origin_x.get(cx), self.origin_y.get(cx));
            let moved = ["translate(", part(&x), ",", part(&y), ")"].concat();
            declared.push(("transform".into(), moved.into()));
        }
        if self.set_z.get(cx) {
            declared.push(("z-index".into(), length(self.z.get(cx).round(), "")));
        }
        self.layer.update(self.element, self.through, declared, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn each_edge_is_set_where_it_has_a_unit() -> Result<(), GraphError> {
        let mut op = linked::<ElementPosition>("Element");
        assert_eq!(
            style(&mut op).unwrap(),
            "top: 0px; left: 0px; transform: translate(0%,0%)"
        );
        op.set("Pos Top Unit", "Off")?;
        op.set("Pos Bottom Unit", "%")?;
        op.set("Pos Bottom", 5.0)?;
        op.set("Origin X", "Center")?;
        op.set("Origin Y", "Bottom")?;
        op.set("Z Index Active", true)?;
        assert_eq!(
            style(&mut op).unwrap(),
            "bottom: 5%; left: 0px; transform: translate(-50%,-100%); z-index: 100"
        );
        op.set("Translate Active", false)?;
        op.set("Set Origin", false)?;
        assert_eq!(style(&mut op).unwrap(), "z-index: 100");
        Ok(())
    }
}
