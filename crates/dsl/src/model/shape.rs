//! What flows between layers.

use std::fmt::{self, Display, Formatter};

use crate::path::Path;

/// The extents of a sample, row-major: `64`, `1×28×28`.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    extents: Vec<Extent>,
    guessed: bool,
}

/// A width: a number, or what only the compiler knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// A number.
    Number(usize),
    /// A constant of the user's.
    Constant(Path),
    /// How many numbers a layer or network of this path puts out.
    Outputs(Path),
}

/// The shape of an image, channels × height × width, or of a signal, channels × length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// How many numbers each point has.
    pub channels: usize,
    /// Height and width; a signal has the height 1.
    pub size: [usize; 2],
    /// Whether it is a signal.
    pub is_signal: bool,
}

impl Shape {
    /// The shape of these extents.
    pub fn of(extents: impl IntoIterator<Item = usize>) -> Self {
        Self { extents: extents.into_iter().map(Extent::Number).collect(), guessed: false }
    }

    /// A shape to go on with after a mistake: no rule finds fault with it.
    pub(crate) fn guess() -> Self {
        Self { guessed: true, ..Self::of([1]) }
    }

    /// Whether a mistake made it.
    pub(crate) fn is_guessed(&self) -> bool {
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

    /// The extents, the outermost first.
    pub fn extents(&self) -> &[Extent] {
        &self.extents
    }

    /// How many channels it has: those of an image or a signal; each number of a flat shape is one.
    pub fn channels(&self) -> Extent {
        Grid::of(self).map_or_else(|| self.flat(), |grid| Extent::Number(grid.channels))
    }

    /// What kind of shape it is to generated code: `Image`, `Signal`, `Flat`.
    pub(crate) fn marker(&self) -> &'static str {
        Grid::of(self).map_or("Flat", |grid| if grid.is_signal { "Signal" } else { "Image" })
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

impl Grid {
    /// The grid of a shape, if it is one.
    pub fn of(shape: &Shape) -> Option<Self> {
        match shape.numbers()?.as_slice() {
            [channels, height, width] => Some(Self { channels: *channels, size: [*height, *width], is_signal: false }),
            [channels, length] => Some(Self { channels: *channels, size: [1, *length], is_signal: true }),
            _ => None,
        }
    }

    /// Its extents.
    pub fn shape(&self) -> Shape {
        let [height, width] = self.size;
        if self.is_signal { Shape::of([self.channels, width]) } else { Shape::of([self.channels, height, width]) }
    }

    /// The text of a size of this grid: `5×5`, or `5` of a signal.
    pub fn text(&self, [height, width]: [usize; 2]) -> String {
        if self.is_signal { width.to_string() } else { format!("{height}×{width}") }
    }
}
