//! Vectors of numbers.

mod register;
mod table;

#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
mod single;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm128;
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
mod x86;

use bytemuck::Pod;

pub(crate) use self::register::Instructions;
use self::register::{Packed, Register};
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
use self::single::Single;
use self::table::vectors;

#[cfg(target_arch = "aarch64")]
pub(crate) use self::neon::Neon;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use self::wasm128::Wasm128;
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
pub(crate) use self::x86::{Avx2, Avx512};

use crate::instruction_set::InstructionSet;
use crate::kernels::Kernels;
use crate::layout::Layout;
use crate::number::{Number, Real};

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
        transpose_plainly(Self::elements_mut(x), Self::LANES);
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

/// The choice among the vectors of an element, by instruction set.
macro_rules! choice {
    ($element:ident, $lanes_of:ident, $choose:ident, $avx512:ident, $avx2:ident, $neon:ident, $wasm128:ident) => {
        /// The current instruction set, or a narrower one whose vectors hold `parallel` numbers
        /// too, and how many lanes its vectors have.
        #[inline(always)]
        #[allow(unused_variables)] // where there is no narrower one
        pub(crate) fn $lanes_of(parallel: usize) -> (InstructionSet, usize) {
            match InstructionSet::current() {
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx512 if parallel > x86::$avx2::LANES => (InstructionSet::Avx512, x86::$avx512::LANES),
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx512 | InstructionSet::Avx2 => (InstructionSet::Avx2, x86::$avx2::LANES),
                #[cfg(target_arch = "aarch64")]
                InstructionSet::Neon => (InstructionSet::Neon, neon::$neon::LANES),
                #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
                InstructionSet::Wasm128 => (InstructionSet::Wasm128, wasm128::$wasm128::LANES),
                _ => (InstructionSet::Scalar, 1),
            }
        }

        /// Runs `work` with vectors of the layout's instruction set, but not as a function that may
        /// use it.
        #[inline(always)]
        pub(crate) fn $choose<W: Vectorized<$element>>(layout: Layout, work: W) -> W::Output {
            match layout.instruction_set() {
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx512 => work.run::<Packed<x86::$avx512>>(),
                #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
                InstructionSet::Avx2 => work.run::<Packed<x86::$avx2>>(),
                #[cfg(target_arch = "aarch64")]
                InstructionSet::Neon => work.run::<Packed<neon::$neon>>(),
                #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
                InstructionSet::Wasm128 => work.run::<Packed<wasm128::$wasm128>>(),
                _ => work.run::<$element>(),
            }
        }
    };
}

choice!(f32, lanes_f32, choose_f32, F32x16, F32x8, F32x4, F32x4);
choice!(f64, lanes_f64, choose_f64, F64x8, F64x4, F64x2, F64x2);

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

/// Transposes a square of numbers.
#[inline(always)]
fn transpose_plainly<T>(x: &mut [T], lanes: usize) {
    for i in 0..lanes {
        for j in 0..i {
            x.swap(i * lanes + j, j * lanes + i);
        }
    }
}
