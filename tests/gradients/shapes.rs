//! Every layer and option at small random shapes: `∂L/∂parameters` and `∂L/∂x`, with odd sizes,
//! strides, paddings, dilations and groups.
//!
//! `generate/main.rs` draws the networks; each `SHAPES_SEED` gives others.

use sinew::gradcheck::{Dual, check_layer};
use sinew::layers::{LayerInfo, Predict, Trainable};
use sinew::prelude::*;

use super::{cases, holds, on_every_set};

/// The share of proptest's cases for each shape.
const SHARE: u32 = 32;

/// More than a tile of `f64` holds on most instruction sets, but few enough for layers that look at
/// all samples together.
const SAMPLES: usize = 9;

/// The targets of the samples serve as `∂L/∂y`.
fn prove<L: Trainable<Number = f64>, D: Trainable<Number = Dual>>(source: &str, info: &'static [LayerInfo]) {
    println!("{source}"); // what a failure is about
    on_every_set(SHARE, &cases(info, SAMPLES), &|case| {
        let mut layer = L::zeros();
        layer.parameters_mut().copy_from_slice(&case.parameters);
        holds(check_layer::<D, L>(&layer, &case.inputs.concat(), &case.targets.concat()))
    });
}

macro_rules! shapes {
    ($($kind:ident: $(($($source:tt)+))* ;)*) => {$(
        #[test]
        fn $kind() {
            $({
                network! {
                    struct Shape = $($source)+;
                }

                type Of<T> = <Shape<T> as Predict>::Stage;
                prove::<Of<f64>, Of<Dual>>(stringify!($($source)+), const { &[LayerInfo::of::<Of<f64>>("network")] });
            })*
        }
    )*};
}

include!(concat!(env!("OUT_DIR"), "/shapes.rs"));

/// A network inside another, which is inside two others.
#[test]
fn nested() {
    network! {
        struct Inner = 2x4x3 => conv(3, 2x2, padding = same) tanh => batchnorm;
        struct Middle = 2x4x3 => Inner => residual(conv(3, 1x3, padding = same) silu) => maxpool(2x1);
        struct Pair = 18 => 2 softsign => layernorm;
        struct Outer = 1x4x3 => conv(2, 3x3, padding = same) => inner: Middle => flatten => concat(Pair | 3 tanh);
    }

    type Of<T> = <Outer<T> as Predict>::Stage;
    prove::<Of<f64>, Of<Dual>>("Outer", const { &[LayerInfo::of::<Of<f64>>("network")] });
}
