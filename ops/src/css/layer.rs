//! What an op puts over the style of an element that another op has made.

use ropewalk_flow::{Ask, Asked, Cx, Declaration, In, Out, Place, Text, number_to_text};

/// The declarations of one op, on the page for as long as it is linked to an element.
#[derive(Default)]
pub(crate) struct Layer {
    asked: Option<Asked>,
    declared: Vec<Declaration>,
}

impl Layer {
    /// Has the element look so, and passes it on.
    pub(crate) fn update(
        &mut self,
        place: In<Place>,
        through: Out<Place>,
        declarations: Vec<Declaration>,
        cx: &mut Cx<'_>,
    ) {
        if place.changed(cx) {
            match place.get(cx) {
                Some(place) => through.set(cx, place),
                None => through.clear(cx),
            }
        }
        self.declare(place, declarations, cx);
    }

    /// Has the element have one value for a property of that name, where there can be one, and
    /// passes it on.
    pub(crate) fn update_one(
        &mut self,
        place: In<Place>,
        through: Out<Place>,
        name: &str,
        value: Text,
        cx: &mut Cx<'_>,
    ) {
        let property = property(name);
        let is_wrong = property.is_none() && place.get(cx).is_some();
        let declared = property.map(|property| (property, value));
        self.update(place, through, Vec::from_iter(declared), cx);
        if is_wrong {
            cx.set_warning("`Property` is no name of a CSS property, such as `font-size`.");
        }
    }

    /// Has the element look so.
    pub(crate) fn declare(
        &mut self,
        place: In<Place>,
        declarations: Vec<Declaration>,
        cx: &mut Cx<'_>,
    ) {
        let Some(element) = place.get(cx).map(Place::element) else {
            cx.set_warning("It changes nothing: link an element to it.");
            self.asked = None;
            return;
        };
        cx.clear_problem();
        if declarations.is_empty() {
            self.asked = None;
            return;
        }
        if self.asked.is_some() && !place.changed(cx) && self.declared == declarations {
            return;
        }
        self.declared.clone_from(&declarations);
        let ask = Ask::Style(Some(element), declarations);
        match &self.asked {
            Some(asked) => asked.change(ask),
            None => self.asked = Some(cx.ask(ask)),
        }
    }
}

/// A number with its unit, as CSS has it.
pub(crate) fn length(number: f64, unit: &str) -> Text {
    let mut text = number_to_text(number);
    text.push_str(unit);
    text.into()
}

/// The name of a property as CSS has it, from that or from how JavaScript writes it
/// (`backgroundColor`). Nothing where no property has such a name.
pub(crate) fn property(name: &str) -> Option<Text> {
    let name = name.trim();
    let is_own = name.starts_with("--");
    let mut property = String::new();
    for letter in name.chars() {
        match letter {
            'A'..='Z' if !is_own => property.extend(['-', letter.to_ascii_lowercase()]),
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' => property.push(letter),
            _ => return None,
        }
    }
    (!property.is_empty()).then(|| property.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_named_as_in_css_or_in_javascript() {
        for (name, property_name) in [
            ("color", Some("color")),
            (" font-size ", Some("font-size")),
            ("backgroundColor", Some("background-color")),
            ("--myColor", Some("--myColor")),
            ("", None),
            ("color:red;width", None),
            ("a b", None),
        ] {
            assert_eq!(property(name).as_deref(), property_name);
        }
    }
}
