//! Irises: four measurements of a flower, and its species.
//!
//! 50 flowers of each species, one species after the other. A straight line separates the first
//! species from the others; the second and the third overlap a little.
//!
//! # References
//!
//! Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936).
//! From the UCI Machine Learning Repository, <https://doi.org/10.24432/C56C76>, CC BY 4.0; with the
//! two corrections that bring it back to Fisher's table.

use crate::Dataset;

/// The names of the species, by label.
pub const SPECIES: [&str; 3] = ["Iris setosa", "Iris versicolor", "Iris virginica"];

/// What the four numbers of an input measure, in cm.
pub const FEATURES: [&str; 4] = ["sepal length", "sepal width", "petal length", "petal width"];

/// The flowers, one to a row: four measurements in mm, then the label.
static FLOWERS: &[u8; 150 * 5] = include_bytes!("../data/iris.bin");

/// 150 irises: the lengths and widths of their sepals and petals in cm, and their species.
///
/// They are sorted by species, so call [`shuffled`](Dataset::shuffled) before
/// [`split`](Dataset::split).
///
/// # Examples
///
/// ```
/// use sinew_data::iris;
///
/// let flowers = iris();
/// assert_eq!(flowers.inputs()[149], [5.9, 3.0, 5.1, 1.8]);
/// assert_eq!(iris::SPECIES[flowers.targets()[149]], "Iris virginica");
/// assert_eq!(iris::FEATURES[2], "petal length");
/// ```
///
/// # References
///
/// Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936);
/// UCI Machine Learning Repository, <https://doi.org/10.24432/C56C76>, CC BY 4.0.
pub fn iris() -> Dataset<[f32; 4], usize> {
    let (rows, _) = FLOWERS.as_chunks::<5>();
    let sample = |[lengths @ .., species]: &[u8; 5]| (lengths.map(|mm| f32::from(mm) / 10.0), usize::from(*species));
    Dataset::from_finite(rows.iter().map(sample))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_species_has_fifty_flowers() {
        assert_eq!(iris().class_counts(), Ok([50; SPECIES.len()]));
    }

    #[test]
    fn measurements_have_the_sums_of_the_source() {
        // In mm: 150 times 5.843, 3.057, 3.758 and 1.199 cm, the known means of the corrected
        // table.
        let mut sums = [0; FEATURES.len()];
        for row in FLOWERS.chunks(5) {
            for (sum, &mm) in sums.iter_mut().zip(row) {
                *sum += u32::from(mm);
            }
        }
        assert_eq!(sums, [8765, 4586, 5637, 1799]);
    }

    #[test]
    fn measurements_are_the_nearest_numbers_to_their_decimals() {
        let flowers = iris();
        assert_eq!(flowers.get(0), Some((&[5.1, 3.5, 1.4, 0.2], &0)));
        assert_eq!(flowers.get(50), Some((&[7.0, 3.2, 4.7, 1.4], &1)));
        // The two flowers that differ between Fisher's table and older copies of it.
        assert_eq!(flowers.get(34), Some((&[4.9, 3.1, 1.5, 0.2], &0)));
        assert_eq!(flowers.get(37), Some((&[4.9, 3.6, 1.4, 0.1], &0)));
    }
}
