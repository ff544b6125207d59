//! What holds for every network, and for everything that is none.

mod laws;

use std::time::Instant;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use quote::quote;

/// The words and marks of the language, and some that are none.
fn token() -> impl Strategy<Value = &'static str> {
    select(vec![
        "2",
        "28x28",
        "1x",
        "x",
        "x3",
        "0",
        "0x1F",
        "-",
        "1.5",
        "99999999999999999999",
        "as",
        "true",
        "projection",
        "leaky",
        "\"text\"",
        "'a'",
        "=>",
        "->",
        "=",
        ">",
        "<",
        ",",
        ";",
        ":",
        "::",
        "#",
        "!",
        "@",
        "pub",
        "struct",
        "enum",
        "seed",
        "dense",
        "relu",
        "rellu",
        "softmax",
        "leaky_relu",
        "init",
        "bias",
        "false",
        "constant",
        "WIDTH",
        "Swish",
        "my",
        "_",
        "type",
        "layer1",
        "r#type",
        "network",
        "sinew",
        "conv",
        "transposed_conv",
        "maxpool",
        "flatten",
        "reshape",
        "dropout",
        "batchnorm",
        "residual",
        "concat",
        "*",
        "stride",
        "padding",
        "same",
        "$",
        "|",
        "'",
    ])
}

fn tokens() -> impl Strategy<Value = TokenStream> {
    let leaf = prop::collection::vec(token(), 0..16).prop_map(|words| words.join(" ").parse().unwrap_or_default());
    leaf.prop_recursive(4, 64, 4, |inner| {
        let delimiter = select(vec![Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None]);
        prop::collection::vec((token(), delimiter, inner), 0..4)
            .prop_map(|parts| parts.into_iter().flat_map(grouped).collect())
    })
}

fn grouped((word, delimiter, content): (&str, Delimiter, TokenStream)) -> TokenStream {
    let mut tokens: TokenStream = word.parse().unwrap_or_default();
    tokens.extend([TokenTree::Group(Group::new(delimiter, content))]);
    tokens
}

/// The text of a sound layer.
fn stage() -> impl Strategy<Value = String> {
    let width = prop_oneof![
        (1..5000_u32).prop_map(|width| width.to_string()),
        Just("WIDTH".to_owned()),
        Just("my::WIDTH".to_owned())
    ];
    let layer = (width, select(vec!["", "init = he_normal", "bias = false", "init = constant(-0.5), bias = true"]))
        .prop_map(|(width, options)| if options.is_empty() { width } else { format!("dense({width}, {options})") });
    let activation = select(vec!["", "relu", "tanh", "leaky_relu(0.1)", "elu(2)", "my::Power<3>", "Swish"]);
    (layer, activation).prop_map(|(layer, activation)| format!("{layer} {activation}"))
}

/// The text of a sound network, in an expression.
fn chain() -> impl Strategy<Value = String> {
    (1..5000_u32, prop::collection::vec((any::<bool>(), stage()), 1..8)).prop_map(|(input, stages)| {
        let stages = stages.into_iter().enumerate();
        let stages = stages.map(
            |(index, (labelled, stage))| {
                if labelled { format!(" => label{index}: {stage}") } else { format!(" => {stage}") }
            },
        );
        format!("{input}{}", stages.collect::<String>())
    })
}

/// The text of a sound network of images, in an expression.
fn images() -> impl Strategy<Value = String> {
    let image = select(vec![
        "conv ( 4 , 3x3 , padding = same ) relu",
        "conv ( 4 , 3 , padding = 1 , groups = 4 )",
        "depthwise ( 3x3 , padding = same , bias = false ) relu",
        "maxpool ( 3x3 , stride = 1 , padding = 1 )",
        "batchnorm relu",
        "groupnorm ( 2 )",
        "layernorm",
        "dropout ( 0.5 )",
        "residual ( conv ( 4 , 1x1 ) => batchnorm ) relu",
        "residual ( conv ( 4 , 3x3 , stride = 2 , padding = same ) , projection = true )",
        "concat ( conv ( 1 , 1 ) | avgpool ( 3 , stride = 1 , padding = 1 ) => conv ( 3 , 1x1 ) )",
        "( conv ( 4 , 1x1 ) relu => residual ( batchnorm ) ) * 2",
        "my::Same<4> => reshape ( 4x63x63 )",
        "flatten => reshape ( 4x63x63 )",
    ]);
    (prop::collection::vec(image, 1..6), select(vec!["", " => globalavgpool => 10 softmax", " => flatten => 10"]))
        .prop_map(|(stages, end)| {
            // A second strided stage would meet another shape than the others have been written
            // for.
            let mut strides = 0;
            let stages = stages.into_iter().filter(|stage| {
                let is_strided = stage.contains("stride = 2");
                strides += usize::from(is_strided);
                !is_strided || strides == 1 && end.is_empty()
            });
            let (strided, plain): (Vec<_>, Vec<_>) = stages.partition(|stage| stage.contains("stride = 2"));
            let mut stages: Vec<&str> = plain.into_iter().chain(strided).collect();
            if stages.is_empty() {
                stages.push("batchnorm relu");
            }
            format!("4x63x63 => {}{}", stages.join(" => "), if end.is_empty() { " => dropout ( 0.1 )" } else { end })
        })
}

