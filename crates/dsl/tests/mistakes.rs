//! Does each mistake get its message, at the smallest token at fault, and no other message with
//! it?

use proc_macro2::{TokenStream, TokenTree};

/// The text at fault and the message of each `compile_error!` in what a source expands to.
fn mistakes(expansion: TokenStream) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let tokens: Vec<TokenTree> = expansion.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "compile_error" => found.push(mistake(word.span(), &tokens[index + 2])),
            TokenTree::Group(group) => found.extend(mistakes(group.stream())),
            _ => {}
        }
    }
    found
}

fn mistake(start: proc_macro2::Span, group: &TokenTree) -> (String, String) {
    let TokenTree::Group(group) = group else { panic!("a message follows") };
    let message: syn::LitStr = syn::parse2(group.stream()).expect("a message is a string");
    let place = start.join(message.span()).and_then(|span| span.source_text());
    (place.unwrap_or_default(), message.value())
}

#[track_caller]
fn assert_mistakes(source: &str, expected: &[(&str, &str)]) {
    let tokens = format!("sinew {source}").parse().expect("the source is made of tokens");
    assert_found(&mistakes(sinew_dsl::network(tokens)), expected);
}

#[track_caller]
fn assert_found(found: &[(String, String)], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(place, message)| (place.as_str(), message.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_sound_network_has_no_mistake() {
    assert_mistakes("2 => 4 relu => 1 sigmoid", &[]);
    assert_mistakes("< 2 => 4 relu => 1 sigmoid >", &[]);
    assert_mistakes("< 2 => 4 relu => 1 sigmoid; seed = 7 >", &[]);
    assert_mistakes("< 2 => 4 relu => 1 sigmoid >; seed = config::SEED", &[]);
    assert_mistakes(
        "784 => hidden: dense(WIDTH, init = constant(0.5), bias = false) leaky_relu(-0.25) => 10 softmax",
        &[],
    );
    assert_mistakes("pub(crate) struct A = < 2 => my::WIDTH my::Power<3> >; struct B = 2 => 1 Swish;", &[]);
}

#[test]
fn an_unknown_activation_is_named_with_the_nearest_one() {
    let expected = [("rellu", "unknown activation `rellu`\nhelp: did you mean `relu`?")];
    assert_mistakes("2 => 4 rellu => 1 sigmoid", &expected);
    assert_mistakes("struct Xor = 2 => 4 rellu => 1 sigmoid;", &expected);
}

#[test]
fn a_word_of_another_library_leads_to_ours() {
    assert_mistakes(
        "2 => 4 LeakyReLU",
        &[("LeakyReLU", "unknown activation `LeakyReLU`\nhelp: activations are written in lower case: `leaky_relu`")],
    );
    assert_mistakes(
        "2 => 4 ReLU",
        &[("ReLU", "unknown activation `ReLU`\nhelp: activations are written in lower case: `relu`")],
    );
    let own = "activations are written in lower case: `relu` (a type of your own is `self::Relu`)";
    assert_mistakes("2 => 4 Relu", &[("Relu", &format!("unknown activation `Relu`\nhelp: {own}"))]);
    assert_mistakes("2 => 4 self::Relu => 4 my::Tanh => 1 Swish", &[]);
    assert_mistakes("1x8x8 => batchnorm() => flatten() => 1", &[]);
    assert_mistakes("2 => 4 swish", &[("swish", "unknown activation `swish`\nhelp: did you mean `silu`?")]);
    assert_mistakes("2 => 4 logistic", &[("logistic", "unknown activation `logistic`\nhelp: did you mean `sigmoid`?")]);
    assert_mistakes("2 => Linear(4)", &[("Linear", "unknown layer `Linear`\nhelp: did you mean `dense`?")]);
    assert_mistakes("2 => fc(4) relu", &[("fc", "unknown layer `fc`\nhelp: did you mean `dense`?")]);
}

#[test]
fn every_stage_reports_its_own_mistake() {
    assert_mistakes(
        "2 => 4 rellu => 0 relu => 3 sigmod => 1 @",
        &[
            ("rellu", "unknown activation `rellu`\nhelp: did you mean `relu`?"),
            ("0", "a width cannot be zero\nhelp: write `1` or more"),
            ("sigmod", "unknown activation `sigmod`\nhelp: did you mean `sigmoid`?"),
            ("@", "unexpected `@`\nhelp: a network reads `2 => 4 relu => 1 sigmoid`"),
        ],
    );
}

#[test]
fn every_definition_reports_its_own_mistake() {
    assert_mistakes(
        "struct A = 2 => 0; struct = 2 => 1; struct C { weights: f32 } struct D = 2 => 4 tan;",
        &[
            ("0", "a width cannot be zero\nhelp: write `1` or more"),
            ("=", "expected the name of a network\nhelp: a definition reads `struct Name = 2 => 4 relu => 1 sigmoid;`"),
            (
                "{",
                "a network is defined by its layers, not by fields\nhelp: write `struct C = 2 => 4 relu => 1 sigmoid;`",
            ),
            ("tan", "unknown activation `tan`\nhelp: did you mean `tanh`?"),
        ],
    );
}

#[test]
fn a_width_is_a_plain_number_in_range() {
    assert_mistakes("2 => -4", &[("-4", "the width `-4` is negative\nhelp: write `1` or more")]);
    let decimal = "help: write decimal digits only, as in `128`";
    assert_mistakes("2.5 => 4", &[("2.5", &format!("the width `2.5` is not a whole number\n{decimal}"))]);
    let stride = "the stride `0x1` is not a whole number\n";
    assert_mistakes("1x4x4 => conv(2, 1x3, stride = 0x1) => flatten => 1", &[("0x1", &format!("{stride}{decimal}"))]);
    assert_mistakes("2 => 0x10", &[("0x10", &format!("the width `0x10` is not a whole number\n{decimal}"))]);
    assert_mistakes("2 => 4u8", &[("4u8", &format!("the width `4u8` is not a whole number\n{decimal}"))]);
    let most = "help: a layer has at most 16777216 neurons";
    assert_mistakes("2 => 16_777_217", &[("16_777_217", &format!("the width `16_777_217` is too large\n{most}"))]);
    let long = "99999999999999999999999";
    assert_mistakes(&format!("2 => {long}"), &[(long, &format!("the width `{long}` is too large\n{most}"))]);
}

#[test]
fn the_activation_stands_behind_the_width() {
    assert_mistakes("2 => relu 4", &[("relu", "the activation `relu` stands before its width\nhelp: write `4 relu`")]);
    assert_mistakes(
        "2 => relu => 1",
        &[("relu", "the activation `relu` has no layer\nhelp: write the width before it, as in `4 relu`")],
    );
}

#[test]
fn an_activation_behind_an_arrow_belongs_to_the_layer_before_it() {
    let conv =
        "the activation `relu` has no layer\nhelp: write it behind its layer, without an arrow: `conv(8, 3x3) relu`";
    assert_mistakes("1x8x8 => conv(8, 3x3) => relu => flatten => 2", &[("relu", conv)]);
    let norm =
        "the activation `relu` has no layer\nhelp: write it behind its layer, without an arrow: `batchnorm relu`";
    assert_mistakes("8 => 4 => batchnorm => relu => 2", &[("relu", norm)]);
    let dense = "the activation `tanh` has no layer\nhelp: write it behind its layer, without an arrow: `8 tanh`";
    assert_mistakes("4 => 8 => tanh => 2", &[("tanh", dense)]);
    assert_mistakes("4 => WIDTH => tanh => 2", &[("tanh", &dense.replace('8', "WIDTH"))]);
    let residual = dense.replace('8', "residual(…)");
    assert_mistakes("4 => residual(4 relu => 4) => tanh => 2", &[("tanh", &residual)]);
    let none = "the activation `tanh` has no layer\nhelp: write the width before it, as in `4 tanh`";
    assert_mistakes("4 => 8 relu => tanh => 2", &[("tanh", none)]);
    assert_mistakes("4 => 8 => dropout(0.1) => tanh => 2", &[("tanh", none)]);
    assert_mistakes("4 => (8 relu) * 2 => tanh => 2", &[("tanh", none)]);
}

#[test]
fn a_label_has_a_colon_and_is_no_activation() {
    let colon = "expected `:` after the label `hidden`\nhelp: write `hidden: 8 relu`";
    assert_mistakes("4 => hidden 8 relu => 3 softmax", &[("hidden", colon)]);
    assert_mistakes("4 => hidden 8 => 3", &[("hidden", &colon.replace(" relu", ""))]);
    let label = "`relu` is an activation, and cannot be a label\nhelp: write `8 relu`";
    assert_mistakes("4 => relu: 8 => 3", &[("relu", label)]);
    assert_mistakes("4 => relu: 8 relu => 3", &[]);
}

#[test]
fn images_have_their_channels_first() {
    let last = "the kernel 3×3 is larger than its input 28×28×1\nhelp: channels come first, as in `1x28x28`";
    assert_mistakes("28x28x1 => conv(8, 3x3) relu => flatten => 2", &[("3x3", last)]);
}

#[test]
fn padding_is_a_word_in_lower_case() {
    let help = "help: write `same`, in lower case and without quotation marks";
    for word in ["\"same\"", "Same", "SAME", "\"SAME\""] {
        let source = format!("1x8x8 => conv(8, 3x3, padding = {word}) => flatten => 2");
        assert_mistakes(&source, &[(word, &format!("unknown padding `{word}`\n{help}"))]);
    }
}

#[test]
fn options_stand_in_one_pair_of_parentheses() {
    let help = "its options stand in one pair of parentheses, as in `conv(6, 5x5, padding = same)`";
    let message = format!("unexpected `(` after `conv(8, 3x3)`\nhelp: {help}");
    assert_mistakes("1x8x8 => conv(8, 3x3)(same) => flatten => 2", &[("(", &message)]);
}

#[test]
fn nothing_but_an_arrow_joins_two_layers() {
    for wrong in ["->", ">", ",", "="] {
        let expected = format!("expected `=>`, found `{wrong}`\nhelp: write `=>` between two layers");
        assert_mistakes(&format!("2 => 4 relu {wrong} 1"), &[(wrong, &expected)]);
        assert_mistakes(&format!("< 2 {wrong} 4 relu => 1 >"), &[(wrong, &expected)]);
    }
    assert_mistakes("2 => 4 relu 1", &[("1", "expected `=>` before `1`\nhelp: write `=>` between two layers")]);
    let two = "expected `=>`, found `tanh`\nhelp: a layer has one activation; write `=>` before the next layer";
    assert_mistakes("2 => 4 relu tanh", &[("tanh", two)]);
}

#[test]
fn an_arrow_stands_between_two_layers() {
    let behind = "expected a layer after `=>`\nhelp: write a layer here, or remove the arrow";
    assert_mistakes("2 => 4 relu =>", &[("=>", behind)]);
    assert_mistakes("struct A = 2 => 4 relu =>;", &[("=>", behind)]);
    let between = "expected a layer between two arrows\nhelp: write a layer here, or remove one arrow";
    assert_mistakes("2 => => 4", &[("=>", between)]);
    let before = "expected the width of the input before `=>`\nhelp: a network reads `2 => 4 relu => 1 sigmoid`";
    assert_mistakes("=> 4 relu", &[("=>", before)]);
    assert_mistakes(
        "2 => hidden:",
        &[("hidden", "the layer `hidden` is empty\nhelp: write its width, as in `hidden: 4 relu`")],
    );
}

#[test]
fn a_network_has_an_input_and_a_layer() {
    let help = "help: a network reads `2 => 4 relu => 1 sigmoid`";
    assert_mistakes("2", &[("2", &format!("a network needs a layer behind its input\n{help}"))]);
    assert_mistakes("<>", &[("<", &format!("this network is empty\n{help}"))]);
    assert_mistakes("struct A = ;", &[("A", &format!("this network is empty\n{help}"))]);
    assert_eq!(mistakes(sinew_dsl::network("sinew".parse().unwrap())).len(), 1);
}

#[test]
fn the_input_is_a_shape_and_nothing_else() {
    assert_mistakes("pixels: 2 => 4", &[("pixels", "the input takes no label\nhelp: remove `pixels`")]);
    assert_mistakes("2 relu => 4", &[("relu", "the input takes no activation\nhelp: write its width only")]);
    let expected = "expected a width, found `width`\nhelp: write a number such as `4`, or a constant such as `WIDTH`";
    assert_mistakes("width => 4", &[("width", expected)]);
}

#[test]
fn a_dense_layer_takes_a_flat_input() {
    let expected =
        "a dense layer takes a flat input, but this one is 1×28×28\nhelp: flatten it first, as in `flatten => 4`";
    for shape in ["1x28x28", "1 x 28 x 28", "1x 28x28", "1 x28x 28"] {
        assert_mistakes(&format!("{shape} => 4 relu => 10"), &[("4", expected)]);
    }
    assert_mistakes("2 => 2x3 relu", &[("2x3", "a dense layer has a single width\nhelp: write `6`")]);
}

#[test]
fn a_number_inside_a_shape_is_pointed_at_by_itself() {
    assert_mistakes("2 => 3x0", &[("0", "a width cannot be zero\nhelp: write `1` or more")]);
    assert_mistakes("2 => 4x", &[("", "expected a number after `x`\nhelp: a shape reads `28x28`")]);
}

#[test]
fn an_activation_with_a_parameter_takes_one_number() {
    let help = "help: write `leaky_relu(0.5)`";
    let expected = format!("expected a number in the parentheses of `leaky_relu`\n{help}");
    assert_mistakes("2 => 4 leaky_relu()", &[("(", &expected)]);
    assert_mistakes(
        "2 => 4 leaky_relu(1, 2)",
        &[("2", "`leaky_relu` takes one parameter\nhelp: write `leaky_relu(1)`")],
    );
    assert_mistakes(
        "2 => 4 leaky_relu(slope = 1)",
        &[("slope", "the parameter of `leaky_relu` has no name\nhelp: write `leaky_relu(1)`")],
    );
    assert_mistakes("2 => 4 leaky_relu(big)", &[("big", &format!("expected a number, found `big`\n{help}"))]);
    assert_mistakes("2 => 4 relu(1)", &[("(", "`relu` takes no parameter\nhelp: write `relu`")]);
    assert_mistakes("2 => 4 elu(-1)", &[("-1", "the alpha of `elu` must be greater than zero\nhelp: write `elu(1)`")]);
    let expected = "the parameter `1e99` is not a short decimal\nhelp: write a number such as `0.1`";
    assert_mistakes("2 => 4 elu(1e99)", &[("1e99", expected)]);
    assert_mistakes(
        "2 => 4 my::Power(3)",
        &[(
            "(",
            "`my::Power` takes no parameter\nhelp: parameters of your own types are generic, as in `my::Power<3>`",
        )],
    );
}

#[test]
fn softmax_is_the_last_activation() {
    let expected = "`softmax` belongs to the last layer\nhelp: use another activation here, such as `relu`";
    assert_mistakes("2 => 4 softmax => 1", &[("softmax", expected)]);
}

#[test]
fn a_label_names_one_layer() {
    assert_mistakes(
        "2 => a: 4 => a: 1",
        &[("a", "two layers have the label `a`\nhelp: give each layer a label of its own")],
    );
    let expected = "the label `layer2` would name layer 1\nhelp: write `layer1`, or a name that tells what it does";
    assert_mistakes("2 => layer2: 4 => 1", &[("layer2", expected)]);
    for label in ["_", "type", "self"] {
        let expected = format!("`{label}` cannot be a label\nhelp: labels are names of fields, as in `hidden: 4 relu`");
        assert_mistakes(&format!("2 => {label}: 4"), &[(label, &expected)]);
    }
    assert_mistakes("2 => layer1: 4 => r#type: 3 => layer3: 1", &[]);
}

#[test]
fn a_layer_takes_known_options_once() {
    assert_mistakes(
        "2 => dense(4, ini = zeros)",
        &[("ini", "`dense` has no option `ini`\nhelp: did you mean `init`?")],
    );
    assert_mistakes(
        "2 => dense(4, stride = 2)",
        &[("stride", "`dense` has no option `stride`\nhelp: its options are `init`, `bias`")],
    );
    let expected = "the option `bias` is given twice\nhelp: remove one of the two";
    assert_mistakes("2 => dense(4, bias = true, bias = false)", &[("bias", expected)]);
    let expected = "expected `true` or `false`, found `0`\nhelp: leave out the bias with `bias = false`";
    assert_mistakes("2 => dense(4, bias = 0)", &[("0", expected)]);
    assert_mistakes("2 => dense(4, bias =)", &[("=", "expected a value here\nhelp: write one, or remove `bias =`")]);
    assert_mistakes(
        "2 => dense(4 relu)",
        &[("relu", "expected `,` before `relu`\nhelp: an argument is a single value")],
    );
    assert_mistakes(
        "2 => dense(4, 5)",
        &[("5", "`dense` takes one width\nhelp: options have names, as in `dense(4, bias = false)`")],
    );
    assert_mistakes("2 => dense relu", &[("dense", "`dense` needs a width\nhelp: write `dense(4)`")]);
    assert_mistakes("2 => WIDTH(4)", &[("(", "a width takes no arguments\nhelp: remove the parentheses")]);
}

#[test]
fn an_initializer_is_a_known_word() {
    let expected = "unknown initializer `kaiming_normal`\nhelp: did you mean `he_normal`?";
    assert_mistakes("2 => dense(4, init = kaiming_normal)", &[("kaiming_normal", expected)]);
    assert_mistakes("2 => dense(4, init = zeros(1))", &[("(", "`zeros` takes no parameter\nhelp: write `zeros`")]);
    assert_mistakes(
        "2 => dense(4, init = constant)",
        &[("constant", "`constant` needs a parameter\nhelp: write `constant(0.5)`")],
    );
    let expected = "`0.5f32` is not a plain number\nhelp: write `constant(0.5)`";
    assert_mistakes("2 => dense(4, init = constant(0.5f32))", &[("0.5f32", expected)]);
}

#[test]
fn a_kernel_fits_into_its_input() {
    let larger = "the kernel 5×5 is larger than its input 1×4×4\nhelp: use a smaller kernel, or `padding = same`";
    assert_mistakes("1x4x4 => conv(6, 5x5) relu => flatten => 10", &[("5x5", larger)]);
    assert_mistakes("1x4x4 => conv(6, 5x5, padding = same) relu => flatten => 10", &[]);
    assert_mistakes("1x4x4 => conv(6, 5x5, padding = 1) relu => flatten => 10", &[]);
    let reaches = "the kernel 3×3 reaches over 5×5 and is larger than its input 1×4×4";
    let expected = format!("{reaches}\nhelp: use a smaller kernel, or `padding = same`");
    assert_mistakes("1x4x4 => conv(6, 3, dilation = 2) => flatten => 10", &[("3", &expected)]);
}

#[test]
fn a_mistake_in_a_shape_is_no_mistake_of_what_follows() {
    let larger = "the kernel 9×9 is larger than its input 1×8×8\nhelp: use a smaller kernel, or `padding = same`";
    assert_mistakes(
        "1x8x8 => conv(6, 9x9) relu => maxpool(2) => batchnorm => residual(conv(3, 3)) => flatten => 10 softmax",
        &[("9x9", larger)],
    );
}

#[test]
fn every_stage_of_a_branch_reports_its_own_mistake() {
    assert_mistakes(
        "1x8x8 => concat(conv(4, 3x3, strid = 1) relu | conv(4, 3x3) rellu) => flatten => (0 relu) * 2 => 10",
        &[
            ("strid", "`conv` has no option `strid`\nhelp: did you mean `stride`?"),
            ("rellu", "unknown activation `rellu`\nhelp: did you mean `relu`?"),
            ("0", "a width cannot be zero\nhelp: write `1` or more"),
        ],
    );
}

#[test]
fn a_branch_of_another_shape_is_pointed_at_where_it_changes() {
    let message = "a branch of `residual` is added to its input, but this stage makes it another shape: 64 → 16\n\
        help: end the branch with 64 neurons, or let a 1×1 projection fit the input to it, as in `residual(…, projection = true)`";
    assert_mistakes("64 => residual(8 => 64 => 32 relu => 16) => 10", &[("32", message)]);
    assert_mistakes("64 => residual(8 => 64 => 32 relu => 16, projection = true) => 10", &[]);
    assert_mistakes("64 => residual(8 => 64 => 32 relu => 64) => 10", &[]);
}

#[test]
fn a_projection_has_the_stride_that_fits() {
    for (input, stride, output) in [(28, 2, 14), (27, 2, 14), (28, 3, 10), (9, 4, 3), (5, 5, 1), (7, 1, 7)] {
        let source = format!(
            "4x{input}x{input} => residual(conv(8, 3x3, stride = {stride}, padding = same), projection = true)
                => reshape(8x{output}x{output})"
        );
        assert_mistakes(&source, &[]);
    }
}

#[test]
fn shapes_are_those_of_pytorch() {
    for (layers, shape) in [
        ("conv(6, 5x5)", "6x24x24"),
        ("conv(6, 5x3, stride = 2x3, padding = 1x0, dilation = 2)", "6x11x8"),
        ("conv(6, 1x3, padding = 0x1)", "6x28x28"),
        ("conv(6, 5x3, padding = 2x0)", "6x28x26"),
        ("maxpool(3, stride = 2)", "1x13x13"),
        ("avgpool(3, padding = 1)", "1x10x10"),
        ("transposed_conv(3, 4, stride = 2, padding = 1)", "3x56x56"),
        ("transposed_conv(3, 3, stride = 2, padding = 1, output_padding = 1)", "3x56x56"),
        ("transposed_conv(3, 3, stride = 2, padding = same)", "3x56x56"),
        ("transposed_conv(3, 1, stride = 2, padding = same)", "3x56x56"),
        ("maxpool(3, stride = 2, ceil_mode = true)", "1x14x14"),
        ("maxpool(3, stride = 2, padding = 1, ceil_mode = true)", "1x15x15"),
        ("maxpool(2, stride = 3, padding = 1, ceil_mode = true)", "1x10x10"),
        ("maxpool(3, stride = 1, dilation = 2x3)", "1x24x22"),
        ("maxpool(3, stride = 4x5, dilation = 3x2, padding = 1, ceil_mode = true)", "1x7x6"),
        ("avgpool(29x5, stride = 2x3, ceil_mode = true)", "1x1x9"),
        ("avgpool(2, stride = 3, ceil_mode = true, count_include_pad = false)", "1x10x10"),
        ("upsample(2x3)", "1x56x84"),
        ("upsample(2x3, mode = bilinear, align_corners = true)", "1x56x84"),
        ("resize(13x31)", "1x13x31"),
        ("resize(13, mode = bilinear)", "1x13x13"),
        ("depthwise(3, multiplier = 4, stride = 2, padding = same)", "4x14x14"),
        ("concat(conv(2, 1) | conv(3, 3, padding = same) | maxpool(3, stride = 1, padding = 1))", "6x28x28"),
        ("globalavgpool", "1"),
        ("flatten", "784"),
    ] {
        assert_mistakes(&format!("1x28x28 => {layers} => reshape({shape}) => layernorm"), &[]);
    }
    assert_mistakes("2x100 => conv1d(4, 5, stride = 2) => maxpool(2) => reshape(4x24) => layernorm", &[]);
}

#[test]
fn a_repeated_chain_is_checked_in_every_copy() {
    let larger = "the kernel 5×5 is larger than its input 4×4×4\nhelp: use a smaller kernel, or `padding = same`";
    assert_mistakes("1x28x28 => (conv(4, 5x5) relu) * 6 => flatten => 10", &[]);
    assert_mistakes("1x28x28 => (conv(4, 5x5) relu) * 8 => flatten => 10", &[("5x5", larger)]);
    let twice = "two layers have the label `b1_2_1`\nhelp: give each layer a label of its own";
    assert_mistakes(
        "64 => (a: 32 relu => (b: 16) * 2) * 2 => b2_1: 8 => b1_1: 8",
        &[("b2_1", &twice.replace("b1_2_1", "b2_1")), ("b1_1", &twice.replace("b1_2_1", "b1_1"))],
    );
}

#[test]
fn what_only_the_compiler_knows_has_to_be_stated() {
    let expected = "`conv` needs the shape of its input, but only the compiler knows what `my::Layer<3>` puts out\n\
        help: state it, as in `reshape(16x8x8)`, before this layer";
    assert_mistakes("64 => my::Layer<3> => conv(4, 3x3) => flatten => 10", &[("conv", expected)]);
    assert_mistakes("64 => my::Layer<3> => reshape(16x8x8) => conv(4, 3x3) => flatten => 10", &[]);
    assert_mistakes("64 => my::Layer<3> => dropout(0.5) => layernorm relu => flatten => 10", &[]);
}

#[test]
fn a_network_of_the_same_invocation_is_known() {
    assert_mistakes(
        "struct A = 64 => reshape(1x8x8) => conv(2, 3x3); struct B = 64 => A => maxpool(2) => flatten => 1;",
        &[],
    );
    assert_mistakes(
        "struct A = 64 => 4; struct B = 32 => A => 1;",
        &[("A", "`A` takes 64, but its input is 32\nhelp: a network takes as many numbers as its own first layer")],
    );
}

#[test]
fn angle_brackets_come_in_pairs() {
    let unclosed = "this `<` is never closed\nhelp: end the network with `>`";
    assert_mistakes("< 2 => 4 relu", &[("<", unclosed)]);
    assert_mistakes("struct A = < 2 => 4 relu;", &[("<", unclosed)]);
    let unopened = "this `>` closes nothing\nhelp: remove it, or open the network with `<`";
    assert_mistakes("2 => 4 relu >", &[(">", unopened)]);
    assert_mistakes("struct A = 2 => 4 relu >;", &[(">", unopened)]);
}

#[test]
fn a_definition_ends_with_a_semicolon() {
    let expected = "missing `;` after the definition of `A`\nhelp: end every definition with `;`";
    assert_mistakes("struct A = 2 => 4 relu pub struct B = 2 => 1;", &[("relu", expected)]);
    assert_mistakes("struct A = 2 => 4 relu", &[("relu", expected)]);
}

#[test]
fn a_definition_begins_like_a_struct() {
    let help = "help: a definition reads `struct Name = 2 => 4 relu => 1 sigmoid;`";
    assert_mistakes("enum A = 2 => 1;", &[("enum", &format!("expected `struct`\n{help}"))]);
    assert_mistakes("pub A = 2 => 1;", &[("A", &format!("expected `struct`\n{help}"))]);
    assert_mistakes("A = 2 => 1;", &[("A", &format!("expected `struct`\n{help}"))]);
    assert_mistakes(
        "struct type = 2 => 1;",
        &[("type", "`type` is a word of Rust and cannot be a name\nhelp: choose another name")],
    );
    assert_mistakes(
        "struct A 2 => 1;",
        &[("2", "expected `=` after `A`\nhelp: write `struct A = 2 => 4 relu => 1 sigmoid;`")],
    );
    assert_mistakes(
        "struct A;",
        &[(";", "expected `=` after `A`\nhelp: write `struct A = 2 => 4 relu => 1 sigmoid;`")],
    );
    let generics = "a network has no generics of its own\nhelp: remove them: the element type is a parameter already, as in `A<f64>`";
    assert_mistakes("struct A<T> = 2 => 1;", &[("<", generics)]);
}

#[test]
fn a_network_is_not_named_like_its_numbers() {
    let message = "`T` is the type of a network's numbers and cannot be a name\nhelp: choose another name";
    assert_mistakes("struct T = 2 => 1; struct B = 2 => 1;", &[("T", message)]);
}

#[test]
fn two_definitions_have_two_names() {
    let expected = "`A` is defined twice\nhelp: give each network a name of its own";
    assert_mistakes("#[cfg(a)] struct A = 2 => 1; #[cfg(not(a))] struct A = 3 => 1; struct B = 2 => A => 1;", &[]);
    assert_mistakes("#[cfg(a)] struct A = 2 => 1; struct A = 3 => 1;", &[("A", expected)]);
    assert_mistakes("#[cfg(a)] struct A = 2 => 1; #[cfg(b)] struct A = 3 => 1; struct A = 1 => 1;", &[("A", expected)]);
    assert_mistakes("struct A = 2 => 1; struct A = 3 => 1;", &[("A", expected)]);
}

#[test]
fn attributes_leave_the_layout_and_our_own_derives_alone() {
    let layout = "the layout of a network is fixed\nhelp: remove this `repr`";
    assert_mistakes("#[repr(align(64))] struct A = 2 => 1;", &[("repr", layout)]);
    assert_mistakes("#[cfg_attr(all(), repr(packed))] struct A = 2 => 1;", &[("repr", layout)]);
    assert_mistakes(
        "#[derive(Default, Debug)] struct A = 2 => 1;",
        &[("Debug", "a network cannot derive `Debug`\nhelp: remove it: every network has it")],
    );
    assert_mistakes("#[my(repr)] #[cfg_attr(a, my::repr)] struct A = 2 => 1;", &[]);
    let expected = "`inline` cannot be on a network\nhelp: remove it: it belongs on functions";
    assert_mistakes("#[must_use] #[cfg_attr(a, inline(always))] struct A = 2 => 1;", &[("inline", expected)]);
    let expected = "`no_mangle` cannot be on a network\nhelp: remove it: it belongs on functions";
    assert_mistakes("#[unsafe(no_mangle)] struct A = 2 => 1;", &[("no_mangle", expected)]);
    let expected = "a network cannot derive `Clone`\nhelp: remove it: a network is cloned in its `Box`, so that it never crosses the stack";
    assert_mistakes("#[derive(Clone)] struct A = 2 => 1;", &[("Clone", expected)]);
}

#[test]
fn a_seed_is_a_number_at_the_end_of_an_expression() {
    let expected =
        "a seed is a whole number from 0 to 2⁶⁴ − 1\nhelp: write a number such as `7`, or the path of a `u64`";
    for seed in ["-1", "0.5", "18446744073709551616", "7u32", "2x3"] {
        assert_mistakes(&format!("2 => 1; seed = {seed}"), &[(seed, expected)]);
    }
    assert_mistakes("2 => 1; seed = 18446744073709551615", &[]);
    assert_mistakes("2 => 1; sed = 7", &[("sed", "unknown option `sed`\nhelp: did you mean `seed`?")]);
    assert_mistakes("2 => 1; 7", &[("7", "expected `seed =` after the `;`\nhelp: write `; seed = 7`")]);
    assert_mistakes(
        "2 => 1; seed =",
        &[("=", "expected a value here\nhelp: write a number, as in `seed = 7`, or remove `; seed =`")],
    );
    assert_mistakes("2 => 1, seed = 7", &[(",", "expected `;` before the seed\nhelp: write `; seed = 7`")]);
    let expected = "unexpected `;` after the network\nhelp: a network reads `2 => 4 relu => 1 sigmoid; seed = 7`";
    assert_mistakes("2 => 1; seed = 7; seed = 8", &[(";", expected)]);
}

#[test]
fn a_definition_takes_no_seed() {
    let expected = "a definition takes no seed\nhelp: seed the network where it is made, as in `A::seeded(7)`";
    assert_mistakes("struct A = 2 => 1; seed = 7; struct B = 2 => 1;", &[("seed", expected)]);
    assert_mistakes("struct A = < 2 => 1; seed = 7 >; struct B = 2 => 1;", &[("seed", expected)]);
}

#[test]
fn a_struct_with_mistakes_is_defined_nevertheless() {
    for source in
        ["pub struct Xor = 0 => ;", "pub struct Xor { }", "pub struct Xor;", "pub struct Xor<T> = 2 -> 4 rellu;"]
    {
        let expansion = sinew_dsl::network(format!("sinew {source}").parse().unwrap());
        assert!(expansion.to_string().contains("pub struct Xor < T = f32 >"), "{source}");
    }
}

#[test]
fn an_unclosed_bracket_in_ordinary_rust_is_pointed_at() {
    let source = "sinew let a = network!< 2 => 4 relu; let b = network!< 2 => 1 >;";
    let expected = [("<", "this `<` is never closed\nhelp: end the network with `>`")];
    assert_found(&mistakes(sinew_dsl::sinew(source.parse().unwrap())), &expected);
}

/// Sources with one mistake each: the text at fault, the message and the help.
#[track_caller]
fn assert_each(sources: &[(&str, &str, &str, &str)]) {
    for (source, place, message, help) in sources {
        assert_mistakes(source, &[(place, &format!("{message}\nhelp: {help}"))]);
    }
}

#[test]
fn a_softmax_of_one_neuron_says_nothing() {
    let message = "the `softmax` of a single neuron is always 1";
    let help = "write `1 sigmoid` for yes or no, or as many neurons as there are classes";
    assert_each(&[
        ("2 => 4 relu => 1 softmax", "softmax", message, help),
        ("1x2x2 => conv(1, 2x2) softmax", "softmax", message, help),
    ]);
    assert_mistakes("2 => 2 softmax", &[]);
    assert_mistakes("2 => WIDTH softmax", &[]);
}

#[test]
fn an_argument_without_a_name_is_known_by_what_it_is() {
    let behind = "the activation `relu` stands behind its layer";
    assert_each(&[
        ("4 => dense(8, relu) => 1", "relu", behind, "write `dense(8) relu`"),
        ("1x8x8 => conv(8, 3x3, relu)", "relu", behind, "write `conv(8, 3x3) relu`"),
        ("1x8x8 => conv(8, 3x3, same)", "same", "`same` is no option", "write `padding = same`"),
        ("4 => dense(8, nobias) => 1", "nobias", "`nobias` is no option", "write `bias = false`"),
        ("4 => dense(8, he_normal) => 1", "he_normal", "`he_normal` is no option", "write `init = he_normal`"),
        ("4 => relu(8) => 1", "relu", "the activation `relu(8)` has no layer", "write the width before it: `8 relu`"),
        (
            "1x8x8 => maxpool(2x2, nobias)",
            "nobias",
            "`maxpool` takes a kernel, and no more",
            "write `maxpool(2x2)`; options have names",
        ),
        (
            "1x8x8 => upsample(scale_factor = 2)",
            "scale_factor",
            "`upsample` has no option `scale_factor`",
            "it has no name, as in `upsample(2)`",
        ),
        (
            "4x8x8 => groupnorm(groups = 2)",
            "groups",
            "`groupnorm` has no option `groups`",
            "it has no name, as in `groupnorm(4)`",
        ),
        (
            "1x8x8 => maxpool(2x2, groups = 2)",
            "groups",
            "`maxpool` has no option `groups`",
            "its options are `stride`, `padding`, `dilation`, `ceil_mode`",
        ),
        ("1x8x8 => resize(4, bilinear)", "bilinear", "`bilinear` is no option", "write `mode = bilinear`"),
        ("1x8x8 => resize(size = 4)", "size", "`resize` has no option `size`", "it has no name, as in `resize(14x14)`"),
    ]);
}

#[test]
fn options_of_pools_are_checked() {
    let over = "with this dilation, a window steps over its input 1×1×8 into the padding";
    let alone = "a window in the padding alone would have no numbers to choose from";
    let flag = "let the last window reach beyond the end with `ceil_mode = true`";
    let count = "leave the padding out of the means with `count_include_pad = false`";
    let options = "its options are `stride`, `padding`, `dilation`, `ceil_mode`";
    assert_each(&[
        ("1x1x8 => maxpool(2x3, padding = 1, dilation = 2x1)", "2x1", over, "use a smaller dilation, or less padding"),
        (
            "1x8x8 => avgpool(2, padding = 2, dilation = 2)",
            "2",
            "the padding of a pool has to be smaller than its kernel",
            alone,
        ),
        ("1x8x8 => maxpool(2x2, dilation = 0)", "0", "a dilation cannot be zero", "write `1` or more"),
        ("1x9x9 => maxpool(2, ceil_mode = 1)", "1", "expected `true` or `false`, found `1`", flag),
        (
            "1x9x9 => maxpool(2, ceil_mode)",
            "ceil_mode",
            "the option `ceil_mode` needs a value",
            "write `ceil_mode = …`",
        ),
        (
            "1x9x9 => maxpool(2, ceilmode = true)",
            "ceilmode",
            "`maxpool` has no option `ceilmode`",
            "did you mean `ceil_mode`?",
        ),
        (
            "1x9x9 => maxpool(2, count_include_pad = false)",
            "count_include_pad",
            "`maxpool` has no option `count_include_pad`",
            options,
        ),
        ("1x9x9 => avgpool(2, count_include_pad = False)", "False", "expected `true` or `false`, found `False`", count),
        (
            "1x3x3 => maxpool(6, stride = 2, ceil_mode = true)",
            "6",
            "the kernel 6×6 is larger than its input 1×3×3",
            "use a smaller kernel, or `padding = same`",
        ),
    ]);
    assert_mistakes("1x2x8 => maxpool(2x3, padding = 1, dilation = 2x1)", &[]);
    assert_mistakes("1x3x3 => maxpool(4, stride = 2, ceil_mode = true)", &[]);
}

#[test]
fn options_of_norms_are_checked() {
    let [epsilon, momentum] = ["write `epsilon = 0.001`", "write `momentum = 0.1`"];
    let share = "it is the share of a batch in the running moments, as in `momentum = 0.1`";
    assert_each(&[
        ("4 => batchnorm(epsilon = 0)", "0", "the epsilon must be greater than zero", epsilon),
        ("4 => layernorm(epsilon = -0.1)", "-0.1", "the epsilon must be greater than zero", epsilon),
        ("4 => groupnorm(2, epsilon = small)", "small", "expected a number, found `small`", epsilon),
        ("4 => batchnorm(epsilon = 1x2)", "1x2", "the epsilon is a single number", epsilon),
        ("4 => batchnorm(epsilon = 1e-40)", "1e-40", "the epsilon `1e-40` is not a short decimal", epsilon),
        ("4 => batchnorm(eps = 0.1)", "eps", "`batchnorm` has no option `eps`", "did you mean `epsilon`?"),
        ("4 => batchnorm(epsilon)", "epsilon", "the option `epsilon` needs a value", "write `epsilon = …`"),
        ("4 => batchnorm(0.001)", "0.001", "`batchnorm` takes no arguments", "write `batchnorm`; options have names"),
        ("4 => batchnorm(momentum = 1.5)", "1.5", "the momentum cannot be greater than 1", share),
        ("4 => batchnorm(momentum = .1)", ".", "expected a digit before the decimal point", momentum),
        (
            "4 => layernorm(momentum = 0.1)",
            "momentum",
            "`layernorm` has no option `momentum`",
            "its options are `epsilon`",
        ),
    ]);
    assert_mistakes("4 => batchnorm(epsilon = 1e-3, momentum = 1) => groupnorm(2, epsilon = 2)", &[]);
}

#[test]
fn sizes_and_modes_are_checked() {
    let modes = "the modes are `nearest` and `bilinear`";
    let plain = "write `bilinear`, in lower case and without quotation marks";
    let corners = "pixels are squares, or with `align_corners = true` points from corner to corner";
    assert_each(&[
        ("1x8x8 => resize", "resize", "`resize` needs a size", "write `resize(14x14)`"),
        ("1x8x8 => resize(4x0)", "0", "a size cannot be zero", "write `1` or more"),
        ("1x8x8 => resize(4, mode = bicubic)", "bicubic", "unknown mode `bicubic`", modes),
        ("1x8x8 => resize(4, mode = \"bilinear\")", "\"bilinear\"", "unknown mode `\"bilinear\"`", plain),
        ("1x8x8 => resize(4, mode = Bilinear)", "Bilinear", "unknown mode `Bilinear`", plain),
        (
            "1x8x8 => resize(4, mode = linear)",
            "linear",
            "unknown mode `linear`",
            "between the pixels of an image it is called `bilinear`",
        ),
        (
            "1x8 => resize(4, mode = bilinear)",
            "bilinear",
            "unknown mode `bilinear`",
            "between the points of a signal it is called `linear`",
        ),
        (
            "1x8x8 => resize(4, align_corners = true)",
            "align_corners",
            "`align_corners` is an option of `mode = bilinear`",
            "write `mode = bilinear`, or remove `align_corners`",
        ),
        (
            "1x8x8 => resize(4, mode = bilinear, align_corners = 1)",
            "1",
            "expected `true` or `false`, found `1`",
            corners,
        ),
        (
            "1x8x8 => upsample(2, interpolation = bilinear)",
            "interpolation",
            "`upsample` has no option `interpolation`",
            "did you mean `mode`?",
        ),
        ("1x8 => resize(2x3)", "2x3", "the size of a signal is one number", "signals have a length only, as in `3`"),
    ]);
    assert_mistakes("1x8 => resize(3, mode = linear, align_corners = false) => upsample(2, mode = nearest)", &[]);
}

#[test]
fn channels_stand_before_the_kernel_and_those_of_the_input_are_known() {
    let known = "the number of channels of the input is known";
    let together = "the sizes of a kernel stand together";
    let order = "the number of channels stands before the kernel";
    assert_each(&[
        ("1x8x8 => conv(3x3, 8)", "3x3", order, "write `conv(8, 3x3)`"),
        ("1x8x8 => conv(1, 8, 3x3)", "1", known, "write `conv(8, 3x3)`"),
        ("1x8x8 => conv(1, 8, 3)", "1", known, "write `conv(8, 3)`"),
        ("1x80 => conv1d(1, 8, 3)", "1", known, "write `conv1d(8, 3)`"),
        ("1x8x8 => transposed_conv(1, 8, 3x3)", "1", known, "write `transposed_conv(8, 3x3)`"),
        (
            "1x8x8 => conv(8, 3x3, 2)",
            "2",
            "`conv` takes a number of channels and a kernel, and no more",
            "write `conv(6, 5x5)`; options have names",
        ),
        ("1x8x8 => conv(8, 3, 2)", "8", together, "write `conv(8, 3x2)`"),
        (
            "1x8x8 => conv(8, 3*3)",
            "*",
            "unexpected `*`",
            "write `3x3` for height and width, or their product as one number",
        ),
    ]);
}

#[test]
fn the_probability_of_a_dropout_is_a_plain_number() {
    let name = "the parameter of `dropout` has no name";
    assert_each(&[
        ("8 => dropout(p: 0.5) => 1", "p", name, "write `dropout(0.5)`"),
        ("8 => dropout(p = 0.5) => 1", "p", name, "write `dropout(0.5)`"),
        ("8 => dropout(.2) => 1", ".", "expected a digit before the decimal point", "write `dropout(0.2)`"),
        ("8 => dropout(0,5) => 1", "5", "`dropout` takes one parameter", "write `dropout(0.5)`"),
    ]);
}

#[test]
fn a_strange_token_is_read_by_its_neighbours() {
    let width = "a width is a number or a constant; compute it in one, as in `const WIDTH: usize = 28 * 28;`";
    let repeat = "layers that are repeated stand in parentheses, as in `(8 relu) * 2`";
    let sum = "write `=>` between two layers; what adds a branch to its input is `residual`";
    let parentheses = "parentheses are there to repeat layers, as in `(8 relu) * 2`, branches stand in `concat(8 relu | 8 tanh)`, and outputs have names, as in `(a: 8 softmax | b: 1)`";
    let label = "a label is one name before its layer, as in `hidden: 4 relu`";
    let branches = "write `=>` between two layers; branches stand in `concat(4 relu | 4 tanh)`";
    let cast = "convert the number where its constant is defined: a width is a `usize`";
    assert_each(&[
        ("8 => 8 relu * 3 => 1", "*", "unexpected `*`", repeat),
        ("8 => 8 * 3 => 1", "*", "unexpected `*`", width),
        ("8 => WIDTH * 3 => 1", "*", "unexpected `*`", width),
        ("1x8x8 => conv(8, 3x3) + batchnorm", "+", "unexpected `+`", sum),
        ("8 => 8 hard-tanh => 1", "-", "unexpected `-`", "the word is `hard_tanh`"),
        ("8 => 8-relu => 1", "-", "unexpected `-`", "write `8 relu`"),
        ("8 => 8: relu => 1", ":", "unexpected `:`", "write `8 relu`"),
        ("8 => (8 relu => 8) => 1", "(", "unexpected `(`", parentheses),
        ("8 => fc-1: 8 relu => 1", "fc-1", "`fc-1` cannot be a label", label),
        ("8 => 8, relu => 1", ",", "unexpected `,` before an activation", "write `8 relu`"),
        ("8 => 8 = ReLU => 1", "=", "unexpected `=` before an activation", "write `8 relu`"),
        ("8 => 8 relu || 4 => 1", "||", "expected `=>`, found `||`", "write `=>` between two layers"),
        ("8 => 8 relu | 4 => 1", "|", "expected `=>`, found `|`", branches),
        ("8 => N as usize => 1", "as", "unexpected `as`", cast),
        ("1X28X28 => flatten => 1", "1X28X28", "the width `1X28X28` is not a whole number", "write `1x28x28`"),
        (
            "1x8x8 => batchnorm 16",
            "16",
            "expected `=>` before `16`",
            "write `=>` between two layers; `batchnorm` itself takes no number",
        ),
    ]);
}

#[test]
fn a_word_is_written_in_one() {
    assert_each(&[
        ("8 => 8 leaky relu(0.1) => 1", "leaky relu", "`leaky relu` is one word", "write `leaky_relu(0.1)`"),
        ("1x8x8 => max pool(2x2)", "max pool", "`max pool` is one word", "write `maxpool(2x2)`"),
        ("1x8x8 => batch norm", "batch norm", "`batch norm` is one word", "write `batchnorm`"),
        ("8 => 8 log softmax", "log softmax", "`log softmax` is one word", "write `softmax`"),
    ]);
    assert_mistakes("8 => HARD tanh => LEAKY relu => 1", &[]); // constants
}

#[test]
fn an_option_of_a_residual_is_one_however_it_is_written() {
    let first = "the branch of `residual` stands before its option";
    let example = "write it first, as in `residual(4 relu => 4, projection = true)`";
    let bare = "expected an option behind the branch";
    assert_each(&[
        (
            "8 => residual(4 relu, projection) => 1",
            "projection",
            "the option `projection` needs a value",
            "write `projection = …`",
        ),
        (
            "8 => residual(4 relu, projection: true) => 1",
            ":",
            "expected `=` after `projection`, found `:`",
            "write `projection = …`",
        ),
        ("8 => residual(4 relu, true) => 1", "true", bare, "write it as in `projection = true`"),
        ("8 => residual(projection = true, 4 relu) => 1", "4", first, example),
        (
            "8 => residual(8 relu, shortcut = true) => 1",
            "shortcut",
            "`residual` has no option `shortcut`",
            "did you mean `projection`?",
        ),
    ]);
}

#[test]
fn a_network_in_a_network_goes_by_its_name_alone() {
    assert_each(&[
        (
            "struct Encoder = 8 => 2; struct B = 8 => encoder => 1;",
            "encoder",
            "unknown layer `encoder`",
            "did you mean the network `Encoder`?",
        ),
        (
            "struct Encoder = 8 => 2; struct B = 8 => Encoder<4> => 1;",
            "<",
            "the network `Encoder` takes no parameter",
            "write `Encoder`",
        ),
    ]);
}

#[test]
fn a_value_has_no_name() {
    let help = "remove it for a value; a type is defined by `struct Xor = 2 => 4 relu => 1 sigmoid;`";
    let expansion = sinew_dsl::network("sinew Xor = 2 => 4 relu => 1 sigmoid".parse().unwrap());
    assert!(!expansion.to_string().starts_with('{'), "an item is not a block");
    assert_found(&mistakes(expansion), &[("Xor =", &format!("unexpected `Xor =` before a network\nhelp: {help}"))]);
}

#[test]
fn a_type_in_capitals_has_angle_brackets() {
    assert_mistakes("struct CNN = 1x2x2 => flatten => 3 relu; struct A = 1x2x2 => CNN<> => self::CNN<> => 1;", &[]);
    assert_mistakes(
        "struct CNN = 4 => 3; struct A = 4 => CNN => CNN<> => 1;",
        &[(
            "CNN<>",
            "`CNN<>` takes 4, but its input is 3\nhelp: a network takes as many numbers as its own first layer",
        )],
    );
    assert_mistakes(
        "1x2x2 => CNN => 1",
        &[(
            "CNN",
            "a dense layer takes a flat input, but this one is 1×2×2\nhelp: flatten it first, as in `flatten => CNN`; \
         in capitals it is a constant: a network or layer of that name is written `CNN<>`",
        )],
    );
    let found = mistakes(sinew_dsl::network("sinew 2 => 3 CNN => 1".parse().expect("tokens")));
    assert!(found[0].1.ends_with("or a type of your own, which in capitals is written `CNN<>`"), "{found:?}");
    assert_mistakes(
        "struct CNN = 4 => CNN<> => 1;",
        &[("CNN<>", "`CNN<>` cannot be a part of itself\nhelp: name another network")],
    );
}

#[test]
fn counts_agree_with_their_nouns() {
    let reshaped = "1 cannot be reshaped to 2: these are 1 number, and those 2";
    let cases = [
        ("2 => 1 => residual(3 tanh) => 1", "end the branch with 1 neuron, or"),
        ("2 => 3 => residual(1 tanh) => 1", "end the branch with 3 neurons, or"),
        ("1x4x4 => conv(2, 3x3, groups = 2) => 1", "the 1 channel of its input cannot"),
        ("1 => reshape(2) => 1", reshaped),
    ];
    for (source, expected) in cases {
        let found = mistakes(sinew_dsl::network(format!("sinew {source}").parse().expect("tokens")));
        assert!(found.iter().any(|(_, message)| message.contains(expected)), "{source}: {found:?}");
    }
}

#[test]
fn outputs_are_the_end_of_a_network_and_have_names() {
    let outputs = |stages: &str| format!("struct A = 8 => {stages};");
    assert_mistakes(&outputs("4 relu => (a: 3 softmax | b: 2 tanh => 1 sigmoid)"), &[]);
    assert_mistakes(&outputs("ends: (a: 3 softmax | b: 1 | r#type: 2 relu)"), &[]);
    let end = "several outputs are the end of a network\nhelp: go on inside of them, or put branches side by side, \
               as in `concat(8 relu | 8 tanh) => 4`";
    let group = "(a: 1 | b: 2)";
    for stages in ["(a: 1 | b: 2) => 4", "residual((a: 1 | b: 2))", "concat(4 | (a: 1 | b: 2))"] {
        assert_mistakes(&outputs(stages), &[(group, end)]);
    }
    let name = "this output has no name\nhelp: write one before it, as in `(digit: 10 softmax | parity: 1 sigmoid)`";
    assert_mistakes(&outputs("(3 softmax | b: 1)"), &[("3", name)]);
    assert_mistakes(&outputs("(a: 3 softmax | 1 sigmoid | 2)"), &[("1", name), ("2", name)]);
    let twice = "two outputs have the name `a`\nhelp: give each a name of its own";
    assert_mistakes(&outputs("(a: 3 | a: 1)"), &[("a", twice)]);
    let only = "`a` is the only output, which needs no name\n\
                help: write it without parentheses, or further outputs, as in `(digit: 10 softmax | parity: 1 sigmoid)`";
    assert_mistakes(&outputs("(a: 3)"), &[("a", only)]);
    let keyword = "`self` cannot be the name of an output\nhelp: names are those of fields";
    assert_mistakes(&outputs("(self: 3 | b: 1)"), &[("self", keyword)]);
    let comma = "expected `|`, found `,`\nhelp: write `|` between two outputs";
    assert_mistakes(&outputs("(a: 3 softmax, b: 1)"), &[(",", comma)]);
    let empty = "this branch has no layer\nhelp: write one, such as `4 relu`";
    assert_mistakes(&outputs("(a: flatten | b: 1)"), &[("flatten", empty)]);
    let activation = "`(…)` takes no activation\nhelp: each output has its own, as in `(a: 3 softmax | b: 1 sigmoid)`";
    assert_mistakes(&outputs("(a: 3 | b: 1) relu"), &[("relu", activation)]);
    let unknown = "outputs follow one another, but only the compiler knows the size of this one, `WIDTH`\n\
                   help: write a number, or state the shape, as in `reshape(4)`";
    assert_mistakes(&outputs("(a: WIDTH | b: 1)"), &[("WIDTH", unknown)]);
    let nameless = "a network with several outputs needs a name, after which the type of its outputs is named\n\
                    help: define it, as in `struct Net = 64 => (digit: 10 softmax | parity: 1 sigmoid);`";
    assert_mistakes("8 => (a: 3 | b: 1)", &[("8", nameless)]);
    let input = "the input is a width, not outputs\nhelp: begin with the width of the input, as in \
                 `2 => (a: 1 sigmoid | b: 3 softmax)`";
    assert_mistakes("struct A = (a: 3 | b: 1) => 2;", &[("(", input)]);
    let arrow = "expected `=>` before `(`\nhelp: write `=>` between a layer and the outputs";
    assert_mistakes(&outputs("4 (a: 3 | b: 1)"), &[("(", arrow)]);
    let softmax = "`softmax` belongs to the last layer\nhelp: use another activation here, such as `relu`";
    assert_mistakes(&outputs("(a: 3 softmax => 2 | b: 1)"), &[("softmax", softmax)]);
}
