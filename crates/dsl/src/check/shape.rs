//! Shapes, widths and other whole numbers.

use syn::Result;

use crate::ast::{self, Number, Word};
use crate::diagnostics::{Diagnostics, diagnostic};
use crate::model::{Extent, Shape};

/// The greatest number there may be: a typing error more than a width.
const GREATEST: u64 = 1 << 24;

/// The greatest number of values that a sample may have between two layers.
const MOST_VALUES: usize = 1 << 28;

/// `WIDTH`
pub fn constant(word: &Word, diagnostics: &mut Diagnostics) -> Shape {
    if !word.path.is_constant() {
        let help = "write a number such as `4`, or a constant such as `WIDTH`";
        diagnostics.add(word, format!("expected a width, found `{}`", word.path), help);
        return Shape::guess();
    }
    if let Some(arguments) = &word.arguments {
        diagnostics.add(arguments.open, "a width takes no arguments", "remove the parentheses");
    }
    Extent::Constant(word.path.clone()).into()
}

/// The extents of a sample.
pub fn extents(shape: &ast::Numbers, diagnostics: &mut Diagnostics) -> Shape {
    let (widths, wrong): (Vec<_>, Vec<_>) = shape.extents.iter().map(width).partition(Result::is_ok);
    if !wrong.is_empty() {
        diagnostics.extend(wrong.into_iter().filter_map(Result::err));
        return Shape::guess();
    }
    if shape.extents.len() > 3 {
        let message = format!("a shape has at most three extents, but this one has {}", shape.extents.len());
        diagnostics.add(shape, message, "write channels x height x width, as in `1x28x28`");
        return Shape::guess();
    }
    limited(Shape::of(widths.into_iter().flatten()), shape, diagnostics)
}

/// A shape that is larger than any memory is a typing error.
pub fn limited(shape: Shape, place: impl Into<crate::diagnostics::SpanRange>, diagnostics: &mut Diagnostics) -> Shape {
    let Extent::Number(values @ MOST_VALUES..) = shape.flat() else { return shape };
    diagnostics.add(
        place,
        format!("the shape {shape} is too large"),
        format!("these are {values} numbers for one sample"),
    );
    Shape::guess()
}

/// A width is a plain whole number that is not zero.
pub fn width(number: &Number) -> Result<usize> {
    whole(number, "width", 1)
}

/// A plain whole number from `least` on.
pub fn whole(number: &Number, what: &str, least: u64) -> Result<usize> {
    let text = number.text();
    let digits = number.digits.replace('_', "");
    let is_whole = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let or_more = format!("write `{least}` or more");
    let (message, help) = match digits.parse::<u64>() {
        _ if digits.is_empty() => ("expected a number after `x`".to_owned(), "a shape reads `28x28`".to_owned()),
        _ if number.minus.is_some() => (format!("the {what} `{text}` is negative"), or_more),
        Ok(small) if small < least => (format!("a {what} cannot be zero"), or_more),
        Ok(number) if number <= GREATEST => return Ok(usize::try_from(number).unwrap_or(1)),
        _ if digits.contains('X') => {
            (format!("the {what} `{text}` is not a whole number"), format!("write `{}`", digits.to_lowercase()))
        }
        _ if is_whole => (format!("the {what} `{text}` is too large"), most(what)),
        _ => {
            (format!("the {what} `{text}` is not a whole number"), "write decimal digits only, as in `128`".to_owned())
        }
    };
    Err(diagnostic(number, message, help))
}

fn most(what: &str) -> String {
    if what == "width" {
        format!("a layer has at most {GREATEST} neurons")
    } else {
        format!("the greatest is {GREATEST}")
    }
}
