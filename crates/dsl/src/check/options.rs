//! What is in the parentheses of a word.

use proc_macro2::{Ident, Span, TokenTree};

use super::shape::whole;
use super::token::{is_colon, wrong_assignment};
use super::vocabulary::{is_activation, layer_row_of};
use crate::ast::{Argument, Number, Term, Word, opening, opening_span};
use crate::checked::InitializerOrigins;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Decimal, INITIALIZERS, Initializer};
use crate::words::{FOREIGN_ARGUMENTS, FOREIGN_INITIALIZERS, FOREIGN_OPTIONS, did_you_mean, list, nearest};

/// The arguments of a layer, sorted.
pub struct Options<'a> {
    word: &'a Word,
    known: &'a [&'static str],
    pub positional: Vec<&'a Argument>,
    named: Vec<(&'a Ident, &'a Argument)>,
}

impl<'a> Options<'a> {
    /// An option is known and given once.
    pub fn of(word: &'a Word, known: &'a [&'static str], diagnostics: &mut Diagnostics) -> Self {
        let mut options = Self { word, known, positional: Vec::new(), named: Vec::new() };
        for argument in word.arguments.iter().flat_map(|arguments| &arguments.list) {
            match &argument.name {
                None if let [Term::Word(name), Term::Stray(token), ..] = argument.value.as_slice()
                    && is_colon(token) =>
                {
                    wrong_assignment(name, token, diagnostics);
                }
                None if let [Term::Word(name)] = argument.value.as_slice()
                    && known.iter().any(|known| name.path.word().is_some_and(|word| word == known)) =>
                {
                    let text = name.text();
                    diagnostics.add(name, format!("the option `{text}` needs a value"), format!("write `{text} = …`"));
                }
                None => options.positional.push(argument),
                Some(name) if known.iter().all(|known| name != known) => {
                    unknown_option(name, word, known, diagnostics);
                    options.positional.extend(Some(argument).filter(|_| is_positional(name, word)));
                }
                Some(name) if options.get(&name.to_string()).is_some() => {
                    diagnostics.add(name, format!("the option `{name}` is given twice"), "remove one of the two");
                }
                Some(name) => options.named.push((name, argument)),
            }
        }
        options
    }

    /// The option of this name.
    pub fn get(&self, name: &str) -> Option<&'a Argument> {
        self.named.iter().find(|(known, _)| *known == name).map(|(_, argument)| *argument)
    }

    /// The arguments without names: as many as `names` says, in the manner of `example`, or none
    /// where there are more or fewer.
    pub fn positional<const N: usize>(
        &self,
        names: [&str; N],
        example: &str,
        diagnostics: &mut Diagnostics,
    ) -> [Option<&'a Argument>; N] {
        let word = &self.word.path;
        let takes = if N == 0 { "no arguments".to_owned() } else { names.join(" and ") };
        if let Some(more) = self.positional.get(N) {
            let and_no_more = if N == 0 { "" } else { ", and no more" };
            let options = if self.known.is_empty() { "" } else { "; options have names" };
            let message = format!("`{word}` takes {takes}{and_no_more}");
            self.surplus(more, &message, &format!("write `{example}`{options}"), diagnostics);
        } else if self.positional.len() < N {
            diagnostics.add(self.word, format!("`{word}` needs {takes}"), format!("write `{example}`"));
        }
        let is_right = self.positional.len() == N;
        std::array::from_fn(|index| self.positional.get(index).copied().filter(|_| is_right))
    }

    /// An argument for which there is no place; `message` and `help` are for one whose meaning
    /// cannot be guessed.
    pub fn surplus(&self, argument: &Argument, message: &str, help: &str, diagnostics: &mut Diagnostics) {
        match argument.value.as_slice() {
            [Term::Word(activation)] if is_activation(activation) => {
                let before: Vec<String> = self.positional.iter().map_while(|argument| argument.number()).collect();
                let layer = format!("{}({})", self.word.path, before.join(", "));
                let message = format!("the activation `{}` stands behind its layer", activation.path);
                diagnostics.add(activation, message, format!("write `{layer} {}`", activation.text()));
            }
            [Term::Word(value)] if let Some(option) = self.option_of(value) => {
                diagnostics.add(value, format!("`{}` is no option", value.text()), format!("write `{option}`"));
            }
            _ => diagnostics.add(argument, message, help),
        }
    }

