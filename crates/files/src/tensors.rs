//! What files call the tensors of a network, and where their numbers are.

use sinew_layers::{LayerInfo, Tensor};

/// A tensor of a layer: a row of its table, or all parameters of a layer that does not name them.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub name: &'static str,
    pub shape: Shape,
    /// Whether it is measured rather than trained.
    pub is_statistic: bool,
}

/// The shape of a tensor.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    Named(&'static [usize]),
    Flat([usize; 1]),
}

impl Shape {
    pub const fn extents(&self) -> &[usize] {
        match self {
            Self::Named(extents) => extents,
            Self::Flat(extents) => extents,
        }
    }

    /// How many numbers the tensor has.
    pub const fn len(&self) -> usize {
        let (extents, mut len, mut i) = (self.extents(), 1, 0);
        while i < extents.len() {
            len *= extents[i];
            i += 1;
        }
        len
    }
}

/// The row `index` of a layer that is not made of layers, or `None` after the last one.
pub(crate) const fn row(layer: &LayerInfo, index: usize) -> Option<Row> {
    let named = layer.tensors.len();
    if index < named {
        let Tensor { name, shape, .. } = layer.tensors[index];
        let is_statistic = numbers_before(layer.tensors, index) >= layer.parameters && layer.statistics > 0;
        return Some(Row { name, shape: Shape::Named(shape), is_statistic });
    }
    match index - named {
        _ if named > 0 => None,
        0 => Some(Row { name: "parameters", shape: Shape::Flat([layer.parameters]), is_statistic: false }),
        1 => Some(Row { name: "statistics", shape: Shape::Flat([layer.statistics]), is_statistic: true }),
        _ => None,
    }
}

/// How many numbers the first tensors have.
const fn numbers_before(tensors: &[Tensor], count: usize) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < count {
        sum += tensors[i].len();
        i += 1;
    }
    sum
}

/// Checks that the tensors that layers name are all that they have.
///
/// # Panics
///
/// If they are not: the table of a custom layer is wrong.
pub(crate) const fn check(layers: &[LayerInfo]) {
    let mut i = 0;
    while i < layers.len() {
        let layer = &layers[i];
        if layer.layers.is_empty() {
            let named = numbers_before(layer.tensors, layer.tensors.len());
            assert!(
                layer.tensors.is_empty() || named == layer.parameters + layer.statistics,
                "`TENSORS` of a layer are not as large as its parameters and statistics together"
            );
        }
        check(layer.layers);
        i += 1;
    }
}

#[cfg(feature = "std")]
pub(crate) use listed::{Slot, slots};

#[cfg(feature = "std")]
mod listed {
    use core::ops::Range;
    use std::string::String;
    use std::vec::Vec;
    use std::{format, vec};

    use sinew_layers::{LayerInfo, Network};

    use super::{check, row};

    /// A tensor of a network.
    pub(crate) struct Slot {
        pub key: String,
        pub shape: Vec<usize>,
        pub place: Place,
    }

    /// Where its numbers are.
    #[derive(Clone)]
    pub(crate) enum Place {
        Parameters(Range<usize>),
        Statistics(Range<usize>),
    }

    impl Slot {
        /// The numbers of the tensor.
        pub fn numbers<'a, N: Network>(&self, network: &'a N) -> &'a [N::Number] {
            match self.place.clone() {
                Place::Parameters(range) => &network.parameters()[range],
                Place::Statistics(range) => &network.statistics()[range],
            }
        }

        /// The numbers of the tensor.
        pub fn numbers_mut<'a, N: Network>(&self, network: &'a mut N) -> &'a mut [N::Number] {
            match self.place.clone() {
                Place::Parameters(range) => &mut network.parameters_mut()[range],
                Place::Statistics(range) => &mut network.statistics_mut()[range],
            }
        }
    }

    /// All tensors of the network `N`, each key with `prefix` in front.
    pub(crate) fn slots<N: Network>(prefix: &str) -> Vec<Slot> {
        const { check(N::LAYERS) }
        let mut slots = vec![];
        let (mut parameters, mut statistics) = (0, 0);
        list(N::LAYERS, prefix, &mut |key, shape, is_statistic| {
            let start = if is_statistic { &mut statistics } else { &mut parameters };
            let range = *start..*start + shape.iter().product::<usize>();
            *start = range.end;
            if !range.is_empty() {
                let place = if is_statistic { Place::Statistics(range) } else { Place::Parameters(range) };
                slots.push(Slot { key, shape: shape.to_vec(), place });
            }
        });
        slots
    }

    pub(super) fn list(layers: &[LayerInfo], prefix: &str, each: &mut impl FnMut(String, &[usize], bool)) {
        for layer in layers {
            let label = format!("{prefix}{}.", layer.name);
            if layer.layers.is_empty() {
                let rows = (0..).map_while(|index| row(layer, index));
                rows.for_each(|row| each(format!("{label}{}", row.name), row.shape.extents(), row.is_statistic));
            } else {
                list(layer.layers, &label, each);
            }
        }
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use std::format;
    use std::vec::Vec;

    use sinew_layers::{Dense, Residual, Skip};

    use super::*;

    /// `key shape`, and whether it is a statistic.
    fn listed(layers: &[LayerInfo]) -> Vec<std::string::String> {
        let mut rows = Vec::new();
        listed::list(layers, "", &mut |key, shape, is_statistic| rows.push(format!("{key} {shape:?} {is_statistic}")));
        rows
    }

    #[test]
    fn layers_inside_layers_are_named_from_the_outside() {
        let block = LayerInfo::of::<Residual<Dense<f32, 3, 3>, Skip<f32, 3>>>("block");
        let dense = LayerInfo::of::<Dense<f32, 3, 2>>("out");
        const { check(&[LayerInfo::of::<Residual<Dense<f32, 3, 3>, Skip<f32, 3>>>("block")]) }
        let expected = [
            "block.branch.weight [3, 3] false",
            "block.branch.bias [3] false",
            "block.shortcut.parameters [0] false",
            "block.shortcut.statistics [0] true",
            "out.weight [2, 3] false",
            "out.bias [2] false",
        ];
        assert_eq!(listed(&[block, dense]), expected);
    }

    #[test]
    fn statistics_stand_behind_parameters() {
        let mut norm = LayerInfo::of::<Dense<f32, 1, 3>>("norm");
        norm.tensors =
            const { &[Tensor::new("weight", &[3]), Tensor::new("bias", &[3]), Tensor::new("running_mean", &[3])] };
        norm.statistics = 3;
        let expected = ["norm.weight [3] false", "norm.bias [3] false", "norm.running_mean [3] true"];
        assert_eq!(listed(&[norm]), expected);
        check(&[norm]);
    }

    #[test]
    #[should_panic(expected = "`TENSORS` of a layer")]
    fn a_table_that_leaves_parameters_out_is_a_mistake() {
        let mut layer = LayerInfo::of::<Dense<f32, 1, 3>>("layer");
        layer.tensors = const { &[Tensor::new("weight", &[3, 1])] };
        check(&[layer]);
    }
}
