//! The same bits as ever: the results of 20 training steps of many networks, on every instruction
//! set.
//!
//! A line of `golden/<instruction set>.txt` names a network, a batch size, an optimizer and the
//! number type. Then come the bits of the last epoch's loss and hashes of the results. After a
//! change that is meant to change results, rewrite the files with
//! `UPDATE=1 cargo test -p sinew-tests --test golden`.

// Where fused multiply-adds are available, single numbers use them too, and round differently.
#![cfg(all(target_arch = "x86_64", not(target_feature = "fma")))]

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use sinew::data::Checked;
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::{InstructionSet, Rng, Sample};
use sinew::training::TrainError;

use own::{Cube, Scale};

const WIDTH: usize = 11;

network! {
    // Tiles of up to 32 rows, computed in registers.
    struct Xor = 2 => 4 relu => 1 sigmoid;
    struct TinyNorms = 3 => 3 => batchnorm tanh => 2 softmax;
    struct TinyBranches = 2 => residual(2 elu) => dropout(0.3) => concat(1 | 2 tanh) => 2;

    // Dense layers: with few weights and with more, without bias, and in blocks with a remainder.
    struct Classifier = 13 => 30 silu => 12 tanh => 7 softmax;
    struct Weights = 9
        => dense(WIDTH, bias = false, init = he_normal) leaky_relu(0.1) => dense(8, init = he_uniform) relu
        => dense(10, init = glorot_uniform) tanh => dense(9, init = glorot_normal) sigmoid
        => dense(13, init = lecun_normal) selu => dense(30, init = orthogonal, bias = false)
        => dense(4, init = constant(0.25)) softsign => dense(2, init = zeros);

    // Enough multiply-adds that a batch is split into shards. The weights of the last two, one in
    // `f32` and one in `f64`, are more than half of the assumed size of the cache.
    struct Portions = 64 => 200 relu => 10 softmax;
    struct Pixels = 784 => 128 relu => 10 softmax;
    struct Wide = 110 => 300 relu => residual(dropout(0.1) => layernorm) => 10 softmax;

    // The activations that the networks above do not use between layers.
    struct Middle = 10
        => 9 identity => 10 relu6 => 11 elu(0.5) => 12 gelu => 9 gelu_tanh => 13 mish => 10 softplus => 12 hard_sigmoid
        => 9 hard_tanh => 12 hard_swish => 13 Cube => 5;

    // At the end, activations whose derivative reads the output or the pre-activation.
    struct EndRelu6 = 6 => 30 tanh => 3 relu6;
    struct EndGelu = 6 => 30 tanh => 3 gelu;
    struct EndSilu = 6 => 30 tanh => 3 silu;
    struct EndSoftmax = 6 => 30 tanh => 3 softmax;

    // Norms, branches, repeats, a custom layer, and networks inside networks, on flat layers.
    struct Norms = 12
        => batchnorm relu => 15 => groupnorm(5) gelu => (13 => layernorm silu) * 2 => 10 => batchnorm => 4 softmax;
    struct Encoder = 12 => (hidden: residual(scale: Scale<12> => 12) tanh) * 2 => 9 tanh;
    struct Measured = 29 => 9 relu => batchnorm => 10;
    struct Nested = 12
        => code: Encoder
        => concat(9 relu | residual(11, projection = true) gelu | layernorm => dropout(0.2)) => Measured => 7 softmax;

    // Images.
    struct LeNet = 1x12x12
        => conv(4, 3x3, padding = 1) relu => maxpool(2x2) => conv(6, 3x3) tanh => avgpool(2x2) => flatten
        => 10 relu => 4 softmax;
    struct Windows = 3x7x8
        => conv(6, 3x2, stride = 2x1, padding = 1x2, dilation = 1x2, groups = 3) gelu => groupnorm(2)
        => residual(conv(6, 1x3, padding = same) mish => conv(6, 3x1, padding = same))
        => maxpool(3, stride = 2, padding = 1) elu => globalavgpool => layernorm => 5 sigmoid;
    struct ResNet = 2x8x8
        => conv(6, 3x3, padding = same, bias = false, init = lecun_normal) => batchnorm relu
        => (block: residual(depthwise(3x3, padding = same) => batchnorm relu => conv(6, 1x1)) silu) * 2
        => residual(conv(8, 3x3, stride = 2, padding = same), projection = true) relu
        => depthwise(3x3, multiplier = 2, bias = false, padding = 2, dilation = 2) => globalavgpool
        => dropout(0.2) => 3 softmax;
    struct Inception = 2x6x6
        => concat(maxpool(3x3, stride = 1) | conv(3, 3x3) hard_swish | avgpool(3x3, stride = 1) => conv(2, 1x1)) tanh
        => dropout(0.25) => layernorm => avgpool(3, stride = 1, padding = 1) selu => reshape(7x16)
        => concat(conv1d(2, 1) | maxpool(1)) => flatten => 2;
    struct Painter = 20
        => 18 relu => reshape(2x3x3) => upsample(2) => conv(4, 3x3, padding = same) leaky_relu
        => transposed_conv(3, 3x3, stride = 2, padding = 1, output_padding = 1) relu => groupnorm(3)
        => transposed_conv(3, 2x2, groups = 3, bias = false, init = he_normal) tanh => conv(1, 4x4, stride = 3) sigmoid;
    struct Sound = 2x20
        => conv1d(5, 3, padding = same) gelu => maxpool(2) => conv1d(6, 3, stride = 2, dilation = 2, groups = 1)
        => batchnorm relu => upsample(2) => avgpool(3, stride = 1, padding = 1) => groupnorm(2) mish
        => residual(conv1d(6, 3, padding = same) => layernorm) => globalavgpool softsign => 3;
    struct Drops = 1x12x12 => conv(16, 3x3) relu => maxpool(2x2) => dropout(0.25) => flatten => 10 softmax;
}

