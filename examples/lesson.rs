//! A first lesson in deep learning: one neuron, a hidden layer, digits.
//!
//! `cargo run --release --example lesson`, or `-- --lang ko` in Korean.
//!
//! `cargo run --release --features plots --example lesson -- --out DIRECTORY` also draws the
//! lesson's pictures there.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use sinew::data::gates;
use sinew::prelude::*;
use sinew::training::TrainError;

network! {
    /// One neuron with two inputs.
    struct Neuron = 2 => 1 sigmoid;

    /// A hidden layer of four neurons, and an output layer of one.
    struct Xor = 2 => 4 relu => 1 sigmoid;

    /// Two hidden layers, which make it deep.
    struct Digits = 64 => hidden1: 32 relu => hidden2: 16 relu => output: 10 softmax;
}

/// What a gate's truth table is for a network.
type Gate = Dataset<[f32; 2], [f32; 1]>;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The language, `en` or `ko`
        optional --lang lang: Language
        /// A directory to draw pictures in; for it, the feature `plots` is needed
        optional --out out: PathBuf
    };
    let say = Say(flags.lang.unwrap_or(Language::English));
    if flags.out.is_some() && !cfg!(feature = "plots") {
        return Err("to draw, run with `--features plots` before `--example`".into());
    }

    a_neuron_is_a_function(say);
    let and = a_neuron_learns(say, 2, "and", &gates::and())?;
    let or = a_neuron_learns(say, 3, "or", &gates::or())?;
    let line_right = one_neuron_is_one_line(say)?;
    let xor = a_hidden_layer_bends_the_line(say)?;
    let digits = a_deep_network_reads_digits(say)?;

    #[cfg(feature = "plots")]
    if let Some(directory) = flags.out {
        pictures::draw(&directory, &or.0, &xor.0)?;
        say.both(
            &format!("\nThe pictures are in {}.", directory.display()),
            &format!("\n그림은 {}에 있다.", directory.display()),
        );
    }

    say.heading("What was learned", "배운 것");
    say.both(
        &format!("and: {} of 4 right, with one neuron", and.1),
        &format!("and: 넷 가운데 {} 정답, 뉴런 하나로", and.1),
    );
    say.both(
        &format!("or: {} of 4 right, with one neuron", or.1),
        &format!("or: 넷 가운데 {} 정답, 뉴런 하나로", or.1),
    );
    say.both(
        &format!("xor: {line_right} of 4 right, with one neuron"),
        &format!("xor: 넷 가운데 {line_right} 정답, 뉴런 하나로"),
    );
    say.both(
        &format!("digits: {digits:.3} of unseen images right, with two hidden layers"),
        &format!("숫자: 처음 보는 그림의 {digits:.3} 정답, 은닉층 둘로"),
    );
    println!("xor: {} of 4 right", xor.1);
    let all_right = and.1 == 4 && or.1 == 4 && xor.1 == 4 && digits > 0.9;
    Ok(if all_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The weighted sum, the bias and the activation function.
fn a_neuron_is_a_function(say: Say) {
    say.heading("1. A neuron is a function", "1. 뉴런은 함수이다");
    say.both(
        "A neuron multiplies each input by a weight, adds the products and a bias,\n\
         and passes the sum through an activation function: y = f(w·x + b).",
        "뉴런은 입력마다 가중치를 곱해 더하고 편향을 더한 뒤,\n\
         그 합을 활성 함수에 넣는다: y = f(w·x + b).",
    );
    let (w, b) = ([0.9, 0.1], -1.2);
    for x in [[2.0, 4.0], [1.0, 1.0]] {
        let z: f32 = w[0] * x[0] + w[1] * x[1] + b;
        let y = z.max(0.0);
        println!("  x = {x:?}: z = {} · {} + {} · {} − 1.2 = {z:.1}, relu(z) = {y:.1}", w[0], x[0], w[1], x[1]);
    }
    say.both(
        "In the second line the output is 0: the neuron is inactive.",
        "둘째 줄에서는 출력이 0이다. 뉴런이 비활성 상태이다.",
    );
}

/// One neuron and a gate that one line can divide. Returns the neuron, and how many answers are
/// right.
fn a_neuron_learns(say: Say, step: u8, name: &str, gate: &Gate) -> Result<(Box<Neuron>, usize), TrainError> {
    say.heading(&format!("{step}. One neuron learns {name}"), &format!("{step}. 뉴런 하나가 {name}를 배운다"));
    let mut net = Neuron::seeded(1);
    let right = learn(say, &mut *net, gate)?;
    let ([[w1, w2]], [b]) = (net.layer1.weights, net.layer1.bias);
    say.both(
        &format!("learned: w1 = {w1:.1}, w2 = {w2:.1}, b = {b:.1}"),
        &format!("학습한 값: w1 = {w1:.1}, w2 = {w2:.1}, b = {b:.1}"),
    );
    Ok((net, right))
}

/// One neuron and exclusive or. Returns how many answers are right.
fn one_neuron_is_one_line(say: Say) -> Result<usize, TrainError> {
    say.heading("4. One neuron cannot learn xor", "4. 뉴런 하나는 xor를 배우지 못한다");
    let mut net = Neuron::seeded(1);
    let right = learn(say, &mut *net, &gates::xor())?;
    say.both(
        "The loss stays at 0.6931, which is ln 2: the neuron guesses.\n\
         A neuron divides the plane along one straight line, w1·a + w2·b + bias = 0.\n\
         No line has (0, 1) and (1, 0) on one side, and (0, 0) and (1, 1) on the other.",
        "손실이 0.6931, 곧 ln 2에 머문다. 뉴런은 찍고 있을 뿐이다.\n\
         뉴런 하나는 평면을 직선 w1·a + w2·b + 편향 = 0으로 나눈다.\n\
         (0, 1)과 (1, 0)을 한쪽에, (0, 0)과 (1, 1)을 다른 쪽에 두는 직선은 없다.",
    );
    Ok(right)
}

/// A hidden layer and exclusive or.
fn a_hidden_layer_bends_the_line(say: Say) -> Result<(Box<Xor>, usize), TrainError> {
    say.heading("5. A hidden layer learns xor", "5. 은닉층이 있으면 xor를 배운다");
    let mut net = Xor::seeded(3);
    println!("{net}\n");
    let right = learn(say, &mut *net, &gates::xor())?;
    say.both(
        "Each hidden neuron has a line of its own, and the output neuron combines them:",
        "은닉층의 뉴런마다 직선이 하나씩 있고, 출력층의 뉴런이 그것을 합친다:",
    );
    plane(|point| net.predict(&point)[0]);
    Ok((net, right))
}

/// Two hidden layers and handwriting. Returns the share of right answers on images that it has
/// not seen.
fn a_deep_network_reads_digits(say: Say) -> Result<f64, TrainError> {
    say.heading("6. A deep network reads digits", "6. 심층 신경망이 손글씨 숫자를 읽는다");
    let (train, test) = sinew::data::digits().shuffled(1).split(0.8);
    let mut net = Digits::seeded(1);
    println!("{net}\n");
    let history = Trainer::new(CrossEntropy, Adam::new(0.005))
        .epochs(20)
        .validation(&test)
        .on_epoch(|epoch| {
            if epoch.epoch % 5 == 0 {
                println!("{epoch}");
            }
        })
        .fit(&mut net, &train)?;
    let accuracy = history.last().and_then(|epoch| epoch.validation?.accuracy).unwrap_or_default();
    Ok(accuracy)
}

/// Trains a network on a gate, prints what happens, and returns how many of the four answers are
/// right.
fn learn<N>(say: Say, net: &mut N, gate: &Gate) -> Result<usize, TrainError>
where
    N: Gradients<BinaryCrossEntropy, [f32; 1], Number = f32, Input = [f32; 2], Output = [f32; 1]>,
{
    say.both("data in, prediction, loss, optimizer, repeat:", "데이터 입력, 예측, 손실, 옵티마이저, 반복:");
    Trainer::new(BinaryCrossEntropy, Adam::new(0.05))
        .epochs(600)
        .on_epoch(|epoch| {
            if [1, 10, 100, 600].contains(&epoch.epoch) {
                println!("  epoch {:3}  loss {:.4}", epoch.epoch, epoch.training.loss);
            }
        })
        .fit(net, gate)?;
    let mut right = 0;
    say.both("  a  b  truth  prediction", "  a  b  정답   예측");
    for (input, &[target]) in gate {
        let [p] = net.predict(input);
        right += usize::from((p >= 0.5) == (target >= 0.5));
        println!("  {}  {}  {target:5}  {p:.3}", input[0], input[1]);
    }
    Ok(right)
}

/// Prints what a network says of the plane: `#` where it says 1, `.` where it says 0.
fn plane(predict: impl Fn([f32; 2]) -> f32) {
    for row in (0..=10).rev() {
        let b = row as f32 / 8.0 - 0.125;
        let signs = (0..=20).map(|column| {
            let p = predict([column as f32 / 16.0 - 0.125, b]);
            if p >= 0.5 { '#' } else { '.' }
        });
        println!("  {}", signs.collect::<String>());
    }
}

/// The languages of the lesson.
#[derive(Clone, Copy, Debug)]
enum Language {
    English,
    Korean,
}

impl FromStr for Language {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "en" => Ok(Self::English),
            "ko" => Ok(Self::Korean),
            _ => Err("the languages are `en` and `ko`"),
        }
    }
}

