//! Elementary functions of our own: vectorized, with a stated error bound, and on one instruction
//! set the same on every machine.
//!
//! Each brings its argument into a small interval, sums a polynomial there, and scales back.
//! Nothing branches on a lane: all lanes take all steps, and `select_gt` chooses. The coefficients
//! are minimax fits of this crate (Remez and Lawson iterations in 50 to 80 digits), as long as the
//! [`Format`] needs.
//!
//! `NaN` gives `NaN`, for which the order of operands matters: `limit.min(x)` is the second of both
//! where one is not a number.
//!
//! # Errors
//!
//! In ulp, the distance between the two neighbours in the format that enclose the true value; with
//! and without fused multiply-adds, for subnormal results too. `tests/math.rs` checks the bounds.
//!
//! | | bound | largest found, `f32` (all numbers) | `f64` (300 000 numbers) |
//! |---|---|---|---|
//! | `recip` | 2 | 1.21 (not all) | 1.13 |
//! | `exp` | 2 | 1.45 | 1.37 |
//! | `exp_m1` | 2 | 1.65 | 1.73 |
//! | `ln` | 1 | 0.84 | 0.79 |
//! | `ln_1p` | 2 | 1.39 | 1.17 |
//! | `tanh` | 5, 3 in `f64` | 4.93 | 2.16 |
//! | `sigmoid` | 4 | 3.44 | 2.99 |
//! | `erf` | 4 | 3.12 | 2.60 |

use core::f64::consts::{FRAC_2_SQRT_PI, LOG2_E, SQRT_2};

use crate::simd::Vector;

/// The IEEE 754 format of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `f32`.
    Single,
    /// `f64`.
    Double,
}

impl Format {
    /// The number whose bits, less those of `x`, are nearest to the bits of `1/x`: relative errors
    /// are up to 0.0505, or 0.1 where `1/x` is the smallest normal number.
    ///
    /// The exponents of `x` and `1/x` add up to a constant, but for a borrow, and so, roughly, do
    /// the fractions.
    pub const fn reciprocal(self) -> u64 {
        match self {
            Self::Single => 0x7ef3_11c3,
            Self::Double => 0x7fde_6238_6000_0000,
        }
    }
}

/// A vector whose lanes are in an IEEE 754 format, which the functions below take apart.
pub trait Binary: Vector {
    /// The format of each lane.
    const FORMAT: Format;

    /// `2ⁿ` for `self = n`, an integer between the smallest and the largest exponent of a normal
    /// number.
    fn power_of_two(self) -> Self;

    /// The exponent `e` of a positive normal number `m·2ᵉ`, `1 ≤ m < 2`, as a number.
    fn exponent(self) -> Self;

    /// `self`, a number without a sign, with that of `x`.
    fn with_sign(self, x: Self) -> Self;

    /// About the reciprocal of a positive normal number: what [`Format::reciprocal`] less its bits
    /// stands for.
    fn about_reciprocal(self) -> Self;
}

/// `1/x` for a positive `x`, within 2 ulp; beyond the limits of `Real::recip`, that of the limit.
///
/// Newton's iteration `y ← y + y·(1 − x·y)` squares the relative error. Multiplications run side by
/// side, where a division keeps a whole vector waiting.
#[inline(always)]
pub(crate) fn recip<V: Binary>(x: V) -> V {
    let one = V::constant(1.0);
    let (limit, steps) = match V::FORMAT {
        Format::Single => (f64::from_bits(0x47d0_0000_0000_0000), 3), // 2¹²⁶
        Format::Double => (f64::from_bits(0x7fd0_0000_0000_0000), 4), // 2¹⁰²²
    };
    let x = V::constant(limit).min(V::constant(1.0 / limit).max(x));
    let mut y = x.about_reciprocal();
    for _ in 0..steps {
        y = (-x).mul_add(y, one).mul_add(y, y);
    }
    y
}

/// The high part of `ln 2`: so few bits that its product with any exponent is exact.
///
/// Cody and Waite, "Software Manual for the Elementary Functions" (1980), chapter 6.
const LN_2_HIGH: f64 = 355.0 / 512.0;

/// The rest, `ln 2 − 355/512`.
const LN_2_LOW: f64 = -2.121_944_400_546_905_8e-4;

