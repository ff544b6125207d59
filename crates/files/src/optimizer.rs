//! The state of an optimizer in a file, next to the network that it trains.

use std::borrow::ToOwned;
use std::string::String;
use std::vec;
use std::vec::Vec;

use safetensors::tensor::TensorInfo;
use sinew_optimizers::{Optimizer, RestoreError, State};
use sinew_tensors::Number;

use crate::Misfit;
use crate::checkpoint::{Kind, misfit};
use crate::error::Problem;
use crate::format::{Item, Numbers};

/// The keys of its tensors. Its name is in the metadata of the file.
pub(crate) const STEPS: &str = "optimizer.steps";
pub(crate) const MOMENTS: &str = "optimizer.moments";

/// The state, owned.
pub(crate) struct OwnedState<T> {
    pub optimizer: String,
    pub steps: u64,
    pub moments: Vec<T>,
}

impl<T: Number> OwnedState<T> {
    /// The state, borrowed.
    pub fn borrowed(&self) -> State<'_, T> {
        State { optimizer: &self.optimizer, steps: self.steps, moments: &self.moments }
    }

    /// Lets the optimizer of a network of `parameters` parameters go on from it.
    pub fn restore(&self, optimizer: &mut impl Optimizer<T>, parameters: usize) -> Result<(), Problem> {
        optimizer.restore(self.borrowed(), parameters).map_err(Problem::Optimizer)
    }
}

/// The state of an optimizer, if it tells it.
pub(crate) fn state<T: Number>(optimizer: &impl Optimizer<T>) -> Result<State<'_, T>, RestoreError> {
    optimizer.state().ok_or(RestoreError::Unsupported)
}

/// Its tensors.
pub(crate) fn items<T: Number>(state: State<'_, T>) -> [Item<'_, T>; 2] {
    let moments = Numbers::Network(state.moments, &[]);
    [
        Item { key: STEPS.to_owned(), shape: vec![1], numbers: Numbers::U64(vec![state.steps]) },
        Item { key: MOMENTS.to_owned(), shape: vec![state.moments.len()], numbers: moments },
    ]
}

/// What a file lacks of them, or has in another form.
pub(crate) fn misfits(tensors: &[(String, TensorInfo)]) -> Vec<Misfit> {
    let expected = [(STEPS, [1], Kind::Integers), (MOMENTS, [0], Kind::Numbers)];
    let misfits =
        expected.iter().filter_map(|(key, shape, kind)| match tensors.iter().find(|(found, _)| found == key) {
            Some((_, info)) => misfit(key, shape, *kind, info),
            None => Some(Misfit::Missing { key: (*key).to_owned(), expected: shape.to_vec() }),
        });
    misfits.collect()
}
