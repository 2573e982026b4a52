//! A code as a picture: SVG for print, PNG for programs that take no SVG.

use qrcode::{EcLevel, QrCode, render::svg};

/// Longest text before the value: room for a page's address.
pub(super) const MAX_PREFIX_BYTES: usize = 200;
/// Smallest width and height of an SVG, in pixels; it scales without loss.
const MIN_SIZE: u32 = 256;
/// Width and height of a module in a PNG, in pixels: a code of a page's address is then about 5 cm
/// wide in print.
const MODULE_PIXELS: usize = 10;
/// White around the code, in modules. Spec: ISO/IEC 18004, quiet zone.
const QUIET_MODULES: usize = 4;

/// The QR code of a text.
pub(super) struct Picture(QrCode);

impl Picture {
    /// The QR code of a text; none where it is too long for one.
    ///
    /// Printed codes get dirty and torn, so a quarter of it may be lost (level Q).
    pub(super) fn of(text: &str) -> Option<Self> {
        QrCode::with_error_correction_level(text, EcLevel::Q).ok().map(Self)
    }

    pub(super) fn svg(&self) -> String {
        self.0.render::<svg::Color<'_>>().min_dimensions(MIN_SIZE, MIN_SIZE).build()
    }

    /// A PNG of one bit for each pixel.
    pub(super) fn png(&self) -> Vec<u8> {
        let modules = self.0.width() + 2 * QUIET_MODULES;
        let side = modules * MODULE_PIXELS;
        let width = u32::try_from(side).expect("a QR code has at most 177 modules");
        let mut pixels = Vec::with_capacity(side * side.div_ceil(8));
        for row in 0..modules {
            let line: Vec<u8> = (0..side)
                .collect::<Vec<_>>()
                .chunks(8)
                .map(|byte| {
                    let bit = |(at, x): (usize, &usize)| {
                        u8::from(self.is_white(x / MODULE_PIXELS, row)) << (7 - at)
                    };
                    byte.iter().enumerate().map(bit).sum()
                })
                .collect();
            (0..MODULE_PIXELS).for_each(|_| pixels.extend_from_slice(&line));
        }
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, width);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header().expect("writing to memory does not fail");
        writer.write_image_data(&pixels).expect("the pixels fill the picture");
        writer.finish().expect("writing to memory does not fail");
        file
    }

    /// Whether a module is white, counted with those of the quiet zone.
    fn is_white(&self, column: usize, row: usize) -> bool {
        let inside = QUIET_MODULES..QUIET_MODULES + self.0.width();
        let is_inside = inside.contains(&column) && inside.contains(&row);
        !is_inside || self.0[(column - QUIET_MODULES, row - QUIET_MODULES)] == qrcode::Color::Light
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(text: &str) -> Picture {
        Picture::of(text).expect("it fits")
    }

    #[test]
    fn a_picture_is_svg_and_differs_with_its_text() {
        let one = picture("621122-0198c1d2").svg();
        assert!(one.contains("<svg") && one.contains("</svg>"), "{one}");
        assert_ne!(one, picture("621122-0198c1d3").svg());
        assert!(Picture::of(&"x".repeat(5_000)).is_none());
    }

    #[test]
    fn a_png_shows_every_module_inside_a_white_margin() {
        let picture = picture("https://example.org/scan?code=621122-0198c1d2");
        let file = picture.png();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("it is a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("it fits into memory")];
        let info = reader.next_frame(&mut pixels).expect("it has a frame");
        let modules = picture.0.width() + 2 * QUIET_MODULES;
        let side = modules * MODULE_PIXELS;
        assert_eq!((info.width as usize, info.height as usize), (side, side));
        for y in 0..side {
            for x in 0..side {
                let (column, row) = (x / MODULE_PIXELS, y / MODULE_PIXELS);
                let inside = QUIET_MODULES..modules - QUIET_MODULES;
                let is_dark = inside.contains(&column)
                    && inside.contains(&row)
                    && picture.0[(column - QUIET_MODULES, row - QUIET_MODULES)]
                        == qrcode::Color::Dark;
                assert_eq!(pixels[y * side + x] == 0, is_dark, "{x} {y}");
            }
        }
        assert!(file.len() < 4_096, "{} bytes", file.len());
    }
}
