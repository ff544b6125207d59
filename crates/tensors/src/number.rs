//! Numbers: what activations, losses and kernels compute with.

use core::fmt::{Debug, Display};
use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::instruction_set::InstructionSet;
use crate::kernels::Element;
use crate::layout::Layout;
use crate::math::{self, Format};
use crate::simd::{Inside, Vector, Vectorized};

/// A real number, or a vector of them: the arithmetic an activation or a loss is written in.
///
/// One definition over `Real` serves one sample (`f32`), a vector of samples in SIMD lanes, and the
/// check of its gradient (`f64`, dual numbers). Every function acts on each lane by itself.
///
/// # Examples
///
/// ```
/// use sinew_tensors::Real;
///
/// /// Swish, `z·σ(z)`.
/// fn swish<R: Real>(z: R) -> R {
///     z * z.sigmoid()
/// }
///
/// assert!((swish(1.0_f32) - 0.731_058_6).abs() < 1e-6);
/// assert!((swish(1.0_f64) - 0.731_058_578_630_004_9).abs() < 1e-15);
/// ```
pub trait Real:
    Copy
    + Debug
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The number `x`, in every lane.
    fn constant(x: f64) -> Self;

    /// `self·b + c`, rounded once where the machine can.
    fn mul_add(self, b: Self, c: Self) -> Self;

    /// The larger of both; `other` where one of both is not a number.
    fn max(self, other: Self) -> Self;

    /// The smaller of both; `other` where one of both is not a number.
    fn min(self, other: Self) -> Self;

    /// The larger of both, and not a number where one of both is not.
    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        let size = Self::constant(1.0).min(self.abs()); // a finite number, or none
        size.mul_add(Self::constant(-0.0), self.max(other)) // to add −0 changes nothing
    }

    /// `|x|`.
    fn abs(self) -> Self;

    /// `√x`.
    fn sqrt(self) -> Self;

    /// `1/x` for a positive `x` up to 2¹²⁶ (2¹⁰²² in `f64`) and down to its reciprocal, within 2
    /// ulp; a number beyond may count as the limit.
    ///
    /// By multiplications, in vectors for a fraction of the time of a division. (On an `f32` or
    /// `f64` by itself, `x.recip()` is the standard library's.)
    #[inline(always)]
    fn recip(self) -> Self {
        Self::constant(1.0) / self
    }

    /// `then` where `self > limit`, `otherwise` elsewhere (also where one of both is not a number).
    fn select_gt(self, limit: Self, then: Self, otherwise: Self) -> Self;

    /// `eˣ`, within 2 ulp in `f32` and `f64`.
    fn exp(self) -> Self;

    /// `eˣ − 1`, precise near zero: within 2 ulp.
    fn exp_m1(self) -> Self;

    /// `ln x`, the natural logarithm, within 1 ulp.
    fn ln(self) -> Self;

    /// `ln(1 + x)`, precise near zero: within 2 ulp.
    fn ln_1p(self) -> Self;

    /// `tanh x`, the hyperbolic tangent, within 5 ulp in `f32` and 3 ulp in `f64`; never beyond ±1.
    fn tanh(self) -> Self;

    /// `σ(x) = 1/(1 + e⁻ˣ)`, the logistic function, within 4 ulp.
    fn sigmoid(self) -> Self;

    /// `erf x = 2/√π·∫₀ˣ e^(−t²) dt`, the error function, within 4 ulp.
    fn erf(self) -> Self;

    /// `x` between `low` and `high`; what is not a number stays so.
    #[inline(always)]
    fn clamp(self, low: f64, high: f64) -> Self {
        Self::constant(high).min(Self::constant(low).max(self))
    }

    /// `x²`.
    #[inline(always)]
    fn square(self) -> Self {
        self * self
    }
}

/// The element of a network: `f32` to work with, `f64` to check gradients with.
///
/// A number is also a [`Vector`] of one lane, so every kernel has a scalar form.
pub trait Number: Vector<Element = Self> + Display + PartialOrd + Default {
    /// The type's name, as errors and files write it.
    const NAME: &'static str;

    /// Zero.
    const ZERO: Self;

    /// One.
    const ONE: Self;

    /// The largest finite number.
    const MAX: Self;

