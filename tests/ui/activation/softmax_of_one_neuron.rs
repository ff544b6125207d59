//! The probabilities of all classes sum to one, so that of a single class is always one.

sinew::network! {
    struct Spam = 57 => 16 relu => 1 softmax;
}

fn main() {}
