//! Losses and their gradients are PyTorch's; `references/losses.py` writes the expected numbers.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Mutex;

use sinew_activations::{Identity, LayerActivation, Sigmoid, Softmax, Tanh};
#[allow(clippy::wildcard_imports)] // each of them
use sinew_losses::*;
use sinew_tensors::{InstructionSet, Number, Vector, Vectorized, tile};
use sinew_vocabulary::LOSSES;

const CLASS_WEIGHTS: [f64; 4] = [1.0, 2.5, 0.0, 0.25];

/// A row of `losses.csv`: one sample.
struct Sample {
    logits: Vec<f32>,
    targets: Vec<f32>,
    value: f64,
    gradient: Vec<f64>,
}

/// The samples of the file by loss, activation and number of outputs.
fn references() -> BTreeMap<(&'static str, &'static str, usize), Vec<Sample>> {
    let mut references = BTreeMap::<_, Vec<_>>::new();
    for line in include_str!("references/losses.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[loss, activation, logits, target, value, gradient] = cells.as_slice() else {
            panic!("six cells in {line}")
        };
        let logits = numbers(logits);
        let targets = match target.parse::<usize>() {
            Ok(label) => (0..logits.len()).map(|k| Target::<f32, CrossEntropy, [f32; 1]>::get(&label, k)).collect(),
            Err(_) => numbers(target),
        };
        let key = (loss, activation, logits.len());
        let sample = Sample { logits, targets, value: value.parse().unwrap(), gradient: numbers(gradient) };
        references.entry(key).or_default().push(sample);
    }
    references
}

/// The numbers of a cell.
fn numbers<T: std::str::FromStr<Err: std::fmt::Debug>>(cell: &str) -> Vec<T> {
    cell.split(' ').map(|number| number.parse().unwrap()).collect()
}

/// Calls `test` with each instruction set of the machine; other tests, which would choose another
/// one, wait.
fn with_every_set(mut test: impl FnMut(InstructionSet)) {
    static SELECTED: Mutex<()> = Mutex::new(());
    let _selected = SELECTED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for set in InstructionSet::available() {
        set.select().expect("an available set");
        test(set);
    }
}

/// The loss of every sample and its gradient, from tiles of one and of three vectors.
struct Evaluate<'a, L, A, T> {
    loss: &'a L,
    logits: Vec<Vec<T>>,
    targets: Vec<Vec<T>>,
    activation: PhantomData<A>,
}

impl<L: Loss<A>, A: LayerActivation, T: Number> Evaluate<'_, L, A, T> {
    #[inline(always)]
    fn in_tiles<V: Vector<Element = T>, const W: usize>(&self) -> Vec<(T, Vec<T>)> {
        let mut results = Vec::new();
        let capacity = tile::capacity::<V, W>();
        for (logits, targets) in self.logits.chunks(capacity).zip(self.targets.chunks(capacity)) {
            let mut z = vec![[V::constant(0.0); W]; logits[0].len()];
            let mut t = z.clone();
            tile::gather(&mut z, logits.len(), |s| &logits[s]);
            tile::gather(&mut t, targets.len(), |s| &targets[s]);
            let losses = self.loss.evaluate(&mut z, &t);
            let mut gradients = logits.to_vec();
            tile::scatter(&z, gradients.iter_mut().map(Vec::as_mut_slice));
            results.extend(V::elements(&losses).iter().copied().zip(gradients));
        }
        results
    }
}

impl<L: Loss<A>, A: LayerActivation, T: Number> Vectorized<T> for &Evaluate<'_, L, A, T> {
    type Output = [Vec<(T, Vec<T>)>; 2];

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        [self.in_tiles::<V, 1>(), self.in_tiles::<V, 3>()]
    }
}

/// How far a number may be from the expected one, in units of its size, or of 1 where that is more.
trait Format: Number {
    const TOLERANCE: f64;
}

impl Format for f32 {
    const TOLERANCE: f64 = 4.0 * f32::EPSILON as f64;
}

impl Format for f64 {
    const TOLERANCE: f64 = 4.0 * f64::EPSILON;
}

/// Whether a number is the expected one. Where that overflows the format, it may be the largest
/// number or infinite.
fn is_close<T: Format>(found: T, expected: f64) -> bool {
    if expected > T::MAX.to_f64() {
        return found >= T::MAX;
    }
    (found.to_f64() - expected).abs() <= T::TOLERANCE * expected.abs().max(1.0)
}

