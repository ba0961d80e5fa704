//! An element beside an op, to see what the op does to its style.

use ropewalk_flow::testing::Bench;
use ropewalk_flow::{Ask, Declaration, Effect, Op, OpEntry};

use crate::html::Element;

/// An op that has an element at an input. What it makes of it is among its effects.
pub(crate) fn linked<T: Op>(input: &str) -> Bench<T> {
    let mut op = Bench::<T>::new();
    op.effects();
    let element = op.graph.add(&OpEntry::of::<Element>());
    let input = T::SPEC.input(input).unwrap();
    op.graph.connect((element, 0), (op.node, input)).unwrap();
    op.graph.settle(op.now);
    op
}

/// The declarations that were asked for last, as CSS.
pub(crate) fn style<T: Op>(op: &mut Bench<T>) -> Option<String> {
    let asked = |effect| match effect {
        Effect::Ask(_, Ask::Style(_, declarations)) => Some(css(&declarations)),
        Effect::TakeBack(_) => Some(String::new()),
        _ => None,
    };
    op.effects().into_iter().filter_map(asked).last()
}

fn css(declarations: &[Declaration]) -> String {
    let declarations = declarations.iter();
    let texts = declarations.map(|(name, value)| format!("{name}: {value}"));
    Vec::from_iter(texts).join("; ")
}
