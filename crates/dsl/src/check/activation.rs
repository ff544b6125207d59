//! The function at the end of a layer.

use super::options::parameter;
use super::{did_you_mean, list};
use crate::ast::{Number, Path, Word};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Activation, Function, Ratio, Shape};
use crate::words::{ACTIVATIONS, ActivationWord, FOREIGN_ACTIVATIONS, FOREIGN_MODULES, nearest, plain};

/// A word of the language, or a type of the user's, behind a layer of which this is the output.
pub fn activation(word: &Word, output: &Shape, is_last: bool, diagnostics: &mut Diagnostics) -> Activation {
    let function = match word.path.word().map(ToString::to_string) {
        _ if let Some(row) = in_capitals(word) => {
            let help = format!("activations are written in lower case: `{}`{}", row.word, own_type(word));
            diagnostics.add(word, format!("unknown activation `{}`", word.path), help);
            guessed(Some(row), is_last)
        }
        Some(name) => match activation_row(&name) {
            Some(row) if is_last && row.last && output.flat().to_string() == "1" => {
                let message = format!("the `{name}` of a single neuron is always 1");
                diagnostics.add(
                    word,
                    message,
                    "write `1 sigmoid` for yes or no, or as many neurons as there are classes",
                );
                no_function()
            }
            Some(row) => known_activation(row, word, is_last, diagnostics),
            None => other_activation(&name, word, is_last, diagnostics),
        },
        None => generic_activation(word, is_last, diagnostics).unwrap_or_else(|| own_activation(word, diagnostics)),
    };
    Activation { function, text: word.text(), span: SpanRange::from(word).start }
}

/// A word of ours with its parameter in angle brackets, as types of the user's have theirs.
fn generic_activation(word: &Word, is_last: bool, diagnostics: &mut Diagnostics) -> Option<Function> {
    let (name, open) = word.path.generic_word()?;
    let row = activation_row(&name.to_string())?;
    let example = if row.parameter.is_some() { format!("{name}(0.1)") } else { name.to_string() };
    diagnostics.add(open.span(), format!("unexpected `<` after `{name}`"), format!("write `{example}`"));
    Some(if is_last || !row.last { Function::Word { row, parameter: row.default() } } else { no_function() })
}

/// A single name that is no word: a type of the user's where it is spelled as one, if not as other libraries spell ours.
fn other_activation(name: &str, word: &Word, is_last: bool, diagnostics: &mut Diagnostics) -> Function {
    let near = nearest(name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS);
    if word.path.is_type() && !is_foreign(name) {
        return own_activation(word, diagnostics);
    }
    let own = "or a type of your own that implements `Activation`";
    let known = format!("the activations are {}, {own}", list(ACTIVATIONS.iter().map(|row| row.word)));
    diagnostics.add(word, format!("unknown activation `{name}`"), did_you_mean(near, &known));
    guessed(near.and_then(activation_row), is_last)
}

/// What was meant, if it may stand here.
fn guessed(row: Option<&'static ActivationWord>, is_last: bool) -> Function {
    let row = row.filter(|row| is_last || !row.last);
    row.map_or_else(no_function, |row| Function::Word { row, parameter: row.default() })
}

/// The activation that is spelled as the type of it is, or as other libraries spell theirs: `Relu`, `ReLU`, `nn::ReLU`.
///
/// A type of the user's that has the same name needs a path, as in `self::Relu`. `Swish` does not: nothing of ours has that name.
pub fn in_capitals(word: &Word) -> Option<&'static ActivationWord> {
    let Path { segments, generics: None, .. } = &word.path else { return None };
    let name = match segments.as_slice() {
        [_] => word.path.word()?,
        [module, .., name] if FOREIGN_MODULES.iter().any(|known| module == known) => name,
        _ => return None,
    };
    let name = name.to_string();
    if !name.contains(char::is_uppercase) {
        return None;
    }
    let is_ours =
        |row: &&ActivationWord| plain(&name) == plain(row.word) || segments.len() > 1 && is_theirs(&name, row);
    ACTIVATIONS.iter().find(is_ours).or_else(|| activation_row("softmax").filter(|_| name == "LogSoftmax"))
}

/// Whether other libraries call this activation so.
fn is_theirs(name: &str, row: &ActivationWord) -> bool {
    FOREIGN_ACTIVATIONS
        .iter()
        .any(|(theirs, ours)| *theirs == plain(name) && *ours == row.word && row.word != "identity")
}

/// How to name a type of one's own that is spelled like one of ours.
fn own_type(word: &Word) -> String {
    match word.path.word().map(ToString::to_string) {
        Some(name) if word.path.is_type() && word.arguments.is_none() && !is_foreign(&name) => {
            format!(" (a type of your own is `self::{name}`)")
        }
        _ => String::new(),
    }
}

/// Whether other libraries spell one of our words so: `ReLU` has two capitals in a row, our own types never.
fn is_foreign(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    letters.windows(2).any(|pair| pair.iter().all(|c| c.is_uppercase()))
        && nearest(name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS).is_some()
}

fn own_activation(word: &Word, diagnostics: &mut Diagnostics) -> Function {
    if let Some(arguments) = &word.arguments {
        let help = "parameters of your own types are generic, as in `my::Power<3>`";
        diagnostics.add(arguments.open, format!("`{}` takes no parameter", word.path), help);
    }
    Function::Path(word.path.clone())
}

fn known_activation(
    row: &'static ActivationWord,
    word: &Word,
    is_last: bool,
    diagnostics: &mut Diagnostics,
) -> Function {
    if row.last && !is_last {
        diagnostics.add(
            word,
            format!("`{}` belongs to the last layer", row.word),
            "use another activation here, such as `relu`",
        );
        return no_function();
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
            let parameter = parameter(word, diagnostics).and_then(|number| ratio(row, number, diagnostics));
            return Function::Word { row, parameter: parameter.or(row.default()) };
        }
        _ => {}
    }
    Function::Word { row, parameter: row.default() }
}

/// A parameter is a decimal that a type can carry, and in the range of its activation.
fn ratio(row: &ActivationWord, number: &Number, diagnostics: &mut Diagnostics) -> Option<Ratio> {
    let ratio = Ratio::parse(&number.text());
    match (ratio, &row.parameter) {
        (None, _) => diagnostics.add(
            number,
            format!("the parameter `{}` is not a short decimal", number.text()),
            "write a number such as `0.1`",
        ),
        (Some(ratio), Some(parameter)) if parameter.positive && ratio.numerator <= 0 => {
            let message = format!("the {} of `{}` must be greater than zero", parameter.name, row.word);
            diagnostics.add(number, message, format!("write `{}(1)`", row.word));
        }
        _ => {}
    }
    ratio
}

fn no_function() -> Function {
    Activation::none().function
}

pub fn is_activation(word: &Word) -> bool {
    word.path.word().is_some_and(|word| activation_row(&word.to_string()).is_some())
        || word.path.is_type() && in_capitals(word).is_some()
}

pub fn activation_row(word: &str) -> Option<&'static ActivationWord> {
    ACTIVATIONS.iter().find(|row| row.word == word)
}
