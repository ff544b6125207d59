//! A network without `std` and without an allocator: its weights are a `static`, and it can
//! predict.

#![no_std]
#![forbid(unsafe_code)]

use sinew::layers::Dense;
use sinew::prelude::*;

network! {
    /// Exclusive or.
    pub struct Xor = 2 => 2 relu => 1 sigmoid;
}

/// Weights that compute it: the first neuron counts the ones, the second is one if there are two.
pub static XOR: Xor =
    Xor { layer1: Dense::new([[1.0, 1.0], [1.0, 1.0]], [0.0, -1.0]), layer2: Dense::new([[20.0, -40.0]], [-10.0]) };

/// The same weights, from a file that the compiler reads and checks.
pub static FROM_FILE: Xor = include_weights!("xor.safetensors");

/// The probability that exactly one of the two is true.
pub fn exclusive_or(a: bool, b: bool) -> f32 {
    let [p] = XOR.predict(&[f32::from(a), f32::from(b)]);
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_from_a_file_are_those_of_the_file() {
        assert_eq!(FROM_FILE, XOR);
    }

    #[test]
    fn weights_in_a_static_predict() {
        assert!(exclusive_or(false, true) > 0.99 && exclusive_or(true, false) > 0.99);
        assert!(exclusive_or(false, false) < 0.01 && exclusive_or(true, true) < 0.01);
    }
}
