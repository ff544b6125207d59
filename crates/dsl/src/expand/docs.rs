//! Links from the words of a network to the documentation of what they mean.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::tokens::mixed;
use crate::checked::DocLink;

/// Names what explains a word, for editors; nothing is imported into anyone's scope.
pub fn doc_links(private: &TokenStream, doc_links: &[DocLink]) -> TokenStream {
    if doc_links.is_empty() {
        return TokenStream::new();
    }
    let items = doc_links.iter().map(|link| Ident::new(link.item, mixed(link.span)));
    quote_spanned!(Span::mixed_site()=> #[allow(unused_imports)] const _: () = { #(use #private::#items as _;)* };)
}
