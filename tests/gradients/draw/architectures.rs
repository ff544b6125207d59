//! The networks that `architectures.rs` compares with plain loops: a call of the macro `architectures!` with one for each activation.
//!
//! Each ends in its activation and has 1 to 6 layers, as many networks of each depth. Among all of them every width from 1 to 70
//! occurs, and every activation in hidden layers; here and there a layer has no bias.

use std::fmt::Write;

use crate::activations::HIDDEN;
use crate::random::{Deck, Random};

const DEPTHS: std::ops::RangeInclusive<usize> = 1..=6;
const WIDTHS: std::ops::RangeInclusive<usize> = 1..=70;

/// The text of the call.
pub fn draw(seed: u64) -> String {
    let random = &mut Random::new(seed, "architectures", 0);
    let mut decks = Decks {
        depths: Deck::new(DEPTHS, random),
        widths: Deck::new(WIDTHS, random),
        hidden: Deck::new(HIDDEN, random),
    };
    let mut text = String::from("architectures! {\n");
    for activation in HIDDEN.into_iter().chain(["softmax"]) {
        let name = activation.split('(').next().unwrap_or_default();
        let network = decks.network(activation, random);
        let _ = writeln!(text, "    {name}: ({network}), [{}];", losses(activation));
    }
    text + "}\n"
}

/// The families of losses that fit.
fn losses(activation: &str) -> &'static str {
    match activation {
        "sigmoid" => "Regression, Answers",
        "softmax" => "Regression, Classes",
        _ => "Regression",
    }
}

struct Decks {
    depths: Deck<usize>,
    widths: Deck<usize>,
    hidden: Deck<&'static str>,
}

impl Decks {
    /// `17 => 33 silu => dense(7, bias = false) softmax`
    fn network(&mut self, last: &str, random: &mut Random) -> String {
        let depth = self.depths.deal(random);
        let mut widths: Vec<usize> = (0..=depth).map(|_| self.widths.deal(random)).collect();
        if widths[depth] == 1 {
            widths.reverse(); // one class is no choice
        }
        let mut network = widths[0].to_string();
        for (layer, width) in widths.iter().enumerate().skip(1) {
            let activation = if layer == depth { last } else { self.hidden.deal(random) };
            let layer = if random.within(0, 5) == 0 { format!("dense({width}, bias = false)") } else { width.to_string() };
            let _ = write!(network, " => {layer} {activation}");
        }
        network
    }
}