    /// The option that a value without a name was meant for.
    fn option_of(&self, value: &Word) -> Option<String> {
        let text = value.text();
        let option = match text.as_str() {
            "same" | "valid" => "padding",
            "nearest" | "linear" | "bilinear" => "mode",
            "nobias" | "no_bias" => return self.known.contains(&"bias").then(|| "bias = false".to_owned()),
            _ if INITIALIZERS.iter().any(|(word, _)| *word == text) => "init",
            _ => return None,
        };
        self.known.contains(&option).then(|| format!("{option} = {text}"))
    }

    /// Whether `bias = false` is missing.
    pub fn bias(&self, diagnostics: &mut Diagnostics) -> bool {
        self.get("bias")
            .is_none_or(|argument| flag(argument, true, "leave out the bias with `bias = false`", diagnostics))
    }

    /// `init = he_normal`
    pub fn initializer(&self, diagnostics: &mut Diagnostics) -> Option<(Initializer, InitializerOrigins)> {
        self.get("init").and_then(|argument| initializer(argument, diagnostics))
    }
}

fn unknown_option(name: &Ident, word: &Word, known: &[&'static str], diagnostics: &mut Diagnostics) {
    let near = nearest(&name.to_string(), known.iter().copied(), FOREIGN_OPTIONS);
    let message = format!("`{}` has no option `{name}`", word.path);
    let help = match near {
        None if name == "activation" => {
            format!("the activation stands behind the layer, as in `{}(4) relu`", word.path)
        }
        None if is_positional(name, word)
            && let Some(row) = layer_row_of(word) =>
        {
            format!("it has no name, as in `{}`", row.example)
        }
        None if known.is_empty() => "it has no options".to_owned(),
        _ => did_you_mean(near, &format!("its options are {}", list(known.iter().copied()))),
    };
    diagnostics.add(name, message, help);
}

/// What to write where a value is missing.
fn missing(argument: &Argument) -> String {
    match &argument.name {
        Some(name) if name == "seed" => "write a number, as in `seed = 7`, or remove `; seed =`".to_owned(),
        Some(name) => format!("write one, or remove `{name} =`"),
        None => "write one, or remove the comma".to_owned(),
    }
}

/// Whether this is what other libraries call an argument of this layer that has no name here.
fn is_positional(name: &Ident, word: &Word) -> bool {
    let Some(row) = layer_row_of(word) else { return false };
    FOREIGN_ARGUMENTS
        .iter()
        .any(|(layers, theirs)| layers.contains(&row.word) && theirs.iter().any(|known| name == known))
}

/// The single term that an argument is.
pub fn value<'a>(argument: &'a Argument, diagnostics: &mut Diagnostics) -> Option<&'a Term> {
    match argument.value.as_slice() {
        [] => diagnostics.add(argument.end, "expected a value here", missing(argument)),
        [Term::Numbers(first), Term::Stray(times), Term::Numbers(second)] if opening(times) == "*" => {
            let (height, width) = (first.text(), second.text());
            let help = format!("write `{height}x{width}` for height and width, or their product as one number");
            diagnostics.add(times.span(), "unexpected `*`", help);
        }
        [_, second, ..] => {
            diagnostics.add(
                second,
                format!("expected `,` before `{}`", second.text()),
                "an argument is a single value",
            );
        }
        [_] => {}
    }
    argument.value.first()
}

/// `bias = false`
pub fn flag(argument: &Argument, otherwise: bool, help: &str, diagnostics: &mut Diagnostics) -> bool {
    let Some(term) = value(argument, diagnostics) else { return otherwise };
    match term.text().as_str() {
        "true" => true,
        "false" => false,
        text => {
            diagnostics.add(term, format!("expected `true` or `false`, found `{text}`"), help);
            otherwise
        }
    }
}

