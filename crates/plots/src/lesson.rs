//! The pictures of a first lesson in deep learning.
//!
//! The guide of [Sinew](https://docs.rs/sinew) shows them. Their labels are in English or in
//! Korean. Korean labels need an SVG and a font of the reader's machine: the font of the library,
//! with which a PNG is drawn, has no Hangul.

mod layers;
mod neurons;
mod training;
mod weight_and_bias;

use crate::Picture;
use crate::color::{Color, INK, MUTED, WHITE};
use crate::picture::{Anchor, Element, Paint, Point, Text};

pub use layers::layers;
pub use neurons::neurons;
pub use training::training;
pub use weight_and_bias::weight_and_bias;

/// The language of a picture's labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// The label in this language.
    fn of<'t>(self, english: &'t str, korean: &'t str) -> &'t str {
        match self {
            Self::English => english,
            Self::Korean => korean,
        }
    }
}

/// A heading above a picture.
fn title(picture: &mut Picture, text: &str) {
    let middle = picture.width() / 2.0;
    picture.text(Text::new(text, [middle, 24.0], 15.0, INK).anchored(Anchor::Middle));
}

/// A label, centered at a point.
fn label(picture: &mut Picture, text: &str, at: Point) {
    picture.text(Text::new(text, at, 13.0, INK).anchored(Anchor::Middle));
}

/// An explanation, centered at a point.
fn note(picture: &mut Picture, text: &str, at: Point) {
    picture.text(Text::new(text, at, 11.5, MUTED).anchored(Anchor::Middle));
}

/// A letter with an index, such as `x` with 1.
fn indexed(picture: &mut Picture, letter: &str, index: &str, [x, y]: Point) {
    picture.text(Text::new(letter, [x - 2.0, y], 14.0, INK).anchored(Anchor::Middle));
    picture.text(Text::new(index, [x + 6.0, y + 4.0], 9.5, INK).anchored(Anchor::Middle));
}

/// A neuron as a circle of that color.
fn circle(picture: &mut Picture, center: Point, radius: f32, color: Color) {
    let paint = Paint::fill(color.mix(WHITE, 0.72)).outlined(color, 1.8);
    picture.add(Element::Circle { center, radius, paint });
}

/// An arrow along a line through points.
fn arrow(picture: &mut Picture, points: &[Point], color: Color, width: f32) {
    let [.., before, tip] = points else { return };
    let (dx, dy) = (tip[0] - before[0], tip[1] - before[1]);
    let length = dx.hypot(dy);
    let (dx, dy) = (dx / length, dy / length);
    let (long, wide) = (5.0 + 2.5 * width, 2.5 + 1.5 * width);
    let base = [tip[0] - long * dx, tip[1] - long * dy];
    let head = vec![*tip, [base[0] - wide * dy, base[1] + wide * dx], [base[0] + wide * dy, base[1] - wide * dx]];
    let mut line = points.to_vec();
    line.pop();
    line.push(base);
    picture.add(Element::Lines { lines: vec![line], paint: Paint::stroke(color, width) });
    picture.add(Element::Lines { lines: vec![head], paint: Paint::fill(color) });
}

/// A cubic Bézier curve as short lines.
fn curve([a, b, c, d]: [Point; 4]) -> Vec<Point> {
    const PIECES: u8 = 24;
    let point = |i: u8| {
        let t = f32::from(i) / f32::from(PIECES);
        let s = 1.0 - t;
        let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        [0, 1].map(|axis| weights[0] * a[axis] + weights[1] * b[axis] + weights[2] * c[axis] + weights[3] * d[axis])
    };
    (0..=PIECES).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_begins_and_ends_where_it_should() {
        let points = curve([[0.0, 0.0], [1.0, 5.0], [2.0, 5.0], [3.0, 1.0]]);
        let ends = [points[0], points[points.len() - 1]].map(|point| point.map(f32::to_bits));
        assert_eq!(ends, [[0.0, 0.0], [3.0, 1.0]].map(|point: Point| point.map(f32::to_bits)));
    }

    #[test]
    fn an_arrow_ends_at_its_last_point() {
        let mut picture = Picture::new(10.0, 10.0);
        arrow(&mut picture, &[[0.0, 0.0], [30.0, 0.0]], INK, 1.0);
        let Some(Element::Lines { lines, .. }) = picture.elements.last() else { panic!("no head") };
        assert_eq!(lines[0][0].map(f32::to_bits), [30.0, 0.0].map(f32::to_bits));
    }
}
