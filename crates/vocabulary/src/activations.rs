//! The activations.

/// Calls `callback!` with the table of activations, `word: Type { … };` for each.
///
/// The word is that of the language, and the name of the module. The order is that of the
/// documentation and of error messages.
///
/// * `formula`, `range`: Markdown for a cell of a table.
/// * `parameter: alpha(a) = 1 / 2, positive: true`: the one number that the function takes, if it
///   takes one. Error messages call it `alpha`, the formula `a`; without it, it is ½; and in the
///   language it has to be greater than zero.
/// * `last: true`: only the last layer may have it.
/// * `also`: what other libraries and papers call it, in lower case and without underscores.
#[macro_export]
macro_rules! activations {
    ($callback:ident) => {
        $callback! {
            identity: Identity { formula: "`z`", range: "ℝ", also: ["linear", "none"] };
            sigmoid: Sigmoid { formula: "`1/(1 + e⁻ᶻ)`", range: "(0, 1)", also: ["logistic", "sigm"] };
            tanh: Tanh { formula: "`tanh z`", range: "(−1, 1)" };
            relu: Relu { formula: "`max(0, z)`", range: "[0, ∞)", also: ["rectifier", "rectified"] };
            leaky_relu: LeakyRelu {
                formula: "`z` if `z > 0`, else `a·z`", range: "ℝ",
                parameter: slope(a) = 1 / 100, positive: false, also: ["lrelu", "prelu"]
            };
            relu6: Relu6 { formula: "`min(max(0, z), 6)`", range: "[0, 6]" };
            elu: Elu {
                formula: "`z` if `z > 0`, else `a·(eᶻ − 1)`", range: "(−a, ∞)",
                parameter: alpha(a) = 1 / 1, positive: true
            };
            celu: Celu {
                formula: "`z` if `z > 0`, else `a·(e^(z/a) − 1)`", range: "(−a, ∞)",
                parameter: alpha(a) = 1 / 1, positive: true
            };
            selu: Selu { formula: "`λ·z` if `z > 0`, else `λ·α·(eᶻ − 1)`", range: "(−λα, ∞)" };
            gelu: Gelu { formula: "`z·Φ(z)`", range: "[−0.17, ∞)" };
            gelu_tanh: GeluTanh {
                formula: "`z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³)))`", range: "[−0.17, ∞)", also: ["gelunew"]
            };
            silu: Silu { formula: "`z·σ(z)`", range: "[−0.28, ∞)", also: ["swish"] };
            mish: Mish { formula: "`z·tanh(ln(1 + eᶻ))`", range: "[−0.31, ∞)" };
            softplus: Softplus { formula: "`ln(1 + eᶻ)`", range: "(0, ∞)" };
            softsign: Softsign { formula: r"`z/(1 + \|z\|)`", range: "(−1, 1)" };
            hard_sigmoid: HardSigmoid {
                formula: "`min(max(0, a·z + ½), 1)`", range: "[0, 1]",
                parameter: slope(a) = 1 / 6, positive: true, also: ["hsigmoid"]
            };
            hard_tanh: HardTanh { formula: "`min(max(−1, z), 1)`", range: "[−1, 1]" };
            hard_swish: HardSwish {
                formula: "`z·min(max(0, z + 3), 6)/6`", range: "[−0.375, ∞)", also: ["hardswish", "hswish"]
            };
            hard_shrink: HardShrink {
                formula: r"`z` if `\|z\| > λ`, else 0", range: "(−∞, −λ), 0, (λ, ∞)",
                parameter: lambda(λ) = 1 / 2, positive: true
            };
            softmax: Softmax { formula: "`e^zₖ/Σⱼ e^zⱼ`, last layer only", range: "(0, 1)", last: true, also: ["logsoftmax"] };
        }
    };
}

/// A row of [`ACTIVATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Its word in the language.
    pub word: &'static str,
    /// Its type.
    pub type_name: &'static str,
    /// What its formula calls the number that it takes.
    pub parameter: Option<&'static str>,
    /// Whether only the last layer may have it.
    pub last: bool,
}

macro_rules! rows {
    ($(
        $word:ident: $type:ident {
            formula: $formula:literal, range: $range:literal
            $(, parameter: $name:ident($parameter:ident) = $numerator:literal / $denominator:literal, positive: $positive:literal)?
            $(, last: $last:literal)?
            $(, also: $also:tt)?
        };
    )*) => {
        /// The rows of [`activations!`](crate::activations!).
        pub const ACTIVATIONS: &[Activation] = &[$(Activation {
            word: stringify!($word),
            type_name: stringify!($type),
            parameter: first(&[$(stringify!($parameter))?]),
            last: false $(|| $last)?,
        }),*];

        /// The table of activations for their documentation, in Markdown, with links to the types
        /// in scope.
        #[macro_export]
        macro_rules! activations_table {
            () => {
                concat!("| word | type | formula | range |\n|---|---|---|---|\n", $(
                    "| `", stringify!($word), $("(", stringify!($parameter), ")",)? "` | [`", stringify!($type), "`] | ",
                    $formula, " | ", $range, " |\n",
                )*)
            };
        }

        /// The words of the activations for running text, each followed by a comma.
        #[macro_export]
        macro_rules! activations_words {
            () => {
                concat!($("`", stringify!($word), $("(", stringify!($parameter), ")",)? "`, ",)*)
            };
        }
    };
}
activations!(rows);

const fn first(of: &[&'static str]) -> Option<&'static str> {
    match of {
        [] => None,
        [first, ..] => Some(first),
    }
}