/// A case: a network, the number types, a loss with its targets, and batch sizes with recipes.
macro_rules! cases {
    ($($network:ident [$($number:ident)+], $loss:expr, $target:ident, $runs:tt;)*) => {
        fn all_cases(lines: &mut Vec<String>) {
            $($(
                let target = targets::$target::<$network<$number>>;
                let runs = runs!($number, $runs);
                lines.extend(case::<$network<$number>, _, _>(stringify!($network), &$loss, target, &runs));
            )+)*
        }
    };
}

macro_rules! runs {
    ($number:ident, [$($batch:literal $recipe:ident),+]) => {
        [$(Run { batch: $batch, name: stringify!($recipe), recipe: recipes::$recipe::<$number> }),+]
    };
}

cases! {
    Xor [f32 f64], BinaryCrossEntropy, truth, [
        1 sgd, 2 momentum, 3 nesterov, 4 adagrad, 5 rmsprop, 7 adam, 8 amsgrad, 9 adamw, 16 lion, 37 scheduled,
        100 clipped
    ];
    TinyNorms [f32], CrossEntropy, label, [7 adam, 37 sgd];
    TinyBranches [f32], MeanAbsoluteError, numbers, [1 adam, 7 sgd, 37 adamw];

    Classifier [f32 f64], CrossEntropy, label, [
        1 sgd, 7 momentum, 37 nesterov, 100 adagrad, 33 rmsprop, 16 adam, 17 amsgrad, 31 adamw, 32 lion, 64 scheduled,
        65 clipped, 40 accumulated
    ];
    Weights [f32], Huber::new(0.7), numbers, [1 adam, 37 sgd];
    Portions [f32], CrossEntropy, label, [1024 adam];
    Pixels [f32], CrossEntropy, label, [128 adam];
    Wide [f64], CrossEntropy, label, [100 nesterov, 512 adamw];

    Middle [f32], MeanSquaredError, numbers, [7 sgd, 100 adam];
    EndRelu6 [f32], MeanAbsoluteError, numbers, [37 sgd];
    EndGelu [f32], MeanSquaredError, numbers, [37 sgd];
    EndSilu [f32], Huber::new(1.0), numbers, [37 sgd];
    EndSoftmax [f32], CrossEntropy.label_smoothing(0.1).class_weights(&[1.0, 0.5, 2.0]), label, [37 sgd];

    Norms [f32], CrossEntropy, label, [1 adam, 7 adam, 100 momentum];
    Nested [f32 f64], CrossEntropy, distribution, [7 adam, 100 sgd];

    LeNet [f32 f64], CrossEntropy, label, [1 adam, 37 sgd];
    Windows [f32 f64], BinaryCrossEntropy, probabilities, [7 adam, 37 sgd];
    ResNet [f32], CrossEntropy, label, [7 adam, 37 sgd];
    Inception [f32], Huber::new(0.5), numbers, [7 adam, 37 sgd];
    Painter [f32 f64], BinaryCrossEntropy, probabilities, [7 adam, 37 sgd];
    Sound [f32], MeanSquaredError, numbers, [7 adam, 37 sgd];
    Drops [f32], CrossEntropy, label, [300 adam];
}

