//! Activations have PyTorch's values and derivatives; `references/activations.py` writes the
//! expected numbers.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::Mutex;

#[allow(clippy::wildcard_imports)] // each of them
use sinew_activations::*;
use sinew_tensors::{InstructionSet, Number, Vector, Vectorized};
use sinew_vocabulary::ACTIVATIONS;

/// A row of `activations.csv`.
struct Reference {
    z: f32,
    value: f64,
    derivative: f64,
}

fn references(word: &str) -> Vec<Reference> {
    let lines = include_str!("references/activations.csv").lines().skip(1);
    let of_word = lines.filter_map(|line| line.strip_prefix(word)?.strip_prefix(','));
    of_word
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let &[z, value, derivative] = cells.as_slice() else { panic!("three numbers in {line}") };
            Reference { z: z.parse().unwrap(), value: value.parse().unwrap(), derivative: derivative.parse().unwrap() }
        })
        .collect()
}

/// How far a number may be from the reference, in units of the format's distance from 1 to the next
/// number times a size.
#[derive(Clone, Copy, Debug)]
enum Bound {
    /// The size is that of the expected number, so that small numbers have to have all their digits
    /// too.
    Ulps(f64),
    /// The size is 1 where that is more: digits lost in a difference of numbers near 1 do not come
    /// back, in PyTorch either.
    UlpsOfOne(f64),
}

use Bound::{Ulps, UlpsOfOne};

impl Bound {
    fn holds<T: Format>(self, found: T, expected: f64) -> bool {
        let (ulps, smallest) = match self {
            Ulps(ulps) => (ulps, T::SMALLEST),
            UlpsOfOne(ulps) => (ulps, 1.0),
        };
        (found.to_f64() - expected).abs() <= ulps * T::EPSILON * expected.abs().max(smallest)
    }
}

/// The precision of a number format.
trait Format: Number {
    /// The distance from 1 to the next number.
    const EPSILON: f64;

    /// From here on downwards, a factor on the way may have been subnormal and without all its
    /// digits.
    const SMALLEST: f64;
}

impl Format for f32 {
    const EPSILON: f64 = f32::EPSILON as f64;
    const SMALLEST: f64 = f32::MIN_POSITIVE as f64 * 1024.0;
}

impl Format for f64 {
    const EPSILON: f64 = f64::EPSILON;
    const SMALLEST: f64 = f64::MIN_POSITIVE * 1024.0;
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

/// Value and derivative of an activation at each number.
struct Each<'a, A, T>(&'a [T], PhantomData<A>);

impl<A: Activation, T: Number> Vectorized<T> for Each<'_, A, T> {
    type Output = (Vec<T>, Vec<T>);

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let (mut values, mut derivatives) = (self.0.to_vec(), self.0.to_vec());
        for (y, dy) in values.chunks_mut(V::LANES).zip(derivatives.chunks_mut(V::LANES)) {
            let z = V::load(y);
            let value = A::apply(z);
            value.store(y);
            // Training keeps no pre-activation for a function that does not ask for it.
            A::derivative(if A::READS_PREACTIVATION { z } else { V::constant(f64::NAN) }, value).store(dy);
        }
        (values, derivatives)
    }
}

fn assert_as_in_pytorch<A: Activation, T: Format>(word: &str, value: Bound, derivative: Bound) {
    let references = references(word);
    assert!(references.len() > 50, "{word}");
    let z: Vec<T> = references.iter().map(|reference| T::from_f64(reference.z.into())).collect();
    let check = |(values, derivatives): (Vec<T>, Vec<T>), way: &str| {
        for (i, &Reference { value: y, derivative: dy, .. }) in references.iter().enumerate() {
            let (name, z) = (T::NAME, z[i]);
            let found = values[i];
            assert!(value.holds(found, y), "{way}, {name}: {word}({z}) is {found:?}, expected {y:e}");
            let found = derivatives[i];
            assert!(derivative.holds(found, dy), "{way}, {name}: {word}′({z}) is {found:?}, expected {dy:e}");
        }
    };
    check(Each(&z, PhantomData::<A>).run::<T>(), "one by one");
    with_every_set(|set| check(T::dispatch(Each(&z, PhantomData::<A>)), set.name()));
}

