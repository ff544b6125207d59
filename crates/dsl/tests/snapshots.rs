//! Would you approve the formatted expansion in review? `UPDATE=1 cargo test -p sinew-dsl` writes
//! the files anew.

use std::path::PathBuf;
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::quote;

#[track_caller]
fn assert_snapshot(name: &str, items: TokenStream) {
    let file = syn::parse2(items).expect("the expansion is a file of Rust");
    let found = prettyplease::unparse(&file);
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "snapshots", &format!("{name}.rs")].iter().collect();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &found).expect("the snapshot can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} expands to something new:\n{found}");
}

#[track_caller]
fn assert_items(name: &str, source: &str) {
    assert_snapshot(name, sinew_dsl::network(format!("sinew {source}").parse().expect("the source is made of tokens")));
}

#[track_caller]
fn assert_expression(name: &str, source: &str) {
    let block = sinew_dsl::network(format!("sinew {source}").parse().expect("the source is made of tokens"));
    assert_snapshot(name, quote!(fn main() { let net = #block; }));
}

#[test]
fn xor() {
    assert_items("xor", "/** Exclusive or. */ pub struct Xor = 2 => 4 relu => 1 sigmoid;");
}

#[test]
fn one_layer() {
    assert_items("one_layer", "struct Perceptron = 2 => 1 sigmoid;");
}

#[test]
fn labels_and_options() {
    assert_items(
        "labels_and_options",
        "pub struct Digits = 64 => hidden: dense(32, init = he_normal) relu
            => narrow: dense(16, init = constant(0.5), bias = false) tanh => output: 10 softmax;",
    );
}

#[test]
fn constants() {
    assert_items("constants", "struct Constants = INPUTS => 8 relu => config::WIDTH tanh => WIDTH my::Power<3> => 1;");
}

#[test]
fn definitions() {
    assert_items(
        "definitions",
        "/// The first.
        #[derive(Default)]
        pub(crate) struct First = < 2 => 1 >;
        struct Second = 3 => r#type: 2 softmax;",
    );
}

#[test]
fn expression() {
    assert_expression("expression", "2 => 4 relu => 1 sigmoid; seed = 7");
}

#[test]
fn parameters() {
    assert_items(
        "parameters",
        "struct Parameters = 2 => 4 leaky_relu(0.1) => 4 leaky_relu => 3 leaky_relu(-0.25) => 1 elu(1);",
    );
}

#[test]
fn lenet() {
    assert_items(
        "lenet",
        "pub struct LeNet = 1x28x28
            => conv1: conv(6, 5x5) relu => maxpool(2x2) => conv(16, 5x5, padding = same, bias = false) my::Swish
            => avgpool(3, stride = 2, padding = 1) => dropout(0.25) => flatten => 10 softmax;",
    );
}

#[test]
fn residual() {
    assert_items(
        "residual",
        "pub(crate) struct ResNet = 1x8x8
            => conv(4, 3x3, padding = same, init = he_normal) => batchnorm relu
            => (block: residual(conv(4, 3x3, padding = same) => batchnorm relu => conv(4, 3, padding = same)) relu) * 2
            => down: residual(conv(8, 3x3, stride = 2, padding = same), projection = true) relu
            => globalavgpool => 10 softmax;",
    );
}

#[test]
fn concat() {
    assert_items(
        "concat",
        "struct Inception = 3x8x8 => mixed: concat(conv(4, 1) relu | conv(2, 3x3, padding = same) => layernorm relu
            | maxpool(3, stride = 1, padding = 1)) tanh => transposed_conv(2, 2, stride = 2) => upsample(2);",
    );
}

#[test]
fn outputs() {
    assert_items("outputs", "pub struct Digits = 64 => 32 relu => (digit: 10 softmax | odd: 8 tanh => 1 sigmoid);");
}

#[test]
fn paths() {
    assert_items(
        "paths",
        "struct Encoder = 8 => 4 relu; struct Whole = 8 => Encoder => my::Scale<4> => WIDTH => other::Net => flatten
            => reshape(1x2x3) => groupnorm(1) => flatten;",
    );
}

#[test]
fn recovered() {
    assert_items("recovered", "pub struct Recovered = 2 -> 4 rellu => 0 tanh;");
}

#[test]
fn mistaken_expression() {
    assert_expression("mistaken_expression", "2 -> 4 rellu");
}

#[test]
fn angle_brackets() {
    let source = "sinew
        network!< pub struct Xor = 2 => 4 relu => 1 sigmoid; >
        sinew::network!< struct A = < 2 => 1 my::Power<3> >; struct B = 2 => 1; >;
        fn main() {
            let net = network!< 2 => 4 my::Power<3> => 1 sigmoid; seed = 7 >;
            println!(\"{}\", [sinew::network!< 2 => 1 >].len() < 2);
            if 1 < 2 && 3 > 2 { network!< struct Inner = 2 => 1; > }
        }";
    assert_snapshot("angle_brackets", sinew_dsl::sinew(source.parse().expect("the source is made of tokens")));
}
