//! Inputs with their targets.

use alloc::vec::Vec;
use core::array;
use core::iter::Zip;
use core::slice;

use sinew_tensors::{Number, Rng, Weighted};

use crate::{DatasetError, DatasetValue};

/// Inputs `X` with their targets `Y`, sample by sample.
///
/// An input is a plain array: `[f32; 2]` for two features, `[[[f32; 28]; 28]; 1]` for an image with
/// one channel. A target is an array too, or the label of a class (a `usize` that counts from 0),
/// or a `bool` for yes or no.
///
/// Every input of a data set has a target, and every number is finite. It may be empty.
///
/// Methods that rearrange a data set take it by value and move its samples instead of copying them;
/// `clone` it to keep the original.
///
/// # Examples
///
/// ```
/// use sinew_data::Dataset;
///
/// // Height in cm and mass in kg; 0 is a cat, 1 a dog.
/// let inputs = vec![[24.0_f32, 4.1], [57.0, 30.0], [23.0, 3.6], [61.0, 34.0]];
/// let labels = vec![0, 1, 0, 1];
///
/// let animals = Dataset::new(inputs, labels)?;
/// assert_eq!(animals.get(1), Some((&[57.0, 30.0], &1)));
/// assert_eq!(animals.class_counts()?, [2, 2]);
///
/// let (train, test) = animals.shuffled(42).split(0.75);
/// assert_eq!((train.len(), test.len()), (3, 1));
/// # Ok::<(), sinew_data::DatasetError>(())
/// ```
#[doc(alias("데이터셋", "샘플"))]
#[doc(alias("DataLoader", "TensorDataset"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset<X, Y> {
    inputs: Vec<X>,
    targets: Vec<Y>,
}

impl<X: DatasetValue, Y: DatasetValue> Dataset<X, Y> {
    /// The data set of `inputs` and their `targets`, in the order given.
    ///
    /// [`check_classes`](Dataset::check_classes) checks whether labels fit a number of classes.
    ///
    /// # Errors
    ///
    /// * [`DatasetError::LengthMismatch`] if the numbers of inputs and targets differ.
    /// * [`DatasetError::NonFiniteInput`] or [`DatasetError::NonFiniteTarget`] for the first number
    ///   that is infinite or `NaN`, inputs before targets.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Dataset;
    ///
    /// let error = Dataset::new(vec![[1.0_f32, 2.0], [3.0, f32::NAN]], vec![[0.0_f32], [1.0]]).unwrap_err();
    /// assert_eq!(error.to_string(), "sample 1: expected a finite number as feature 1 of the input, found NaN");
    /// ```
    pub fn new(inputs: Vec<X>, targets: Vec<Y>) -> Result<Self, DatasetError> {
        if inputs.len() != targets.len() {
            return Err(DatasetError::LengthMismatch { inputs: inputs.len(), targets: targets.len() });
        }
        check_inputs(&inputs)?;
        check_targets(&targets)?;
        Ok(Self { inputs, targets })
    }

    /// The data set of samples that come one by one.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Dataset;
    ///
    /// let wave = (0..100).map(|i| i as f32 / 10.0).map(|x| ([x], [x.sin()]));
    /// let wave = Dataset::from_samples(wave)?;
    /// assert_eq!(wave.len(), 100);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn from_samples(samples: impl IntoIterator<Item = (X, Y)>) -> Result<Self, DatasetError> {
        let (inputs, targets) = samples.into_iter().unzip();
        Self::new(inputs, targets)
    }

    /// The data set of samples that come one by one, up to the first error among them: from a file,
    /// or over a network.
    ///
    /// # Errors
    ///
    /// The first error of the samples, or else that of [`new`](Self::new), as an `E`:
    /// `Box<dyn Error>` takes any.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::error::Error;
    ///
    /// use sinew_data::Dataset;
    ///
    /// let lines = ["1 2", "3 four"];
    /// let sample = |line: &str| -> Result<([f32; 1], [f32; 1]), Box<dyn Error>> {
    ///     let (x, y) = line.split_once(' ').ok_or("expected two numbers")?;
    ///     Ok(([x.parse()?], [y.parse()?]))
    /// };
    /// let error = Dataset::try_from_samples(lines.into_iter().map(sample)).unwrap_err();
    /// assert_eq!(error.to_string(), "invalid float literal");
    /// ```
    pub fn try_from_samples<E: From<DatasetError>>(
        samples: impl IntoIterator<Item = Result<(X, Y), E>>,
    ) -> Result<Self, E> {
        let Self { inputs, targets } = Self::try_from_finite(samples.into_iter())?;
        Ok(Self::new(inputs, targets)?)
    }
}

