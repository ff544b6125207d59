use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Number, Vector};

use crate::{Loss, TargetDomain};

/// Negative log-likelihood of Poisson's distribution, `L = 1/N·Σₖ (e^zₖ − tₖ·zₖ)`, in nats.
///
/// For counts: how many times something happens. The last layer has to be `identity`, and its
/// outputs are logarithms: `e^zₖ` times are to be expected. Targets are counts, as numbers from 0
/// on. The mean runs over the `N` outputs, and over the samples of a batch, as in PyTorch.
///
/// The term `ln tₖ!` of the likelihood is left out: it does not depend on the network. So the loss
/// may be negative, and is least at `zₖ = ln tₖ`. Where `e^zₖ` overflows, from `zₖ = 89`
/// in `f32` and from 710 in `f64`, the loss is infinite.
///
/// # References
///
/// Cameron and Trivedi, "Regression analysis of count data", Cambridge University Press (1998),
/// section 3.2.
#[doc(alias = "포아송 손실")]
#[doc(alias("PoissonNLLLoss", "poisson_nll_loss"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Poisson;

impl Loss<Identity> for Poisson {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let (largest, scale) = (V::splat(V::Element::MAX), V::constant(1.0 / z.len() as f64));
        Identity::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |z, t| {
                let rate = z.exp();
                let loss = scale * rate - scale * t * z;
                (rate.select_gt(largest, rate, loss), scale * (rate - t)) // infinite, even where t·z is so too
            },
        )
    }
    fn target_domain(&self) -> TargetDomain {
        TargetDomain::NonNegative
    }
}
