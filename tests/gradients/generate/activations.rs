//! The words of the activations.

/// Any but softmax, which only the last layer of a network may have.
pub const HIDDEN: [&str; 17] = [
    "identity",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu(0.2)",
    "relu6",
    "elu(0.5)",
    "selu",
    "gelu",
    "gelu_tanh",
    "silu",
    "mish",
    "softplus",
    "softsign",
    "hard_sigmoid",
    "hard_tanh",
    "hard_swish",
];
