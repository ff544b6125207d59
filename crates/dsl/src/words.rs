//! The words of the language: one row each. Those of activations are in `sinew-vocabulary`.

use crate::model::Ratio;

/// A row of [`ACTIVATIONS`].
pub struct ActivationWord {
    pub word: &'static str,
    /// The type that generated code names.
    pub type_name: &'static str,
    pub parameter: Option<Parameter>,
    /// Whether only the last layer may have it.
    pub last: bool,
}

/// The one number that an activation takes.
pub struct Parameter {
    pub name: &'static str,
    pub default: Ratio,
    /// Whether it must be greater than zero.
    pub positive: bool,
}

macro_rules! activations {
    ($(
        $word:ident: $type:ident {
            formula: $formula:literal, range: $range:literal
            $(, parameter: $name:ident($symbol:ident) = $numerator:literal / $denominator:literal, positive: $positive:literal)?
            $(, last: $last:literal)?
            $(, also: [$($theirs:literal),*])?
        };
    )*) => {
        /// Every activation of the language.
        pub static ACTIVATIONS: &[ActivationWord] = &[$(
            activation(stringify!($word), stringify!($type))
                $(.with(
                    stringify!($name),
                    Ratio { numerator: $numerator, denominator: $denominator },
                    $positive,
                ))?
                $(.only_last($last))?
        ),*];

        /// What other libraries and papers call our activations, in lower case and without underscores.
        pub static FOREIGN_ACTIVATIONS: &[(&str, &str)] = &[$($($(($theirs, stringify!($word)),)*)?)*];
    };
}
sinew_vocabulary::activations!(activations);

/// The modules in which other libraries keep theirs.
pub static FOREIGN_MODULES: &[&str] = &["nn", "F", "torch", "tf", "keras"];

/// The words in whose parentheses chains stand.
pub static BRANCHES: &[&str] = &["residual", "concat"];

/// What other libraries call our layers, in lower case and without underscores.
pub static FOREIGN_LAYERS: &[(&str, &str)] = &[
    ("linear", "dense"),
    ("fc", "dense"),
    ("fullyconnected", "dense"),
    ("affine", "dense"),
    ("innerproduct", "dense"),
    ("conv2d", "conv"),
    ("convolution", "conv"),
    ("convolution2d", "conv"),
    ("convolution1d", "conv1d"),
    ("depthwiseconv2d", "depthwise"),
    ("depthwiseconv", "depthwise"),
    ("convtranspose2d", "transposed_conv"),
    ("convtranspose", "transposed_conv"),
    ("conv2dtranspose", "transposed_conv"),
    ("transposeconv", "transposed_conv"),
    ("deconv", "transposed_conv"),
    ("deconvolution", "transposed_conv"),
    ("maxpool2d", "maxpool"),
    ("maxpool1d", "maxpool"),
    ("maxpooling2d", "maxpool"),
    ("maxpooling1d", "maxpool"),
    ("maxpooling", "maxpool"),
    ("avgpool2d", "avgpool"),
    ("avgpool1d", "avgpool"),
    ("averagepool", "avgpool"),
    ("averagepooling2d", "avgpool"),
    ("averagepooling1d", "avgpool"),
    ("averagepooling", "avgpool"),
    ("meanpool", "avgpool"),
    ("adaptiveavgpool2d", "globalavgpool"),
    ("globalaveragepool", "globalavgpool"),
    ("globalaveragepooling2d", "globalavgpool"),
    ("globalaveragepooling1d", "globalavgpool"),
    ("globalpool", "globalavgpool"),
    ("gap", "globalavgpool"),
    ("view", "reshape"),
    ("unflatten", "reshape"),
    ("batchnormalization", "batchnorm"),
    ("batchnorm2d", "batchnorm"),
    ("batchnorm1d", "batchnorm"),
    ("bn", "batchnorm"),
    ("layernormalization", "layernorm"),
    ("groupnormalization", "groupnorm"),
    ("dropout2d", "dropout"),
    ("upsampling2d", "upsample"),
    ("upsampling1d", "upsample"),
    ("resize", "upsample"),
    ("skip", "residual"),
    ("shortcut", "residual"),
    ("resblock", "residual"),
    ("residualblock", "residual"),
    ("concatenate", "concat"),
    ("cat", "concat"),
    ("parallel", "concat"),
];

