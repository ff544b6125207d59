use super::{Language, arrow, circle, curve, indexed, label, note};
use crate::Picture;
use crate::color::{Color, FRAME, INK, MUTED, WHITE, palette};
use crate::picture::{Anchor, Element, Paint, Point, Text};

/// A biological neuron beside an artificial one.
///
/// # Examples
///
/// ```
/// use sinew_plots::lesson::{self, Language};
///
/// let picture = lesson::neurons(Language::English);
/// assert!(picture.svg().contains("dendrites"));
/// assert!(lesson::neurons(Language::Korean).svg().contains("가지돌기"));
/// ```
#[must_use]
pub fn neurons(language: Language) -> Picture {
    let mut picture = Picture::new(760.0, 310.0);
    biological(&mut picture, language);
    picture.line([380.0, 44.0], [380.0, 286.0], Paint::stroke(FRAME, 1.0));
    artificial(&mut picture, language);
    picture
}

fn heading(picture: &mut Picture, text: &str, x: f32) {
    picture.text(Text::new(text, [x, 24.0], 15.0, INK).anchored(Anchor::Middle));
}

/// The middle of the cell body.
const BODY: Point = [132.0, 158.0];

fn biological(picture: &mut Picture, language: Language) {
    heading(picture, language.of("biological neuron", "생물학적 뉴런"), 190.0);
    let color = palette(6);
    for (tip, bend) in [
        ([38.0, 78.0], [84.0, 92.0]),
        ([100.0, 62.0], [100.0, 104.0]),
        ([24.0, 150.0], [74.0, 140.0]),
        ([42.0, 226.0], [78.0, 196.0]),
        ([116.0, 246.0], [110.0, 206.0]),
    ] {
        dendrite(picture, tip, bend, color);
    }
    let axon = curve([[160.0, 160.0], [216.0, 186.0], [246.0, 132.0], [304.0, 156.0]]);
    picture.add(Element::Lines { lines: vec![axon], paint: Paint::stroke(color, 5.0) });
    for tip in [[346.0, 100.0], [358.0, 140.0], [354.0, 184.0], [336.0, 220.0]] {
        terminal(picture, tip, color);
    }
    cell_body(picture, color);

    note(picture, language.of("dendrites: signals come in", "가지돌기: 신호가 들어온다"), [104.0, 272.0]);
    note(picture, language.of("cell body: adds them up", "세포체: 신호를 모은다"), [190.0, 80.0]);
    note(picture, language.of("axon: passes a signal on", "축삭돌기: 신호를 내보낸다"), [236.0, 200.0]);
    note(picture, language.of("synapses: to other neurons", "시냅스: 다음 뉴런으로"), [290.0, 248.0]);
}

/// A branch that reaches to `tip`, with two twigs.
fn dendrite(picture: &mut Picture, tip: Point, bend: Point, color: Color) {
    let branch = curve([BODY, bend, bend, tip]);
    let fork = branch[branch.len() * 2 / 3];
    let (dx, dy) = (tip[0] - fork[0], tip[1] - fork[1]);
    let twig = |sign: f32| vec![fork, [fork[0] + 0.8 * dx - sign * 0.6 * dy, fork[1] + 0.8 * dy + sign * 0.6 * dx]];
    picture.add(Element::Lines { lines: vec![branch], paint: Paint::stroke(color, 3.6) });
    picture.add(Element::Lines { lines: vec![twig(1.0), twig(-1.0)], paint: Paint::stroke(color, 2.2) });
}

/// One end of the axon.
fn terminal(picture: &mut Picture, tip: Point, color: Color) {
    let branch = curve([[304.0, 156.0], [318.0, 158.0], [320.0, tip[1]], tip]);
    picture.add(Element::Lines { lines: vec![branch], paint: Paint::stroke(color, 2.6) });
    picture.add(Element::Circle { center: tip, radius: 5.0, paint: Paint::fill(color) });
}

/// The body with its nucleus.
fn cell_body(picture: &mut Picture, color: Color) {
    let outline = [
        [[100.0, 142.0], [104.0, 116.0], [136.0, 112.0], [152.0, 128.0]],
        [[152.0, 128.0], [164.0, 140.0], [182.0, 158.0], [160.0, 168.0]],
        [[160.0, 168.0], [152.0, 200.0], [112.0, 202.0], [104.0, 180.0]],
        [[104.0, 180.0], [94.0, 168.0], [98.0, 158.0], [100.0, 142.0]],
    ];
    let outline = outline.into_iter().flat_map(curve).collect();
    let paint = Paint::fill(color.mix(WHITE, 0.72)).outlined(color, 2.4);
    picture.add(Element::Lines { lines: vec![outline], paint });
    picture.add(Element::Circle { center: [128.0, 154.0], radius: 12.0, paint: Paint::fill(color.mix(WHITE, 0.3)) });
}

fn artificial(picture: &mut Picture, language: Language) {
    heading(picture, language.of("artificial neuron", "인공 뉴런"), 572.0);
    let (neuron, inputs) = ([560.0, 154.0], [84.0, 154.0, 224.0]);
    for (y, index) in inputs.into_iter().zip(["1", "2", "3"]) {
        let from = [436.0, y];
        let aim = [neuron[0] - 38.0, neuron[1] + (y - neuron[1]) * 0.3];
        arrow(picture, &[from, aim], MUTED, 1.8);
        circle(picture, from, 16.0, palette(7));
        indexed(picture, "x", index, from);
        let aside = if y > neuron[1] { 12.0 } else { 0.0 }; // the line that rises is not to cross its label
        let middle = [f32::midpoint(from[0], aim[0]) - aside, f32::midpoint(from[1], aim[1]) - 13.0];
        indexed(picture, "w", index, middle);
    }
    circle(picture, neuron, 36.0, palette(0));
    label(picture, "w·x + b", neuron);
    arrow(picture, &[[596.0, 154.0], [624.0, 154.0]], MUTED, 1.8);
    let paint = Paint::fill(palette(1).mix(WHITE, 0.72)).outlined(palette(1), 1.8);
    picture.add(Element::Rectangle { at: [624.0, 130.0], size: [48.0, 48.0], radius: 6.0, paint });
    label(picture, "f", [648.0, 154.0]);
    arrow(picture, &[[672.0, 154.0], [712.0, 154.0]], MUTED, 1.8);
    label(picture, "y", [724.0, 154.0]);

    note(picture, language.of("inputs", "입력"), [436.0, 254.0]);
    note(picture, language.of("weights", "가중치"), [494.0, 222.0]);
    note(picture, language.of("sum, with the bias b", "가중합과 편향 b"), [572.0, 208.0]);
    note(picture, language.of("activation function", "활성 함수"), [648.0, 112.0]);
    note(picture, language.of("output", "출력"), [722.0, 178.0]);
    label(picture, "y = f(w·x + b)", [572.0, 276.0]);
}
