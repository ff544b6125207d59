//! Gradients of networks with several outputs, and of targets with gaps.

use sinew::gradcheck::{Dual, Error, check};
use sinew::losses::{Ignored, Masked, Scaled};
use sinew::prelude::*;

network! {
    /// Two outputs, each with its activation and its loss.
    struct Two = 3 => 5 tanh => (class: 4 tanh => 3 softmax | value: 1);

    /// Three, one of them an image, after a layer that measures.
    struct Three = 1x4x4
        => conv(2, 3, padding = same) => batchnorm silu
        => (mask: conv(1, 1) sigmoid | class: flatten => 3 softmax | size: globalavgpool => 2 softplus);

    struct Values = 3 => 4 tanh => 3 softplus;
}

const INPUTS: [[f64; 3]; 5] =
    [[0.1, -0.4, 0.9], [-1.0, 0.3, 0.2], [0.5, 0.5, -0.7], [1.2, -0.1, 0.0], [-0.3, -0.6, 0.4]];

#[test]
fn each_output_has_the_gradient_of_its_loss() -> Result<(), Error> {
    let net: Box<Two<f64>> = Construct::seeded(3);
    let targets = [0_usize, 2, 1, 1, 0].map(|class| TwoOutputs { class, value: [class as f64 / 2.0] });
    let losses = TwoOutputs { class: Scaled::new(CrossEntropy, 0.3), value: MeanSquaredError };
    check::<Two<Dual>, _, _, _>(&*net, &INPUTS, &targets, &losses)?;
    let alone = TwoOutputs { class: Ignored, value: Huber::new(0.1) };
    check::<Two<Dual>, _, _, _>(&*net, &INPUTS, &targets, &alone).map(drop)
}

#[test]
fn outputs_of_any_shape_have_gradients() -> Result<(), Error> {
    let net: Box<Three<f64>> = Construct::seeded(5);
    let image = |s: usize| {
        [[0, 1, 2, 3].map(|row| [0, 1, 2, 3].map(|column| ((s * 7 + row * 5 + column * 3) % 11) as f64 / 9.0))]
    };
    let targets: Vec<_> = (0..4)
        .map(|s| ThreeOutputs { mask: [[[0.0, 1.0, 0.5, 1.0]; 4]], class: s % 3, size: [Some(s as f64), None] })
        .collect();
    let losses = ThreeOutputs { mask: BinaryCrossEntropy, class: CrossEntropy, size: Masked(MeanAbsoluteError) };
    check::<Three<Dual>, _, _, _>(&*net, &[0, 1, 2, 3].map(image), &targets, &losses).map(drop)
}

#[test]
fn what_has_no_target_has_no_gradient() -> Result<(), Error> {
    let net: Box<Values<f64>> = Construct::seeded(3);
    let targets = [
        [Some(0.5), None, None],
        [None, None, None],
        [Some(1.0), Some(2.0), Some(0.1)],
        [None, Some(0.3), None],
        [None, Some(1.5), Some(0.2)],
    ];
    check::<Values<Dual>, _, _, _>(&*net, &INPUTS, &targets, &Masked(MeanSquaredError))?;
    check::<Values<Dual>, _, _, _>(&*net, &INPUTS, &targets, &Masked(Huber::new(0.2))).map(drop)
}
