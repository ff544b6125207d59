//! Is every gradient right? Of each activation with each loss, at each width, depth and batch size, in both formats, on every
//! instruction set of the machine.
//!
//! Two kinds of proof: by properties, with `sinew::gradcheck`, which knows nothing of backward code; and by comparison with the plain
//! loops of `tests/plain.rs`, which know nothing of tiles.
//!
//! `PROPTEST_CASES`, 256 unless set, is the scale of all numbers of cases: each test says what share of it is its own.

mod architectures;
mod laws;
mod pairs;
mod widths;

use std::sync::{Mutex, PoisonError};

use proptest::prelude::*;
use sinew::gradcheck::{Error, Proof, check};
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::{InstructionSet, Sample};

/// Draws cases, one for every `share` that proptest is asked for, and runs each on every instruction set of the machine.
///
/// The choice of the set is the process's, so one test waits for the other.
fn on_every_set<S: Strategy>(share: u32, strategy: &S, test: impl Fn(&S::Value) -> Result<(), TestCaseError>) {
    static CHOICE: Mutex<()> = Mutex::new(());
    let _turn = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut config = ProptestConfig { source_file: Some(file!()), ..ProptestConfig::default() };
    config.cases = (config.cases / share).max(1);
    proptest!(config, |(case in strategy)| {
        for set in InstructionSet::available() {
            set.select().expect("it is available");
            test(&case).map_err(|error| match error {
                TestCaseError::Fail(reason) => TestCaseError::fail(format!("on {set}: {reason}")),
                reject @ TestCaseError::Reject(_) => reject,
            })?;
        }
    });
}

/// Proves `∂loss/∂parameters` of a network, for batches of up to `samples`.
fn prove<N, D, L>(share: u32, samples: usize, loss: &L)
where
    N: Network<Number = f64, Input: std::fmt::Debug> + std::fmt::Debug,
    D: Network<Number = sinew::gradcheck::Dual, Activation = N::Activation>,
    L: Loss<N::Activation>,
    N::Output: Target<f64, L, N::Output>,
{
    on_every_set(share, &batches::<N>(samples), |(network, inputs, targets)| {
        let targets: Vec<N::Output> = targets[..inputs.len()].iter().map(|target| filled(target)).collect();
        holds(check::<D, N, L, N::Output>(network, inputs, &targets, loss))
    });
}

/// A network, and inputs and targets, of which there may be more.
fn batches<N>(samples: usize) -> impl Strategy<Value = (Box<N>, Vec<N::Input>, Vec<Vec<f64>>)>
where
    N: Network<Input: std::fmt::Debug> + std::fmt::Debug,
{
    use sinew::gradcheck::strategies::{batch, network, target};

    let targets = prop::collection::vec(target(N::Output::LEN), samples);
    (network::<N>(), batch::<N>(1..=samples), targets)
}

/// A proof in which more was compared than left out, or a failure.
fn holds(result: Result<Proof, Error>) -> Result<(), TestCaseError> {
    let proof = result.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assume!(2 * (proof.beside_kinks + proof.on_kinks) <= proof.derivatives, "too many kinks");
    Ok(())
}

/// The sample of these numbers.
fn filled<T: Number, S: Sample<T>>(numbers: &[f64]) -> S {
    let mut sample = S::filled(T::ZERO);
    for (to, &x) in sample.as_flat_mut().iter_mut().zip(numbers) {
        *to = T::from_f64(x);
    }
    sample
}

/// The numbers in `f64`.
fn doubles<T: Number>(numbers: &[T]) -> Vec<f64> {
    numbers.iter().map(|x| x.to_f64()).collect()
}
