//! A network that makes sense: widths are numbers or constants, words are rows of the language's tables.

use std::fmt::{self, Display, Formatter};

use proc_macro2::{Ident, Span, TokenStream};

use crate::ast::Path;
use crate::count::Count;
use crate::diagnostics::SpanRange;
use crate::words::{ACTIVATIONS, ActivationWord};

/// Everything that one `network!` defines.
pub enum Invocation {
    Definitions(Vec<Definition>),
    Expression(Box<Expression>),
}

/// A struct to be.
pub struct Definition {
    pub attributes: TokenStream,
    /// Whether the user's attributes document the struct.
    pub documented: bool,
    pub visibility: TokenStream,
    /// Where `struct` stands.
    pub keyword: Span,
    pub name: Ident,
    pub network: Network,
}

/// A fresh network of an unnamed type.
pub struct Expression {
    pub definition: Definition,
    /// A number or the path of a constant.
    pub seed: TokenStream,
    /// Where the word `seed` stands.
    pub word: Option<Span>,
}

/// What flows in, and the layers it flows through: a network, or a chain inside one.
pub struct Network {
    pub input: Shape,
    pub hidden: Vec<Layer>,
    pub output: Layer,
    /// The shape in which the last layer's output is handed on.
    pub result: Shape,
    /// What only the compiler can check.
    pub assertions: Vec<Assertion>,
    /// The words that stand for no type of their own.
    pub doc_links: Vec<DocLink>,
}

/// A word, and the item of ours whose documentation explains it.
pub struct DocLink {
    pub item: &'static str,
    pub span: Span,
}

/// `hidden: 4 relu`, with the shapes that `check` computed.
pub struct Layer {
    /// The user's label, or `layer1`, `layer2`, …
    pub name: Ident,
    pub kind: Kind,
    pub input: Shape,
    pub output: Shape,
    pub activation: Activation,
    /// `None` leaves the choice to the layer.
    pub initializer: Option<Initializer>,
    pub words: LayerDocs,
    /// The token that asked for this layer.
    pub span: Span,
}

/// What a layer is to the compiler.
pub enum Kind {
    /// A layer of ours.
    Plain(Plain),
    /// A branch beside a shortcut.
    Residual { branch: Box<Network>, shortcut: Plain },
    /// Branches side by side, two or more.
    Concat(Vec<Network>),
    /// A layer of the user's, or another network.
    Path { path: Path, known: Option<Known> },
}

/// A type of ours with its arguments: `Dense<T, 2, 4, A>`.
#[derive(Clone)]
pub struct Plain {
    pub type_name: &'static str,
    /// The arguments between the number and the activation.
    pub before: Vec<Parameter>,
    /// Whether it has an activation of its own.
    pub activated: bool,
    /// The arguments behind the activation.
    pub behind: Vec<Parameter>,
    /// Whether it measures something.
    pub measures: bool,
}

/// An argument of a type.
#[derive(Clone)]
pub enum Parameter {
    Width(Extent),
    /// A number that is no width.
    Integer(i64),
    /// Another type of ours: `Image<1, 28, 28>`.
    Type(&'static str, Vec<Extent>),
    /// A length that follows from others, and is written out only where something has to be said about it.
    Default(Extent),
}

/// What is known of a network that the same invocation defines before.
#[derive(Clone)]
pub struct Known {
    pub statistics: bool,
}

/// How the documentation speaks of a layer.
pub struct LayerDocs {
    /// In a table: `dense`.
    pub kind: String,
    /// Above a field: `Dense layer of 4 neurons`.
    pub title: String,
    /// Behind the activation: `, without bias`.
    pub detail: String,
    pub parameters: Count,
    pub multiply_adds: Count,
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

/// The extents of a sample, row-major: `64`, `1×28×28`.
#[derive(Clone)]
pub struct Shape {
    extents: Vec<Extent>,
    guessed: bool,
}

/// A width: a number, or what only the compiler knows.
#[derive(Clone)]
pub enum Extent {
    Number(usize),
    Constant(Path),
    /// How many numbers a layer or network of this path puts out.
    Outputs(Path),
}

/// The function at the end of a layer.
pub struct Activation {
    pub function: Function,
    /// As the user wrote it; empty where they wrote none.
    pub text: String,
    /// The word that asked for it.
    pub span: Span,
}

/// A word of the language or a type of the user's.
pub enum Function {
    Word { row: &'static ActivationWord, parameter: Option<Ratio> },
    Path(Path),
}

/// How weights begin.
pub struct Initializer {
    /// Where `init` stands.
    pub option: Span,
    /// A variant of `Initializer`, under the span of its word.
    pub variant: Ident,
    /// The number that every weight is, and where it stands.
    pub constant: Option<(f64, Span)>,
}

/// A number that a type can carry, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: i64,
    pub denominator: i64,
}

impl Network {
    /// Its layers in the order in which they run.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.hidden.iter().chain([&self.output])
    }

