//! What `check` hands to `expand`: models, and beside each of them where its parts stand in the source.

use proc_macro2::{Span, TokenStream};

use crate::diagnostics::SpanRange;
use crate::model::{Extent, Network, Path};

/// Everything that one `network!` defines.
pub enum Invocation {
    Definitions(Vec<Checked>),
    Expression(Box<Expression>),
}

/// A fresh network of an unnamed type.
pub struct Expression {
    pub checked: Checked,
    /// A number or the path of a constant.
    pub seed: TokenStream,
    /// Where the word `seed` stands.
    pub word: Option<Span>,
}

/// A network that makes sense, and where it comes from.
pub struct Checked {
    pub network: Network,
    pub origins: Origins,
}

/// What the user wrote around a network, and where.
pub struct Origins {
    pub attributes: TokenStream,
    /// Whether the user's attributes document the struct.
    pub documented: bool,
    pub visibility: TokenStream,
    /// Where `struct` stands.
    pub keyword: Span,
    pub name: Span,
    pub chain: ChainOrigins,
}

/// Where the parts of a [`Chain`](crate::model::Chain) stand, in its order.
pub struct ChainOrigins {
    pub hidden: Vec<LayerOrigins>,
    pub last: LayerOrigins,
    /// What only the compiler can check.
    pub assertions: Vec<Assertion>,
    /// The words that stand for no type of their own.
    pub doc_links: Vec<DocLink>,
}

/// Where the parts of a [`Layer`](crate::model::Layer) stand.
pub struct LayerOrigins {
    /// The label, or what the name is made for.
    pub name: Span,
    /// The token that asks for the layer.
    pub kind: Span,
    /// The word that asks for its activation.
    pub activation: Span,
    /// What stands in place of an activation and is none; the documentation shows it nevertheless.
    pub mistaken_activation: Option<String>,
    pub initializer: InitializerOrigins,
    /// Those of the chains inside.
    pub branches: Vec<ChainOrigins>,
}

/// Where the parts of `init = constant(0.5)` stand.
#[derive(Clone, Copy)]
pub struct InitializerOrigins {
    pub option: Span,
    pub word: Span,
    /// The number that every weight is.
    pub number: Span,
}

/// A word, and the item of ours whose documentation explains it.
pub struct DocLink {
    pub item: &'static str,
    pub span: Span,
}

/// What only the compiler can check, because only it knows a value.
pub enum Assertion {
    /// A constant is not zero.
    Width(Path),
    /// A layer takes what flows into it.
    Takes { path: Path, inputs: Extent },
    /// Two shapes have as many numbers, says this function of ours at this place.
    SameLength { function: &'static str, found: Extent, expected: Extent, place: SpanRange },
}

impl ChainOrigins {
    /// Those of the layers in the order in which they run.
    pub fn layers(&self) -> impl Iterator<Item = &LayerOrigins> {
        self.hidden.iter().chain([&self.last])
    }
}

impl LayerOrigins {
    /// Everything at one place.
    pub fn at(span: Span) -> Self {
        let initializer = InitializerOrigins { option: span, word: span, number: span };
        Self {
            name: span,
            kind: span,
            activation: Span::mixed_site(),
            mistaken_activation: None,
            initializer,
            branches: Vec::new(),
        }
    }
}
