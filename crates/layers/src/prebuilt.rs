//! What is compiled in this crate and not in the program that uses it.
//!
//! The compiler hands an instance of a generic function that is `#[inline(never)]` on to the crates
//! that depend on this one, if it was made here. So what is named here is compiled once, with the
//! optimizations of this crate, and not with each change of a program. Whatever is not named is
//! compiled where it is used.

use sinew_activations::LayerActivation;
use sinew_tensors::{Number, tile};

use crate::operation::{self, Operation};
use crate::{
    activate, average_pool, batch_norm, dense, dropout, global_average_pool, group_norm, max_pool, resize, upsample,
};

/// Everything for `f32`, and for `f64` with the feature of that name.
pub fn prebuilt() -> usize {
    #[cfg(feature = "f64")]
    return all::<f32>().wrapping_add(all::<f64>());
    #[cfg(not(feature = "f64"))]
    all::<f32>()
}

/// Names each function for numbers of type `T`; the sum of their addresses keeps the compiler from
/// dropping them.
pub fn all<T: Number>() -> usize {
    operations::<T>().wrapping_add(activations::<T>()).wrapping_add(tile::prebuilt::<T>())
}

fn operations<T: Number>() -> usize {
    [
        operation::<dense::Affine, T>(),
        operation::<sinew_tensors::conv::Conv, T>(),
        operation::<sinew_tensors::transposed_conv::TransposedConv, T>(),
        operation::<max_pool::Maxima, T>(),
        operation::<average_pool::Means, T>(),
        operation::<global_average_pool::ChannelMeans, T>(),
        operation::<upsample::Enlarge, T>(),
        operation::<resize::Interpolate, T>(),
        operation::<batch_norm::NormalizeChannels, T>(),
        operation::<group_norm::NormalizeGroups, T>(),
        operation::<dropout::Drop, T>(),
    ]
    .into_iter()
    .fold(activate::add::<T> as *const () as usize, usize::wrapping_add)
}

fn operation<O: Operation<T>, T: Number>() -> usize {
    [
        operation::predict_one::<T, O> as *const () as usize,
        operation::predict::<T, O> as *const () as usize,
        operation::forward::<T, O> as *const () as usize,
        operation::backward::<T, O> as *const () as usize,
    ]
    .into_iter()
    .fold(0, usize::wrapping_add)
}

macro_rules! sum {
    ($($word:ident: $activation:ident { $($row:tt)* };)*) => {
        fn activations<T: Number>() -> usize {
            0_usize $(.wrapping_add(activation::<sinew_activations::$activation, T>()))*
        }
    };
}
sinew_vocabulary::activations!(sum);

fn activation<A: LayerActivation, T: Number>() -> usize {
    [
        activate::apply_one::<A, T> as *const () as usize,
        activate::apply_tiles::<A, T> as *const () as usize,
        activate::pull_back::<A, T> as *const () as usize,
    ]
    .into_iter()
    .fold(0, usize::wrapping_add)
}
