//! `Ops.Math.MathExpression`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

use super::formula::Formula;

/// Computes a formula.
#[derive(Op)]
#[op(
    name = "Ops.Math.MathExpression",
    alias = "Ops.User.simod.MathExpression",
    help = include_str!("math_expression.md")
)]
pub(super) struct MathExpression {
    /// What `a` stands for.
    #[input(name = "A")]
    a: In<f64>,
    /// What `b` stands for.
    #[input(name = "B", default = 1)]
    b: In<f64>,
    /// What `c` stands for.
    #[input(name = "C", default = 2)]
    c: In<f64>,
    /// What `d` stands for.
    #[input(name = "D", default = 3)]
    d: In<f64>,
    /// The formula.
    #[input(name = "Expression", default = "a*(b+c+d)")]
    expression: In<Text>,
    /// What comes of it.
    #[output(name = "Result")]
    result: Out<f64>,
    /// Whether the formula is one.
    #[output(name = "Expression Valid")]
    valid: Out<bool>,
    /// The formula that Expression is, or why it is none.
    formula: Option<Result<Formula, String>>,
}

impl Handlers for MathExpression {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.expression.changed(cx) {
            self.formula = Some(Formula::parse(&self.expression.get(cx)));
        }
        let formula = match &self.formula {
            Some(Ok(formula)) => formula,
            Some(Err(reason)) => {
                self.valid.set(cx, false);
                return Err(OpError::new(format!("Expression is no formula: {reason}.")));
            }
            None => return Ok(()),
        };
        self.valid.set(cx, true);
        let inputs = [self.a, self.b, self.c, self.d].map(|input| input.get(cx));
        self.result.set(cx, formula.compute(inputs));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_formula_is_computed_with_the_inputs() {
        let mut op = Bench::<MathExpression>::new();
        assert_eq!(op.out("Result"), 0.0);
        assert_eq!(op.out("Expression Valid"), true);
        op.set("A", 2.0).unwrap();
        assert_eq!(op.out("Result"), 12.0);
        op.set("Expression", "a ^ d - b").unwrap();
        assert_eq!(op.out("Result"), 7.0);
        op.set("D", f64::NAN).unwrap();
        assert_eq!(op.out("Result"), f64::NAN);
        op.set("D", f64::INFINITY).unwrap();
        assert_eq!(op.out("Result"), f64::INFINITY);
    }

    #[test]
    fn what_is_no_formula_marks_the_op_and_leaves_the_result() {
        let mut op = Bench::<MathExpression>::new();
        op.set("A", 2.0).unwrap();
        op.set("Expression", "a +").unwrap();
        assert_eq!(op.out("Expression Valid"), false);
        assert_eq!(op.out("Result"), 12.0);
        assert!(op.problem().unwrap().contains("missing at the end"));
        op.set("A", 3.0).unwrap();
        assert_eq!(op.out("Result"), 12.0);
        op.set("Expression", "a + 1").unwrap();
        assert_eq!(op.out("Expression Valid"), true);
        assert_eq!(op.out("Result"), 4.0);
        assert_eq!(op.problem(), None);
    }
}
