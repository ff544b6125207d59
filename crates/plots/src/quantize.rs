//! Fewer colors: with 256, the file is a third of the size.

use std::collections::HashMap;

use crate::color::Color;

/// Up to 256 colors, and the index of each pixel's color.
pub(crate) struct Palette {
    pub colors: Vec<Color>,
    pub indices: Vec<u8>,
}

/// A color changes by at most this much in red, green and blue, which nobody sees.
const TOLERANCES: [u8; 4] = [0, 2, 4, 8];

impl Palette {
    /// The most frequent colors, which replace others that look the same; `None` if more than 256
    /// remain.
    pub(crate) fn of(pixels: &[Color]) -> Option<Self> {
        let colors = by_frequency(pixels);
        let (colors, index) = TOLERANCES.into_iter().find_map(|tolerance| merge(&colors, tolerance))?;
        let indices = pixels.iter().map(|color| index.get(color).copied()).collect::<Option<_>>()?;
        Some(Self { colors, indices })
    }
}

/// Colors no two of which are within the tolerance, and for each original color which one to use;
/// `None` if there are more than 256.
fn merge(colors: &[Color], tolerance: u8) -> Option<(Vec<Color>, HashMap<Color, u8>)> {
    let mut kept: Vec<Color> = Vec::new();
    let mut index = HashMap::new();
    for &color in colors {
        let near = kept.iter().position(|&other| distance(color, other) <= tolerance);
        let near = near.unwrap_or_else(|| {
            kept.push(color);
            kept.len() - 1
        });
        index.insert(color, u8::try_from(near).ok()?);
    }
    Some((kept, index))
}

/// All colors, the most frequent first, always in the same order.
fn by_frequency(pixels: &[Color]) -> Vec<Color> {
    let mut counts: HashMap<Color, usize> = HashMap::new();
    for run in pixels.chunk_by(|a, b| a == b) {
        *counts.entry(run[0]).or_default() += run.len();
    }
    let mut counts: Vec<(Color, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|&(color, count)| (usize::MAX - count, color));
    counts.into_iter().map(|(color, _)| color).collect()
}

fn distance(Color(r1, g1, b1): Color, Color(r2, g2, b2): Color) -> u8 {
    r1.abs_diff(r2).max(g1.abs_diff(g2)).max(b1.abs_diff(b2))
}

#[cfg(test)]
mod tests {
    use std::iter::zip;

    use super::*;

    #[test]
    fn few_colors_stay_as_they_are() {
        let pixels = [Color(1, 2, 3), Color(4, 5, 6), Color(4, 5, 6)];
        let palette = Palette::of(&pixels).unwrap();
        assert_eq!(palette.colors, [Color(4, 5, 6), Color(1, 2, 3)]);
        assert_eq!(palette.indices, [1, 0, 0]);
    }

    #[test]
    fn no_color_moves_far() {
        let pixels: Vec<Color> = (0..=255).flat_map(|r| [Color(r, 0, 0), Color(r, r, 0)]).collect();
        let palette = Palette::of(&pixels).unwrap();
        assert!(palette.colors.len() <= 256);
        assert!(zip(&pixels, palette.indices).all(|(&c, i)| distance(c, palette.colors[usize::from(i)]) <= 2));
    }

    #[test]
    fn where_a_color_would_move_far_there_is_no_palette() {
        let pixels: Vec<Color> = (0..10)
            .flat_map(|r| (0..10).flat_map(move |g| (0..10).map(move |b| Color(25 * r, 25 * g, 25 * b))))
            .collect();
        assert!(Palette::of(&pixels).is_none());
    }
}