/// Every initializer without a parameter, and its variant of `Initializer`.
pub static INITIALIZERS: &[(&str, &str)] = &[
    ("glorot_uniform", "GlorotUniform"),
    ("glorot_normal", "GlorotNormal"),
    ("he_uniform", "HeUniform"),
    ("he_normal", "HeNormal"),
    ("lecun_normal", "LecunNormal"),
    ("orthogonal", "Orthogonal"),
    ("zeros", "Zeros"),
];

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
    ("downsample", "projection"),
    ("project", "projection"),
    ("shortcut", "projection"),
];

/// What other libraries call those arguments of layers that have no name here.
pub static FOREIGN_ARGUMENTS: &[(&[&str], &[&str])] = &[
    (&["dense"], &["units", "out_features", "width", "neurons"]),
    (&["conv", "conv1d", "transposed_conv"], &["filters", "channels", "out_channels", "kernel", "kernel_size"]),
    (&["depthwise"], &["kernel", "kernel_size"]),
    (&["maxpool", "avgpool"], &["kernel", "kernel_size", "pool_size", "size"]),
    (&["upsample"], &["scale", "scale_factor", "factor", "size"]),
    (&["groupnorm"], &["groups", "num_groups"]),
    (&["reshape"], &["shape", "target_shape"]),
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

const fn activation(word: &'static str, type_name: &'static str) -> ActivationWord {
    ActivationWord { word, type_name, parameter: None, last: false }
}

impl ActivationWord {
    /// The parameter of an activation that is written without one.
    pub fn default(&self) -> Option<Ratio> {
        self.parameter.as_ref().map(|parameter| parameter.default)
    }

    const fn with(mut self, name: &'static str, default: Ratio, positive: bool) -> Self {
        self.parameter = Some(Parameter { name, default, positive });
        self
    }

    const fn only_last(mut self, last: bool) -> Self {
        self.last = last;
        self
    }
}

/// The word of ours that the user may have meant.
pub fn nearest(
    word: &str,
    ours: impl Iterator<Item = &'static str>,
    foreign: &[(&str, &'static str)],
) -> Option<&'static str> {
    let plain = plain(word);
    let ours: Vec<&str> = ours.collect();
    if let Some((_, known)) = foreign.iter().find(|(theirs, known)| *theirs == plain && ours.contains(known)) {
        return Some(known);
    }
    let near = ours.into_iter().map(|candidate| (distance(&plain, &self::plain(candidate)), candidate));
    let (distance, candidate) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= word.len() / 3).then_some(candidate)
}

/// A word without what spellings differ in: `LeakyReLU` and `leaky_relu` are one.
pub fn plain(word: &str) -> String {
    word.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// How many letters to insert, remove, replace or swap with their neighbour turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (i, a) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, &b) in to.iter().enumerate() {
            let mut best = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if j > 0 && previous == Some(b) && to[j - 1] == a {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        previous = Some(a);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(word: &str) -> Option<&'static str> {
        nearest(word, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS)
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("relu", "relu"), 0);
        assert_eq!(distance("rellu", "relu"), 1);
        assert_eq!(distance("relu", "gelu"), 1);
        assert_eq!(distance("rleu", "relu"), 1);
        assert_eq!(distance("", "relu"), 4);
    }

    #[test]
    fn a_misspelled_word_is_near_the_right_one() {
        assert_eq!(near("rellu"), Some("relu"));
        assert_eq!(near("sigmiod"), Some("sigmoid"));
        assert_eq!(near("sofmax"), Some("softmax"));
        assert_eq!(near("leakyrelu"), Some("leaky_relu"));
    }

    #[test]
    fn a_word_of_another_library_is_known() {
        assert_eq!(near("LeakyReLU"), Some("leaky_relu"));
        assert_eq!(near("swish"), Some("silu"));
        assert_eq!(near("linear"), Some("identity"));
    }

    #[test]
    fn a_strange_word_is_near_none() {
        assert_eq!(near("banana"), None);
        assert_eq!(near("x"), None);
    }

    #[test]
    fn every_foreign_word_leads_to_one_of_ours() {
        for (_, ours) in FOREIGN_ACTIVATIONS {
            assert!(ACTIVATIONS.iter().any(|row| row.word == *ours), "{ours}");
        }
        for (_, ours) in FOREIGN_INITIALIZERS {
            assert!(INITIALIZERS.iter().any(|(word, _)| word == ours), "{ours}");
        }
    }
}
