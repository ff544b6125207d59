//! Every activation with every loss that fits it.
//!
//! Each pair twice: the loss behind the activation alone, for logits from gentle to extreme; and behind a dense layer. As activations of
//! hidden layers they stand in `widths` and in `architectures`.

use proptest::prelude::*;
use sinew::activations::{
    Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LayerActivation, LeakyRelu, Mish, Relu, Relu6,
    Selu, Sigmoid, Silu, Softmax, Softplus, Softsign, Tanh,
};
use sinew::gradcheck::{Dual, check_loss, strategies};
use sinew::prelude::*;

use super::losses::{Answers, Classes, Family, Regression};
use super::{Case, holds, on_every_set, prove};

network! {
    struct IdentityLayer = 9 => 8;
    struct SigmoidLayer = 9 => 8 sigmoid;
    struct TanhLayer = 9 => 8 tanh;
    struct ReluLayer = 9 => 8 relu;
    struct LeakyReluLayer = 9 => 8 leaky_relu;
    struct Relu6Layer = 9 => 8 relu6;
    struct EluLayer = 9 => 8 elu;
    struct SeluLayer = 9 => 8 selu;
    struct GeluLayer = 9 => 8 gelu;
    struct GeluTanhLayer = 9 => 8 gelu_tanh;
    struct SiluLayer = 9 => 8 silu;
    struct MishLayer = 9 => 8 mish;
    struct SoftplusLayer = 9 => 8 softplus;
    struct SoftsignLayer = 9 => 8 softsign;
    struct HardSigmoidLayer = 9 => 8 hard_sigmoid;
    struct HardTanhLayer = 9 => 8 hard_tanh;
    struct HardSwishLayer = 9 => 8 hard_swish;
    struct SoftmaxLayer = 9 => 8 softmax;
}

/// The share of proptest's cases of each pair.
const ALONE: u32 = 1;
const BEHIND_A_LAYER: u32 = 8;

/// More than a tile of `f64` holds on each instruction set.
const SAMPLES: usize = 20;

/// Behind nothing: the one sample's input stands for the logits.
fn prove_alone<A: LayerActivation, L: Family + Loss<A>>() {
    let strategy = (1..20_usize).prop_flat_map(|len| (strategies::logits(len), strategies::target(len)));
    let case = |(z, t)| Case { parameters: Vec::new(), inputs: vec![z], targets: vec![t], seed: 0 };
    let strategy = strategy.prop_map(case).boxed();
    for member in 0..L::members(1).len() {
        on_every_set(ALONE, &strategy, &|case| {
            let (z, t) = (&case.inputs[0], &case.targets[0]);
            holds(check_loss::<A, L>(&L::members(t.len())[member].0, z, t))
        });
    }
}

macro_rules! pairs {
    ($($name:ident: $activation:ty, $layer:ident, [$($losses:ident),+];)*) => {$(
        #[test]
        fn $name() {
            $(prove_alone::<$activation, $losses>();
            prove::<$layer<f64>, $layer<Dual>, $losses>(BEHIND_A_LAYER, SAMPLES);)+
        }
    )*};
}

pairs! {
    identity: Identity, IdentityLayer, [Regression];
    sigmoid: Sigmoid, SigmoidLayer, [Regression, Answers];
    tanh: Tanh, TanhLayer, [Regression];
    relu: Relu, ReluLayer, [Regression];
    leaky_relu: LeakyRelu, LeakyReluLayer, [Regression];
    relu6: Relu6, Relu6Layer, [Regression];
    elu: Elu, EluLayer, [Regression];
    selu: Selu, SeluLayer, [Regression];
    gelu: Gelu, GeluLayer, [Regression];
    gelu_tanh: GeluTanh, GeluTanhLayer, [Regression];
    silu: Silu, SiluLayer, [Regression];
    mish: Mish, MishLayer, [Regression];
    softplus: Softplus, SoftplusLayer, [Regression];
    softsign: Softsign, SoftsignLayer, [Regression];
    hard_sigmoid: HardSigmoid, HardSigmoidLayer, [Regression];
    hard_tanh: HardTanh, HardTanhLayer, [Regression];
    hard_swish: HardSwish, HardSwishLayer, [Regression];
    softmax: Softmax, SoftmaxLayer, [Regression, Classes];
}