/// Tests each activation against the rows of its word, in both formats, for which the bounds are
/// the same.
///
/// Derivatives with a factor `z·(1 − y)` have the widest bounds: there an error of `y` counts `z`
/// times.
macro_rules! activations {
    ($($test:ident: $word:literal $activation:ty, value $value:expr, derivative $derivative:expr;)*) => {
        const WORDS: &[&str] = &[$($word),*];

        $(#[test]
        fn $test() {
            assert_as_in_pytorch::<$activation, f32>($word, $value, $derivative);
            assert_as_in_pytorch::<$activation, f64>($word, $value, $derivative);
        })*
    };
}

activations! {
    identity_is_that_of_pytorch: "identity" Identity, value Ulps(0.0), derivative Ulps(0.0);
    sigmoid_is_that_of_pytorch: "sigmoid" Sigmoid, value Ulps(4.0), derivative UlpsOfOne(1.0);
    tanh_is_that_of_pytorch: "tanh" Tanh, value Ulps(3.0), derivative UlpsOfOne(2.0);
    relu_is_that_of_pytorch: "relu" Relu, value Ulps(0.0), derivative Ulps(0.0);
    leaky_relu_is_that_of_pytorch: "leaky_relu" LeakyRelu, value Ulps(1.0), derivative Ulps(0.5);
    leaky_relu_of_a_tenth_is_that_of_pytorch: "leaky_relu(0.1)" LeakyRelu<1, 10>, value Ulps(1.0), derivative Ulps(0.5);
    leaky_relu_downwards_is_that_of_pytorch: "leaky_relu(-0.25)" LeakyRelu<-1, 4>, value Ulps(0.0), derivative Ulps(0.0);
    relu6_is_that_of_pytorch: "relu6" Relu6, value Ulps(0.0), derivative Ulps(0.0);
    elu_is_that_of_pytorch: "elu" Elu, value Ulps(2.0), derivative UlpsOfOne(1.0);
    elu_of_a_half_is_that_of_pytorch: "elu(0.5)" Elu<1, 2>, value Ulps(2.0), derivative UlpsOfOne(1.0);
    elu_downwards_is_that_of_pytorch: "elu(-0.5)" Elu<-1, 2>, value Ulps(2.0), derivative UlpsOfOne(1.0);
    celu_is_that_of_pytorch: "celu" Celu, value Ulps(2.0), derivative UlpsOfOne(1.0);
    celu_of_a_half_is_that_of_pytorch: "celu(0.5)" Celu<1, 2>, value Ulps(2.0), derivative UlpsOfOne(2.0);
    celu_of_two_is_that_of_pytorch: "celu(2)" Celu<2, 1>, value Ulps(2.0), derivative UlpsOfOne(1.0);
    selu_is_that_of_pytorch: "selu" Selu, value Ulps(3.0), derivative UlpsOfOne(2.0);
    gelu_is_that_of_pytorch: "gelu" Gelu, value UlpsOfOne(4.0), derivative UlpsOfOne(4.0);
    gelu_tanh_is_that_of_pytorch: "gelu_tanh" GeluTanh, value UlpsOfOne(4.0), derivative UlpsOfOne(16.0);
    silu_is_that_of_pytorch: "silu" Silu, value Ulps(4.0), derivative UlpsOfOne(16.0);
    mish_is_that_of_pytorch: "mish" Mish, value Ulps(4.0), derivative UlpsOfOne(8.0);
    softplus_is_that_of_pytorch: "softplus" Softplus, value Ulps(2.0), derivative Ulps(4.0);
    softsign_is_that_of_pytorch: "softsign" Softsign, value Ulps(2.0), derivative UlpsOfOne(2.0);
    hard_sigmoid_is_that_of_pytorch: "hard_sigmoid" HardSigmoid, value UlpsOfOne(0.5), derivative Ulps(0.5);
    hard_sigmoid_of_a_fifth_is_that_of_pytorch: "hard_sigmoid(0.2)" HardSigmoid<1, 5>, value UlpsOfOne(0.5), derivative Ulps(0.5);
    hard_sigmoid_of_three_halves_is_that_of_pytorch: "hard_sigmoid(1.5)" HardSigmoid<3, 2>, value UlpsOfOne(1.0), derivative Ulps(0.5);
    hard_tanh_is_that_of_pytorch: "hard_tanh" HardTanh, value Ulps(0.0), derivative Ulps(0.0);
    hard_swish_is_that_of_pytorch: "hard_swish" HardSwish, value UlpsOfOne(1.0), derivative UlpsOfOne(1.0);
    hard_shrink_is_that_of_pytorch: "hard_shrink" HardShrink, value Ulps(0.0), derivative Ulps(0.0);
    hard_shrink_of_three_halves_is_that_of_pytorch: "hard_shrink(1.5)" HardShrink<3, 2>, value Ulps(0.0), derivative Ulps(0.0);
}

