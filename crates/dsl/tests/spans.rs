//! Is every word of the language tied to the item that it names? Editors show an item's
//! documentation where one of its mentions has the span of the word.

use proc_macro2::{TokenStream, TokenTree};

/// Each name in an expansion, with the text of the source that it is tied to.
fn names(expansion: TokenStream) -> Vec<(String, String)> {
    let name = |token| match token {
        TokenTree::Ident(name) => vec![(name.to_string(), name.span().source_text().unwrap_or_default())],
        TokenTree::Group(group) => names(group.stream()),
        _ => Vec::new(),
    };
    expansion.into_iter().flat_map(name).collect()
}

#[track_caller]
fn assert_tied(source: &str, word: &str, item: &str) {
    let expansion = sinew_dsl::network(format!("sinew {source}").parse().expect("the source is made of tokens"));
    let tied = names(expansion).into_iter().any(|(name, text)| name == item && text == word);
    assert!(tied, "`{word}` in `{source}` leads to `{item}`");
}

#[test]
fn an_activation_leads_to_its_type() {
    for row in sinew_vocabulary::ACTIVATIONS {
        let (word, item) = (row.word, row.type_name);
        assert_tied(&format!("struct A = 2 => 4 {word};"), word, item);
        assert_tied(&format!("2 => 4 {word}"), word, item);
    }
    assert_tied("2 => 4 leaky_relu(0.1)", "leaky_relu", "LeakyRelu");
    assert_tied("2 => 4 my::Swish", "Swish", "Swish");
}

#[test]
fn a_layer_leads_to_its_type() {
    assert_tied("2 => 4 relu", "4", "Dense");
    assert_tied("2 => WIDTH relu", "WIDTH", "Dense");
    assert_tied("2 => dense(4) relu", "dense", "Dense");
}

#[test]
fn a_layer_of_images_leads_to_its_type() {
    for (word, arguments, item) in [
        ("conv", "(4, 3x3)", "Conv"),
        ("depthwise", "(3x3)", "Conv"),
        ("transposed_conv", "(4, 2x2, stride = 2)", "TransposedConv"),
        ("maxpool", "(2x2)", "MaxPool"),
        ("avgpool", "(2x2)", "AveragePool"),
        ("globalavgpool", "", "GlobalAveragePool"),
        ("dropout", "(0.5)", "Dropout"),
        ("batchnorm", "", "BatchNorm"),
        ("layernorm", "", "LayerNorm"),
        ("groupnorm", "(2)", "GroupNorm"),
        ("upsample", "(2)", "Upsample"),
        ("upsample", "(2, mode = bilinear)", "Resize"),
        ("resize", "(3x4)", "Resize"),
        ("residual", "(conv(2, 3x3, padding = same))", "Residual"),
        ("concat", "(conv(2, 1x1) | conv(4, 1x1) | maxpool(1))", "Concat"),
    ] {
        assert_tied(&format!("2x8x8 => {word}{arguments}"), word, item);
        assert_tied(&format!("2x8x8 => ({word}{arguments}) * 1"), word, item);
    }
    assert_tied("2x8 => conv1d(4, 3)", "conv1d", "Conv");
}

#[test]
fn a_layer_leads_to_nothing_but_its_type_and_its_field() {
    for (word, arguments, item) in [
        ("conv", "(4, 3x3, padding = same)", "Conv"),
        ("maxpool", "(2x2)", "MaxPool"),
        ("batchnorm", "", "BatchNorm"),
        ("residual", "(conv(2, 1x1) relu => batchnorm)", "Residual"),
        ("concat", "(conv(2, 1x1) | maxpool(1) | batchnorm)", "Concat"),
    ] {
        let source = format!("sinew struct A = 2x8x8 => {word}{arguments} => flatten => 10;");
        let expansion = sinew_dsl::network(source.parse().expect("the source is made of tokens"));
        let others =
            names(expansion).into_iter().filter(|(name, text)| text == word && name != item && name != "layer1");
        assert_eq!(others.collect::<Vec<_>>(), [], "`{word}` leads elsewhere too");
    }
}

#[test]
fn a_path_leads_to_its_type() {
    assert_tied("2 => my::Scale<2> => 1", "Scale", "Scale");
    assert_tied("struct A = 2 => 2; struct B = 2 => A;", "A", "A");
}

#[test]
fn a_width_leads_to_its_constant() {
    assert_tied("INPUTS => 4 relu", "INPUTS", "INPUTS");
    assert_tied("2 => config::WIDTH relu => 1", "WIDTH", "WIDTH");
}

#[test]
fn an_initializer_leads_to_its_variant() {
    for (word, item) in [
        ("glorot_uniform", "GlorotUniform"),
        ("glorot_normal", "GlorotNormal"),
        ("he_uniform", "HeUniform"),
        ("he_normal", "HeNormal"),
        ("lecun_normal", "LecunNormal"),
        ("orthogonal", "Orthogonal"),
        ("zeros", "Zeros"),
    ] {
        assert_tied(&format!("2 => dense(4, init = {word})"), word, item);
    }
    assert_tied("2 => dense(4, init = constant(0.5))", "constant", "Constant");
}

#[test]
fn an_option_leads_to_what_it_sets() {
    assert_tied("2 => dense(4, init = zeros)", "init", "Initializer");
}

#[test]
fn an_option_leads_to_what_explains_it() {
    for (layer, word, item) in [
        ("conv(4, 3x3, bias = false)", "bias", "Conv"),
        ("conv(4, 3x3, groups = 2)", "groups", "Conv"),
        ("conv(4, 3x3, stride = 2)", "stride", "Sliding"),
        ("conv(4, 3x3, padding = 1)", "padding", "Sliding"),
        ("conv(4, 3x3, padding = same)", "same", "Sliding"),
        ("conv(4, 3x3, padding = valid)", "valid", "Sliding"),
        ("conv(4, 3x3, dilation = 2)", "dilation", "Sliding"),
        ("maxpool(2, stride = 1)", "stride", "Sliding"),
        ("depthwise(3x3, multiplier = 2)", "multiplier", "Conv"),
        ("transposed_conv(4, 2x2, stride = 2, output_padding = 1)", "output_padding", "TransposedConv"),
        ("residual(conv(4, 1x1), projection = true)", "projection", "Residual"),
        ("(conv(4, 3x3, groups = 2)) * 2", "groups", "Conv"),
        ("residual(conv(2, 1x1, bias = false))", "bias", "Conv"),
    ] {
        assert_tied(&format!("2x8x8 => {layer}"), word, item);
    }
    assert_tied("2 => dense(4, bias = false)", "bias", "Dense");
}

#[test]
fn another_shape_leads_to_what_it_is() {
    assert_tied("2x8x8 => flatten => 4", "flatten", "Flat");
    assert_tied("64 => reshape(1x8x8) => maxpool(2)", "reshape", "Image");
    assert_tied("64 => reshape(1x64) => maxpool(2)", "reshape", "Signal");
    assert_tied("2x8x8 => reshape(128) => 4", "reshape", "Flat");
}

#[test]
fn a_label_and_a_name_lead_to_the_field_and_the_struct() {
    assert_tied("2 => hidden: 4 relu", "hidden", "hidden");
    assert_tied("struct Gate = 2 => 4 relu;", "Gate", "Gate");
}

#[test]
fn a_seed_leads_to_its_constant() {
    assert_tied("2 => 4 relu; seed = 7", "seed", "Construct");
    assert_tied("2 => 4 relu; seed = config::SEED", "SEED", "SEED");
}
