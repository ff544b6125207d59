//! Diagrams of all kinds of networks.

use sinew::activations::Identity;
use sinew::layers::{Layer, LayerContext, LayerInfo};
use sinew::prelude::*;
use sinew::tensors::{Initializer, Rng, Vector};
use sinew_plots::{PlotError, diagram, mermaid};

use common::{check, count, texts};

mod common;

network! {
    struct Xor = 2 => 4 relu => 1 sigmoid;
    struct Widest = 16 => 16 relu => 1 sigmoid;
    struct Wider = 16 => 17 relu => 1 sigmoid;
}

/// A stage of a network on images; only the shapes matter.
#[repr(C)]
struct Stage<const STAGE: usize>([f32; 0]);

// SAFETY: `repr(C)`, and its one field is an array of `f32`.
unsafe impl<const STAGE: usize> Parameters<f32> for Stage<STAGE> {}

const SHAPES: [&[usize]; 6] = [&[1, 28, 28], &[6, 24, 24], &[6, 12, 12], &[864], &[4, 128], &[10]];
const KINDS: [&str; 6] = ["conv", "maxpool", "flatten", "conv1d", "dense", "softmax"];

impl<const STAGE: usize> Layer for Stage<STAGE> {
    type Number = f32;
    type Activation = Identity;
    const INFO: LayerInfo = LayerInfo::new(KINDS[STAGE % 6], SHAPES[STAGE % 6], SHAPES[(STAGE + 1) % 6]);

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    fn forward<V: Vector<Element = f32>>(&self, _: &[V], _: &mut [V], _: LayerContext<'_, V>) {}

    fn backward<V: Vector<Element = f32>>(
        &self,
        _: &[V],
        _: &[V],
        _: Option<&mut [V]>,
        _: &mut Self,
        _: LayerContext<'_, V>,
    ) {
    }
}

const IMAGES: [LayerInfo; 5] = [
    LayerInfo::of::<Stage<0>>("conv1"),
    LayerInfo::of::<Stage<1>>("pool1"),
    LayerInfo::of::<Stage<2>>("flatten"),
    LayerInfo::of::<Stage<3>>("signal"),
    LayerInfo::of::<Stage<4>>("a_label_that_is_longer_than_a_column_is_wide"),
];

#[test]
fn a_small_network_has_a_circle_for_each_neuron_and_a_line_for_each_connection() {
    let picture = diagram("Xor", Xor::LAYERS).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "circle"), 2 + 4 + 1);
    let connections: usize =
        picture.svg().lines().filter(|line| line.starts_with("<path")).map(|path| path.matches('M').count()).sum();
    assert_eq!(connections, 2 * 4 + 4);
    let texts = texts(&picture);
    for text in [
        "Xor: 17 parameters",
        "input",
        "layer1",
        "dense relu",
        "12 parameters",
        "layer2",
        "dense sigmoid",
        "5 parameters",
    ] {
        assert!(texts.iter().any(|found| found == text), "{text}");
    }
}

#[test]
fn layers_of_sixteen_neurons_are_neurons_and_of_seventeen_blocks() {
    let [widest, wider] = [Widest::LAYERS, Wider::LAYERS].map(|layers| diagram("Net", layers).unwrap());
    check(&widest);
    check(&wider);
    assert_eq!([count(&widest, "circle"), count(&wider, "circle")], [16 + 16 + 1, 0]);
    assert_eq!(count(&wider, "rect"), 1 + 3);
}

#[test]
fn images_are_stacks_of_plates() {
    let picture = diagram("LeNet", &IMAGES).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "rect"), 1 + (1 + 6 + 6 + 1 + 4 + 1));
    let texts = texts(&picture);
    assert!(["1×28×28", "6×24×24", "conv", "4×128"].iter().all(|text| texts.iter().any(|found| found == text)));
}

#[test]
fn a_deep_network_goes_in_rows() {
    let layers = IMAGES.repeat(20);
    let picture = diagram("Deep", &layers).unwrap();
    check(&picture);
    assert!(picture.width() < 1100.0 && picture.height() > 2000.0);
}

#[test]
fn a_network_of_thousands_of_layers_still_is_a_picture() {
    let picture = diagram("Deepest", &IMAGES.repeat(400)).unwrap();
    check(&picture);
}

#[test]
fn a_network_without_layers_has_a_flowchart_but_no_picture() {
    assert!(matches!(diagram("None", &[]), Err(PlotError::Empty { what: "layer" })));
    assert!(!mermaid("None", &[]).contains("-->"));
}

#[test]
fn a_flowchart_has_a_box_for_each_layer() {
    let chart = mermaid("Le \"Net\"", &IMAGES);
    assert!(chart.contains("subgraph Le__Net_ [\"Le #quot;Net#quot;\"]"), "{chart}");
    assert!(chart.contains("l1[\"conv1: conv<br/>6×24×24\"]"), "{chart}");
    assert!(chart.contains("input --> l1 --> l2 --> l3 --> l4 --> l5\n"), "{chart}");
    // Mermaid tells the shapes by their brackets, so they must pair up.
    for (open, close) in ["[]", "()"].map(|pair| pair.split_at(1)) {
        assert_eq!(chart.matches(open).count(), chart.matches(close).count());
    }
}
