//! Elements of the page.

use ropewalk_flow::OpEntry;

mod element;
mod element_childs;
mod element_client_rect;
mod element_pointer_events;
mod font_file;
mod iframe;
mod image_element;
mod inner_html;
mod input_element;
pub(crate) mod medium;
mod notification;
mod qr_code;
mod reload_page;
#[cfg(test)]
pub(crate) mod testing;
mod video_element;

#[cfg(test)]
pub(crate) use element::Element;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<element::Element>(),
    OpEntry::of::<image_element::ImageElement>(),
    OpEntry::of::<video_element::VideoElement>(),
    OpEntry::of::<iframe::IFrame>(),
    OpEntry::of::<input_element::InputElement>(),
    OpEntry::of::<inner_html::InnerHtml>(),
    OpEntry::of::<element_childs::ElementChilds>(),
    OpEntry::of::<element_client_rect::ElementClientRect>(),
    OpEntry::of::<element_pointer_events::ElementPointerEvents>(),
    OpEntry::of::<notification::Notification>(),
    OpEntry::of::<font_file::FontFile>(),
    OpEntry::of::<reload_page::ReloadPage>(),
    OpEntry::of::<qr_code::QrCode>(),
];
