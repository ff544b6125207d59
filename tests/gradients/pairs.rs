//! Every activation with every loss that fits it.
//!
//! Each pair twice: the loss behind the activation alone, for logits from gentle to extreme; and behind a dense layer. As activations of
//! hidden layers they stand in `widths` and in `architectures`.

use proptest::prelude::*;
use sinew::activations::{
    Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LayerActivation, LeakyRelu, Mish, Relu, Relu6,
    Selu, Sigmoid, Silu, Softmax, Softplus, Softsign, Tanh,
};
use sinew::gradcheck::{Dual, check, check_loss, strategies};
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::Vector;

use super::{Case, cases, holds, network, on_every_set, samples};

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

/// One of the losses that fit every activation, so that a network is compiled once and not for each of them.
enum Regression {
    Squared,
    Absolute,
    Huber,
}

impl<A: LayerActivation> Loss<A> for Regression {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        match self {
            Self::Squared => Loss::<A>::evaluate(&MeanSquaredError, z, targets),
            Self::Absolute => Loss::<A>::evaluate(&MeanAbsoluteError, z, targets),
            Self::Huber => Loss::<A>::evaluate(&Huber::new(0.5), z, targets),
        }
    }
}

/// The share of proptest's cases of each pair.
const ALONE: u32 = 1;
const BEHIND_A_LAYER: u32 = 8;

/// More than a tile of `f64` holds on each instruction set.
const SAMPLES: usize = 20;

/// Behind nothing: the one sample's input stands for the logits.
fn prove_alone<A: LayerActivation, L: Loss<A>>(loss: &L, classes: std::ops::Range<usize>) {
    let strategy = classes.prop_flat_map(|len| (strategies::logits(len), strategies::target(len)));
    let case = |(z, t)| Case { parameters: Vec::new(), inputs: vec![z], targets: vec![t], seed: 0 };
    on_every_set(ALONE, &strategy.prop_map(case).boxed(), &|case| {
        holds(check_loss::<A, L>(loss, &case.inputs[0], &case.targets[0]))
    });
}

/// Proves `∂loss/∂parameters` of a network.
fn prove<N, D, L>(loss: &L)
where
    N: Network<Number = f64>,
    D: Network<Number = Dual, Activation = N::Activation>,
    L: Loss<N::Activation>,
    N::Output: Target<f64, L, N::Output>,
{
    on_every_set(BEHIND_A_LAYER, &cases(N::LAYERS, SAMPLES), &|case| {
        let targets: Vec<N::Output> = samples(&case.targets);
        holds(check::<D, N, L, N::Output>(&network::<N>(&case.parameters), &samples(&case.inputs), &targets, loss))
    });
}

macro_rules! pairs {
    ($($name:ident: $activation:ty, $layer:ident;)*) => {$(
        #[test]
        fn $name() {
            for loss in [Regression::Squared, Regression::Absolute, Regression::Huber] {
                prove_alone::<$activation, _>(&loss, 1..20);
                prove::<$layer<f64>, $layer<Dual>, _>(&loss);
            }
        }
    )*};
}

pairs! {
    identity: Identity, IdentityLayer;
    sigmoid: Sigmoid, SigmoidLayer;
    tanh: Tanh, TanhLayer;
    relu: Relu, ReluLayer;
    leaky_relu: LeakyRelu, LeakyReluLayer;
    relu6: Relu6, Relu6Layer;
    elu: Elu, EluLayer;
    selu: Selu, SeluLayer;
    gelu: Gelu, GeluLayer;
    gelu_tanh: GeluTanh, GeluTanhLayer;
    silu: Silu, SiluLayer;
    mish: Mish, MishLayer;
    softplus: Softplus, SoftplusLayer;
    softsign: Softsign, SoftsignLayer;
    hard_sigmoid: HardSigmoid, HardSigmoidLayer;
    hard_tanh: HardTanh, HardTanhLayer;
    hard_swish: HardSwish, HardSwishLayer;
    softmax: Softmax, SoftmaxLayer;
}

#[test]
fn sigmoid_with_binary_cross_entropy() {
    prove_alone::<Sigmoid, _>(&BinaryCrossEntropy, 1..20);
    prove::<SigmoidLayer<f64>, SigmoidLayer<Dual>, _>(&BinaryCrossEntropy);
}

#[test]
fn softmax_with_cross_entropy() {
    prove_alone::<Softmax, _>(&CrossEntropy, 1..20);
    prove::<SoftmaxLayer<f64>, SoftmaxLayer<Dual>, _>(&CrossEntropy);
}

#[test]
fn softmax_with_cross_entropy_of_smooth_labels_and_weighted_classes() {
    let smooth = CrossEntropy.label_smoothing(0.1);
    let weighted = smooth.class_weights(&[1.0, 2.5, 0.0, 0.25, 1.0, 1.0, 0.5, 3.0]);
    prove_alone::<Softmax, _>(&smooth, 1..20);
    prove_alone::<Softmax, _>(&weighted, 8..9);
    prove::<SoftmaxLayer<f64>, SoftmaxLayer<Dual>, _>(&smooth);
    prove::<SoftmaxLayer<f64>, SoftmaxLayer<Dual>, _>(&weighted);
}
