use super::{Language, arrow, circle, label, note, title};
use crate::Picture;
use crate::color::{FRAME, palette};
use crate::picture::Paint;

/// A weight as the line between two neurons, and the bias that a neuron adds.
///
/// # Examples
///
/// ```
/// use sinew_plots::lesson::{self, Language};
///
/// let picture = lesson::weight_and_bias(Language::English);
/// assert!(picture.svg().contains("0.9·2 + 0.1·4 − 1.2 = 1"));
/// ```
#[must_use]
pub fn weight_and_bias(language: Language) -> Picture {
    let mut picture = Picture::new(640.0, 276.0);
    title(&mut picture, language.of("weights and a bias", "가중치와 편향"));
    let (inputs, neuron) = ([[120.0, 92.0], [120.0, 192.0]], [370.0, 142.0]);
    for ((from, value), (weight, width)) in inputs.into_iter().zip(["2", "4"]).zip([("0.9", 6.0), ("0.1", 1.4)]) {
        let aim = [neuron[0] - 27.0, neuron[1] + (from[1] - neuron[1]) * 0.16];
        arrow(&mut picture, &[from, aim], palette(0), width);
        circle(&mut picture, from, 20.0, palette(7));
        label(&mut picture, value, from);
        let above = if from[1] < neuron[1] { -20.0 } else { 22.0 };
        let middle = [f32::midpoint(from[0], aim[0]), f32::midpoint(from[1], aim[1]) + above];
        label(&mut picture, &format!("w = {weight}"), middle);
    }
    arrow(&mut picture, &[[370.0, 224.0], [370.0, 170.0]], palette(1), 2.0);
    label(&mut picture, "b = −1.2", [370.0, 238.0]);
    circle(&mut picture, neuron, 26.0, palette(0));
    label(&mut picture, "1", neuron);
    picture.line([444.0, 60.0], [444.0, 250.0], Paint::stroke(FRAME, 1.0));

    let strong = language.of("strong connection", "강한 연결");
    let weak = language.of("weak connection", "약한 연결");
    note(&mut picture, strong, [206.0, 66.0]);
    note(&mut picture, weak, [206.0, 226.0]);
    note(&mut picture, language.of("inputs", "입력"), [52.0, 142.0]);
    note(&mut picture, language.of("bias", "편향"), [370.0, 256.0]);
    let right = 542.0;
    label(&mut picture, "w·x + b", [right, 116.0]);
    label(&mut picture, "= 0.9·2 + 0.1·4 − 1.2 = 1", [right, 140.0]);
    let learned = language.of("training changes w and b", "학습은 w와 b를 바꾼다");
    note(&mut picture, learned, [right, 172.0]);
    picture
}
