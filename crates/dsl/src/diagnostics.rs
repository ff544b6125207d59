//! What went wrong, where, and what to do about it.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, Result};

/// From the first token at fault to the last.
#[derive(Clone, Copy)]
pub struct SpanRange {
    pub start: Span,
    pub end: Span,
}

impl From<Span> for SpanRange {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}

impl<T: ToTokens> From<&T> for SpanRange {
    fn from(tokens: &T) -> Self {
        Self::of(tokens.to_token_stream())
    }
}

impl SpanRange {
    fn of(tokens: TokenStream) -> Self {
        let mut spans = tokens.into_iter().map(|token| token.span());
        let start = spans.next().unwrap_or_else(Span::call_site);
        Self { start, end: spans.last().unwrap_or(start) }
    }
}

/// An error whose second line says what to do.
pub fn diagnostic(at: impl Into<SpanRange>, message: impl Display, help: impl Display) -> Error {
    error(at.into(), &message, &help)
}

/// Compiled once, and not for each type of message.
fn error(SpanRange { start, end }: SpanRange, message: &dyn Display, help: &dyn Display) -> Error {
    let [first, last] = [Ident::new("at", start), Ident::new("at", end)]; // an error takes its two ends from tokens
    Error::new_spanned(quote!(#first #last), format!("{message}\nhelp: {help}"))
}

/// All mistakes of one invocation, in the order in which they were found.
#[derive(Default)]
pub struct Diagnostics(Vec<Error>);

impl Diagnostics {
    /// Notes one more.
    pub fn add(&mut self, at: impl Into<SpanRange>, message: impl Display, help: impl Display) {
        self.0.push(diagnostic(at, message, help));
    }

    /// Notes the error, if it is one, and goes on with something plausible.
    pub fn recover<T>(&mut self, result: Result<T>, plausible: T) -> T {
        result.unwrap_or_else(|error| {
            self.0.push(error);
            plausible
        })
    }

    /// How many there are so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Error> for Diagnostics {
    fn extend<I: IntoIterator<Item = Error>>(&mut self, errors: I) {
        self.0.extend(errors);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl ToTokens for Diagnostics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().map(Error::to_compile_error));
    }
}

/// How many there are of a thing, whose plural ends in `s`: `1 neuron`, `32 neurons`.
pub fn count(number: impl Display, thing: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {thing}{plural}")
}
