//! The font of all text, which is part of the library: pictures are the same on a machine without
//! fonts.

use std::sync::LazyLock;

use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, OutlineBuilder};

/// Inter, cut down; see `font/README.md`.
static BYTES: &[u8] = include_bytes!("../font/inter.otf");

/// The font, parsed once. A test makes sure that parsing succeeds.
static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(BYTES, 0).ok());

/// How far the middle of a digit is above the baseline, relative to the size of the text.
pub(crate) const MIDDLE: f32 = 0.36;

/// How wide `text` is.
pub(crate) fn width(text: &str, size: f32) -> f32 {
    let Some(face) = &*FACE else { return 0.0 };
    let units: f32 = text.chars().map(|c| advance(face, c)).sum();
    units * size / f32::from(face.units_per_em())
}

/// The outline of `text`, beginning at the origin; `None` if nothing of it is visible.
pub(crate) fn outline(text: &str, size: f32) -> Option<Path> {
    let face = (*FACE).as_ref()?;
    let mut pen = Pen { path: PathBuilder::new(), x: 0.0 };
    for c in text.chars() {
        // A character that the font lacks is drawn as its empty box.
        face.outline_glyph(face.glyph_index(c).unwrap_or_default(), &mut pen);
        pen.x += advance(face, c);
    }
    let scale = size / f32::from(face.units_per_em());
    // In a font, y points up; in a picture, down.
    pen.path.finish()?.transform(Transform::from_scale(scale, -scale))
}

fn advance(face: &Face<'_>, c: char) -> f32 {
    face.glyph_hor_advance(face.glyph_index(c).unwrap_or_default()).map_or(0.0, f32::from)
}

/// Draws one glyph after another, in units of the font.
struct Pen {
    path: PathBuilder,
    x: f32,
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + x1, y1, self.x + x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.path.cubic_to(self.x + x1, y1, self.x + x2, y2, self.x + x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_every_sign_that_pictures_use() {
        let face = FACE.as_ref().unwrap();
        for c in "abcXYZ0189 ×→′−·…±⁻⁰¹²³⁴⁵⁶⁷⁸⁹σλαμ%.,()/_".chars() {
            assert!(face.glyph_index(c).is_some(), "{c}");
        }
    }

    #[test]
    fn text_is_as_wide_as_its_letters_together() {
        assert!((width("ab", 10.0) - width("a", 10.0) - width("b", 10.0)).abs() < 1e-4);
        assert!((width("ab", 20.0) - 2.0 * width("ab", 10.0)).abs() < 1e-4);
        let bounds = outline("H", 100.0).unwrap().bounds();
        assert!(bounds.bottom().abs() < 1.0 && bounds.top() < -65.0, "letters stand on the line: {bounds:?}");
        assert_eq!(outline(" ", 10.0), None);
    }

    #[test]
    fn what_the_font_lacks_still_takes_room() {
        assert!(width("雪", 10.0) > 0.0);
    }
}
