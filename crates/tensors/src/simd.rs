//! Vectors of numbers.

use core::marker::PhantomData;
use core::ops::{Add, Div, Mul, Neg, Sub};

use bytemuck::{Pod, Zeroable};
#[cfg(target_arch = "aarch64")]
use pulp::aarch64::Neon;
#[cfg(target_arch = "wasm32")]
use pulp::wasm::Simd128;
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
use pulp::x86::{V3, V4};
use pulp::{Simd, WithSimd};

use crate::instruction_set::InstructionSet;
use crate::kernels::{Element, Kernels};
use crate::layout::Layout;
use crate::math::{Binary, Format};
use crate::number::{Number, Real, forward_to_math};
use crate::shuffle::Shuffle;
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
use crate::single::Single;

/// A vector of numbers side by side, as many as one register of the machine holds: one sample to a
/// lane.
///
/// A [`Number`] is a vector of one lane. The wider ones have no name: code is generic over
/// `V: Vector`, and [`Number::dispatch`] chooses `V`. Between there and the arithmetic everything
/// has to be `#[inline(always)]` or go through [`Vector::call`], otherwise each operation costs a
/// function call.
pub trait Vector: Real + Pod + Kernels {
    /// The number in each lane.
    type Element: Number;

    /// One number in the same instructions: for what there is only one of, such as a neuron of a
    /// small layer for one sample.
    type Single: Vector<Element = Self::Element>;

    /// How many numbers the vector holds.
    const LANES: usize;

    /// How many vectors the machine keeps in registers.
    const REGISTERS: usize;

    /// `x` in every lane.
    fn splat(x: Self::Element) -> Self;

    /// The first [`LANES`](Self::LANES) numbers of `x`, zero where there are fewer.
    fn load(x: &[Self::Element]) -> Self;

    /// Writes the lanes to the first numbers of `x`, as many as there are.
    fn store(self, x: &mut [Self::Element]);

    /// The sum of all lanes.
    fn sum(self) -> Self::Element;

    /// Transposes a square, as many vectors as one has lanes: lane `j` of vector `i` becomes lane
    /// `i` of vector `j`.
    #[doc(hidden)]
    #[inline(always)]
    fn transpose(x: &mut [Self]) {
        crate::shuffle::transpose_plainly(Self::elements_mut(x), Self::LANES);
    }

    /// In lane `i`, the sum of the lanes of vector `i`, of as many vectors as one has lanes. What
    /// is left in `x` is nothing of use.
    #[doc(hidden)]
    #[inline(always)]
    fn sums(x: &mut [Self]) -> Self {
        Self::transpose(x);
        x.iter().fold(
            Self::splat(Self::Element::ZERO),
            #[inline(always)]
            |sum, &x| sum + x,
        )
    }

    /// Calls `work` as a function of its own that may use this vector's instructions.
    ///
    /// `work` must be `#[inline(always)]`. The compiler may still inline the call; it need not.
    fn call<R>(work: impl FnOnce() -> R) -> R;

    /// The numbers of `x`, lane after lane.
    #[inline(always)]
    #[must_use]
    fn elements(x: &[Self]) -> &[Self::Element] {
        bytemuck::cast_slice(x)
    }

    /// The numbers of `x`, lane after lane.
    #[inline(always)]
    #[must_use]
    fn elements_mut(x: &mut [Self]) -> &mut [Self::Element] {
        bytemuck::cast_slice_mut(x)
    }

    /// `x` as vectors, without the last numbers if they do not fill one.
    #[inline(always)]
    #[must_use]
    fn vectors(x: &[Self::Element]) -> &[Self] {
        bytemuck::cast_slice(&x[..x.len() / Self::LANES * Self::LANES])
    }

    /// `x` as vectors, without the last numbers if they do not fill one.
    #[inline(always)]
    #[must_use]
    fn vectors_mut(x: &mut [Self::Element]) -> &mut [Self] {
        let whole = x.len() / Self::LANES * Self::LANES;
        bytemuck::cast_slice_mut(&mut x[..whole])
    }

