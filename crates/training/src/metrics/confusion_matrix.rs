//! Which classes are taken for which.

use alloc::vec;
use alloc::vec::Vec;

use super::check_lengths;

/// How often each of `N` classes was taken for which.
///
/// Precision, recall and F1 of a class are 0 where their divisor is 0, as in scikit-learn
/// (`zero_division=0`), and so they enter the means.
///
/// # Examples
///
/// ```
/// use sinew_training::metrics::ConfusionMatrix;
///
/// let matrix = ConfusionMatrix::<2>::new(&[0, 1, 1, 1], &[0, 0, 1, 1]);
/// assert_eq!(matrix.counts(), [[1, 1], [0, 2]]); // [truth][predicted]
/// assert_eq!((matrix.precision(1), matrix.recall(1)), (2.0 / 3.0, 1.0));
/// assert!((matrix.f1(1) - 0.8).abs() < 1e-15);
/// ```
///
/// # References
///
/// Sokolova and Lapalme, "A systematic analysis of performance measures for classification tasks",
/// Information Processing & Management 45 (2009), tables 2 and 3. The mean of F1 is that of the
/// classes' F1, as in scikit-learn, not the F1 of the mean precision and recall.
#[doc(alias = "혼동 행렬")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionMatrix<const N: usize> {
    /// On the heap: of a thousand classes they are 8 MB.
    counts: Vec<[usize; N]>,
    /// How many samples of each class have no predicted one.
    unpredicted: Vec<usize>,
}

impl<const N: usize> ConfusionMatrix<N> {
    /// Counts predictions. `N` is the prediction of no class, as
    /// [`class`](crate::metrics::class) makes it of `NaN`: it is wrong, and in no column.
    ///
    /// # Panics
    ///
    /// If there are no samples, not as many predictions as targets, a true class is not less than
    /// `N`, or a predicted one is more than `N`.
    #[track_caller]
    pub fn new(predicted: &[usize], truth: &[usize]) -> Self {
        check_lengths(predicted.len(), truth.len());
        let mut matrix = Self::empty();
        predicted.iter().zip(truth).for_each(|(&p, &t)| matrix.add(p, t));
        matrix
    }

    /// The matrix of no predictions.
    pub(super) fn empty() -> Self {
        Self { counts: vec![[0; N]; N], unpredicted: vec![0; N] }
    }

    /// Counts a prediction.
    #[track_caller]
    pub(super) fn add(&mut self, predicted: usize, truth: usize) {
        add(self.counts.as_flattened_mut(), &mut self.unpredicted, predicted, truth);
    }

    /// A row for each true class, a column for each predicted one: `[truth][predicted]`.
    pub fn counts(&self) -> &[[usize; N]] {
        &self.counts
    }

    /// How many samples of the class have no predicted one, since their prediction is `NaN`.
    ///
    /// # Panics
    ///
    /// If `class` is not less than `N`.
    #[track_caller]
    pub fn unpredicted(&self, class: usize) -> usize {
        self.unpredicted[class]
    }

    /// The share of samples whose class is predicted.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..N).map(|class| self.counts[class][class]).sum();
        right as f64 / (0..N).map(|class| self.support(class)).sum::<usize>() as f64
    }

    /// The share of those predicted to be of the class that are, `TP/(TP + FP)`.
    ///
    /// # Panics
    ///
    /// If `class` is not less than `N`.
    #[track_caller]
    pub fn precision(&self, class: usize) -> f64 {
        share(self.counts[class][class], self.predicted(class))
    }

    /// The share of those of the class that are predicted to be, `TP/(TP + FN)`.
    ///
    /// # Panics
    ///
    /// If `class` is not less than `N`.
    #[track_caller]
    pub fn recall(&self, class: usize) -> f64 {
        share(self.counts[class][class], self.support(class))
    }

    /// The harmonic mean of precision and recall, `2·TP/(2·TP + FP + FN)`.
    ///
    /// # Panics
    ///
    /// If `class` is not less than `N`.
    #[track_caller]
    pub fn f1(&self, class: usize) -> f64 {
        share(2 * self.counts[class][class], self.predicted(class) + self.support(class))
    }

    /// How many samples are of the class.
    ///
    /// # Panics
    ///
    /// If `class` is not less than `N`.
    #[track_caller]
    pub fn support(&self, class: usize) -> usize {
        self.counts[class].iter().sum::<usize>() + self.unpredicted[class]
    }

    /// The mean of all classes' precision, each weighing the same.
    pub fn macro_precision(&self) -> f64 {
        Self::mean(|class| self.precision(class))
    }

    /// The mean of all classes' recall, each weighing the same.
    pub fn macro_recall(&self) -> f64 {
        Self::mean(|class| self.recall(class))
    }

    /// The mean of all classes' F1, each weighing the same.
    pub fn macro_f1(&self) -> f64 {
        Self::mean(|class| self.f1(class))
    }

    /// How many samples are predicted to be of the class.
    fn predicted(&self, class: usize) -> usize {
        self.counts.iter().map(|row| row[class]).sum()
    }

    fn mean(of: impl Fn(usize) -> f64) -> f64 {
        (0..N).map(of).sum::<f64>() / N as f64
    }
}

/// Counts a prediction in `counts`, of `[classes, classes]`, or in `unpredicted`, of `[classes]`.
#[track_caller]
#[inline(never)] // compiled in this crate
fn add(counts: &mut [usize], unpredicted: &mut [usize], predicted: usize, truth: usize) {
    let classes = unpredicted.len();
    assert!(
        predicted <= classes && truth < classes,
        "predicted class {predicted} of class {truth}, but there are {classes} classes"
    );
    if predicted < classes {
        counts[truth * classes + predicted] += 1;
    } else {
        unpredicted[truth] += 1;
    }
}

/// `part/whole`, or 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
