//! `gradcheck!` accepts what is right and finds what is wrong.

use sinew::prelude::*;

network! {
    /// Exclusive or.
    struct Xor = 2 => 4 relu => 1 sigmoid;

    /// Handwritten digits of 8 × 8 pixels.
    struct Digits = 64 => hidden: 32 relu => output: 10 softmax;

    /// Large: each case looks at some of the parameters.
    struct Images = 784 => 128 relu => 10 softmax;

    /// Deep, with all that a residual network has.
    struct Residual = 1x6x6
        => conv(4, 3x3, padding = same, bias = false) => batchnorm relu
        => residual(
            conv(4, 3x3, padding = same, bias = false) => batchnorm relu
            => conv(4, 3x3, padding = same, bias = false) => batchnorm
        ) relu
        => residual(
            conv(6, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
            => conv(6, 3x3, padding = same, bias = false) => batchnorm,
            projection = true
        ) relu
        => globalavgpool => dropout(0.2) => 3 softmax;
}

sinew::gradcheck!(Digits, CrossEntropy);
sinew::gradcheck!(self::Xor, BinaryCrossEntropy);
sinew::gradcheck!(images: Images, CrossEntropy, CrossEntropy.label_smoothing(0.1));
sinew::gradcheck!(Residual, CrossEntropy);
sinew::gradcheck!(relu: activation sinew::activations::Relu);
sinew::gradcheck!(huber: loss Huber::new(1.0), sinew::activations::Tanh);
sinew::gradcheck!(dense: layer<T> sinew::layers::Dense<T, 17, 9, sinew::activations::Silu>);
