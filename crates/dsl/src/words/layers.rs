//! The layers: a row each, and what other libraries call them.

/// Every layer that has a word; a bare number is a `dense`, and a path a custom layer.
pub static LAYERS: &[LayerWord] = &[
    LayerWord { layer: LayerName::Dense, word: "dense", example: "dense(4)" },
    LayerWord { layer: LayerName::Conv, word: "conv", example: "conv(6, 5x5)" },
    LayerWord { layer: LayerName::Depthwise, word: "depthwise", example: "depthwise(3x3)" },
    LayerWord { layer: LayerName::Conv1d, word: "conv1d", example: "conv1d(6, 5)" },
    LayerWord {
        layer: LayerName::TransposedConv,
        word: "transposed_conv",
        example: "transposed_conv(6, 2x2, stride = 2)",
    },
    LayerWord { layer: LayerName::MaxPool, word: "maxpool", example: "maxpool(2x2)" },
    LayerWord { layer: LayerName::AveragePool, word: "avgpool", example: "avgpool(2x2)" },
    LayerWord { layer: LayerName::GlobalAveragePool, word: "globalavgpool", example: "globalavgpool" },
    LayerWord { layer: LayerName::Flatten, word: "flatten", example: "flatten" },
    LayerWord { layer: LayerName::Reshape, word: "reshape", example: "reshape(1x8x8)" },
    LayerWord { layer: LayerName::Dropout, word: "dropout", example: "dropout(0.5)" },
    LayerWord { layer: LayerName::BatchNorm, word: "batchnorm", example: "batchnorm" },
    LayerWord { layer: LayerName::LayerNorm, word: "layernorm", example: "layernorm" },
    LayerWord { layer: LayerName::GroupNorm, word: "groupnorm", example: "groupnorm(4)" },
    LayerWord { layer: LayerName::Upsample, word: "upsample", example: "upsample(2)" },
    LayerWord { layer: LayerName::Resize, word: "resize", example: "resize(14x14)" },
    LayerWord { layer: LayerName::Residual, word: "residual", example: "residual(4 relu => 4)" },
    LayerWord { layer: LayerName::Concat, word: "concat", example: "concat(4 relu | 4 tanh)" },
];

/// A row of [`LAYERS`].
pub struct LayerWord {
    pub layer: LayerName,
    pub word: &'static str,
    /// How it is written without options.
    pub example: &'static str,
}

/// What a word means.
#[derive(Clone, Copy)]
pub enum LayerName {
    Dense,
    Conv,
    Depthwise,
    Conv1d,
    TransposedConv,
    MaxPool,
    AveragePool,
    GlobalAveragePool,
    Flatten,
    Reshape,
    Dropout,
    BatchNorm,
    LayerNorm,
    GroupNorm,
    Upsample,
    Resize,
    Residual,
    Concat,
}

impl LayerWord {
    /// Whether it is written without parentheses.
    pub fn is_bare(&self) -> bool {
        self.word == self.example
    }
}

/// The row of a layer's word.
pub fn layer_row(word: &str) -> Option<&'static LayerWord> {
    LAYERS.iter().find(|row| row.word == word)
}

/// The words that take chains in their parentheses.
pub static BRANCHES: &[&str] = &["residual", "concat"];

/// What other libraries call our layers, in lower case and without underscores.
pub static FOREIGN_LAYERS: &[(&str, &str)] = &[
    ("linear", "dense"),
    ("fc", "dense"),
    ("fullyconnected", "dense"),
    ("affine", "dense"),
    ("innerproduct", "dense"),
    ("conv2d", "conv"),
    ("convolution", "conv"),
    ("convolution2d", "conv"),
    ("convolution1d", "conv1d"),
    ("depthwiseconv2d", "depthwise"),
    ("depthwiseconv", "depthwise"),
    ("convtranspose2d", "transposed_conv"),
    ("convtranspose", "transposed_conv"),
    ("conv2dtranspose", "transposed_conv"),
    ("transposeconv", "transposed_conv"),
    ("deconv", "transposed_conv"),
    ("deconvolution", "transposed_conv"),
    ("maxpool2d", "maxpool"),
    ("maxpool1d", "maxpool"),
    ("maxpooling2d", "maxpool"),
    ("maxpooling1d", "maxpool"),
    ("maxpooling", "maxpool"),
    ("avgpool2d", "avgpool"),
    ("avgpool1d", "avgpool"),
    ("averagepool", "avgpool"),
    ("averagepooling2d", "avgpool"),
    ("averagepooling1d", "avgpool"),
    ("averagepooling", "avgpool"),
    ("meanpool", "avgpool"),
    ("adaptiveavgpool2d", "globalavgpool"),
    ("globalaveragepool", "globalavgpool"),
    ("globalaveragepooling2d", "globalavgpool"),
    ("globalaveragepooling1d", "globalavgpool"),
    ("globalpool", "globalavgpool"),
    ("gap", "globalavgpool"),
    ("view", "reshape"),
    ("unflatten", "reshape"),
    ("batchnormalization", "batchnorm"),
    ("batchnorm2d", "batchnorm"),
    ("batchnorm1d", "batchnorm"),
    ("bn", "batchnorm"),
    ("layernormalization", "layernorm"),
    ("groupnormalization", "groupnorm"),
    ("dropout2d", "dropout"),
    ("upsampling2d", "upsample"),
    ("upsampling1d", "upsample"),
    ("resizing", "resize"),
    ("interpolate", "resize"),
    ("interpolation", "resize"),
    ("skip", "residual"),
    ("shortcut", "residual"),
    ("resblock", "residual"),
    ("residualblock", "residual"),
    ("concatenate", "concat"),
    ("cat", "concat"),
    ("parallel", "concat"),
];

/// What other libraries call those arguments of layers that have no name here.
pub static FOREIGN_ARGUMENTS: &[(&[&str], &[&str])] = &[
    (&["dense"], &["units", "out_features", "width", "neurons"]),
    (&["conv", "conv1d", "transposed_conv"], &["filters", "channels", "out_channels", "kernel", "kernel_size"]),
    (&["depthwise"], &["kernel", "kernel_size"]),
    (&["maxpool", "avgpool"], &["kernel", "kernel_size", "pool_size", "size"]),
    (&["upsample"], &["scale", "scale_factor", "factor", "size"]),
    (&["resize"], &["size", "output_size", "shape"]),
    (&["groupnorm"], &["groups", "num_groups"]),
    (&["reshape"], &["shape", "target_shape"]),
];