/// The tokens of a text; none if a typing error left half a bracket.
fn source(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// The expansion without its spaces, which depend on those of the source.
fn expand(text: &str) -> String {
    let tokens = format!("sinew {text}").parse().expect("the text is made of tokens");
    sinew_dsl::network(tokens).to_string().replace(' ', "")
}

/// A typing error.
#[derive(Clone, Debug)]
enum Edit {
    Insert(Index, &'static str),
    Replace(Index, &'static str),
    Delete(Index),
    Duplicate(Index),
    Swap(Index, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<Index>(), token()).prop_map(|(at, word)| Edit::Insert(at, word)),
        (any::<Index>(), token()).prop_map(|(at, word)| Edit::Replace(at, word)),
        any::<Index>().prop_map(Edit::Delete),
        any::<Index>().prop_map(Edit::Duplicate),
        any::<[Index; 2]>().prop_map(|[one, other]| Edit::Swap(one, other)),
    ]
}

impl Edit {
    /// The text with this error, which has at least one word.
    fn of(&self, text: &str) -> String {
        let mut words: Vec<&str> = text.split(' ').collect();
        let count = words.len();
        let at = |index: &Index| index.index(count);
        match self {
            Self::Insert(index, word) => words.insert(at(index), word),
            Self::Replace(index, word) => words[at(index)] = word,
            Self::Delete(index) => drop(words.remove(at(index))),
            Self::Duplicate(index) => words.insert(at(index), words[at(index)]),
            Self::Swap(one, other) => words.swap(at(one), at(other)),
        }
        words.join(" ")
    }
}

proptest! {
    #[test]
    fn an_error_points_into_the_source(text in chain(), edit in edit()) {
        let text = edit.of(&text);
        laws::assert_points_inside(&source(&text));
        laws::assert_points_inside(&source(&format!("struct A = {text};")));
    }

    #[test]
    fn an_error_of_any_token_stream_points_into_it(tokens in tokens()) {
        laws::assert_points_inside(&source(&tokens.to_string()));
        laws::assert_points_inside(&source(&format!("struct A = {tokens}")));
    }

    #[test]
    fn any_token_stream_takes_linear_time(tokens in tokens()) {
        laws::assert_linear(&tokens);
        laws::assert_linear(&quote!(struct A = #tokens;));
    }

    #[test]
    fn a_mutated_network_takes_linear_time(text in prop_oneof![chain(), images()], edit in edit()) {
        let text = edit.of(&text);
        laws::assert_linear(&source(&text));
        laws::assert_linear(&source(&format!("struct A = {text};")));
    }

    #[test]
    fn no_token_stream_makes_the_macros_panic(tokens in tokens()) {
        sinew_dsl::network(tokens.clone());
        sinew_dsl::network(format!("sinew {tokens}").parse().unwrap_or_default());
        sinew_dsl::network(format!("sinew struct A = {tokens}").parse().unwrap_or_default());
        sinew_dsl::sinew(format!("sinew network!< {tokens} >").parse().unwrap_or_default());
        sinew_dsl::sinew(tokens);
    }

    #[test]
    fn a_mutated_network_compiles_to_rust(text in chain(), edit in edit()) {
        let text = edit.of(&text);
        laws::assert_is_rust(&source(&text));
        laws::assert_is_rust(&source(&format!("struct A = {text};")));
    }

    #[test]
    fn a_sound_network_has_no_mistake(text in chain()) {
        prop_assert!(!expand(&text).contains("compile_error"));
        let definition = format!("struct A = {text};");
        prop_assert!(!expand(&definition).contains("compile_error"));
    }

    #[test]
    fn a_sound_network_of_images_has_no_mistake(text in images()) {
        prop_assert!(!expand(&text).contains("compile_error"), "{}", expand(&text));
        let definition = format!("struct A = {text};").parse().expect("the text is made of tokens");
        let expansion = sinew_dsl::network(TokenStream::from_iter([quote!(sinew), definition]));
        prop_assert!(syn::parse2::<syn::File>(expansion).is_ok());
    }

    #[test]
    fn a_mutated_network_of_images_compiles_to_rust(text in images(), edit in edit()) {
        let source = source(&format!("struct A = {};", edit.of(&text)));
        laws::assert_points_inside(&source);
        laws::assert_is_rust(&source);
    }

    #[test]
    fn a_network_printed_and_read_again_is_the_same(text in chain()) {
        let printed = text.parse::<TokenStream>().expect("the text is made of tokens").to_string();
        prop_assert_eq!(expand(&printed), expand(&text));
    }

    #[test]
    fn angle_brackets_change_nothing(text in chain(), seed in any::<u64>()) {
        let plain = expand(&format!("{text}; seed = {seed}"));
        prop_assert_eq!(&expand(&format!("< {text} >; seed = {seed}")), &plain);
        prop_assert_eq!(&expand(&format!("< {text}; seed = {seed} >")), &plain);
    }

    #[test]
    fn rust_without_networks_passes_through(tokens in tokens()) {
        let source = tokens.to_string();
        prop_assume!(!source.replace(' ', "").contains("network!<"));
        let input = TokenStream::from_iter([quote!(sinew), tokens]);
        prop_assert_eq!(sinew_dsl::sinew(input).to_string(), source);
    }
}

#[test]
fn the_expansion_is_linear_in_the_layers() {
    let length = |layers: usize| expand(&format!("struct A = 2{};", " => 4 relu".repeat(layers))).len();
    let [short, long] = [length(150) - length(100), length(950) - length(900)];
    assert!(long.abs_diff(short) < short / 50, "50 layers more are {short} bytes more, or {long}");
}

#[test]
fn time_is_linear_in_the_length_of_the_source() {
    let seconds = |stage: &str, layers: usize| {
        let tokens: TokenStream =
            format!("sinew 2{}", stage.repeat(layers)).parse().expect("the source is made of tokens");
        let start = Instant::now();
        sinew_dsl::network(tokens);
        start.elapsed().as_secs_f64()
    };
    for stage in [
        " => 4 relu",
        " => 4 rellu",
        " -> 0",
        " => hidden: 4",
        " => my::Scale<3>",
        " => residual(4)",
        " => (4) * 2",
        " 4 @",
        " <",
        " a <",
    ] {
        laws::assert_linear(&source(&stage.repeat(500)));
        let (mut short, mut long) = (f64::INFINITY, f64::INFINITY);
        let is_linear = (0..5).any(|_| {
            short = short.min(seconds(stage, 2000));
            long = long.min(seconds(stage, 8000));
            long < 8.0 * short + 0.02
        });
        assert!(is_linear, "four times `{stage}` takes {:.1} times as long", long / short);
    }
}

#[test]
fn deep_nesting_is_an_error() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        let [open, close] = [open, close].map(|text| text.repeat(depth));
        format!("sinew 4 => {open}{inner}{close}").parse::<TokenStream>().expect("the source is made of tokens")
    };
    for (open, inner, close) in
        [("residual(", "4", ")"), ("concat(", "4 | 4", ")"), ("(", "4", ")"), ("(", "4", ") * 1"), ("dense(", "4", ")")]
    {
        let text = sinew_dsl::network(nested(open, inner, close, 500)).to_string();
        assert!(text.contains("more than 64 levels of parentheses"), "`{open}`: {text}");
        sinew_dsl::network(nested(open, inner, close, 64));
        sinew_dsl::sinew(nested(open, inner, close, 500));
    }
    let sound = sinew_dsl::network(nested("residual(", "4", ")", 60)).to_string();
    assert!(!sound.contains("compile_error"), "60 levels are sound");
}
