network! {
    pub struct Xor = 2 => 4 relu => 1 sigmoid;
}
sinew::network! {
    struct A = < 2 => 1 my::Power < 3 > >; struct B = 2 => 1;
}
fn main() {
    let net = network!(2 => 4 my::Power < 3 > => 1 sigmoid; seed = 7);
    println!("{}", [sinew::network !(2 => 1)].len() < 2);
    if 1 < 2 && 3 > 2 {
        network! {
            struct Inner = 2 => 1;
        }
    }
}
