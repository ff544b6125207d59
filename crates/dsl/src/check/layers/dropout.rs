//! `dropout(0.5)`

use super::grid::marker;
use super::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::parameter;
use crate::diagnostics::Diagnostics;
use crate::model::{LayerDocs, Parameter, Plain, Ratio};

pub fn dropout(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let Request { input, .. } = request;
    let Some((text, ratio)) = probability(word, diagnostics) else {
        return CheckedLayer { output: (*input).clone(), ..CheckedLayer::guess(input) };
    };
    let numbers = [ratio.numerator, ratio.denominator].map(Parameter::Integer);
    let plain = Plain::new("Dropout", [marker(input)].into_iter().chain(numbers).collect());
    let words = LayerDocs::new("dropout", format!("Dropout with the probability {text}"), 0, 0);
    CheckedLayer::plain(plain.without_activation(), (*input).clone(), words)
}

/// From zero, which drops nothing, to less than one, which would drop everything.
fn probability(word: &Word, diagnostics: &mut Diagnostics) -> Option<(String, Ratio)> {
    let number = parameter(word, diagnostics)?;
    let text = number.text();
    let Some(ratio) = Ratio::parse(&text) else {
        let message = format!("the probability `{text}` is not a short decimal");
        diagnostics.add(number, message, "write a number such as `0.5`");
        return None;
    };
    if ratio.numerator < 0 || ratio.numerator >= ratio.denominator {
        let message = format!("the probability `{text}` is not from 0 to less than 1");
        diagnostics.add(number, message, "write what part is dropped, as in `dropout(0.5)`");
        return None;
    }
    Some((text, ratio))
}