impl<X, Y> Dataset<X, Y> {
    /// The data set of samples that are known to be finite.
    pub(crate) fn from_finite(samples: impl Iterator<Item = (X, Y)>) -> Self {
        let (inputs, targets) = samples.unzip();
        Self { inputs, targets }
    }

    /// The data set of samples that are known to be finite, unless they are errors.
    pub(crate) fn try_from_finite<E>(samples: impl Iterator<Item = Result<(X, Y), E>>) -> Result<Self, E> {
        let mut failure = None;
        let until_failure = samples.map_while(|sample| sample.map_err(|error| failure = Some(error)).ok());
        let data = Self::from_finite(until_failure);
        failure.map_or(Ok(data), Err)
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The inputs, in the order of the samples.
    pub fn inputs(&self) -> &[X] {
        &self.inputs
    }

    /// The targets, in the order of the samples.
    pub fn targets(&self) -> &[Y] {
        &self.targets
    }

    /// The inputs and the targets, separately.
    pub fn into_parts(self) -> (Vec<X>, Vec<Y>) {
        (self.inputs, self.targets)
    }

    /// The input and the target of the sample at `index`, or `None` beyond the last one.
    pub fn get(&self, index: usize) -> Option<(&X, &Y)> {
        Some((self.inputs.get(index)?, self.targets.get(index)?))
    }

    /// The samples in their order, each as its input and its target.
    ///
    /// # Examples
    ///
    /// ```
    /// for ([a, b], [y]) in &sinew_data::gates::xor() {
    ///     println!("{a} xor {b} = {y}");
    /// }
    /// ```
    pub fn iter(&self) -> Zip<slice::Iter<'_, X>, slice::Iter<'_, Y>> {
        self.inputs.iter().zip(&self.targets)
    }

    /// The samples in their order, in batches of `size`; the last batch is smaller if `size` does
    /// not divide their number.
    ///
    /// # Panics
    ///
    /// If `size` is zero.
    ///
    /// # Examples
    ///
    /// ```
    /// let iris = sinew_data::iris();
    /// let sizes: Vec<usize> = iris.batches(64).map(|(inputs, _)| inputs.len()).collect();
    /// assert_eq!(sizes, [64, 64, 22]);
    /// ```
    pub fn batches(&self, size: usize) -> impl ExactSizeIterator<Item = (&[X], &[Y])> {
        assert!(size > 0, "a batch holds at least one sample, found a size of 0");
        self.inputs.chunks(size).zip(self.targets.chunks(size))
    }

    /// The same samples in random order, each order equally likely. The same `seed` gives the same
    /// order on every machine.
    pub fn shuffled(mut self, seed: u64) -> Self {
        // The shuffle depends on the seed and the length alone, so every input stays with its
        // target.
        Rng::new(seed).shuffle(&mut self.inputs);
        Rng::new(seed).shuffle(&mut self.targets);
        self
    }

    /// The first `fraction` of the samples, and the rest.
    ///
    /// The first part has `fraction · len` samples, rounded to the nearest whole number, halves up.
    /// The order stays, so shuffle data that is sorted (by class, for example) with
    /// [`shuffled`](Self::shuffled) first.
    ///
    /// # Panics
    ///
    /// If `fraction` is not between 0 and 1, both included.
    ///
    /// # Examples
    ///
    /// ```
    /// let (train, test) = sinew_data::iris().shuffled(42).split(0.7);
    /// assert_eq!((train.len(), test.len()), (105, 45));
    /// ```
    #[doc(alias = "시험 데이터")]
    pub fn split(mut self, fraction: f64) -> (Self, Self) {
        assert!((0.0..=1.0).contains(&fraction), "expected a fraction from 0 to 1, found {fraction}");
        let first = share(self.len(), fraction);
        let rest = Self { inputs: self.inputs.split_off(first), targets: self.targets.split_off(first) };
        (self, rest)
    }

    /// The data set with `f` applied to its inputs and with the same targets: to scale features, or
    /// to change their shape or type.
    ///
    /// # Errors
    ///
    /// [`DatasetError::NonFiniteInput`] for the first number that `f` made infinite or `NaN`.
    ///
    /// # Examples
    ///
    /// Gradients are checked in `f64`, and a convolution takes an image:
    ///
    /// ```
    /// let precise = sinew_data::iris().map_inputs(|flower| flower.map(f64::from))?;
    /// assert_eq!(precise.inputs()[0], [5.1_f32, 3.5, 1.4, 0.2].map(f64::from));
    ///
    /// let images = sinew_data::digits().map_inputs(|pixels| {
    ///     let (rows, _) = pixels.as_chunks::<8>();
    ///     [std::array::from_fn::<_, 8, _>(|row| rows[row])]
    /// })?;
    /// assert_eq!(images.inputs()[0][0][1], [0.0, 0.0, 0.8125, 0.9375, 0.625, 0.9375, 0.3125, 0.0]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn map_inputs<Z: DatasetValue>(self, f: impl FnMut(X) -> Z) -> Result<Dataset<Z, Y>, DatasetError> {
        let inputs: Vec<Z> = self.inputs.into_iter().map(f).collect();
        check_inputs(&inputs)?;
        Ok(Dataset { inputs, targets: self.targets })
    }

