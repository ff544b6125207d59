//! What a layer is checked against, and what comes of it.

use crate::ast::{Stage, Term, Word};
use crate::check::scope::Scope;
use crate::checked::{Assertion, ChainOrigins, InitializerOrigins};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Dense, Extent, Initializer, Kind, Shape};

/// What a layer is checked against.
pub struct Request<'a> {
    /// What asks for the layer.
    pub term: &'a Term,
    /// What flows into it.
    pub input: &'a Shape,
    pub scope: Scope<'a>,
}

/// What a layer is, as far as its own words say it.
pub struct CheckedLayer {
    /// Nothing for what only changes the shape.
    pub kind: Option<Kind>,
    pub output: Shape,
    pub accepts: Accepts,
    pub initializer: Option<(Initializer, InitializerOrigins)>,
    pub assertions: Vec<Assertion>,
    /// Where the chains inside come from.
    pub branches: Vec<ChainOrigins>,
}

/// Whether an activation may follow a layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    Activation,
    /// It only passes numbers on.
    Nothing,
    /// It has its own.
    Itself,
}

impl CheckedLayer {
    /// A layer of this kind.
    pub fn new(kind: Kind, output: Shape) -> Self {
        let accepts = match kind {
            Kind::Custom(_) | Kind::Nested(_) => Accepts::Itself,
            Kind::Dropout { .. } => Accepts::Nothing,
            _ => Accepts::Activation,
        };
        Self { kind: Some(kind), accepts, ..Self::reshape(output) }
    }

    /// Another shape of the same numbers.
    pub fn reshape(output: Shape) -> Self {
        let (assertions, branches) = (Vec::new(), Vec::new());
        Self { kind: None, output, accepts: Accepts::Nothing, initializer: None, assertions, branches }
    }

    /// What goes on in place of a layer of which nothing is known.
    pub fn guess(input: &Shape) -> Self {
        let dense = Dense { inputs: input.flat(), outputs: Extent::Number(1), bias: true };
        Self::new(Kind::Dense(dense), Shape::guess())
    }

    pub fn initialized(self, initializer: Option<(Initializer, InitializerOrigins)>) -> Self {
        Self { initializer, ..self }
    }

    pub fn asserting(self, assertions: impl IntoIterator<Item = Assertion>) -> Self {
        Self { assertions: assertions.into_iter().collect(), ..self }
    }
}

impl Accepts {
    /// Whether this activation may follow this stage.
    pub fn allows(self, stage: &Stage, is_first: bool, activation: &Word, diagnostics: &mut Diagnostics) -> bool {
        let layer = stage.terms.first().map(Term::text).unwrap_or_default();
        let help = match self {
            Self::Activation => return true,
            Self::Nothing if is_first => "remove it: there is no layer before".to_owned(),
            Self::Nothing => "write it behind the layer before".to_owned(),
            Self::Itself if layer == "(…)" => {
                "each output has its own, as in `(a: 3 softmax | b: 1 sigmoid)`".to_owned()
            }
            Self::Itself => format!("`{layer}` has an activation of its own"),
        };
        let layer = layer.split_once('(').map_or(&*layer, |(word, _)| if word.is_empty() { &*layer } else { word });
        diagnostics.add(activation, format!("`{layer}` takes no activation"), help);
        false
    }
}

impl Request<'_> {
    /// Where the layer is.
    pub fn place(&self) -> SpanRange {
        SpanRange::from(self.term)
    }

    /// The word that asks for the layer.
    pub fn name(&self) -> String {
        self.term.word().map(|word| word.path.to_string()).unwrap_or_default()
    }

    /// After a path, only the compiler knows the shape.
    pub fn unknown(&self, diagnostics: &mut Diagnostics) {
        let message = format!(
            "`{}` needs the shape of its input, but only the compiler knows what {} puts out",
            self.name(),
            self.input
        );
        diagnostics.add(self.place(), message, "state it, as in `reshape(16x8x8)`, before this layer");
    }
}
