//! Vectors of any instruction set, over the tables of [`vectors!`](super::table).

use core::fmt::Debug;
use core::mem::MaybeUninit;
use core::ops::{Add, Div, Mul, Neg, Sub};

use bytemuck::{Pod, Zeroable};

use super::{Vector, transpose_plainly};
use crate::kernels::Kernels;
use crate::math::{Binary, Format};
use crate::number::{Float, Number, Real, forward_to_math};

/// An instruction set as a type.
pub(crate) trait Instructions: Copy + Debug + Send + Sync + 'static {
    /// How many vectors the machine keeps in registers.
    const REGISTERS: usize;

    /// Whether the machine has the instructions.
    fn are_available() -> bool;

    /// Calls `work` as a function of its own that may use the instructions.
    ///
    /// # Safety
    ///
    /// The machine must have the instructions.
    unsafe fn call<R, W: FnOnce() -> R>(work: W) -> R;
}

/// A word of a closure.
pub(super) type Word = MaybeUninit<usize>;

/// As many words as travel by themselves, most of them in registers. (A closure of more than two
/// travels through memory, which takes a fifth of the time of a prediction of the smallest
/// networks.)
pub(super) type Words = [Word; 8];

/// Whether a closure may travel as [`Words`].
pub(super) const fn fits_words<W>() -> bool {
    size_of::<W>() <= size_of::<Words>() && align_of::<W>() <= align_of::<Words>()
}

/// A closure as words, from which [`from_words`] takes it.
///
/// # Safety
///
/// It must [fit](fits_words).
#[inline(always)]
pub(super) unsafe fn into_words<W>(work: W) -> Words {
    let mut words = [const { Word::uninit() }; 8];
    // SAFETY: the words are large enough, and aligned.
    unsafe { words.as_mut_ptr().cast::<W>().write(work) };
    words
}

/// The closure of which [`into_words`] made the words.
///
/// # Safety
///
/// They must be of a closure of this type, and taken once.
#[inline(always)]
pub(super) unsafe fn from_words<W>(words: Words) -> W {
    // SAFETY: the words begin with the closure, and are aligned.
    unsafe { words.as_ptr().cast::<W>().read() }
}

