//! The macro that makes an instruction set of its tables.

/// An instruction set, its features, and a table for each type of number: what the machine does
/// with those in a register.
///
/// A function of a table is an expression of registers; an argument or a result that is something
/// else has its type. The compiler checks that each instruction is one of the features'.
///
/// `transpose` is for transpositions and sums across lanes. A square of numbers in registers is
/// transposed in as many rounds as the number of lanes has bits. In each, two vectors whose numbers
/// differ in one bit exchange half of their lanes, by two shuffles, so that this bit of the
/// vector's number becomes a bit of the lane's. Adding both instead of keeping them gives the sums
/// of all vectors in the lanes of one, with one addition for two shuffles.
macro_rules! vectors {
    (
        $(#[$doc:meta])*
        $set:ident $features:tt, $registers:literal registers

        $(
            $(#[$register_doc:meta])*
            $name:ident: $lanes:literal $element:ident in $register:ty, $single:ty
            $(, transpose { $($bit:literal: $low:expr, $high:expr;)* })?
            {
                $($function:ident($($argument:ident $(: $type:ty)?),*) $(-> $result:ty)? = $value:expr;)*
            }
        )*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $set;

        impl $crate::simd::Instructions for $set {
            const REGISTERS: usize = $registers;

            vectors!(@set $features);
        }

        $(
            $(#[$register_doc])*
            #[derive(Clone, Copy, Debug)]
            pub(super) struct $name;

            impl $crate::simd::Register for $name {
                type Element = $element;
                type Set = $set;
                type Numbers = [$element; $lanes];
                type Single = $single;

                const LANES: usize = $lanes;

                $(vectors!(
                    @function $features $register, $function($($argument $(: $type)?),*) $(-> $result)? = $value
                );)*

                $(vectors!(@transpose $features $register, [$element; $lanes], $($bit: $low, $high;)*);)?
            }

            $crate::kernels::compile_kernels!($element $crate::simd::Packed<$name>, $features);
        )*
    };

    (@set [$($feature:tt)*]) => {
        fn are_available() -> bool {
            $($crate::simd::table::detected!($feature))&&*
        }

        #[inline(always)]
        unsafe fn call<R, W: FnOnce() -> R>(work: W) -> R {
            use $crate::simd::register::{Word, fits_words, from_words, into_words};

            #[inline]
            $(#[target_feature(enable = $feature)])*
            fn inside<R, W: FnOnce() -> R>(work: W) -> R {
                work()
            }

            #[inline]
            $(#[target_feature(enable = $feature)])*
            #[allow(clippy::too_many_arguments)] // they are one
            unsafe fn in_words<R, W: FnOnce() -> R>(
                a: Word, b: Word, c: Word, d: Word, e: Word, f: Word, g: Word, h: Word
            ) -> R {
                // SAFETY: the caller passes the words of a `W`.
                let work: W = unsafe { from_words([a, b, c, d, e, f, g, h]) };
                work()
            }

            // SAFETY: the machine has the instructions, as the caller promises, and the words are
            // of a closure that fits.
            unsafe {
                if const { fits_words::<W>() } {
                    let [a, b, c, d, e, f, g, h] = into_words(work);
                    in_words::<R, W>(a, b, c, d, e, f, g, h)
                } else {
                    inside(work)
                }
            }
        }
    };

    (
        @function [$($feature:tt)*] $register:ty,
        $function:ident($($argument:ident $(: $type:ty)?),*) $(-> $result:ty)? = $value:expr
    ) => {
        #[inline]
        $(#[target_feature(enable = $feature)])*
        unsafe fn $function(
            $($argument: vectors!(@type Self::Numbers $(, $type)?)),*
        ) -> vectors!(@type Self::Numbers $(, $result)?) {
            $(let $argument = vectors!(@cast $argument, Self::Numbers, $register $(, $type)?);)*
            vectors!(@cast $value, $register, Self::Numbers $(, $result)?)
        }
    };

    (@transpose $features:tt $register:ty, $numbers:ty, $($bit:literal: $low:expr, $high:expr;)*) => {
        #[inline(always)]
        unsafe fn transpose(x: &mut [$crate::simd::Packed<Self>]) {
            $({
                vectors!(@exchange $features $register, $numbers, $low, $high);
                for i in 0..x.len() {
                    if i & $bit == 0 {
                        // SAFETY: the machine has the instructions, as the caller promises.
                        [x[i].0, x[i + $bit].0] = unsafe { exchange(x[i].0, x[i + $bit].0) };
                    }
                }
            })*
        }

        #[inline(always)]
        unsafe fn sums(x: &mut [$crate::simd::Packed<Self>]) -> $crate::simd::Packed<Self> {
            let mut added = 0;
            $({
                vectors!(@exchange $features $register, $numbers, $low, $high);
                added |= $bit;
                for i in 0..x.len() {
                    if i & added == 0 {
                        // SAFETY: the machine has the instructions, as the caller promises.
                        x[i].0 = unsafe {
                            let [a, b] = exchange(x[i].0, x[i + $bit].0);
                            Self::add(a, b)
                        };
                    }
                }
            })*
            x[0]
        }
    };

    (@exchange [$($feature:tt)*] $register:ty, $numbers:ty, $low:expr, $high:expr) => {
        #[inline]
        $(#[target_feature(enable = $feature)])*
        fn exchange(x: $numbers, y: $numbers) -> [$numbers; 2] {
            let x = vectors!(@cast x, $numbers, $register);
            let y = vectors!(@cast y, $numbers, $register);
            [
                vectors!(@cast $low(x, y), $register, $numbers),
                vectors!(@cast $high(x, y), $register, $numbers),
            ]
        }
    };

    (@type $default:ty) => { $default };
    (@type $default:ty, $type:ty) => { $type };

    (@cast $value:expr, $from:ty, $to:ty) => {{
        let value: $from = $value;
        // SAFETY: both are plain data of one size.
        unsafe { core::mem::transmute::<$from, $to>(value) }
    }};
    (@cast $value:expr, $from:ty, $to:ty, $type:ty) => { $value };
}
pub(crate) use vectors;

/// Whether the machine has a feature: now, or by what it is compiled for.
#[cfg(all(feature = "std", target_arch = "aarch64"))]
pub(crate) use std::arch::is_aarch64_feature_detected as detected;
#[cfg(all(feature = "std", any(target_arch = "x86_64", target_arch = "x86")))]
pub(crate) use std::arch::is_x86_feature_detected as detected;
#[cfg(not(all(feature = "std", any(target_arch = "x86_64", target_arch = "x86", target_arch = "aarch64"))))]
macro_rules! detected {
    ($feature:tt) => {
        cfg!(target_feature = $feature)
    };
}
#[cfg(not(all(feature = "std", any(target_arch = "x86_64", target_arch = "x86", target_arch = "aarch64"))))]
pub(crate) use detected;
