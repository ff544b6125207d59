//! Weights averaged over steps.

use alloc::boxed::Box;
use core::hint::black_box;
use core::ops::ControlFlow;

use sinew_layers::Network;
use sinew_tensors::Number;

use super::{Callback, CallbackState, Run};

/// An exponential moving average of the weights: after each step `a ← d·a + (1 − d)·w`, with
/// `d = min(decay, (1 + t)/(10 + t))` at step `t`.
///
/// The average often predicts better than the weights, which the noise of batches pushes around.
/// Validation and callbacks after each epoch see the average, training goes on with the weights,
/// and at the end the network is the average. `t` counts from 0, so that the first weights, which
/// are random, are soon forgotten.
///
/// With [`EarlyStopping`](super::EarlyStopping), in either order, the network is the best average
/// at the end.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::callbacks::Ema;
///
/// network! {
///     struct Iris = 4 => 16 tanh => 3 softmax;
/// }
///
/// let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
/// let mut trainer =
///     Trainer::new(CrossEntropy, Adam::new(0.02)).epochs(50).validation(&test).callback(Ema::new(0.95));
/// let history = trainer.fit(&mut Iris::seeded(1), &train)?;
/// assert!(history.last().and_then(|epoch| epoch.validation?.accuracy) > Some(0.9));
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
///
/// # References
///
/// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control
/// Optim. 30 (1992). The decay of the first steps is that of TensorFlow's
/// `ExponentialMovingAverage` with `num_updates`.
#[derive(Debug)]
pub struct Ema<N> {
    decay: f64,
    steps: u64,
    average: Option<Box<N>>,
}

impl<N> Ema<N> {
    /// The average in which a step's weights lose `1 − decay` of their share at each later one.
    ///
    /// # Panics
    ///
    /// If `decay` is not in [0, 1).
    #[track_caller]
    pub fn new(decay: f64) -> Self {
        assert!((0.0..1.0).contains(&decay), "the decay must be in [0, 1), found {decay}");
        Self { decay, steps: 0, average: None }
    }
}

impl<N: Network> Ema<N> {
    /// Exchanges the weights of the network and the average.
    fn swap(&mut self, network: &mut N) {
        if let Some(average) = &mut self.average {
            network.parameters_mut().swap_with_slice(average.parameters_mut());
        }
    }
}

/// `a ← a + share·(w − a)`.
#[inline(never)] // compiled in this crate for each number, not for each network
fn approach<T: Number>(average: &mut [T], weights: &[T], share: T) {
    for (a, &w) in average.iter_mut().zip(weights) {
        *a = *a + share * (w - *a);
    }
}

/// See [`crate::prebuilt`].
pub(crate) fn prebuilt<T: Number>() {
    black_box([approach::<T> as *const ()]);
}

impl<N: Network> Callback<N> for Ema<N> {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if run.history.epochs.is_empty() {
            self.steps = 0;
            self.average = Some(run.network.to_boxed());
        }
        ControlFlow::Continue(())
    }

    fn on_step(&mut self, network: &N) {
        let t = self.steps as f64;
        let rest = N::Number::from_f64(1.0 - self.decay.min((1.0 + t) / (10.0 + t)));
        self.steps += 1;
        if let Some(average) = &mut self.average {
            approach(average.parameters_mut(), network.parameters(), rest);
        }
    }

    fn before_validation(&mut self, network: &mut N) {
        self.swap(network);
    }

    fn after_validation(&mut self, network: &mut N) {
        self.swap(network);
    }

    fn finish(&mut self, network: &mut N) {
        self.swap(network);
        self.average = None;
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        state.count("ema.steps", &mut self.steps);
        state.network("ema.average", &mut self.average);
    }
}