    /// The data set with `f` applied to its targets and with the same inputs: to scale targets, or
    /// to leave some out.
    ///
    /// # Errors
    ///
    /// [`DatasetError::NonFiniteTarget`] for the first number that `f` made infinite or `NaN`.
    ///
    /// # Examples
    ///
    /// Is it the first species?
    ///
    /// ```
    /// let setosa = sinew_data::iris().map_targets(|species| [f32::from(species == 0)])?;
    /// assert_eq!(setosa.targets()[0], [1.0]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn map_targets<Z: DatasetValue>(self, f: impl FnMut(Y) -> Z) -> Result<Dataset<X, Z>, DatasetError> {
        let targets: Vec<Z> = self.targets.into_iter().map(f).collect();
        check_targets(&targets)?;
        Ok(Dataset { inputs: self.inputs, targets })
    }

    /// The data set with a weight for each sample, by which its loss is multiplied; see
    /// [`Weighted`].
    ///
    /// # Errors
    ///
    /// [`DatasetError::Weights`] if there are not as many weights as samples, and
    /// [`DatasetError::NonFiniteWeight`] for the first that is infinite or `NaN`.
    ///
    /// # Examples
    ///
    /// The later a measurement, the more it counts:
    ///
    /// ```
    /// use sinew_data::{Dataset, Weighted};
    ///
    /// let data = Dataset::new(vec![[0.1_f32], [0.4], [0.3]], vec![0, 1, 0])?.weighted([0.25, 0.5, 1.0])?;
    /// assert_eq!(data.targets()[1], Weighted { target: 1, weight: 0.5 });
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn weighted(self, weights: impl IntoIterator<Item = f64>) -> Result<Dataset<X, Weighted<Y>>, DatasetError> {
        let (samples, weights) = (self.len(), weights.into_iter().collect::<Vec<_>>());
        if samples != weights.len() {
            return Err(DatasetError::Weights { samples, weights: weights.len() });
        }
        if let Some((sample, &weight)) = weights.iter().enumerate().find(|(_, weight)| !weight.is_finite()) {
            return Err(DatasetError::NonFiniteWeight { sample, weight });
        }
        let targets = self.targets.into_iter().zip(weights).map(|(target, weight)| Weighted { target, weight });
        Ok(Dataset { inputs: self.inputs, targets: targets.collect() })
    }
}

impl<X> Dataset<X, usize> {
    /// Checks that every label is below `classes`.
    ///
    /// # Errors
    ///
    /// [`DatasetError::LabelOutOfRange`] for the first label that is not.
    ///
    /// # Examples
    ///
    /// ```
    /// let iris = sinew_data::iris();
    /// assert!(iris.check_classes(3).is_ok());
    ///
    /// let error = iris.check_classes(2).unwrap_err();
    /// assert_eq!(error.to_string(), "sample 100: expected a label below 2, the number of classes, found 2");
    /// ```
    pub fn check_classes(&self, classes: usize) -> Result<(), DatasetError> {
        match self.targets.iter().enumerate().find(|&(_, &label)| label >= classes) {
            Some((sample, &label)) => Err(DatasetError::LabelOutOfRange { sample, label, classes }),
            None => Ok(()),
        }
    }