    /// How many structs and fields it takes.
    pub fn size(&self) -> usize {
        self.layers().map(Layer::size).sum()
    }

    /// Whether any layer measures something, as far as the macro knows.
    pub fn has_statistics(&self) -> bool {
        self.layers().any(Layer::has_statistics)
    }

    /// Whether all layers are simple ones of ours.
    pub fn is_plain(&self) -> bool {
        self.layers().all(|layer| matches!(layer.kind, Kind::Plain(_)))
    }

    /// Whether any layer is the user's own or another network.
    pub fn has_paths(&self) -> bool {
        self.layers().any(|layer| match &layer.kind {
            Kind::Plain(_) => false,
            Kind::Path { .. } => true,
            kind => kind.branches().any(|(_, branch)| branch.has_paths()),
        })
    }
}

impl Layer {
    /// How many layers it is, with those inside.
    pub fn size(&self) -> usize {
        1 + self.kind.branches().map(|(_, branch)| branch.size()).sum::<usize>()
    }

    /// Whether it measures something, as far as the macro knows.
    pub fn has_statistics(&self) -> bool {
        match &self.kind {
            Kind::Plain(plain) => plain.measures,
            Kind::Path { known, .. } => known.as_ref().is_none_or(|known| known.statistics),
            kind => kind.branches().any(|(_, branch)| branch.has_statistics()),
        }
    }
}

impl Kind {
    /// The chains inside, each with its name.
    pub fn branches(&self) -> impl Iterator<Item = (String, &Network)> {
        let (residual, concat): (_, &[Network]) = match self {
            Self::Residual { branch, .. } => (Some(("branch".to_owned(), &**branch)), &[]),
            Self::Concat(branches) => (None, branches),
            Self::Plain(_) | Self::Path { .. } => (None, &[]),
        };
        let concat = concat.iter().enumerate().map(|(index, branch)| (format!("branch{}", index + 1), branch));
        residual.into_iter().chain(concat)
    }
}

impl Parameter {
    /// Whether the type has it where nothing is written.
    pub fn is_default(&self) -> bool {
        match self {
            Self::Default(_) => true,
            Self::Type(_, arguments) => arguments.is_empty(),
            Self::Width(_) | Self::Integer(_) => false,
        }
    }

    /// The number that it is, if it is a `usize`.
    pub fn length(&self) -> Option<&Extent> {
        match self {
            Self::Width(extent) | Self::Default(extent) => Some(extent),
            Self::Integer(_) | Self::Type(_, _) => None,
        }
    }
}

impl Activation {
    /// None at all.
    pub fn none() -> Self {
        let function = Function::Word { row: &ACTIVATIONS[0], parameter: None };
        Self { function, text: String::new(), span: Span::mixed_site() }
    }
}

impl Plain {
    /// `Dense<T, before…, A>`
    pub fn new(type_name: &'static str, before: Vec<Parameter>) -> Self {
        Self { type_name, before, activated: true, behind: Vec::new(), measures: false }
    }

    /// With arguments behind the activation.
    pub fn with(self, behind: Vec<Parameter>) -> Self {
        Self { behind, ..self }
    }