/// `eˣ = 2ⁿ·2ⁿ·eʳ` with `eʳ = 1 + r + r²·p(r)`, within 2 ulp.
///
/// It is 1 at 0 and, rounded once, follows `eˣ` down through the subnormal numbers.
#[inline(always)]
pub(crate) fn exp<V: Binary>(x: V) -> V {
    let (n, r) = reduce(x);
    let scale = n.power_of_two();
    (reduced_exp_m1(r) + V::constant(1.0)) * scale * scale
}

/// `eˣ − 1 = 2ⁿ·(2ⁿ·(eʳ − 1) + (2ⁿ − 2⁻ⁿ))` with `eʳ − 1 = r + r²·p(r)`, within 2 ulp.
#[inline(always)]
pub(crate) fn exp_m1<V: Binary>(x: V) -> V {
    let (n, r) = reduce(x);
    let (scale, inverse) = (n.power_of_two(), (-n).power_of_two());
    unless_zero(x, reduced_exp_m1(r).mul_add(scale, scale - inverse) * scale)
}

/// `n` and `r` with `x = 2n·ln 2 + r`, where `n` is an integer and `|r| ≤ ln 2`.
///
/// Twice the usual interval costs two coefficients more, but `2ⁿ` is a normal number even where
/// `eˣ` is subnormal or infinite.
#[inline(always)]
fn reduce<V: Binary>(x: V) -> (V, V) {
    // Beyond these limits `eˣ` is 0 or infinite. Numbers from 2²³, or 2⁵², have no fraction: adding
    // 3/2 of it rounds.
    let (low, high, round) = match V::FORMAT {
        Format::Single => (-104.0, 89.0, 12_582_912.0),
        Format::Double => (-746.0, 710.0, 6_755_399_441_055_744.0),
    };
    let x = V::constant(high).min(V::constant(low).max(x));
    let n = x.mul_add(V::constant(LOG2_E / 2.0), V::constant(round)) - V::constant(round);
    let r = n.mul_add(V::constant(-2.0 * LN_2_HIGH), x);
    (n, n.mul_add(V::constant(-2.0 * LN_2_LOW), r))
}

/// `eʳ − 1 = r + r²·p(r)` for `|r| ≤ ln 2`.
#[inline(always)]
fn reduced_exp_m1<V: Binary>(r: V) -> V {
    let coefficients: &[f64] = match V::FORMAT {
        Format::Single => {
            &[0.5, 0.166_666_72, 0.041_666_62, 0.008_332_63, 0.001_389_042_4, 0.000_200_955_92, 2.478_121e-5]
        }
        Format::Double => &[
            0.5,
            0.166_666_666_666_666_6,
            0.041_666_666_666_666_82,
            0.008_333_333_333_336_418,
            0.001_388_888_888_886_262,
            0.000_198_412_698_370_810_26,
            2.480_158_731_984_029_2e-5,
            2.755_732_183_474_573e-6,
            2.755_731_344_396_654_3e-7,
            2.505_128_689_100_268_8e-8,
            2.087_749_809_941_058e-9,
            1.618_600_229_112_153_6e-10,
            1.146_876_184_058_395_4e-11,
        ],
    };
    (polynomial(r, coefficients) * r).mul_add(r, r)
}

/// `ln x`, within 1 ulp; exact at 1, `−∞` at 0 and `NaN` below.
#[inline(always)]
pub(crate) fn ln<V: Binary>(x: V) -> V {
    // A subnormal number has no exponent of its own, so small ones are first multiplied by a power
    // of two.
    let (small, lift) = match V::FORMAT {
        Format::Single => (1e-30, 24.0),
        Format::Double => (1e-300, 53.0),
    };
    let (zero, small) = (V::constant(0.0), V::constant(small));
    let lift = x.select_gt(small, zero, V::constant(lift));
    ln_limits(x, ln_of_sum(zero, x * lift.power_of_two(), lift))
}

/// `ln(1 + x)`, within 2 ulp; `−∞` at −1 and `NaN` below.
#[inline(always)]
pub(crate) fn ln_1p<V: Binary>(x: V) -> V {
    let one = V::constant(1.0);
    unless_zero(x, ln_limits(one + x, ln_of_sum(one, x, V::constant(0.0))))
}

