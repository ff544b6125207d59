//! Dual numbers.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use bytemuck::{Pod, Zeroable};
use sinew_tensors::{Kernels, Number, Real, Vector};

use crate::kink;

/// A number that carries its derivative, `value + derivative·ε` with `ε² = 0`: forward-mode
/// differentiation.
///
/// A network, layer, activation or loss is generic in its number, so `Digits<Dual>` runs through
/// the very code that `Digits<f32>` runs through. Give one of its numbers the derivative 1, and the
/// result carries its derivative with respect to that number, exact to rounding: there is no step
/// to choose, and nothing but the forward code is involved.
///
/// Dual numbers compare by their values alone.
///
/// # Examples
///
/// ```
/// use sinew_activations::{Activation, Tanh};
/// use sinew_gradcheck::Dual;
///
/// let z = Dual::variable(0.5);
/// let y: Dual = Tanh::apply(z);
/// assert!((y.value - 0.5_f64.tanh()).abs() < 1e-15);
/// assert!((y.derivative - (1.0 - 0.5_f64.tanh().powi(2))).abs() < 1e-15);
/// ```
///
/// # References
///
/// Griewank and Walther, "Evaluating derivatives", 2nd edition, SIAM (2008), section 3.1.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its derivative with respect to the variable in question.
    pub derivative: f64,
}

// SAFETY: two `f64`, for which zeros are valid.
unsafe impl Zeroable for Dual {}
// SAFETY: `repr(C)` with two fields of one size, so there is no padding, and every bit pattern of
// an `f64` is valid.
unsafe impl Pod for Dual {}

impl Dual {
    /// A constant.
    pub const fn fixed(value: f64) -> Self {
        Self { value, derivative: 0.0 }
    }

    /// The variable that all derivatives are with respect to.
    pub const fn variable(value: f64) -> Self {
        Self { value, derivative: 1.0 }
    }

    /// `f(self)`, given `f(value)` and `f′(value)`.
    ///
    /// A constant stays constant, even where the slope is infinite.
    #[inline(always)]
    fn chain(self, value: f64, slope: f64) -> Self {
        Self { value, derivative: if self.derivative == 0.0 { 0.0 } else { slope * self.derivative } }
    }

    /// Whether `self > other`; the comparison is noted.
    #[inline(always)]
    fn exceeds(self, other: Self) -> bool {
        kink::compare(self, other);
        self.value > other.value
    }
}

impl From<f64> for Dual {
    fn from(value: f64) -> Self {
        Self::fixed(value)
    }
}

impl PartialEq for Dual {
    fn eq(&self, other: &Self) -> bool {
        kink::compare(*self, *other);
        self.value == other.value
    }
}

impl PartialOrd for Dual {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        kink::compare(*self, *other);
        self.value.partial_cmp(&other.value)
    }
}

impl fmt::Display for Dual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} + {}ε", self.value, self.derivative)
    }
}

impl Add for Dual {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self { value: self.value + other.value, derivative: self.derivative + other.derivative }
    }
}

impl Sub for Dual {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self { value: self.value - other.value, derivative: self.derivative - other.derivative }
    }
}

impl Mul for Dual {
    type Output = Self;

    /// `(a·b)′ = a′·b + a·b′`.
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let derivative = self.derivative * other.value + self.value * other.derivative;
        Self { value: self.value * other.value, derivative }
    }
}

impl Div for Dual {
    type Output = Self;

    /// `(a/b)′ = (a′ − a/b·b′)/b`.
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        Self { value, derivative: (self.derivative - value * other.derivative) / other.value }
    }
}

impl Neg for Dual {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self { value: -self.value, derivative: -self.derivative }
    }
}

impl Real for Dual {
    #[inline(always)]
    fn constant(x: f64) -> Self {
        Self::fixed(x)
    }

    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        Self { value: Real::mul_add(self.value, b.value, c.value), derivative: (self * b + c).derivative }
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self.exceeds(other) { self } else { other }
    }

    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        if self.exceeds(other) || self.value.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if other.exceeds(self) { self } else { other }
    }

    #[inline(always)]
    fn abs(self) -> Self {
        // At zero, where there is no derivative, that from the right, as for `max`.
        kink::compare(self, Self::fixed(0.0));
        self.chain(self.value.abs(), if self.value < 0.0 { -1.0 } else { 1.0 })
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        let value = Real::sqrt(self.value);
        self.chain(value, 0.5 / value) // √′ = 1/(2·√x)
    }

    #[inline(always)]
    fn select_gt(self, limit: Self, then: Self, otherwise: Self) -> Self {
        if self.exceeds(limit) { then } else { otherwise }
    }

    #[inline(always)]
    fn exp(self) -> Self {
        let value = Real::exp(self.value);
        self.chain(value, value)
    }

    #[inline(always)]
    fn exp_m1(self) -> Self {
        self.chain(Real::exp_m1(self.value), Real::exp(self.value))
    }

    #[inline(always)]
    fn ln(self) -> Self {
        self.chain(Real::ln(self.value), 1.0 / self.value)
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        self.chain(Real::ln_1p(self.value), 1.0 / (1.0 + self.value))
    }

    #[inline(always)]
    fn tanh(self) -> Self {
        let value = Real::tanh(self.value);
        self.chain(value, (1.0 - value) * (1.0 + value)) // tanh′ = 1 − tanh²
    }

    #[inline(always)]
    fn sigmoid(self) -> Self {
        let value = Real::sigmoid(self.value);
        self.chain(value, value * Real::sigmoid(-self.value)) // σ′ = σ(x)·σ(−x)
    }

    #[inline(always)]
    fn erf(self) -> Self {
        let slope = std::f64::consts::FRAC_2_SQRT_PI * Real::exp(-self.value * self.value);
        self.chain(Real::erf(self.value), slope) // erf′ = 2/√π·e^(−x²)
    }
}

impl Kernels for Dual {}

impl Vector for Dual {
    type Element = Self;
    type Single = Self;
    const LANES: usize = 1;
    const REGISTERS: usize = 16;

    #[inline(always)]
    fn splat(x: Self) -> Self {
        x
    }

    #[inline(always)]
    fn load(x: &[Self]) -> Self {
        x.first().copied().unwrap_or_default()
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

impl Number for Dual {
    const NAME: &'static str = "dual";
    const ZERO: Self = Self::fixed(0.0);
    const ONE: Self = Self::fixed(1.0);
    const MAX: Self = Self::fixed(f64::MAX);

    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        Self::fixed(x)
    }

    #[inline(always)]
    fn to_f64(self) -> f64 {
        self.value
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        self.value.is_finite() && self.derivative.is_finite()
    }
}
