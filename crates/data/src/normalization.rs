//! Features on a common scale.

use alloc::vec;
use core::error::Error;
use core::fmt;

use sinew_tensors::{Number, Real, Sample};

use crate::{Checked, Dataset, DatasetError};

/// Brings each feature to a scale that trains well, and back: `y = (x − offset)/scale`,
/// `x = y·scale + offset`.
///
/// It is fitted to the training data and then applied, with the same numbers, to all later data:
/// test data, and single samples in use. So it belongs to the model and is stored with it, as
/// `sinew::files::Normalized` does. It is plain data: two samples, whose numbers are
/// `offset.as_flat()` and `scale.as_flat()`; [`new`](Self::new) makes a normalization of them
/// again.
///
/// Numeric targets are normalized too where they are large or small, and predictions are
/// [`restored`](Self::restore).
///
/// A feature that is the same in all samples says nothing, and becomes 0 (the lower bound with
/// [`min_max`](Self::min_max)): its deviation of 0 is taken as 1.
///
/// # Examples
///
/// ```
/// use sinew_data::{Normalization, iris};
///
/// let (train, test) = iris().shuffled(1).split(0.8);
/// let scale = Normalization::standard_score(train.inputs())?;
/// let (train, test) = (scale.inputs(train)?, scale.inputs(test)?);
///
/// let mean = train.inputs().iter().map(|flower| flower[0]).sum::<f32>() / 120.0;
/// assert!(mean.abs() < 1e-6);
///
/// // In use, a flower goes the same way.
/// let flower = scale.normalize(&[5.1, 3.5, 1.4, 0.2]);
/// assert!(flower.iter().all(|feature| feature.abs() < 2.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "정규화")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalization<X> {
    /// The number that becomes 0.
    pub offset: X,
    /// How far from the offset the number is that becomes 1; not 0.
    pub scale: X,
}

impl<T: Number, X: Checked<Number = T> + Sample<T>> Normalization<X> {
    /// The normalization with these numbers, as they were stored with a model.
    ///
    /// # Errors
    ///
    /// [`NormalizationError::NonFinite`] or [`NormalizationError::ZeroScale`], for the first such
    /// feature.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Normalization;
    ///
    /// let celsius = Normalization::new([32.0], [1.8])?;
    /// assert_eq!(celsius.normalize(&[212.0_f64]), [100.0]);
    /// assert_eq!(celsius.restore(&[-40.0]), [-40.0]);
    /// # Ok::<(), sinew_data::NormalizationError>(())
    /// ```
    pub fn new(offset: X, scale: X) -> Result<Self, NormalizationError> {
        for (feature, (&offset, &scale)) in offset.as_flat().iter().zip(scale.as_flat()).enumerate() {
            if !Number::is_finite(offset) || !Number::is_finite(scale) {
                return Err(NormalizationError::NonFinite { feature });
            }
            if scale == T::ZERO {
                return Err(NormalizationError::ZeroScale { feature });
            }
        }
        Ok(Self { offset, scale })
    }

