//! Single layers, around the sizes of lanes and blocks: `∂L/∂parameters` and `∂L/∂x`.
//!
//! A wide side meets a narrow one, which keeps the references fast. The kernels have no shape in
//! their types, and the tests of `sinew-tensors` go through all pairs of widths; `architectures`
//! has other widths in networks.

use sinew::activations::{Elu, Gelu, HardSwish, LeakyRelu, Mish, Relu, Sigmoid, Silu, Softsign, Tanh};
use sinew::gradcheck::{Dual, check_layer};
use sinew::layers::{Dense, LayerInfo, Trainable};

use super::{cases, holds, on_every_set};

/// The share of proptest's cases for each width.
const SHARE: u32 = 8;

/// More than a tile of `f64` holds on each instruction set.
const SAMPLES: usize = 20;

/// The targets of the samples serve as `∂L/∂y`.
fn prove_layer<L: Trainable<Number = f64>, D: Trainable<Number = Dual>>(info: &'static [LayerInfo]) {
    on_every_set(SHARE, &cases(info, SAMPLES), &|case| {
        let mut layer = L::zeros();
        layer.parameters_mut().copy_from_slice(&case.parameters);
        holds(check_layer::<D, L>(&layer, &case.inputs.concat(), &case.targets.concat()))
    });
}

macro_rules! layers {
    ($($name:ident: $inputs:literal => $outputs:literal $activation:ty $(, bias $bias:literal)?;)*) => {$(
        #[test]
        fn $name() {
            type Of<T> = Dense<T, $inputs, $outputs, $activation $(, $bias)?>;
            prove_layer::<Of<f64>, Of<Dual>>(const { &[LayerInfo::of::<Of<f64>>("layer")] });
        }
    )*};
}

layers! {
    from_1_to_70: 1 => 70 Silu;
    from_3_to_64: 3 => 64 Relu;
    from_5_to_3: 5 => 3 Elu<1, 2>;
    from_7_to_48: 7 => 48 Tanh, bias 0;
    from_8_to_8: 8 => 8 Sigmoid;
    from_9_to_33: 9 => 33 Gelu;
    from_13_to_25: 13 => 25 HardSwish;
    from_17_to_17: 17 => 17 Softsign;
    from_47_to_8: 47 => 8 Mish;
    from_65_to_2: 65 => 2 LeakyRelu<-1, 4>;
}
