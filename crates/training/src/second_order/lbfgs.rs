//! Steps along a curvature that is learned from gradients.

use alloc::collections::VecDeque;
use alloc::vec;
use alloc::vec::Vec;

use super::line_search::{Function, Line, Point};
use super::{Report, Stop, add_scaled, dot, max_norm, read, write};
use crate::{Gradients, TrainError, Workspace, finite};
use sinew_data::Dataset;
use sinew_layers::AsNetwork;

/// L-BFGS: quasi-Newton steps `x ← x − α·H·g`, whose `H` comes from the last steps and changes of
/// the gradient.
///
/// For smooth losses and activations; the step `α` satisfies the strong Wolfe conditions. Where
/// Adam creeps to a minimum in thousands of steps, this one walks there in tens, without a learning
/// rate to be chosen. Defaults: 10 steps remembered, 200 iterations, a tolerance of 1e-10 for the
/// gradient, no loss at which to stop.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::second_order::Lbfgs;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// let data = sinew::data::gates::xor();
/// let mut net = Xor::seeded(1);
/// let report = Lbfgs::new().loss(1e-3).fit(&mut net, &data, &BinaryCrossEntropy)?;
/// assert!(report.loss <= 1e-3 && report.iterations < 100);
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
///
/// # References
///
/// Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", Math.
/// Program. 45 (1989); Nocedal and Wright, "Numerical optimization", 2nd ed., Springer (2006),
/// algorithms 7.4 and 7.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lbfgs {
    memory: usize,
    iterations: usize,
    gradient: f64,
    loss: Option<f64>,
}

impl Lbfgs {
    /// The method with its defaults.
    pub const fn new() -> Self {
        Self { memory: 10, iterations: 200, gradient: 1e-10, loss: None }
    }

    /// How many steps to remember, 3 to 20.
    #[must_use]
    pub const fn memory(self, memory: usize) -> Self {
        Self { memory, ..self }
    }

    /// How many iterations to do at most.
    #[must_use]
    pub const fn iterations(self, iterations: usize) -> Self {
        Self { iterations, ..self }
    }

    /// Stops when no number of the gradient is larger.
    #[must_use]
    pub const fn gradient(self, tolerance: f64) -> Self {
        Self { gradient: tolerance, ..self }
    }

    /// Stops when the loss is not larger.
    #[must_use]
    pub const fn loss(self, loss: f64) -> Self {
        Self { loss: Some(loss), ..self }
    }

    /// Trains a network, a value or a box, on all samples at once.
    ///
    /// # Errors
    ///
    /// If there are no samples, if a target makes no sense to the loss, or if the loss or the
    /// gradient is not finite from the start. Later, a step to where it is not is shortened.
    pub fn fit<L, M, N, X, Y>(&self, network: &mut M, samples: &Dataset<X, Y>, loss: &L) -> Result<Report, TrainError>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
    {
        let network = network.as_network();
        network.check(samples.targets(), loss)?;
        let (mut grads, mut workspace) = (N::zeros(), Workspace::new());
        let first = network.gradients(samples.inputs(), samples.targets(), loss, &mut grads, &mut workspace)?;
        finite::check(first, N::LAYERS, grads.parameters(), network.parameters(), (1, 1))?;
        let mut x = vec![0.0; N::PARAMETERS];
        read(network.parameters(), &mut x);
        let report = self.minimize(&mut x, |x, g| {
            write(x, network.parameters_mut());
            let loss = network.gradients(samples.inputs(), samples.targets(), loss, &mut grads, &mut workspace);
            read(grads.parameters(), g);
            let loss = loss.unwrap_or(f64::NAN); // the samples were checked above
            if loss.is_finite() {
                network.statistics_mut().copy_from_slice(grads.statistics());
            }
            loss
        });
        write(&x, network.parameters_mut());
        Ok(report)
    }

