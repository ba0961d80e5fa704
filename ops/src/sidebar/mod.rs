//! Controls for the person in front of the page.

use ropewalk_flow::OpEntry;

mod button;
mod item;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod sidebar;
mod slider;
#[cfg(test)]
mod testing;
mod toggle;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<sidebar::Sidebar>(),
    OpEntry::of::<slider::Slider>(),
    OpEntry::of::<button::Button>(),
    OpEntry::of::<toggle::Toggle>(),
];