/// A custom layer and a custom activation.
mod own {
    use sinew::activations::Identity;
    use sinew::layers::{Layer, LayerContext, LayerInfo};
    use sinew::prelude::*;
    use sinew::tensors::{Initializer, Rng, Vector, parameters};

    #[derive(Clone, Copy, Debug, Default)]
    pub struct Cube;

    impl Activation for Cube {
        const NAME: &'static str = "cube";

        #[inline(always)]
        fn apply<R: Real>(z: R) -> R {
            z * z * z
        }

        #[inline(always)]
        fn derivative<R: Real>(z: R, _: R) -> R {
            R::constant(3.0) * z * z
        }
    }

    parameters! {
        /// `z[i] = w[i]·x[i]`.
        pub struct Scale<T, const N: usize> {
            pub weights: [T; N],
        }
    }

    impl<T: Number, const N: usize> Layer for Scale<T, N> {
        type Number = T;
        type Activation = Identity;
        const INFO: LayerInfo = LayerInfo::new("scale", &[N], &[N]).multiply_adds(N);

        fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
            initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, N, rng);
        }

        #[inline(always)]
        fn forward<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V], _: LayerContext<'_, V>) {
            for i in 0..N {
                z[i] = V::splat(self.weights[i]) * x[i];
            }
        }

        #[inline(always)]
        fn backward<V: Vector<Element = T>>(
            &self,
            x: &[V],
            dz: &[V],
            dx: Option<&mut [V]>,
            grads: &mut Self,
            _: LayerContext<'_, V>,
        ) {
            for i in 0..N {
                grads.weights[i] = grads.weights[i] + (dz[i] * x[i]).sum();
            }
            for (i, dx) in dx.into_iter().flatten().enumerate() {
                *dx = V::splat(self.weights[i]) * dz[i];
            }
        }
    }
}

/// One row of a case.
struct Run<T> {
    batch: usize,
    name: &'static str,
    recipe: fn() -> Recipe<T>,
}

/// How to train.
struct Recipe<T> {
    optimizer: Box<dyn Optimizer<T>>,
    clip: Option<f64>,
    accumulate: usize,
}

/// Every optimizer, once with a schedule and once with clipped gradients.
mod recipes {
    use sinew::prelude::*;

    use super::Recipe;

    impl<T> Recipe<T> {
        fn of(optimizer: impl Optimizer<T> + 'static) -> Self
        where
            T: Number,
        {
            Self { optimizer: Box::new(optimizer), clip: None, accumulate: 1 }
        }
    }

    macro_rules! recipes {
        ($($name:ident: $optimizer:expr;)*) => {
            $(pub fn $name<T: Number>() -> Recipe<T> {
                Recipe::of($optimizer)
            })*
        };
    }

