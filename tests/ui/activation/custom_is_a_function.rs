use sinew::prelude::*;

fn swish2(z: f32) -> f32 {
    z / (1.0 + (-2.0 * z).exp())
}

fn main() {
    let net = network!(2 => 4 swish2 => 1);
    println!("{net}");
}
