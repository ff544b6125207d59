//! Targets of samples that weigh more or less than others.

/// A target with the weight of its sample, by which the loss of the sample is multiplied.
///
/// The mean of a batch still divides by the number of samples, `1/n·Σᵢ wᵢ·Lᵢ`, as Keras does. A
/// sample of weight 2 counts as if it were there twice, one of weight 0 teaches nothing and is
/// not among those that are counted as predicted right or wrong. A negative weight pushes away from
/// the target, as policy gradients do.
#[doc(alias = "샘플 가중치")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted<Y> {
    /// What is wanted.
    pub target: Y,
    /// The weight, a finite number.
    pub weight: f64,
}

impl<Y> Weighted<Y> {
    /// A target of a sample of this weight.
    pub const fn new(target: Y, weight: f64) -> Self {
        Self { target, weight }
    }
}
