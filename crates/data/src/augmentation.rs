//! Inputs that differ a little each time, so that a network learns what does not matter.
//!
//! An [`Augment`] changes an input at random. A function of an input and an [`Rng`] is one, and so
//! is a pair of changes, applied in order. [`rng`] gives each sample its own random numbers in each
//! epoch, all from one seed, so that a run is reproducible, on any number of threads.
//!
//! # Examples
//!
//! ```
//! use sinew_data::augmentation::{Augment, Noise, Shift};
//! use sinew_data::digits;
//!
//! let digits = digits().map_inputs(|pixels| {
//!     let (rows, _) = pixels.as_chunks::<8>();
//!     [std::array::from_fn::<_, 8, _>(|row| rows[row])]
//! })?;
//! let augment = (Shift { rows: 1, columns: 1 }, Noise { deviation: 0.02 }); // one after the other
//! let first_epoch = digits.augmented(&augment, 42, 0)?;
//! let second_epoch = digits.augmented(&augment, 42, 1)?;
//! assert_ne!(first_epoch, second_epoch);
//! assert_eq!(first_epoch.targets(), digits.targets());
//! # Ok::<(), sinew_data::DatasetError>(())
//! ```

use sinew_tensors::{Number, Rng, Sample};

use crate::{Checked, Dataset, DatasetError};

/// A random change of an input `X` that leaves its target true.
///
/// Functions are such changes; a custom type implements the trait:
///
/// ```
/// use sinew_data::augmentation::{Augment, rng};
/// use sinew_tensors::Rng;
///
/// let brighter = |image: &[f32; 64], rng: &mut Rng| {
///     let factor = 0.8 + 0.4 * rng.uniform() as f32;
///     image.map(|pixel| (pixel * factor).min(1.0))
/// };
/// assert_eq!(brighter.augment(&[0.0; 64], &mut rng(42, 0, 0)), [0.0; 64]);
/// ```
pub trait Augment<X> {
    /// The input, changed.
    fn augment(&self, input: &X, rng: &mut Rng) -> X;
}

impl<X, F: Fn(&X, &mut Rng) -> X> Augment<X> for F {
    fn augment(&self, input: &X, rng: &mut Rng) -> X {
        self(input, rng)
    }
}

impl<X, A: Augment<X>, B: Augment<X>> Augment<X> for (A, B) {
    fn augment(&self, input: &X, rng: &mut Rng) -> X {
        self.1.augment(&self.0.augment(input, rng), rng)
    }
}

/// Shifts an image by whole pixels, up to `rows` up or down and up to `columns` left or right. All
/// shifts are equally likely; pixels that come in from outside are 0.
///
/// # Examples
///
/// ```
/// use sinew_data::augmentation::{Augment, Shift, rng};
///
/// let image = [[[1.0_f32, 2.0, 3.0]]];
/// let shifts = (0..20).map(|sample| Shift { rows: 0, columns: 1 }.augment(&image, &mut rng(42, 0, sample)));
/// let expected = [[[[2.0, 3.0, 0.0]]], [[[1.0, 2.0, 3.0]]], [[[0.0, 1.0, 2.0]]]];
/// assert!(shifts.into_iter().all(|shifted| expected.contains(&shifted)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// The largest shift up or down, in pixels.
    pub rows: usize,
    /// The largest shift left or right, in pixels.
    pub columns: usize,
}

impl<T: Number, const C: usize, const H: usize, const W: usize> Augment<[[[T; W]; H]; C]> for Shift {
    fn augment(&self, image: &[[[T; W]; H]; C], rng: &mut Rng) -> [[[T; W]; H]; C] {
        // Beyond its own size, an image is gone in any case.
        let (rows, columns) = (self.rows.min(H), self.columns.min(W));
        let (down, right) = (rng.below(2 * rows + 1), rng.below(2 * columns + 1));
        let mut shifted = [[[T::ZERO; W]; H]; C];
        for (shifted, image) in shifted.iter_mut().zip(image) {
            for row in 0..H {
                let Some(row_from) = (row + rows).checked_sub(down).filter(|&row| row < H) else { continue };
                for column in 0..W {
                    let from = (column + columns).checked_sub(right).filter(|&column| column < W);
                    shifted[row][column] = from.map_or(T::ZERO, |column| image[row_from][column]);
                }
            }
        }
        shifted
    }
}

/// Mirrors an image left to right, half of the time: for pictures of things, not of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mirror;

impl<T: Number, const C: usize, const H: usize, const W: usize> Augment<[[[T; W]; H]; C]> for Mirror {
    fn augment(&self, image: &[[[T; W]; H]; C], rng: &mut Rng) -> [[[T; W]; H]; C] {
        let mut mirrored = *image;
        if rng.below(2) == 1 {
            mirrored.as_flattened_mut().iter_mut().for_each(|row| row.reverse());
        }
        mirrored
    }
}

/// Adds normally distributed noise with mean 0 to each number of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Noise {
    /// The standard deviation of the noise.
    pub deviation: f64,
}

impl<T: Number, X: Checked<Number = T> + Sample<T>> Augment<X> for Noise {
    fn augment(&self, input: &X, rng: &mut Rng) -> X {
        let mut noisy = *input;
        for x in noisy.as_flat_mut() {
            *x = T::from_f64(x.to_f64() + self.deviation * rng.normal());
        }
        noisy
    }
}

/// The random numbers for one sample in one epoch, independent of all others.
pub fn rng(seed: u64, epoch: u64, sample: u64) -> Rng {
    let epoch = Rng::new(seed ^ Rng::new(epoch).next_u64()).next_u64();
    Rng::new(epoch ^ Rng::new(sample).next_u64())
}

impl<X: Checked, Y: Clone> Dataset<X, Y> {
    /// The data set for one epoch: `augment` changes each input, with the random numbers that
    /// [`rng`] gives it.
    ///
    /// # Errors
    ///
    /// [`DatasetError::NonFiniteInput`] for the first number that became infinite or `NaN`.
    pub fn augmented(&self, augment: &impl Augment<X>, seed: u64, epoch: u64) -> Result<Self, DatasetError> {
        let mut sample = 0;
        self.clone().map_inputs(|input| {
            let changed = augment.augment(&input, &mut rng(seed, epoch, sample));
            sample += 1;
            changed
        })
    }
}
