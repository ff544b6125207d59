//! `1x28x28`, of which Rust makes other tokens than we do.

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token};

use super::ahead::at_number;
use crate::ast::{Number, Numbers};

impl Parse for Numbers {
    fn parse(input: ParseStream) -> Result<Self> {
        let minus = input.parse::<Option<Token![-]>>()?.map(|minus| minus.span);
        let mut extents = literal_extents(&input.parse()?);
        if let Some(first) = extents.first_mut() {
            first.minus = minus;
        }
        while let Some(more) = further_extents(input, &extents)? {
            extents.retain(|extent| !extent.digits.is_empty());
            extents.extend(more);
        }
        Ok(Self { extents })
    }
}

/// What `x 28`, `x28` or, after a `28x`, the next number adds to a shape.
fn further_extents(input: ParseStream, extents: &[Number]) -> Result<Option<Vec<Number>>> {
    let awaited = extents.last().is_some_and(|last| last.digits.is_empty());
    match input.cursor().ident() {
        _ if awaited && at_number(input.cursor()) && !input.peek(Token![-]) => {
            Ok(Some(literal_extents(&input.parse()?)))
        }
        Some((times, _)) if !awaited && is_times(&times.to_string()) => {
            input.call(Ident::parse_any)?;
            Ok(Some(split(&times.to_string(), |_| times.span()).split_off(1)))
        }
        _ => Ok(None),
    }
}

/// Whether a name is the `x` of a shape and what follows it without a space: `x`, `x28`, `x28x28`.
fn is_times(name: &str) -> bool {
    name.starts_with('x') && name.chars().all(|c| c == 'x' || c.is_ascii_digit())
}

/// `28x28` is one token to Rust, an integer with the suffix `x28`.
fn literal_extents(literal: &Literal) -> Vec<Number> {
    split(&literal.to_string(), |range| literal.subspan(range).unwrap_or_else(|| literal.span()))
}

fn split(text: &str, span: impl Fn(Range<usize>) -> Span) -> Vec<Number> {
    if text.starts_with("0x") {
        return vec![Number { minus: None, digits: text.to_owned(), span: span(0..text.len()) }];
    }
    let mut start = 0;
    let number = |digits: &str| {
        let range = start..start + digits.len();
        start = range.end + 1;
        Number { minus: None, digits: digits.to_owned(), span: span(range) }
    };
    text.split('x').map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(shape: &str) -> Vec<String> {
        let shape: Numbers = syn::parse_str(shape).expect("a shape");
        shape.extents.iter().map(Number::text).collect()
    }

    #[test]
    fn a_shape_is_the_same_however_it_is_spaced() {
        for shape in ["1x28x28", "1 x 28 x 28", "1x 28x28", "1 x28x28", "1x28 x28", "1 x28x 28"] {
            assert_eq!(digits(shape), ["1", "28", "28"], "{shape}");
        }
    }

    #[test]
    fn an_extent_that_is_missing_is_empty() {
        assert_eq!(digits("28x"), ["28", ""]);
        assert_eq!(digits("28 x"), ["28", ""]);
        assert_eq!(digits("1xx2"), ["1", "", "2"]);
    }

    #[test]
    fn an_extent_points_at_its_own_digits() {
        let shape: Numbers = syn::parse_str("1x28x300").expect("a shape");
        let sources: Vec<_> = shape.extents.iter().filter_map(|extent| extent.span.source_text()).collect();
        assert_eq!(sources, ["1", "28", "300"]);
    }
}
