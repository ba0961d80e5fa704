//! A page that does what ops ask for, to see what they make.

use std::collections::BTreeMap;

use ropewalk_flow::testing::Bench;
use ropewalk_flow::{Attribute, Change, Effect, ElementId, Op, OpEntry, Property, Tag};

use super::sidebar::Sidebar;

/// A control in a sidebar.
pub(super) fn linked<T: Op>() -> (Bench<T>, Page) {
    let mut op = Bench::<T>::new();
    let sidebar = op.graph.add(&OpEntry::of::<Sidebar>());
    op.graph.connect((sidebar, 0), (op.node, 0)).unwrap();
    op.graph.settle(op.now);
    let page = Page::of(op.effects());
    (op, page)
}

#[derive(Default)]
pub(super) struct Page {
    elements: BTreeMap<ElementId, Shown>,
    moves: u32,
}

struct Shown {
    tag: Tag,
    text: String,
    style: String,
    attributes: Vec<(Attribute, String)>,
    number: f64,
    is_checked: bool,
    value: String,
    options: Vec<String>,
    selected: Vec<u32>,
    parent: Option<ElementId>,
    /// When it was last placed: what was placed later stands behind.
    placed: u32,
}

impl Page {
    pub(super) fn of(effects: Vec<Effect>) -> Self {
        let mut page = Self::default();
        page.apply(effects);
        page
    }

    #[track_caller]
    pub(super) fn apply(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::CreateElement { element, tag } => {
                    self.elements.insert(element, Shown::new(tag));
                }
                Effect::ChangeElement(element, change) => {
                    self.moves += 1;
                    let moves = self.moves;
                    let shown = self.elements.get_mut(&element);
                    shown.expect("a living element").change(change, moves);
                }
                Effect::RemoveElement(element) => {
                    self.elements.remove(&element).expect("it is removed once");
                }
                other => panic!("{other:?} is nothing for a page"),
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        self.elements.len()
    }

    #[track_caller]
    pub(super) fn with_tag(&self, tag: Tag) -> ElementId {
        self.find(|shown| shown.tag == tag)
    }

    #[track_caller]
    pub(super) fn with_text(&self, text: &str) -> ElementId {
        self.find(|shown| shown.text == text)
    }

    /// The element that has a class, perhaps among others.
    #[track_caller]
    pub(super) fn with_class(&self, class: &str) -> ElementId {
        self.find(|shown| shown.has_class(class))
    }

    /// The element that is called so for those who cannot see it.
    #[track_caller]
    pub(super) fn with_label(&self, label: &str) -> ElementId {
        self.find(|shown| shown.attribute(Attribute::Label) == Some(label))
    }

    pub(super) fn attribute(&self, element: ElementId, attribute: Attribute) -> Option<&str> {
        self.elements[&element].attribute(attribute)
    }

    pub(super) fn text(&self, element: ElementId) -> &str {
        &self.elements[&element].text
    }

    pub(super) fn style(&self, element: ElementId) -> &str {
        &self.elements[&element].style
    }

    pub(super) fn number(&self, element: ElementId) -> f64 {
        self.elements[&element].number
    }

    pub(super) fn is_checked(&self, element: ElementId) -> bool {
        self.elements[&element].is_checked
    }

    /// The text of a field.
    pub(super) fn value(&self, element: ElementId) -> &str {
        &self.elements[&element].value
    }

    /// The choices of a select.
    pub(super) fn options(&self, element: ElementId) -> &[String] {
        &self.elements[&element].options
    }

    /// Which of them are taken.
    pub(super) fn selected(&self, element: ElementId) -> &[u32] {
        &self.elements[&element].selected
    }

    /// Whether neither it nor what it stands in is hidden or gone.
    pub(super) fn is_shown(&self, element: ElementId) -> bool {
        self.elements.get(&element).is_some_and(|shown| {
            shown.attribute(Attribute::Hidden).is_none()
                && shown.parent.is_none_or(|parent| self.is_shown(parent))
        })
    }

    /// The labels of the rows, from top to bottom.
    pub(super) fn labels(&self) -> Vec<&str> {
        let elements = self.elements.values();
        let labels = elements.filter(|shown| shown.has_class("ropewalk-sidebar-label"));
        let mut labels: Vec<_> = labels
            .filter_map(|label| Some((self.elements.get(&label.parent?)?.placed, &*label.text)))
            .collect();
        labels.sort_unstable();
        labels.into_iter().map(|(_, text)| text).collect()
    }

    #[track_caller]
    fn find(&self, fits: impl Fn(&Shown) -> bool) -> ElementId {
        let mut found = self.elements.iter().filter(|(_, shown)| fits(shown));
        let (element, _) = found.next().expect("such an element");
        assert!(found.next().is_none(), "there are several such elements");
        *element
    }
}

impl Shown {
    fn new(tag: Tag) -> Self {
        Self {
            tag,
            text: String::new(),
            style: String::new(),
            attributes: Vec::new(),
            number: f64::NAN,
            is_checked: false,
            value: String::new(),
            options: Vec::new(),
            selected: Vec::new(),
            parent: None,
            placed: 0,
        }
    }

    fn change(&mut self, change: Change, moves: u32) {
        match change {
            Change::Text(text) => self.text = text.to_string(),
            Change::Style(style) => self.style = style.to_string(),
            Change::Attribute(attribute, value) => {
                self.attributes.retain(|(known, _)| *known != attribute);
                let value = value.map(|value| (attribute, value.to_string()));
                self.attributes.extend(value);
            }
            Change::Parent(parent) => (self.parent, self.placed) = (parent, moves),
            Change::Number(number) => self.number = number,
            Change::Checked(is_checked) => self.is_checked = is_checked,
            Change::Property(Property::Value, value) => self.value = value.to_string(),
            Change::Options(options) => {
                self.options = options.iter().map(ToString::to_string).collect();
            }
            Change::Select(indices) => self.selected = indices,
            _ => {}
        }
    }

    fn attribute(&self, attribute: Attribute) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| *known == attribute)?;
        Some(value)
    }

    fn has_class(&self, class: &str) -> bool {
        let classes = self.attribute(Attribute::Class).unwrap_or_default();
        classes.split(' ').any(|known| known == class)
    }
}
