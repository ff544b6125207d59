//! The gradients of all layers, for random parameters and inputs, by central differences and by dual numbers.

use sinew::activations::{Identity, Relu, Silu, Tanh};
use sinew::gradcheck;
use sinew::layers::{
    AveragePool, BatchNorm, Concat, Conv, Dense, Dropout, Flat, GlobalAveragePool, GroupNorm, Image, LayerNorm,
    MaxPool, Residual, Signal, Skip, Sliding, TransposedConv, Upsample,
};

gradcheck!(conv: layer<T> Conv<T, Image<2, 6, 5>, 3, 2, 3, 2, Silu>);
gradcheck!(conv_strided_and_padded: layer<T> Conv<T, Image<2, 7, 6>, 3, 2, 3, 3, Tanh, Sliding<2, 3, 1, 2, 0, 1>>);
gradcheck!(conv_dilated: layer<T> Conv<T, Image<1, 9, 8>, 2, 1, 3, 2, Identity, Sliding<1, 2, 1, 1, 1, 1, 2, 3>>);
gradcheck!(conv_in_groups: layer<T> Conv<T, Image<4, 5, 5>, 6, 2, 3, 3, Silu, Sliding<1, 1, 1, 1, 1, 1>>);
gradcheck!(conv_depthwise: layer<T> Conv<T, Image<3, 5, 6>, 3, 1, 3, 3, Silu>);
gradcheck!(conv_without_bias: layer<T> Conv<T, Image<1, 5, 5>, 2, 1, 5, 5, Silu, Sliding, 0>);
gradcheck!(conv_of_a_signal: layer<T> Conv<T, Signal<2, 9>, 3, 2, 1, 4, Tanh, Sliding<1, 2, 0, 0, 1, 2>>);
gradcheck!(transposed_conv: layer<T> TransposedConv<T, Image<2, 3, 4>, 2, 3, 1, 3, 2, 3, Silu>);
gradcheck!(transposed_conv_with_all_options: layer<T>
    TransposedConv<T, Image<4, 3, 3>, 4, 1, 2, 3, 3, 2, Tanh, Sliding<2, 2, 1, 1, 1, 1>, 1, 1>);
gradcheck!(transposed_conv_without_bias: layer<T> TransposedConv<T, Image<2, 3, 3>, 2, 2, 1, 2, 2, 0>);
gradcheck!(maxpool: layer<T> MaxPool<T, Image<2, 4, 6>, 2, 2, Tanh, Sliding<2, 2>>);
gradcheck!(maxpool_overlapping: layer<T> MaxPool<T, Image<1, 5, 5>, 3, 2, Identity, Sliding<2, 1, 1, 1, 1, 0>>);
gradcheck!(maxpool_of_a_signal: layer<T> MaxPool<T, Signal<2, 7>, 1, 3, Identity, Sliding<1, 2>>);
gradcheck!(avgpool: layer<T> AveragePool<T, Image<2, 5, 6>, 3, 2, Silu, Sliding<2, 2, 1, 1, 0, 0>>);
gradcheck!(globalavgpool: layer<T> GlobalAveragePool<T, Image<3, 3, 4>, Tanh>);
gradcheck!(upsample: layer<T> Upsample<T, Image<2, 3, 2>, 2, 3, Silu>);
gradcheck!(dropout: layer<T> Dropout<T, 9, 1, 5>);
gradcheck!(batchnorm: layer<T> BatchNorm<T, Image<2, 3, 3>, 2, Silu>);
gradcheck!(batchnorm_of_flat_samples: layer<T> BatchNorm<T, Flat<5>, 5, Tanh>);
gradcheck!(groupnorm: layer<T> GroupNorm<T, Image<4, 3, 2>, 4, 2, Silu>);
gradcheck!(layernorm: layer<T> LayerNorm<T, 7, Tanh>);
gradcheck!(residual: layer<T> Residual<Dense<T, 5, 5, Tanh>, Skip<T, 5>, Silu>);
gradcheck!(residual_with_projection: layer<T>
    Residual<Conv<T, Image<2, 5, 5>, 3, 2, 3, 3, Tanh, Sliding<2, 2, 1, 1, 1, 1>>, Conv<T, Image<2, 5, 5>, 3, 2, 1, 1, Identity, Sliding<2, 2>>, Silu>);
gradcheck!(residual_with_statistics: layer<T> Residual<BatchNorm<T, Image<2, 3, 2>, 2, Tanh>, Skip<T, 12>>);
gradcheck!(concat: layer<T> Concat<Dense<T, 4, 3, Tanh>, Concat<Dense<T, 4, 2, Silu>, Dropout<T, 4, 1, 2>>, Tanh>);

// Kinks of `relu` are avoided by looking for them, not by a wider tolerance.
gradcheck!(conv_with_kinks: layer<T> Conv<T, Image<1, 4, 4>, 2, 1, 2, 2, Relu>);
