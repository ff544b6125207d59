//! `sinew! { … }`: ordinary Rust that may contain `network!< … >`.
//!
//! Rust reads `network!<` as a syntax error before any macro sees it, so the rewriting happens on
//! bare tokens: each `network!< … >` becomes `network!(…)`, or `network! {…}` around definitions,
//! and all else stays as it is.

use std::mem;

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::diagnostics::diagnostic;

/// Counts angle brackets; the `>` of an arrow is none.
#[derive(Default)]
pub struct Depth {
    /// How many are open.
    pub open: usize,
    arrow: bool,
}

impl Depth {
    /// Takes the next token and says whether it closes the first bracket.
    pub fn closes(&mut self, token: &TokenTree) -> bool {
        let TokenTree::Punct(punct) = token else { return false };
        let arrow = mem::replace(&mut self.arrow, is_shaft(punct));
        match punct.as_char() {
            '<' => self.open += 1,
            '>' if !arrow => self.open = self.open.saturating_sub(1),
            _ => return false,
        }
        self.open == 0
    }
}

/// Whether a `>` right after it would make an arrow.
fn is_shaft(punct: &Punct) -> bool {
    matches!(punct.as_char(), '=' | '-') && punct.spacing() == Spacing::Joint
}

/// Rewrites every `network!< … >`, at any depth.
pub fn rewrite(input: TokenStream) -> TokenStream {
    let mut rewritten = 0;
    stream(input, &mut rewritten)
}

/// Rewrites a stream, and counts what it rewrites.
fn stream(input: TokenStream, rewritten: &mut usize) -> TokenStream {
    let tokens: Vec<TokenTree> = input.into_iter().collect();
    let mut output = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let [token, behind @ ..] = rest {
        if let Some((invocation, behind)) = invocation(rest) {
            *rewritten += 1;
            output.extend(invocation);
            rest = behind;
        } else {
            output.extend([tree(token, rewritten)]);
            rest = behind;
        }
    }
    output
}

/// Rewrites what is inside a group; a group without invocations keeps the spans of its delimiters.
fn tree(token: &TokenTree, rewritten: &mut usize) -> TokenTree {
    let TokenTree::Group(group) = token else { return token.clone() };
    let before = *rewritten;
    let content = stream(group.stream(), rewritten);
    if *rewritten == before { token.clone() } else { delimited(group.delimiter(), content, group.span()) }
}

fn delimited(delimiter: Delimiter, content: TokenStream, span: Span) -> TokenTree {
    let mut group = Group::new(delimiter, content);
    group.set_span(span);
    group.into()
}

/// The `network!(…)` for a `network!< … >` at the start of `tokens`, and what follows it.
fn invocation(tokens: &[TokenTree]) -> Option<(TokenStream, &[TokenTree])> {
    let [name, bang, open, content @ ..] = tokens else { return None };
    if !is_word(name, "network") || !is_punct(bang, '!') || !is_punct(open, '<') {
        return None;
    }
    let mut depth = Depth::default();
    depth.closes(open);
    let Some(length) = content.iter().position(|token| depth.closes(token)) else {
        return Some(unclosed(open, content));
    };
    let (content, behind) = content.split_at(length);
    let defines = content.first().is_some_and(begins_definition);
    let delimiter = if defines { Delimiter::Brace } else { Delimiter::Parenthesis };
    let group = delimited(delimiter, content.iter().cloned().collect(), open.span());
    let behind = behind.get(1..).unwrap_or_default();
    let behind =
        behind.split_first().filter(|(next, _)| defines && is_punct(next, ';')).map_or(behind, |(_, behind)| behind);
    Some(([name.clone(), bang.clone(), group].into_iter().collect(), behind))
}

/// An error in place of an invocation that goes on to the next `;`, or to the end.
fn unclosed<'a>(open: &TokenTree, content: &'a [TokenTree]) -> (TokenStream, &'a [TokenTree]) {
    let length = content.iter().position(|token| is_punct(token, ';')).unwrap_or(content.len());
    let error = diagnostic(open, "this `<` is never closed", "end the network with `>`").into_compile_error();
    (error, &content[length..])
}

fn begins_definition(token: &TokenTree) -> bool {
    is_punct(token, '#') || ["pub", "struct", "enum"].iter().any(|word| is_word(token, word))
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

fn is_word(token: &TokenTree, expected: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_rewritten(source: &str, expected: &str) {
        let found = rewrite(source.parse().expect("the source is made of tokens")).to_string();
        let [found, expected] = [&found, expected].map(|text| text.replace(' ', ""));
        assert_eq!(found, expected);
    }

    #[test]
    fn an_expression_stands_in_parentheses() {
        assert_rewritten("let a = sinew::network!< 2 => 1 >;", "let a = sinew::network!( 2 => 1 );");
        assert_rewritten("f(g!{ network!< 2 => my::W my::Act<3> > })", "f(g!{ network!( 2 => my::W my::Act<3> ) })");
    }

    #[test]
    fn definitions_stand_in_braces_and_need_no_semicolon() {
        assert_rewritten(
            "network!< struct A = < 2 => 1 >; >; fn f() {}",
            "network!{ struct A = < 2 => 1 >; } fn f() {}",
        );
    }

    #[test]
    fn the_first_bracket_that_is_no_arrow_closes() {
        assert_rewritten("network!< 2 => 1 > < network!< 2 -> 1 >", "network!( 2 => 1 ) < network!( 2 -> 1 )");
    }

    #[test]
    fn all_else_stays_as_it_is() {
        let source = "network!(2 => 1); network! [< 2 => 1 >]; if a < b && c > d { network < 3 }";
        assert_rewritten(source, source);
    }
}
