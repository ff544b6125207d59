//! Parameters as one flat run of numbers, and samples as plain arrays.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::slice;

use crate::Number;

/// Plain data: numbers of type `T`, one after the other, and nothing else.
///
/// A network is such a run, and so are its gradient and an optimizer's moments, which makes an
/// optimizer one loop over slices, a file of weights a copy, and a sum over threads a sum of
/// slices. `network!` implements this trait for its types, and [`parameters!`](crate::parameters!)
/// for a layer of your own.
///
/// # Safety
///
/// The type must be a sequence of `T` without padding: `#[repr(C)]` (or transparent) with fields
/// that are `Parameters<T>`, arrays of `T`, or of size zero and alignment one. Every bit pattern
/// that is valid for its numbers must be valid for it, zeros included.
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Parameters, parameters};
///
/// parameters! {
///     /// Scales each input by a weight of its own.
///     struct Scale<T, const N: usize> {
///         weights: [T; N],
///     }
/// }
///
/// let scale = Scale { weights: [1.0_f32, 2.0, 3.0] };
/// assert_eq!(scale.parameters(), [1.0, 2.0, 3.0]);
/// ```
#[doc(alias = "학습 가능한 매개변수")]
pub unsafe trait Parameters<T: Number>: Sized {
    /// How many of its numbers are parameters: all of them, unless what is measured and not trained
    /// follows them.
    const COUNT: usize = size_of::<Self>() / size_of::<T>();

    /// All parameters, in the order of declaration.
    #[inline(always)]
    fn parameters(&self) -> &[T] {
        // SAFETY: the implementor guarantees that `self` is a sequence of `T` without padding.
        unsafe { slice::from_raw_parts(core::ptr::from_ref(self).cast(), const { count::<T, Self>() }) }
    }

    /// All parameters, in the order of declaration.
    #[inline(always)]
    fn parameters_mut(&mut self) -> &mut [T] {
        // SAFETY: as above; every value of the numbers is a valid value of `Self`.
        unsafe { slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), const { count::<T, Self>() }) }
    }

    /// The value whose parameters these are, all of its numbers.
    ///
    /// # Panics
    ///
    /// If there are more or fewer numbers than it has.
    #[doc(hidden)]
    #[inline(always)]
    fn from_numbers_mut(numbers: &mut [T]) -> &mut Self {
        let expected = const {
            assert!(count::<T, Self>() * size_of::<T>() == size_of::<Self>(), "statistics are not parameters");
            count::<T, Self>()
        };
        assert_eq!(numbers.len(), expected, "as many numbers as the type has");
        // SAFETY: the implementor guarantees that the type is a sequence of `T` without padding for
        // which all numbers are valid; the length and the alignment are those of the type, as
        // asserted here and in `count`.
        unsafe { &mut *numbers.as_mut_ptr().cast() }
    }

    /// All numbers zero, made in place on the heap.
    #[cfg(feature = "alloc")]
    #[must_use]
    fn zeros() -> Box<Self> {
        // SAFETY: zeros are valid numbers, and the type consists of numbers.
        unsafe { Box::<Self>::new_zeroed().assume_init() }
    }

    /// A copy, made in place on the heap.
    #[cfg(feature = "alloc")]
    #[must_use]
    fn to_boxed(&self) -> Box<Self> {
        let mut copy = Box::<Self>::new_uninit();
        // SAFETY: `copy` is a fresh place for one `Self`, which is plain data, so its bytes are all
        // there is to copy.
        unsafe {
            core::ptr::copy_nonoverlapping(self, copy.as_mut_ptr(), 1);
            copy.assume_init()
        }
    }
}

