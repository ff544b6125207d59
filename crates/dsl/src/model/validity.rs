//! Whether a model makes sense, for models that no source was checked for.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{self, Display, Formatter};

use super::layer::{Chain, Conv, Kind, Layer, Residual, Shortcut, TransposedConv};
use super::shape::{Extent, Grid, Shape};
use super::window::Window;

/// Why a model makes no sense.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum ModelError {
    /// A name is no identifier, or another layer has it.
    Name {
        /// The name.
        name: String,
    },
    /// A layer or a chain puts out another shape than it says, or takes another one than flows into
    /// it.
    Shape {
        /// The layer, or the network.
        name: String,
        /// What follows from the layer before; nothing if it takes no input of that shape.
        expected: Option<Shape>,
        /// What it says.
        found: Shape,
    },
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for ModelError {}

impl Display for ModelError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { name } => write!(f, "`{name}` cannot be the name of a layer, or names two"),
            Self::Shape { name, expected: Some(expected), found } => {
                write!(f, "`{name}` expects the shape {expected}, found {found}")
            }
            Self::Shape { name, expected: None, found } => {
                write!(f, "`{name}` cannot put out {found}: it does not fit its input")
            }
        }
    }
}

/// Checks a chain of this name: that names are fields, and that shapes follow from each other.
pub fn check(name: &str, chain: &Chain) -> Result<(), ModelError> {
    identifier(name)?;
    let mut names = BTreeSet::new();
    let mut before = &chain.input;
    for layer in chain.layers() {
        identifier(&layer.name)?;
        if !names.insert(&layer.name) {
            return Err(ModelError::Name { name: layer.name.clone() });
        }
        follows(&layer.name, before, &layer.input)?;
        if let Kind::Outputs(outputs) = &layer.kind {
            outputs.iter().try_for_each(|output| identifier(&output.name))?;
        }
        for (_, branch) in layer.kind.branches() {
            check(&layer.name, branch)?;
            follows(&layer.name, &layer.input, &branch.input)?;
        }
        let expected = output(layer);
        if expected.as_ref() != Some(&layer.output) {
            let (name, found) = (layer.name.clone(), layer.output.clone());
            return Err(ModelError::Shape { name, expected, found });
        }
        before = &layer.output;
    }
    follows(name, before, &chain.output)
}

fn identifier(name: &str) -> Result<(), ModelError> {
    let parsed = syn::parse_str::<proc_macro2::Ident>(name);
    match parsed {
        Ok(_) if name != "_" => Ok(()),
        _ => Err(ModelError::Name { name: name.to_owned() }),
    }
}

/// A shape is handed on with all of its numbers; the compiler counts what it alone knows.
fn follows(name: &str, before: &Shape, after: &Shape) -> Result<(), ModelError> {
    match (before.flat(), after.flat()) {
        (Extent::Number(given), Extent::Number(taken)) if given != taken => {
            let (name, expected, found) = (name.to_owned(), Some(before.clone()), after.clone());
            Err(ModelError::Shape { name, expected, found })
        }
        _ => Ok(()),
    }
}

/// The shape that a layer puts out; nothing if it does not fit its input.
fn output(layer: &Layer) -> Option<Shape> {
    let Layer { input, output, .. } = layer;
    let grid = || Grid::of(input).filter(|grid| grid.channels > 0 && !grid.size.contains(&0));
    match &layer.kind {
        Kind::Dense(dense) => (dense.inputs == input.flat()).then(|| dense.outputs.clone().into()),
        Kind::Conv(conv) => convolved(conv, grid()?),
        Kind::TransposedConv(transposed) => transposed_output(transposed, grid()?),
        Kind::Pool(pool) => {
            let grid = grid()?;
            let window = fits(&pool.window).map(|_| pool.over(grid.size)).filter(|window| window.meets(grid.size))?;
            Some(Grid { size: window.output(grid.size)?, ..grid }.shape())
        }
        Kind::GlobalAveragePool => Some(Shape::of([grid()?.channels])),
        Kind::GroupNorm { groups, .. } => {
            let channels = grid().map_or(input.flat().number(), |grid| grid.channels);
            (*groups > 0 && channels.is_multiple_of(*groups)).then(|| input.clone())
        }
        Kind::Dropout { .. } | Kind::BatchNorm(_) | Kind::LayerNorm(_) => Some(input.clone()),
        Kind::Upsample { factors } => {
            let grid = grid()?;
            Some(Grid { size: [0, 1].map(|axis| grid.size[axis].saturating_mul(factors[axis])), ..grid }.shape())
        }
        Kind::Resize(resize) => {
            let grid = grid().filter(|grid| !resize.size.contains(&0) && (!grid.is_signal || resize.size[0] == 1))?;
            Some(Grid { size: resize.size, ..grid }.shape())
        }
        Kind::Residual(Residual { branch, shortcut }) => match shortcut {
            Shortcut::Identity => follows("", &branch.output, input).ok().map(|()| input.clone()),
            Shortcut::Dense(dense) => {
                let fits = dense.inputs == input.flat() && dense.outputs == branch.output.flat();
                fits.then(|| branch.output.clone())
            }
            Shortcut::Conv(conv) => convolved(conv, grid()?).filter(|shape| *shape == branch.output),
        },
        Kind::Concat(branches) => side_by_side(branches),
        Kind::Outputs(outputs) => {
            let sizes =
                outputs.iter().map(|output| Some(output.chain.output.numbers()?.into_iter().product::<usize>()));
            let total = sizes.sum::<Option<usize>>()?;
            (outputs.len() > 1).then(|| Shape::of([total]))
        }
        Kind::Custom(_) | Kind::Nested(_) => Some(output.clone()),
    }
}

fn convolved(conv: &Conv, grid: Grid) -> Option<Shape> {
    let size = fits(&conv.window)?.output(grid.size)?;
    is_dealt(conv, grid).then(|| Grid { channels: conv.outputs, size, ..grid }.shape())
}

fn transposed_output(TransposedConv { conv, output_padding }: &TransposedConv, grid: Grid) -> Option<Shape> {
    let size = fits(&conv.window)?.transposed_output(grid.size, *output_padding)?;
    is_dealt(conv, grid).then(|| Grid { channels: conv.outputs, size, ..grid }.shape())
}

/// A window that has taps and moves.
fn fits(window: &Window) -> Option<&Window> {
    let Window { kernel, stride, dilation, .. } = window;
    [kernel, stride, dilation].iter().all(|pair| !pair.contains(&0)).then_some(window)
}

/// Whether the channels are those of the input, and divided evenly among the groups.
fn is_dealt(Conv { inputs, outputs, groups, .. }: &Conv, grid: Grid) -> bool {
    *inputs == grid.channels && *groups > 0 && inputs.is_multiple_of(*groups) && outputs.is_multiple_of(*groups)
}

/// The shape of all branches together.
fn side_by_side(branches: &[Chain]) -> Option<Shape> {
    let mut shapes = branches.iter().map(|branch| branch.output.numbers());
    let mut sum = shapes.next()??;
    for shape in shapes {
        let shape = shape?;
        if shape.len() != sum.len() || shape[1..] != sum[1..] {
            return None;
        }
        sum[0] += shape[0];
    }
    (branches.len() > 1).then(|| Shape::of(sum))
}
