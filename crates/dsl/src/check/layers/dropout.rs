//! `dropout(0.5)`

use super::layer::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::parameter;
use crate::diagnostics::Diagnostics;
use crate::model::{Decimal, Kind};

pub fn dropout(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let Request { input, .. } = request;
    let Some(probability) = probability(word, diagnostics) else {
        return CheckedLayer { output: (*input).clone(), ..CheckedLayer::guess(input) };
    };
    CheckedLayer::new(Kind::Dropout { probability }, (*input).clone())
}

/// From zero, which drops nothing, to less than one, which would drop everything.
fn probability(word: &Word, diagnostics: &mut Diagnostics) -> Option<Decimal> {
    let number = parameter(word, diagnostics)?;
    let text = number.text();
    let Some(probability) = Decimal::parse(&text) else {
        let message = format!("the probability `{text}` is not a short decimal");
        diagnostics.add(number, message, "write a number such as `0.5`");
        return None;
    };
    let ratio = probability.ratio();
    if ratio.numerator < 0 || ratio.numerator >= ratio.denominator {
        let message = format!("the probability `{text}` is not from 0 to less than 1");
        diagnostics.add(number, message, "write what part is dropped, as in `dropout(0.5)`");
        return None;
    }
    Some(probability)
}
