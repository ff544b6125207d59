//! Every width around the sizes of lanes and blocks, from 1 to 70: as a layer's inputs and as its outputs.
//!
//! The kernels have no shape in their types, and `crates/tensors/tests/dense.rs` goes through all pairs of widths; here are whole layers,
//! with activations of both kinds, whose derivative reads the logit or does not. A wide side meets a narrow one, which keeps the
//! references fast.

use proptest::collection::vec;
use sinew::activations::{Mish, Sigmoid, Silu, Tanh};
use sinew::gradcheck::{Dual, check_layer, strategies};
use sinew::layers::{Dense, Layer};
use sinew::tensors::Rng;

use super::{holds, on_every_set};

/// The share of proptest's cases of each width.
const SHARE: u32 = 64;

/// More than a tile of `f64` on each instruction set.
const SAMPLES: usize = 20;

fn prove_layer<L: Layer<f64>, D: Layer<Dual>>() {
    let parameters = strategies::numbers(|rng: &mut Rng| (0..L::PARAMETERS).map(|_| 0.5 * rng.normal()).collect());
    let numbers = |len: usize| strategies::numbers(move |rng: &mut Rng| (0..len).map(|_| rng.normal()).collect());
    let samples = vec((numbers(L::INPUT.iter().product()), numbers(L::OUTPUTS)), 1..=SAMPLES);
    on_every_set(SHARE, &(parameters, samples), |(parameters, samples)| {
        let mut layer = L::zeros();
        layer.parameters_mut().copy_from_slice(parameters);
        let (x, dy): (Vec<_>, Vec<_>) = samples.iter().cloned().unzip();
        holds(check_layer::<D, L>(&layer, &x.concat(), &dy.concat()))
    });
}

macro_rules! layers {
    ($($name:ident: $inputs:literal => $outputs:literal $activation:ident $($bias:literal)?;)*) => {$(
        #[test]
        fn $name() {
            type Of<T> = Dense<T, $inputs, $outputs, $activation $(, $bias)?>;
            prove_layer::<Of<f64>, Of<Dual>>();
        }
    )*};
}

layers! {
    from_1_to_70: 1 => 70 Silu;
    from_2_to_65: 2 => 65 Tanh;
    from_3_to_64: 3 => 64 Mish;
    from_4_to_63: 4 => 63 Sigmoid;
    from_5_to_49: 5 => 49 Silu;
    from_7_to_48: 7 => 48 Tanh 0;
    from_8_to_47: 8 => 47 Mish;
    from_9_to_33: 9 => 33 Sigmoid;
    from_11_to_32: 11 => 32 Silu 0;
    from_12_to_31: 12 => 31 Tanh;
    from_13_to_25: 13 => 25 Mish;
    from_15_to_24: 15 => 24 Sigmoid;
    from_16_to_23: 16 => 23 Silu;
    from_17_to_17: 17 => 17 Tanh;
    from_23_to_16: 23 => 16 Mish;
    from_24_to_15: 24 => 15 Sigmoid;
    from_25_to_13: 25 => 13 Silu;
    from_31_to_12: 31 => 12 Tanh;
    from_32_to_11: 32 => 11 Mish 0;
    from_33_to_9: 33 => 9 Sigmoid;
    from_47_to_8: 47 => 8 Silu;
    from_48_to_7: 48 => 7 Tanh 0;
    from_49_to_5: 49 => 5 Mish;
    from_63_to_4: 63 => 4 Sigmoid;
    from_64_to_3: 64 => 3 Silu;
    from_65_to_2: 65 => 2 Tanh;
    from_70_to_1: 70 => 1 Mish;
}
