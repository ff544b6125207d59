//! The tests that `gradcheck!` generates.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sinew_activations::{Activation, LayerActivation};
use sinew_layers::{LayerInfo, Network, Trainable};
use sinew_losses::{Loss, Target};
use sinew_tensors::{Rng, Sample};

use crate::network::{check_some, place};
use crate::strategies::{boxed, filled, logits, normal, numbers, parameters, target, unsettle};
use crate::{Dual, Error, Proof, check_activation, check_layer, check_loss};

/// Where a test is, which is also where proptest keeps the seeds of its failures.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// Its file.
    pub file: &'static str,
    /// Its name, with its module's.
    pub name: &'static str,
}

/// How many multiply-adds a test of 256 cases may take in dual numbers: a few seconds without
/// optimization.
const WORK: f64 = 1e8;

/// The fewest cases of a test, however large the network; it looks at fewer parameters in each case
/// instead.
const FEWEST_CASES: u32 = 8;

/// How many samples a batch may have if the network is small: more than a tile holds.
const SAMPLES: usize = 20;

/// The same for other networks.
const FEW_SAMPLES: usize = 3;

/// Runs a test with its strategy.
///
/// # Panics
///
/// If it fails, with the smallest counterexample found.
pub fn run<S: Strategy>(test: Test, cases: u32, strategy: &S, property: impl Fn(S::Value) -> Result<Proof, Error>) {
    let mut config = Config { cases, ..Config::default() };
    config.source_file = Some(test.file);
    config.test_name = Some(test.name);
    config.max_shrink_iters = 10_000;
    if config.max_shrink_time == 0 {
        config.max_shrink_time = 20_000; // milliseconds
    }
    let mut runner = TestRunner::new(config);
    let result = runner.run(strategy, |case| {
        let proof = property(case).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assume!(2 * (proof.beside_kinks + proof.on_kinks) <= proof.derivatives, "too many kinks");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}\n{runner}");
    }
}

/// How many cases proptest runs: 256 unless the environment variable `PROPTEST_CASES` says
/// otherwise.
fn cases() -> u32 {
    Config::default().cases
}

/// Checks the gradients of a network.
///
/// The types are an argument, since the compiler only points at a loss that does not fit if there
/// are no explicit generic arguments.
///
/// # Panics
///
/// If a gradient is wrong.
pub fn network<N, D, L>(test: Test, _: PhantomData<(N, D)>, loss: L)
where
    N: Network<Number = f64>,
    D: Network<Number = Dual, Activation = N::Activation>,
    L: Loss<N::Activation>,
    N::Output: Target<f64, L, N::Output>,
{
    let effort = Effort::of(N::LAYERS, cases());
    let sample = (numbers(|rng| normal(N::Input::LEN, rng)), target(N::Output::LEN));
    let strategy = (vec(sample, 1..=effort.samples), parameters::<N>(), any::<u64>());
    let strategy =
        strategy.prop_map(|(samples, parameters, choice)| Case { layers: N::LAYERS, samples, parameters, choice });
    run(test, effort.cases, &strategy, move |case| {
        let network: Box<N> = boxed(&case.parameters);
        let inputs: Vec<N::Input> = case.samples.iter().map(|(input, _)| filled(input)).collect();
        let targets: Vec<N::Output> = case.samples.iter().map(|(_, target)| filled(target)).collect();
        let chosen = effort.choose(case.choice, inputs.len() * N::Input::LEN);
        check_some::<D, N, L, N::Output>(&network, &inputs, &targets, &loss, chosen)
    });
}

