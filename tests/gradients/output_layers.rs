//! Every kind of layer as the last of a network, followed by every family of losses:
//! `∂loss/∂parameters` and `∂loss/∂input`.
//!
//! Each has one small shape; `shapes` has the others, without a loss. A layer that takes no
//! activation, such as dropout, comes before the last layer.

use sinew::gradcheck::Dual;
use sinew::prelude::*;

use super::losses::{Answers, Classes, Regression};
use super::prove;

/// The share of proptest's cases for each network and loss.
const SHARE: u32 = 32;

/// More than a tile of `f64` holds on most instruction sets, but few enough for layers that look at
/// all samples together.
const SAMPLES: usize = 9;

macro_rules! ends {
    ($($kind:ident: ($($source:tt)+);)*) => {$(
        #[test]
        fn $kind() {
            network! {
                struct YesOrNo = $($source)+ sigmoid;
                struct OneOfMany = $($source)+ softmax;
            }

            prove::<YesOrNo<f64>, YesOrNo<Dual>, Regression>(SHARE, SAMPLES);
            prove::<YesOrNo<f64>, YesOrNo<Dual>, Answers>(SHARE, SAMPLES);
            prove::<OneOfMany<f64>, OneOfMany<Dual>, Classes>(SHARE, SAMPLES);
        }
    )*};
}

ends! {
    conv: (2x4x3 => conv(3, 3x2, padding = same));
    transposed_conv: (2x2x3 => transposed_conv(2, 2x2, stride = 2x1));
    maxpool: (2x4x3 => maxpool(2x3, stride = 2x1, padding = 1));
    avgpool: (2x3x4 => avgpool(2x2, stride = 1, padding = 0x1));
    globalavgpool: (4x2x3 => globalavgpool);
    upsample: (2x2x3 => upsample(2x1));
    batchnorm: (3x2x2 => batchnorm);
    groupnorm: (4x2x2 => groupnorm(2));
    layernorm: (7 => layernorm);
    dropout: (5 => 8 tanh => dropout(0.4) => 3);
    residual: (2x3x3 => residual(conv(2, 3x3, padding = same) silu));
    concat: (1x2x3 => concat(conv(2, 1x1) mish | maxpool(3x3, stride = 1, padding = same)));
    nested: (3x4 => flatten => Inner => 3);
}

network! {
    struct Inner = 12 => 6 hard_tanh => layernorm => 4;
}
