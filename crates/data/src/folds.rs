//! Data sets in parts: a split that keeps the share of each class, and folds for cross-validation.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use crate::Dataset;
use crate::dataset::share;

impl<X, Y> Dataset<X, Y> {
    /// The samples whose index satisfies `is_first`, and the others, both in their order.
    fn partition(self, is_first: impl Fn(usize) -> bool) -> (Self, Self) {
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        let (inputs, targets) = self.into_parts();
        for (i, sample) in inputs.into_iter().zip(targets).enumerate() {
            if is_first(i) { first.push(sample) } else { rest.push(sample) }
        }
        (Self::from_finite(first.into_iter()), Self::from_finite(rest.into_iter()))
    }
}

impl<X: Clone, Y: Clone> Dataset<X, Y> {
    /// `k` splits of the samples into training and validation data: each sample validates once.
    ///
    /// A fold is the next `len/k` samples; the first `len mod k` folds have one more. So shuffle
    /// sorted data with [`shuffled`](Self::shuffled) first, and use
    /// [`stratified_folds`](Self::stratified_folds) where classes are rare. The parts are copies,
    /// made one split at a time.
    ///
    /// # Panics
    ///
    /// If `k` is below 2 or above the number of samples.
    ///
    /// # Examples
    ///
    /// ```
    /// let digits = sinew_data::digits().shuffled(1);
    /// for (train, validation) in digits.folds(5) {
    ///     println!("train on {} digits, validate on {}", train.len(), validation.len());
    ///     assert!([359, 360].contains(&validation.len()));
    /// }
    /// ```
    ///
    /// # References
    ///
    /// Stone, "Cross-validatory choice and assessment of statistical predictions", J. R. Stat. Soc.
    /// B 36 (1974).
    pub fn folds(&self, k: usize) -> impl ExactSizeIterator<Item = (Self, Self)> {
        self.check_folds(k);
        let (size, larger) = (self.len() / k, self.len() % k);
        (0..k).map(move |fold| {
            let start = fold * size + fold.min(larger);
            let end = start + size + usize::from(fold < larger);
            let (validation, train) = self.clone().partition(|i| (start..end).contains(&i));
            (train, validation)
        })
    }

    fn check_folds(&self, k: usize) {
        let len = self.len();
        assert!(k >= 2 && k <= len, "expected from 2 folds to {len}, the number of samples, found {k}");
    }
}

impl<X> Dataset<X, usize> {
    /// Like [`shuffled`](Self::shuffled) and then [`split`](Self::split), but both parts keep the
    /// share of each class: to test on rare classes too.
    ///
    /// The first part has `fraction` of all samples, rounded to the nearest whole number, halves
    /// up, and `fraction` of each class, rounded up or down to match that number.
    ///
    /// # Panics
    ///
    /// If `fraction` is not between 0 and 1, both included.
    ///
    /// # Examples
    ///
    /// ```
    /// let (train, test) = sinew_data::iris().stratified_split(0.8, 42);
    /// assert_eq!(train.class_counts()?, [40, 40, 40]);
    /// assert_eq!(test.class_counts()?, [10, 10, 10]);
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    pub fn stratified_split(self, fraction: f64, seed: u64) -> (Self, Self) {
        assert!((0.0..=1.0).contains(&fraction), "expected a fraction from 0 to 1, found {fraction}");
        let data = self.shuffled(seed);
        let mut quotas = quotas(data.targets(), fraction);
        let mut is_first = vec![false; data.len()];
        for (is_first, label) in is_first.iter_mut().zip(data.targets()) {
            if let Some(left @ 1..) = quotas.get_mut(label) {
                *left -= 1;
                *is_first = true;
            }
        }
        data.partition(|i| is_first[i])
    }
}

/// How many samples of each class make `fraction` of all: each class's share is rounded down, and
/// the classes that lose most by this get one more, until the total is right.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares are not negative, to truncate is to round down"
)]
fn quotas(labels: &[usize], fraction: f64) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for &label in labels {
        *counts.entry(label).or_insert(0_usize) += 1;
    }
    let exact = |count: usize| count as f64 * fraction;
    let mut quotas: BTreeMap<_, _> = counts.iter().map(|(&label, &count)| (label, exact(count) as usize)).collect();
    let missing = share(labels.len(), fraction).saturating_sub(quotas.values().sum());
    let loss = |label: &usize| exact(counts[label]) - quotas[label] as f64;
    let mut by_loss: Vec<(usize, f64)> = quotas.keys().map(|label| (*label, loss(label))).collect();
    by_loss.sort_by(|a, b| b.1.total_cmp(&a.1)); // stable: among equal losses, the lower class comes first
    for (label, _) in by_loss.into_iter().take(missing) {
        *quotas.entry(label).or_default() += 1;
    }
    quotas
}

impl<X: Clone> Dataset<X, usize> {
    /// Like [`folds`](Self::folds), but each fold keeps the share of each class.
    ///
    /// The samples are dealt to the folds in turn, class by class, so two folds differ by at most
    /// one sample of each class, and by at most one in all.
    ///
    /// # Panics
    ///
    /// If `k` is below 2 or above the number of samples.
    ///
    /// # Examples
    ///
    /// ```
    /// for (train, validation) in sinew_data::iris().stratified_folds(5) {
    ///     assert_eq!(train.class_counts()?, [40, 40, 40]);
    ///     assert_eq!(validation.class_counts()?, [10, 10, 10]);
    /// }
    /// # Ok::<(), sinew_data::DatasetError>(())
    /// ```
    ///
    /// # References
    ///
    /// Kohavi, "A study of cross-validation and bootstrap for accuracy estimation and model
    /// selection", IJCAI (1995).
    pub fn stratified_folds(&self, k: usize) -> impl ExactSizeIterator<Item = (Self, Self)> {
        self.check_folds(k);
        let mut by_class: Vec<usize> = (0..self.len()).collect();
        by_class.sort_by_key(|&i| self.targets()[i]);
        let mut fold_of = vec![0; self.len()];
        for (turn, i) in by_class.into_iter().enumerate() {
            fold_of[i] = turn % k;
        }
        (0..k).map(move |fold| {
            let (validation, train) = self.clone().partition(|i| fold_of[i] == fold);
            (train, validation)
        })
    }
}
