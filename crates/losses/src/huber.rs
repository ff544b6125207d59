use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use crate::Loss;

/// Huber loss, `L = 1/N·Σₖ h(yₖ − tₖ)` with `h(e) = e²/2` if `|e| ≤ δ`, else `δ·(|e| − δ/2)`.
///
/// For regression: a squared error near the target, an absolute one for outliers. The mean runs
/// over the `N` outputs, and over the samples of a batch.
///
/// # References
///
/// Huber, "Robust estimation of a location parameter", Ann. Math. Statist. 35 (1964).
#[doc(alias = "후버 손실")]
#[doc(alias("HuberLoss", "SmoothL1Loss"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Huber {
    delta: f64,
}

impl Huber {
    /// The loss that is quadratic up to an error of `delta`, in units of the output.
    ///
    /// # Panics
    ///
    /// If `delta` is not positive and finite.
    pub const fn new(delta: f64) -> Self {
        assert!(delta > 0.0 && delta.is_finite(), "Huber's delta must be positive and finite");
        Self { delta }
    }
}

impl Default for Huber {
    /// `δ = 1`.
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl<A: LayerActivation> Loss<A> for Huber {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let (delta, half) = (V::constant(self.delta), V::constant(0.5));
        let scale = V::constant(1.0 / z.len() as f64);
        A::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |y, t| {
                // With c = e, limited to ±δ: h = c·(e − c/2), both cases in one, and h′ = c.
                let e = y - t;
                let c = delta.min((-delta).max(e));
                (scale * c * (e - half * c), scale * c)
            },
        )
    }
}
