//! Colors: a palette for categories, scales for numbers.

use std::fmt;

/// A color of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Color(pub u8, pub u8, pub u8);

pub(crate) const WHITE: Color = Color(255, 255, 255);
/// Titles and numbers.
pub(crate) const INK: Color = Color(31, 41, 55);
/// Explanations: labels of axes, captions.
pub(crate) const MUTED: Color = Color(107, 114, 128);
/// Structure: axes, outlines.
pub(crate) const FRAME: Color = Color(203, 213, 225);
/// Details: grid lines.
pub(crate) const GRID: Color = Color(232, 236, 241);
/// Missing numbers.
pub(crate) const MISSING: Color = Color(209, 213, 219);

/// The colors of categories. The first two differ in lightness too, and can be told apart with
/// every kind of color vision.
const PALETTE: [Color; 10] = [
    Color(37, 99, 235),
    Color(234, 100, 12),
    Color(22, 163, 74),
    Color(147, 51, 234),
    Color(219, 39, 119),
    Color(8, 145, 178),
    Color(202, 138, 4),
    Color(100, 116, 139),
    Color(101, 163, 13),
    Color(185, 28, 28),
];

/// The color of category `index`; colors repeat after ten.
pub(crate) fn palette(index: usize) -> Color {
    PALETTE[index % PALETTE.len()]
}

/// The color of a number from −1 (blue) through 0 (white) to 1 (red); gray if it is not a number.
pub(crate) fn diverging(x: f64) -> Color {
    if x.is_nan() {
        MISSING
    } else if x < 0.0 {
        WHITE.mix(Color(29, 78, 216), -x)
    } else {
        WHITE.mix(Color(200, 30, 30), x)
    }
}

/// The color of a share from 0 (white) to 1 (blue).
pub(crate) fn sequential(x: f64) -> Color {
    // The square root separates a few percent from none.
    WHITE.mix(Color(30, 80, 190), x.clamp(0.0, 1.0).sqrt())
}

impl Color {
    /// Mixes in `share` of `other`: nothing below 0, all of it above 1.
    pub(crate) fn mix(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        let mix = |a: u8, b: u8| {
            let mixed = f64::from(a) + (f64::from(b) - f64::from(a)) * share;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between two `u8`s
            let byte = mixed.round() as u8;
            byte
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Whether white text reads better on this color than black text does.
    pub(crate) fn is_dark(self) -> bool {
        let Self(r, g, b) = self;
        // The luma weights of ITU-R BT.601.
        0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b) < 140.0
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_of_numbers_is_white_at_zero_and_gray_without_a_number() {
        assert_eq!(diverging(0.0), WHITE);
        assert_eq!(diverging(f64::NAN), MISSING);
        assert_eq!(diverging(5.0), diverging(1.0));
        assert_eq!(diverging(1.0).to_string(), "#c81e1e");
    }
}
