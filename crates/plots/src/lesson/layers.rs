use super::{Language, circle, label, note, title};
use crate::Picture;
use crate::color::{FRAME, MUTED, palette};
use crate::picture::{Element, Paint, Point};

/// How many neurons each layer of the picture has.
const NEURONS: [usize; 4] = [3, 5, 5, 2];

/// A network with its layers named: input layer, two hidden layers, output layer.
///
/// # Examples
///
/// ```
/// use sinew_plots::lesson::{self, Language};
///
/// let picture = lesson::layers(Language::English);
/// assert_eq!(picture.svg().matches("hidden layer<").count(), 2);
/// ```
#[must_use]
pub fn layers(language: Language) -> Picture {
    let mut picture = Picture::new(640.0, 350.0);
    title(&mut picture, language.of("a deep neural network", "심층 신경망"));
    for column in 1..NEURONS.len() {
        let ends = (0..NEURONS[column - 1]).flat_map(|from| (0..NEURONS[column]).map(move |to| (from, to)));
        let lines = ends.map(|(from, to)| vec![place(column - 1, from), place(column, to)]).collect();
        picture.add(Element::Lines { lines, paint: Paint::stroke(FRAME, 1.2) });
    }
    let names = [
        language.of("input layer", "입력층"),
        language.of("hidden layer", "은닉층"),
        language.of("hidden layer", "은닉층"),
        language.of("output layer", "출력층"),
    ];
    let notes = [
        language.of("the data", "데이터"),
        language.of("learns features", "특징을 배운다"),
        language.of("features of features", "특징의 특징"),
        language.of("the prediction", "예측"),
    ];
    for (column, neurons) in NEURONS.into_iter().enumerate() {
        let color = palette([7, 0, 0, 1][column]);
        (0..neurons).for_each(|neuron| circle(&mut picture, place(column, neuron), 15.0, color));
        let x = place(column, 0)[0];
        label(&mut picture, names[column], [x, 288.0]);
        note(&mut picture, notes[column], [x, 308.0]);
    }
    let [left, right] = [1, 2].map(|column| place(column, 0)[0]);
    let bracket = vec![[left, 60.0], [left, 52.0], [right, 52.0], [right, 60.0]];
    picture.add(Element::Lines { lines: vec![bracket], paint: Paint::stroke(MUTED, 1.2) });
    let depth = language.of("two hidden layers or more: deep", "은닉층이 둘 이상: 심층");
    note(&mut picture, depth, [f32::midpoint(left, right), 334.0]);
    picture
}

/// Where a neuron of a layer is.
fn place(layer: usize, neuron: usize) -> Point {
    let from_middle = neuron as f32 - (NEURONS[layer] - 1) as f32 / 2.0;
    [92.0 + 152.0 * layer as f32, 168.0 + 44.0 * from_middle]
}
