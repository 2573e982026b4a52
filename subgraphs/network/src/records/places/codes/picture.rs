//! A code as a picture.

use qrcode::{EcLevel, QrCode, render::svg};

/// Longest text before the value: room for a page's address.
pub(super) const MAX_PREFIX_BYTES: usize = 200;
/// Smallest width and height, in pixels; it scales without loss.
const MIN_SIZE: u32 = 256;

/// The QR code of a text as SVG; none where it is too long for one.
///
/// Printed codes get dirty and torn, so a quarter of it may be lost (level Q).
pub(super) fn draw(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(MIN_SIZE, MIN_SIZE).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_svg_and_differs_with_its_text() {
        let one = draw("621122-0198c1d2").expect("it fits");
        assert!(one.contains("<svg") && one.contains("</svg>"), "{one}");
        assert_ne!(one, draw("621122-0198c1d3").expect("it fits"));
        assert_eq!(draw(&"x".repeat(5_000)), None);
    }
}
