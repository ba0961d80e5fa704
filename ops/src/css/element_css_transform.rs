use ropewalk_flow::{Cx, Declaration, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::{Layer, length};

/// Moves, scales and turns an element, without a change to what is around it.
#[derive(Op)]
#[op(
    name = "Ops.Html.CSS.ElementCssTransform",
    alias = "Ops.Html.CSS.ElementCssTransform_v2",
    help = include_str!("element_css_transform.md")
)]
pub(super) struct ElementCssTransform {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// Whether it is moved.
    #[input(name = "Translate Active", default = true, group = "Translation")]
    translates: In<bool>,
    /// How far to the right.
    #[input(name = "Translate X", group = "Translation")]
    x: In<f64>,
    /// How far down.
    #[input(name = "Translate Y", group = "Translation")]
    y: In<f64>,
    /// Pixels, or hundredths of the element's own size.
    #[input(
        name = "Unit",
        default = "px",
        choices("px", "%"),
        group = "Translation"
    )]
    unit: In<Text>,
    /// Whether it is scaled.
    #[input(name = "Scale Active", default = true, group = "Scaling")]
    scales: In<bool>,
    /// How many times as large.
    #[input(name = "Scale", default = 1, group = "Scaling")]
    scale: In<f64>,
    /// Whether it is turned.
    #[input(name = "Rotate Active", default = true, group = "Rotation")]
    rotates: In<bool>,
    /// How far, clockwise.
    #[input(name = "Rot Z", unit = "°", group = "Rotation")]
    rotation: In<f64>,
    /// Whether `Origin X` and `Origin Y` hold.
    #[input(name = "Set Origin", default = true, group = "Origin")]
    set_origin: In<bool>,
    /// Around which point it is scaled and turned, across.
    #[input(
        name = "Origin X",
        default = "center",
        choices("left", "center", "right"),
        group = "Origin"
    )]
    origin_x: In<Text>,
    /// Around which point it is scaled and turned, down.
    #[input(
        name = "Origin Y",
        default = "center",
        choices("top", "center", "bottom"),
        group = "Origin"
    )]
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

impl Handlers for ElementCssTransform {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let mut transform = String::new();
        if self.translates.get(cx) {
            let unit = self.unit.get(cx);
            let (x, y) = (length(self.x.get(cx), &unit), length(self.y.get(cx), &unit));
            transform.extend(["translate(", &x, ",", &y, ") "]);
        }
        if self.scales.get(cx) && self.scale.get(cx) != 1.0 {
            transform.extend(["scale(", &length(self.scale.get(cx), ""), ") "]);
        }
        if self.rotates.get(cx) && self.rotation.get(cx) != 0.0 {
            transform.extend(["rotateZ(", &length(self.rotation.get(cx), "deg"), ") "]);
        }
        let mut declared: Vec<Declaration> = Vec::new();
        if !transform.is_empty() {
            declared.push(("transform".into(), transform.trim_end().into()));
        }
        if self.set_origin.get(cx) {
            let origin = [&*self.origin_x.get(cx), " ", &*self.origin_y.get(cx)].concat();
            declared.push(("transform-origin".into(), origin.into()));
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
    fn it_moves_then_scales_then_turns() -> Result<(), GraphError> {
        let mut op = linked::<ElementCssTransform>("Element");
        assert_eq!(
            style(&mut op).unwrap(),
            "transform: translate(0px,0px); transform-origin: center center"
        );
        op.set("Translate X", 10.0)?;
        op.set("Unit", "%")?;
        op.set("Scale", 2.0)?;
        op.set("Rot Z", 45.0)?;
        op.set("Origin X", "left")?;
        assert_eq!(
            style(&mut op).unwrap(),
            "transform: translate(10%,0%) scale(2) rotateZ(45deg); transform-origin: left center"
        );
        op.set("Translate Active", false)?;
        op.set("Rotate Active", false)?;
        op.set("Set Origin", false)?;
        op.set("Z Index Active", true)?;
        assert_eq!(style(&mut op).unwrap(), "transform: scale(2); z-index: 100");
        Ok(())
    }
}
