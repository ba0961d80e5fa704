use qrcodegen::{QrCode as Code, QrCodeEcc};
use ropewalk_flow::{
    Attribute, Change, Cx, Element, Handlers, In, Op, OpError, Out, Place, Tag, Text,
    number_to_text,
};

/// The white edge that readers need around a code, in modules (ISO/IEC 18004).
const EDGE: i32 = 4;

/// Makes a QR code of a text, for phones to read.
#[derive(Op)]
#[op(name = "Ops.Html.Utils.QrCode", help = include_str!("qr_code.md"))]
pub(super) struct QrCode {
    /// What is in the code: most often the address of a page.
    #[input(name = "Text", default = "https://cables.gl")]
    text: In<Text>,
    /// The code as a `data:` address of an image, for an ImageElement, say.
    #[output(name = "Image DataUrl")]
    data_url: Out<Text>,
    /// The code as an image, to be placed by other ops.
    #[output(name = "Element")]
    place: Out<Place>,
    element: Option<Element>,
}

impl Handlers for QrCode {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = self.text.get(cx);
        let fresh = self.element.is_none();
        let element = self
            .element
            .get_or_insert_with(|| cx.create_element(Tag::Image));
        if fresh {
            element.change(Change::Detach);
            self.place.set(cx, element.place());
        }
        let code = [QrCodeEcc::High, QrCodeEcc::Low]
            .into_iter()
            .find_map(|correction| Code::encode_text(&text, correction).ok());
        let url: Text = match code {
            Some(code) => {
                cx.clear_problem();
                draw(&code).into()
            }
            None => {
                cx.set_problem("The text is too long for a QR code: about 2,900 letters fit.");
                "".into()
            }
        };
        element.set(Attribute::Alt, Some(&["QR code: ", &*text].concat()));
        element.change(Change::Source(url.clone()));
        self.data_url.set(cx, url);
        Ok(())
    }
}

/// The code as an SVG image in an address: a row of dark modules is one stroke.
fn draw(code: &Code) -> String {
    let size = code.size();
    let number = |number: i32| number_to_text(f64::from(number));
    let whole = number(size + 2 * EDGE);
    let mut url = [
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='256' height='256' \
         viewBox='0 0 ",
        &whole,
        " ",
        &whole,
        "' shape-rendering='crispEdges'%3E%3Cpath fill='white' d='M0 0h",
        &whole,
        "v",
        &whole,
        "H0'/%3E%3Cpath d='",
    ]
    .concat();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(length).unwrap_or_default();
            if length > 0 {
                let length_text = number(length);
                url.extend(["M", &number(x + EDGE), " ", &number(y + EDGE)]);
                url.extend(["h", &length_text, "v1h-", &length_text]);
            }
            x += length + 1;
        }
    }
    url.push_str("'/%3E%3C/svg%3E");
    url
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::super::testing::{changes, created};
    use super::*;

    /// How many dark modules an image has.
    fn dark(url: &str) -> i32 {
        let path = url.rsplit_once("d='M").unwrap().1;
        let rows = path.split('M');
        let lengths = rows.map(|row| row.split(['h', 'v']).nth(1).unwrap().parse::<i32>());
        lengths.map(Result::unwrap).sum()
    }

    #[test]
    fn the_image_has_each_dark_module_of_the_code() -> Result<(), GraphError> {
        let mut op = Bench::<QrCode>::new();
        let (_, tag) = created(&op.effects());
        assert_eq!(tag, Tag::Image);
        op.set("Text", "<knot> & 'rope'")?;
        let url = op.out("Image DataUrl").to_string();
        let code = Code::encode_text("<knot> & 'rope'", QrCodeEcc::High).unwrap();
        let size = code.size();
        let modules = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
        let expected = modules.filter(|(x, y)| code.get_module(*x, *y)).count();
        assert_eq!(usize::try_from(dark(&url)), Ok(expected));
        assert!(url.contains(&format!("viewBox='0 0 {0} {0}'", size + 8)));
        // The upper left corner has a finder pattern: seven dark modules, behind the edge.
        assert!(url.contains("d='M4 4h7v1h-7"));
        let changes = changes(op.effects());
        assert_eq!(changes.last(), Some(&Change::Source(url.into())));
        Ok(())
    }

    #[test]
    fn a_text_that_is_too_long_is_said() -> Result<(), GraphError> {
        let mut op = Bench::<QrCode>::new();
        op.set("Text", "x".repeat(2_900))?;
        assert_eq!(op.problem(), None);
        op.set("Text", "x".repeat(2_954))?;
        assert!(op.problem().unwrap().contains("too long"));
        assert_eq!(op.out("Image DataUrl"), "");
        op.set("Text", "")?;
        assert_eq!(op.problem(), None);
        assert_ne!(op.out("Image DataUrl"), "");
        Ok(())
    }
}
