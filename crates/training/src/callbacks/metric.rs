//! A metric, epoch by epoch.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use sinew_data::Dataset;
use sinew_layers::Network;
use sinew_tensors::{Number, Sample};

use super::Callback;
use crate::EpochMetrics;

/// Predicts some samples after each epoch, and enters what a function says of the outputs as a
/// column of the history. [`Trainer::metric`](crate::Trainer::metric) makes one, with an example.
pub struct Metric<'a, X, Y, P, F> {
    name: Cow<'static, str>,
    samples: &'a Dataset<X, Y>,
    outputs: Vec<P>,
    measure: F,
}

impl<'a, X, Y, P, F: FnMut(&[P], &[Y]) -> f64> Metric<'a, X, Y, P, F> {
    /// The metric of that name: a function of the outputs for the samples, and of their targets.
    pub fn new(name: impl Into<Cow<'static, str>>, samples: &'a Dataset<X, Y>, measure: F) -> Self {
        Self { name: name.into(), samples, outputs: Vec::new(), measure }
    }
}

impl<X, Y, P, F> fmt::Debug for Metric<'_, X, Y, P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metric").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<N, X, Y, P, F> Callback<N> for Metric<'_, X, Y, P, F>
where
    N: Network<Input = X, Output = P>,
    P: Sample<N::Number>,
    F: FnMut(&[P], &[Y]) -> f64,
{
    fn on_validation(&mut self, network: &N, metrics: &mut EpochMetrics) {
        self.outputs.resize(self.samples.len(), P::filled(N::Number::ZERO));
        network.predict_batch(self.samples.inputs(), &mut self.outputs);
        metrics.set(self.name.clone(), (self.measure)(&self.outputs, self.samples.targets()));
    }
}
