//! `dropout(0.5)`

use super::grid::marker;
use super::{Parts, Request};
use crate::ast::Word;
use crate::check::options::parameter;
use crate::mistakes::Mistakes;
use crate::model::{Parameter, Plain, Ratio, Words};

pub fn dropout(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let Request { input, .. } = request;
    let Some((text, ratio)) = probability(word, mistakes) else {
        return Parts { output: (*input).clone(), ..Parts::guess(input) };
    };
    let numbers = [ratio.numerator, ratio.denominator].map(Parameter::Integer);
    let plain = Plain::new("Dropout", [marker(input)].into_iter().chain(numbers).collect());
    let words = Words::new("dropout", format!("Dropout with the probability {text}"), 0, 0);
    Parts::plain(plain.without_activation(), (*input).clone(), words)
}

/// From zero, which drops nothing, to less than one, which would drop everything.
fn probability(word: &Word, mistakes: &mut Mistakes) -> Option<(String, Ratio)> {
    let number = parameter(word, mistakes)?;
    let text = number.text();
    let Some(ratio) = Ratio::parse(&text) else {
        let message = format!("the probability `{text}` is not a short decimal");
        mistakes.add(number, message, "write a number such as `0.5`");
        return None;
    };
    if ratio.numerator < 0 || ratio.numerator >= ratio.denominator {
        let message = format!("the probability `{text}` is not from 0 to less than 1");
        mistakes.add(number, message, "write what part is dropped, as in `dropout(0.5)`");
        return None;
    }
    Some((text, ratio))
}
