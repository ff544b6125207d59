//! What a picture is: shapes and text on a white background.

use std::iter;
use std::path::Path;

use crate::color::Color;
use crate::font::{self, MIDDLE};
use crate::{PlotError, file, png, svg};

/// A picture, to be saved as SVG or PNG.
///
/// # Examples
///
/// ```
/// use sinew_plots::Chart;
///
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let picture = Chart::new("Squares").line("n²", (0..10).map(|n| [f64::from(n), f64::from(n * n)])).draw()?;
///
/// assert!(picture.svg().starts_with("<svg"));
/// assert!(picture.png()?.starts_with(b"\x89PNG"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    width: f32,
    height: f32,
    pub(crate) elements: Vec<Element>,
}

/// A point, measured from the upper left corner.
pub(crate) type Point = [f32; 2];

/// One thing in a picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Element {
    Rectangle {
        at: Point,
        size: Point,
        radius: f32,
        paint: Paint,
    },
    Circle {
        center: Point,
        radius: f32,
        paint: Paint,
    },
    /// Lines through points; filled ones are closed.
    Lines {
        lines: Vec<Vec<Point>>,
        paint: Paint,
    },
    Text(Text),
    Image {
        at: Point,
        size: Point,
        image: Image,
    },
}

/// How a shape is filled and outlined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Paint {
    pub fill: Option<Color>,
    pub stroke: Option<Stroke>,
}

/// A pen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub color: Color,
    pub width: f32,
    pub dashed: bool,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text {
    pub content: String,
    pub at: Point,
    pub size: f32,
    pub color: Color,
    pub anchor: Anchor,
    /// Whether it reads upwards.
    pub turned: bool,
}

/// Which part of a text is at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Pixels, row by row, drawn as squares.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Image {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Color>,
}

impl Paint {
    pub(crate) fn fill(color: Color) -> Self {
        Self { fill: Some(color), stroke: None }
    }

    pub(crate) fn stroke(color: Color, width: f32) -> Self {
        Self { fill: None, stroke: Some(Stroke { color, width, dashed: false }) }
    }

    pub(crate) fn outlined(self, color: Color, width: f32) -> Self {
        Self { stroke: Some(Stroke { color, width, dashed: false }), ..self }
    }

    pub(crate) fn dashed(self, dashed: bool) -> Self {
        Self { stroke: self.stroke.map(|stroke| Stroke { dashed, ..stroke }), ..self }
    }
}

impl Text {
    /// Text that begins at a point, with the middle of its digits at the height of the point.
    pub(crate) fn new(text: impl Into<String>, [x, y]: Point, size: f32, color: Color) -> Self {
        let at = [x, y + MIDDLE * size];
        Self { content: text.into(), at, size, color, anchor: Anchor::Start, turned: false }
    }

    pub(crate) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The text centered at the point, or moved aside as far as needed to stay between two edges.
    pub(crate) fn centered_between(mut self, [left, right]: [f32; 2]) -> Self {
        let half = font::width(&self.content, self.size) / 2.0;
        self.at[0] = self.at[0].min(right - 2.0 - half).max(left + 2.0 + half);
        self.anchored(Anchor::Middle)
    }

    /// Makes the text no wider than `width`: up to a third smaller, and then cut off.
    pub(crate) fn within(mut self, width: f32) -> Self {
        self.size *= (width / font::width(&self.content, self.size)).clamp(0.66, 1.0);
        if font::width(&self.content, self.size) > width + 0.1 {
            while !self.content.is_empty() && font::width(&self.content, self.size) + self.size > width {
                self.content.pop();
            }
            self.content.push('…');
        }
        self
    }

    pub(crate) fn turned(self) -> Self {
        let [x, y] = self.at;
        let up = MIDDLE * self.size;
        Self { at: [x + up, y - up], turned: true, ..self }
    }
}

impl Image {
    /// The image with `times` × `times` pixels for each of its own.
    pub(crate) fn enlarged(&self, times: usize) -> Self {
        let repeated = |row: &[Color]| row.iter().flat_map(|&pixel| iter::repeat_n(pixel, times)).collect::<Vec<_>>();
        let rows = self.pixels.chunks(self.width).flat_map(|row| iter::repeat_n(repeated(row), times));
        Self { width: self.width * times, height: self.height * times, pixels: rows.flatten().collect() }
    }
}

impl Picture {
    /// A white background.
    pub(crate) fn new(width: f32, height: f32) -> Self {
        Self { width: width.ceil(), height: height.ceil(), elements: Vec::new() }
    }

    pub(crate) fn add(&mut self, element: Element) {
        self.elements.push(element);
    }

    pub(crate) fn text(&mut self, text: Text) {
        self.add(Element::Text(text));
    }

    pub(crate) fn line(&mut self, from: Point, to: Point, paint: Paint) {
        self.add(Element::Lines { lines: vec![vec![from, to]], paint });
    }

    /// The width in units: pixels of an ordinary screen.
    pub fn width(&self) -> f32 {
        self.width
    }

    /// The height in units: pixels of an ordinary screen.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// The picture as an SVG 2 document. Its text is text, in the font Inter if it is installed, or
    /// else in Helvetica or Arial.
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// The picture as a PNG with two pixels for each unit, or fewer if that would exceed 16 million
    /// pixels.
    ///
    /// # Errors
    ///
    /// If the picture has no pixel, or too many for memory.
    pub fn png(&self) -> Result<Vec<u8>, PlotError> {
        png::write(self)
    }

    /// Saves the picture as SVG or PNG, by the extension of the file's name.
    ///
    /// It is written next to its target, synced and renamed, so that nobody sees half of it.
    ///
    /// # Errors
    ///
    /// If the extension is neither, or if the file cannot be written; then the previous file is
    /// still there.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), PlotError> {
        let path = path.as_ref();
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("svg") => file::save(path, self.svg()),
            Some(extension) if extension.eq_ignore_ascii_case("png") => file::save(path, self.png()?),
            _ => Err(PlotError::Extension { path: path.to_path_buf() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{INK, WHITE};

    #[test]
    fn an_enlarged_image_has_squares_for_pixels() {
        let image = Image { width: 2, height: 1, pixels: vec![INK, WHITE] };
        let enlarged = image.enlarged(2);
        assert_eq!((enlarged.width, enlarged.height), (4, 2));
        assert_eq!(enlarged.pixels, [INK, INK, WHITE, WHITE, INK, INK, WHITE, WHITE]);
        assert_eq!(image.enlarged(1), image);
    }

    #[test]
    fn text_that_is_too_wide_is_made_smaller_and_then_cut_off() {
        let text = Text::new("a rather long text", [0.0, 0.0], 12.0, INK);
        let full = font::width(&text.content, 12.0);
        let smaller = text.clone().within(0.8 * full);
        assert!(smaller.size < 12.0 && smaller.content == text.content);
        let cut = text.clone().within(0.3 * full);
        assert!(cut.content.ends_with('…') && font::width(&cut.content, cut.size) <= 0.3 * full);
        assert_eq!(text.clone().within(2.0 * full), text);
    }
}