#[test]
fn every_activation_of_the_file_is_tested() {
    let lines = include_str!("references/activations.csv").lines().skip(1);
    let words: BTreeSet<&str> = lines.filter_map(|line| line.split(',').next()).collect();
    assert_eq!(words, WORDS.iter().copied().collect());
}

#[test]
fn every_activation_of_single_neurons_is_in_the_file() {
    for row in ACTIVATIONS.iter().filter(|row| !row.last) {
        assert!(WORDS.contains(&row.word), "`{}` is not tested against PyTorch", row.word);
    }
}

/// A row of `softmax.csv`: one logit of a sample.
struct Logit {
    z: f32,
    y: f64,
    dy: f64,
    dz: f64,
}

/// The samples of `softmax.csv`.
fn softmax_references() -> Vec<Vec<Logit>> {
    let mut samples = Vec::<Vec<Logit>>::new();
    for line in include_str!("references/softmax.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[sample, z, y, dy, dz] = cells.as_slice() else { panic!("five numbers in {line}") };
        let number = |text: &str| text.parse::<f64>().unwrap();
        samples.resize_with(sample.parse::<usize>().unwrap() + 1, Vec::new);
        let logits = samples.last_mut().expect("a sample of its own");
        logits.push(Logit { z: z.parse().unwrap(), y: number(y), dy: number(dy), dz: number(dz) });
    }
    samples
}

/// Softmax of one sample: alone, and in all lanes of a tile with what `pull_back` makes of
/// `dy`.
struct SoftmaxOf<'a>(&'a [Logit]);

impl<T: Format> Vectorized<T> for SoftmaxOf<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        let column =
            |number: fn(&Logit) -> f64| -> Vec<T> { self.0.iter().map(|row| T::from_f64(number(row))).collect() };
        let in_every_lane = |column: &[T]| -> Vec<[V; 2]> { column.iter().map(|&x| [V::splat(x); 2]).collect() };
        let (z, dy) = (column(|row| row.z.into()), column(|row| row.dy));

        let mut one = z.clone();
        Softmax::apply_one::<V>(&mut one);
        let mut y = in_every_lane(&z);
        Softmax::finish(&mut y);
        let mut dz = in_every_lane(&dy);
        Softmax::pull_back(&[], &y, &mut dz);

        let set = InstructionSet::current();
        for (k, row) in self.0.iter().enumerate() {
            for &found in V::elements(&y[k]).iter().chain([&one[k]]) {
                assert!(Ulps(8.0).holds(found, row.y), "{set}: softmax({z:?})[{k}] is {found:?}, expected {}", row.y);
            }
            for &found in V::elements(&dz[k]) {
                let close = UlpsOfOne(8.0).holds(found, row.dz);
                assert!(close, "{set}: {dy:?}·softmax′({z:?})[{k}] is {found:?}, expected {}", row.dz);
            }
        }
    }
}

#[test]
fn softmax_is_that_of_pytorch() {
    let samples = softmax_references();
    assert!(samples.len() > 10);
    with_every_set(|_| {
        for sample in &samples {
            f32::dispatch(SoftmaxOf(sample));
            f64::dispatch(SoftmaxOf(sample));
        }
    });
}
