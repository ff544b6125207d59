use sinew_tensors::Real;

use super::adam::{AdamConfig, AdamStep};
use crate::step::optimizer;
use crate::{OptimizerState, UpdateRule};

/// AMSGrad, [`Adam`](crate::Adam) whose divisor never shrinks: `s ← max(s, v)`,
/// `w ← w − η·m̂/(√ŝ + ε)`; made by [`Adam::amsgrad`](crate::Adam::amsgrad).
///
/// For problems on which Adam does not settle, because large gradients are rare. `ŝ = s/(1 − β₂ᵗ)`;
/// the rest as in Adam.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Adam, Optimizer};
///
/// let mut w = [1.0_f32];
/// let mut adam = Adam::new(0.25).amsgrad();
/// adam.step(&mut w, &[100.0]);
/// assert_eq!(w, [0.75]);
/// ```
///
/// # References
///
/// Reddi, Kale and Kumar, "On the convergence of Adam and beyond", ICLR (2018), algorithm 2. The
/// convention is PyTorch's (`amsgrad=True`): both means are corrected as in Adam, after the maximum
/// is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct AmsGrad<T = f32, S = f64> {
    pub(crate) learning_rate: S,
    pub(crate) config: AdamConfig,
    pub(crate) state: OptimizerState<T, 3>,
}

optimizer!(AmsGrad, rule: AdamStep, moments: 3);

/// With the largest `v` so far as the third moment.
impl UpdateRule<3> for AdamStep {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m, v, s]: [V; 3]) -> (V, [V; 3]) {
        let (m, v) = self.moments(w, g, m, v);
        let s = s.max(v);
        (self.descend(w, m, s), [m, v, s])
    }
}
