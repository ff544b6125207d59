//! Elementary functions of our own: vectorized, the same on every machine, with a stated error bound.
//!
//! Each brings its argument into a small interval, sums a polynomial there, and scales back. There are no branches: every
//! lane takes every step, and `select_gt` chooses. The polynomials are minimax fits, to the precision of the [`Format`].

use crate::simd::Vector;

/// The IEEE 754 format of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `f32`.
    Single,
    /// `f64`.
    Double,
}

/// A vector whose lanes are in an IEEE 754 format, which the functions below take apart.
pub trait Binary: Vector {
    /// The format of each lane.
    const FORMAT: Format;

    /// `2ⁿ` for `self = n`, an integer between the smallest and the largest exponent of a normal number.
    fn power_of_two(self) -> Self;

    /// The exponent `e` of a positive normal number `m·2ᵉ`, `1 ≤ m < 2`, as a number.
    fn exponent(self) -> Self;
}

/// `eˣ`.
#[inline(always)]
pub(crate) fn exp<V: Binary>(x: V) -> V {
    let one = V::constant(1.0);
    let (n, r) = reduce(x);
    let scale = n.power_of_two();
    exp_tail(r).mul_add(r, one).mul_add(r, one) * scale * scale
}

/// `eˣ − 1`.
#[inline(always)]
pub(crate) fn exp_m1<V: Binary>(x: V) -> V {
    let (n, r) = reduce(x);
    let (scale, inverse) = (n.power_of_two(), (-n).power_of_two());
    let y = (exp_tail(r) * r).mul_add(r, r);
    keep_zero(x, y.mul_add(scale, scale - inverse) * scale)
}

/// `n` and `r` with `x = 2n·ln 2 + r`, where `n` is an integer and `|r| ≤ ln 2`.
#[inline(always)]
fn reduce<V: Binary>(x: V) -> (V, V) {
    let (low, high, round) = match V::FORMAT {
        Format::Single => (-104.0, 89.0, 12_582_912.0),
        Format::Double => (-746.0, 710.0, 6_755_399_441_055_744.0),
    };
    let round = V::constant(round);
    let x = V::constant(high).min(V::constant(low).max(x));
    let n = x.mul_add(V::constant(0.5 * core::f64::consts::LOG2_E), round) - round;
    let r = n.mul_add(V::constant(-2.0 * LN_2_HIGH), x);
    (n, n.mul_add(V::constant(-2.0 * LN_2_LOW), r))
}

const LN_2_HIGH: f64 = 355.0 / 512.0;
const LN_2_LOW: f64 = -2.121_944_400_546_905_8e-4;

#[inline(always)]
fn exp_tail<V: Binary>(r: V) -> V {
    polynomial(
        r,
        match V::FORMAT {
            Format::Single => &[
                0.500_000_002_661_545_85,
                0.166_666_721_737_012_26,
                0.041_666_621_334_715_907,
                0.008_332_629_585_166_235_9,
                0.001_389_042_391_402_115_1,
                0.000_200_955_923_347_119_58,
                0.000_024_781_210_035_989_309,
            ],
            Format::Double => &[
                0.499_999_999_999_999_997_69,
                0.166_666_666_666_666_591_17,
                0.041_666_666_666_666_820_475,
                0.008_333_333_333_336_417_9,
                0.001_388_888_888_886_262,
                0.000_198_412_698_370_810_27,
                0.000_024_801_587_319_840_291,
                2.755_732_183_474_573_1e-6,
                2.755_731_344_396_654_6e-7,
                2.505_128_689_100_269e-8,
                2.087_749_809_941_058e-9,
                1.618_600_229_112_153_6e-10,
                1.146_876_184_058_395_3e-11,
            ],
        },
    )
}

/// `ln x`.
#[inline(always)]
pub(crate) fn ln<V: Binary>(x: V) -> V {
    let (small, lift) = match V::FORMAT {
        Format::Single => (f64::from(f32::MIN_POSITIVE), 24.0),
        Format::Double => (f64::MIN_POSITIVE, 53.0),
    };
    let one = V::constant(1.0);
    let zero = V::constant(0.0);
    let small = V::constant(small * 4.0);
    let lift_by = x.select_gt(small, zero, V::constant(lift));
    let lifted = x.select_gt(small, one, lift_by.power_of_two()) * x;
    ln_limits(x, ln_sum(zero, lifted, lift_by))
}

/// `ln(1 + x)`.
#[inline(always)]
pub(crate) fn ln_1p<V: Binary>(x: V) -> V {
    let one = V::constant(1.0);
    let y = ln_sum(one, x, V::constant(0.0));
    keep_zero(x, ln_limits(one + x, y))
}

#[inline(always)]
fn ln_limits<V: Binary>(x: V, y: V) -> V {
    let zero = V::constant(0.0);
    let infinity = V::constant(f64::INFINITY);
    let max = match V::FORMAT {
        Format::Single => f64::from(f32::MAX),
        Format::Double => f64::MAX,
    };
    let invalid = zero.select_gt(x, V::constant(f64::NAN), x - infinity);
    x.select_gt(zero, x.select_gt(V::constant(max), infinity, y), invalid)
}

