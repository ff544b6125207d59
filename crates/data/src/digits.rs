//! Handwritten digits: 8 × 8 pixels, and the digit that they show.
//!
//! # References
//!
//! Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits" (1998), UCI Machine Learning
//! Repository, <https://doi.org/10.24432/C50P49>, CC BY 4.0; the test half, as scikit-learn ships
//! it.

use core::fmt;

use crate::Dataset;

/// The digits, one to a row: 64 pixels from 0 to 16, then the label.
static DIGITS: &[u8; 1797 * 65] = include_bytes!("../data/digits.bin");

/// 1,797 handwritten digits: pixels from 0 (paper) to 1 (ink), row by row from the top, and the
/// digit as label.
///
/// They are in the order of the source, about 180 of each digit.
///
/// # Examples
///
/// ```
/// use sinew_data::digits;
///
/// let digits = digits();
/// assert_eq!(digits.len(), 1797);
/// assert_eq!(digits.targets()[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
/// assert_eq!(digits.inputs()[0][..8], [0.0, 0.0, 0.3125, 0.8125, 0.5625, 0.0625, 0.0, 0.0]);
/// ```
///
/// # References
///
/// Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits" (1998), UCI Machine Learning
/// Repository, <https://doi.org/10.24432/C50P49>, CC BY 4.0.
pub fn digits() -> Dataset<[f32; 64], usize> {
    let (rows, _) = DIGITS.as_chunks::<65>();
    let sample = |[pixels @ .., digit]: &[u8; 65]| (pixels.map(|ink| f32::from(ink) / 16.0), usize::from(*digit));
    Dataset::from_finite(rows.iter().map(sample))
}

/// Draws the image for a terminal: eight lines of sixteen characters, two to a pixel. Darker pixels
/// have denser characters.
///
/// There is no line break after the last line. Pixels below 0 and above 1 look like 0 and 1.
///
/// # Examples
///
/// ```
/// use sinew_data::digits;
///
/// let digits = digits();
/// println!("{}", digits::draw(&digits.inputs()[0]));
/// ```
///
/// ```text
///     ░░▓▓▒▒
///     ▓▓██▓▓██░░
///   ░░██░░  ▓▓▒▒
///   ░░▓▓    ▒▒▒▒
///   ░░▒▒    ▒▒▒▒
///   ░░▓▓    ▓▓▒▒
///   ░░██░░▓▓▓▓
///     ▒▒▓▓▓▓
/// ```
pub fn draw(image: &[f32; 64]) -> impl fmt::Display {
    Drawing(image)
}

struct Drawing<'a>(&'a [f32; 64]);

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, row) in self.0.chunks(8).enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            for &pixel in row {
                f.write_str(shade(pixel))?;
            }
        }
        Ok(())
    }
}

/// The nearest of five shades, as two characters, which are about as wide as a line is high.
fn shade(pixel: f32) -> &'static str {
    match pixel {
        0.875.. => "██",
        0.625.. => "▓▓",
        0.375.. => "▒▒",
        0.125.. => "░░",
        _ => "  ",
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn each_digit_is_there_as_often_as_in_the_source() {
        assert_eq!(digits().class_counts(), Ok([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]));
    }

    #[test]
    fn the_file_is_the_one_that_was_converted() {
        // `zlib.adler32` of the rows of scikit-learn's digits.csv as bytes, and the sum of its
        // pixels.
        let (a, b) = DIGITS.iter().fold((1, 0), |(a, b), &byte| {
            let a = (a + u32::from(byte)) % 65521;
            (a, (b + a) % 65521)
        });
        assert_eq!(b << 16 | a, 1_980_412_469);
        let pixels: u32 = DIGITS.chunks(65).flat_map(|row| &row[..64]).map(|&pixel| u32::from(pixel)).sum();
        assert_eq!(pixels, 561_718);
    }

    #[test]
    fn pixels_go_from_zero_to_one() {
        let digits = digits();
        let pixels = digits.inputs().as_flattened();
        assert!(pixels.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        assert!(pixels.contains(&0.0) && pixels.contains(&1.0));
    }

    #[test]
    fn a_drawing_shows_the_digit() {
        let lines = [
            "    ░░▓▓▒▒      ",
            "    ▓▓██▓▓██░░  ",
            "  ░░██░░  ▓▓▒▒  ",
            "  ░░▓▓    ▒▒▒▒  ",
            "  ░░▒▒    ▒▒▒▒  ",
            "  ░░▓▓    ▓▓▒▒  ",
            "  ░░██░░▓▓▓▓    ",
            "    ▒▒▓▓▓▓      ",
        ];
        assert_eq!(draw(&digits().inputs()[0]).to_string(), lines.join("\n"));
    }

    #[test]
    fn a_pixel_beyond_the_range_is_drawn_as_its_end() {
        assert_eq!(shade(-3.0), shade(0.0));
        assert_eq!(shade(3.0), shade(1.0));
        assert_eq!(shade(f32::NAN), shade(0.0));
    }
}
