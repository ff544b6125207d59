//! The layers: a row each, and a function that reads its arguments and computes its shape.

mod branches;
mod conv;
mod dense;
mod dropout;
mod grid;
mod normalization;
mod path;
mod pool;
mod reshape;
mod sliding;
mod transposed_conv;
mod upsample;

use super::chain::Scope;
use super::input::width_proof;
use super::shape::constant;
use super::token::stray;
use super::{did_you_mean, list};
use crate::ast::{Stage, Term, Word};
use crate::count::Count;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Assertion, Extent, Initializer, Kind, LayerDocs, Plain, Shape};
use crate::words::{FOREIGN_LAYERS, nearest};

pub use dense::words as dense_words;
pub use grid::marker_name;

/// Every layer that goes by a word; a bare number is a `dense`, and a path a layer of the user's own.
pub static LAYERS: &[LayerWord] = &[
    LayerWord { word: "dense", example: "dense(4)", check: dense::dense },
    LayerWord { word: "conv", example: "conv(6, 5x5)", check: conv::conv },
    LayerWord { word: "depthwise", example: "depthwise(3x3)", check: conv::depthwise },
    LayerWord { word: "conv1d", example: "conv1d(6, 5)", check: conv::conv1d },
    LayerWord {
        word: "transposed_conv",
        example: "transposed_conv(6, 2x2, stride = 2)",
        check: transposed_conv::transposed_conv,
    },
    LayerWord { word: "maxpool", example: "maxpool(2x2)", check: pool::maxpool },
    LayerWord { word: "avgpool", example: "avgpool(2x2)", check: pool::avgpool },
    LayerWord { word: "globalavgpool", example: "globalavgpool", check: pool::globalavgpool },
    LayerWord { word: "flatten", example: "flatten", check: reshape::flatten },
    LayerWord { word: "reshape", example: "reshape(1x8x8)", check: reshape::reshape },
    LayerWord { word: "dropout", example: "dropout(0.5)", check: dropout::dropout },
    LayerWord { word: "batchnorm", example: "batchnorm", check: normalization::batchnorm },
    LayerWord { word: "layernorm", example: "layernorm", check: normalization::layernorm },
    LayerWord { word: "groupnorm", example: "groupnorm(4)", check: normalization::groupnorm },
    LayerWord { word: "upsample", example: "upsample(2)", check: upsample::upsample },
    LayerWord { word: "residual", example: "residual(4 relu => 4)", check: branches::residual },
    LayerWord { word: "concat", example: "concat(4 relu | 4 tanh)", check: branches::concat },
];

/// A row of [`LAYERS`].
pub struct LayerWord {
    pub word: &'static str,
    /// How it is written at least.
    pub example: &'static str,
    check: fn(&Request, &Word, &mut Diagnostics) -> CheckedLayer,
}

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
    pub takes: Takes,
    pub initializer: Option<Initializer>,
    pub words: LayerDocs,
    pub assertions: Vec<Assertion>,
}

/// Whether an activation may stand behind a layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Activation,
    /// It only passes numbers on.
    Nothing,
    /// It has its own.
    Itself,
}

impl LayerWord {
    /// Whether it is written without parentheses.
    pub fn is_bare(&self) -> bool {
        self.word == self.example
    }
}

/// The row of a word, if it is one of the language's layers.
pub fn row(word: &Word) -> Option<&'static LayerWord> {
    word.path.word().and_then(|word| LAYERS.iter().find(|row| word == row.word))
}

pub fn is_layer(word: &Word) -> bool {
    row(word).is_some()
}

/// A bare width is a dense layer; words are looked up.
pub fn parts(request: &Request, diagnostics: &mut Diagnostics) -> CheckedLayer {
    match request.term {
        Term::Shape(shape) => {
            let output = dense::single(shape, diagnostics);
            dense::parts(request, output, true, None, diagnostics)
        }
        Term::Word(word) => match row(word) {
            Some(row) => (row.check)(request, word, diagnostics),
            None if word.path.is_constant() && !path::is_network(request, &word.path) => {
                let output = constant(word, diagnostics);
                dense::parts(request, output, true, None, diagnostics)
            }
            None => other(request, word, diagnostics),
        },
        Term::Repeat(_) => CheckedLayer::guess(request.input),
        Term::Stray(token) => {
            stray(token, diagnostics);
            CheckedLayer::guess(request.input)
        }
    }
}

