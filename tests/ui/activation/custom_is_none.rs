use sinew::prelude::*;

struct Swish;

fn main() {
    let _ = network!(2 => 4 Swish => 1 sigmoid);
}
