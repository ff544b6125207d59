//! What stands beside a token tells what was meant by it.

sinew::network! {
    struct Repeated = 8 => 8 relu * 3 => 1;
    struct Added = 1x8x8 => conv(8, 3x3) + batchnorm => flatten => 1;
    struct Joined = 8 => 8 hard-tanh => 1;
    struct Apart = 8 => 8 leaky relu => 1;
    struct Labelled = 8 => fc-1: 8 relu => 1;
    struct Comma = 8 => 8, relu => 1;
    struct Cast = 8 => N as usize => 1;
}

fn main() {}
