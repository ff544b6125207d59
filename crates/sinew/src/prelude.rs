//! What a program that declares, trains and runs a network needs: `use sinew::prelude::*;`.

#[cfg(all(feature = "alloc", not(feature = "files")))]
#[doc(hidden)]
pub use crate::off::prelude::*;
pub use crate::{include_weights, network, sinew};
pub use sinew_activations::Activation;
#[cfg(feature = "alloc")]
pub use sinew_layers::Construct;
pub use sinew_layers::{Network, Predict};
pub use sinew_losses::Loss;
pub use sinew_optimizers::optimizers::*;
pub use sinew_optimizers::{
    Constant, Cosine, CosineRestarts, Exponential, Linear, OneCycle, Optimizer, Polynomial, Schedule, StepDecay, WarmUp,
};
pub use sinew_tensors::{Number, Parameters, Real};

macro_rules! losses {
    ($($module:ident: $type:ident { $($rest:tt)* };)*) => { pub use sinew_losses::{$($type),*}; };
}
sinew_vocabulary::losses!(losses);

#[cfg(feature = "training")]
pub use sinew_data::{Dataset, Normalization, Weighted};
#[cfg(feature = "files")]
pub use sinew_files::{Checkpoints, Files, Normalized};
#[cfg(feature = "training")]
pub use sinew_training::callbacks::{BestWeights, Callback, EarlyStopping, Ema, Plateau};
#[cfg(feature = "training")]
pub use sinew_training::{Gradients, Trainer, Workspace};
