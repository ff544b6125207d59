//! Which word of a stage is its layer, and which its activation.

use super::activation::{activation_row, in_capitals, is_activation};
use super::layers::{LAYERS, LayerWord, is_layer, row};
use super::token::{stray, wrong_token};
use crate::ast::{Argument, Repeat, Stage, Term, Word};
use crate::mistakes::{Mistakes, Place};
use crate::words::{ACTIVATIONS, FOREIGN_ACTIVATIONS, FOREIGN_LAYERS, nearest, plain};

/// Which term is the layer and which its activation; the width comes first, and each is there at most once. `open` is the stage before it,
/// if that could have an activation.
pub fn roles<'a>(
    stage: &'a Stage,
    open: Option<&Stage>,
    mistakes: &mut Mistakes,
) -> (Option<&'a Term>, Option<&'a Word>) {
    if wrong_token(stage, mistakes) || two_words(stage, mistakes) || cast(stage, mistakes) {
        return (None, None);
    }
    let (roles, rest) = match stage.terms.as_slice() {
        [repeat @ Term::Repeat(Repeat { times: None, .. }), ..] => ((Some(repeat), None), &[] as &[Term]),
        [layer @ Term::Word(word), Term::Shape(number), ..] if row(word).is_some_and(LayerWord::is_bare) => {
            let help = format!("write `=>` between two layers; `{}` itself takes no number", word.path);
            mistakes.add(number, format!("expected `=>` before `{}`", stage.terms[1].text()), help);
            ((Some(layer), None), &[] as &[Term])
        }
        [Term::Word(word), first @ Term::Shape(_), ..]
            if row(word).is_some_and(|row| row.word != "dense") && word.arguments.is_none() =>
        {
            let message = format!("what `{}` takes stands in parentheses", word.path);
            mistakes.add(first, message, format!("write `{}`", row(word).map_or("", |row| row.example)));
            ((None, None), &[] as &[Term])
        }
        [Term::Word(word), width @ Term::Shape(_), rest @ ..] if is_layer(word) && word.arguments.is_none() => {
            let text = word.text();
            let message = format!("the width of `{text}` stands in parentheses");
            mistakes.add(width, message, format!("write `{text}({})`", width.text()));
            let activation = rest.first().and_then(Term::word);
            ((Some(width), activation), rest.get(usize::from(activation.is_some())..).unwrap_or_default())
        }
        [Term::Word(word), width @ Term::Shape(_), rest @ ..] if stage.label.is_none() && is_meant_as_label(word) => {
            let activation = rest.first().and_then(Term::word);
            let layer: Vec<_> =
                [Some(width), activation.and(rest.first())].into_iter().flatten().map(Term::text).collect();
            let label = word.text();
            let message = format!("expected `:` after the label `{label}`");
            mistakes.add(word, message, format!("write `{label}: {}`", layer.join(" ")));
            ((Some(width), activation), rest.get(usize::from(activation.is_some())..).unwrap_or_default())
        }
        [Term::Word(word), width @ Term::Shape(_), rest @ ..] if is_lowercase_word(word) => {
            let (text, width_text) = (in_lower_case(word), width.text());
            mistakes.add(
                word,
                format!("the activation `{}` stands before its width", word.text()),
                format!("write `{width_text} {text}`"),
            );
            ((Some(width), Some(word).filter(|word| in_capitals(word).is_none())), rest)
        }
        [Term::Word(word), rest @ ..] if is_activation(word) => {
            let text = in_lower_case(word);
            let width = width_in_parentheses(word);
            let help = match (open.and_then(without_activation), &width) {
                (_, Some(width)) => format!("write the width before it: `{width} {}`", word.path),
                (Some(layer), _) => format!("write it behind its layer, without an arrow: `{layer} {text}`"),
                (None, _) => format!("write the width before it, as in `4 {text}`"),
            };
            mistakes.add(word, format!("the activation `{}` has no layer", word.text()), help);
            ((None, Some(word).filter(|word| in_capitals(word).is_none() && width.is_none())), rest)
        }
        [layer, Term::Word(next), ..] if is_layer(next) => {
            let message = format!("expected `=>` before the layer `{}`", next.path);
            mistakes.add(next, message, "write `=>` between two layers");
            ((Some(layer), None), &[] as &[Term])
        }
        [layer, Term::Word(activation), rest @ ..] => ((Some(layer), Some(activation)), rest),
        [layer, rest @ ..] => ((Some(layer), None), rest),
        [] => ((None, None), &[] as &[Term]),
    };
    if let Some(term) = rest.first() {
        superfluous(term, mistakes);
    }
    roles
}

