use sinew_tensors::Real;

use crate::Activation;

/// Hard sigmoid, `y = min(max(0, a·z + ½), 1)`: [`Sigmoid`](crate::Sigmoid) by three straight
/// lines.
///
/// For gates on small machines. `a` is the ratio of the two parameters, so that `hard_sigmoid(0.2)`
/// is `HardSigmoid<1, 5>`; without one it is 1/6, as in PyTorch and Keras 3. Keras 2 and ONNX take
/// 0.2. Range: [0, 1].
///
/// # References
///
/// Howard et al., "Searching for MobileNetV3", ICCV (2019), section 5.2.
#[doc(alias = "하드 시그모이드")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HardSigmoid<const NUMERATOR: i64 = 1, const DENOMINATOR: i64 = 6>;

impl<const NUMERATOR: i64, const DENOMINATOR: i64> HardSigmoid<NUMERATOR, DENOMINATOR> {
    /// `a`.
    const SLOPE: f64 = NUMERATOR as f64 / DENOMINATOR as f64;

    /// `1/a`, how far `z` goes from 0 to 1.
    const WIDTH: f64 = DENOMINATOR as f64 / NUMERATOR as f64;
}

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Activation for HardSigmoid<NUMERATOR, DENOMINATOR> {
    const NAME: &'static str = "hard_sigmoid";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        R::constant(1.0).min(R::constant(0.0).max(z / R::constant(Self::WIDTH) + R::constant(0.5)))
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        let slope_above_zero = y.select_gt(R::constant(0.0), R::constant(Self::SLOPE), R::constant(0.0));
        R::constant(1.0).select_gt(y, slope_above_zero, R::constant(0.0))
    }
}
