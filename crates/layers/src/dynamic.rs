//! Networks as trait objects.

use alloc::vec;
use alloc::vec::Vec;
use core::any::Any;
use core::error::Error;
use core::fmt::{self, Debug, Display, Formatter};

use sinew_tensors::Number;

use crate::network::batch;
use crate::{LayerInfo, Network, Predict, Stage};

/// A network of any shape, for `Vec<Box<dyn DynNetwork>>`: every [`Network`] of numbers `T`.
///
/// Inputs and outputs are slices, whose lengths are checked when it runs. For a type that is known,
/// [`Predict`] and [`Network`] check them when it is compiled. What a network of its own type can
/// do beside, it can do after a cast: `(&*model as &dyn Any).downcast_ref::<Xor>()`.
///
/// # Examples
///
/// ```
/// use sinew::layers::DynNetwork;
/// use sinew::prelude::*;
///
/// network! {
///     struct Small = 2 => 1 sigmoid;
///     struct Large = 2 => 16 relu => 16 relu => 1 sigmoid;
/// }
///
/// let models: Vec<Box<dyn DynNetwork>> = vec![Small::seeded(1), Large::seeded(1)];
/// for model in &models {
///     let outputs = model.predict(&[0.0, 1.0, 1.0, 1.0])?; // two samples
///     println!("{} parameters: {outputs:?}", model.info().parameters);
///     assert_eq!(outputs.len(), 2);
/// }
/// assert_eq!(models[0].predict(&[1.0]).unwrap_err().to_string(), "expected 2 numbers a sample, found 1 in all");
/// # Ok::<(), sinew::layers::LengthError>(())
/// ```
pub trait DynNetwork<T: Number = f32>: Any + Send + Sync {
    #[doc(hidden)]
    fn dyn_info(&self) -> LayerInfo;

    #[doc(hidden)]
    fn dyn_predict(&self, inputs: &[T], outputs: &mut [T]);

    #[doc(hidden)]
    fn dyn_parameters(&self) -> &[T];

    #[doc(hidden)]
    fn dyn_parameters_mut(&mut self) -> &mut [T];

    #[doc(hidden)]
    fn dyn_statistics(&self) -> &[T];

    #[doc(hidden)]
    fn dyn_statistics_mut(&mut self) -> &mut [T];
}

impl<T: Number, N: Network + Predict<Number = T>> DynNetwork<T> for N {
    fn dyn_info(&self) -> LayerInfo {
        <N::Stage as Stage>::INFO
    }

    fn dyn_predict(&self, inputs: &[T], outputs: &mut [T]) {
        batch::predict_numbers(self, inputs, outputs);
    }

    fn dyn_parameters(&self) -> &[T] {
        self.parameters()
    }

    fn dyn_parameters_mut(&mut self) -> &mut [T] {
        self.parameters_mut()
    }

    fn dyn_statistics(&self) -> &[T] {
        self.statistics()
    }

    fn dyn_statistics_mut(&mut self) -> &mut [T] {
        self.statistics_mut()
    }
}

// Inherent, so that no name is ambiguous beside those of `Predict` and `Parameters`.
impl<T: Number> dyn DynNetwork<T> + '_ {
    /// Its shapes, its layers, how many parameters it has, and how many multiply-adds a prediction
    /// takes.
    pub fn info(&self) -> LayerInfo {
        self.dyn_info()
    }

    /// The outputs for one sample or several, one after the other, row-major.
    ///
    /// # Errors
    ///
    /// If the inputs are not those of whole samples.
    pub fn predict(&self, inputs: &[T]) -> Result<Vec<T>, LengthError> {
        let info = self.dyn_info();
        if !inputs.len().is_multiple_of(info.inputs()) {
            return Err(LengthError { expected: info.inputs(), found: inputs.len() });
        }
        let mut outputs = vec![T::ZERO; inputs.len() / info.inputs() * info.outputs()];
        self.dyn_predict(inputs, &mut outputs);
        Ok(outputs)
    }

    /// All parameters, in the order of declaration.
    pub fn parameters(&self) -> &[T] {
        self.dyn_parameters()
    }

    /// All parameters, in the order of declaration.
    pub fn parameters_mut(&mut self) -> &mut [T] {
        self.dyn_parameters_mut()
    }

    /// What is measured in training and not trained.
    pub fn statistics(&self) -> &[T] {
        self.dyn_statistics()
    }

    /// What is measured in training and not trained.
    pub fn statistics_mut(&mut self) -> &mut [T] {
        self.dyn_statistics_mut()
    }
}

impl<T: Number> Debug for dyn DynNetwork<T> + '_ {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynNetwork").field("parameters", &self.dyn_parameters()).finish_non_exhaustive()
    }
}

/// Inputs are not as many numbers as samples have.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LengthError {
    /// How many numbers a sample has.
    pub expected: usize,
    /// How many there are.
    pub found: usize,
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for LengthError {}

impl Display for LengthError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { expected, found } = self;
        let numbers = if *expected == 1 { "number" } else { "numbers" };
        write!(f, "expected {expected} {numbers} a sample, found {found} in all")
    }
}
