use sinew_tensors::Real;

use crate::Activation;

/// Softsign, `y = z/(1 + |z|)`.
///
/// Like [`Tanh`](crate::Tanh), but without an exponential and with slower saturation. Range: (−1,
/// 1).
///
/// # References
///
/// Turian, Bergstra and Bengio, "Quadratic features and deep architectures for chunking", NAACL HLT
/// (2009), section 3.
#[doc(alias = "소프트사인")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softsign;

impl Activation for Softsign {
    const NAME: &'static str = "softsign";

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z / (R::constant(1.0) + z.abs())
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, _: R) -> R {
        (R::constant(1.0) / (R::constant(1.0) + z.abs())).square() // 1/(1 + |z|)²
    }
}
