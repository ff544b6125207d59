//! Pictures as SVG.

use std::fmt::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Picture;
use crate::picture::{Anchor, Element, Image, Paint, Point, Stroke, Text};
use crate::png;

/// The picture as a document.
pub(crate) fn write(picture: &Picture) -> String {
    let mut svg = String::new();
    // A `String` accepts all that is written to it.
    let _ = document(&mut svg, picture);
    svg
}

/// The style shrinks the picture on a page that is narrower, such as that of a phone.
fn document(f: &mut String, picture: &Picture) -> fmt::Result {
    let (width, height) = (Coordinate(picture.width()), Coordinate(picture.height()));
    writeln!(
        f,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Inter, Helvetica, Arial, sans-serif" style="max-width:100%;height:auto">"#
    )?;
    writeln!(f, r##"<rect width="{width}" height="{height}" fill="#ffffff"/>"##)?;
    picture.elements.iter().try_for_each(|each| element(f, each))?;
    writeln!(f, "</svg>")
}

fn element(f: &mut String, element: &Element) -> fmt::Result {
    match element {
        Element::Rectangle { at, size, radius, paint } => {
            let corner = if *radius > 0.0 { format!(r#" rx="{}""#, Coordinate(*radius)) } else { String::new() };
            writeln!(f, "<rect {}{corner}{}/>", Frame(*at, *size), Style(*paint))
        }
        Element::Circle { center: [x, y], radius, paint } => {
            let [x, y, radius] = [*x, *y, *radius].map(Coordinate);
            writeln!(f, r#"<circle cx="{x}" cy="{y}" r="{radius}"{}/>"#, Style(*paint))
        }
        Element::Lines { lines, paint } => {
            f.write_str(r#"<path d=""#)?;
            lines.iter().try_for_each(|points| path(f, points, paint.fill.is_some()))?;
            writeln!(f, r#""{}/>"#, Style(*paint))
        }
        Element::Text(each) => text(f, each),
        Element::Image { at, size, image } => pixels(f, *at, *size, image),
    }
}

fn path(f: &mut String, points: &[Point], closed: bool) -> fmt::Result {
    for (i, &[x, y]) in points.iter().enumerate() {
        let command = if i == 0 { "M" } else { "L" };
        write!(f, "{command}{} {}", Coordinate(x), Coordinate(y))?;
    }
    f.write_str(if closed { "Z" } else { "" })
}

fn text(f: &mut String, text: &Text) -> fmt::Result {
    let [x, y, size] = [text.at[0], text.at[1], text.size].map(Coordinate);
    write!(f, r#"<text x="{x}" y="{y}" font-size="{size}" fill="{}""#, text.color)?;
    f.write_str(match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => r#" text-anchor="middle""#,
        Anchor::End => r#" text-anchor="end""#,
    })?;
    if text.turned {
        write!(f, r#" transform="rotate(-90 {x} {y})""#)?;
    }
    writeln!(f, ">{}</text>", Escaped(&text.content))
}

/// Pixels as a PNG inside the document.
///
/// Browsers support `pixelated`, but some other programs smooth all images. So large pixels are
/// squares of small ones, whose edges stay sharp.
fn pixels(f: &mut String, at: Point, size: Point, image: &Image) -> fmt::Result {
    let side = (size[0] / image.width as f32).max(size[1] / image.height as f32);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 16
    let times = if side < 2.0 { 1 } else { (2.0 * side).ceil().min(16.0) as usize };
    let Ok(bytes) = png::encode(&image.enlarged(times)) else { return Ok(()) };
    let data = STANDARD.encode(bytes);
    let frame = Frame(at, size);
    writeln!(
        f,
        r#"<image {frame} preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>"#
    )
}

/// A length, to a hundredth of a unit.
struct Coordinate(f32);

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", (self.0 * 100.0).round() / 100.0 + 0.0) // + 0 turns −0 into 0
    }
}

/// The position and the size of an element.
struct Frame(Point, Point);

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([x, y], [width, height]) = (self.0.map(Coordinate), self.1.map(Coordinate));
        write!(f, r#"x="{x}" y="{y}" width="{width}" height="{height}""#)
    }
}

/// The attributes of a shape.
struct Style(Paint);

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.fill {
            Some(color) => write!(f, r#" fill="{color}""#)?,
            None => f.write_str(r#" fill="none""#)?,
        }
        let Some(Stroke { color, width, dashed }) = self.0.stroke else { return Ok(()) };
        write!(f, r#" stroke="{color}" stroke-width="{}""#, Coordinate(width))?;
        f.write_str(r#" stroke-linejoin="round" stroke-linecap="round""#)?;
        f.write_str(if dashed { r#" stroke-dasharray="5 4""# } else { "" })
    }
}

/// Text without markup. What XML does not allow at all, such as a zero byte, is left out.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => Ok(()),
            c if c.is_control() => Ok(()),
            c => f.write_char(c),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(Escaped("a < b & c\0").to_string(), "a &lt; b &amp; c");
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(Coordinate(1.0 / 3.0).to_string(), "0.33");
        assert_eq!(Coordinate(-0.001).to_string(), "0");
    }
}
