use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 Relu => 4 LeakyRelu(0.1) => 4 SiLU => 4 nn::ReLU => Tanh 4 => Tanh => 3 LogSoftmax;
}

fn main() {
    let net = network!(2 => 4 Tanh => 1 Sigmoid);
    println!("{net} {}", Gate::seeded(1));
}
