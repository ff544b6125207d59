//! Weights of samples, of classes and of positive answers, and labels that are ignored: in
//! PyTorch's numbers, which `references/means.py` writes, and by their laws.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small whole numbers are exact

use proptest::prelude::*;
use sinew::data::Weighted;
use sinew::losses::{Target, WeightedCrossEntropy};
use sinew::prelude::*;
use sinew::tensors::Rng;
use sinew::training::TrainError;

network! {
    struct Classes = 4 => 4 softmax;
    struct Answers = 4 => 4 sigmoid;
    struct Numbers = 4 => 4;
    struct Wide = 4 => 200 tanh => 300 tanh => 3 softmax;
}

const CLASS_WEIGHTS: [f64; 4] = [1.0, 2.5, 0.0, 0.25];

/// A row of `means.csv`: a batch.
struct Batch {
    logits: Vec<[f64; 4]>,
    targets: Vec<Vec<f64>>,
    weights: Vec<f64>,
    value: f64,
    gradient: Vec<[f64; 4]>,
}

fn batch(name: &str) -> Batch {
    let line = include_str!("references/means.csv").lines().find(|line| line.split(',').next() == Some(name));
    let cells: Vec<&str> = line.unwrap_or_else(|| panic!("no row {name}")).split(',').collect();
    let samples = |cell: &str| -> Vec<Vec<f64>> {
        let numbers = |sample: &str| sample.split(' ').map(|x| x.parse().expect("a number")).collect();
        cell.split(';').map(numbers).collect()
    };
    let outputs = |cell| samples(cell).iter().map(|y| y.as_slice().try_into().expect("four outputs")).collect();
    Batch {
        logits: outputs(cells[1]),
        targets: samples(cells[2]),
        weights: samples(cells[3]).concat(),
        value: cells[4].parse().expect("a number"),
        gradient: outputs(cells[5]),
    }
}

impl Batch {
    fn labels(&self) -> Vec<usize> {
        self.targets.iter().map(|label| label[0] as usize).collect()
    }

    fn arrays(&self) -> Vec<[f64; 4]> {
        self.targets.iter().map(|target| target.as_slice().try_into().expect("four numbers")).collect()
    }

    fn weighted<Y>(&self, targets: Vec<Y>) -> Vec<Weighted<Y>> {
        targets.into_iter().zip(&self.weights).map(|(target, &weight)| Weighted { target, weight }).collect()
    }

    /// Checks a loss of a network whose logits are its inputs: its value, evaluated and with the
    /// gradient, the gradient in the logits, and its sum, which is that of the bias.
    fn check<N, L, Y>(&self, name: &str, loss: &L, targets: &[Y])
    where
        N: Network<Number = f64, Input = [f64; 4], Output = [f64; 4]>,
        L: Loss<N::Activation>,
        Y: Target<f64, L, [f64; 4]>,
    {
        let mut net = N::zeros();
        (0..4).for_each(|k| net.parameters_mut()[5 * k] = 1.0); // the identity
        let close = |found: f64, expected: f64| (found - expected).abs() <= 1e-14 * expected.abs().max(1.0);
        let mut workspace = Workspace::new();
        let evaluated = net.evaluate(&self.logits, targets, loss, &mut workspace).expect("valid samples").loss;
        assert!(close(evaluated, self.value), "{name} is {evaluated}, expected {}", self.value);

        let mut dx = vec![[0.0; 4]; targets.len()];
        let value = net.input_gradients(&self.logits, targets, loss, &mut dx, &mut workspace).expect("valid samples");
        assert!(close(value, self.value), "{name} is {value}, expected {}", self.value);
        for (found, expected) in dx.iter().zip(&self.gradient) {
            let close = found.iter().zip(expected).all(|(&found, &expected)| close(found, expected));
            assert!(close, "{name} has the gradient {found:?}, expected {expected:?}");
        }

        let mut grads = N::zeros();
        net.gradients(&self.logits, targets, loss, &mut grads, &mut workspace).expect("valid samples");
        for k in 0..4 {
            let expected: f64 = self.gradient.iter().map(|dz| dz[k]).sum();
            assert!(close(grads.parameters()[16 + k], expected), "{name}, bias {k}");
        }
    }
}

