//! What is not a number stays so: whatever the activation, the instruction set, the vector type and
//! the neuron.

use std::marker::PhantomData;

use sinew_activations::LayerActivation;
use sinew_tensors::{InstructionSet, Number, Vector, Vectorized};

/// The outputs of some neurons with `NaN` in one of them, and what goes back where `NaN` comes: for
/// one sample, and for tiles whose first lane has it.
struct Poisoned<'a, A, T> {
    z: &'a [T],
    neuron: usize,
    activation: PhantomData<A>,
}

impl<A: LayerActivation, T: Number> Vectorized<T> for Poisoned<'_, A, T> {
    type Output = [Vec<bool>; 4];

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let Self { z, neuron, .. } = self;
        let nan = T::from_f64(f64::NAN);
        let mut one = z.to_vec();
        one[neuron] = nan;
        A::apply_one::<V>(&mut one);

        // A lane of numbers beside the one with `NaN`, if there is more than one.
        let mut z: Vec<[V; 1]> = z.iter().map(|&z| [V::splat(z)]).collect();
        V::elements_mut(&mut z[neuron])[0] = nan;
        let mut y: Vec<[V; 1]> = z.iter().map(|[z]| [A::start(*z)]).collect();
        A::finish(&mut y);
        let mut dy: Vec<[V; 1]> = z.iter().map(|_| [V::splat(T::ONE)]).collect();
        V::elements_mut(&mut dy[neuron])[0] = nan;
        A::pull_back(if A::READS_PREACTIVATION { &z[..] } else { &[] }, &y, &mut dy);
        let is_nan = |numbers: &[[V; 1]], lane: usize| -> Vec<bool> {
            numbers.iter().map(|number| V::elements(number)[lane].to_f64().is_nan()).collect()
        };
        let last = if V::LANES > 1 { is_nan(&y, V::LANES - 1) } else { vec![false; y.len()] };
        [one.iter().map(|y| y.to_f64().is_nan()).collect(), is_nan(&y, 0), last, is_nan(&dy, 0)]
    }
}

/// All neurons' numbers on both sides of every kink.
const Z: [f64; 19] =
    [-9.0, -6.5, -4.0, -3.0, -1.5, -1.0, -0.5, -0.25, -0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 2.0, 3.5, 5.0, 6.5, 8.0];

fn check<A: LayerActivation, T: Number>(word: &str) {
    let z = Z.map(T::from_f64);
    for neuron in 0..z.len() {
        let [one, tile, others, back] = T::dispatch(Poisoned { z: &z, neuron, activation: PhantomData::<A> });
        let at = |what: &str| format!("{what} of {word}, neuron {neuron}, on {}", InstructionSet::current());
        // A softmax divides each output by the sum of all.
        let expected: Vec<bool> = (0..z.len()).map(|i| i == neuron || word == "softmax").collect();
        assert_eq!(one, expected, "{}", at("one sample"));
        assert_eq!(tile, expected, "{}", at("tiles"));
        assert!(!others.contains(&true), "{}", at("another lane"));
        assert!(back[neuron], "{}", at("backward"));
    }
}

macro_rules! check_all {
    ($($word:ident: $type:ident { $($rest:tt)* };)*) => {$(
        check::<sinew_activations::$type, f32>(stringify!($word));
        check::<sinew_activations::$type, f64>(stringify!($word));
    )*};
}

#[test]
fn no_activation_makes_a_number_of_what_is_none() {
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        sinew_vocabulary::activations!(check_all);
    }
}
