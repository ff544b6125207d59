//! What comes next: questions to the next few tokens, which consume none of them.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::{End, ParseStream};
use syn::{LitBool, Token};

use crate::ast::opening_span;

syn::custom_keyword!(seed);
syn::custom_keyword!(projection);

/// Whether a definition begins here.
pub fn at_definition(input: ParseStream) -> bool {
    input.peek(Token![#]) || input.peek(Token![pub]) || input.peek(Token![struct]) || at_other_keyword(input)
}

/// Whether a definition begins here with a word that defines something else.
pub fn at_other_keyword(input: ParseStream) -> bool {
    input.peek(Token![enum])
        || (input.peek2(Ident::peek_any) && input.peek3(Token![=]))
            && (input.peek(Token![let])
                || input.peek(Token![const])
                || input.peek(Token![static])
                || input.peek(Token![type]))
}

/// Whether `name =` is next: a definition that lost its `struct`, or an argument.
pub fn at_assignment(input: ParseStream) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![=>])
}

/// Whether `name = 2 => 1` is next, without the `;` that a definition would have.
pub fn at_named_value(input: ParseStream) -> bool {
    let is_end = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    at_assignment(input) && !input.cursor().token_stream().into_iter().any(is_end)
}

/// Whether the `(crate)` of a `pub(crate)` is next.
pub fn at_restriction(input: ParseStream) -> bool {
    let group = input.cursor().group(Delimiter::Parenthesis);
    let word = group.and_then(|(content, ..)| content.ident());
    word.is_some_and(|(word, _)| ["crate", "self", "super", "in"].iter().any(|known| word == known))
}

/// Whether a chain begins here, although no `=` announced it.
pub fn at_chain(input: ParseStream) -> bool {
    input.peek(Token![<]) || at_number(input.cursor())
}

/// Whether `; seed =` is next, perhaps with a comma for the semicolon.
pub fn at_seed(input: ParseStream) -> bool {
    (input.peek(Token![;]) || input.peek(Token![,])) && input.peek2(seed) && input.peek3(Token![=])
}

/// Whether no further arrow or stage can follow.
pub fn at_chain_end(input: ParseStream) -> bool {
    input.is_empty()
        || input.peek(Token![;]) && !at_mistaken_semicolon(input)
        || at_definition(input)
        || at_closing_bracket(input)
        || at_seed(input)
        || at_last_comma(input)
}

/// Whether a `,` is next that is no mistaken arrow.
pub fn at_last_comma(input: ParseStream) -> bool {
    input.peek(Token![,]) && (input.peek2(End) || input.peek2(Token![pub]) || input.peek2(Token![struct]))
}

/// Whether a `>` is next that is no mistaken arrow: nothing follows that could be a stage.
pub fn at_closing_bracket(input: ParseStream) -> bool {
    input.peek(Token![>])
        && (input.peek2(End)
            || input.peek2(Token![;])
            || input.peek2(Token![#])
            || input.peek2(Token![pub])
            || input.peek2(Token![struct]))
}

/// Whether the parentheses end here.
pub fn at_end(input: ParseStream) -> bool {
    input.is_empty()
}

/// Whether a branch ends here: at a bar, at an option, or with the parentheses around it.
pub fn at_branch_end(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![|]) || at_option(input)
}

/// Whether `, name =` is next, a comma after which nothing comes, or the one option that may
/// be all there is; that may lack its value, or its name.
pub fn at_option(input: ParseStream) -> bool {
    let ahead = input.fork();
    let comma = ahead.parse::<Token![,]>().is_ok();
    let is_option = ahead.is_empty() || at_assignment(&ahead) || ahead.peek(projection) || ahead.peek(LitBool);
    comma && is_option || input.peek(projection) && at_assignment(input)
}

/// Whether an arrow is next, or what people write for one.
pub fn at_arrow(input: ParseStream) -> bool {
    let is_long_shaft = input.peek(Token![-]) && input.peek2(Token![-]); // of `-->`
    let is_mark = input.peek(Token![=]) || input.peek(Token![->]) || input.peek(Token![>]) || is_long_shaft;
    is_mark || input.peek(Token![,]) || input.peek(Token![|]) || at_mistaken_semicolon(input)
}

/// Whether a `;` separates layers: a number follows, and more after it.
pub fn at_mistaken_semicolon(input: ParseStream) -> bool {
    input.peek(Token![;]) && input.peek2(syn::Lit) && !input.peek3(End) && !input.peek3(Token![>])
}

pub fn at_label(input: ParseStream) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// Whether `hidden =` is next; after a constant, the `=` is a mistaken arrow.
pub fn at_assigned_label(input: ParseStream) -> bool {
    let is_lowercase = |(word, _): (Ident, Cursor)| !word.to_string().contains(char::is_uppercase);
    at_assignment(input) && input.cursor().ident().is_some_and(is_lowercase)
}

/// Whether parentheses with a name in them are next: the outputs of a network. Each has a name;
/// where one of them is missing, the others tell.
pub fn at_outputs(input: ParseStream) -> bool {
    let Some((content, ..)) = input.cursor().group(Delimiter::Parenthesis) else { return false };
    let tokens: Vec<TokenTree> = content.token_stream().into_iter().take(MOST_LOOKED_AT).collect();
    let is =
        |token: Option<&TokenTree>, char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char);
    let is_label = |at: usize| {
        matches!(tokens.get(at), Some(TokenTree::Ident(_)))
            && is(tokens.get(at + 1), ':')
            && !is(tokens.get(at + 2), ':')
    };
    is_label(0) || (0..tokens.len()).any(|at| is(tokens.get(at), '|') && is_label(at + 1))
}

/// Whether an output ends here: at a bar, at a comma before another name, or with the parentheses.
pub fn at_output_end(input: ParseStream) -> bool {
    let next_is_named = input.peek2(Ident::peek_any) && input.peek3(Token![:]) && !input.peek3(Token![::]);
    input.is_empty() || input.peek(Token![|]) || input.peek(Token![,]) && next_is_named
}

/// So that parentheses in parentheses are not read again and again.
const MOST_LOOKED_AT: usize = 1000;

pub fn at_number(cursor: Cursor) -> bool {
    let unsigned = cursor.punct().filter(|(punct, _)| punct.as_char() == '-').map_or(cursor, |(_, rest)| rest);
    unsigned.literal().is_some_and(|(literal, _)| literal.to_string().starts_with(|c: char| c.is_ascii_digit()))
}

pub fn at_argument_end(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Where the next token begins, or the last one is.
pub fn here(input: ParseStream) -> Span {
    match input.cursor().token_tree() {
        Some((token, _)) => opening_span(&token),
        None => input.cursor().prev_span(),
    }
}
