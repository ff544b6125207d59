//! model → tokens: cannot fail, one function per generated item.
//!
//! Every name is absolute or the user's own, and every token of ours resolves where the macro is
//! defined, so that nothing in the user's scope can come between. What the user asked for carries
//! the span of the word that asked for it.
//!
//! * `chain`, `field`: a chain and its layers, as all others here see them.
//! * `types`, `builtin`: the types of layers.
//! * `structs`: a struct for each chain of layers, the network and each branch in it.
//! * `parameters`: the promise that a struct is one run of numbers.
//! * `assertions`, `docs`: what only the compiler can check, and what only editors read.
//! * `stage`: the chain as predictions and training run it.
//! * `tokens`: names, numbers and their spans.
//! * `network`: what only the whole network has.
//! * `outputs`: the struct that names several outputs.

mod assertions;
mod builtin;
mod chain;
mod docs;
mod field;
mod network;
mod outputs;
mod parameters;
mod stage;
mod structs;
mod tokens;
mod types;

use std::collections::HashSet;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use crate::checked::{Checked, DocLink, Expression, Invocation, Origins};
use chain::Chain;
use tokens::{ident, mixed};
use types::Branches;

/// Writes everything that one `network!` defines; `krate` is the crate that its types live in.
pub fn invocation(krate: &Ident, invocation: &Invocation) -> TokenStream {
    let private = quote_spanned!(Span::mixed_site()=> #krate::__private);
    match invocation {
        Invocation::Definitions(definitions) => definitions.iter().map(|checked| items(&private, checked)).collect(),
        Invocation::Expression(expression) => block(&private, expression),
    }
}

/// A struct that only this block knows, and a value of it.
fn block(private: &TokenStream, expression: &Expression) -> TokenStream {
    let Expression { checked, seed, word } = expression;
    let name = ident(&checked.network.name, checked.origins.name);
    let items = items(private, checked);
    let doc_links: Vec<DocLink> = word.iter().map(|span| DocLink { item: "Construct", span: *span }).collect();
    let doc_links = docs::doc_links(private, &doc_links);
    quote_spanned! {Span::mixed_site()=>
        {
            #items
            #doc_links
            <#name<f32> as #private::Construct>::seeded(#seed)
        }
    }
}

/// The struct and all that is implemented for it, and before it the structs of the branches inside.
fn items(private: &TokenStream, checked: &Checked) -> TokenStream {
    let structs = Branches::of(&checked.network.chain, &chain::owner(checked));
    let chain = Chain::of(private, checked, &structs);
    let mut written = HashSet::new();
    let branches = chain.branches().into_iter().flat_map(|branch| {
        if written.insert(branch.name.to_string()) { chain_items(&branch) } else { copy_items(&branch) }
    });
    branches.chain(chain_items(&chain)).chain(network_items(&chain)).chain(output_items(&chain)).collect()
}

/// The struct of a chain and what every chain implements.
fn chain_items(chain: &Chain) -> [TokenStream; 2] {
    let doc_links = docs::doc_links(chain.types.private, &chain.origins.doc_links);
    let implementations = [chain.formats(), chain.assertions(), doc_links, chain.parameters(), chain.stage()];
    configured(chain, chain.structure(), implementations)
}

/// What a copy of a chain has besides: the places in the source, for the compiler and for editors.
fn copy_items(chain: &Chain) -> [TokenStream; 2] {
    let doc_links = docs::doc_links(chain.types.private, &chain.origins.doc_links);
    configured(chain, TokenStream::new(), [chain.assertions(), doc_links])
}

/// What only the whole network has.
fn network_items(chain: &Chain) -> [TokenStream; 2] {
    let around_layers = [Chain::formats_with_statistics, Chain::parameters_with_statistics, Chain::deref_to_layers];
    let around_layers = around_layers.into_iter().filter(|_| !chain.is_root).map(|item| item(chain));
    let network = [chain.predict(), chain.network(), chain.heap(), chain.constants(), chain.display()];
    let structure = if chain.is_root { TokenStream::new() } else { chain.structure_with_statistics() };
    configured(chain, structure, around_layers.chain(network))
}

/// The struct of a network's outputs, where there are several.
fn output_items(chain: &Chain) -> [TokenStream; 2] {
    let [structure, implementations] = chain.output_struct().unwrap_or_default();
    configured(chain, structure, [implementations])
}

/// A struct and what is implemented for it, in a block under the attributes that belong on all of
/// it, if there are any.
fn configured(
    chain: &Chain,
    structure: TokenStream,
    implementations: impl IntoIterator<Item = TokenStream>,
) -> [TokenStream; 2] {
    let place = |items: TokenStream| items.into_iter().map(|token| placed(token, &chain.checked.origins)).collect();
    let implementations: TokenStream = place(implementations.into_iter().collect());
    let attributes = &chain.checked.origins.attributes.elsewhere;
    let implementations = if attributes.is_empty() {
        implementations
    } else {
        quote_spanned!(Span::mixed_site()=> #attributes const _: () = { #implementations };)
    };
    [place(structure), implementations]
}

/// Gives items the place of the network's name: the compiler's notes underline that, and not all
/// of `network!`.
///
/// An item reaches from its first word to its closing brace. Names inside stay where they are, and
/// lead editors nowhere else.
fn placed(mut token: TokenTree, origins: &Origins) -> TokenTree {
    let name = origins.name;
    let place = match &token {
        TokenTree::Ident(word) if word == "pub" => Some(word.span()),
        TokenTree::Ident(word) if word == "struct" => Some(origins.keyword),
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