    /// How many numbers of `x` stand before the first that lies at a multiple of a vector's size,
    /// fewer than a vector holds.
    ///
    /// From there on no vector lies in two cache lines, where one of 64 bytes takes twice the time
    /// to load.
    #[inline(always)]
    #[must_use]
    fn until_aligned(x: &[Self::Element]) -> usize {
        if Self::LANES == 1 {
            return 0;
        }
        match x.as_ptr().align_offset(size_of::<Self>()) {
            count if count < Self::LANES => count.min(x.len()),
            _ => 0, // no number of numbers leads there
        }
    }
}

/// Work as a function that may use the vector's instructions.
pub(crate) struct Inside<W>(pub W);

impl<T: Number, W: Vectorized<T>> Vectorized<T> for Inside<W> {
    type Output = W::Output;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> W::Output {
        V::call(
            #[inline(always)]
            || self.0.run::<V>(),
        )
    }
}

/// No vector has more lanes.
pub(crate) const MAX_LANES: usize = 16;

/// Work to be done in vectors, whichever the machine has; see [`Number::dispatch`].
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Number, Real, Vector, Vectorized};
///
/// struct Exponentials<'a>(&'a mut [f32]);
///
/// impl Vectorized<f32> for Exponentials<'_> {
///     type Output = ();
///
///     #[inline(always)]
///     fn run<V: Vector<Element = f32>>(self) {
///         for x in self.0.chunks_mut(V::LANES) {
///             V::load(x).exp().store(x);
///         }
///     }
/// }
///
/// let mut x = [0.0, 1.0, 2.0];
/// f32::dispatch(Exponentials(&mut x));
/// assert!(x.iter().zip([1.0, 2.718_281_8, 7.389_056]).all(|(y, e)| (y - e).abs() < 1e-6));
/// ```
pub trait Vectorized<T: Number> {
    /// What the work results in.
    type Output;

    /// How many lanes are worth having: if a vector of a narrower instruction set has as many, the
    /// work is done in that.
    #[inline(always)]
    fn lanes(&self) -> usize {
        usize::MAX
    }

    /// Does the work in vectors of type `V`.
    ///
    /// Mark the implementation `#[inline(always)]`.
    fn run<V: Vector<Element = T>>(self) -> Self::Output;
}

