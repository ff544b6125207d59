use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, bias) relu => dense(1, init = ));
    println!("{net}");
}
