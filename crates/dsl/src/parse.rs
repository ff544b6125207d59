//! Tokens → ast: one `Parse` impl per grammar rule, syntax errors only.
//!
//! A mistake inside one stage or definition must not hide those of the others. So a chain takes whatever stands between two
//! arrows, and definitions recover at their `;`.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::{End, Parse, ParseStream};
use syn::{LitBool, Result, Token, parenthesized, token};

use crate::ast::{
    Argument, Arguments, Arrow, Attribute, Branch, Chain, Content, Definition, Expression, Invocation, Link, Number,
    Repeat, Shape, Stage, Term, Word, opening, opening_span,
};
use crate::brackets::Depth;
use crate::diagnostics::{SpanRange, diagnostic};
use crate::path::Path;
use crate::words::BRANCHES;

syn::custom_keyword!(seed);
syn::custom_keyword!(projection);

impl Parse for Invocation {
    fn parse(input: ParseStream) -> Result<Self> {
        let krate = input.call(Ident::parse_any)?;
        let content = if at_definition(input) || at_assignment(input) && !at_named_value(input) {
            Content::Definitions(definitions(input))
        } else {
            Content::Expression(Box::new(input.parse()?))
        };
        Ok(Self { krate, content })
    }
}

/// Whether a definition begins here.
fn at_definition(input: ParseStream) -> bool {
    input.peek(Token![#]) || input.peek(Token![pub]) || input.peek(Token![struct]) || at_other_keyword(input)
}

/// Whether a definition begins here with a word that defines something else.
fn at_other_keyword(input: ParseStream) -> bool {
    input.peek(Token![enum])
        || (input.peek2(Ident::peek_any) && input.peek3(Token![=]))
            && (input.peek(Token![let])
                || input.peek(Token![const])
                || input.peek(Token![static])
                || input.peek(Token![type]))
}

/// Whether `name =` stands here: a definition that lost its `struct`, or an argument.
fn at_assignment(input: ParseStream) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![=>])
}

/// Whether `name = 2 => 1` stands here without the `;` that a definition would have.
fn at_named_value(input: ParseStream) -> bool {
    let is_end = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    at_assignment(input) && !input.cursor().token_stream().into_iter().any(is_end)
}

fn definitions(input: ParseStream) -> Vec<Result<Definition>> {
    let mut definitions = Vec::new();
    while !input.is_empty() {
        let definition = input.parse();
        if definition.is_err() {
            skip_definition(input);
        }
        definitions.push(definition);
    }
    definitions
}

/// Goes on behind the next `;`, or before what looks like the next definition.
fn skip_definition(input: ParseStream) {
    while let Ok(token) = input.parse::<TokenTree>() {
        let ended = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        if ended || at_definition(input) {
            break;
        }
    }
}

