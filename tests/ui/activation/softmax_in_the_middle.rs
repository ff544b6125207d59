use sinew::prelude::*;

fn main() {
    let _ = network!(64 => 10 softmax => 1);
}