/// A decimal above zero that a type can carry: `epsilon = 0.001`.
pub fn decimal(argument: &Argument, what: &str, example: &str, diagnostics: &mut Diagnostics) -> Option<Decimal> {
    let write = format!("write `{example}`");
    if let [Term::Stray(point), Term::Numbers(_)] = argument.value.as_slice()
        && opening(point) == "."
    {
        diagnostics.add(point.span(), "expected a digit before the decimal point", write);
        return None;
    }
    let term = value(argument, diagnostics)?;
    let Term::Numbers(numbers) = term else {
        diagnostics.add(term, format!("expected a number, found `{}`", term.text()), write);
        return None;
    };
    let [number] = numbers.extents.as_slice() else {
        diagnostics.add(term, format!("the {what} is a single number"), write);
        return None;
    };
    let decimal = Decimal::parse(&number.text());
    match &decimal {
        None => diagnostics.add(number, format!("the {what} `{}` is not a short decimal", number.text()), write),
        Some(decimal) if decimal.ratio().numerator <= 0 => {
            diagnostics.add(number, format!("the {what} must be greater than zero"), write);
        }
        Some(_) => {}
    }
    decimal
}

/// A whole number from `least` on: `stride = 2`.
pub fn number(argument: &Argument, what: &str, least: u64, diagnostics: &mut Diagnostics) -> Option<usize> {
    let [single] = numbers(argument, what, least, diagnostics)?.try_into().ok().or_else(|| {
        let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
        diagnostics.add(place, format!("the {what} is a single number"), "write it as in `2`");
        None
    })?;
    Some(single)
}

/// One number for height and width, or one for each: `stride = 2`, `stride = 2x1`.
pub fn pair(argument: &Argument, what: &str, least: u64, diagnostics: &mut Diagnostics) -> Option<[usize; 2]> {
    match numbers(argument, what, least, diagnostics)?.as_slice() {
        [both] => Some([*both; 2]),
        [height, width] => Some([*height, *width]),
        more => {
            let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
            diagnostics.add(
                place,
                format!("the {what} is one number, or one for the height and one for the width"),
                format!("write it as in `{}x{}`", more[0], more[1]),
            );
            None
        }
    }
}

fn numbers(argument: &Argument, what: &str, least: u64, diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
    match value(argument, diagnostics)? {
        Term::Numbers(shape) => {
            let extents = shape.extents.iter().flat_map(|number| apart(number, least));
            let (numbers, wrong): (Vec<_>, Vec<_>) =
                extents.map(|number| whole(&number, what, least)).partition(Result::is_ok);
            let is_right = wrong.is_empty();
            diagnostics.extend(wrong.into_iter().filter_map(Result::err));
            is_right.then(|| numbers.into_iter().flatten().collect())
        }
        Term::Word(word) if word.path.is_constant() => {
            let message = format!("the {what} is needed as a number, but only the compiler knows `{}`", word.path);
            diagnostics.add(word, message, "write the number: the language computes shapes with it");
            None
        }
        Term::Stray(token @ TokenTree::Group(group)) => {
            let text = group.stream().to_string().replace(' ', "").replace(',', "x");
            let is_shape = text.chars().all(|c| c == 'x' || c.is_ascii_digit());
            let help = format!("write it as in `{}`", if is_shape { text.trim_matches('x') } else { "2x2" });
            diagnostics.add(opening_span(token), format!("expected a number, found `{}`", opening(token)), help);
            None
        }
        term => {
            let help = format!("write the {what} in digits, as in `3`");
            diagnostics.add(term, format!("expected a number, found `{}`", term.text()), help);
            None
        }
    }
}

/// `0x1` is one number to Rust, in hexadecimal, and a pair here, where there may be a zero.
fn apart(number: &Number, least: u64) -> Vec<Number> {
    match number.digits.strip_prefix("0x").filter(|_| least == 0) {
        Some(second) => ["0", second].map(|digits| Number { digits: digits.to_owned(), ..number.clone() }).into(),
        None => vec![number.clone()],
    }
}