/// `ln(c + x) − k·ln 2`
#[inline(always)]
fn ln_sum<V: Binary>(c: V, x: V, k: V) -> V {
    let n = -((c + x) * V::constant(0.25 * core::f64::consts::SQRT_2)).exponent();
    let scale = n.power_of_two() * V::constant(0.25);
    let f = x.mul_add(scale, c.mul_add(scale, V::constant(-1.0)));
    let k = n + k - V::constant(2.0);
    let s = f / (f + V::constant(2.0));
    let z = s * s;
    let half = V::constant(0.5) * f * f;
    let tail = polynomial(
        z,
        match V::FORMAT {
            Format::Single => &[0.666_667_763_852_354_85, 0.399_775_410_901_118_15, 0.298_717_418_643_749_89],
            Format::Double => &[
                0.666_666_666_666_673_44,
                0.399_999_999_994_146_29,
                0.285_714_287_423_993_67,
                0.222_221_985_719_389_96,
                0.181_835_643_925_130_11,
                0.153_140_488_128_220_36,
                0.147_959_674_722_445_43,
            ],
        },
    ) * z;
    let tail = s * (half + tail) - k * V::constant(LN_2_LOW);
    k.mul_add(V::constant(-LN_2_HIGH), f - (half - tail))
}

/// `tanh x`.
#[inline(always)]
pub(crate) fn tanh<V: Binary>(x: V) -> V {
    match V::FORMAT {
        Format::Single => odd_rational(
            x,
            9.5,
            &[1.0, 0.133_826_94, 0.003_497_466_4, 2.063_595_6e-5, 1.338_445_7e-8],
            &[1.0, 0.467_160_17, 0.025_884_395, 0.000_328_853_12, 7.790_321e-7],
        ),
        Format::Double => odd_rational(
            x,
            19.5,
            &[
                1.0,
                0.151_805_123_899_957_18,
                0.005_974_677_055_501_712,
                9.360_149_621_201_709e-5,
                6.830_159_380_303_681e-7,
                2.440_192_488_198_134_4e-9,
                4.169_710_202_681_655e-12,
                3.061_847_139_556_597e-15,
                7.406_187_724_448_353e-19,
                2.497_459_669_200_416_7e-23,
            ],
            &[
                1.0,
                0.485_138_457_233_289_9,
                0.034_354_162_799_933_155,
                0.000_828_115_433_336_970_7,
                8.753_387_304_663_022e-6,
                4.462_869_300_959_908e-8,
                1.110_921_487_285_453_7e-10,
                1.269_860_043_322_203_9e-13,
                5.627_181_264_606_272e-17,
                6.215_294_750_782_106e-21,
            ],
        ),
    }
}

/// `1/(1 + e⁻ˣ)`.
#[inline(always)]
pub(crate) fn sigmoid<V: Binary>(x: V) -> V {
    let e = exp(V::constant(40.0).min(x));
    e / (e + V::constant(1.0))
}

/// `erf x`
#[inline(always)]
pub(crate) fn erf<V: Binary>(x: V) -> V {
    match V::FORMAT {
        Format::Single => odd_rational(
            x,
            4.2,
            &[1.128_379_1, 0.190_773_14, 0.052_788_872, 0.003_779_149_4, 0.000_284_798_04, 2.042_051_4e-6],
            &[1.0, 0.502_401, 0.114_253_104, 0.014_996_519, 0.001_165_100_6, 3.800_435_3e-5],
        ),
        Format::Double => odd_rational(
            x,
            6.1,
            &[
                1.128_379_167_095_512_6,
                0.220_495_027_687_060_72,
                0.066_178_008_498_039_4,
                0.006_907_033_044_442_171,
                0.000_857_215_217_180_525_3,
                5.713_909_232_844_615_4e-5,
                3.910_713_936_151_509e-6,
                1.701_517_736_535_745_4e-7,
                6.778_126_550_757_613e-9,
                1.725_395_002_229_826_4e-10,
                3.331_991_402_803_100_4e-12,
                2.211_069_757_320_866e-14,
                1.553_463_290_540_251_3e-17,
            ],
            &[
                1.0,
                0.528_741_963_798_055_3,
                0.134_896_054_269_858_3,
                0.022_021_877_511_791_122,
                0.002_570_172_363_695_877,
                0.000_226_681_682_756_918_12,
                1.554_523_971_798_762e-5,
                8.377_816_552_011_122e-7,
                3.527_422_474_636_512e-8,
                1.127_938_224_789_800_4e-9,
                2.553_676_278_978_533e-11,
                3.304_452_038_345_160_7e-13,
                8.768_122_204_847_678e-16,
            ],
        ),
    }
}

/// `x·p(x²)/q(x²)` between `−limit` and `limit`, `±1` beyond.
#[inline(always)]
fn odd_rational<V: Binary>(x: V, limit: f64, p: &[f64], q: &[f64]) -> V {
    let x = V::constant(limit).min(V::constant(-limit).max(x));
    let y = x * polynomial(x * x, p) / polynomial(x * x, q);
    V::constant(1.0).min(V::constant(-1.0).max(y))
}

#[inline(always)]
fn keep_zero<V: Binary>(x: V, y: V) -> V {
    x.abs().select_gt(V::constant(0.0), y, x)
}

/// `c₀ + c₁x + c₂x² + …`.
#[inline(always)]
fn polynomial<V: Binary>(x: V, coefficients: &[f64]) -> V {
    let mut sum = V::constant(0.0);
    for (i, &c) in coefficients.iter().rev().enumerate() {
        sum = if i == 0 { V::constant(c) } else { sum.mul_add(x, V::constant(c)) };
    }
    sum
}
