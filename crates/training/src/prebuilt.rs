//! What this crate compiles so that its users need not.

use core::hint::black_box;

use sinew_tensors::Number;

use crate::{callbacks, finite, metrics, second_order, trainer};

/// Names the functions that are generic over the number alone, for both numbers.
///
/// The compiler shares an instance of a function that is `#[inline(never)]` with all crates that use
/// it, if the crate that defines it has one. So a user's crate does not compile these, and they are
/// optimized as this crate is, in a debug build too. A function that is missing here works as well,
/// but takes longer to build.
#[doc(hidden)]
pub fn prebuilt() {
    fn of<T: Number>() {
        trainer::prebuilt::<T>();
        callbacks::prebuilt::<T>();
        metrics::prebuilt::<T>();
        second_order::prebuilt::<T>();
        black_box(finite::check::<T> as *const ());
    }
    of::<f32>();
    of::<f64>();
}