/// A term for which a stage has no place.
pub fn superfluous(term: &Term, mistakes: &mut Mistakes) {
    match term {
        Term::Shape(_) => {
            mistakes.add(term, format!("expected `=>` before `{}`", term.text()), "write `=>` between two layers");
        }
        Term::Word(word) => {
            mistakes.add(
                word,
                format!("expected `=>`, found `{}`", word.text()),
                "a layer has one activation; write `=>` before the next layer",
            );
        }
        Term::Repeat(repeat) => {
            mistakes.add(repeat.branch.open, "expected `=>` before `(`", "write `=>` between two layers");
        }
        Term::Stray(token) => stray(token, mistakes),
    }
}

/// `leaky relu`, `max pool(2x2)`. Says whether there are two words that are one.
fn two_words(stage: &Stage, mistakes: &mut Mistakes) -> bool {
    let mut pairs = stage.terms.windows(2).filter_map(|pair| Some((pair[0].word()?, pair[1].word()?)));
    let Some((first, second, word)) = pairs.find_map(|(a, b)| Some((a, b, one_word(a, b)?))) else { return false };
    let place = Place { start: Place::from(first).start, end: Place::from(second).end };
    mistakes.add(place, format!("`{} {}` is one word", first.path, second.path), format!("write `{word}`"));
    true
}

/// The word that two would be if they were written together, with what stands in the parentheses of the second.
pub fn one_word(first: &Word, second: &Word) -> Option<String> {
    let is_part = first.arguments.is_none() && !first.path.is_constant();
    let (first, last) = (first.path.word().filter(|_| is_part)?, second.path.word()?);
    let name = plain(&format!("{first}{last}"));
    let ours = ACTIVATIONS.iter().map(|row| row.word).chain(LAYERS.iter().map(|row| row.word));
    let theirs = FOREIGN_ACTIVATIONS.iter().chain(FOREIGN_LAYERS);
    let theirs = theirs.filter(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
    let word = ours.filter(|word| plain(word) == name).chain(theirs).next()?;
    Some(second.text().replacen(&last.to_string(), word, 1))
}

/// `N as usize`. Says whether that stands there.
fn cast(stage: &Stage, mistakes: &mut Mistakes) -> bool {
    let mut words = stage.terms.iter().filter_map(Term::word);
    let Some(cast) = words.find(|word| word.path.word().is_some_and(|word| word == "as")) else { return false };
    mistakes.add(cast, "unexpected `as`", "convert the number where its constant is defined: a width is a `usize`");
    true
}

/// The word as it should stand.
fn in_lower_case(word: &Word) -> String {
    let text = word.text();
    in_capitals(word).map_or(text.clone(), |row| text.replacen(&word.path.to_string(), row.word, 1))
}

/// A layer alone and an activation alone, as they should stand together.
pub fn with_activation(layer: &Stage, activation: &Stage) -> Option<String> {
    let [Term::Word(word)] = activation.terms.as_slice() else { return None };
    let layer = without_activation(layer).filter(|_| activation.label.is_none() && is_activation(word))?;
    Some(format!("{layer} {}", in_lower_case(word)))
}

/// What a stage of a layer alone is written as.
fn without_activation(stage: &Stage) -> Option<String> {
    match stage.terms.as_slice() {
        [layer @ (Term::Shape(_) | Term::Word(_))] => Some(layer.text()),
        _ => None,
    }
}

/// `8` of `relu(8)`, in the parentheses of an activation that has no parameter.
fn width_in_parentheses(word: &Word) -> Option<String> {
    let row = activation_row(&word.path.word()?.to_string()).filter(|row| row.parameter.is_none())?;
    let arguments = word.arguments.as_ref().filter(|_| row.word == word.path.to_string())?;
    let [Argument { name: None, value, .. }] = arguments.list.as_slice() else { return None };
    let [width @ Term::Shape(_)] = value.as_slice() else { return None };
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
