//! `(4 relu => 2) * 3`: the same layers again, each with its own parameters.

use super::chain::ChainChecker;
use super::shape::whole;
use crate::ast::{Repeat, Stage, Word};
use crate::diagnostics::Diagnostics;
use crate::model::{Layer, Shape};

/// The most layers that a repeated chain may become.
const MOST_LAYERS: usize = 1000;

impl ChainChecker<'_> {
    /// `(4 relu => 2) * 3`: all that is in the parentheses, as often as it says.
    pub fn repeat(&mut self, repeat: &Repeat, stage: &Stage, activation: Option<&Word>, diagnostics: &mut Diagnostics) {
        let times = Self::times(repeat, stage, activation, diagnostics);
        let before = diagnostics.len();
        if repeat.branch.links.is_empty() {
            let help = "write layers into them, as in `(16 relu => 16 relu) * 3`";
            diagnostics.add(repeat.branch.open, "there is nothing in these parentheses to repeat", help);
        }
        self.beginning(&repeat.branch, diagnostics);
        let first = self.layers.len();
        for copy in 1..=times {
            self.copies.push(copy);
            self.links(&repeat.branch.links, diagnostics);
            self.copies.pop();
            if diagnostics.len() > before || copy == 1 && too_many(repeat, self.size(first), times, diagnostics) {
                self.shape = Shape::guess(); // nobody knows what more copies would make of it
                break;
            }
        }
    }

    /// How many layers there are from this one on.
    fn size(&self, first: usize) -> usize {
        self.layers[first..].iter().map(Layer::size).sum()
    }

    /// How often to repeat; the copies have their own names and activations.
    fn times(repeat: &Repeat, stage: &Stage, activation: Option<&Word>, diagnostics: &mut Diagnostics) -> usize {
        if let Some(label) = &stage.label {
            let help = format!("label the layers inside, as in `({label}: 4 relu) * 3`: each copy adds its number");
            diagnostics.add(label, "a repeated chain is no layer and takes no label", help);
        }
        if let Some(word) = activation.filter(|_| repeat.times.is_some()) {
            let message = format!("the activation `{}` has no layer", word.text());
            diagnostics.add(word, message, "write it inside the parentheses, as in `(4 relu) * 3`");
        }
        match repeat.times.as_ref().map(|shape| (shape, shape.extents.as_slice())) {
            Some((_, [number])) => diagnostics.recover(whole(number, "number of copies", 1), 1),
            Some((shape, _)) => {
                diagnostics.add(shape, "the number of copies is a single number", "write it as in `(4 relu) * 3`");
                1
            }
            None => {
                let help = "write it as in `(4 relu) * 3`; a constant cannot say how many layers there are";
                diagnostics.add(repeat.star, "expected the number of copies after `*`", help);
                1
            }
        }
    }
}

/// Whether the copies are more layers than there may be.
fn too_many(repeat: &Repeat, layers: usize, times: usize, diagnostics: &mut Diagnostics) -> bool {
    let total = layers.saturating_mul(times);
    let Some(number) = repeat.times.as_ref().filter(|_| total > MOST_LAYERS) else { return false };
    diagnostics.add(number, format!("so many copies are {total} layers"), format!("the most are {MOST_LAYERS}"));
    true
}