fn assert_as_in_pytorch<T: Format, A: LayerActivation>(loss: &impl Loss<A>, name: &str, samples: &[Sample]) {
    let column = |numbers: fn(&Sample) -> &[f32]| -> Vec<Vec<T>> {
        samples.iter().map(|sample| numbers(sample).iter().map(|&x| T::from_f64(x.into())).collect()).collect()
    };
    let (logits, targets) = (column(|sample| &sample.logits), column(|sample| &sample.targets));
    let evaluate = Evaluate { loss, logits, targets, activation: PhantomData };
    let check = |results: [Vec<(T, Vec<T>)>; 2], way: &str| {
        for results in results {
            for (Sample { logits, targets, value, gradient }, (loss, dz)) in samples.iter().zip(results) {
                let case = format!("{way}, {}: {name} of {logits:?} for {targets:?}", T::NAME);
                assert!(is_close(loss, *value), "{case} is {loss:?}, expected {value}");
                let close = dz.iter().zip(gradient).all(|(&found, &expected)| is_close(found, expected));
                assert!(close, "{case} has gradient {dz:?}, expected {gradient:?}");
            }
        }
    };
    check((&evaluate).run::<T>(), "one by one");
    with_every_set(|set| check(T::dispatch(&evaluate), set.name()));
}

/// A loss that fits every activation.
fn assert_regression_as_in_pytorch<T: Format, L>(loss: &L, name: &str, activation: &str, samples: &[Sample])
where
    L: Loss<Identity> + Loss<Sigmoid> + Loss<Tanh> + Loss<Softmax>,
{
    match activation {
        "identity" => assert_as_in_pytorch::<T, Identity>(loss, name, samples),
        "sigmoid" => assert_as_in_pytorch::<T, Sigmoid>(loss, name, samples),
        "tanh" => assert_as_in_pytorch::<T, Tanh>(loss, name, samples),
        "softmax" => assert_as_in_pytorch::<T, Softmax>(loss, name, samples),
        _ => panic!("no activation {activation}"),
    }
}

fn assert_all_as_in_pytorch<T: Format>() {
    let references = references();
    assert!(references.len() > 70);
    for row in LOSSES {
        let is_row = |name: &str| name.split(' ').next() == Some(row.module);
        assert!(references.keys().any(|(name, ..)| is_row(name)), "`{}` is not in the file", row.module);
    }
    let smoothed = CrossEntropy.label_smoothing(0.1);
    for (&(loss, activation, _), samples) in &references {
        let name = format!("{loss} after {activation}");
        match loss {
            "mean_squared_error" => {
                assert_regression_as_in_pytorch::<T, _>(&MeanSquaredError, &name, activation, samples);
            }
            "mean_absolute_error" => {
                assert_regression_as_in_pytorch::<T, _>(&MeanAbsoluteError, &name, activation, samples);
            }
            "huber 0.1" => assert_regression_as_in_pytorch::<T, _>(&Huber::new(0.1), &name, activation, samples),
            "huber 1" => assert_regression_as_in_pytorch::<T, _>(&Huber::default(), &name, activation, samples),
            "huber 10" => assert_regression_as_in_pytorch::<T, _>(&Huber::new(10.0), &name, activation, samples),
            "binary_cross_entropy" => assert_as_in_pytorch::<T, Sigmoid>(&BinaryCrossEntropy, &name, samples),
            "weighted_binary_cross_entropy weight 3" => {
                assert_as_in_pytorch::<T, Sigmoid>(&BinaryCrossEntropy.pos_weight(3.0), &name, samples);
            }
            "weighted_binary_cross_entropy weights" => {
                assert_as_in_pytorch::<T, Sigmoid>(&BinaryCrossEntropy.pos_weights(&CLASS_WEIGHTS), &name, samples);
            }
            "cross_entropy" => assert_as_in_pytorch::<T, Softmax>(&CrossEntropy, &name, samples),
            "weighted_cross_entropy smoothing 0.1" => assert_as_in_pytorch::<T, Softmax>(&smoothed, &name, samples),
            "weighted_cross_entropy weights" => {
                assert_as_in_pytorch::<T, Softmax>(&CrossEntropy.class_weights(&CLASS_WEIGHTS), &name, samples);
            }
            "weighted_cross_entropy weights smoothing 0.1" => {
                assert_as_in_pytorch::<T, Softmax>(&smoothed.class_weights(&CLASS_WEIGHTS), &name, samples);
            }
            "poisson" => assert_as_in_pytorch::<T, Identity>(&Poisson, &name, samples),
            "hinge" if activation == "tanh" => assert_as_in_pytorch::<T, Tanh>(&Hinge, &name, samples),
            "hinge" => assert_as_in_pytorch::<T, Identity>(&Hinge, &name, samples),
            _ => panic!("no loss {loss}"),
        }
    }
}

/// To 9e-16.
#[test]
fn losses_in_double_precision_are_those_of_pytorch() {
    assert_all_as_in_pytorch::<f64>();
}

/// To 5e-7.
#[test]
fn losses_in_single_precision_are_those_of_pytorch() {
    assert_all_as_in_pytorch::<f32>();
}