    /// How many samples each of `N` classes has.
    ///
    /// # Errors
    ///
    /// [`DatasetError::LabelOutOfRange`] for the first label that is not below `N`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(sinew_data::iris().class_counts()?, [50, 50, 50]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn class_counts<const N: usize>(&self) -> Result<[usize; N], DatasetError> {
        self.check_classes(N)?;
        let mut counts = [0; N];
        for &label in &self.targets {
            counts[label] += 1;
        }
        Ok(counts)
    }

    /// A weight for each class, so that all `N` classes have the same total weight: `wₖ = n/(N·nₖ)`
    /// if `nₖ` of `n` samples are of class `k`.
    ///
    /// For a loss with class weights where some classes are rare. The mean weight of all samples is
    /// 1, so the learning rate stays as it is.
    ///
    /// # Errors
    ///
    /// * [`DatasetError::LabelOutOfRange`] for the first label that is not below `N`.
    /// * [`DatasetError::EmptyClass`] for the first class without samples: its weight would be
    ///   infinite.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Dataset;
    ///
    /// let rare = Dataset::new(vec![[0.0_f32]; 4], vec![0, 0, 0, 1])?;
    /// assert_eq!(rare.balanced_class_weights()?, [4.0 / (2.0 * 3.0), 4.0 / 2.0]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    ///
    /// # References
    ///
    /// King and Zeng, "Logistic regression in rare events data", Political Analysis 9 (2001), as
    /// scikit-learn's "balanced".
    pub fn balanced_class_weights<const N: usize>(&self) -> Result<[f64; N], DatasetError> {
        Ok(self.inverse_class_frequencies()?.map(|inverse: f64| inverse / N as f64))
    }

    /// The inverse of each class's share: `wₖ = n/nₖ` if `nₖ` of `n` samples are of class `k`.
    ///
    /// # Errors
    ///
    /// As [`balanced_class_weights`](Self::balanced_class_weights).
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(sinew_data::iris().inverse_class_frequencies()?, [3.0; 3]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn inverse_class_frequencies<const N: usize>(&self) -> Result<[f64; N], DatasetError> {
        let counts = self.class_counts::<N>()?;
        match counts.iter().position(|&count| count == 0) {
            Some(class) => Err(DatasetError::EmptyClass { class, classes: N }),
            None => Ok(counts.map(|count| self.len() as f64 / count as f64)),
        }
    }

    /// The data set with each label as `N` numbers: 1 at the label, 0 elsewhere.
    ///
    /// For losses that compare numbers, such as the mean squared error; cross-entropy takes the
    /// labels themselves.
    ///
    /// # Errors
    ///
    /// [`DatasetError::LabelOutOfRange`] for the first label that is not below `N`.
    ///
    /// # Examples
    ///
    /// ```
    /// let iris = sinew_data::iris().one_hot::<f32, 3>()?;
    /// assert_eq!(iris.targets()[149], [0.0, 0.0, 1.0]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn one_hot<T: Number, const N: usize>(self) -> Result<Dataset<X, [T; N]>, DatasetError> {
        self.check_classes(N)?;
        let one_hot = |&label| array::from_fn(|class| if class == label { T::ONE } else { T::ZERO });
        let targets = self.targets.iter().map(one_hot).collect();
        Ok(Dataset { inputs: self.inputs, targets })
    }
}

impl<'a, X, Y> IntoIterator for &'a Dataset<X, Y> {
    type Item = (&'a X, &'a Y);
    type IntoIter = Zip<slice::Iter<'a, X>, slice::Iter<'a, Y>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn check_inputs<X: DatasetValue>(inputs: &[X]) -> Result<(), DatasetError> {
    match first_non_finite(inputs) {
        Some((sample, feature, value)) => Err(DatasetError::NonFiniteInput { sample, feature, value }),
        None => Ok(()),
    }
}

fn check_targets<Y: DatasetValue>(targets: &[Y]) -> Result<(), DatasetError> {
    match first_non_finite(targets) {
        Some((sample, output, value)) => Err(DatasetError::NonFiniteTarget { sample, output, value }),
        None => Ok(()),
    }
}

/// The first number that is infinite or `NaN`, with its sample and its index there.
fn first_non_finite<V: DatasetValue>(values: &[V]) -> Option<(usize, usize, f64)> {
    values.iter().enumerate().find_map(|(sample, value)| {
        let (index, number) = value.first_non_finite()?;
        Some((sample, index, number))
    })
}

/// `fraction · len`, rounded to the nearest whole number, halves up.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are far below 2⁵², a fraction is not negative, and to truncate is to round here"
)]
pub(crate) fn share(len: usize, fraction: f64) -> usize {
    (len as f64 * fraction + 0.5) as usize
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_rounded_to_the_nearest_sample() {
        assert_eq!(share(10, 0.7), 7);
        assert_eq!(share(3, 0.5), 2);
        assert_eq!(share(3, 0.49), 1);
        assert_eq!(share(0, 0.5), 0);
        assert_eq!(share(7, 1.0), 7);
    }
}
