//! model → tokens: cannot fail, one function per generated item.
//!
//! Every name is absolute or the user's own, and every token of ours resolves where the macro is defined, so that nothing in
//! the user's scope can come between. What the user asked for carries the span of the word that asked for it.
//!
//! * `chain`: a struct for each chain of layers: the network, and each branch in it.
//! * `layer`: the types of layers.
//! * `stage`: the chain as predictions and training run it.
//! * `network`: what only the whole network has.

mod chain;
mod layer;
mod network;
mod stage;

use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::ext::IdentExt;

use crate::model::{Definition, DocLink, Expression, Invocation};
use chain::Chain;
use layer::Types;

/// Writes everything that one `network!` defines; `krate` is the crate that its types live in.
pub fn invocation(krate: &Ident, invocation: &Invocation) -> TokenStream {
    let private = quote_spanned!(Span::mixed_site()=> #krate::__private);
    match invocation {
        Invocation::Definitions(definitions) => {
            definitions.iter().map(|definition| items(&private, definition)).collect()
        }
        Invocation::Expression(expression) => block(&private, expression),
    }
}

/// A struct that only this block knows, and a value of it.
fn block(private: &TokenStream, expression: &Expression) -> TokenStream {
    let Expression { definition, seed, word } = expression;
    let name = &definition.name;
    let items = items(private, definition);
    let doc_links: Vec<DocLink> = word.iter().map(|span| DocLink { item: "Construct", span: *span }).collect();
    let doc_links = Types { private, owner: name.clone() }.doc_links(&doc_links);
    quote_spanned! {Span::mixed_site()=>
        {
            #items
            #doc_links
            <#name<f32> as #private::Construct>::seeded(#seed)
        }
    }
}

/// The struct and all that is implemented for it, and before it the structs of the branches inside.
fn items(private: &TokenStream, definition: &Definition) -> TokenStream {
    let chain = Chain::of(private, definition);
    let branches = chain.branches().into_iter().map(|branch| branch.items());
    let items = branches.chain([chain.items(), network::items(private, definition)]);
    items.flatten().map(|token| placed(token, definition)).collect()
}

/// Items stand where the network's name does: the compiler's notes underline that, and not all of `network!`.
///
/// An item reaches from its first word to its closing brace. Names inside stay where they are, and lead editors nowhere else.
fn placed(mut token: TokenTree, definition: &Definition) -> TokenTree {
    let name = definition.name.span();
    let place = match &token {
        TokenTree::Ident(word) if word == "pub" => Some(word.span()),
        TokenTree::Ident(word) if word == "struct" => Some(definition.keyword),
        TokenTree::Ident(word) if word == "unsafe" || word == "impl" => Some(name),
        TokenTree::Punct(bracket) if ['<', '>'].contains(&bracket.as_char()) => Some(name),
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Some(name),
        _ => None,
    };
    if let Some(place) = place {
        token.set_span(mixed(place));
    }
    token
}

/// A local of ours, which no label of the user's can hide.
fn local(name: &str, number: usize) -> Ident {
    format_ident!("{name}{number}", span = Span::mixed_site())
}

/// Where the user's token stands, with names that resolve where the macro is defined.
fn mixed(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// A name as strings have it, without `r#`.
fn unraw(name: &Ident) -> String {
    name.unraw().to_string()
}

/// A number without a suffix.
fn integer(number: i64) -> TokenStream {
    Literal::i64_unsuffixed(number).into_token_stream()
}