    recipes! {
        sgd: Sgd::new(0.05).weight_decay(0.01);
        momentum: Sgd::new(0.02).momentum(0.9);
        nesterov: Sgd::new(0.02).momentum(0.9).nesterov();
        adagrad: Adagrad::new(0.05);
        rmsprop: RmsProp::new(0.003);
        adam: Adam::new(0.01);
        amsgrad: Adam::new(0.01).amsgrad();
        adamw: AdamW::new(0.01).weight_decay(0.1);
        lion: Lion::new(0.002);
        scheduled: AdamW::new(WarmUp::new(5, Cosine::new(0.05, 15)));
    }

    pub fn clipped<T: Number>() -> Recipe<T> {
        Recipe { clip: Some(0.05), ..sgd() }
    }

    pub fn accumulated<T: Number>() -> Recipe<T> {
        Recipe { accumulate: 3, ..momentum() }
    }
}

/// Random targets for networks to learn.
mod targets {
    use sinew::prelude::*;
    use sinew::tensors::{Rng, Sample};

    use super::drawn;

    #[allow(clippy::extra_unused_type_parameters)] // called as the others are
    pub fn truth<N>(rng: &mut Rng) -> bool {
        rng.below(2) == 1
    }

    pub fn label<N: Network>(rng: &mut Rng) -> usize {
        rng.below(N::Output::LEN)
    }

    pub fn numbers<N: Network>(rng: &mut Rng) -> N::Output {
        drawn(rng, Rng::normal)
    }

    pub fn probabilities<N: Network>(rng: &mut Rng) -> N::Output {
        drawn(rng, Rng::uniform)
    }

    /// Probabilities of classes, which add up to 1.
    pub fn distribution<N: Network>(rng: &mut Rng) -> N::Output {
        let mut sample = probabilities::<N>(rng);
        let sum = sample.as_flat().iter().fold(N::Number::ZERO, |sum, &p| sum + p);
        sample.as_flat_mut().iter_mut().for_each(|p| *p = *p / sum);
        sample
    }
}

fn drawn<T: Number, S: Sample<T>>(rng: &mut Rng, mut draw: impl FnMut(&mut Rng) -> f64) -> S {
    let mut sample = S::filled(T::ZERO);
    sample.as_flat_mut().iter_mut().for_each(|x| *x = T::from_f64(draw(rng)));
    sample
}

/// The lines for a network.
fn case<N, L, Y>(name: &str, loss: &L, target: impl Fn(&mut Rng) -> Y, runs: &[Run<N::Number>]) -> Vec<String>
where
    N: Network<Input: Checked>,
    L: Loss<N::Activation> + Copy,
    Y: Target<N::Number, L, N::Output> + Checked,
{
    let mut rng = Rng::new(11);
    let mut samples = |count: usize| -> (Vec<N::Input>, Vec<Y>) {
        (0..count).map(|_| (drawn::<N::Number, N::Input>(&mut rng, Rng::normal), target(&mut rng))).unzip()
    };
    let (inputs, targets) = samples(37);
    let line = |run: &Run<N::Number>| {
        // Four batches in each epoch; the last one is smaller.
        let (x, y) = samples(3 * run.batch + usize::max(run.batch / 3, 1));
        let data = Dataset::new(x, y).expect("finite samples");
        let [alone, shared] = [1, 2].map(|threads| match trained::<N, L, Y>(*loss, &data, run, threads) {
            Ok((net, loss_of_epoch)) => {
                format!("loss={:016x} {}", loss_of_epoch.to_bits(), outcome(&*net, loss, &inputs, &targets))
            }
            Err(TrainError::BatchTooSmall { .. }) => "refused: a batch norm measures one number".to_owned(),
            Err(error) => panic!("numbers stay finite: {error}"),
        });
        let (case, number) = (format!("{name}/{}/{}", run.batch, run.name), std::any::type_name::<N::Number>());
        assert_eq!(shared, alone, "two threads and one, of {case} {number} on {}", InstructionSet::current());
        format!("{case:<26} {number} {alone}")
    };
    runs.iter().map(line).collect()
}

/// The network after 20 steps, and the loss of the last epoch.
fn trained<N, L, Y>(
    loss: L,
    data: &Dataset<N::Input, Y>,
    run: &Run<N::Number>,
    threads: usize,
) -> Result<(Box<N>, f64), TrainError>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    let Recipe { mut optimizer, clip, accumulate } = (run.recipe)();
    let mut net = N::seeded(3);
    let mut trainer = Trainer::new(loss, &mut *optimizer).epochs(5).batch_size(run.batch).accumulate(accumulate);
    if let Some(limit) = clip {
        trainer = trainer.clip_norm(limit).clip_value(limit / 2.0);
    }
    let history = trainer.seed(5).threads(threads).fit(&mut *net, data)?;
    let last = history.last().expect("five epochs").training.loss;
    Ok((net, last))
}

