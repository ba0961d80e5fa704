//! What the controls of a sidebar share: the row they stand in, and their place in the chain.

use std::rc::Rc;

use ropewalk_flow::{
    Attribute, Change, Cx, Element, Event, In, NodeId, Out, Place, PortValue, Tag, Text,
};

/// Posted to the op in whose element an item has been placed.
pub(super) struct Joined(pub(super) NodeId);

/// Posted to an item: it is to return to its default, if it still stands in this place.
pub(super) struct Restore(pub(super) Place);

/// The ports that items have, not all of them each.
#[derive(Clone, Copy)]
pub(super) struct Ports {
    pub(super) link: In<Place>,
    pub(super) text: In<Text>,
    pub(super) grey_out: Option<In<bool>>,
    pub(super) visible: Option<In<bool>>,
    pub(super) childs: Out<Place>,
}

/// A row with one control, or something to read, while the op is linked.
#[derive(Default)]
pub(super) struct Item(Option<Parts>);

pub(super) struct Parts {
    pub(super) row: Element,
    /// Says what the control is for; a button says so itself, and so does a text.
    label: Option<Element>,
    pub(super) control: Element,
}

impl Item {
    pub(super) fn parts(&self) -> Option<&Parts> {
        self.0.as_ref()
    }

    /// Has the next update make the row anew.
    pub(super) fn clear(&mut self) {
        self.0 = None;
    }

    /// Follows the ports. Whether the row is new, so that the rest of it has yet to be set.
    pub(super) fn update(
        &mut self,
        control: Tag,
        class: &'static str,
        ports: Ports,
        cx: &mut Cx<'_>,
    ) -> bool {
        let Some(place) = ports.link.get(cx) else {
            cx.set_warning("It is not to be seen: link it to the `childs` of a Sidebar.");
            self.0 = None;
            ports.childs.clear(cx);
            return false;
        };
        cx.clear_problem();
        let fresh = self.0.is_none();
        let parts = self
            .0
            .get_or_insert_with(|| Parts::create(control, class, cx));
        if fresh || ports.link.changed(cx) {
            parts.row.place_in(Some(place));
            cx.post([place.owner()], Rc::new(Joined(cx.node())));
            // Set anew also where the place is the same: the items that follow then move behind
            // this one, so that they stand in the order of the chain.
            ports.childs.set(cx, place);
        }
        if fresh || ports.text.changed(cx) {
            let named = parts.label.as_ref().unwrap_or(&parts.control);
            named.change(Change::Text(ports.text.get(cx)));
        }
        if let Some(port) = ports.grey_out.filter(|port| fresh || port.changed(cx)) {
            let disabled = flag(port.get(cx));
            parts.control.set(Attribute::Disabled, disabled);
        }
        if let Some(port) = ports.visible.filter(|port| fresh || port.changed(cx)) {
            let hidden = flag(!port.get(cx));
            parts.row.set(Attribute::Hidden, hidden);
        }
        fresh
    }
}

impl Parts {
    fn create(control: Tag, class: &'static str, cx: &mut Cx<'_>) -> Self {
        let row = cx.create_element(match control {
            Tag::Button | Tag::Block | Tag::Inline => Tag::Block,
            // A click on what the control is for is one on the control.
            _ => Tag::Label,
        });
        row.set(Attribute::Class, Some(class));
        let label = (!matches!(control, Tag::Button | Tag::Block)).then(|| {
            let label = cx.create_element(Tag::Inline);
            label.set(Attribute::Class, Some("ropewalk-sidebar-label"));
            label.place_in(Some(row.place()));
            label
        });
        let control = cx.create_element(control);
        control.place_in(Some(row.place()));
        Self {
            row,
            label,
            control,
        }
    }
}

/// The value of an attribute that is there or not.
pub(super) fn flag(on: bool) -> Option<&'static str> {
    on.then_some("")
}

/// What a control is to stand at, where its default or its input says so now. Until a person moves
/// it, that is the default, unless something is linked to the input. `preset` is what a reset returns
/// to, and `None` in the first run of its op.
pub(super) fn wanted<T: PortValue<Read = T> + Copy>(
    default: In<T>,
    input: In<T>,
    preset: &mut Option<T>,
    cx: &Cx<'_>,
) -> Option<T> {
    let is_new = preset.is_none();
    let follows = input.linked(cx);
    let mut wanted = None;
    if default.changed(cx) {
        *preset = Some(default.get(cx));
        if is_new || !follows {
            wanted = *preset;
        }
    }
    if input.changed(cx) && (follows || !is_new) {
        wanted = Some(input.get(cx));
    }
    wanted
}

/// Whether an event asks the item that is placed here to return to its default.
pub(super) fn is_restore(event: &Event, place: Option<Place>) -> bool {
    let Event::Posted(payload) = event else {
        return false;
    };
    let restore = payload.downcast_ref::<Restore>();
    restore.is_some_and(|Restore(asked)| place == Some(*asked))
}