/// `init = he_normal`, `init = constant(0.5)`
fn initializer(argument: &Argument, diagnostics: &mut Diagnostics) -> Option<(Initializer, InitializerOrigins)> {
    let option = argument.name.as_ref().map_or(argument.end, Ident::span);
    let term = value(argument, diagnostics)?;
    let Term::Word(word) = term else {
        diagnostics.add(term, format!("expected an initializer, found `{}`", term.text()), initializers());
        return None;
    };
    let text = word.path.to_string();
    if text == "constant" {
        return constant_initializer(option, word, diagnostics);
    }
    let Some((_, initializer)) = INITIALIZERS.iter().find(|(known, _)| *known == text) else {
        let near = nearest(&text, INITIALIZERS.iter().map(|(word, _)| *word), FOREIGN_INITIALIZERS);
        diagnostics.add(word, format!("unknown initializer `{text}`"), did_you_mean(near, &initializers()));
        return None;
    };
    if let Some(arguments) = &word.arguments {
        diagnostics.add(arguments.open, format!("`{text}` takes no parameter"), format!("write `{text}`"));
    }
    let span = SpanRange::from(word).start;
    Some((*initializer, InitializerOrigins { option, word: span, number: span }))
}

fn constant_initializer(
    option: Span,
    word: &Word,
    diagnostics: &mut Diagnostics,
) -> Option<(Initializer, InitializerOrigins)> {
    let number = parameter(word, diagnostics)?;
    let value = number.text().replace('_', "").parse::<f64>().ok().filter(|value| value.is_finite());
    if value.is_none() {
        diagnostics.add(number, format!("`{}` is not a plain number", number.text()), "write `constant(0.5)`");
    }
    let origins = InitializerOrigins { option, word: SpanRange::from(word).start, number: number.span };
    Some((Initializer::Constant(value?), origins))
}

fn initializers() -> String {
    format!("the initializers are {} and `constant(0.5)`", list(INITIALIZERS.iter().map(|(word, _)| *word)))
}

/// The first number in the parentheses of a word, also one in a string.
fn given(word: &Word) -> Option<String> {
    let arguments = word.arguments.iter().flat_map(|arguments| &arguments.list);
    let values: Vec<&[Term]> = arguments.map(|argument| argument.value.as_slice()).collect();
    let text = match values.as_slice() {
        [[.., Term::Stray(point), fraction]] if opening(point) == "." => format!("0.{}", fraction.text()),
        [[zero], [fraction]] if zero.text() == "0" => format!("0.{}", fraction.text()), // a comma for the point
        [[.., value], ..] => value.text().trim_matches('"').to_owned(),
        _ => return None,
    };
    text.parse::<f64>().is_ok_and(f64::is_finite).then_some(text)
}

/// The one number in the parentheses of a word.
pub fn parameter<'a>(word: &'a Word, diagnostics: &mut Diagnostics) -> Option<&'a Number> {
    let text = word.path.to_string();
    let help = format!("write `{text}({})`", given(word).unwrap_or_else(|| "0.5".to_owned()));
    let Some(arguments) = &word.arguments else {
        diagnostics.add(word, format!("`{text}` needs a parameter"), help);
        return None;
    };
    let Some((first, rest)) = arguments.list.split_first() else {
        diagnostics.add(arguments.open, format!("expected a number in the parentheses of `{text}`"), help);
        return None;
    };
    if let Some(second) = rest.first() {
        diagnostics.add(second, format!("`{text}` takes one parameter"), help.clone());
    }
    if let Some(name) = &first.name {
        diagnostics.add(name, format!("the parameter of `{text}` has no name"), help.clone());
    }
    match first.value.as_slice() {
        [Term::Word(name), Term::Stray(token), _] if is_colon(token) => {
            diagnostics.add(name, format!("the parameter of `{text}` has no name"), help);
            return None;
        }
        [Term::Stray(point), Term::Numbers(_)] if opening(point) == "." => {
            diagnostics.add(point.span(), "expected a digit before the decimal point", help);
            return None;
        }
        _ => {}
    }
    match value(first, diagnostics)? {
        Term::Numbers(shape) if let [number] = shape.extents.as_slice() => Some(number),
        term => {
            diagnostics.add(term, format!("expected a number, found `{}`", term.text()), help);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_foreign_initializer_leads_to_one_of_ours() {
        for (_, ours) in FOREIGN_INITIALIZERS {
            assert!(INITIALIZERS.iter().any(|(word, _)| word == ours), "{ours}");
        }
    }
}
