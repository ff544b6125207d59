//! A run between two epochs.

use sinew_layers::Network;
use sinew_optimizers::State;
use sinew_tensors::Rng;

use crate::History;

/// Everything that a run goes on from behind an epoch, borrowed: what a checkpoint saves.
///
/// [`Trainer::fit_with`](crate::Trainer::fit_with) hands it out, and [`Trainer::restore`](crate::Trainer::restore) takes it.
#[derive(Debug)]
pub struct Progress<'a, N: Network> {
    /// The parameters and the statistics.
    pub network: &'a N,
    /// What the optimizer remembers, if it can tell.
    pub optimizer: Option<State<'a, N::Number>>,
    /// From which the order of samples in the next epoch is drawn.
    pub rng: &'a Rng,
    /// How many batches there have been: layers such as `dropout` draw other numbers for each.
    pub batches: u64,
    /// The epochs so far.
    pub history: &'a History,
}