/// Prints in a language.
#[derive(Clone, Copy)]
struct Say(Language);

impl Say {
    fn both(self, english: &str, korean: &str) {
        println!("{}", self.of(english, korean));
    }

    fn heading(self, english: &str, korean: &str) {
        println!("\n== {} ==\n", self.of(english, korean));
    }

    fn of<'t>(self, english: &'t str, korean: &'t str) -> &'t str {
        match self.0 {
            Language::English => english,
            Language::Korean => korean,
        }
    }
}

#[cfg(feature = "plots")]
mod pictures {
    use std::error::Error;
    use std::path::Path;

    use sinew::activations::{Relu, Sigmoid, Tanh};
    use sinew::plots::{
        self, Picture,
        lesson::{self, Language},
    };
    use sinew::prelude::*;

    use super::{Neuron, Xor};

    /// A picture of the lesson that has labels.
    type Drawing = (&'static str, fn(Language) -> Picture);

    /// Draws the lesson's pictures, in both languages where they have labels. `line` is a neuron
    /// whose line leaves one answer of exclusive or wrong, as any line does.
    pub fn draw(directory: &Path, line: &Neuron, xor: &Xor) -> Result<(), Box<dyn Error>> {
        std::fs::create_dir_all(directory)?;
        let drawings: [Drawing; 4] = [
            ("neurons", lesson::neurons),
            ("layers", lesson::layers),
            ("weight_and_bias", lesson::weight_and_bias),
            ("training", lesson::training),
        ];
        for (name, drawing) in drawings {
            drawing(Language::English).save(directory.join(format!("lesson_{name}.svg")))?;
            drawing(Language::Korean).save(directory.join(format!("lesson_{name}_ko.svg")))?;
        }
        plots::activation::<Sigmoid>()?.save(directory.join("lesson_sigmoid.svg"))?;
        plots::activation::<Tanh>()?.save(directory.join("lesson_tanh.svg"))?;
        plots::activation::<Relu>()?.save(directory.join("lesson_relu.svg"))?;
        let corners = [([0.0, 0.0], 0), ([0.0, 1.0], 1), ([1.0, 0.0], 1), ([1.0, 1.0], 0)];
        plots::decision_boundary(|point| line.predict(&point), corners)?.save(directory.join("lesson_line.svg"))?;
        plots::decision_boundary(|point| xor.predict(&point), corners)?.save(directory.join("lesson_xor.svg"))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_neuron_learns_and_and_or_but_not_xor() -> Result<(), TrainError> {
        let say = Say(Language::English);
        for seed in 1..=20 {
            for (gate, learnable) in [(gates::and(), true), (gates::or(), true), (gates::xor(), false)] {
                assert_eq!(learn(say, &mut *Neuron::seeded(seed), &gate)? == 4, learnable, "seed {seed}");
            }
        }
        Ok(())
    }
}
