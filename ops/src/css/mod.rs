//! How elements look.

use ropewalk_flow::OpEntry;

#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod css;
mod css_filter;
mod css_property;
mod css_property_string;
mod element_css_color;
mod element_css_size;
mod element_css_text;
mod element_css_transform;
mod element_fade_in_out;
mod element_position;
pub(crate) mod layer;
mod set_css_variable_number;
#[cfg(test)]
pub(crate) mod testing;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<css::Css>(),
    OpEntry::of::<css_property_string::CssPropertyString>(),
    OpEntry::of::<css_property::CssProperty>(),
    OpEntry::of::<css_filter::CssFilter>(),
    OpEntry::of::<set_css_variable_number::SetCssVariableNumber>(),
    OpEntry::of::<element_css_color::ElementCssColor>(),
    OpEntry::of::<element_css_text::ElementCssText>(),
    OpEntry::of::<element_css_size::ElementCssSize>(),
    OpEntry::of::<element_position::ElementPosition>(),
    OpEntry::of::<element_css_transform::ElementCssTransform>(),
    OpEntry::of::<element_fade_in_out::ElementFadeInOut>(),
];