    /// Minimizes any function from `x` on. `f` returns its value at a point, and sets the slice to
    /// its gradient there.
    ///
    /// # Examples
    ///
    /// Rosenbrock's banana valley, `f(x, y) = (1 − x)² + 100·(y − x²)²`:
    ///
    /// ```
    /// use sinew::training::second_order::Lbfgs;
    ///
    /// let mut x = [-1.2, 1.0];
    /// let report = Lbfgs::new().minimize(&mut x, |x, g| {
    ///     let (x, y) = (x[0], x[1]);
    ///     g[0] = -2.0 * (1.0 - x) - 400.0 * x * (y - x * x);
    ///     g[1] = 200.0 * (y - x * x);
    ///     (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x)
    /// });
    /// assert!(report.iterations < 50 && (x[0] - 1.0).abs() < 1e-9 && (x[1] - 1.0).abs() < 1e-9);
    /// ```
    pub fn minimize(&self, x: &mut [f64], mut f: impl FnMut(&[f64], &mut [f64]) -> f64) -> Report {
        self.minimize_function(x, &mut f)
    }

    /// The same, compiled in this crate.
    #[inline(never)]
    fn minimize_function(&self, x: &mut [f64], f: Function<'_>) -> Report {
        let n = x.len();
        let mut line = Line::new(n, f);
        let mut pairs = Pairs { capacity: self.memory, pairs: VecDeque::new() };
        let (mut d, mut g) = (vec![0.0; n], vec![0.0; n]);
        let mut value = line.at(x, &d, 0.0).value;
        g.copy_from_slice(&line.gradient);
        for iterations in 0.. {
            let report = |stop, evaluations| Report { loss: value, iterations, evaluations, stop };
            if let Some(stop) = self.stop(value, &g, iterations) {
                return report(stop, line.evaluations);
            }
            pairs.direction(&g, &mut d);
            let start = Point { alpha: 0.0, value, slope: dot(&g, &d) };
            // Without a curvature the direction has the size of the gradient, and a step should
            // have that of the parameters.
            let first = if pairs.pairs.is_empty() { f64::min(1.0, 1.0 / dot(&g, &g)) } else { 1.0 };
            match (start.slope < 0.0).then(|| line.search(x, &d, start, first)).flatten() {
                Some(point) => {
                    pairs.push(x, &line.point, &g, &line.gradient);
                    value = point.value;
                    x.copy_from_slice(&line.point);
                    g.copy_from_slice(&line.gradient);
                }
                None if pairs.pairs.is_empty() => return report(Stop::Stalled, line.evaluations),
                None => pairs.pairs.clear(), // a curvature of old: the gradient alone may still lead down
            }
        }
        unreachable!("iterations end")
    }

    fn stop(&self, loss: f64, gradient: &[f64], iterations: usize) -> Option<Stop> {
        if self.loss.is_some_and(|enough| loss <= enough) {
            Some(Stop::Loss)
        } else if max_norm(gradient) <= self.gradient {
            Some(Stop::Gradient)
        } else {
            (iterations >= self.iterations).then_some(Stop::Iterations)
        }
    }
}

impl Default for Lbfgs {
    fn default() -> Self {
        Self::new()
    }
}

/// The last steps, with what they changed of the gradient.
struct Pairs {
    capacity: usize,
    pairs: VecDeque<Pair>,
}

struct Pair {
    /// `s = x′ − x`.
    step: Vec<f64>,
    /// `y = g′ − g`.
    change: Vec<f64>,
    /// `1/(s·y)`.
    rho: f64,
}

impl Pairs {
    /// Takes note of a step, unless the curvature along it is lost in rounding.
    fn push(&mut self, x: &[f64], next_x: &[f64], g: &[f64], next_g: &[f64]) {
        let difference = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
        let (step, change) = (difference(next_x, x), difference(next_g, g));
        let curvature = dot(&step, &change);
        if self.capacity > 0 && curvature > f64::EPSILON * dot(&change, &change) {
            if self.pairs.len() == self.capacity {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Pair { step, change, rho: 1.0 / curvature });
        }
    }

    /// `d = −H·g`, by two loops over the pairs.
    fn direction(&self, g: &[f64], d: &mut [f64]) {
        d.iter_mut().zip(g).for_each(|(d, g)| *d = -g);
        let mut shares = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            let share = pair.rho * dot(&pair.step, d);
            add_scaled(d, -share, &pair.change);
            shares.push(share);
        }
        if let Some(last) = self.pairs.back() {
            let scale = 1.0 / (last.rho * dot(&last.change, &last.change));
            for d in d.iter_mut() {
                *d *= scale;
            }
        }
        for (pair, share) in self.pairs.iter().zip(shares.into_iter().rev()) {
            add_scaled(d, share - pair.rho * dot(&pair.change, d), &pair.step);
        }
    }
}
