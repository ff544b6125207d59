//! Every kind of layer as the last of a network, in front of every family of losses: `∂loss/∂parameters` and `∂loss/∂input`.
//!
//! Each behind another layer, at one small shape; `shapes` has the others, without a loss. What takes no activation, as a dropout, stands
//! in front of the last layer.

use sinew::gradcheck::Dual;
use sinew::prelude::*;

use super::losses::{Answers, Classes, Regression};
use super::prove;

/// The share of proptest's cases of each network and loss.
const SHARE: u32 = 32;

/// More than a tile of `f64` holds on most instruction sets, and few enough for layers that look at all samples together.
const SAMPLES: usize = 9;

macro_rules! ends {
    ($($kind:ident: ($($source:tt)+);)*) => {$(
        #[test]
        fn $kind() {
            network! {
                struct Numbers = $($source)+ softsign;
                struct YesOrNo = $($source)+ sigmoid;
                struct OneOfMany = $($source)+ softmax;
            }

            prove::<Numbers<f64>, Numbers<Dual>, Regression>(SHARE, SAMPLES);
            prove::<YesOrNo<f64>, YesOrNo<Dual>, Answers>(SHARE, SAMPLES);
            prove::<OneOfMany<f64>, OneOfMany<Dual>, Classes>(SHARE, SAMPLES);
        }
    )*};
}

ends! {
    conv: (2x4x3 => conv(2, 2x2) tanh => conv(3, 3x2, padding = same));
    depthwise: (2x3x4 => conv(2, 2x2) silu => depthwise(2x3, padding = 1));
    conv1d: (2x7 => conv1d(3, 3) relu => conv1d(2, 2, stride = 2));
    transposed_conv: (1x3x3 => conv(2, 2x2) gelu => transposed_conv(2, 2x2, stride = 2x1));
    maxpool: (1x5x4 => conv(2, 2x2) mish => maxpool(2x3, stride = 2x1, padding = 1));
    avgpool: (1x5x4 => conv(2, 2x2) elu => avgpool(2x2, stride = 1, padding = 0x1));
    globalavgpool: (2x3x4 => conv(4, 2x2) hard_swish => globalavgpool);
    upsample: (1x3x3 => conv(2, 2x2) softplus => upsample(2x1));
    batchnorm: (2x3x3 => conv(3, 2x2) tanh => batchnorm);
    groupnorm: (2x3x3 => conv(4, 2x2) leaky_relu => groupnorm(2));
    layernorm: (5 => 7 selu => layernorm);
    dropout: (5 => 8 tanh => dropout(0.4) => 3);
    residual: (2x3x3 => conv(3, 2x2) relu6 => residual(conv(2, 3x3, padding = same) silu => conv(3, 1x1)));
    residual_with_a_projection: (
        2x3x4 => conv(2, 2x2) gelu_tanh => residual(conv(3, 3x3, stride = 2, padding = same) => batchnorm, projection = true)
    );
    concat: (1x3x4 => conv(2, 2x2) tanh => concat(conv(2, 1x1) mish | maxpool(3x3, stride = 1, padding = same)));
    repeat: (5 => (6 tanh => residual(6 silu)) * 2 => 3);
    nested: (3x4 => flatten => Inner => 3);
}

network! {
    struct Inner = 12 => 6 hard_tanh => layernorm => 4;
}
