//! What this crate compiles so that its users need not.

use core::hint::black_box;

use sinew_activations::{Identity, LayerActivation, Sigmoid, Softmax};
use sinew_losses::{BinaryCrossEntropy, CrossEntropy, Loss, MeanSquaredError, TargetDomain};
use sinew_tensors::Number;

use crate::{callbacks, finite, metrics, pass, second_order, trainer, workspace};

/// Names the functions that do not know the network, for `f32`, and with the feature of that name
/// for `f64`.
///
/// The compiler shares an instance of a function that is `#[inline(never)]` with all crates that
/// use it, if the crate that defines it has one. So a user's crate does not compile these, and they
/// are optimized as this crate is, in a debug build too. A function that is missing here works as
/// well, but takes longer to build.
#[doc(hidden)]
pub fn prebuilt() {
    fn of<T: Number>() {
        trainer::prebuilt::<T>();
        callbacks::prebuilt::<T>();
        metrics::prebuilt::<T>();
        second_order::prebuilt::<T>();
        black_box([finite::check::<T> as *const (), workspace::add::<T> as *const ()]);
        black_box([TargetDomain::check::<T> as *const ()]);
        loss::<Softmax, CrossEntropy, T>();
        loss::<Sigmoid, BinaryCrossEntropy, T>();
        loss::<Identity, MeanSquaredError, T>();
    }
    fn loss<A: LayerActivation, L: Loss<A>, T: Number>() {
        black_box(pass::evaluate_loss::<A, L, T> as *const ());
    }
    of::<f32>();
    #[cfg(feature = "f64")]
    of::<f64>();
}
