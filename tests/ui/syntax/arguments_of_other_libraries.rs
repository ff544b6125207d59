//! Activations among the arguments, options without their names, kernels before channels.

sinew::network! {
    struct Keras = 4 => dense(8, relu) => 1;
    struct PyTorch = 1x8x8 => conv(1, 8, 3x3) => flatten => 1;
    struct Same = 1x8x8 => conv(8, 3x3, same) => flatten => 1;
    struct Scale = 1x8x8 => upsample(scale_factor = 2) => flatten => 1;
    struct Rate = 4 => dropout(p: 0.5) => 1;
}

fn main() {}