/// The vector types of an element, generic in the instruction set, and the choice among them.
macro_rules! vectors {
    (
        $(#[$doc:meta])* $name:ident of $element:ident as $raw:ident, $lanes_of:ident, $choose:ident, $lanes:ident,
        ops: $(($trait:ident $method:ident $op:ident))*,
        $splat:ident $mul_add:ident $max:ident $min:ident $abs:ident $sqrt:ident $neg:ident $gt:ident $select:ident
        $load:ident $store:ident $sum:ident $transpose:ident $sums:ident
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        #[repr(transparent)]
        struct $name<S: Simd>(S::$raw, PhantomData<S>);

        // SAFETY: transparent around a type that pulp declares to be plain data.
        unsafe impl<S: Simd> Zeroable for $name<S> {}
        // SAFETY: as above; a token of an instruction set is `Copy + 'static`.
        unsafe impl<S: Simd> Pod for $name<S> {}

        impl<S: Simd> $name<S> {
            #[inline(always)]
            fn new(raw: S::$raw) -> Self {
                Self(raw, PhantomData)
            }
        }

        $(impl<S: Simd> $trait for $name<S> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self::new(token::<S>().$op(self.0, other.0))
            }
        })*

        impl<S: Simd> Neg for $name<S> {
            type Output = Self;

            #[inline(always)]
            fn neg(self) -> Self {
                Self::new(token::<S>().$neg(self.0))
            }
        }

        impl<S: Simd> Real for $name<S>
        where
            Self: Binary,
        {
            #[inline(always)]
            fn constant(x: f64) -> Self {
                Self::new(token::<S>().$splat(x as $element))
            }

            #[inline(always)]
            fn mul_add(self, b: Self, c: Self) -> Self {
                Self::new(token::<S>().$mul_add(self.0, b.0, c.0))
            }

            #[inline(always)]
            fn max(self, other: Self) -> Self {
                Self::new(token::<S>().$max(self.0, other.0))
            }

            #[inline(always)]
            fn min(self, other: Self) -> Self {
                Self::new(token::<S>().$min(self.0, other.0))
            }

            #[inline(always)]
            fn abs(self) -> Self {
                Self::new(token::<S>().$abs(self.0))
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                Self::new(token::<S>().$sqrt(self.0))
            }

            #[inline(always)]
            fn select_gt(self, limit: Self, then: Self, otherwise: Self) -> Self {
                let simd = token::<S>();
                Self::new(simd.$select(simd.$gt(self.0, limit.0), then.0, otherwise.0))
            }

            forward_to_math!();
        }

        vectors!(@of $name $element $lanes $splat $load $store $sum $transpose $sums);

        /// The current instruction set, or a narrower one whose vectors hold `parallel` numbers
        /// too, and how many lanes its vectors have.
        #[inline(always)]
        pub(crate) fn $lanes_of(parallel: usize) -> (InstructionSet, usize) {
            match InstructionSet::current() {
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx512 if parallel > <V3 as Simd>::$lanes => (InstructionSet::Avx512, <V4 as Simd>::$lanes),
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx512 | InstructionSet::Avx2 => (InstructionSet::Avx2, <V3 as Simd>::$lanes),
                #[cfg(target_arch = "aarch64")]
                InstructionSet::Neon => (InstructionSet::Neon, <Neon as Simd>::$lanes),
                #[cfg(target_arch = "wasm32")]
                InstructionSet::Wasm128 => (InstructionSet::Wasm128, <Simd128 as Simd>::$lanes),
                _ => (InstructionSet::Scalar, 1),
            }
        }

        /// Runs `work` with vectors of the layout's instruction set, but not as a function that may
        /// use it.
        #[inline(always)]
        pub(crate) fn $choose<W: Vectorized<$element>>(layout: Layout, work: W) -> W::Output {
            match layout.instruction_set() {
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx512 => work.run::<$name<V4>>(),
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx2 => work.run::<$name<V3>>(),
                #[cfg(target_arch = "aarch64")]
                InstructionSet::Neon => work.run::<$name<Neon>>(),
                #[cfg(target_arch = "wasm32")]
                InstructionSet::Wasm128 => work.run::<$name<Simd128>>(),
                _ => work.run::<$element>(),
            }
        }
    };

    // One `impl` for each instruction set of the machine, so that the kernels have no type
    // parameters left.
    (@of $name:ident $element:ident $($functions:ident)*) => {
        #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
        vectors!(@impl $name V3 (Single<$element, V3>) $element $($functions)*);
        #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
        vectors!(@impl $name V4 (Single<$element, V4>) $element $($functions)*);
        #[cfg(target_arch = "aarch64")]
        vectors!(@impl $name Neon ($element) $element $($functions)*);
        #[cfg(target_arch = "wasm32")]
        vectors!(@impl $name Simd128 ($element) $element $($functions)*);
    };

    (
        @impl $name:ident $set:ident ($single:ty) $element:ident $lanes:ident $splat:ident $load:ident $store:ident
        $sum:ident $transpose:ident $sums:ident
    ) => {
        impl Vector for $name<$set> {
            type Element = $element;
            type Single = $single;
            const LANES: usize = <$set as Simd>::$lanes;
            const REGISTERS: usize = <$set as Simd>::REGISTER_COUNT;

            #[inline(always)]
            fn splat(x: $element) -> Self {
                Self::new(token::<$set>().$splat(x))
            }

            #[inline(always)]
            fn load(x: &[$element]) -> Self {
                match Self::vectors(x).first() {
                    Some(&x) => x, // without a mask, which costs cycles
                    None => Self::new(token::<$set>().$load(x)),
                }
            }

            #[inline(always)]
            fn store(self, x: &mut [$element]) {
                match Self::vectors_mut(x).first_mut() {
                    Some(x) => *x = self,
                    None => token::<$set>().$store(x, self.0),
                }
            }

            #[inline(always)]
            fn sum(self) -> $element {
                token::<$set>().$sum(self.0)
            }

            #[inline(always)]
            fn transpose(x: &mut [Self]) {
                token::<$set>().$transpose(bytemuck::cast_slice_mut(x));
            }

            #[inline(always)]
            fn sums(x: &mut [Self]) -> Self {
                Self::new(token::<$set>().$sums(bytemuck::cast_slice_mut(x)))
            }

            #[inline(always)]
            fn call<R>(work: impl FnOnce() -> R) -> R {
                call::<$set, R>(work)
            }
        }

        crate::kernels::compile_kernels!($element $name<$set>);
    };
}

