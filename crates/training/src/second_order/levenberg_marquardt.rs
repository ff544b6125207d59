//! Least squares by damped Gauss–Newton steps.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::slice;

use sinew_activations::LayerActivation;
use sinew_data::Dataset;
use sinew_layers::{AsNetwork, Network};
use sinew_losses::Loss;
use sinew_tensors::{Number, Sample, Vector};

use super::lbfgs::write;
use super::{Report, Stop, add_scaled, cholesky, dot, max_norm};
use crate::samples::Samples;
use crate::{Gradients, TrainError, Workspace, finite};

/// Levenberg–Marquardt: steps `δ` with `(JᵀJ + λ·I)·δ = −Jᵀr`, for the mean squared error of small networks.
///
/// `r` are the errors `y − t` of all outputs of all samples, and `J` their derivatives. With a small `λ` it is the Gauss–Newton method, which near a
/// solution doubles the right digits with each step; with a large one, gradient descent. `λ` follows the ratio of what a step brings to what it promised. The
/// method of choice up to some hundred parameters: function approximation, calibration, small models to be exact. Defaults: 100 iterations,
/// a tolerance of 1e-14 for the gradient of the loss, no loss at which to stop, `λ` from 1e-3 of the largest diagonal number of `JᵀJ`.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::second_order::LevenbergMarquardt;
///
/// network! {
///     struct Sine = 1 => 6 tanh => 1;
/// }
///
/// let samples = (-20..=20).map(|i| f64::from(i) / 10.0).map(|x| ([x], [(2.0 * x).sin()]));
/// let data = Dataset::from_samples(samples)?;
/// let mut net = Sine::<f64>::seeded(1);
/// let report = LevenbergMarquardt::new().fit(&mut net, &data)?;
/// assert!(report.loss < 1e-3, "{report:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
///
/// Levenberg, Quart. Appl. Math. 2 (1944); Marquardt, J. SIAM 11 (1963). For networks: Hagan and Menhaj, "Training feedforward networks with the
/// Marquardt algorithm", IEEE Trans. Neural Networks 5 (1994). The rule of `λ`: Madsen, Nielsen and Tingleff, "Methods for non-linear least squares problems",
/// 2nd ed., DTU (2004), algorithm 3.16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevenbergMarquardt {
    iterations: usize,
    gradient: f64,
    loss: Option<f64>,
    damping: f64,
}

impl LevenbergMarquardt {
    /// The method with its defaults.
    pub const fn new() -> Self {
        Self { iterations: 100, gradient: 1e-14, loss: None, damping: 1e-3 }
    }

    /// How many steps to compute at most; those that are not taken count.
    #[must_use]
    pub const fn iterations(self, iterations: usize) -> Self {
        Self { iterations, ..self }
    }

    /// Stops when no number of the gradient is larger.
    #[must_use]
    pub const fn gradient(self, tolerance: f64) -> Self {
        Self { gradient: tolerance, ..self }
    }

    /// Stops when the mean squared error is not larger.
    #[must_use]
    pub const fn loss(self, loss: f64) -> Self {
        Self { loss: Some(loss), ..self }
    }

    /// The first `λ`, as a share of the largest diagonal number of `JᵀJ`: 1e-6 close to a solution, up to 1 far from one.
    #[must_use]
    pub const fn damping(self, share: f64) -> Self {
        Self { damping: share, ..self }
    }

    /// Trains a network, a value or a box, on all samples at once.
    ///
    /// # Errors
    ///
    /// If there are no samples, or if an output or its derivative is not finite from the start. Later, a step to where an output is not is not
    /// taken.
    pub fn fit<M, N, X>(&self, network: &mut M, samples: &Dataset<X, N::Output>) -> Result<Report, TrainError>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<Projection, <N as sinew_layers::Predict>::Output, Input = X>,
    {
        let network = network.as_network();
        let mut problem = Problem::new(network, samples)?;
        let mut x: Vec<f64> = network.parameters().iter().map(|w| w.to_f64()).collect();
        let mut squares = problem.squares(network);
        problem.linearize(network, squares, 0)?;
        let (mut damping, mut growth) = (self.damping * problem.largest_diagonal(), 2.0);
        let (mut delta, mut next) = (vec![0.0; x.len()], x.clone());
        for iterations in 0.. {
            let report = problem.report(squares, iterations);
            if let Some(stop) = self.stop(&report, &problem.gradient, problem.errors()) {
                return Ok(Report { stop, ..report });
            }
            let promise = problem.step(damping, &mut delta);
            next.copy_from_slice(&x);
            add_scaled(&mut next, 1.0, &delta);
            write(&next, network.parameters_mut());
            let trial = problem.squares(network);
            let gain = (squares - trial) / promise;
            if promise > 0.0 && gain > 0.0 {
                squares = trial;
                x.copy_from_slice(&next);
                problem.linearize(network, squares, iterations)?;
                let surplus = 2.0 * gain - 1.0;
                damping *= f64::max(1.0 / 3.0, 1.0 - surplus * surplus * surplus);
                growth = 2.0;
            } else {
                write(&x, network.parameters_mut());
                (damping, growth) = (damping * growth, 2.0 * growth);
                let is_lost = promise > 0.0 && max_norm(&delta) <= f64::EPSILON * max_norm(&x);
                if is_lost || !damping.is_finite() {
                    return Ok(Report { stop: Stop::Stalled, ..problem.report(squares, iterations + 1) });
                }
            }
        }
        unreachable!("iterations end")
    }