#[test]
fn means_over_weights_and_of_what_is_not_ignored_are_those_of_pytorch() {
    let weighted = CrossEntropy.class_weights(&CLASS_WEIGHTS).mean_over_weights();
    let check = |name: &str, loss: WeightedCrossEntropy<'_>| {
        let batch = batch(name);
        batch.check::<Classes<f64>, _, _>(name, &loss, &batch.labels());
    };
    check("class weights", weighted);
    check("class weights smoothing", weighted.label_smoothing(0.1));
    check("ignored", CrossEntropy.ignore_label(255));
    check("ignored smoothing", CrossEntropy.ignore_label(255).label_smoothing(0.1));
    check("ignored class weights", weighted.ignore_label(1));
}

#[test]
fn positive_weights_are_those_of_pytorch() {
    let batch = batch("positive weight");
    batch.check::<Answers<f64>, _, _>(
        "positive weight",
        &BinaryCrossEntropy.pos_weights(&CLASS_WEIGHTS),
        &batch.arrays(),
    );
}

#[test]
fn samples_have_weights_in_every_loss() {
    fn check<N, L>(name: &str, loss: &L)
    where
        N: Network<Number = f64, Input = [f64; 4], Output = [f64; 4]>,
        L: Loss<N::Activation>,
    {
        let batch = batch(name);
        batch.check::<N, _, _>(name, loss, &batch.weighted(batch.arrays()));
    }
    let classes = batch("weighted cross entropy");
    classes.check::<Classes<f64>, _, _>("cross entropy", &CrossEntropy, &classes.weighted(classes.labels()));
    let loss = CrossEntropy.label_smoothing(0.0);
    classes.check::<Classes<f64>, _, _>("cross entropy", &loss, &classes.weighted(classes.labels()));
    check::<Answers<f64>, _>("weighted binary cross entropy", &BinaryCrossEntropy);
    check::<Answers<f64>, _>("weighted binary cross entropy", &BinaryCrossEntropy.pos_weight(1.0));
    check::<Numbers<f64>, _>("weighted mean squared error", &MeanSquaredError);
    check::<Numbers<f64>, _>("weighted mean absolute error", &MeanAbsoluteError);
    check::<Numbers<f64>, _>("weighted huber", &Huber::default());
    check::<Numbers<f64>, _>("weighted poisson", &Poisson);
    check::<Numbers<f64>, _>("weighted hinge", &Hinge);
}

type Samples = (Vec<[f64; 4]>, Vec<Weighted<usize>>);

/// Samples that are there as often as their weight says, and the same with weights.
fn repeated(counts: &[usize]) -> [Samples; 2] {
    let mut rng = Rng::new(counts.len() as u64);
    let mut samples = [(vec![], vec![]), (vec![], vec![])];
    for &count in counts {
        let (input, label) = ([(); 4].map(|()| rng.normal()), rng.below(3));
        (0..count).for_each(|_| samples[0].0.push(input));
        (0..count).for_each(|_| samples[0].1.push(Weighted::new(label, 1.0)));
        samples[1].0.push(input);
        samples[1].1.push(Weighted::new(label, count as f64));
    }
    samples
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// But for the divisor, which is the number of samples: in registers, in tiles, in shards.
    #[test]
    fn a_sample_of_weight_two_counts_as_two(
        counts in prop_oneof![prop::collection::vec(0..4_usize, 1..9), prop::collection::vec(0..3_usize, 130..300)],
        threads in 1..3_usize,
    ) {
        let [(inputs, targets), (few_inputs, weighted)] = repeated(&counts);
        prop_assume!(!inputs.is_empty());
        let net = Wide::<f64>::seeded(1);
        let small = Classes::<f64>::seeded(1);
        let scale = inputs.len() as f64 / few_inputs.len() as f64;
        let mut workspace = Workspace::new().threads(threads);
        let (mut one, mut other) = (Wide::<f64>::zeros(), Wide::<f64>::zeros());
        let a = net.gradients(&inputs, &targets, &CrossEntropy, &mut one, &mut workspace).expect("valid samples");
        let b = net.gradients(&few_inputs, &weighted, &CrossEntropy, &mut other, &mut workspace).expect("valid samples");
        prop_assert!((a * scale - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} {b} {scale}");
        for (a, b) in one.parameters().iter().zip(other.parameters()) {
            prop_assert!((a * scale - b).abs() <= 1e-12, "{a} {b} {scale}");
        }
        let (mut one, mut other) = (Classes::<f64>::zeros(), Classes::<f64>::zeros());
        small.gradients(&inputs, &targets, &CrossEntropy, &mut one, &mut workspace).expect("valid samples");
        small.gradients(&few_inputs, &weighted, &CrossEntropy, &mut other, &mut workspace).expect("valid samples");
        for (a, b) in one.parameters().iter().zip(other.parameters()) {
            prop_assert!((a * scale - b).abs() <= 1e-12, "{a} {b} {scale}");
        }
    }
}

#[test]
fn what_is_ignored_or_weighs_nothing_is_not_counted() {
    let net = Classes::<f64>::zeros(); // says class 0, always
    let inputs = [[0.0; 4]; 4];
    let accuracy = |labels: [usize; 4], loss: &WeightedCrossEntropy<'_>| {
        net.evaluate(&inputs, &labels, loss, &mut Workspace::new()).expect("valid samples").accuracy
    };
    assert_eq!(accuracy([0, 255, 0, 1], &CrossEntropy.ignore_label(255)), Some(2.0 / 3.0));
    assert_eq!(accuracy([0, 1, 0, 1], &CrossEntropy.ignore_label(1)), Some(1.0));
    let targets = [0, 1, 0, 1].map(|label| Weighted::new(label, 1.0 - label as f64));
    let evaluation = net.evaluate(&inputs, &targets, &CrossEntropy, &mut Workspace::new()).expect("valid samples");
    assert_eq!(evaluation.accuracy, Some(1.0));
    assert!((evaluation.loss - 4.0_f64.ln() / 2.0).abs() < 1e-15, "the mean is over all four");
}

