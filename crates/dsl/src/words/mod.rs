//! The words of the language, and what other libraries call them: a row each.

mod activations;
mod layers;
mod nearest;

pub use activations::{
    ACTIVATIONS, ActivationParameter, ActivationWord, FOREIGN_ACTIVATIONS, FOREIGN_MODULES, activation_row,
};
pub use layers::{BRANCHES, FOREIGN_ARGUMENTS, FOREIGN_LAYERS, LAYERS, LayerName, LayerWord, layer_row};
pub use nearest::{did_you_mean, list, nearest, normalized};

/// What other libraries call our options of layers, in lower case and without underscores.
pub static FOREIGN_OPTIONS: &[(&str, &str)] = &[
    ("initializer", "init"),
    ("kernelinitializer", "init"),
    ("weightinit", "init"),
    ("usebias", "bias"),
    ("strides", "stride"),
    ("pad", "padding"),
    ("dilationrate", "dilation"),
    ("depthmultiplier", "multiplier"),
    ("eps", "epsilon"),
    ("ceil", "ceil_mode"),
    ("includepad", "count_include_pad"),
    ("interpolation", "mode"),
    ("method", "mode"),
    ("aligned", "align_corners"),
    ("downsample", "projection"),
    ("project", "projection"),
    ("shortcut", "projection"),
];

/// What other libraries call our initializers, in lower case and without underscores.
pub static FOREIGN_INITIALIZERS: &[(&str, &str)] = &[
    ("xavier", "glorot_uniform"),
    ("xavieruniform", "glorot_uniform"),
    ("xaviernormal", "glorot_normal"),
    ("kaiming", "he_uniform"),
    ("kaiminguniform", "he_uniform"),
    ("kaimingnormal", "he_normal"),
    ("he", "he_normal"),
    ("glorot", "glorot_uniform"),
    ("lecun", "lecun_normal"),
    ("zero", "zeros"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_foreign_activation_leads_to_one_of_ours() {
        for (_, ours) in FOREIGN_ACTIVATIONS {
            assert!(ACTIVATIONS.iter().any(|row| row.word == *ours), "{ours}");
        }
    }
}
