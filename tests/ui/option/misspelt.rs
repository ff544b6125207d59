use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, initializer = he_normal, bais = false) relu => 1);
    println!("{net}");
}
