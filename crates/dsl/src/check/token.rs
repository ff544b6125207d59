//! Tokens that no rule of the grammar knows, and what was meant by them.

use proc_macro2::{Delimiter, Group, TokenTree};

use super::vocabulary::{is_activation, is_layer, one_word};
use crate::ast::{Stage, Term, Word, opening, opening_span};
use crate::diagnostics::{Diagnostics, SpanRange};

/// The first such token of a stage is one mistake, whatever else is there. Says whether there
/// is one.
pub fn wrong_token(stage: &Stage, diagnostics: &mut Diagnostics) -> bool {
    let index = stage.terms.iter().position(|term| term.stray().is_some());
    let Some((before, [Term::Stray(token), behind @ ..])) = index.map(|index| stage.terms.split_at(index)) else {
        return false;
    };
    match token {
        TokenTree::Group(group) => wrong_group(before, group, diagnostics),
        _ if is_colon(token) && is_label_wrong(stage, before, behind) => wrong_label(before, diagnostics),
        _ => wrong_operator(before, token, behind, diagnostics),
    }
    true
}

/// Brackets of the wrong kind, or in the wrong place.
fn wrong_group(before: &[Term], group: &Group, diagnostics: &mut Diagnostics) {
    let token = TokenTree::from(group.clone());
    let (open, opens_here) = (opening(&token), group.span_open());
    match before.iter().rev().find_map(Term::word) {
        Some(word @ Word { arguments: Some(_), .. }) if open == "(" => {
            let help = "its options stand in one pair of parentheses, as in `conv(6, 5x5, padding = same)`";
            diagnostics.add(opens_here, format!("unexpected `(` after `{}`", word.text()), help);
        }
        Some(word) if is_layer(word) || is_activation(word) => {
            let text = word.text();
            let message = format!("expected `(` after `{text}`, found `{open}`");
            diagnostics.add(opens_here, message, format!("write `{text}({})`", group.stream()));
        }
        Some(word) if group.delimiter() == Delimiter::Brace && word.path.is_type() => {
            diagnostics.add(opens_here, "unexpected `{`", format!("name the type alone: `{}`", word.path));
        }
        None if before.is_empty() && open == "(" && holds_layers(group) => {
            let help = "parentheses are there to repeat layers, as in `(8 relu) * 2`, branches stand in `concat(8 relu | 8 tanh)`, and outputs have names, as in `(a: 8 softmax | b: 1)`";
            diagnostics.add(opens_here, "unexpected `(`", help);
        }
        _ => stray(&token, diagnostics),
    }
}

/// Whether it holds more than a width.
fn holds_layers(group: &Group) -> bool {
    group.stream().into_iter().any(|token| matches!(&token, TokenTree::Ident(word) if word != "x"))
}

/// Whether this comes before a colon in place of a label.
fn is_label_wrong(stage: &Stage, before: &[Term], behind: &[Term]) -> bool {
    let is_activation = matches!(behind, [Term::Word(word), ..] if is_activation(word));
    !before.is_empty() && stage.label.is_none() && !is_activation
}

/// `fc-1: 8 relu`
fn wrong_label(before: &[Term], diagnostics: &mut Diagnostics) {
    let (Some(first), Some(last)) = (before.first(), before.last()) else { return };
    let place = SpanRange { start: SpanRange::from(first).start, end: SpanRange::from(last).end };
    let text: Vec<String> = before.iter().map(Term::text).collect();
    let text = text.join(" ").replace(" -", "-");
    let help = "a label is one name before its layer, as in `hidden: 4 relu`";
    diagnostics.add(place, format!("`{text}` cannot be a label"), help);
}

/// What is neither a word nor a number nor a bracket.
fn wrong_operator(before: &[Term], token: &TokenTree, behind: &[Term], diagnostics: &mut Diagnostics) {
    let text = token.to_string();
    let help = match (before, text.as_str(), behind) {
        ([.., Term::Word(first)], "-", [Term::Word(second), ..]) if let Some(word) = one_word(first, second) => {
            format!("the word is `{word}`")
        }
        ([.., layer], "-" | ":", [Term::Word(word), ..]) if is_activation(word) => {
            format!("write `{} {}`", layer.text(), word.text())
        }
        ([.., Term::Word(word)], "*", _) if !word.path.is_constant() => {
            let stage: Vec<String> = before.iter().map(Term::text).collect();
            format!("layers that are repeated stand in parentheses, as in `({}) * 2`", stage.join(" "))
        }
        ([.., Term::Word(word)], "+", [Term::Word(_) | Term::Numbers(_), ..]) if !word.path.is_constant() => {
            "write `=>` between two layers; what adds a branch to its input is `residual`".to_owned()
        }
        _ => return stray(token, diagnostics),
    };
    diagnostics.add(token.span(), format!("unexpected `{text}`"), help);
}

/// A token of which only the token itself tells what was meant.
pub fn stray(token: &TokenTree, diagnostics: &mut Diagnostics) {
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
    diagnostics.add(opening_span(token), format!("unexpected `{text}`"), help);
}

pub fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

/// `bias: false`
pub fn wrong_assignment(name: &Word, colon: &TokenTree, diagnostics: &mut Diagnostics) {
    let text = name.text();
    diagnostics.add(colon.span(), format!("expected `=` after `{text}`, found `:`"), format!("write `{text} = …`"));
}
