use super::{Language, arrow, label, note, title};
use crate::Picture;
use crate::color::{Color, MUTED, WHITE, palette};
use crate::picture::{Element, Paint, Point};

/// The width and the height of a box.
const BOX: Point = [150.0, 56.0];

/// The loop of training: data, prediction, loss, optimizer, and again.
///
/// # Examples
///
/// ```
/// use sinew_plots::lesson::{self, Language};
///
/// let picture = lesson::training(Language::English);
/// assert!(picture.svg().contains("optimizer"));
/// ```
#[must_use]
pub fn training(language: Language) -> Picture {
    let mut picture = Picture::new(700.0, 330.0);
    title(&mut picture, language.of("training, again and again", "학습: 되풀이한다"));
    let [data, network, prediction] = [[110.0, 96.0], [350.0, 96.0], [590.0, 96.0]];
    let [truth, optimizer, loss] = [[110.0, 236.0], [350.0, 236.0], [590.0, 236.0]];
    let right = |from: Point, to: Point| [[from[0] + BOX[0] / 2.0, from[1]], [to[0] - BOX[0] / 2.0, to[1]]];
    let [half_x, half_y] = [BOX[0] / 2.0, BOX[1] / 2.0];

    arrow(&mut picture, &right(data, network), MUTED, 2.0);
    arrow(&mut picture, &right(network, prediction), MUTED, 2.0);
    arrow(&mut picture, &[[590.0, 96.0 + half_y], [590.0, 236.0 - half_y]], MUTED, 2.0);
    arrow(&mut picture, &[[590.0 - half_x, 236.0], [350.0 + half_x, 236.0]], palette(1), 2.0);
    arrow(&mut picture, &[[350.0, 236.0 - half_y], [350.0, 96.0 + half_y]], palette(1), 2.0);
    let below = 236.0 + half_y + 22.0;
    let around = [[110.0, 236.0 + half_y], [110.0, below], [590.0, below], [590.0, 236.0 + half_y]];
    arrow(&mut picture, &around, MUTED, 2.0);

    step(&mut picture, data, palette(7), language.of("data", "데이터"), language.of("inputs x", "입력 x"));
    let weights = language.of("weights w, biases b", "가중치 w, 편향 b");
    step(&mut picture, network, palette(0), language.of("network", "신경망"), weights);
    step(&mut picture, prediction, palette(0), language.of("prediction", "예측"), language.of("outputs y", "출력 y"));
    let score = language.of("how wrong y is", "y가 얼마나 틀렸나");
    step(&mut picture, loss, palette(9), language.of("loss function", "손실 함수"), score);
    let change = language.of("changes w and b", "w와 b를 바꾼다");
    step(&mut picture, optimizer, palette(1), language.of("optimizer", "옵티마이저"), change);
    step(&mut picture, truth, palette(7), language.of("truth", "정답"), language.of("targets t", "목표값 t"));

    note(&mut picture, language.of("forward", "순전파"), [470.0, 82.0]);
    note(&mut picture, language.of("gradient", "기울기"), [470.0, 222.0]);
    note(&mut picture, language.of("so that the loss falls", "손실이 줄어들도록"), [422.0, 166.0]);
    picture
}

/// A box with a name and what it does.
fn step(picture: &mut Picture, [x, y]: Point, color: Color, name: &str, does: &str) {
    let paint = Paint::fill(color.mix(WHITE, 0.82)).outlined(color, 1.8);
    let at = [x - BOX[0] / 2.0, y - BOX[1] / 2.0];
    picture.add(Element::Rectangle { at, size: BOX, radius: 8.0, paint });
    label(picture, name, [x, y - 9.0]);
    note(picture, does, [x, y + 12.0]);
}