vectors!(
    /// `f32` numbers in a register of the instruction set `S`.
    F32s of f32 as f32s, lanes_f32, choose_f32, F32_LANES,
    ops: (Add add add_f32s) (Sub sub sub_f32s) (Mul mul mul_f32s) (Div div div_f32s),
    splat_f32s mul_add_e_f32s max_f32s min_f32s abs_f32s sqrt_f32s neg_f32s greater_than_f32s select_f32s
    partial_load_f32s partial_store_f32s reduce_sum_f32s transpose_f32s sums_f32s
);

vectors!(
    /// `f64` numbers in a register of the instruction set `S`.
    F64s of f64 as f64s, lanes_f64, choose_f64, F64_LANES,
    ops: (Add add add_f64s) (Sub sub sub_f64s) (Mul mul mul_f64s) (Div div div_f64s),
    splat_f64s mul_add_e_f64s max_f64s min_f64s abs_f64s sqrt_f64s neg_f64s greater_than_f64s select_f64s
    partial_load_f64s partial_store_f64s reduce_sum_f64s transpose_f64s sums_f64s
);

impl<S: Simd> Binary for F32s<S>
where
    Self: Vector<Element = f32>,
{
    const FORMAT: Format = Format::Single;

    /// Added to 3·2²², the integer `n + 127` is in the lowest bits; shifted, they are the
    /// exponent of `2ⁿ`.
    #[inline(always)]
    fn power_of_two(self) -> Self {
        let simd = token::<S>();
        let biased = simd.add_f32s(self.0, simd.splat_f32s(12_582_912.0 + 127.0));
        let bits = simd.wrapping_dyn_shl_u32s(simd.transmute_u32s_f32s(biased), simd.splat_u32s(23));
        Self::new(simd.transmute_f32s_u32s(bits))
    }

    /// Put into the lowest bits of 2²³, the exponent's bits are added to it.
    #[inline(always)]
    fn exponent(self) -> Self {
        let simd = token::<S>();
        let bits = simd.wrapping_dyn_shr_u32s(simd.transmute_u32s_f32s(self.0), simd.splat_u32s(23));
        let sum = simd.transmute_f32s_u32s(simd.or_u32s(bits, simd.splat_u32s(0x4b00_0000)));
        Self::new(simd.sub_f32s(sum, simd.splat_f32s(8_388_608.0 + 127.0)))
    }

    #[inline(always)]
    fn with_sign(self, x: Self) -> Self {
        let simd = token::<S>();
        let sign = simd.and_u32s(simd.transmute_u32s_f32s(x.0), simd.splat_u32s(1 << 31));
        Self::new(simd.transmute_f32s_u32s(simd.or_u32s(simd.transmute_u32s_f32s(self.0), sign)))
    }

    #[inline(always)]
    fn about_reciprocal(self) -> Self {
        let simd = token::<S>();
        let bits = simd.splat_u32s(Self::FORMAT.reciprocal() as u32);
        Self::new(simd.transmute_f32s_u32s(simd.sub_u32s(bits, simd.transmute_u32s_f32s(self.0))))
    }
}

