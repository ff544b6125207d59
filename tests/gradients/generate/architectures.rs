//! The networks that `architectures.rs` compares with plain loops: a call of the macro
//! `architectures!` with one for each activation.
//!
//! Each ends in its activation. Together they have every depth from 1 to 6, every interesting width
//! twice, and every activation in hidden layers; now and then a layer has no bias.

use std::fmt::Write;

use sinew_vocabulary::ACTIVATIONS;

use crate::activations::{hidden, written};
use crate::losses::families;
use crate::random::{Deck, Random};

/// Mostly shallow, since each layer is compiled for each format, instruction set and loss.
const DEPTHS: [usize; 18] = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6];

/// All remainders of a vector's lanes, and the numbers around several vectors or blocks of neurons.
const WIDTHS: [usize; 30] =
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 70];

/// The one whose sign differs from that of its pre-activation.
const FALLING: &str = "leaky_relu(-0.25)";

/// The text of the call.
pub fn draw(seed: u64) -> String {
    let random = &mut Random::new(seed, "architectures", 0);
    let mut decks = Decks {
        depths: Deck::new(DEPTHS, random),
        widths: Deck::new(WIDTHS, random),
        hidden: Deck::new(hidden().into_iter().chain([FALLING.to_string()]), random),
    };
    let mut text = String::from("architectures! {\n");
    for row in ACTIVATIONS {
        let network = decks.network(&written(row), random);
        let _ = writeln!(text, "    {}: ({network}), [{}];", row.word, families(row));
    }
    text + "}\n"
}

struct Decks {
    depths: Deck<usize>,
    widths: Deck<usize>,
    hidden: Deck<String>,
}

impl Decks {
    /// `17 => 33 silu => dense(7, bias = false) softmax`
    fn network(&mut self, last: &str, random: &mut Random) -> String {
        let depth = self.depths.deal(random);
        let mut widths: Vec<usize> = (0..=depth).map(|_| self.widths.deal(random)).collect();
        if widths[depth] == 1 {
            widths.reverse(); // a single class would be no choice
        }
        let mut network = widths[0].to_string();
        for (layer, width) in widths.iter().enumerate().skip(1) {
            let activation = if layer == depth { last } else { &self.hidden.deal(random) };
            let layer =
                if random.within(0, 5) == 0 { format!("dense({width}, bias = false)") } else { width.to_string() };
            let _ = write!(network, " => {layer} {activation}");
        }
        network
    }
}
