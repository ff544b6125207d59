//! What surrounds the chain of a definition or an expression.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::options::value;
use super::token::{is_colon, wrong_assignment};
use crate::ast::{Argument, Number, Term};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::words::did_you_mean;

/// `seed = 7`
pub fn seed(setting: &Argument, diagnostics: &mut Diagnostics) -> TokenStream {
    match &setting.name {
        Some(name) if name != "seed" => {
            diagnostics.add(name, format!("unknown option `{name}`"), did_you_mean(Some("seed"), ""));
        }
        None => {
            match setting.value.as_slice() {
                [Term::Word(word), Term::Stray(token), ..] if is_colon(token) => {
                    wrong_assignment(word, token, diagnostics);
                }
                [first, ..] => diagnostics.add(first, "expected `seed =` after the `;`", "write `; seed = 7`"),
                [] => diagnostics.add(setting.end, "expected `seed =` after the `;`", "write `; seed = 7`"),
            }
            return TokenStream::new();
        }
        Some(_) => {}
    }
    match value(setting, diagnostics) {
        Some(Term::Numbers(shape)) if let [number] = shape.extents.as_slice() => seed_number(number, diagnostics),
        Some(Term::Word(word)) if word.arguments.is_none() => word.path.tokens.clone(),
        Some(term) => bad_seed(term, diagnostics),
        None => TokenStream::new(),
    }
}

fn seed_number(number: &Number, diagnostics: &mut Diagnostics) -> TokenStream {
    match syn::parse_str::<syn::LitInt>(&number.digits) {
        Ok(literal)
            if number.minus.is_none() && literal.suffix().is_empty() && literal.base10_parse::<u64>().is_ok() =>
        {
            literal.token().into_token_stream()
        }
        _ => bad_seed(number, diagnostics),
    }
}

fn bad_seed(place: impl Into<SpanRange>, diagnostics: &mut Diagnostics) -> TokenStream {
    diagnostics.add(
        place,
        "a seed is a whole number from 0 to 2⁶⁴ − 1",
        "write a number such as `7`, or the path of a `u64`",
    );
    TokenStream::new()
}
