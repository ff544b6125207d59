//! Every activation with every loss that fits it.
//!
//! Each pair twice: the loss behind the activation alone, for logits from gentle to extreme; and at the end of a network that has the
//! activation in its middle too.

use sinew::activations::{
    Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LayerActivation, LeakyRelu, Mish, Relu, Relu6,
    Selu, Sigmoid, Silu, Softmax, Softplus, Softsign, Tanh,
};
use sinew::gradcheck::{Dual, check_loss, strategies};
use sinew::prelude::*;

use super::{holds, on_every_set, prove};

network! {
    struct IdentityNet = 3 => 9 => 4;
    struct SigmoidNet = 3 => 9 sigmoid => 4 sigmoid;
    struct TanhNet = 3 => 9 tanh => 4 tanh;
    struct ReluNet = 3 => 9 relu => 4 relu;
    struct LeakyReluNet = 3 => 9 leaky_relu => 4 leaky_relu;
    struct LeakyReluDownNet = 3 => 9 leaky_relu(-0.25) => 4 leaky_relu(-0.25);
    struct Relu6Net = 3 => 9 relu6 => 4 relu6;
    struct EluNet = 3 => 9 elu => 4 elu;
    struct EluHalfNet = 3 => 9 elu(0.5) => 4 elu(0.5);
    struct SeluNet = 3 => 9 selu => 4 selu;
    struct GeluNet = 3 => 9 gelu => 4 gelu;
    struct GeluTanhNet = 3 => 9 gelu_tanh => 4 gelu_tanh;
    struct SiluNet = 3 => 9 silu => 4 silu;
    struct MishNet = 3 => 9 mish => 4 mish;
    struct SoftplusNet = 3 => 9 softplus => 4 softplus;
    struct SoftsignNet = 3 => 9 softsign => 4 softsign;
    struct HardSigmoidNet = 3 => 9 hard_sigmoid => 4 hard_sigmoid;
    struct HardTanhNet = 3 => 9 hard_tanh => 4 hard_tanh;
    struct HardSwishNet = 3 => 9 hard_swish => 4 hard_swish;
    struct SoftmaxNet = 3 => 9 tanh => 4 softmax;
}

/// The share of proptest's cases of each pair.
const ALONE: u32 = 4;
const IN_A_NETWORK: u32 = 64;

/// Up to this many samples: more than one tile in `f64` on each instruction set.
const SAMPLES: usize = 20;

fn prove_loss<A: LayerActivation, L: Loss<A>>(loss: &L) {
    use proptest::prelude::*;

    let strategy = (1..20_usize).prop_flat_map(|len| (strategies::logits(len), strategies::target(len)));
    on_every_set(ALONE, &strategy, |(logits, targets)| holds(check_loss::<A, L>(loss, logits, targets)));
}

macro_rules! pairs {
    ($($name:ident: $activation:ty, $network:ident, [$($loss:expr),+];)*) => {$(
        #[test]
        fn $name() {
            $(
                prove_loss::<$activation, _>(&$loss);
                prove::<$network<f64>, $network<Dual>, _>(IN_A_NETWORK, SAMPLES, &$loss);
            )+
        }
    )*};
}

pairs! {
    identity: Identity, IdentityNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    sigmoid: Sigmoid, SigmoidNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.25), BinaryCrossEntropy];
    tanh: Tanh, TanhNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    relu: Relu, ReluNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    leaky_relu: LeakyRelu, LeakyReluNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    leaky_relu_downwards: LeakyRelu<-1, 4>, LeakyReluDownNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    relu6: Relu6, Relu6Net, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    elu: Elu, EluNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    elu_of_a_half: Elu<1, 2>, EluHalfNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    selu: Selu, SeluNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    gelu: Gelu, GeluNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    gelu_tanh: GeluTanh, GeluTanhNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    silu: Silu, SiluNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    mish: Mish, MishNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    softplus: Softplus, SoftplusNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    softsign: Softsign, SoftsignNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    hard_sigmoid: HardSigmoid, HardSigmoidNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.25)];
    hard_tanh: HardTanh, HardTanhNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    hard_swish: HardSwish, HardSwishNet, [MeanSquaredError, MeanAbsoluteError, Huber::new(0.5)];
    softmax: Softmax, SoftmaxNet, [
        MeanSquaredError, MeanAbsoluteError, Huber::new(0.25), CrossEntropy, CrossEntropy.label_smoothing(0.1)
    ];
}

/// Alone for as many classes as there are weights.
#[test]
fn softmax_with_class_weights() {
    let loss = CrossEntropy.label_smoothing(0.1).class_weights(&[1.0, 2.5, 0.0, 0.25]);
    let strategy = (strategies::logits(4), strategies::target(4));
    on_every_set(ALONE, &strategy, |(logits, targets)| holds(check_loss::<Softmax, _>(&loss, logits, targets)));
    prove::<SoftmaxNet<f64>, SoftmaxNet<Dual>, _>(IN_A_NETWORK, SAMPLES, &loss);
}
