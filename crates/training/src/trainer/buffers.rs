//! What a run works in.

use alloc::vec;
use alloc::vec::Vec;

use sinew_layers::LayerInfo;
use sinew_tensors::Number;

use super::settings::Plan;
use crate::TrainError;
use crate::finite::Kept;
use crate::frozen::Frozen;
use crate::parameter_groups::ParameterGroups;

/// What a run works in, besides the gradient.
pub(super) struct Buffers<T> {
    /// The sum of the gradients of several batches, where a step is taken from several.
    pub sum: Option<Vec<T>>,
    pub frozen: Frozen<T>,
    pub groups: ParameterGroups<T>,
    pub kept: Kept<T>,
}

impl<T: Number> Buffers<T> {
    /// The buffers for a network of these layers and parameters.
    #[inline(never)] // compiled here for each number, not for each network
    pub fn new(layers: &[LayerInfo], parameters: &[T], plan: &Plan) -> Result<Self, TrainError> {
        Ok(Self {
            sum: (plan.accumulate > 1).then(|| vec![T::ZERO; parameters.len()]),
            frozen: Frozen::new(layers, parameters, &plan.frozen)?,
            groups: ParameterGroups::new(layers, parameters.len(), &plan.groups)?,
            kept: Kept::new(),
        })
    }
}
