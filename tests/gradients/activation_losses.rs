//! Every activation with every loss that fits it.
//!
//! `generate/pairs.rs` reads them from the tables of `sinew-vocabulary`. Each pair is tested twice:
//! the loss after the activation alone, for logits from gentle to extreme; and after a dense layer.
//! `widths` and `architectures` test the activations in hidden layers.

use proptest::prelude::*;
#[allow(clippy::wildcard_imports)] // each of them
use sinew::activations::*;
use sinew::gradcheck::{Dual, check_loss, strategies};
use sinew::prelude::*;

use super::losses::{Answers, Classes, Counts, Family, Margins, Regression};
use super::{Case, holds, on_every_set, prove};

/// The share of proptest's cases for each pair.
const ALONE: u32 = 1;
const BEHIND_A_LAYER: u32 = 8;

/// More than a tile of `f64` holds on each instruction set.
const SAMPLES: usize = 20;

/// After no layer at all: the input of the one sample serves as the logits.
fn prove_alone<A: LayerActivation, L: Family + Loss<A>>() {
    let strategy = (1..20_usize).prop_flat_map(|len| (strategies::logits(len), strategies::target(len)));
    let finite = |z: Vec<f64>| z.iter().map(|z| z.clamp(-L::LARGEST_LOGIT, L::LARGEST_LOGIT)).collect();
    let case = move |(z, t)| Case { parameters: Vec::new(), inputs: vec![finite(z)], targets: vec![t], seed: 0 };
    let strategy = strategy.prop_map(case).boxed();
    for member in 0..L::members(1).len() {
        on_every_set(ALONE, &strategy, &|case| {
            let (z, t) = (&case.inputs[0], &case.targets[0]);
            holds(check_loss::<A, L>(&L::members(t.len())[member].0, z, t))
        });
    }
}

macro_rules! pairs {
    ($($word:ident: $activation:ty, [$($losses:ident),+];)*) => {$(
        #[test]
        fn $word() {
            network! {
                struct Layer = 9 => 8 $word;
            }

            $(prove_alone::<$activation, $losses>();
            prove::<Layer<f64>, Layer<Dual>, $losses>(BEHIND_A_LAYER, SAMPLES);)+
        }
    )*};
}

include!(concat!(env!("OUT_DIR"), "/pairs.rs"));
