//! A value has no name; only a definition has one.

fn main() {
    let network = sinew::network!(Xor = 2 => 4 relu => 1 sigmoid);
    network.predict(&[0.0, 1.0]);
}