    /// Scales each feature of `samples` to mean 0 and standard deviation 1: the standard score.
    ///
    /// The usual choice. The deviation is that of the samples themselves, `√(Σ(x − mean)²/n)`. The
    /// samples are read once.
    ///
    /// # Errors
    ///
    /// * [`NormalizationError::NoSamples`] if there are none.
    /// * [`NormalizationError::NonFinite`] if a feature is not finite, or its deviation too large
    ///   for its type.
    ///
    /// # References
    ///
    /// Welford, "Note on a method for calculating corrected sums of squares and products",
    /// Technometrics 4 (1962).
    pub fn standard_score<'a>(samples: impl IntoIterator<Item = &'a X>) -> Result<Self, NormalizationError> {
        let mut moments = vec![(0.0, 0.0); <X as Sample<T>>::LEN]; // the mean and the sum of squares about it
        let mut count = 0.0;
        for sample in samples {
            count += 1.0;
            for ((mean, squares), x) in moments.iter_mut().zip(sample.as_flat()) {
                let deviation = x.to_f64() - *mean;
                *mean += deviation / count;
                *squares += deviation * (x.to_f64() - *mean);
            }
        }
        Self::of(count, |feature| {
            let (mean, squares): (f64, f64) = moments[feature];
            (mean, Real::sqrt(squares / count))
        })
    }

    /// Scales each feature of `samples` to the range from `low` to `high`.
    ///
    /// For features with fixed bounds, such as pixels. Later samples can lie outside. The samples
    /// are read once.
    ///
    /// # Errors
    ///
    /// As [`standard_score`](Self::standard_score).
    ///
    /// # Panics
    ///
    /// If `low` is not below `high`, or one of them is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Normalization;
    ///
    /// let scale = Normalization::min_max(&[[2.0, 7.0], [6.0, 7.0], [3.0, 7.0]], -1.0, 1.0)?;
    /// assert_eq!(scale.normalize(&[6.0_f32, 7.0]), [1.0, -1.0]);
    /// assert_eq!(scale.normalize(&[3.0_f32, 9.0]), [-0.5, 1.0]);
    /// # Ok::<(), sinew_data::NormalizationError>(())
    /// ```
    pub fn min_max<'a>(
        samples: impl IntoIterator<Item = &'a X>,
        low: f64,
        high: f64,
    ) -> Result<Self, NormalizationError> {
        assert!(low < high && low.is_finite() && high.is_finite(), "expected a range, found {low} to {high}");
        let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); <X as Sample<T>>::LEN];
        let mut count = 0.0;
        for sample in samples {
            count += 1.0;
            for ((min, max), x) in ranges.iter_mut().zip(sample.as_flat()) {
                // Written so that `NaN`, for which every comparison is false, stays.
                *min = if x.to_f64() >= *min { *min } else { x.to_f64() };
                *max = if x.to_f64() <= *max { *max } else { x.to_f64() };
            }
        }
        Self::of(count, |feature| {
            let (min, max): (f64, f64) = ranges[feature];
            let scale = (max - min) / (high - low);
            (min - low * or_one(scale), scale)
        })
    }

    /// The offset and the scale of each feature, fitted to `count` samples.
    fn of(count: f64, place: impl Fn(usize) -> (f64, f64)) -> Result<Self, NormalizationError> {
        if count < 1.0 {
            return Err(NormalizationError::NoSamples);
        }
        let (mut offset, mut scale) = (X::filled(T::ZERO), X::filled(T::ONE));
        for (feature, (offset, scale)) in offset.as_flat_mut().iter_mut().zip(scale.as_flat_mut()).enumerate() {
            let (zero, one) = place(feature);
            (*offset, *scale) = (T::from_f64(zero), or_one(T::from_f64(one)));
        }
        Self::new(offset, scale)
    }

    /// The sample on the common scale, `(x − offset)/scale`.
    pub fn normalize(&self, x: &X) -> X {
        self.map(x, |x, offset, scale| (x - offset) / scale)
    }

    /// The sample on its own scale, `y·scale + offset`: the inverse of
    /// [`normalize`](Self::normalize), up to rounding.
    pub fn restore(&self, y: &X) -> X {
        self.map(y, |y, offset, scale| y * scale + offset)
    }

    fn map(&self, x: &X, f: impl Fn(T, T, T) -> T) -> X {
        let mut y = *x;
        let places = self.offset.as_flat().iter().zip(self.scale.as_flat());
        for (y, (&offset, &scale)) in y.as_flat_mut().iter_mut().zip(places) {
            *y = f(*y, offset, scale);
        }
        y
    }

    /// The data set with normalized inputs.
    ///
    /// # Errors
    ///
    /// [`DatasetError::NonFiniteInput`] for the first number that becomes too large for its type.
    pub fn inputs<Y>(&self, data: Dataset<X, Y>) -> Result<Dataset<X, Y>, DatasetError> {
        data.map_inputs(|x| self.normalize(&x))
    }

    /// The data set with normalized targets.
    ///
    /// # Errors
    ///
    /// [`DatasetError::NonFiniteTarget`] for the first number that becomes too large for its type.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::{Dataset, Normalization};
    ///
    /// let houses = Dataset::new(vec![[3.0_f32], [5.0]], vec![[610_000.0_f32], [980_000.0]])?;
    /// let price = Normalization::standard_score(houses.targets())?;
    /// let houses = price.targets(houses)?;
    /// assert_eq!(houses.targets(), [[-1.0], [1.0]]);
    /// assert_eq!(price.restore(&[1.0]), [980_000.0]); // what a network predicts, in francs
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn targets<I>(&self, data: Dataset<I, X>) -> Result<Dataset<I, X>, DatasetError> {
        data.map_targets(|y| self.normalize(&y))
    }
}

