use sinew_tensors::Real;

use crate::Activation;

/// Hyperbolic tangent, `y = tanh z`.
///
/// For hidden layers of small networks and smooth functions: its outputs are centred at zero.
/// Range: (−1, 1).
///
/// # References
///
/// LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.4.
#[doc(alias = "하이퍼볼릭 탄젠트")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tanh;

impl Activation for Tanh {
    const NAME: &'static str = "tanh";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z.tanh()
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        R::constant(1.0) - y * y // tanh′ = 1 − tanh²
    }
}