#[test]
fn a_batch_of_which_all_is_ignored_changes_nothing() {
    let (net, mut grads) = (Classes::<f64>::seeded(1), Classes::<f64>::zeros());
    let loss = CrossEntropy.ignore_label(7);
    let value =
        net.gradients(&[[1.0; 4]; 3], &[7; 3], &loss, &mut grads, &mut Workspace::new()).expect("valid samples");
    assert_eq!((value, grads.parameters()), (0.0, &[0.0; 20][..]));
    let evaluation = net.evaluate(&[[1.0; 4]; 3], &[7; 3], &loss, &mut Workspace::new()).expect("valid samples");
    assert_eq!((evaluation.loss, evaluation.accuracy), (0.0, None));
}

#[test]
fn weights_travel_with_their_samples() -> Result<(), Box<dyn std::error::Error>> {
    let weights = (0..150).map(|s| f64::from(s % 3));
    let data = sinew::data::iris().weighted(weights)?.shuffled(1);
    network! { struct Iris = 4 => 8 tanh => 3 softmax; }
    let mut weighted = Iris::seeded(1);
    Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(2).fit(&mut weighted, &data)?;

    // The same by hand: the weight is a factor of the target's distribution.
    struct Scaled;
    impl Loss<sinew::activations::Softmax> for Scaled {
        #[inline(always)]
        fn evaluate<V: sinew::tensors::Vector, const W: usize>(&self, z: &mut [[V; W]], t: &[[V; W]]) -> [V; W] {
            CrossEntropy.evaluate(z, t)
        }
    }
    let scaled = data.map_targets(|Weighted { target, weight }| {
        let mut row = [0.0; 3];
        row[target] = weight as f32;
        row
    })?;
    let mut by_hand = Iris::seeded(1);
    Trainer::new(Scaled, Adam::new(0.01)).epochs(2).fit(&mut by_hand, &scaled)?;
    let differences = weighted.parameters().iter().zip(by_hand.parameters()).map(|(a, b)| (a - b).abs());
    assert!(differences.fold(0.0, f32::max) < 1e-5);
    Ok(())
}

#[test]
fn a_weight_that_is_no_number_is_named() {
    let targets = vec![Weighted::new(0, 1.0), Weighted::new(1, f64::NAN)];
    let data = Dataset::new(vec![[0.0; 4]; 2], targets).expect("finite inputs");
    let error = Trainer::new(CrossEntropy, Sgd::new(0.1)).fit(&mut Classes::zeros(), &data).expect_err("NaN");
    assert_eq!(error.to_string(), "training data: sample 1: expected a finite weight, found NaN");
    assert!(matches!(error, TrainError::Training(_)));
}