/// Hashes of a network's numbers and results.
fn outcome<N, L, Y>(net: &N, loss: &L, inputs: &[N::Input], targets: &[Y]) -> String
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    let params = hash(net.parameters().iter().chain(net.statistics()));
    let few: Vec<N::Output> = inputs[..5].iter().map(|x| net.predict(x)).collect();
    let mut many = vec![N::Output::filled(N::Number::ZERO); inputs.len()];
    net.predict_batch(inputs, &mut many);
    let mut workspace = Workspace::seeded(7);
    let mut dx = vec![N::Input::filled(N::Number::ZERO); inputs.len()];
    let of_inputs = net.input_gradients(inputs, targets, loss, &mut dx, &mut workspace).expect("valid samples");
    let evaluated = net.evaluate(inputs, targets, loss, &mut workspace).expect("valid samples");
    let evaluated = [of_inputs, evaluated.loss, evaluated.accuracy.unwrap_or(-1.0)];
    assert!(dx.iter().flat_map(Sample::as_flat).any(|&dx| dx.to_f64() != 0.0), "a gradient that says something");
    let mut text = format!("params={params:016x}");
    let hashes = [
        ("predict", hash(few.iter().flat_map(Sample::as_flat))),
        ("batch", hash(many.iter().flat_map(Sample::as_flat))),
        ("dx", hash(dx.iter().flat_map(Sample::as_flat))),
        ("evaluate", hash(&evaluated)),
    ];
    for (what, hash) in hashes {
        write!(text, " {what}={hash:016x}").expect("a string takes all");
    }
    text
}

/// FNV-1a of the bits of numbers, each as an `f64`, which can hold every `f32`.
fn hash<'a, T: Number>(numbers: impl IntoIterator<Item = &'a T>) -> u64 {
    let bytes = numbers.into_iter().flat_map(|x| x.to_f64().to_bits().to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Compares with the file of the instruction set, or writes it; returns the lines that differ.
fn compared(set: InstructionSet, lines: &[String]) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("golden/{set}.txt"));
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, lines.join("\n") + "\n").expect("the directory can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let golden: Vec<&str> = golden.lines().collect();
    let gone = golden.iter().filter(|line| !lines.iter().any(|found| found == *line)).map(|line| ('-', *line));
    let new = lines.iter().filter(|line| !golden.contains(&line.as_str())).map(|line| ('+', line.as_str()));
    let mut differences: Vec<(char, &str)> = gone.chain(new).collect();
    differences.sort_by_key(|(sign, line)| (line.split("loss=").next(), *sign == '+'));
    differences.iter().fold(String::new(), |text, (sign, line)| format!("{text}{set} {sign} {line}\n"))
}

#[test]
fn training_gives_the_same_bits_as_ever() {
    let mut differences = String::new();
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        let mut lines = Vec::new();
        all_cases(&mut lines);
        lines.sort();
        differences += &compared(set, &lines);
    }
    assert!(differences.is_empty(), "lines of `golden` (-) that are now others (+):\n{differences}");
}
