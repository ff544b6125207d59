//! The function at the end of a layer.

use super::options::parameter;
use super::vocabulary::in_capitals;
use crate::ast::{Number, Word};
use crate::diagnostics::Diagnostics;
use crate::model::{Activation, Decimal, Shape};
use crate::words::{ACTIVATIONS, ActivationWord, FOREIGN_ACTIVATIONS, activation_row, did_you_mean, list, nearest};

/// A word of the language, or a type of the user's, after a layer of which this is the output.
pub fn activation(word: &Word, output: &Shape, is_last: bool, diagnostics: &mut Diagnostics) -> Option<Activation> {
    match word.path.word().map(ToString::to_string) {
        _ if let Some(row) = in_capitals(word) => {
            let help = format!("activations are written in lower case: `{}`{}", row.word, own_type(word));
            diagnostics.add(word, format!("unknown activation `{}`", word.path), help);
            guessed(Some(row), is_last)
        }
        Some(name) => match activation_row(&name) {
            Some(row) if is_last && row.last && output.flat().to_string() == "1" => {
                let message = format!("the `{name}` of a single neuron is always 1");
                let help = "write `1 sigmoid` for yes or no, or as many neurons as there are classes";
                diagnostics.add(word, message, help);
                None
            }
            Some(row) => known_activation(row, word, is_last, diagnostics),
            None => other_activation(&name, word, is_last, diagnostics),
        },
        None => match generic_row(word, diagnostics) {
            Some(row) => guessed(Some(row), is_last),
            None => Some(custom_activation(word, diagnostics)),
        },
    }
}

/// A word of ours with its parameter in angle brackets, as custom types have theirs.
fn generic_row(word: &Word, diagnostics: &mut Diagnostics) -> Option<&'static ActivationWord> {
    let (name, open) = word.path.generic_word()?;
    let row = activation_row(&name.to_string())?;
    let example = if row.parameter.is_some() { format!("{name}(0.1)") } else { name.to_string() };
    diagnostics.add(open.span(), format!("unexpected `<` after `{name}`"), format!("write `{example}`"));
    Some(row)
}

/// A single name that is no word: a type of the user's where it is spelled as one, if not as other
/// libraries spell ours.
fn other_activation(name: &str, word: &Word, is_last: bool, diagnostics: &mut Diagnostics) -> Option<Activation> {
    let near = nearest(name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS);
    if word.path.is_type() && !is_foreign(name) {
        return Some(custom_activation(word, diagnostics));
    }
    let own = if word.path.is_constant() && word.arguments.is_none() {
        format!("or a type of your own, which in capitals is written `{name}<>`")
    } else {
        "or a type of your own that implements `Activation`".to_owned()
    };
    let known = format!("the activations are {}, {own}", list(ACTIVATIONS.iter().map(|row| row.word)));
    diagnostics.add(word, format!("unknown activation `{name}`"), did_you_mean(near, &known));
    guessed(near.and_then(activation_row), is_last)
}

/// What was meant, if it may be here.
fn guessed(row: Option<&'static ActivationWord>, is_last: bool) -> Option<Activation> {
    let row = row.filter(|row| is_last || !row.last);
    row.map(|row| Activation::Builtin { row, parameter: None })
}

/// How to name a custom type that is spelled like one of ours.
fn own_type(word: &Word) -> String {
    match word.path.word().map(ToString::to_string) {
        Some(name) if word.path.is_type() && word.arguments.is_none() && !is_foreign(&name) => {
            format!(" (a type of your own is `self::{name}`)")
        }
        _ => String::new(),
    }
}

/// Whether other libraries spell one of our words so: `ReLU` has two capitals in a row, our own
/// types never.
fn is_foreign(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    letters.windows(2).any(|pair| pair.iter().all(|c| c.is_uppercase()))
        && nearest(name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS).is_some()
}

fn custom_activation(word: &Word, diagnostics: &mut Diagnostics) -> Activation {
    if let Some(arguments) = &word.arguments {
        let help = "parameters of your own types are generic, as in `my::Power<3>`";
        diagnostics.add(arguments.open, format!("`{}` takes no parameter", word.path), help);
    }
    Activation::Custom(word.path.clone())
}

fn known_activation(
    row: &'static ActivationWord,
    word: &Word,
    is_last: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Activation> {
    if row.last && !is_last {
        diagnostics.add(
            word,
            format!("`{}` belongs to the last layer", row.word),
            "use another activation here, such as `relu`",
        );
        return None;
    }
    match (&row.parameter, &word.arguments) {
        (None, Some(arguments)) => {
            diagnostics.add(
                arguments.open,
                format!("`{}` takes no parameter", row.word),
                format!("write `{}`", row.word),
            );
        }
        (Some(_), Some(_)) => {
            let parameter = parameter(word, diagnostics).and_then(|number| decimal(row, number, diagnostics));
            return Some(Activation::Builtin { row, parameter });
        }
        _ => {}
    }
    Some(Activation::Builtin { row, parameter: None })
}

/// A parameter is a decimal that a type can carry, and in the range of its activation.
fn decimal(row: &ActivationWord, number: &Number, diagnostics: &mut Diagnostics) -> Option<Decimal> {
    let decimal = Decimal::parse(&number.text());
    match (&decimal, &row.parameter) {
        (None, _) => diagnostics.add(
            number,
            format!("the parameter `{}` is not a short decimal", number.text()),
            "write a number such as `0.1`",
        ),
        (Some(decimal), Some(parameter)) if parameter.positive && decimal.ratio().numerator <= 0 => {
            let message = format!("the {} of `{}` must be greater than zero", parameter.name, row.word);
            diagnostics.add(number, message, format!("write `{}(1)`", row.word));
        }
        _ => {}
    }
    decimal
}
