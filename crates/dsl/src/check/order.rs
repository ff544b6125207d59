//! Words and numbers of a stage that are where others belong, and what was meant.

use super::roles::Roles;
use super::vocabulary::{in_capitals, is_activation, is_layer, layer_row_of, one_word};
use crate::ast::{Argument, Repeat, Stage, Term, Word};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::words::{ACTIVATIONS, FOREIGN_ACTIVATIONS, activation_row, nearest};

/// What the terms of a stage are there for, if they are not in their order. `open` is the
/// stage before it, if that could have an activation.
pub fn out_of_order<'a>(stage: &'a Stage, open: Option<&Stage>, diagnostics: &mut Diagnostics) -> Option<Roles<'a>> {
    match stage.terms.as_slice() {
        [repeat @ Term::Repeat(Repeat { times: None, .. }), ..] => {
            Some(Roles { layer: Some(repeat), ..Roles::default() }) // what follows the `*` is its mistake
        }
        [Term::Word(word), Term::Numbers(_), ..] => number_behind(stage, word, diagnostics),
        [Term::Word(word), rest @ ..] if is_activation(word) => Some(without_layer(word, rest, open, diagnostics)),
        [layer, Term::Word(next), ..] if is_layer(next) => {
            let message = format!("expected `=>` before the layer `{}`", next.path);
            diagnostics.add(next, message, "write `=>` between two layers");
            Some(Roles { layer: Some(layer), ..Roles::default() })
        }
        _ => None,
    }
}

/// A number after the word that begins a stage: its argument, its width, or the width of a layer
/// that it is the label of.
fn number_behind<'a>(stage: &'a Stage, word: &'a Word, diagnostics: &mut Diagnostics) -> Option<Roles<'a>> {
    let [first, number, rest @ ..] = stage.terms.as_slice() else { return None };
    let (text, width) = (word.text(), number.text());
    match layer_row_of(word) {
        Some(row) if row.is_bare() => {
            let help = format!("write `=>` between two layers; `{}` itself takes no number", row.word);
            diagnostics.add(number, format!("expected `=>` before `{width}`"), help);
            Some(Roles { layer: Some(first), ..Roles::default() })
        }
        Some(_) if word.arguments.is_some() => None,
        Some(row) if row.word == "dense" => {
            let message = format!("the width of `{text}` stands in parentheses");
            diagnostics.add(number, message, format!("write `{text}({width})`"));
            Some(Roles::of(&stage.terms[1..]))
        }
        Some(row) => {
            let message = format!("what `{text}` takes stands in parentheses");
            diagnostics.add(number, message, format!("write `{}`", row.example));
            Some(Roles::default())
        }
        None if stage.label.is_none() && is_meant_as_label(word) => {
            let roles = Roles::of(&stage.terms[1..]);
            let layer: Vec<_> = [Some(width), roles.activation.map(Word::text)].into_iter().flatten().collect();
            let message = format!("expected `:` after the label `{text}`");
            diagnostics.add(word, message, format!("write `{text}: {}`", layer.join(" ")));
            Some(roles)
        }
        None if is_lowercase_word(word) => {
            let message = format!("the activation `{text}` stands before its width");
            diagnostics.add(word, message, format!("write `{width} {}`", in_lower_case(word)));
            let activation = Some(word).filter(|word| in_capitals(word).is_none());
            Some(Roles { layer: Some(number), activation, rest })
        }
        None => None,
    }
}

/// An activation that begins a stage: an arrow is before it, its width after it in
/// parentheses, or it has none.
fn without_layer<'a>(
    word: &'a Word,
    rest: &'a [Term],
    open: Option<&Stage>,
    diagnostics: &mut Diagnostics,
) -> Roles<'a> {
    let (text, width) = (in_lower_case(word), width_in_parentheses(word));
    let help = match (open.and_then(layer_alone), &width) {
        (_, Some(width)) => format!("write the width before it: `{width} {}`", word.path),
        (Some(layer), _) => format!("write it behind its layer, without an arrow: `{layer} {text}`"),
        (None, _) => format!("write the width before it, as in `4 {text}`"),
    };
    diagnostics.add(word, format!("the activation `{}` has no layer", word.text()), help);
    let activation = Some(word).filter(|word| in_capitals(word).is_none() && width.is_none());
    Roles { layer: None, activation, rest }
}

/// `leaky relu`, `max pool(2x2)`. Says whether there are two words that are one.
pub fn two_words(stage: &Stage, diagnostics: &mut Diagnostics) -> bool {
    let mut pairs = stage.terms.windows(2).filter_map(|pair| Some((pair[0].word()?, pair[1].word()?)));
    let Some((first, second, word)) = pairs.find_map(|(a, b)| Some((a, b, one_word(a, b)?))) else { return false };
    let place = SpanRange { start: SpanRange::from(first).start, end: SpanRange::from(second).end };
    diagnostics.add(place, format!("`{} {}` is one word", first.path, second.path), format!("write `{word}`"));
    true
}

/// `N as usize`. Says whether that is there.
pub fn cast(stage: &Stage, diagnostics: &mut Diagnostics) -> bool {
    let mut words = stage.terms.iter().filter_map(Term::word);
    let Some(cast) = words.find(|word| word.path.word().is_some_and(|word| word == "as")) else { return false };
    diagnostics.add(cast, "unexpected `as`", "convert the number where its constant is defined: a width is a `usize`");
    true
}

/// A layer alone and an activation alone, as they should be written together.
pub fn with_activation(layer: &Stage, activation: &Stage) -> Option<String> {
    let [Term::Word(word)] = activation.terms.as_slice() else { return None };
    let layer = layer_alone(layer).filter(|_| activation.label.is_none() && is_activation(word))?;
    Some(format!("{layer} {}", in_lower_case(word)))
}

/// What a stage of a layer alone is written as.
fn layer_alone(stage: &Stage) -> Option<String> {
    match stage.terms.as_slice() {
        [layer @ (Term::Numbers(_) | Term::Word(_))] => Some(layer.text()),
        _ => None,
    }
}

/// The word as it should be written.
fn in_lower_case(word: &Word) -> String {
    let text = word.text();
    in_capitals(word).map_or(text.clone(), |row| text.replacen(&word.path.to_string(), row.word, 1))
}

/// `8` of `relu(8)`, in the parentheses of an activation that has no parameter.
fn width_in_parentheses(word: &Word) -> Option<String> {
    let row = activation_row(&word.path.word()?.to_string()).filter(|row| row.parameter.is_none())?;
    let arguments = word.arguments.as_ref().filter(|_| row.word == word.path.to_string())?;
    let [Argument { name: None, value, .. }] = arguments.list.as_slice() else { return None };
    let [width @ Term::Numbers(_)] = value.as_slice() else { return None };
    Some(width.text())
}

/// A name that is like no word of the language.
fn is_meant_as_label(word: &Word) -> bool {
    let name =
        word.path.word().filter(|_| word.arguments.is_none() && is_lowercase_word(word)).map(ToString::to_string);
    name.is_some_and(|name| nearest(&name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS).is_none())
}

fn is_lowercase_word(word: &Word) -> bool {
    word.arguments.is_none() && word.path.word().is_some() && !word.path.is_constant() && !word.path.is_type()
        || is_activation(word)
}
