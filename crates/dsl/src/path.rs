//! Paths of the user's items.

use std::fmt::{self, Debug, Display, Formatter};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The path of a user's item: `config::WIDTH`, `my::Power<3>`.
///
/// It keeps its tokens, so that generated code names the item where the user did. Two paths are
/// equal if they are written alike.
#[derive(Clone)]
pub struct Path {
    pub(crate) segments: Vec<Ident>,
    /// All of it, as written.
    pub(crate) tokens: TokenStream,
    /// How many tokens come before the generics of the last name, if it has any.
    pub(crate) generics: Option<usize>,
}

impl Path {
    /// The word of the language that this may be: a single name, without generics or a leading
    /// `::`.
    pub(crate) fn word(&self) -> Option<&Ident> {
        let single = self.tokens.clone().into_iter().count() == 1;
        self.segments.first().filter(|_| single)
    }

    /// The word of the language after which the user wrote generics, and the bracket that opens
    /// them: `leaky_relu<0.1>`.
    pub(crate) fn generic_word(&self) -> Option<(&Ident, TokenTree)> {
        let mut behind = self.tokens.clone().into_iter().skip(1);
        let [word] = self.segments.as_slice() else { return None };
        behind.next().map(|open| (word, open))
    }

    /// The single name that it is, as a word or as a type without parameters: `Encoder`, `CNN<>`.
    pub(crate) fn name(&self) -> Option<&Ident> {
        let [name] = self.segments.as_slice() else { return None };
        (self.word().is_some() || self.generics == Some(1) && self.tokens.clone().into_iter().count() == 3)
            .then_some(name)
    }

    /// Whether the last name is spelled as constants are: `WIDTH`. With angle brackets, it is a
    /// type in capitals: `CNN<>`.
    pub(crate) fn is_constant(&self) -> bool {
        if self.generics.is_some() {
            return false;
        }
        let name = self.segments.last().map(Ident::to_string).unwrap_or_default();
        name.contains(char::is_uppercase) && !name.contains(char::is_lowercase)
    }

    /// Whether the last name is spelled as types are: `Swish`.
    pub(crate) fn is_type(&self) -> bool {
        let name = self.segments.last().map(Ident::to_string).unwrap_or_default();
        name.starts_with(char::is_uppercase) && !self.is_constant()
    }

    /// The type and the function of it that this names: `Gate::new`.
    pub(crate) fn function(&self) -> Option<(&Ident, &Ident)> {
        let [.., owner, function] = self.segments.as_slice() else { return None };
        let is_type = |name: &Ident| name.to_string().starts_with(char::is_uppercase);
        (is_type(owner) && !is_type(function)).then_some((owner, function))
    }

    /// The type with `first` as its first argument: `my::Power<3>` with `f32` is `my::Power<f32,
    /// 3>`.
    pub(crate) fn with_argument(&self, first: &TokenStream) -> TokenStream {
        let tokens = self.tokens.clone().into_iter();
        match self.generics {
            None => tokens.collect::<TokenStream>().into_iter().chain(quote!(<#first>)).collect(),
            Some(before) => {
                let tokens: Vec<TokenTree> = tokens.collect();
                let (name, generics) = tokens.split_at(before + 1); // the bracket goes before the new argument
                let name = name.iter().cloned();
                let comma = if generics.len() > 1 { quote!(,) } else { TokenStream::new() };
                name.chain(first.clone()).chain(comma).chain(generics.iter().cloned()).collect()
            }
        }
    }
}

impl ToTokens for Path {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_compact(&self.tokens, f)
    }
}

impl Debug for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

/// Tokens without spaces between them.
pub fn write_compact(tokens: &TokenStream, f: &mut Formatter<'_>) -> fmt::Result {
    tokens.clone().into_iter().try_for_each(|token| write!(f, "{token}"))
}
