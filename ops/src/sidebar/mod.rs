//! Controls for the person in front of the page.

use ropewalk_flow::OpDeclaration;

mod button;
mod color_picker;
mod display_value;
mod drop_down;
mod group;
mod item;
mod number_input;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod sidebar;
mod sidebar_text;
mod sidebar_variables;
mod slider;
#[cfg(test)]
mod testing;
mod text_input;
mod toggle;
mod xy_pad;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<sidebar::Sidebar>(),
    OpDeclaration::of::<slider::Slider>(),
    OpDeclaration::of::<button::Button>(),
    OpDeclaration::of::<toggle::Toggle>(),
    OpDeclaration::of::<drop_down::DropDown>(),
    OpDeclaration::of::<number_input::NumberInput>(),
    OpDeclaration::of::<text_input::TextInput>(),
    OpDeclaration::of::<color_picker::ColorPicker>(),
    OpDeclaration::of::<xy_pad::XyPad>(),
    OpDeclaration::of::<display_value::DisplayValue>(),
    OpDeclaration::of::<sidebar_text::SidebarText>(),
    OpDeclaration::of::<sidebar_variables::SidebarVariables>(),
    OpDeclaration::of::<group::Group>(),
];
