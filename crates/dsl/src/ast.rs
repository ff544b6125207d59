//! What the user wrote: plain structs that keep every span.
//!
//! The tree is wider than the language. It also holds what does not belong (a `->` for a `=>`, a
//! label on the input, a stray token), each in its place, so that [`check`](crate::check) can speak
//! of all mistakes at once and in plain words.

use std::fmt::{self, Display, Formatter};

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;

use crate::diagnostics::SpanRange;
use crate::path::{Path, write_compact};

/// Everything one `network!` was given.
pub struct Invocation {
    /// The crate that generated code finds its types in: `$crate` of the facade.
    pub krate: Ident,
    pub content: Content,
}

/// Items or an expression.
pub enum Content {
    /// One entry a definition; an error where not even a name could be made out.
    Definitions(Vec<syn::Result<Definition>>),
    Expression(Box<Expression>),
}

/// `/// Exclusive or.  pub struct Xor = 2 => 4 relu => 1 sigmoid;`
pub struct Definition {
    pub attributes: Vec<Attribute>,
    pub visibility: TokenStream,
    /// Where `struct` is, or belongs.
    pub keyword: Span,
    pub name: Ident,
    /// Missing where something else follows the name; `faults` then says what.
    pub chain: Option<Chain>,
    /// The mistakes in everything but the chain, from which the parser recovered.
    pub faults: Vec<syn::Error>,
}

/// `#[derive(Default)]` or a line of documentation.
#[derive(Clone)]
pub struct Attribute {
    /// Where its pound sign is.
    pub pound: Span,
    /// What it depends on, if it was inside of `cfg_attr`.
    pub predicates: Vec<TokenStream>,
    /// What is between the brackets.
    pub content: TokenStream,
}

/// `2 => 4 relu => 1 sigmoid; seed = 7`
pub struct Expression {
    /// Where it begins.
    pub start: Span,
    pub chain: Chain,
    pub seed: Option<Argument>,
    /// The mistakes in everything but the chain, from which the parser recovered.
    pub faults: Vec<syn::Error>,
}

/// `2 => 4 relu => 1 sigmoid`, perhaps in angle brackets.
pub struct Chain {
    pub open: Option<Token![<]>,
    pub input: Stage,
    pub links: Vec<Link>,
    pub close: Option<Token![>]>,
}

/// `=> 4 relu`
pub struct Link {
    /// What comes before the stage; nothing at the beginning of a branch.
    pub arrow: Option<Arrow>,
    pub stage: Stage,
}

/// `4 relu => 2`: a chain inside another, which takes its input from that.
pub struct Branch {
    /// What it begins after: a parenthesis, or the bar between two branches.
    pub open: Span,
    pub links: Vec<Link>,
}

/// `(4 relu) * 3`
pub struct Repeat {
    pub branch: Branch,
    pub star: Span,
    /// Missing where there is anything else.
    pub times: Option<Numbers>,
}

/// `(digit: 10 softmax | parity: 1 sigmoid)`
pub struct Outputs {
    /// Each with its name, which would otherwise label its first layer.
    pub branches: Vec<(Option<Ident>, Branch)>,
    /// Commas where a bar belongs.
    pub commas: Vec<Span>,
    /// Where the parentheses end.
    pub close: Span,
}

/// `=>`, or what the user wrote in its place.
pub struct Arrow {
    pub tokens: TokenStream,
    pub right: bool,
}

/// `hidden: 4 relu`
pub struct Stage {
    pub label: Option<Ident>,
    /// An equals sign after the label, where a colon belongs.
    pub equals: Option<Token![=]>,
    /// The layer, then its activation; anything else here is a mistake.
    pub terms: Vec<Term>,
}

/// One word or number of a stage or an argument.
pub enum Term {
    Numbers(Numbers),
    Word(Word),
    Repeat(Repeat),
    Outputs(Outputs),
    /// A token that is neither.
    Stray(TokenTree),
}

/// `4`, `28x28`, `1 x 28 x 28`; also `0.1` and `-2`, which only parameters may be.
pub struct Numbers {
    pub extents: Vec<Number>,
}

/// `28`
#[derive(Clone)]
pub struct Number {
    pub minus: Option<Span>,
    /// The digits as the source has them; empty where they are missing, as at the end of
    /// `28x`.
    pub digits: String,
    /// Where the digits are.
    pub span: Span,
}

/// `relu`, `leaky_relu(0.1)`, `dense(4, bias = false)`, `residual(4 relu => 2)`, `config::WIDTH`,
/// `my::Swish`
pub struct Word {
    pub path: Path,
    pub arguments: Option<Arguments>,
}