/// As for `f32`, in the upper half of each lane, since instruction sets shift halves: that half's
/// unit is 2³², so the numbers to add to are 3·2¹⁹ and 2²⁰.
impl<S: Simd> Binary for F64s<S>
where
    Self: Vector<Element = f64>,
{
    const FORMAT: Format = Format::Double;

    #[inline(always)]
    fn power_of_two(self) -> Self {
        let simd = token::<S>();
        let biased = simd.add_f64s(self.0, simd.splat_f64s(1_572_864.0 + 1023.0));
        let halves: S::u32s = bytemuck::cast(biased);
        Self::new(bytemuck::cast(simd.wrapping_dyn_shl_u32s(halves, simd.splat_u32s(20))))
    }

    #[inline(always)]
    fn exponent(self) -> Self {
        let simd = token::<S>();
        let halves = simd.wrapping_dyn_shr_u32s(bytemuck::cast(self.0), simd.splat_u32s(20));
        let upper = simd.and_u64s(bytemuck::cast(halves), simd.splat_u64s(0x7ff << 32));
        let sum = simd.or_u64s(upper, simd.splat_u64s(0x4130_0000 << 32));
        Self::new(simd.sub_f64s(simd.transmute_f64s_u64s(sum), simd.splat_f64s(1_048_576.0 + 1023.0)))
    }

    #[inline(always)]
    fn with_sign(self, x: Self) -> Self {
        let simd = token::<S>();
        let sign = simd.and_u64s(simd.transmute_u64s_f64s(x.0), simd.splat_u64s(1 << 63));
        Self::new(simd.transmute_f64s_u64s(simd.or_u64s(simd.transmute_u64s_f64s(self.0), sign)))
    }

    #[inline(always)]
    fn about_reciprocal(self) -> Self {
        let simd = token::<S>();
        let bits = simd.splat_u64s(Self::FORMAT.reciprocal());
        Self::new(simd.transmute_f64s_u64s(simd.sub_u64s(bits, simd.transmute_u64s_f64s(self.0))))
    }
}

/// The token that proves that the machine has the instruction set `S`.
#[inline(always)]
fn token<S: Simd>() -> S {
    const { assert!(size_of::<S>() == 0) }
    // SAFETY: a token has no bytes to initialize. What it proves holds: only this crate's vector
    // types and `choose_f32` and `choose_f64` ask for one. Those two do so for the set of a
    // `Layout`, which is that of `InstructionSet::current`, found available before it was chosen,
    // or a narrower one that every machine with it has. Nothing else hands out the types, which are
    // private.
    unsafe { core::mem::zeroed() }
}

/// Calls `work` as a function of its own that may use the instructions of `S`, which the machine
/// must have; see [`token`].
#[inline(always)]
pub(crate) fn call<S: Simd, R>(work: impl FnOnce() -> R) -> R {
    Simd::vectorize(token::<S>(), Call(work))
}

/// As [`Vector::call`], but never inlined.
///
/// What several places call is compiled once, and a compiler takes less time for several functions
/// than for one that is as long as all of them. `work` should move what it takes: what it only
/// refers to has to be in memory.
#[inline(always)]
pub(crate) fn outlined<V: Vector, R>(work: impl FnOnce() -> R) -> R {
    #[inline(never)]
    fn never_inlined<V: Vector, R>(work: impl FnOnce() -> R) -> R {
        V::call(work)
    }

    never_inlined::<V, R>(work)
}

/// A closure as pulp wants it.
struct Call<F>(F);

impl<R, F: FnOnce() -> R> WithSimd for Call<F> {
    type Output = R;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> R {
        (self.0)()
    }
}
