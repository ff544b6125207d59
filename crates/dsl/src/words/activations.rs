//! The words of activations, from their rows in `sinew-vocabulary`.

use crate::decimal::Ratio;

/// A row of `ACTIVATIONS`.
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

macro_rules! activations {
    ($(
        $word:ident: $type:ident {
            formula: $formula:literal, range: $range:literal
            $(, parameter: $name:ident($symbol:ident) = $numerator:literal / $denominator:literal, positive: $positive:literal)?
            $(, last: $last:literal)?
            $(, also: [$($theirs:literal),*])?
        };
    )*) => {
        /// Every activation of the language.
        pub static ACTIVATIONS: &[ActivationWord] = &[$(
            activation(stringify!($word), stringify!($type))
                $(.with(
                    stringify!($name),
                    Ratio { numerator: $numerator, denominator: $denominator },
                    $positive,
                ))?
                $(.only_last($last))?
        ),*];

        /// What other libraries and papers call our activations, in lower case and without
        /// underscores.
        pub static FOREIGN_ACTIVATIONS: &[(&str, &str)] = &[$($($(($theirs, stringify!($word)),)*)?)*];
    };
}
sinew_vocabulary::activations!(activations);

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

    const fn only_last(mut self, last: bool) -> Self {
        self.last = last;
        self
    }
}

/// The row of an activation's word.
pub fn activation_row(word: &str) -> Option<&'static ActivationWord> {
    ACTIVATIONS.iter().find(|row| row.word == word)
}