/// `(4, bias = false)`, `(4 relu => 2, projection = true)`, `(4 relu | 4 tanh)`
pub struct Arguments {
    pub open: Span,
    /// The chains of a word that takes some, which come before its options.
    pub branches: Vec<Branch>,
    pub list: Vec<Argument>,
}

/// `4` or `bias = false`
pub struct Argument {
    pub name: Option<Ident>,
    /// One term; none or more are a mistake.
    pub value: Vec<Term>,
    /// The last token, after which the value ends or is missing.
    pub end: Span,
}

impl Attribute {
    /// Where a word is in it, inside groups too.
    pub fn find(&self, word: &str) -> Option<Ident> {
        find(self.content.clone(), word)
    }
}

fn find(tokens: TokenStream, word: &str) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == word => Some(ident),
        TokenTree::Group(group) => find(group.stream(), word),
        _ => None,
    })
}

impl Numbers {
    /// The extents, however they are spaced in the source.
    pub fn text(&self) -> String {
        self.extents.iter().map(Number::text).collect::<Vec<_>>().join("x")
    }
}

impl Number {
    /// The number as the source has it, with its sign.
    pub fn text(&self) -> String {
        let sign = if self.minus.is_some() { "-" } else { "" };
        format!("{sign}{}", self.digits)
    }
}

impl ToTokens for Arrow {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

impl Display for Arrow {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_compact(&self.tokens, f)
    }
}

impl From<&Number> for SpanRange {
    fn from(number: &Number) -> Self {
        Self { start: number.minus.unwrap_or(number.span), end: number.span }
    }
}

impl From<&Word> for SpanRange {
    fn from(word: &Word) -> Self {
        Self::from(&word.path)
    }
}

impl From<&Outputs> for SpanRange {
    fn from(outputs: &Outputs) -> Self {
        Self { start: outputs.branches.first().map_or(outputs.close, |(_, first)| first.open), end: outputs.close }
    }
}

impl From<&Term> for SpanRange {
    fn from(term: &Term) -> Self {
        match term {
            Term::Numbers(shape) => Self::from(shape),
            Term::Word(word) => Self::from(word),
            Term::Repeat(repeat) => Self { start: repeat.branch.open, end: repeat.star },
            Term::Outputs(outputs) => Self::from(outputs),
            Term::Stray(token) => Self::from(token.span()),
        }
    }
}

impl From<&Numbers> for SpanRange {
    fn from(shape: &Numbers) -> Self {
        let places = shape.extents.iter().map(Self::from);
        places.reduce(|first, last| Self { start: first.start, end: last.end }).unwrap_or(Self::from(Span::call_site()))
    }
}

impl From<&Argument> for SpanRange {
    fn from(argument: &Argument) -> Self {
        let value = argument.value.first().map_or(Self::from(argument.end), Self::from);
        argument.name.as_ref().map_or(value, Self::from)
    }
}

impl Term {
    /// The word that it is.
    pub fn word(&self) -> Option<&Word> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The token that is neither a word nor a number.
    pub fn stray(&self) -> Option<&TokenTree> {
        match self {
            Self::Stray(token) => Some(token),
            _ => None,
        }
    }

    /// What the user wrote, or the beginning of it.
    pub fn text(&self) -> String {
        match self {
            Self::Numbers(shape) => shape.text(),
            Self::Word(word) => word.text(),
            Self::Repeat(_) => "(".to_owned(),
            Self::Outputs(_) => "(…)".to_owned(),
            Self::Stray(token) => opening(token),
        }
    }
}

impl Word {
    /// What the user wrote, with arguments.
    pub fn text(&self) -> String {
        let path = &self.path;
        let Some(arguments) = &self.arguments else { return path.to_string() };
        if !arguments.branches.is_empty() {
            return format!("{path}(…)");
        }
        let list: Vec<String> = arguments.list.iter().map(Argument::text).collect();
        format!("{path}({})", list.join(", "))
    }
}

impl Argument {
    /// What the user wrote, if it is numbers only.
    pub fn number(&self) -> Option<String> {
        matches!((&self.name, self.value.as_slice()), (None, [Term::Numbers(_)])).then(|| self.text())
    }

    fn text(&self) -> String {
        let value: Vec<String> = self.value.iter().map(Term::text).collect();
        let name = self.name.as_ref().map(|name| format!("{name} = ")).unwrap_or_default();
        format!("{name}{}", value.join(" "))
    }
}

/// The first character of a group, which is where it is at fault; any other token in full.
pub fn opening(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(".to_owned(),
            Delimiter::Brace => "{".to_owned(),
            Delimiter::Bracket => "[".to_owned(),
            Delimiter::None => group.to_string(),
        },
        _ => token.to_string(),
    }
}

/// Where [`opening`] is.
pub fn opening_span(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_open(),
        _ => token.span(),
    }
}
