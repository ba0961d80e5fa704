use ropewalk_flow::{Ask, Asked, Cx, ElementId, Handlers, In, Multi, Op, OpError, Out, Place};

/// Puts elements into another, in an order.
#[derive(Op)]
#[op(
    name = "Ops.Html.ElementChilds",
    aliases("Ops.Html.ElementChilds_v2", "Ops.Html.ElementChilds_v3"),
    help = include_str!("element_childs.md")
)]
pub(super) struct ElementChilds {
    /// The element that the others are to stand in.
    #[input(name = "Parent", needed)]
    parent: In<Place>,
    /// An element that is to stand in it.
    #[input(name = "Childs", multi = 4)]
    childs: Multi<In<Place>>,
    /// The element that they stand in, for the next op.
    #[output(name = "Parent Out")]
    through: Out<Place>,
    /// How many ports for elements there are.
    #[output(name = "Num Values")]
    count: Out<f64>,
    asked: Option<Asked>,
}

impl Handlers for ElementChilds {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let parent = self.parent.get(cx);
        if self.parent.changed(cx) {
            match parent {
                Some(parent) => self.through.set(cx, parent),
                None => self.through.clear(cx),
            }
        }
        let childs = self.childs.ports(cx).filter_map(|port| port.get(cx));
        let childs: Vec<ElementId> = childs.map(Place::element).collect();
        #[expect(clippy::cast_precision_loss, reason = "a count of ports")]
        let count = self.childs.len(cx) as f64;
        self.count.set(cx, count);
        let ask = Ask::Children(parent.map(Place::element), childs);
        match &self.asked {
            Some(asked) => asked.change(ask),
            None => self.asked = Some(cx.ask(ask)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::{Effect, GraphError, OpEntry};

    use super::*;
    use crate::css::testing::linked;
    use crate::html::Element;

    #[test]
    fn elements_stand_in_the_parent_in_their_order_and_nowhere_without_one()
    -> Result<(), GraphError> {
        let mut op = linked::<ElementChilds>("Parent");
        op.effects();
        let child = op.graph.add(&OpEntry::of::<Element>());
        op.graph.connect((child, 0), (op.node, 2))?;
        op.graph.settle(op.now);
        let asked = |effects: Vec<Effect>| {
            let asked = effects.into_iter().filter_map(|effect| match effect {
                Effect::Ask(_, Ask::Children(parent, childs)) => Some((parent, childs.len())),
                _ => None,
            });
            asked.last()
        };
        let (parent, count) = asked(op.effects()).unwrap();
        assert!(parent.is_some());
        assert_eq!(count, 1);
        assert_eq!(op.out("Num Values"), 4.0);
        op.graph.remove(op.node)?;
        assert!(
            op.effects()
                .iter()
                .any(|effect| matches!(effect, Effect::TakeBack(_)))
        );
        Ok(())
    }
}
