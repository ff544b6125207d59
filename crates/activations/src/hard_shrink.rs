use sinew_tensors::Real;

use crate::Activation;

/// Hard shrinkage, `y = z` if `|z| > λ`, else 0: it lets large numbers through and drops small
/// ones.
///
/// For sparse codes, as in the middle of an autoencoder. `λ` is the ratio of the two parameters and
/// greater than zero; without one it is ½. The function jumps at ±λ, where the derivative is taken
/// to be 0. Range: 0, and all real numbers beyond ±λ.
///
/// # References
///
/// Donoho and Johnstone, "Ideal spatial adaptation by wavelet shrinkage", Biometrika 81
/// (1994).
#[doc(alias = "하드 슈링크")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HardShrink<const NUMERATOR: i64 = 1, const DENOMINATOR: i64 = 2>;

impl<const NUMERATOR: i64, const DENOMINATOR: i64> HardShrink<NUMERATOR, DENOMINATOR> {
    /// `λ`.
    const THRESHOLD: f64 = NUMERATOR as f64 / DENOMINATOR as f64;
}

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Activation for HardShrink<NUMERATOR, DENOMINATOR> {
    const NAME: &'static str = "hard_shrink";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        let size = z.abs();
        let zero = R::constant(0.0) * size; // NaN stays NaN
        size.select_gt(R::constant(Self::THRESHOLD), z, zero)
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        y.abs().select_gt(R::constant(0.0), R::constant(1.0), R::constant(0.0))
    }
}
