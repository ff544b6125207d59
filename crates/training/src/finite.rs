//! Numbers that stop being finite, and what is kept then.

use alloc::boxed::Box;

use sinew_layers::Network;
use sinew_tensors::Number;

use crate::TrainError;

/// An error if the loss or one of the numbers, a network's or its gradient's, is infinite or not a number.
pub(crate) fn check<N: Network>(loss: f64, numbers: &N, epoch: usize, batch: usize) -> Result<(), TrainError> {
    let mut rest = numbers.parameters();
    if is_finite(rest) && loss.is_finite() {
        return Ok(());
    }
    let layer = N::LAYERS.iter().find(|layer| {
        let (parameters, others) = rest.split_at(layer.parameters);
        rest = others;
        !is_finite(parameters)
    });
    Err(TrainError::NotFinite { epoch, batch, layer: layer.map(|layer| layer.name) })
}

/// Whether all are finite: `0·x` is zero only then.
fn is_finite<T: Number>(numbers: &[T]) -> bool {
    numbers.iter().fold(T::ZERO, |sum, &x| sum + x * T::ZERO) == T::ZERO
}

/// What a network was when an epoch began.
///
/// Steps from finite gradients can still lead to infinity, and are found out when it is too late to go back by one.
pub(crate) struct Kept<N>(Option<Box<N>>);

impl<N: Network> Kept<N> {
    pub fn new() -> Self {
        Self(None)
    }

    pub fn keep(&mut self, network: &N) {
        match &mut self.0 {
            Some(kept) => kept.copy_from(network),
            None => self.0 = Some(network.to_boxed()),
        }
    }

    /// Goes back there if the network is not finite.
    pub fn rescue(&self, network: &mut N) {
        if let Some(kept) = &self.0
            && !(is_finite(network.parameters()) && is_finite(network.statistics()))
        {
            network.copy_from(kept);
        }
    }
}
