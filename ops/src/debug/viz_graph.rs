use ropewalk_flow::{Handlers, In, Op, Trigger};

/// Draws up to eight numbers as lines over time.
#[derive(Op)]
#[op(name = "Ops.Ui.VizGraph", help = include_str!("viz_graph.md"))]
#[expect(dead_code, reason = "the editor draws what the ports hold")]
pub(crate) struct VizGraph {
    /// The number of the first line.
    #[input(name = "Number 1")]
    number1: In<f64>,
    /// The number of the second line.
    #[input(name = "Number 2")]
    number2: In<f64>,
    /// The number of the third line.
    #[input(name = "Number 3")]
    number3: In<f64>,
    /// The number of the fourth line.
    #[input(name = "Number 4")]
    number4: In<f64>,
    /// The number of the fifth line.
    #[input(name = "Number 5")]
    number5: In<f64>,
    /// The number of the sixth line.
    #[input(name = "Number 6")]
    number6: In<f64>,
    /// The number of the seventh line.
    #[input(name = "Number 7")]
    number7: In<f64>,
    /// The number of the eighth line.
    #[input(name = "Number 8")]
    number8: In<f64>,
    /// Whether the space below a line that is alone is filled.
    #[input(name = "Fill Graph", default = true)]
    fill: In<bool>,
    /// Starts with an empty graph.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
}

/// The editor watches the ports and draws; there is nothing to compute.
impl Handlers for VizGraph {}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Value};

    use super::*;

    #[test]
    fn its_inputs_hold_what_the_editor_draws() -> Result<(), GraphError> {
        let mut op = Bench::<VizGraph>::new();
        for line in 1..=8 {
            op.set(&format!("Number {line}"), f64::from(line))?;
        }
        for port in 0..8 {
            let drawn = op.graph.input(op.node, port)?;
            assert_eq!(drawn, &Value::Number(f64::from(port) + 1.0));
        }
        op.press("Reset")?;
        assert_eq!(op.graph.input(op.node, 9)?, &1.0);
        Ok(())
    }
}
