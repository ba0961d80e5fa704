//! How elements look.

use ropewalk_flow::OpDeclaration;

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

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<css::Css>(),
    OpDeclaration::of::<css_property_string::CssPropertyString>(),
    OpDeclaration::of::<css_property::CssProperty>(),
    OpDeclaration::of::<css_filter::CssFilter>(),
    OpDeclaration::of::<set_css_variable_number::SetCssVariableNumber>(),
    OpDeclaration::of::<element_css_color::ElementCssColor>(),
    OpDeclaration::of::<element_css_text::ElementCssText>(),
    OpDeclaration::of::<element_css_size::ElementCssSize>(),
    OpDeclaration::of::<element_position::ElementPosition>(),
    OpDeclaration::of::<element_css_transform::ElementCssTransform>(),
    OpDeclaration::of::<element_fade_in_out::ElementFadeInOut>(),
];