/// `ln(c + x) − k·ln 2`, where `c` is 0 or 1 and `c + x` a positive normal number.
///
/// With `f = 2ⁿ·(c + x) − 1` between `√½ − 1` and `√2 − 1`, this is `ln(1 + f) − (n + k)·ln 2`, and
/// with `s = f/(2 + f)`
///
/// ```text
/// ln(1 + f) = ln(1 + s) − ln(1 − s) = f − (f²/2 − s·(f²/2 + s²·p(s²)))
/// ```
///
/// as in the FreeBSD library's `e_log.c` (Sun Microsystems, 1993).
#[inline(always)]
fn ln_of_sum<V: Binary>(c: V, x: V, k: V) -> V {
    let (quarter, half, two) = (V::constant(0.25), V::constant(0.5), V::constant(2.0));
    // Of a quarter of the sum, neither the product with √2 overflows, nor does the power of two
    // leave the normal numbers.
    let n = -((c + x) * V::constant(SQRT_2 / 4.0)).exponent();
    let scale = n.power_of_two() * quarter;
    let k = n + k - two;
    // The 1 goes before `x` comes: in `c + x`, a small `x` has lost its last digits.
    let f = x.mul_add(scale, c.mul_add(scale, V::constant(-1.0)));
    let s = f / (f + two);
    let square = half * f * f;
    let tail = s * (s * s).mul_add(ln_tail(s * s), square) - k * V::constant(LN_2_LOW);
    k.mul_add(V::constant(-LN_2_HIGH), f - (square - tail))
}

/// `(ln((1 + s)/(1 − s)) − 2s)/s³` of `s²`, for `|s| ≤ (√2 − 1)/(√2 + 1)`.
#[inline(always)]
fn ln_tail<V: Binary>(square: V) -> V {
    let coefficients: &[f64] = match V::FORMAT {
        Format::Single => &[0.666_667_76, 0.399_775_42, 0.298_717_4],
        Format::Double => &[
            0.666_666_666_666_673_4,
            0.399_999_999_994_146_26,
            0.285_714_287_423_993_7,
            0.222_221_985_719_389_95,
            0.181_835_643_925_130_1,
            0.153_140_488_128_220_37,
            0.147_959_675_224_435_32,
        ],
    };
    polynomial(square, coefficients)
}

/// `y = ln x` where `x` is positive and finite, and the limits elsewhere.
#[inline(always)]
fn ln_limits<V: Binary>(x: V, y: V) -> V {
    let (zero, infinity) = (V::constant(0.0), V::constant(f64::INFINITY));
    let largest = match V::FORMAT {
        Format::Single => f64::from(f32::MAX),
        Format::Double => f64::MAX,
    };
    let not_positive = zero.select_gt(x, V::constant(f64::NAN), x - infinity);
    x.select_gt(zero, x.select_gt(V::constant(largest), infinity, y), not_positive)
}

/// `tanh x`, within 5 ulp in `f32` and 3 ulp in `f64`; never beyond ±1.
#[inline(always)]
pub(crate) fn tanh<V: Binary>(x: V) -> V {
    let y = match V::FORMAT {
        Format::Single => tanh_by_halves(V::constant(9.0).min(x.abs())), // from here on it is 1
        Format::Double => {
            let t = exp_m1(V::constant(2.0) * V::constant(20.0).min(x.abs())) * V::constant(0.5);
            t / (t + V::constant(1.0))
        }
    };
    y.with_sign(x)
}

/// `tanh a = 2nd/(n² + d²)` for `0 ≤ a ≤ 9`, where `n/d` is nearly `tanh(a/2)`, a quotient of
/// polynomials.
///
/// In the form `2nd/(2nd + (d − n)²)` no rounding lifts it above 1. Errors of `n/d` count ever less
/// as that approaches 1, so short polynomials do.
#[inline(always)]
fn tanh_by_halves<V: Binary>(a: V) -> V {
    let square = a * a;
    let horner = |coefficients: &[f64]| horner(square, coefficients, |&c| V::constant(c));
    let twice_n = (square * a).mul_add(horner(&[0.029_762_06, 0.000_114_035_63]), a);
    let d = horner(&[1.0, 0.113_095_35, 0.001_205_364_2, 1.224_157_5e-6]);
    let product = twice_n * d;
    let difference = twice_n.mul_add(V::constant(-0.5), d);
    product / difference.mul_add(difference, product)
}