/// Declares a struct of arrays of numbers, such as a layer of your own, and implements
/// [`Parameters`] for it.
///
/// The first type parameter is the number; the others are sizes. Every field is an array of
/// numbers, or an array of arrays.
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Parameters, parameters};
///
/// parameters! {
///     /// `y = W·x + b`.
///     #[derive(Debug, PartialEq)]
///     pub struct Affine<T, const IN: usize, const OUT: usize> {
///         /// `W`.
///         pub weights: [[T; IN]; OUT],
///         /// `b`.
///         pub bias: [T; OUT],
///     }
/// }
///
/// let layer = Affine { weights: [[1.0_f32, 2.0]], bias: [3.0] };
/// assert_eq!(layer.parameters(), [1.0, 2.0, 3.0]);
/// ```
///
/// What is not a number does not belong there:
///
/// ```compile_fail
/// sinew_tensors::parameters! {
///     struct Named<T, const N: usize> {
///         weights: [T; N],
///         name: &'static str,
///     }
/// }
/// ```
#[macro_export]
macro_rules! parameters {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident<$number:ident $(, const $size:ident: usize)* $(,)?> {
            $($(#[$field_attribute:meta])* $field_visibility:vis $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[repr(C)]
        $visibility struct $name<$number $(, const $size: usize)*> {
            $($(#[$field_attribute])* $field_visibility $field: $type),*
        }

        // SAFETY: `repr(C)`, and the function below compiles only if each field is an array of
        // numbers.
        unsafe impl<$number: $crate::Number $(, const $size: usize)*> $crate::Parameters<$number>
            for $name<$number $(, $size)*>
        {
        }

        const _: () = {
            #[allow(dead_code)]
            const fn are_arrays<$number: $crate::Number $(, const $size: usize)*>(it: &$name<$number $(, $size)*>) {
                let $name { $($field),* } = it;
                $($crate::is_array::<$number, _>($field);)*
            }
        };
    };
}

/// What [`parameters!`](crate::parameters!) asks of each field.
#[doc(hidden)]
pub const fn is_array<T: Number, A: Array<T>>(_: &A) {}

/// An array of numbers and nothing else; nobody else can implement it, since the module has no name
/// outside.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an array of `{T}`", label = "not an array of numbers")]
pub trait Array<T> {}

impl<T: Number, const A: usize> Array<T> for [T; A] {}
impl<T: Number, const A: usize, const B: usize> Array<T> for [[T; B]; A] {}
impl<T: Number, const A: usize, const B: usize, const C: usize> Array<T> for [[[T; C]; B]; A] {}
impl<T: Number, const A: usize, const B: usize, const C: usize, const D: usize> Array<T> for [[[[T; D]; C]; B]; A] {}

// SAFETY: an array of numbers is a run of them.
unsafe impl<T: Number, const A: usize> Parameters<T> for [T; A] {}
// SAFETY: as above.
unsafe impl<T: Number, const A: usize, const B: usize> Parameters<T> for [[T; B]; A] {}
// SAFETY: as above.
unsafe impl<T: Number, const A: usize, const B: usize, const C: usize> Parameters<T> for [[[T; C]; B]; A] {}

/// How many parameters of type `T` a `P` has.
const fn count<T: Number, P: Parameters<T>>() -> usize {
    assert!(size_of::<P>().is_multiple_of(size_of::<T>()) && align_of::<P>() == align_of::<T>());
    assert!(P::COUNT <= size_of::<P>() / size_of::<T>());
    P::COUNT
}

/// A sample, input or output, as users write it: an array of numbers or an array of arrays.
///
/// `[f32; 2]` for two features, `[[[f32; 28]; 28]; 1]` for an image of one channel.
pub trait Sample<T>: Copy + Send + Sync + 'static {
    /// How many numbers it holds.
    const LEN: usize;

    /// The sample whose numbers are all `x`.
    fn filled(x: T) -> Self;

    /// The sample whose numbers are all zero, on the heap; an array is made in place.
    #[cfg(feature = "alloc")]
    fn boxed_zeros() -> Box<Self>
    where
        T: Number,
    {
        Box::new(Self::filled(T::ZERO))
    }

    /// The numbers, row-major.
    fn as_flat(&self) -> &[T];

    /// The numbers, row-major.
    fn as_flat_mut(&mut self) -> &mut [T];
}

macro_rules! sample {
    ($array:ty, [$($n:ident)*], $len:expr, $filled:expr, $($flatten:ident)*) => {
        impl<T: Number, $(const $n: usize),*> Sample<T> for $array {
            const LEN: usize = $len;

            #[inline(always)]
            fn filled(x: T) -> Self {
                $filled(x)
            }

            #[cfg(feature = "alloc")]
            fn boxed_zeros() -> Box<Self> {
                // SAFETY: zeros are valid numbers, and the array consists of numbers.
                unsafe { Box::<Self>::new_zeroed().assume_init() }
            }

            #[inline(always)]
            fn as_flat(&self) -> &[T] {
                self.as_slice()$(.$flatten())*
            }

            #[inline(always)]
            fn as_flat_mut(&mut self) -> &mut [T] {
                sample!(@mut self.as_mut_slice(), $($flatten)*)
            }
        }
    };
    (@mut $slice:expr,) => { $slice };
    (@mut $slice:expr, $first:ident $($rest:ident)*) => { sample!(@mut $slice.as_flattened_mut(), $($rest)*) };
}

sample!([T; A], [A], A, |x| [x; A],);
sample!([[T; B]; A], [A B], A * B, |x| [[x; B]; A], as_flattened);
sample!([[[T; C]; B]; A], [A B C], A * B * C, |x| [[[x; C]; B]; A], as_flattened as_flattened);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_flat_in_row_major_order() {
        let mut image = [[[1.0_f32, 2.0], [3.0, 4.0]]];
        assert_eq!(image.as_flat(), [1.0, 2.0, 3.0, 4.0]);
        image.as_flat_mut()[2] = 7.0;
        assert_eq!(image, [[[1.0, 2.0], [7.0, 4.0]]]);
        assert_eq!(<[[[f32; 2]; 2]; 1]>::LEN, 4);
    }
}
