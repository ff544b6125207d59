//! The activations: a row each. This file is the only one that lists them.

use crate::decimal::Ratio;

/// A row of [`ACTIVATIONS`].
#[derive(Debug, PartialEq)]
pub struct ActivationWord {
    /// How a network spells it.
    pub word: &'static str,
    /// The type that generated code names.
    pub type_name: &'static str,
    /// The number that it takes, if any.
    pub parameter: Option<ActivationParameter>,
    /// Whether only the last layer may have it.
    pub last: bool,
}

/// The one number that an activation takes.
#[derive(Debug, PartialEq)]
pub struct ActivationParameter {
    /// What messages call it.
    pub name: &'static str,
    /// What it is where nothing is written.
    pub default: Ratio,
    /// Whether it must be greater than zero.
    pub positive: bool,
}

/// Every activation of the language.
pub static ACTIVATIONS: &[ActivationWord] = &[
    activation("identity", "Identity"),
    activation("sigmoid", "Sigmoid"),
    activation("tanh", "Tanh"),
    activation("relu", "Relu"),
    activation("leaky_relu", "LeakyRelu").with("slope", Ratio { numerator: 1, denominator: 100 }, false),
    activation("relu6", "Relu6"),
    activation("elu", "Elu").with("alpha", Ratio { numerator: 1, denominator: 1 }, true),
    activation("selu", "Selu"),
    activation("gelu", "Gelu"),
    activation("gelu_tanh", "GeluTanh"),
    activation("silu", "Silu"),
    activation("mish", "Mish"),
    activation("softplus", "Softplus"),
    activation("softsign", "Softsign"),
    activation("hard_sigmoid", "HardSigmoid"),
    activation("hard_tanh", "HardTanh"),
    activation("hard_swish", "HardSwish"),
    activation("softmax", "Softmax").only_last(),
];

/// What other libraries and papers call our activations, in lower case and without underscores.
pub static FOREIGN_ACTIVATIONS: &[(&str, &str)] = &[
    ("linear", "identity"),
    ("none", "identity"),
    ("logistic", "sigmoid"),
    ("sigm", "sigmoid"),
    ("rectifier", "relu"),
    ("rectified", "relu"),
    ("lrelu", "leaky_relu"),
    ("prelu", "leaky_relu"),
    ("swish", "silu"),
    ("gelunew", "gelu_tanh"),
    ("hardswish", "hard_swish"),
    ("hsigmoid", "hard_sigmoid"),
    ("hswish", "hard_swish"),
    ("logsoftmax", "softmax"),
];

/// The modules in which other libraries keep theirs.
pub static FOREIGN_MODULES: &[&str] = &["nn", "F", "torch", "tf", "keras"];

const fn activation(word: &'static str, type_name: &'static str) -> ActivationWord {
    ActivationWord { word, type_name, parameter: None, last: false }
}

impl ActivationWord {
    /// The parameter of an activation that is written without one.
    pub fn default(&self) -> Option<Ratio> {
        self.parameter.as_ref().map(|parameter| parameter.default)
    }

    const fn with(mut self, name: &'static str, default: Ratio, positive: bool) -> Self {
        self.parameter = Some(ActivationParameter { name, default, positive });
        self
    }

    const fn only_last(mut self) -> Self {
        self.last = true;
        self
    }
}

/// The row of an activation's word.
pub fn activation_row(word: &str) -> Option<&'static ActivationWord> {
    ACTIVATIONS.iter().find(|row| row.word == word)
}
