use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Leaky rectified linear unit, `y = z` if `z > 0`, else `a·z`.
///
/// For hidden layers whose neurons must not die. `a` is the ratio of the two parameters, so that
/// `leaky_relu(0.1)` is `LeakyRelu<1, 10>`; without one it is 0.01. Range: all real numbers.
///
/// # References
///
/// Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML
/// (2013), eq. 2.
#[doc(alias = "리키")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeakyRelu<const NUMERATOR: i64 = 1, const DENOMINATOR: i64 = 100>;

impl<const NUMERATOR: i64, const DENOMINATOR: i64> LeakyRelu<NUMERATOR, DENOMINATOR> {
    /// `a`.
    const SLOPE: f64 = NUMERATOR as f64 / DENOMINATOR as f64;
}

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Activation for LeakyRelu<NUMERATOR, DENOMINATOR> {
    const NAME: &'static str = "leaky_relu";
    const READS_PREACTIVATION: bool = NUMERATOR < 0;
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z.select_gt(R::constant(0.0), z, R::constant(Self::SLOPE) * z)
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, y: R) -> R {
        let sign = if Self::READS_PREACTIVATION { z } else { y };
        sign.select_gt(R::constant(0.0), R::constant(1.0), R::constant(Self::SLOPE))
    }
}
