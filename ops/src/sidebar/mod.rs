//! Controls for the person in front of the page.

use ropewalk_flow::OpEntry;

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

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<sidebar::Sidebar>(),
    OpEntry::of::<slider::Slider>(),
    OpEntry::of::<button::Button>(),
    OpEntry::of::<toggle::Toggle>(),
    OpEntry::of::<drop_down::DropDown>(),
    OpEntry::of::<number_input::NumberInput>(),
    OpEntry::of::<text_input::TextInput>(),
    OpEntry::of::<color_picker::ColorPicker>(),
    OpEntry::of::<xy_pad::XyPad>(),
    OpEntry::of::<display_value::DisplayValue>(),
    OpEntry::of::<sidebar_text::SidebarText>(),
    OpEntry::of::<sidebar_variables::SidebarVariables>(),
    OpEntry::of::<group::Group>(),
];
