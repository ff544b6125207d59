//! What a network is to learn to say about a sample.

use core::slice;

use sinew_tensors::{Number, Sample, Weighted};

use crate::{
    BinaryCrossEntropy, CrossEntropy, TargetDomain, TargetError, WeightedBinaryCrossEntropy, WeightedCrossEntropy,
};

/// The target of a sample, for a loss `L` and a network whose output is an `O`.
///
/// An array like the output, or, if the loss is for classes, a class label; each of them alone or
/// with the weight of the sample, as a [`Weighted`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no target for the loss `{L}` and the output `{O}`",
    label = "the targets are of type `{Self}`",
    note = "targets are arrays like the network's output; cross-entropy also takes class labels (`usize`), binary cross-entropy of one output also `bool`",
    note = "for one output, a number is an array of one: `[y]` instead of `y`"
)]
#[doc(alias = "목표값")]
pub trait Target<T: Number, L, O>: Send + Sync + Sized {
    /// Whether samples may have other weights than 1. If not, nobody asks for them.
    const WEIGHTED: bool = false;

    /// What is wanted of output `k`.
    fn get(&self, k: usize) -> T;

    /// Writes what is wanted of each output.
    #[inline(always)]
    fn write(&self, outputs: &mut [T]) {
        for (k, output) in outputs.iter_mut().enumerate() {
            *output = self.get(k);
        }
    }

    /// How much the sample weighs.
    #[inline(always)]
    fn weight(&self, loss: &L) -> SampleWeight {
        let _ = loss;
        SampleWeight::ONE
    }

    /// Checks that targets make sense, for that many outputs: that they are in the domain of the
    /// loss, or, if they are labels, that there are such classes.
    ///
    /// # Errors
    ///
    /// For the first target that makes no sense, its number and what is wrong.
    fn check(targets: &[Self], outputs: usize, domain: TargetDomain, loss: &L) -> Result<(), (usize, TargetError)>;
}

/// How much a sample weighs in the mean loss of a batch, `Σᵢ factorᵢ·Lᵢ / Σᵢ divisorᵢ`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleWeight {
    /// What its loss is multiplied by. A sample of the factor 0 is not among those that are counted
    /// as predicted right or wrong.
    pub factor: f64,
    /// What it adds to the divisor of the mean.
    pub divisor: f64,
}

impl SampleWeight {
    /// A sample like any other.
    pub const ONE: Self = Self { factor: 1.0, divisor: 1.0 };

    /// A sample that is as good as not there.
    pub const IGNORED: Self = Self { factor: 0.0, divisor: 0.0 };
}

macro_rules! array_target {
    ($array:ty, $($n:ident)*, $($flatten:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<T: Number, L, $(const $n: usize),*> Target<T, L, $array> for $array {
            #[inline(always)]
            fn get(&self, k: usize) -> T {
                self.as_flat()[k]
            }

            #[inline(always)]
            fn write(&self, outputs: &mut [T]) {
                outputs.copy_from_slice(self.as_flat());
            }

            #[inline(always)]
            fn check(
                targets: &[Self],
                outputs: usize,
                domain: TargetDomain,
                _: &L,
            ) -> Result<(), (usize, TargetError)> {
                match domain {
                    TargetDomain::Any => Ok(()), // without a call: a step of a small network has no time for it
                    _ => domain.check(targets$(.$flatten())*, outputs),
                }
            }
        }
    };
}

array_target!([T; A], A, as_flattened);
array_target!([[T; B]; A], A B, as_flattened as_flattened);
array_target!([[[T; C]; B]; A], A B C, as_flattened as_flattened as_flattened);

/// A loss for classes that exclude each other, whose targets may be class labels.
pub trait ClassLoss {
    /// Whether samples of some labels may have another weight than 1.
    const WEIGHTS_LABELS: bool = false;

    /// How much a sample of this label weighs.
    #[inline(always)]
    fn label_weight(&self, label: usize) -> SampleWeight {
        let _ = label;
        SampleWeight::ONE
    }
}

impl ClassLoss for CrossEntropy {}

impl ClassLoss for WeightedCrossEntropy<'_> {
    const WEIGHTS_LABELS: bool = true;

    #[inline(always)]
    fn label_weight(&self, label: usize) -> SampleWeight {
        self.weight_of(label)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Number, L: ClassLoss, O> Target<T, L, O> for usize {
    const WEIGHTED: bool = L::WEIGHTS_LABELS;

    #[inline(always)]
    fn get(&self, k: usize) -> T {
        if k == *self { T::ONE } else { T::ZERO }
    }

    #[inline(always)]
    fn write(&self, outputs: &mut [T]) {
        outputs.fill(T::ZERO);
        // A label that is ignored need not be that of a class.
        if let Some(output) = outputs.get_mut(*self) {
            *output = T::ONE;
        }
    }

    #[inline(always)]
    fn weight(&self, loss: &L) -> SampleWeight {
        loss.label_weight(*self)
    }

    fn check(targets: &[Self], outputs: usize, _: TargetDomain, loss: &L) -> Result<(), (usize, TargetError)> {
        let is_wrong = |&label: &usize| label >= outputs && loss.label_weight(label) != SampleWeight::IGNORED;
        match targets.iter().position(is_wrong) {
            Some(sample) => Err((sample, TargetError::Label { label: targets[sample], classes: outputs })),
            None => Ok(()),
        }
    }
}

/// A loss for answers of yes or no, whose targets may be `bool` for a single output.
pub trait BinaryLoss {}

impl BinaryLoss for BinaryCrossEntropy {}
impl BinaryLoss for WeightedBinaryCrossEntropy<'_> {}

#[diagnostic::do_not_recommend]
impl<T: Number, L: BinaryLoss> Target<T, L, [T; 1]> for bool {
    #[inline(always)]
    fn get(&self, _: usize) -> T {
        if *self { T::ONE } else { T::ZERO }
    }

    #[inline(always)]
    fn check(_: &[Self], _: usize, _: TargetDomain, _: &L) -> Result<(), (usize, TargetError)> {
        Ok(())
    }
}

/// The weight multiplies that of the label, if labels have weights, and the mean still runs over
/// all samples.
#[diagnostic::do_not_recommend]
impl<T: Number, L, O, Y: Target<T, L, O>> Target<T, L, O> for Weighted<Y> {
    const WEIGHTED: bool = true;

    #[inline(always)]
    fn get(&self, k: usize) -> T {
        self.target.get(k)
    }

    #[inline(always)]
    fn write(&self, outputs: &mut [T]) {
        self.target.write(outputs);
    }

    #[inline(always)]
    fn weight(&self, loss: &L) -> SampleWeight {
        let SampleWeight { factor, divisor } = self.target.weight(loss);
        SampleWeight { factor: factor * self.weight, divisor }
    }

    fn check(targets: &[Self], outputs: usize, domain: TargetDomain, loss: &L) -> Result<(), (usize, TargetError)> {
        for (sample, Self { target, weight }) in targets.iter().enumerate() {
            Y::check(slice::from_ref(target), outputs, domain, loss).map_err(|(_, error)| (sample, error))?;
            if !weight.is_finite() {
                return Err((sample, TargetError::Weight { weight: *weight }));
            }
        }
        Ok(())
    }
}
