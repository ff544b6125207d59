//! How deep parentheses may be nested: each pass over a network is recursive, and the
//! stack is not endless.

use proc_macro2::{TokenStream, TokenTree};
use syn::Result;

use crate::ast::opening_span;
use crate::diagnostics::diagnostic;

/// The most levels of groups.
const MOST: usize = 64;

/// Refuses what is nested deeper, at the first group that is.
pub fn check(input: &TokenStream) -> Result<()> {
    let mut levels = vec![input.clone().into_iter()];
    while let Some(level) = levels.last_mut() {
        match level.next() {
            None => drop(levels.pop()),
            Some(token @ TokenTree::Group(_)) if levels.len() > MOST => {
                let message = format!("more than {MOST} levels of parentheses");
                return Err(diagnostic(
                    opening_span(&token),
                    message,
                    "define the inner layers as a network of their own",
                ));
            }
            Some(TokenTree::Group(group)) => levels.push(group.stream().into_iter()),
            Some(_) => {}
        }
    }
    Ok(())
}