/// `σ(x) = eˣ/(eˣ + 1)`, within 4 ulp; like `eˣ` where that is small.
#[inline(always)]
pub(crate) fn sigmoid<V: Binary>(x: V) -> V {
    let y = exp(V::constant(40.0).min(x)); // further up it is 1 in any case, and there `eˣ` would overflow
    y / (y + V::constant(1.0))
}

/// `erf |x| = 1 − e^(−|x|·p(|x|))`, within 4 ulp.
///
/// `|x|·p(|x|) = −ln(1 − erf |x|)` grows like `x²`, so an error of `p` counts ever less, and
/// [`exp_m1`] keeps small `x` precise.
#[inline(always)]
pub(crate) fn erf<V: Binary>(x: V) -> V {
    let one = match V::FORMAT {
        Format::Single => 4.0, // from here on it is 1
        Format::Double => 6.0,
    };
    let a = V::constant(one).min(x.abs());
    let coefficients: &[f64] = match V::FORMAT {
        Format::Single => &[
            FRAC_2_SQRT_PI,
            0.636_615_34,
            0.102_826_774,
            -0.019_372_437,
            0.000_306_776_17,
            0.001_144_570_2,
            -0.000_319_504_24,
            2.278_581_8e-5,
            2.069_369_4e-6,
        ],
        Format::Double => &[
            FRAC_2_SQRT_PI,
            0.636_619_772_367_603_8,
            0.102_772_603_300_327_74,
            -0.019_128_446_967_331_948,
            -0.000_209_195_191_721_029_78,
            0.001_696_210_308_463_405_7,
            -0.000_590_145_946_298_459_1,
            2.595_278_121_597_251_5e-5,
            6.429_503_256_020_047e-5,
            -2.933_141_770_774_844_3e-5,
            2.805_401_340_884_895e-6,
            3.555_664_139_646_856e-6,
            -2.423_074_068_934_206_3e-6,
            8.497_482_734_840_969e-7,
            -1.722_390_699_887_215_7e-7,
            7.686_134_403_034_725e-9,
            7.980_908_214_725_474e-9,
            -3.197_580_655_357_097_3e-9,
            6.886_289_181_096_327e-10,
            -9.641_463_231_163_681e-11,
            8.800_436_042_732_775e-12,
            -4.796_382_385_848_992e-13,
            1.190_050_788_313_120_4e-14,
        ],
    };
    (-exp_m1(-a * polynomial(a, coefficients))).with_sign(x)
}

/// `y`, but `x` where that is zero, for the zero's sign, or `NaN`.
#[inline(always)]
fn unless_zero<V: Binary>(x: V, y: V) -> V {
    x.abs().select_gt(V::constant(0.0), y, x)
}

/// `c₀ + c₁x + c₂x² + …`, of many lanes by Horner's rule, which takes the fewest instructions.
///
/// A number alone waits for each of them. So it goes by fours, `(c₀ + c₁x) + (c₂ + c₃x)·x²`, as in
/// Estrin's scheme.
#[inline(always)]
fn polynomial<V: Binary>(x: V, coefficients: &[f64]) -> V {
    if V::LANES > 1 {
        return horner(x, coefficients, |&c| V::constant(c));
    }
    let square = x * x;
    let pair = |pair: &[f64]| horner(x, pair, |&c| V::constant(c));
    let mut fours = coefficients.chunks(4).rev();
    let four = |four: &[f64]| match four.split_at_checked(2) {
        Some((low, high)) if !high.is_empty() => pair(high).mul_add(square, pair(low)),
        _ => pair(four),
    };
    let mut sum = fours.next().map_or(V::constant(0.0), four);
    for c in fours {
        sum = sum.mul_add(square * square, four(c));
    }
    sum
}

/// `t₀ + t₁x + t₂x² + …` with the terms `t` of `parts`.
#[inline(always)]
fn horner<V: Binary, P>(x: V, parts: &[P], term: impl Fn(&P) -> V) -> V {
    let Some((last, others)) = parts.split_last() else { return V::constant(0.0) };
    let mut sum = term(last);
    for part in others.iter().rev() {
        sum = sum.mul_add(x, term(part));
    }
    sum
}
