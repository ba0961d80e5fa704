use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::{Layer, length};

/// Sets the colour of an element's text and of its background.
#[derive(Op)]
#[op(name = "Ops.Html.CSS.ElementCssColor", help = include_str!("element_css_color.md"))]
pub(super) struct ElementCssColor {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// Whether the colour of the text is set.
    #[input(name = "Set Color", default = true)]
    set_color: In<bool>,
    /// Red, from 0 to 1.
    #[input(
        name = "Color R",
        min = 0,
        max = 1,
        display = "slider",
        group = "Color"
    )]
    red: In<f64>,
    /// Green, from 0 to 1.
    #[input(
        name = "Color G",
        min = 0,
        max = 1,
        display = "slider",
        group = "Color"
    )]
    green: In<f64>,
    /// Blue, from 0 to 1.
    #[input(
        name = "Color B",
        min = 0,
        max = 1,
        display = "slider",
        group = "Color"
    )]
    blue: In<f64>,
    /// 0 is invisible, 1 is solid.
    #[input(
        name = "Color A",
        default = 1,
        min = 0,
        max = 1,
        display = "slider",
        group = "Color"
    )]
    alpha: In<f64>,
    /// Whether the colour of the background is set.
    #[input(name = "Set Background", default = true)]
    set_background: In<bool>,
    /// The background's red, from 0 to 1.
    #[input(
        name = "Background Color R",
        default = 1,
        min = 0,
        max = 1,
        display = "slider",
        group = "Background"
    )]
    background_red: In<f64>,
    /// The background's green, from 0 to 1.
    #[input(
        name = "Background Color G",
        default = 1,
        min = 0,
        max = 1,
        display = "slider",
        group = "Background"
    )]
    background_green: In<f64>,
    /// The background's blue, from 0 to 1.
    #[input(
        name = "Background Color B",
        default = 1,
        min = 0,
        max = 1,
        display = "slider",
        group = "Background"
    )]
    background_blue: In<f64>,
    /// 0 is a background that is not to be seen, 1 a solid one.
    #[input(
        name = "Background Color A",
        default = 1,
        min = 0,
        max = 1,
        display = "slider",
        group = "Background"
    )]
    background_alpha: In<f64>,
    /// The element, for the next op.
    #[output(name = "HTML Element")]
    through: Out<Place>,
    layer: Layer,
}

impl Handlers for ElementCssColor {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let color = |parts: [In<f64>; 4]| -> Text {
            // From 0 to 255, as screens have it.
            let [red, green, blue] = [0, 1, 2].map(|at: usize| {
                let part: In<f64> = parts[at];
                length((part.get(cx) * 255.0).floor(), "")
            });
            let alpha = length(parts[3].get(cx), "");
            ["rgba(", &red, ",", &green, ",", &blue, ",", &alpha, ")"]
                .concat()
                .into()
        };
        let mut declared = Vec::new();
        if self.set_color.get(cx) {
            let color = color([self.red, self.green, self.blue, self.alpha]);
            declared.push(("color".into(), color));
        }
        if self.set_background.get(cx) {
            let color = color([
                self.background_red,
                self.background_green,
                self.background_blue,
                self.background_alpha,
            ]);
            declared.push(("background-color".into(), color));
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
    fn colours_count_from_zero_to_one() -> Result<(), GraphError> {
        let mut op = linked::<ElementCssColor>("Element");
        assert_eq!(
            style(&mut op).unwrap(),
            "color: rgba(0,0,0,1); background-color: rgba(255,255,255,1)"
        );
        op.set("Set Background", false)?;
        op.set("Color R", 0.5)?;
        op.set("Color A", 0.25)?;
        assert_eq!(style(&mut op).unwrap(), "color: rgba(127,0,0,0.25)");
        op.set("Set Color", false)?;
        assert_eq!(style(&mut op).unwrap(), "");
        Ok(())
    }
}
