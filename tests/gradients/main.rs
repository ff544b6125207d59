//! Is every gradient right? For each activation with each loss, at each width, depth and batch
//! size, in both formats, on every instruction set of the machine.
//!
//! There are two kinds of proof: properties, with `sinew::gradcheck`, which knows nothing of
//! backward code; and comparison with the plain loops of `tests/oracle`, which know nothing of
//! tiles.
//!
//! `PROPTEST_CASES`, 256 by default, scales all numbers of cases; each test states its share.

mod activation_losses;
mod architectures;
mod invariants;
mod losses;
mod output_layers;
mod shapes;
mod widths;

use std::sync::{Mutex, PoisonError};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use sinew::gradcheck::{Dual, Error, Proof, check, strategies};
use sinew::layers::LayerInfo;
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::{InstructionSet, Rng, Sample};

use losses::Family;

/// The flat numbers that tests draw. One type for all of them, so that proptest is compiled once
/// rather than for every network.
#[derive(Clone, Debug)]
struct Case {
    parameters: Vec<f64>,
    inputs: Vec<Vec<f64>>,
    /// One for each input.
    targets: Vec<Vec<f64>>,
    /// For all other random choices.
    seed: u64,
}

/// Cases for a network with these layers: up to `samples` samples, and parameters as they might be
/// in the middle of training.
fn cases(layers: &'static [LayerInfo], samples: usize) -> BoxedStrategy<Case> {
    let extent = |shape: &[usize]| shape.iter().product::<usize>();
    let (inputs, outputs) = (extent(layers[0].input), extent(layers[layers.len() - 1].output));
    let parameters = strategies::numbers(move |rng| {
        let layer = |layer: &LayerInfo| vec![1.0 / (extent(layer.input) as f64).sqrt(); layer.parameters];
        layers.iter().flat_map(layer).map(|size| size * rng.normal()).collect()
    });
    let sample = (normal(inputs), strategies::target(outputs));
    let strategy = (parameters, vec(sample, 1..=samples), any::<u64>());
    let case = |(parameters, samples, seed): (_, Vec<_>, _)| {
        let (inputs, targets) = samples.into_iter().unzip();
        Case { parameters, inputs, targets, seed }
    };
    strategy.prop_map(case).boxed()
}

/// Normally distributed numbers.
fn normal(len: usize) -> BoxedStrategy<Vec<f64>> {
    strategies::numbers(move |rng: &mut Rng| (0..len).map(|_| rng.normal()).collect()).boxed()
}

/// Draws one case for every `share` cases that proptest is asked for, and runs each on every
/// instruction set of the machine.
///
/// The instruction set is chosen for the whole process, so one test waits for the other.
fn on_every_set(share: u32, strategy: &BoxedStrategy<Case>, test: &dyn Fn(&Case) -> Result<(), TestCaseError>) {
    static CHOICE: Mutex<()> = Mutex::new(());
    let _turn = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut config = ProptestConfig { source_file: Some(file!()), ..ProptestConfig::default() };
    config.cases = (config.cases / share).max(1);
    let mut runner = TestRunner::new(config);
    let result = runner.run(strategy, |case| {
        for set in InstructionSet::available() {
            set.select().expect("it is available");
            test(&case).map_err(|error| match error {
                TestCaseError::Fail(reason) => TestCaseError::fail(format!("on {set}: {reason}")),
                reject @ TestCaseError::Reject(_) => reject,
            })?;
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}\n{runner}");
    }
}

/// Proves `∂loss/∂parameters` and `∂loss/∂input` of a network, for each loss of a family.
fn prove<N, D, L>(share: u32, max_samples: usize)
where
    N: Network<Number = f64>,
    D: Network<Number = Dual, Activation = N::Activation>,
    L: Family + Loss<N::Activation>,
    N::Output: Target<f64, L, N::Output>,
{
    for (loss, _) in L::members(N::Output::LEN) {
        on_every_set(share, &cases(N::LAYERS, max_samples), &|case| {
            let targets: Vec<N::Output> = samples(&case.targets);
            holds(check::<D, N, L, N::Output>(&network::<N>(&case.parameters), &samples(&case.inputs), &targets, &loss))
        });
    }
}

/// A proof that compared more than it left out, or a failure.
fn holds(result: Result<Proof, Error>) -> Result<(), TestCaseError> {
    let proof = result.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assume!(2 * (proof.beside_kinks + proof.on_kinks) <= proof.derivatives, "too many kinks");
    Ok(())
}

/// The network with these parameters.
#[expect(clippy::unnecessary_box_returns, reason = "networks are made in place, and may be large")]
fn network<N: Network>(parameters: &[f64]) -> Box<N> {
    let mut network = N::zeros();
    for (to, &x) in network.parameters_mut().iter_mut().zip(parameters) {
        *to = Number::from_f64(x);
    }
    network
}

/// The samples with these numbers.
fn samples<T: Number, S: Sample<T>>(numbers: &[Vec<f64>]) -> Vec<S> {
    let mut samples = vec![S::filled(T::ZERO); numbers.len()];
    for (sample, numbers) in samples.iter_mut().zip(numbers) {
        for (to, &x) in sample.as_flat_mut().iter_mut().zip(numbers) {
            *to = T::from_f64(x);
        }
    }
    samples
}

/// The numbers in `f64`.
fn doubles<T: Number>(numbers: &[T]) -> Vec<f64> {
    numbers.iter().map(|x| x.to_f64()).collect()
}
