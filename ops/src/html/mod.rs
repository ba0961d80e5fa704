//! Elements of the page.

use ropewalk_flow::OpDeclaration;

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

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<element::Element>(),
    OpDeclaration::of::<image_element::ImageElement>(),
    OpDeclaration::of::<video_element::VideoElement>(),
    OpDeclaration::of::<iframe::IFrame>(),
    OpDeclaration::of::<input_element::InputElement>(),
    OpDeclaration::of::<inner_html::InnerHtml>(),
    OpDeclaration::of::<element_childs::ElementChilds>(),
    OpDeclaration::of::<element_client_rect::ElementClientRect>(),
    OpDeclaration::of::<element_pointer_events::ElementPointerEvents>(),
    OpDeclaration::of::<notification::Notification>(),
    OpDeclaration::of::<font_file::FontFile>(),
    OpDeclaration::of::<reload_page::ReloadPage>(),
    OpDeclaration::of::<qr_code::QrCode>(),
];