/// Numbers of one type in a register of an instruction set, as a type: the table of what the
/// machine does with them.
///
/// Numbers come from memory and go there, at any address of a number. Inlined, they stay in
/// registers.
///
/// # Safety
///
/// All functions need a machine that has the instructions of [`Set`](Self::Set), and nothing else.
pub(super) trait Register: Copy + Debug + Send + Sync + 'static {
    type Element: Float;
    type Set: Instructions;
    /// The numbers in memory, an array.
    type Numbers: Pod + Debug + Send + Sync;
    /// As [`Vector::Single`].
    type Single: Vector<Element = Self::Element>;

    const LANES: usize;

    unsafe fn splat(x: Self::Element) -> Self::Numbers;

    unsafe fn add(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;
    unsafe fn sub(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;
    unsafe fn mul(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;
    unsafe fn div(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;
    unsafe fn neg(x: Self::Numbers) -> Self::Numbers;
    unsafe fn mul_add(x: Self::Numbers, y: Self::Numbers, z: Self::Numbers) -> Self::Numbers;
    unsafe fn max(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;
    unsafe fn min(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;
    unsafe fn abs(x: Self::Numbers) -> Self::Numbers;
    unsafe fn sqrt(x: Self::Numbers) -> Self::Numbers;

    unsafe fn select_gt(
        x: Self::Numbers,
        limit: Self::Numbers,
        then: Self::Numbers,
        otherwise: Self::Numbers,
    ) -> Self::Numbers;

    /// The bits that both have.
    unsafe fn and(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;

    /// The bits that one has.
    unsafe fn or(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;

    /// `x − y` of the bits as integers.
    unsafe fn sub_bits(x: Self::Numbers, y: Self::Numbers) -> Self::Numbers;

    /// Integers of 32 bits, two in an `f64`, shifted to the left by the bits that a number's
    /// fraction has in the upper one: 23 in `f32`, 20 in `f64`.
    unsafe fn to_exponent(x: Self::Numbers) -> Self::Numbers;

    /// The other way: the exponent's bits of positive numbers, in the upper 32.
    unsafe fn exponent_bits(x: Self::Numbers) -> Self::Numbers;

    unsafe fn sum(x: Self::Numbers) -> Self::Element;

    /// Fewer numbers than fill the register, then zeros.
    #[inline(always)]
    unsafe fn load_part(x: &[Self::Element]) -> Self::Numbers {
        let mut numbers = Self::Numbers::zeroed();
        let lanes = bytemuck::cast_slice_mut(core::slice::from_mut(&mut numbers));
        // Of lengths that the compiler knows, or it would call `memcpy`.
        for count in 1..Self::LANES {
            if x.len() == count {
                lanes[..count].copy_from_slice(x);
            }
        }
        numbers
    }

    /// The first numbers, as many as there are in `to`, fewer than fill the register.
    #[inline(always)]
    unsafe fn store_part(x: Self::Numbers, to: &mut [Self::Element]) {
        let x = [x];
        let lanes = bytemuck::cast_slice(&x);
        for count in 1..Self::LANES {
            if to.len() == count {
                to.copy_from_slice(&lanes[..count]);
            }
        }
    }

    /// As [`Vector::transpose`]. By default the compiler finds the shuffles, as it can for
    /// registers of 128 bits.
    #[inline(always)]
    unsafe fn transpose(x: &mut [Packed<Self>]) {
        transpose_plainly(bytemuck::cast_slice_mut::<_, Self::Element>(x), Self::LANES);
    }

    /// As [`Vector::sums`].
    #[inline(always)]
    unsafe fn sums(x: &mut [Packed<Self>]) -> Packed<Self> {
        // SAFETY: what this function's caller promises is what those it calls need.
        unsafe {
            Self::transpose(x);
            let zeros = Packed(Self::splat(Self::Element::ZERO));
            x.iter().fold(
                zeros,
                #[inline(always)]
                |sum, &x| Packed(Self::add(sum.0, x.0)),
            )
        }
    }
}

/// A vector: numbers in a register.
///
/// To name such a type proves that the machine has its instructions. Only `choose_f32` and
/// `choose_f64` name one, and they do so for the set of a [`Layout`](crate::Layout). That is
/// [`InstructionSet::current`](crate::InstructionSet::current), found available before it was
/// chosen, or a narrower set that every machine with it has.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(super) struct Packed<R: Register>(pub(super) R::Numbers);

// SAFETY: transparent around plain data.
unsafe impl<R: Register> Zeroable for Packed<R> {}
// SAFETY: transparent around plain data, and `R` is `Copy + 'static`.
unsafe impl<R: Register> Pod for Packed<R> {}

/// Methods that are functions of the register's table.
macro_rules! of_the_table {
    ($($method:ident($($argument:ident),*))*) => {$(
        #[inline(always)]
        fn $method(self $(, $argument: Self)*) -> Self {
            // SAFETY: the machine has the instructions; see `Packed`.
            Self(unsafe { R::$method(self.0 $(, $argument.0)*) })
        }
    )*};
}

macro_rules! operators {
    ($($trait:ident $method:ident($($argument:ident)?))*) => {$(
        impl<R: Register> $trait for Packed<R> {
            type Output = Self;

            of_the_table! { $method($($argument)?) }
        }
    )*};
}

operators! { Add add(other) Sub sub(other) Mul mul(other) Div div(other) Neg neg() }

impl<R: Register> Packed<R> {
    of_the_table! { and(other) or(other) sub_bits(other) to_exponent() exponent_bits() }
}

impl<R: Register> Real for Packed<R>
where
    Self: Kernels,
{
    #[inline(always)]
    fn constant(x: f64) -> Self {
        Self::splat(R::Element::from_f64(x))
    }

    of_the_table! { mul_add(b, c) max(other) min(other) abs() sqrt() select_gt(limit, then, otherwise) }

    forward_to_math!();
}

impl<R: Register> Vector for Packed<R>
where
    Self: Kernels,
{
    type Element = R::Element;
    type Single = R::Single;
    const LANES: usize = R::LANES;
    const REGISTERS: usize = R::Set::REGISTERS;

    #[inline(always)]
    fn splat(x: R::Element) -> Self {
        // SAFETY: the machine has the instructions; see `Packed`.
        Self(unsafe { R::splat(x) })
    }

    #[inline(always)]
    fn load(x: &[R::Element]) -> Self {
        match Self::vectors(x).first() {
            Some(&x) => x, // without a mask, which costs cycles
            // SAFETY: the machine has the instructions; see `Packed`.
            None => Self(unsafe { R::load_part(x) }),
        }
    }

    #[inline(always)]
    fn store(self, x: &mut [R::Element]) {
        match Self::vectors_mut(x).first_mut() {
            Some(x) => *x = self,
            // SAFETY: the machine has the instructions; see `Packed`.
            None => unsafe { R::store_part(self.0, x) },
        }
    }

    #[inline(always)]
    fn sum(self) -> R::Element {
        // SAFETY: the machine has the instructions; see `Packed`.
        unsafe { R::sum(self.0) }
    }

    #[inline(always)]
    fn transpose(x: &mut [Self]) {
        // SAFETY: the machine has the instructions; see `Packed`.
        unsafe { R::transpose(x) }
    }

    #[inline(always)]
    fn sums(x: &mut [Self]) -> Self {
        // SAFETY: the machine has the instructions; see `Packed`.
        unsafe { R::sums(x) }
    }

    #[inline(always)]
    fn call<T>(work: impl FnOnce() -> T) -> T {
        // SAFETY: the machine has the instructions; see `Packed`.
        unsafe { R::Set::call(work) }
    }
}

/// The bits of an `f64` are taken apart in the upper half of each lane, since instruction sets
/// shift halves.
impl<R: Register> Binary for Packed<R>
where
    Self: Kernels,
{
    const FORMAT: Format = R::Element::FORMAT;

    /// Added to 3·2²² (3·2¹⁹, since the upper half's unit is 2³²), the biased exponent `n + 127`
    /// (`n + 1023`) is in the lowest bits; shifted, they are the exponent of `2ⁿ`.
    #[inline(always)]
    fn power_of_two(self) -> Self {
        (self + Self::splat(R::Element::INTEGERS + R::Element::BIAS)).to_exponent()
    }

    /// Put into the lowest bits of 2²³ (2²⁰), the exponent's bits are added to it.
    #[inline(always)]
    fn exponent(self) -> Self {
        let biased = self.exponent_bits().or(Self::splat(R::Element::NATURALS));
        biased - Self::splat(R::Element::NATURALS + R::Element::BIAS)
    }

    #[inline(always)]
    fn with_sign(self, x: Self) -> Self {
        self.or(x.and(Self::splat(-R::Element::ZERO)))
    }

    #[inline(always)]
    fn about_reciprocal(self) -> Self {
        Self::splat(R::Element::RECIPROCAL).sub_bits(self)
    }
}
