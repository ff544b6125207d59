//! Which word of a stage is its layer, and which its activation.

use proc_macro2::{Delimiter, TokenTree};

use super::activation::{in_capitals, is_activation};
use super::layers::{LayerWord, is_layer, row};
use crate::ast::{Repeat, Stage, Term, Word, opening, opening_span};
use crate::mistakes::Mistakes;
use crate::words::{ACTIVATIONS, FOREIGN_ACTIVATIONS, nearest};

/// Which term is the layer and which its activation; the width comes first, and each is there at most once. `open` is the stage before it,
/// if that could have an activation.
pub fn roles<'a>(
    stage: &'a Stage,
    open: Option<&Stage>,
    mistakes: &mut Mistakes,
) -> (Option<&'a Term>, Option<&'a Word>) {
    if let Some(token) = stage.terms.iter().find_map(Term::stray) {
        wrong_token(stage, token, mistakes);
        return (None, None);
    }
    let (roles, rest) = match stage.terms.as_slice() {
        [repeat @ Term::Repeat(Repeat { times: None, .. }), ..] => ((Some(repeat), None), &[] as &[Term]),
        [layer @ Term::Word(word), Term::Shape(_), ..] if row(word).is_some_and(LayerWord::is_bare) => {
            ((Some(layer), None), &stage.terms[1..])
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
            let help = match open.and_then(without_activation) {
                Some(layer) => format!("write it behind its layer, without an arrow: `{layer} {text}`"),
                None => format!("write the width before it, as in `4 {text}`"),
            };
            mistakes.add(word, format!("the activation `{}` has no layer", word.text()), help);
            ((None, Some(word).filter(|word| in_capitals(word).is_none())), rest)
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

/// A stage with a token that no rule of the grammar knows: one mistake, whatever else stands there.
fn wrong_token(stage: &Stage, token: &TokenTree, mistakes: &mut Mistakes) {
    let word = stage.terms.iter().take_while(|term| term.stray().is_none()).filter_map(Term::word).last();
    match (word, token) {
        (Some(word @ Word { arguments: Some(_), .. }), TokenTree::Group(group)) if opening(token) == "(" => {
            let help = "its options stand in one pair of parentheses, as in `conv(6, 5x5, padding = same)`";
            mistakes.add(group.span_open(), format!("unexpected `(` after `{}`", word.text()), help);
        }
        (Some(word), TokenTree::Group(group)) if is_layer(word) || is_activation(word) => {
            let text = word.text();
            let message = format!("expected `(` after `{text}`, found `{}`", opening(token));
            mistakes.add(group.span_open(), message, format!("write `{text}({})`", group.stream()));
        }
        (Some(word), TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && word.path.is_type() => {
            mistakes.add(group.span_open(), "unexpected `{`", format!("name the type alone: `{}`", word.path));
        }
        _ => stray(token, mistakes),
    }
}

/// A token that no rule of the grammar knows.
pub fn stray(token: &TokenTree, mistakes: &mut Mistakes) {
    let text = opening(token);
    let help = match text.as_str() {
        "+" | "*" | "/" | "-" | "%" => {
            "a width is a number or a constant; compute it in one, as in `const WIDTH: usize = 28 * 28;`"
        }
        ":" => "a label is a name before its layer, as in `hidden: 4 relu`",
        "." => "layers and activations are single words, as in `4 relu`",
        "(" => "options follow a word, as in `dense(4, bias = false)`; a bare width is a number without parentheses",
        _ if text.starts_with('"') => "names and numbers stand without quotation marks, as in `4 relu`",
        _ => "a network reads `2 => 4 relu => 1 sigmoid`",
    };
    mistakes.add(opening_span(token), format!("unexpected `{text}`"), help);
}

pub fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

/// `bias: false`
pub fn wrong_assignment(name: &Word, colon: &TokenTree, mistakes: &mut Mistakes) {
    let text = name.text();
    mistakes.add(colon.span(), format!("expected `=` after `{text}`, found `:`"), format!("write `{text} = …`"));
}

/// The word as it should stand.
fn in_lower_case(word: &Word) -> String {
    let text = word.text();
    in_capitals(word).map_or(text.clone(), |row| text.replacen(&word.path.to_string(), row.word, 1))
}

/// What a stage of a layer alone is written as.
fn without_activation(stage: &Stage) -> Option<String> {
    match stage.terms.as_slice() {
        [layer @ (Term::Shape(_) | Term::Word(_))] => Some(layer.text()),
        _ => None,
    }
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