impl<T, const C: usize, const H: usize, const W: usize> Normalization<[[[T; W]; H]; C]>
where
    T: Number + Checked<Number = T>,
{
    /// Scales each channel of images to mean 0 and standard deviation 1:
    /// [`standard_score`](Normalization::standard_score) over all pixels of a channel.
    ///
    /// # Errors
    ///
    /// As [`standard_score`](Normalization::standard_score).
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Normalization;
    ///
    /// let images = [[[[0.0_f32, 4.0]], [[7.0, 7.0]]], [[[4.0, 0.0]], [[7.0, 7.0]]]]; // two, of two channels, each of 1 × 2 pixels
    /// let scale = Normalization::channels(&images)?;
    /// assert_eq!(scale.offset, [[[2.0, 2.0]], [[7.0, 7.0]]]);
    /// assert_eq!(scale.scale, [[[2.0, 2.0]], [[1.0, 1.0]]]);
    /// # Ok::<(), sinew_data::NormalizationError>(())
    /// ```
    pub fn channels<'a>(images: impl IntoIterator<Item = &'a [[[T; W]; H]; C]>) -> Result<Self, NormalizationError> {
        let mut moments = [(0.0, 0.0, 0.0); C]; // the number of pixels, their mean, and the sum of squares about it
        for image in images {
            for ((count, mean, squares), channel) in moments.iter_mut().zip(image) {
                for pixel in channel.as_flattened() {
                    *count += 1.0;
                    let deviation = pixel.to_f64() - *mean;
                    *mean += deviation / *count;
                    *squares += deviation * (pixel.to_f64() - *mean);
                }
            }
        }
        let pixels = moments.first().map_or(0.0, |&(count, ..)| count);
        Self::of(pixels, |feature| {
            let (count, mean, squares): (f64, f64, f64) = moments[feature / (H * W)];
            (mean, Real::sqrt(squares / count))
        })
    }
}

/// The scale, or 1 if it is 0: that of a feature that is the same everywhere.
fn or_one<T: Number>(scale: T) -> T {
    if scale == T::ZERO { T::ONE } else { scale }
}

/// Why samples do not give a [`Normalization`].
///
/// Features count from 0, in row-major order.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NormalizationError {
    /// There are no samples.
    NoSamples,
    /// The offset or the scale of a feature is infinite or `NaN`: a number among the samples is, or
    /// the samples are too far apart for their type.
    NonFinite {
        /// Which feature.
        feature: usize,
    },
    /// The scale of a feature is 0, and nothing can be divided by it.
    ZeroScale {
        /// Which feature.
        feature: usize,
    },
}

impl fmt::Display for NormalizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSamples => f.write_str("expected samples to fit a normalization to, found none"),
            Self::NonFinite { feature } => {
                write!(f, "feature {feature}: expected a finite offset and scale, found one that is infinite or NaN")
            }
            Self::ZeroScale { feature } => write!(f, "feature {feature}: expected a scale to divide by, found 0"),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for NormalizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for NormalizationError {}