    /// The nearest number of this type.
    fn from_f64(x: f64) -> Self;

    /// The number as an `f64`.
    fn to_f64(self) -> f64;

    /// Whether the number is neither infinite nor `NaN`.
    fn is_finite(self) -> bool {
        self.to_f64().is_finite()
    }

    /// Runs `work` in the widest vectors that the machine has, or in those chosen with
    /// [`InstructionSet::select`](crate::InstructionSet::select).
    #[inline(always)]
    fn dispatch<W: Vectorized<Self>>(work: W) -> W::Output {
        Self::dispatch_in(Layout::one::<Self>(work.lanes()), work)
    }

    /// Runs `work` in vectors of the layout's instruction set.
    #[doc(hidden)]
    #[inline(always)]
    fn dispatch_in<W: Vectorized<Self>>(layout: Layout, work: W) -> W::Output {
        Self::choose(layout, Inside(work))
    }

    /// Runs `work` with vectors of the layout's instruction set, but not as a function that may use
    /// it: for work that calls such functions. By default, with this number itself.
    #[doc(hidden)]
    #[inline(always)]
    fn choose<W: Vectorized<Self>>(layout: Layout, work: W) -> W::Output {
        let _ = layout;
        work.run::<Self>()
    }

    /// The instruction set for work on `parallel` numbers side by side, and how many lanes its
    /// vectors have.
    #[doc(hidden)]
    #[inline(always)]
    fn instruction_set(parallel: usize) -> (InstructionSet, usize) {
        let _ = parallel;
        (InstructionSet::Scalar, 1)
    }
}

/// `f32` or `f64`, with what their vectors need to know.
pub(crate) trait Float: Number + math::Binary {
    /// The lowest of its upper 32 bits counts integers, which may be added: 3·2²² (3·2¹⁹ in `f64`).
    const INTEGERS: Self;

    /// The lowest of its upper 32 bits counts natural numbers, which may be put there: 2²³ (2²⁰).
    const NATURALS: Self;

    /// What is added to an exponent where it is stored.
    const BIAS: Self;

    /// The number with the bits of [`Format::reciprocal`].
    const RECIPROCAL: Self;

    /// `self·b + c`, rounded once.
    fn fused(self, b: Self, c: Self) -> Self;

    /// `√x`, rounded once.
    fn root(self) -> Self;
}

macro_rules! scalar {
    ($scalar:ident, $name:literal, $lanes_of:ident, $choose:ident) => {
        impl Real for $scalar {
            #[inline(always)]
            fn constant(x: f64) -> Self {
                x as $scalar
            }

            #[inline(always)]
            fn mul_add(self, b: Self, c: Self) -> Self {
                if cfg!(target_feature = "fma") || cfg!(target_arch = "aarch64") {
                    self.fused(b, c)
                } else {
                    self * b + c // without the instruction, `mul_add` is a slow call
                }
            }

            #[inline(always)]
            fn max(self, other: Self) -> Self {
                if self > other { self } else { other }
            }

            #[inline(always)]
            fn min(self, other: Self) -> Self {
                if self < other { self } else { other }
            }

            #[inline(always)]
            fn maximum(self, other: Self) -> Self {
                if self > other || self.is_nan() { self } else { other }
            }

            #[inline(always)]
            fn abs(self) -> Self {
                $scalar::abs(self)
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                self.root()
            }

            #[inline(always)]
            fn select_gt(self, limit: Self, then: Self, otherwise: Self) -> Self {
                if self > limit { then } else { otherwise }
            }

            crate::number::forward_to_math!();
        }

        impl Vector for $scalar {
            type Element = $scalar;
            type Single = $scalar;
            const LANES: usize = 1;
            const REGISTERS: usize = 16;

            #[inline(always)]
            fn splat(x: Self) -> Self {
                x
            }

            #[inline(always)]
            fn load(x: &[Self]) -> Self {
                x.first().copied().unwrap_or(0.0)
            }

            #[inline(always)]
            fn store(self, x: &mut [Self]) {
                if let Some(x) = x.first_mut() {
                    *x = self;
                }
            }

            #[inline(always)]
            fn sum(self) -> Self {
                self
            }

            #[inline(always)]
            fn call<R>(work: impl FnOnce() -> R) -> R {
                work()
            }
        }

        crate::kernels::compile_kernels!($scalar $scalar);

        impl Number for $scalar {
            const NAME: &'static str = $name;
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const MAX: Self = $scalar::MAX;

            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                x as $scalar
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }

            #[inline(always)]
            fn choose<W: Vectorized<Self>>(layout: Layout, work: W) -> W::Output {
                crate::simd::$choose(layout, work)
            }

            #[inline(always)]
            fn instruction_set(parallel: usize) -> (InstructionSet, usize) {
                crate::simd::$lanes_of(parallel)
            }
        }
    };
}