/// Checks the gradients of a layer.
///
/// # Panics
///
/// If a gradient is wrong.
pub fn layer<L, D>(test: Test)
where
    L: Trainable<Number = f64>,
    D: Trainable<Number = Dual>,
{
    let (inputs, outputs) = (L::INFO.inputs(), L::INFO.outputs());
    let parameters = numbers(|rng| {
        let mut layer = L::zeros();
        layer.initialize(None, rng);
        unsettle(layer.parameters_mut(), rng);
        layer.parameters().to_vec()
    });
    let sample = (numbers(move |rng| normal(inputs, rng)), numbers(move |rng| normal(outputs, rng)));
    let effort = Effort::of(&[const { LayerInfo::of::<L>("layer") }], cases());
    let strategy = (vec(sample, 1..=effort.samples), parameters);
    run(test, effort.cases, &strategy, |(samples, parameters)| {
        let mut layer = L::zeros();
        layer.parameters_mut().copy_from_slice(&parameters);
        let (x, dy): (Vec<_>, Vec<_>) = samples.into_iter().unzip();
        check_layer::<D, L>(&layer, &x.concat(), &dy.concat())
    });
}

/// Checks the derivative of an activation, for gentle and for extreme logits.
///
/// # Panics
///
/// If it is wrong.
pub fn activation<A: Activation>(test: Test) {
    run(test, cases(), &logits(1), |z| check_activation::<A>(z[0]));
}

/// Checks the gradient of a loss after the activation `A`, for gentle and for extreme logits.
///
/// # Panics
///
/// If it is wrong.
pub fn loss<A: LayerActivation>(test: Test, loss: impl Loss<A>) {
    let strategy = (1..20_usize).prop_flat_map(|len| (logits(len), target(len)));
    run(test, cases(), &strategy, move |(logits, targets)| check_loss::<A, _>(&loss, &logits, &targets));
}

/// How much a test of a network does.
struct Effort {
    layers: &'static [LayerInfo],
    cases: u32,
    samples: usize,
    /// Roughly how many parameters each case looks at.
    parameters: usize,
}

impl Effort {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ratios of positive numbers, and limited"
    )]
    fn of(layers: &'static [LayerInfo], cases: u32) -> Self {
        let sum = |count: fn(&LayerInfo) -> usize| layers.iter().map(count).sum::<usize>() as f64;
        let (parameters, pass) = (sum(|layer| layer.parameters), sum(|layer| layer.multiply_adds + layer.parameters));
        let work = WORK * f64::from(cases) / 256.0;
        let sample = parameters * pass;
        let samples = ((WORK / 256.0 / sample) as usize).clamp(FEW_SAMPLES, SAMPLES);
        let case = sample * samples as f64;
        let fewest = FEWEST_CASES.min(cases);
        let parameters = (work / f64::from(fewest) / (pass * samples as f64)) as usize;
        Self { layers, cases: ((work / case) as u32).clamp(fewest, cases), samples, parameters }
    }

    /// The numbers that a case looks at: all parameters and `inputs`, or a random selection from
    /// each layer and from the inputs.
    fn choose(&self, seed: u64, inputs: usize) -> Vec<usize> {
        let total: usize = self.layers.iter().map(|layer| layer.parameters).sum();
        if total <= self.parameters {
            return (0..total + inputs).collect();
        }
        let (mut rng, mut first, mut chosen) = (Rng::new(seed), 0, Vec::new());
        for layer in self.layers {
            let share = self.parameters * layer.parameters / total;
            let share = if layer.parameters == 0 { 0 } else { share.max(FEWEST) };
            chosen.extend((0..share).map(|_| first + rng.below(layer.parameters)));
            first += layer.parameters;
        }
        chosen.extend((0..FEWEST).map(|_| total + rng.below(inputs)));
        chosen
    }
}

/// A case looks at this many parameters of each layer at least, and at this many inputs.
const FEWEST: usize = 4;

/// A network and a batch, printed for people to read.
struct Case {
    layers: &'static [LayerInfo],
    samples: Vec<(Vec<f64>, Vec<f64>)>,
    parameters: Vec<f64>,
    choice: u64,
}

impl Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "parameters that are not 0:")?;
        for (index, p) in self.parameters.iter().enumerate().filter(|&(_, &p)| p != 0.0) {
            writeln!(f, "    {} = {p}", place(self.layers, index).name)?;
        }
        for (s, (input, target)) in self.samples.iter().enumerate() {
            writeln!(f, "sample {s}: input {input:?}, target {target:?}")?;
        }
        Ok(())
    }
}
