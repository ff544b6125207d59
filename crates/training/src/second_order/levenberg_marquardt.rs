//! Least squares by damped Gauss–Newton steps.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::{array, slice};

use sinew_activations::LayerActivation;
use sinew_data::Dataset;
use sinew_layers::{AsNetwork, Network, Predict, Stage};
use sinew_losses::Loss;
use sinew_tensors::{Number, Sample, Vector, Vectorized};

use super::{Report, Stop, add_scaled, cholesky, dot, max_norm, read, write};
use crate::samples::Samples;
use crate::{Gradients, TrainError, Workspace, finite};

/// Levenberg–Marquardt: steps `δ` with `(JᵀJ + λ·I)·δ = −Jᵀr`, for the mean squared error of small
/// networks.
///
/// `r` are the errors `y − t` of all outputs of all samples, and `J` their derivatives. With a
/// small `λ` it is the Gauss–Newton method, which near a solution doubles the right digits with
/// each step; with a large one, gradient descent. `λ` follows the ratio of what a step brings to
/// what it promised. The method of choice up to some hundred parameters: function approximation,
/// calibration, small models to be exact. Defaults: 100 iterations, a tolerance of 1e-14 for the
/// gradient of the loss, no loss at which to stop, `λ` from 1e-3 of the largest diagonal number of
/// `JᵀJ`.
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
/// Levenberg, Quart. Appl. Math. 2 (1944); Marquardt, J. SIAM 11 (1963). For networks: Hagan and
/// Menhaj, "Training feedforward networks with the Marquardt algorithm", IEEE Trans. Neural
/// Networks 5 (1994). The rule of `λ`: Madsen, Nielsen and Tingleff, "Methods for non-linear least
/// squares problems", 2nd ed., DTU (2004), algorithm 3.16.
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

    /// The first `λ`, as a share of the largest diagonal number of `JᵀJ`: 1e-6 close to a solution,
    /// up to 1 far from one.
    #[must_use]
    pub const fn damping(self, share: f64) -> Self {
        Self { damping: share, ..self }
    }

    /// Trains a network, a value or a box, on all samples at once.
    ///
    /// One with a batch norm does not compile: it measures all samples, but here each is
    /// differentiated by itself.
    ///
    /// # Errors
    ///
    /// If there are no samples, or if an output or its derivative is not finite from the start.
    /// Later, a step to where an output is not is not taken.
    pub fn fit<M, N, X>(&self, network: &mut M, samples: &Dataset<X, N::Output>) -> Result<Report, TrainError>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<Projection, <N as Predict>::Output, Input = X>,
    {
        const {
            assert!(
                <N::Stage as Stage>::INFO.statistics == 0,
                "Levenberg–Marquardt differentiates each sample by itself, but a batch norm measures all of them"
            );
        }
        let network = network.as_network();
        let mut x = vec![0.0; N::PARAMETERS];
        read(network.parameters(), &mut x);
        self.minimize(&mut NetworkErrors::new(network, samples)?, x)
    }

    /// Minimizes the squares of any errors, from `x` on. Leaves the errors where they are least.
    #[inline(never)] // compiled in this crate
    fn minimize(&self, errors: &mut dyn Errors, mut x: Vec<f64>) -> Result<Report, TrainError> {
        let count = errors.count() as f64;
        let mut squares = errors.squares();
        let mut equations = NormalEquations::new(x.len());
        equations.linearize(errors, squares, 0)?;
        let (mut damping, mut growth) = (self.damping * equations.largest_diagonal(), 2.0);
        let (mut delta, mut next) = (vec![0.0; x.len()], x.clone());
        for iterations in 0.. {
            let evaluations = iterations + 1; // one at the start, and one for each step
            let report = Report { loss: squares / count, iterations, evaluations, stop: Stop::Iterations };
            if let Some(stop) = self.stop(&report, &equations.gradient, count) {
                return Ok(Report { stop, ..report });
            }
            let promise = equations.step(damping, &mut delta);
            next.copy_from_slice(&x);
            add_scaled(&mut next, 1.0, &delta);
            errors.move_to(&next);
            let trial = errors.squares();
            let gain = (squares - trial) / promise;
            if promise > 0.0 && gain > 0.0 {
                squares = trial;
                x.copy_from_slice(&next);
                equations.linearize(errors, squares, iterations)?;
                let surplus = 2.0 * gain - 1.0;
                damping *= f64::max(1.0 / 3.0, 1.0 - surplus * surplus * surplus);
                growth = 2.0;
            } else {
                errors.move_to(&x);
                (damping, growth) = (damping * growth, 2.0 * growth);
                let is_lost = promise > 0.0 && max_norm(&delta) <= f64::EPSILON * max_norm(&x);
                if is_lost || !damping.is_finite() {
                    let (iterations, evaluations) = (iterations + 1, evaluations + 1);
                    return Ok(Report { stop: Stop::Stalled, iterations, evaluations, ..report });
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

/// Errors `r` that depend on parameters, and their derivatives `J`.
trait Errors {
    /// How many errors there are.
    fn count(&self) -> usize;

    /// Moves to other parameters.
    fn move_to(&mut self, x: &[f64]);

    /// `Σ r²`.
    fn squares(&mut self) -> f64;

    /// Calls `take` for each error, with its row of `J` and its value. A derivative that is not
    /// finite is an error, after that many iterations.
    fn rows(&mut self, squares: f64, iterations: usize, take: &mut dyn FnMut(&[f64], f64)) -> Result<(), TrainError>;
}

/// The errors of a network on some samples.
struct NetworkErrors<'s, N: Network> {
    network: &'s mut N,
    inputs: &'s [N::Input],
    targets: &'s [N::Output],
    outputs: Vec<N::Output>,
    grads: Box<N>,
    workspace: Workspace,
}

impl<'s, N: Gradients<Projection, <N as Predict>::Output>> NetworkErrors<'s, N> {
    fn new(network: &'s mut N, samples: &'s Dataset<N::Input, N::Output>) -> Result<Self, TrainError> {
        network.check_targets(&Samples::new(samples.inputs(), samples.targets())?, &Projection)?;
        Ok(Self {
            network,
            inputs: samples.inputs(),
            targets: samples.targets(),
            outputs: vec![N::Output::filled(N::Number::ZERO); samples.len()],
            grads: N::zeros(),
            workspace: Workspace::new(),
        })
    }
}

impl<N: Gradients<Projection, <N as Predict>::Output>> Errors for NetworkErrors<'_, N> {
    fn count(&self) -> usize {
        self.inputs.len() * N::Output::LEN
    }

    fn move_to(&mut self, x: &[f64]) {
        write(x, self.network.parameters_mut());
    }

    fn squares(&mut self) -> f64 {
        self.network.predict_batch(self.inputs, &mut self.outputs);
        self.outputs.iter().zip(self.targets).fold(0.0, |sum, (y, t)| add_squares(sum, y.as_flat(), t.as_flat()))
    }

    /// Each row is the gradient of one output for one sample.
    fn rows(&mut self, squares: f64, iterations: usize, take: &mut dyn FnMut(&[f64], f64)) -> Result<(), TrainError> {
        let mut row = vec![0.0; N::PARAMETERS];
        for (input, target) in self.inputs.iter().zip(self.targets) {
            for k in 0..N::Output::LEN {
                let mut output = N::Output::filled(N::Number::ZERO);
                output.as_flat_mut()[k] = N::Number::ONE;
                let (input, output) = (slice::from_ref(input), slice::from_ref(&output));
                let y = self.network.gradients(input, output, &Projection, &mut self.grads, &mut self.workspace)?;
                let (gradient, parameters) = (self.grads.parameters(), self.network.parameters());
                finite::check(squares, N::LAYERS, gradient, parameters, (iterations + 1, 1))?;
                read(gradient, &mut row);
                take(&row, y - target.as_flat()[k].to_f64());
            }
        }
        Ok(())
    }
}

/// `sum + Σ (y − t)²`, added in order.
#[inline(never)] // compiled in this crate for each number, not for each network
pub(super) fn add_squares<T: Number>(sum: f64, y: &[T], t: &[T]) -> f64 {
    let errors = y.iter().zip(t).map(|(y, t)| y.to_f64() - t.to_f64());
    errors.fold(sum, |sum, e| sum + e * e)
}

/// The equations of a step, `(JᵀJ + λ·I)·δ = −Jᵀr`.
struct NormalEquations {
    /// `JᵀJ`, its lower triangle, and a copy to be decomposed.
    normal: Vec<f64>,
    factor: Vec<f64>,
    /// `Jᵀr`.
    gradient: Vec<f64>,
}

impl NormalEquations {
    /// Those of `n` parameters.
    fn new(n: usize) -> Self {
        Self { normal: vec![0.0; n * n], factor: vec![0.0; n * n], gradient: vec![0.0; n] }
    }

    /// Sets `JᵀJ` and `Jᵀr`.
    fn linearize(&mut self, errors: &mut dyn Errors, squares: f64, iterations: usize) -> Result<(), TrainError> {
        let Self { normal, gradient, .. } = self;
        normal.fill(0.0);
        gradient.fill(0.0);
        let capacity = TOGETHER * gradient.len();
        let mut rows = Vec::with_capacity(capacity);
        errors.rows(squares, iterations, &mut |row, error| {
            add_scaled(gradient, error, row);
            rows.extend_from_slice(row);
            if rows.len() == capacity {
                f64::dispatch(AddProducts { normal, rows: &rows, n: row.len() });
                rows.clear();
            }
        })?;
        f64::dispatch(AddProducts { normal, rows: &rows, n: gradient.len() });
        Ok(())
    }

    fn largest_diagonal(&self) -> f64 {
        self.normal.iter().step_by(self.gradient.len() + 1).fold(0.0, |max, &x| f64::max(max, x))
    }

    /// Sets `δ` to the step of the damping `λ`, and returns by how much `Σ r²` falls if the errors
    /// are linear, `δᵀ(λ·δ − Jᵀr)`; 0 if there is no such step.
    fn step(&mut self, damping: f64, delta: &mut [f64]) -> f64 {
        self.factor.copy_from_slice(&self.normal);
        self.factor.iter_mut().step_by(self.gradient.len() + 1).for_each(|a| *a += damping);
        delta.iter_mut().zip(&self.gradient).for_each(|(d, g)| *d = -g);
        if cholesky::solve(&mut self.factor, delta).is_none() {
            delta.fill(0.0);
        }
        damping * dot(delta, delta) - dot(delta, &self.gradient)
    }
}

/// How many rows of `J` are added to `JᵀJ` together, so that they share each load of a sum.
const TOGETHER: usize = 4;

/// Adds the products of up to [`TOGETHER`] rows of `J` with themselves to the lower triangle of
/// `JᵀJ`, one after the other.
struct AddProducts<'a> {
    /// `[n, n]`.
    normal: &'a mut [f64],
    /// `[rows, n]`.
    rows: &'a [f64],
    n: usize,
}

/// The loops are plain: the compiler turns them into vectors of the instruction set.
impl Vectorized<f64> for AddProducts<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f64>>(self) {
        let Self { normal, rows, n } = self;
        if rows.len() < TOGETHER * n {
            for row in rows.chunks_exact(n) {
                for (i, sums) in normal.chunks_exact_mut(n).enumerate() {
                    add_scaled(&mut sums[..=i], row[i], &row[..=i]);
                }
            }
            return;
        }
        let [a, b, c, d]: [&[f64]; TOGETHER] = array::from_fn(|row| &rows[row * n..][..n]);
        for (i, sums) in normal.chunks_exact_mut(n).enumerate() {
            let (p, q, r, s) = (a[i], b[i], c[i], d[i]);
            let columns = a.iter().zip(b).zip(c).zip(d);
            for (sum, (((a, b), c), d)) in sums[..=i].iter_mut().zip(columns) {
                *sum = *sum + p * a + q * b + r * c + s * d;
            }
        }
    }
}
