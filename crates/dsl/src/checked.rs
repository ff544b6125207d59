//! What `check` hands to `expand`: models, and for each of them where its parts are in the
//! source.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::diagnostics::SpanRange;
use crate::model::{Chain, Extent, Kind, Layer, Network, Path, Residual, Shape, Shortcut};

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
    /// Where the word `seed` is.
    pub word: Option<Span>,
}

/// A network that makes sense, and where it comes from.
pub struct Checked {
    pub network: Network,
    pub origins: Origins,
}

/// What the user wrote around a network, and where.
pub struct Origins {
    pub attributes: Attributes,
    pub visibility: TokenStream,
    /// Where `struct` is.
    pub keyword: Span,
    pub name: Span,
    pub chain: ChainOrigins,
}

/// The user's attributes, by the items that they belong on.
#[derive(Default)]
pub struct Attributes {
    /// On the struct of the network's name.
    pub on_struct: TokenStream,
    /// On every other item.
    pub elsewhere: TokenStream,
    /// Whether they document the struct.
    pub documented: bool,
    /// Whether the network may be left out.
    pub configured: bool,
}

/// Where the parts of a [`Chain`] are, in its order.
pub struct ChainOrigins {
    pub hidden: Vec<LayerOrigins>,
    pub last: LayerOrigins,
    /// What only the compiler can check.
    pub assertions: Vec<Assertion>,
    /// The words that are no type.
    pub doc_links: Vec<DocLink>,
}

/// Where the parts of a [`Layer`] are.
pub struct LayerOrigins {
    /// The label, or what the name is made for.
    pub name: Span,
    /// The token that asks for the layer.
    pub kind: Span,
    /// The word that asks for its activation.
    pub activation: Span,
    /// What is in the place of an activation and is none; the documentation shows it nevertheless.
    pub mistaken_activation: Option<String>,
    pub initializer: InitializerOrigins,
    /// Those of the chains inside.
    pub branches: Vec<ChainOrigins>,
}

/// Where the parts of `init = constant(0.5)` are.
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
    /// Two shapes have the same number of values; this function of ours says so at this place.
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

impl From<Network> for Checked {
    /// A model without a source: a public struct, and everything at the place of the macro.
    fn from(network: Network) -> Self {
        let origins = Origins {
            attributes: Attributes::default(),
            visibility: quote!(pub),
            keyword: Span::call_site(),
            name: Span::call_site(),
            chain: ChainOrigins::from(&network.chain),
        };
        Self { network, origins }
    }
}

impl From<&Chain> for ChainOrigins {
    fn from(chain: &Chain) -> Self {
        Self {
            hidden: chain.hidden.iter().map(LayerOrigins::from).collect(),
            last: LayerOrigins::from(&chain.last),
            assertions: assertions(chain),
            doc_links: Vec::new(),
        }
    }
}

impl From<&Layer> for LayerOrigins {
    fn from(layer: &Layer) -> Self {
        let branches = layer.kind.branches().map(|(_, branch)| ChainOrigins::from(branch)).collect();
        Self { branches, ..Self::at(Span::call_site()) }
    }
}

/// What only the compiler can check of a chain, in the order of its layers.
fn assertions(chain: &Chain) -> Vec<Assertion> {
    let mut assertions: Vec<Assertion> = width(&chain.input.flat()).into_iter().collect();
    let mut before = &chain.input;
    for layer in chain.layers() {
        assertions.extend(same_length("same_length", before, &layer.input));
        assertions.extend(of_layer(layer));
        before = &layer.output;
    }
    assertions.extend(same_length("same_length", before, &chain.output));
    assertions
}

fn of_layer(layer: &Layer) -> Option<Assertion> {
    let inputs = layer.input.flat();
    match &layer.kind {
        Kind::Dense(dense) => width(&dense.outputs),
        Kind::Residual(Residual { branch, shortcut: Shortcut::Identity }) => {
            same_length("fits_shortcut", &branch.output, &layer.input)
        }
        Kind::Custom(path) => Some(Assertion::Takes { path: path.clone(), inputs }),
        Kind::Nested(nested) => Some(Assertion::Takes { path: nested.path.clone(), inputs }),
        _ => None,
    }
}

/// A constant has to be greater than zero.
fn width(extent: &Extent) -> Option<Assertion> {
    if let Extent::Constant(path) = extent { Some(Assertion::Width(path.clone())) } else { None }
}

/// Nothing to prove of lengths that are the same extent.
fn same_length(function: &'static str, found: &Shape, expected: &Shape) -> Option<Assertion> {
    let (found, expected) = (found.flat(), expected.flat());
    let place = SpanRange::from(Span::call_site());
    (found != expected).then_some(Assertion::SameLength { function, found, expected, place })
}
