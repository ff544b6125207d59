//! Names, numbers and their spans.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;

/// A local of ours, which no label of the user's can hide.
pub fn local(name: &str, number: usize) -> Ident {
    format_ident!("{name}{number}", span = Span::mixed_site())
}

/// Where the user's token is, with names that resolve where the macro is defined.
pub fn mixed(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// The identifier that a name is.
pub fn ident(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, span),
        None => Ident::new(name, span),
    }
}

/// A name as strings have it, without `r#`.
pub fn unraw(name: &Ident) -> String {
    name.unraw().to_string()
}

/// A number without a suffix.
pub fn integer(number: i64) -> TokenStream {
    Literal::i64_unsuffixed(number).into_token_stream()
}