    /// A layer that only changes numbers, so that it takes no activation.
    pub fn without_activation(self) -> Self {
        Self { activated: false, ..self }
    }

    /// A layer that measures something in training.
    pub fn measuring(self) -> Self {
        Self { measures: true, ..self }
    }

    /// `Dense<T, inputs, outputs, A>`
    pub fn dense(inputs: Extent, outputs: Extent, bias: bool) -> Self {
        let length = if bias { Parameter::Default(outputs.clone()) } else { Parameter::Width(Extent::Number(0)) };
        Self::new("Dense", vec![Parameter::Width(inputs), Parameter::Width(outputs)]).with(vec![length])
    }
}

impl Shape {
    /// The shape of these extents.
    pub fn of(extents: impl IntoIterator<Item = usize>) -> Self {
        Self { extents: extents.into_iter().map(Extent::Number).collect(), guessed: false }
    }

    /// A shape to go on with after a mistake: no rule finds fault with it.
    pub fn guess() -> Self {
        Self { guessed: true, ..Self::of([1]) }
    }

    /// Whether a mistake made it.
    pub fn is_guessed(&self) -> bool {
        self.guessed
    }

    /// Whether only the compiler knows it.
    pub fn is_unknown(&self) -> bool {
        matches!(self.extents.as_slice(), [Extent::Outputs(_)])
    }

    /// The number of values.
    pub fn flat(&self) -> Extent {
        match self.extents.as_slice() {
            [extent] => extent.clone(),
            extents => Extent::Number(extents.iter().map(Extent::number).fold(1, usize::saturating_mul)),
        }
    }

    /// The extents, each with the names that constants have.
    pub fn extents(&self) -> &[Extent] {
        &self.extents
    }

    /// The extents, if all are numbers.
    pub fn numbers(&self) -> Option<Vec<usize>> {
        let number = |extent: &Extent| if let Extent::Number(number) = extent { Some(*number) } else { None };
        self.extents.iter().map(number).collect()
    }
}

impl From<Extent> for Shape {
    fn from(extent: Extent) -> Self {
        Self { extents: vec![extent], guessed: false }
    }
}

impl Display for Shape {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let extents: Vec<String> = self.extents.iter().map(Extent::to_string).collect();
        f.write_str(&extents.join("×"))
    }
}

impl Extent {
    /// The number, or 1 for what only the compiler knows, which leaves a product alone.
    pub fn number(&self) -> usize {
        match self {
            Self::Number(number) => *number,
            _ => 1,
        }
    }
}

impl Display for Extent {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Constant(path) | Self::Outputs(path) => write!(f, "`{path}`"),
        }
    }
}

impl Ratio {
    /// The exact value of a decimal such as `-0.25` or `1e-3`, if it fits.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i64 = format!("{whole}{fraction}").replace('_', "").parse().ok()?;
        let shift = exponent.replace('_', "").parse::<i64>().ok()?.checked_sub(fraction.len().try_into().ok()?)?;
        let power = 10_i64.checked_pow(u32::try_from(shift.unsigned_abs()).ok()?)?;
        if shift >= 0 {
            Some(Self { numerator: digits.checked_mul(power)?, denominator: 1 })
        } else {
            Some(Self::reduced(digits, power))
        }
    }

    fn reduced(numerator: i64, denominator: i64) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.checked_abs().unwrap_or(1).max(1);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_becomes_a_ratio_in_lowest_terms() {
        for (text, numerator, denominator) in [
            ("0.1", 1, 10),
            ("1", 1, 1),
            ("-0.25", -1, 4),
            ("1e-2", 1, 100),
            ("2.5e1", 25, 1),
            ("1_0.", 10, 1),
            ("0.0", 0, 1),
        ] {
            assert_eq!(Ratio::parse(text), Some(Ratio { numerator, denominator }), "{text}");
        }
    }

    #[test]
    fn what_no_ratio_holds_is_refused() {
        for text in ["", "0.1f32", "1e30", "1e-30", "99999999999999999999", "0x10", "1e99999999999999999999"] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }
}