    fn stop(&self, report: &Report, gradient: &[f64], errors: f64) -> Option<Stop> {
        if self.loss.is_some_and(|enough| report.loss <= enough) {
            Some(Stop::Loss)
        } else if 2.0 * max_norm(gradient) / errors <= self.gradient {
            Some(Stop::Gradient)
        } else {
            (report.iterations >= self.iterations).then_some(Stop::Iterations)
        }
    }
}

impl Default for LevenbergMarquardt {
    fn default() -> Self {
        Self::new()
    }
}

/// `Σₖ tₖ·yₖ`: with a target that is 1 in one place, a loss whose gradient is that of one output.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Projection;

impl<A: LayerActivation> Loss<A> for Projection {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        A::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |y, t| (t * y, t),
        )
    }
}

/// The errors of a network on some samples, linearized where it is.
struct Problem<'s, N: Network> {
    inputs: &'s [N::Input],
    targets: &'s [N::Output],
    outputs: Vec<N::Output>,
    grads: Box<N>,
    workspace: Workspace,
    /// `JᵀJ`, its lower triangle, and a copy to be taken apart.
    normal: Vec<f64>,
    factor: Vec<f64>,
    /// `Jᵀr`.
    gradient: Vec<f64>,
    evaluations: usize,
}

impl<'s, N: Gradients<Projection, <N as sinew_layers::Predict>::Output>> Problem<'s, N> {
    fn new(network: &N, samples: &'s Dataset<N::Input, N::Output>) -> Result<Self, TrainError> {
        network.check_targets(&Samples::new(samples.inputs(), samples.targets())?)?;
        Ok(Self {
            inputs: samples.inputs(),
            targets: samples.targets(),
            outputs: vec![N::Output::filled(N::Number::ZERO); samples.len()],
            grads: N::zeros(),
            workspace: Workspace::new(),
            normal: vec![0.0; N::PARAMETERS * N::PARAMETERS],
            factor: vec![0.0; N::PARAMETERS * N::PARAMETERS],
            gradient: vec![0.0; N::PARAMETERS],
            evaluations: 0,
        })
    }

    /// How many errors there are.
    fn errors(&self) -> f64 {
        (self.inputs.len() * N::Output::LEN) as f64
    }

    /// `Σ (y − t)²`.
    fn squares(&mut self, network: &N) -> f64 {
        network.predict_batch(self.inputs, &mut self.outputs);
        self.evaluations += 1;
        let errors = self
            .outputs
            .iter()
            .zip(self.targets)
            .flat_map(|(y, t)| y.as_flat().iter().zip(t.as_flat()).map(|(y, t)| y.to_f64() - t.to_f64()));
        errors.map(|e| e * e).sum()
    }

    /// Sets `JᵀJ` and `Jᵀr`, a row of `J` after the other: each is the gradient of one output for one sample.
    fn linearize(&mut self, network: &N, squares: f64, iterations: usize) -> Result<(), TrainError> {
        self.normal.fill(0.0);
        self.gradient.fill(0.0);
        let mut row = vec![0.0; N::PARAMETERS];
        for (input, target) in self.inputs.iter().zip(self.targets) {
            for k in 0..N::Output::LEN {
                let mut output = N::Output::filled(N::Number::ZERO);
                output.as_flat_mut()[k] = N::Number::ONE;
                let (input, output) = (slice::from_ref(input), slice::from_ref(&output));
                let y = network.gradients(input, output, &Projection, &mut self.grads, &mut self.workspace)?;
                finite::check(squares, &*self.grads, iterations + 1, 1)?;
                row.iter_mut().zip(self.grads.parameters()).for_each(|(j, g)| *j = g.to_f64());
                self.add(&row, y - target.as_flat()[k].to_f64());
            }
        }
        Ok(())
    }

    /// Adds a row of `J` with its error.
    fn add(&mut self, row: &[f64], error: f64) {
        add_scaled(&mut self.gradient, error, row);
        for (i, normal) in self.normal.chunks_exact_mut(row.len()).enumerate() {
            add_scaled(&mut normal[..=i], row[i], &row[..=i]);
        }
    }

    fn largest_diagonal(&self) -> f64 {
        self.normal.iter().step_by(N::PARAMETERS + 1).fold(0.0, |max, &x| f64::max(max, x))
    }

    /// Sets `δ` to the step of the damping `λ`, and returns by how much `Σ r²` falls if the errors are linear, `δᵀ(λ·δ − Jᵀr)`; 0 if there is
    /// no such step.
    fn step(&mut self, damping: f64, delta: &mut [f64]) -> f64 {
        self.factor.copy_from_slice(&self.normal);
        self.factor.iter_mut().step_by(N::PARAMETERS + 1).for_each(|a| *a += damping);
        delta.iter_mut().zip(&self.gradient).for_each(|(d, g)| *d = -g);
        if cholesky::solve(&mut self.factor, delta).is_none() {
            delta.fill(0.0);
        }
        damping * dot(delta, delta) - dot(delta, &self.gradient)
    }

    fn report(&self, squares: f64, iterations: usize) -> Report {
        let stop = Stop::Iterations;
        Report { loss: squares / self.errors(), iterations, evaluations: self.evaluations, stop }
    }
}