/// The elementary functions of a type that is [`math::Binary`].
macro_rules! forward_to_math {
    () => {
        crate::number::forward_to_math!(recip exp exp_m1 ln ln_1p tanh sigmoid erf);
    };
    ($($function:ident)*) => {$(
        #[inline(always)]
        fn $function(self) -> Self {
            crate::math::$function(self)
        }
    )*};
}
pub(crate) use forward_to_math;

scalar!(f32, "f32", lanes_f32, choose_f32);
scalar!(f64, "f64", lanes_f64, choose_f64);

/// Functions that `core` lacks: the standard library's, which are instructions where the machine
/// has them, or else those of `libm`, with the same bits.
macro_rules! rounded_once {
    ($($method:ident($($argument:ident),*) = $std:path, $libm:path;)*) => {$(
        #[inline(always)]
        fn $method(self $(, $argument: Self)*) -> Self {
            #[cfg(feature = "std")]
            let y = $std(self $(, $argument)*);
            #[cfg(not(feature = "std"))]
            let y = $libm(self $(, $argument)*);
            y
        }
    )*};
}

impl Float for f32 {
    const INTEGERS: Self = 12_582_912.0;
    const NATURALS: Self = 8_388_608.0;
    const BIAS: Self = 127.0;
    const RECIPROCAL: Self = Self::from_bits(Format::Single.reciprocal() as u32);

    rounded_once! {
        fused(b, c) = f32::mul_add, libm::fmaf;
        root() = f32::sqrt, libm::sqrtf;
    }
}

impl Float for f64 {
    const INTEGERS: Self = 1_572_864.0;
    const NATURALS: Self = 1_048_576.0;
    const BIAS: Self = 1023.0;
    const RECIPROCAL: Self = Self::from_bits(Format::Double.reciprocal());

    rounded_once! {
        fused(b, c) = f64::mul_add, libm::fma;
        root() = f64::sqrt, libm::sqrt;
    }
}

impl math::Binary for f32 {
    const FORMAT: Format = Format::Single;

    /// As for vectors: added to 3·2²², the integer `n + 127` is in the lowest bits.
    #[inline(always)]
    fn power_of_two(self) -> Self {
        f32::from_bits((self + (12_582_912.0 + 127.0)).to_bits() << 23)
    }

    #[inline(always)]
    fn exponent(self) -> Self {
        (self.to_bits() >> 23) as f32 - 127.0
    }

    #[inline(always)]
    fn with_sign(self, x: Self) -> Self {
        f32::from_bits(self.to_bits() | x.to_bits() & (1 << 31))
    }

    #[inline(always)]
    fn about_reciprocal(self) -> Self {
        f32::from_bits((Self::FORMAT.reciprocal() as u32).wrapping_sub(self.to_bits()))
    }
}

impl math::Binary for f64 {
    const FORMAT: Format = Format::Double;

    /// As for `f32`, with 3·2⁵¹.
    #[inline(always)]
    fn power_of_two(self) -> Self {
        f64::from_bits((self + (6_755_399_441_055_744.0 + 1023.0)).to_bits() << 52)
    }

    #[inline(always)]
    fn exponent(self) -> Self {
        (self.to_bits() >> 52) as f64 - 1023.0
    }

    #[inline(always)]
    fn with_sign(self, x: Self) -> Self {
        f64::from_bits(self.to_bits() | x.to_bits() & (1 << 63))
    }

    #[inline(always)]
    fn about_reciprocal(self) -> Self {
        f64::from_bits(Self::FORMAT.reciprocal().wrapping_sub(self.to_bits()))
    }
}
