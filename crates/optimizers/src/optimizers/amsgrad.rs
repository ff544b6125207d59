use super::adam::AdamConfig;
use super::adamw::DecoupledStep;
use crate::OptimizerState;
use crate::step::optimizer;

/// AMSGrad, [`Adam`](crate::Adam) whose divisor never shrinks: `s ← max(s, v)`,
/// `w ← w − η·m̂/(√ŝ + ε)`; made by [`Adam::amsgrad`](crate::Adam::amsgrad) and
/// [`AdamW::amsgrad`](crate::AdamW::amsgrad).
///
/// For problems on which Adam does not settle, because large gradients are rare. `ŝ = s/(1 − β₂ᵗ)`;
/// the rest as in Adam, or AdamW.
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

optimizer!(AmsGrad, rule: DecoupledStep, moments: 3);
