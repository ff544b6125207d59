use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Scaled exponential linear unit, `y = λ·z` if `z > 0`, else `λ·α·(eᶻ − 1)`.
///
/// For deep networks of dense layers without normalization: with `lecun_normal` weights, mean and
/// variance of the outputs stay near 0 and 1 from layer to layer. `λ ≈ 1.0507` and `α ≈ 1.6733` are
/// the fixed point's. Range: (−λα, ∞).
///
/// # References
///
/// Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", NeurIPS (2017),
/// eq. 2; the constants to full precision from the authors' code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selu;

const ALPHA: f64 = 1.673_263_242_354_377_2;
const LAMBDA: f64 = 1.050_700_987_355_480_5;

impl Activation for Selu {
    const NAME: &'static str = "selu";
    const READS_PREACTIVATION: bool = false;
    const INITIALIZER: Initializer = Initializer::LecunNormal;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        let below = R::constant(LAMBDA * ALPHA) * R::constant(0.0).min(z).exp_m1();
        z.select_gt(R::constant(0.0), R::constant(LAMBDA) * z, below)
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        y.select_gt(R::constant(0.0), R::constant(LAMBDA), y + R::constant(LAMBDA * ALPHA)) // λ·α·eᶻ = y + λ·α
    }
}