impl Parse for Definition {
    fn parse(input: ParseStream) -> Result<Self> {
        let attributes = attributes(input)?;
        let visibility = visibility(input)?;
        let keyword = here(input);
        let r#struct = r#struct(input);
        let name = name(input)?;
        let generics = generics(input, &name);
        let assignment = assignment(input, &name);
        let (chain, end) = if assignment.is_ok() || at_chain(input) {
            let mut chain = input.parse()?;
            let end = end(input, &name, &mut chain);
            (Some(chain), end)
        } else {
            skip_definition(input);
            (None, Ok(()))
        };
        let faults = [r#struct, generics, assignment, end].into_iter().filter_map(Result::err).collect();
        Ok(Self { attributes, visibility, keyword, name, chain, faults })
    }
}

fn attributes(input: ParseStream) -> Result<Vec<Attribute>> {
    let mut attributes = Vec::new();
    while input.peek(Token![#]) {
        attributes.push(input.parse()?);
    }
    Ok(attributes)
}

impl Parse for Attribute {
    fn parse(input: ParseStream) -> Result<Self> {
        let pound: Token![#] = input.parse()?;
        if !input.peek(token::Bracket) {
            return Err(diagnostic(&pound, "expected an attribute after `#`", "write attributes as `#[name]`"));
        }
        let group: Group = input.parse()?;
        Ok(Self { tokens: quote!(#pound #group), content: group.stream() })
    }
}

fn visibility(input: ParseStream) -> Result<TokenStream> {
    let mut visibility = input.parse::<Option<Token![pub]>>()?.to_token_stream();
    if !visibility.is_empty() && at_restriction(input) {
        visibility.extend([input.parse::<TokenTree>()?]);
    }
    Ok(visibility)
}

/// Whether the `(crate)` of a `pub(crate)` stands here.
fn at_restriction(input: ParseStream) -> bool {
    let group = input.cursor().group(Delimiter::Parenthesis);
    let word = group.and_then(|(content, ..)| content.ident());
    word.is_some_and(|(word, _)| ["crate", "self", "super", "in"].iter().any(|known| word == known))
}

const DEFINITION: &str = "a definition reads `struct Name = 2 => 4 relu => 1 sigmoid;`";

/// `struct`; the definition goes on where it is missing, or where another word stands in its place.
fn r#struct(input: ParseStream) -> Result<()> {
    if input.parse::<Option<Token![struct]>>()?.is_some() {
        return Ok(());
    }
    let place = here(input);
    if input.peek(Ident::peek_any) && input.peek2(Ident::peek_any) {
        input.call(Ident::parse_any)?;
    }
    Err(diagnostic(place, "expected `struct`", DEFINITION))
}

fn name(input: ParseStream) -> Result<Ident> {
    if let Some((word, _)) = input.cursor().ident()
        && word == "T"
    {
        let message = "`T` is the type of a network's numbers and cannot be a name";
        return Err(diagnostic(&word, message, "choose another name"));
    }
    input.parse().map_err(|_| match input.cursor().ident() {
        Some((word, _)) => {
            diagnostic(&word, format!("`{word}` is a word of Rust and cannot be a name"), "choose another name")
        }
        None => diagnostic(here(input), "expected the name of a network", DEFINITION),
    })
}

/// `<T>`, which a network does not take; a number after the `<` says that only the `=` is missing.
fn generics(input: ParseStream, name: &Ident) -> Result<()> {
    let place = here(input);
    if input.peek2(syn::Lit) || angle_brackets(input).is_none() {
        return Ok(());
    }
    let help = format!("remove them: the element type is a parameter already, as in `{name}<f64>`");
    Err(diagnostic(place, "a network has no generics of its own", help))
}

/// The `=` between name and chain.
fn assignment(input: ParseStream, name: &Ident) -> Result<()> {
    let help = format!("write `struct {name} = 2 => 4 relu => 1 sigmoid;`");
    if let Some((_, _, span, _)) = input.cursor().any_group() {
        return Err(diagnostic(span.open(), "a network is defined by its layers, not by fields", help));
    }
    if !input.peek(Token![=]) || input.peek(Token![=>]) {
        return Err(diagnostic(here(input), format!("expected `=` after `{name}`"), help));
    }
    input.parse::<Token![=]>().map(drop)
}

/// Whether a chain begins here, although no `=` announced it.
fn at_chain(input: ParseStream) -> bool {
    input.peek(Token![<]) || at_number(input.cursor())
}

/// The `;` of a definition, and a seed, which only an expression may have.
fn end(input: ParseStream, name: &Ident, chain: &mut Chain) -> Result<()> {
    if at_seed(input) {
        return seed_of_definition(input, name, chain);
    }
    if let Some(comma) = input.parse::<Option<Token![,]>>()? {
        return Err(diagnostic(&comma, "expected `;`, found `,`", "end every definition with `;`"));
    }
    if input.parse::<Option<Token![;]>>()?.is_none() {
        let message = format!("missing `;` after the definition of `{name}`");
        return Err(diagnostic(input.cursor().prev_span(), message, "end every definition with `;`"));
    }
    Ok(())
}

fn seed_of_definition(input: ParseStream, name: &Ident, chain: &mut Chain) -> Result<()> {
    input.parse::<TokenTree>()?; // what separates it from the chain
    let place = input.span();
    setting(input)?;
    late_bracket(input, chain)?;
    input.parse::<Option<Token![;]>>()?;
    Err(diagnostic(
        place,
        "a definition takes no seed",
        format!("seed the network where it is made, as in `{name}::seeded(7)`"),
    ))
}

impl Parse for Expression {
    fn parse(input: ParseStream) -> Result<Self> {
        let start = here(input);
        let nameless = no_name(input);
        let mut chain: Chain = input.parse()?;
        let separator = separator(input);
        let seed = if at_chain_end(input) { None } else { Some(setting(input)?) };
        late_bracket(input, &mut chain)?;
        let faults = [nameless, separator, rest(input)].into_iter().filter_map(Result::err).collect();
        Ok(Self { start, chain, seed, faults })
    }
}

/// `Xor =`, which is for definitions.
fn no_name(input: ParseStream) -> Result<()> {
    if !at_assignment(input) {
        return Ok(());
    }
    let name = input.call(Ident::parse_any)?;
    let equals: Token![=] = input.parse()?;
    let help = format!("remove it for a value; a type is defined by `struct {name} = 2 => 4 relu => 1 sigmoid;`");
    Err(diagnostic(
        SpanRange { start: name.span(), end: equals.spans[0] },
        format!("unexpected `{name} =` before a network"),
        help,
    ))
}

/// The `;` before a seed.
fn separator(input: ParseStream) -> Result<()> {
    if at_last_comma(input) {
        let comma: Token![,] = input.parse()?;
        return Err(diagnostic(&comma, "unexpected `,` after the network", "remove it"));
    }
    let comma = input.parse::<Option<Token![,]>>()?;
    if let Some(comma) = comma {
        return Err(diagnostic(&comma, "expected `;` before the seed", "write `; seed = 7`"));
    }
    input.parse::<Option<Token![;]>>().map(drop)
}

/// Whatever stands behind an expression is one mistake.
fn rest(input: ParseStream) -> Result<()> {
    let Some((token, _)) = input.cursor().token_tree() else { return Ok(()) };
    input.parse::<TokenStream>()?;
    let message = format!("unexpected `{}` after the network", opening(&token));
    Err(diagnostic(opening_span(&token), message, "a network reads `2 => 4 relu => 1 sigmoid; seed = 7`"))
}

/// Whether `; seed =` stands here, perhaps with a comma for the semicolon.
fn at_seed(input: ParseStream) -> bool {
    (input.peek(Token![;]) || input.peek(Token![,])) && input.peek2(seed) && input.peek3(Token![=])
}

impl Parse for Chain {
    fn parse(input: ParseStream) -> Result<Self> {
        let open = input.parse()?;
        let first = input.parse()?;
        let mut links = Vec::new();
        while !at_chain_end(input) {
            links.push(input.parse()?);
        }
        let close = input.parse()?;
        Ok(Self { open, input: first, links, close })
    }
}

/// Whether no further arrow or stage can follow.
fn at_chain_end(input: ParseStream) -> bool {
    input.is_empty()
        || input.peek(Token![;]) && !at_mistaken_semicolon(input)
        || at_definition(input)
        || at_closing_bracket(input)
        || at_seed(input)
        || at_last_comma(input)
}

/// Whether a `,` stands here that is no mistaken arrow.
fn at_last_comma(input: ParseStream) -> bool {
    input.peek(Token![,]) && (input.peek2(End) || input.peek2(Token![pub]) || input.peek2(Token![struct]))
}

/// The closing bracket of `< 2 => 1; seed = 7 >`, where the seed stands inside.
fn late_bracket(input: ParseStream, chain: &mut Chain) -> Result<()> {
    if chain.close.is_none() {
        chain.close = input.parse()?;
    }
    Ok(())
}

/// Whether a `>` stands here that is no mistaken arrow: nothing follows that could be a stage.
fn at_closing_bracket(input: ParseStream) -> bool {
    input.peek(Token![>])
        && (input.peek2(End)
            || input.peek2(Token![;])
            || input.peek2(Token![#])
            || input.peek2(Token![pub])
            || input.peek2(Token![struct]))
}

impl Parse for Link {
    fn parse(input: ParseStream) -> Result<Self> {
        Ok(Self { arrow: Some(input.parse()?), stage: input.parse()? })
    }
}

impl Branch {
    /// A chain without an input.
    fn parse(input: ParseStream, open: Span, at_end: fn(ParseStream) -> bool) -> Result<Self> {
        let mut links = Vec::new();
        if !at_arrow(input) && !at_end(input) {
            links.push(Link { arrow: None, stage: input.parse()? });
        }
        while !at_end(input) {
            links.push(input.parse()?);
        }
        Ok(Self { open, links })
    }
}

/// Whether the parentheses end here.
fn at_end(input: ParseStream) -> bool {
    input.is_empty()
}

/// Whether a branch ends here: at a bar, at an option, or with the parentheses around it.
fn at_branch_end(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![|]) || at_option(input)
}

/// Whether `, name =` stands here, a comma behind which nothing comes, or the one option that may be all there is; that may lack its value, or
/// its name.
fn at_option(input: ParseStream) -> bool {
    let ahead = input.fork();
    let comma = ahead.parse::<Token![,]>().is_ok();
    let is_option = ahead.is_empty() || at_assignment(&ahead) || ahead.peek(projection) || ahead.peek(LitBool);
    comma && is_option || input.peek(projection) && at_assignment(input)
}

impl Parse for Arrow {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut tokens = TokenStream::new();
        loop {
            let token: TokenTree = input.parse()?;
            let joint = matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
            tokens.extend([token]);
            let goes_on =
                input.peek(Token![=]) || input.peek(Token![-]) || input.peek(Token![>]) || input.peek(Token![|]);
            if !(joint && goes_on) {
                break;
            }
        }
        let right = tokens.to_string() == "=>";
        Ok(Self { tokens, right })
    }
}

/// Whether an arrow stands here, or what people write for one.
fn at_arrow(input: ParseStream) -> bool {
    let is_long_shaft = input.peek(Token![-]) && input.peek2(Token![-]); // of `-->`
    let is_mark = input.peek(Token![=]) || input.peek(Token![->]) || input.peek(Token![>]) || is_long_shaft;
    is_mark || input.peek(Token![,]) || input.peek(Token![|]) || at_mistaken_semicolon(input)
}

/// Whether a `;` separates layers: a number follows, and more behind it.
fn at_mistaken_semicolon(input: ParseStream) -> bool {
    input.peek(Token![;]) && input.peek2(syn::Lit) && !input.peek3(End) && !input.peek3(Token![>])
}

impl Parse for Stage {
    fn parse(input: ParseStream) -> Result<Self> {
        let label =
            if at_label(input) || at_assigned_label(input) { Some(input.call(Ident::parse_any)?) } else { None };
        let equals = if label.is_some() { input.parse()? } else { None };
        if label.is_some() && equals.is_none() {
            input.parse::<Token![:]>()?;
        }
        let mut terms = Vec::new();
        while !at_chain_end(input) && !at_arrow(input) {
            terms.push(input.parse()?);
        }
        Ok(Self { label, equals, terms })
    }
}

fn at_label(input: ParseStream) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// Whether `hidden =` stands here; behind a constant, the `=` is a mistaken arrow.
fn at_assigned_label(input: ParseStream) -> bool {
    let is_lowercase = |(word, _): (Ident, Cursor)| !word.to_string().contains(char::is_uppercase);
    at_assignment(input) && input.cursor().ident().is_some_and(is_lowercase)
}

impl Parse for Term {
    fn parse(input: ParseStream) -> Result<Self> {
        if at_number(input.cursor()) {
            input.parse().map(Self::Shape)
        } else if input.peek(token::Paren) && input.peek2(Token![*]) {
            input.parse().map(Self::Repeat)
        } else if input.peek(Ident::peek_any) || input.peek(Token![::]) && input.peek3(Ident::peek_any) {
            input.parse().map(Self::Word)
        } else {
            input.parse().map(Self::Stray)
        }
    }
}

fn at_number(cursor: Cursor) -> bool {
    let unsigned = cursor.punct().filter(|(punct, _)| punct.as_char() == '-').map_or(cursor, |(_, rest)| rest);
    unsigned.literal().is_some_and(|(literal, _)| literal.to_string().starts_with(|c: char| c.is_ascii_digit()))
}

impl Parse for Shape {
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

impl Parse for Repeat {
    fn parse(input: ParseStream) -> Result<Self> {
        let content;
        let open = parenthesized!(content in input).span.open();
        let branch = Branch::parse(&content, open, at_end)?;
        let star = input.parse::<Token![*]>()?.span;
        let times = if at_number(input.cursor()) { Some(input.parse()?) } else { None };
        Ok(Self { branch, star, times })
    }
}

impl Parse for Word {
    fn parse(input: ParseStream) -> Result<Self> {
        let path: Path = input.parse()?;
        let arguments = if !input.peek(token::Paren) {
            None
        } else if path.word().is_some_and(takes_branches) {
            Some(branches(input)?)
        } else {
            Some(input.parse()?)
        };
        Ok(Self { path, arguments })
    }
}

/// Whether chains stand in the parentheses behind a word.
fn takes_branches(word: &Ident) -> bool {
    BRANCHES.iter().any(|known| word == known)
}

/// `(4 relu | 4 tanh)`, `(4 relu => 2, projection = true)`
fn branches(input: ParseStream) -> Result<Arguments> {
    let content;
    let open = parenthesized!(content in input).span.open();
    let mut branches = vec![Branch::parse(&content, open, at_branch_end)?];
    while let Some(bar) = content.parse::<Option<Token![|]>>()? {
        branches.push(Branch::parse(&content, bar.spans[0], at_branch_end)?);
    }
    content.parse::<Option<Token![,]>>()?;
    Ok(Arguments { open, branches, list: arguments(&content)? })
}

impl Parse for Path {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut tokens = input.parse::<Option<Token![::]>>()?.to_token_stream();
        let mut segments = Vec::new();
        loop {
            let segment = input.call(Ident::parse_any)?;
            segment.to_tokens(&mut tokens);
            segments.push(segment);
            let brackets = angle_brackets(input);
            let generics = brackets.as_ref().map(|_| tokens.clone().into_iter().count());
            tokens.extend(brackets);
            if !(input.peek(Token![::]) && input.peek3(Ident::peek_any)) {
                return Ok(Self { segments, tokens, generics });
            }
            input.parse::<Token![::]>()?.to_tokens(&mut tokens);
        }
    }
}

/// The most levels of generics: each `<` that is never closed is followed no further than this.
const MOST_GENERICS: usize = 8;

/// `<3>`, read only where it is closed and could be generics.
fn angle_brackets(input: ParseStream) -> Option<TokenStream> {
    if !input.peek(Token![<]) {
        return None;
    }
    let closed = input.step(|cursor| {
        let mut depth = Depth::default();
        let mut tokens = TokenStream::new();
        let mut ahead = *cursor;
        while let Some((token, rest)) = ahead.token_tree() {
            let closed = depth.closes(&token);
            let ends = matches!(&token, TokenTree::Punct(punct) if "=#;@$!|".contains(punct.as_char()));
            if ends || depth.open > MOST_GENERICS {
                break;
            }
            tokens.extend([token]);
            ahead = rest;
            if closed {
                return Ok((tokens, ahead));
            }
        }
        Err(cursor.error("never closed"))
    });
    closed.ok()
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let content;
        let parentheses = parenthesized!(content in input);
        Ok(Self { open: parentheses.span.open(), branches: Vec::new(), list: arguments(&content)? })
    }
}

/// Arguments up to the closing parenthesis.
fn arguments(input: ParseStream) -> Result<Vec<Argument>> {
    let mut list = Vec::new();
    while !input.is_empty() {
        list.push(input.parse()?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(list)
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> Result<Self> {
        argument(input, at_argument_end)
    }
}

fn at_argument_end(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// An argument behind a chain, which ends where the chain might.
fn setting(input: ParseStream) -> Result<Argument> {
    argument(input, |input| at_chain_end(input) || at_argument_end(input))
}

fn argument(input: ParseStream, at_end: fn(ParseStream) -> bool) -> Result<Argument> {
    let name = if at_assignment(input) { Some(input.call(Ident::parse_any)?) } else { None };
    if name.is_some() {
        input.parse::<Token![=]>()?;
    }
    let mut value = Vec::new();
    while !at_end(input) {
        value.push(input.parse()?);
    }
    Ok(Argument { name, value, end: input.cursor().prev_span() })
}

/// Where the next token begins, or the last one stands.
fn here(input: ParseStream) -> Span {
    match input.cursor().token_tree() {
        Some((token, _)) => opening_span(&token),
        None => input.cursor().prev_span(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(shape: &str) -> Vec<String> {
        let shape: Shape = syn::parse_str(shape).expect("a shape");
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
        let shape: Shape = syn::parse_str("1x28x300").expect("a shape");
        let sources: Vec<_> = shape.extents.iter().filter_map(|extent| extent.span.source_text()).collect();
        assert_eq!(sources, ["1", "28", "300"]);
    }

    #[test]
    fn generics_belong_to_the_path_before_them() {
        let chain: Chain = syn::parse_str("< 2 => 4 my::Act<{ 3 }, Vec<u8>> => 1 >").expect("a chain");
        assert!(chain.close.is_some());
        assert_eq!(chain.links.len(), 2);
        assert_eq!(chain.links[0].stage.terms[1].text(), "my::Act<{ 3 },Vec<u8>>");
    }
}
