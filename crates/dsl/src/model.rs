//! A network that makes sense: widths are numbers or constants, words are rows of the language's tables.

use std::fmt::{self, Display, Formatter};

use proc_macro2::{Ident, Span, TokenStream};

use crate::ast::Path;
use crate::words::ActivationWord;

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
    pub name: Ident,
    pub network: Network,
}

/// A fresh network of an unnamed type.
pub struct Expression {
    pub definition: Definition,
    /// A number or the path of a constant.
    pub seed: TokenStream,
}

/// What flows in, and the layers it flows through.
pub struct Network {
    pub input: Shape,
    pub hidden: Vec<Layer>,
    pub output: Layer,
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
    /// The token that asked for this layer.
    pub span: Span,
}

/// What a layer computes before its activation.
pub enum Kind {
    Dense { bias: bool },
}

/// The extents of a sample, row-major: `64`, `1×28×28`.
#[derive(Clone)]
pub struct Shape(pub Vec<Extent>);

/// A width: a number, or a constant whose value the macro does not know.
#[derive(Clone)]
pub enum Extent {
    Number(usize),
    Constant(Path),
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
}

impl Shape {
    /// The number of values.
    pub fn flat(&self) -> Extent {
        match self.0.as_slice() {
            [extent] => extent.clone(),
            extents => Extent::Number(extents.iter().map(Extent::number).fold(1, usize::saturating_mul)),
        }
    }

    /// The extents, each with the names that constants have.
    pub fn extents(&self) -> &[Extent] {
        &self.0
    }
}

impl From<Extent> for Shape {
    fn from(extent: Extent) -> Self {
        Self(vec![extent])
    }
}

impl Display for Shape {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let extents: Vec<String> = self.0.iter().map(Extent::to_string).collect();
        f.write_str(&extents.join("×"))
    }
}

impl Extent {
    /// The number, or 1 for a constant, which leaves a product alone.
    pub fn number(&self) -> usize {
        match self {
            Self::Number(number) => *number,
            Self::Constant(_) => 1,
        }
    }

    /// Whether only the compiler knows its value.
    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }
}

impl Display for Extent {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Constant(path) => write!(f, "`{path}`"),
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
