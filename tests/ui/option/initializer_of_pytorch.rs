use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, init = kaiming_normal) relu => dense(1, init = Xavier));
    println!("{net}");
}
