//! What a network is to learn to say about a sample.

use sinew_tensors::{Number, Sample};

use crate::{BinaryCrossEntropy, CrossEntropy, WeightedCrossEntropy};

/// The target of a sample, for a loss `L` and a network whose output is an `O`.
///
/// An array like the output, or, if the loss is for classes, a class label.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no target for the loss `{L}` and the output `{O}`",
    label = "the targets are of type `{Self}`",
    note = "targets are arrays like the network's output; cross-entropy also takes class labels (`usize`), binary cross-entropy of one output also `bool`",
    note = "for one output, a number is an array of one: `[y]` instead of `y`"
)]
pub trait Target<T: Number, L, O>: Send + Sync {
    /// What is wanted of output `k`.
    fn get(&self, k: usize) -> T;

    /// Writes what is wanted of each output.
    #[inline(always)]
    fn write(&self, outputs: &mut [T]) {
        for (k, output) in outputs.iter_mut().enumerate() {
            *output = self.get(k);
        }
    }

    /// Whether the target makes sense for that many outputs: a label has to be less.
    fn fits(&self, outputs: usize) -> bool;
}

macro_rules! array_target {
    ($array:ty, $($n:ident)*) => {
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
            fn fits(&self, _: usize) -> bool {
                true
            }
        }
    };
}

array_target!([T; A], A);
array_target!([[T; B]; A], A B);
array_target!([[[T; C]; B]; A], A B C);

/// A loss for classes that exclude each other, whose targets may be class labels.
pub trait ClassLoss {}

impl ClassLoss for CrossEntropy {}
impl ClassLoss for WeightedCrossEntropy<'_> {}

#[diagnostic::do_not_recommend]
impl<T: Number, L: ClassLoss, O> Target<T, L, O> for usize {
    #[inline(always)]
    fn get(&self, k: usize) -> T {
        if k == *self { T::ONE } else { T::ZERO }
    }

    #[inline(always)]
    fn write(&self, outputs: &mut [T]) {
        outputs.fill(T::ZERO);
        outputs[*self] = T::ONE;
    }

    #[inline(always)]
    fn fits(&self, outputs: usize) -> bool {
        *self < outputs
    }
}

#[diagnostic::do_not_recommend]
impl<T: Number> Target<T, BinaryCrossEntropy, [T; 1]> for bool {
    #[inline(always)]
    fn get(&self, _: usize) -> T {
        if *self { T::ONE } else { T::ZERO }
    }

    #[inline(always)]
    fn fits(&self, _: usize) -> bool {
        true
    }
}
