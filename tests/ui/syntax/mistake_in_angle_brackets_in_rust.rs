use sinew::prelude::*;

sinew! {
    fn main() {
        let net = network!< 2 => 4 rellu => 1 sigmoid >;
        println!("{net}");
    }
}