/// A name that is no word: a type of the user's where it is spelled as one, if not as other libraries spell ours.
fn other(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let path = &word.path;
    let called = path.segments.last().filter(|_| word.arguments.is_some()); // `nn::Linear(2, 4)`
    let near = path.word().or(called).and_then(|name| near(&name.to_string()));
    if let Some((name, open)) = path.generic_word()
        && let Some(row) = LAYERS.iter().find(|row| name == row.word)
    {
        let message = format!("unexpected `{open}` after `{name}`");
        diagnostics.add(open.span(), message, format!("write `{}`", row.example));
    } else if near.is_none() && (path.is_type() || path.word().is_none()) || path::is_network(request, path) {
        return path::path(request, word, diagnostics);
    } else if let Some(network) = path.word().and_then(|name| request.scope.known.like(name)) {
        diagnostics.add(word, format!("unknown layer `{path}`"), format!("did you mean the network `{network}`?"));
    } else {
        let width = "or a width, which is a number or a constant in capitals";
        let known = format!("the layers are {}, {width}", list(LAYERS.iter().map(|row| row.word)));
        diagnostics.add(word, format!("unknown layer `{path}`"), did_you_mean(near, &known));
    }
    CheckedLayer::guess(request.input)
}

/// The layer that was meant. A name with capitals has to be one of another library's, or ours in capitals.
fn near(name: &str) -> Option<&'static str> {
    let near = nearest(name, LAYERS.iter().map(|row| row.word), FOREIGN_LAYERS)?;
    let plain = name.to_lowercase().replace('_', "");
    let is_foreign = FOREIGN_LAYERS.iter().any(|(theirs, _)| *theirs == plain) || near.replace('_', "") == plain;
    (is_foreign || !name.starts_with(char::is_uppercase)).then_some(near)
}

impl CheckedLayer {
    /// A layer of ours.
    fn plain(plain: Plain, output: Shape, words: LayerDocs) -> Self {
        let takes = if plain.activated { Takes::Activation } else { Takes::Nothing };
        Self { kind: Some(Kind::Plain(plain)), output, takes, initializer: None, words, assertions: Vec::new() }
    }

    /// Another shape of the same numbers.
    fn reshape(output: Shape) -> Self {
        let words = LayerDocs::new("", String::new(), 0, 0);
        Self { kind: None, output, takes: Takes::Nothing, initializer: None, words, assertions: Vec::new() }
    }

    /// Stands in for a layer of which nothing is known.
    pub fn guess(input: &Shape) -> Self {
        let output = Extent::Number(1);
        let plain = Plain::dense(input.flat(), output.clone(), true);
        Self::plain(plain, Shape::guess(), dense_words(&input.flat(), &output, true))
    }

    fn initialized(self, initializer: Option<Initializer>) -> Self {
        Self { initializer, ..self }
    }

    fn proven(self, assertions: impl IntoIterator<Item = Assertion>) -> Self {
        Self { assertions: assertions.into_iter().collect(), ..self }
    }
}

impl LayerDocs {
    fn new(kind: &str, title: String, parameters: usize, multiply_adds: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            title,
            detail: String::new(),
            parameters: Count::from(parameters),
            multiply_adds: Count::from(multiply_adds),
        }
    }

    fn with(self, detail: String) -> Self {
        Self { detail, ..self }
    }
}

impl Takes {
    /// Whether this activation may stand behind this stage.
    pub fn allows(self, stage: &Stage, is_first: bool, activation: &Word, diagnostics: &mut Diagnostics) -> bool {
        let layer = stage.terms.first().map(Term::text).unwrap_or_default();
        let help = match self {
            Self::Activation => return true,
            Self::Nothing if is_first => "remove it: there is no layer before".to_owned(),
            Self::Nothing => "write it behind the layer before".to_owned(),
            Self::Itself => format!("`{layer}` has an activation of its own"),
        };
        let layer = layer.split('(').next().unwrap_or_default();
        diagnostics.add(activation, format!("`{layer}` takes no activation"), help);
        false
    }
}

impl Request<'_> {
    /// Where the layer stands.
    fn place(&self) -> SpanRange {
        SpanRange::from(self.term)
    }

    /// The word that asks for the layer.
    fn name(&self) -> String {
        self.term.word().map(|word| word.path.to_string()).unwrap_or_default()
    }

    /// Behind a path, only the compiler knows the shape.
    fn unknown(&self, diagnostics: &mut Diagnostics) {
        let message = format!(
            "`{}` needs the shape of its input, but only the compiler knows what {} puts out",
            self.name(),
            self.input
        );
        diagnostics.add(self.place(), message, "state it, as in `reshape(16x8x8)`, before this layer");
    }
}
