//! A first lesson in deep learning, with a picture or a program for each idea.
//!
//! [한국어](super::lesson_ko) · [Glossary](super::glossary)
//!
//! You need no machine learning for it, and little Rust. Each picture was drawn by Sinew. To run a
//! program, put it into the `main` of the README's first program. In Sinew's repository, `cargo run
//! --release --example lesson` tells the same story in the terminal.
//!
//! New to Rust? `[f32; 2]` is an array of two numbers. `let` makes a variable, and `mut` lets it
//! change. `let [y] = …` takes the number out of an array of one. `&x` lends `x`, `&mut x` lends it
//! to be changed, and `*x` is the value that was lent. The last expression of a function is what it
//! returns. `assert!(…)` stops the program if the condition is false. `?` ends it with the error,
//! if there is one.
//!
//! # What deep learning is
//!
//! *Machine learning* means that the rules of a program are found in data, and not written by a
//! programmer. *Deep learning* is a part of machine learning. It uses *neural networks*: layers one
//! after another, of which each learns one step of the way from data to answer. In a network that
//! reads handwriting, the first layer may find strokes, the next one loops and corners, and the
//! last one says which digit it is. Nobody tells a layer what to look for; it learns that from
//! examples. "Deep" is only the number of layers.
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     /// Images of 64 pixels come in, ten probabilities go out, one for each digit.
//!     struct Reader = 64
//!         => strokes: 32 relu   // the first layer; its name is only our hope
//!         => corners: 16 relu   // the second one builds on it
//!         => digit: 10 softmax; // the last one answers
//! }
//!
//! assert_eq!(Reader::LAYERS.len(), 3);
//! ```
//!
//! # Two kinds of neurons
//!
#![doc = include_str!("../../gallery/lesson_neurons.svg")]
//!
//! A neuron of the brain receives signals from others, and passes on a signal of its own when they
//! are strong enough. The *artificial neuron* takes this idea and no more: numbers come in, and one
//! number goes out. Artificial networks were inspired by the brain. They are not a model of it.
//!
//! # A neuron is a function
//!
//! A neuron multiplies each *input* by a *weight*, adds the products and a *bias*, and passes the
//! sum through an *activation function* `f`. That is all of it: `y = f(w·x + b)`, where `w·x` is
//! short for `w₁·x₁ + w₂·x₂ + …`.
//!
//! ```
//! fn neuron(x: [f32; 2], w: [f32; 2], b: f32) -> f32 {
//!     let z = w[0] * x[0] + w[1] * x[1] + b; // the weighted sum
//!     z.max(0.0) // the activation function: here ReLU, which turns negative numbers into 0
//! }
//!
//! let (w, b) = ([0.9, 0.1], -1.2);
//! assert!((neuron([2.0, 4.0], w, b) - 1.0).abs() < 1e-6);
//! assert_eq!(neuron([1.0, 1.0], w, b), 0.0); // inactive
//! ```
//!
//! In the second call, with `[1.0, 1.0]`, the output is 0. Such a neuron is *inactive*: it passes
//! nothing on. For other inputs it may be active again.
//!
//! In Sinew, a neuron with two inputs is a network of one layer with one neuron. `2 => 1 relu`
//! reads: 2 numbers go into 1 neuron with ReLU. The weights have a row for each neuron, here one,
//! so there are two pairs of brackets:
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Neuron = 2 => 1 relu;
//! }
//!
//! let mut net = Neuron::zeros(); // all weights and biases are 0
//! net.layer1.weights = [[0.9, 0.1]];
//! net.layer1.bias = [-1.2];
//! let [y] = net.predict(&[2.0, 4.0]);
//! assert!((y - 1.0).abs() < 1e-6);
//! ```
//!
//! # Layers
//!
#![doc = include_str!("../../gallery/lesson_layers.svg")]
//!
//! Neurons side by side, which all read the same numbers, are a *layer*. The *input layer* is the
//! data itself: drawn as circles, but they are numbers and not neurons. The *output layer* gives
//! the answer, which we call the *prediction*. The layers between them are *hidden*: the data say
//! what goes into the network and what should come out, but not what these layers should answer.
//! That they have to find out. What a neuron finds in the data, such as a stroke, is a *feature*. A
//! network with two hidden layers or more is a *deep* network:
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     /// The picture above: 3 inputs, two hidden layers of 5 neurons, 2 outputs. Of softmax, more below.
//!     struct Deep = 3 => 5 relu => 5 relu => 2 softmax;
//! }
//!
//! assert_eq!(Deep::LAYERS.len(), 3); // the input layer computes nothing, so it is not counted
//! ```
//!
//! # Weights and biases
//!
#![doc = include_str!("../../gallery/lesson_weight_and_bias.svg")]
//!
//! A *weight* is the strength of the connection between two neurons. In the picture the upper
//! input, whose value is 2, counts much, and the lower one, 4, hardly. If a weight is negative, a
//! larger input makes the sum smaller. A *bias* belongs to a neuron, and moves the point from which
//! it is active. Weights and biases are what a network learns, so they are also called its
//! *learnable parameters*. In Sinew they are plain numbers in a struct:
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Deep = 3 => 5 relu => 5 relu => 2 softmax;
//! }
//!
//! let net = Deep::seeded(1); // random weights to start from; the same number, the same weights
//! let first: [[f32; 3]; 5] = net.layer1.weights; // 3 weights for each of 5 neurons
//! let biases: [f32; 5] = net.layer1.bias;
//! assert_eq!(Deep::PARAMETERS, (3 * 5 + 5) + (5 * 5 + 5) + (5 * 2 + 2));
//! # let _ = (first, biases);
//! ```
//!
//! # Activation functions
//!
//! Without an activation function a network of many layers could compute no more than one layer
//! can: a weighted sum of weighted sums is again a weighted sum. The function in between, which is
//! not a straight line, is what lets layers build on each other. Three such functions you will meet
//! everywhere.
//!
//! **Sigmoid**, `σ(z) = 1/(1 + e⁻ᶻ)`, turns any number into one from 0 to 1, which can be read as a
//! probability. So it is at home in the output layer of networks that answer yes or no: AND, OR,
//! XOR, and all *binary classification*.
//!
#![doc = include_str!("../../gallery/lesson_sigmoid.svg")]
//!
//! **Tanh**, `tanh z`, has the same shape from −1 to 1. Its outputs are around 0, which hidden
//! layers learn from more easily.
//!
#![doc = include_str!("../../gallery/lesson_tanh.svg")]
//!
//! **ReLU**, `max(0, z)`, from 0 to ∞, passes positive numbers on and turns all others into 0. It
//! is the usual choice for hidden layers.
//!
#![doc = include_str!("../../gallery/lesson_relu.svg")]
//!
//! The dashed lines are the *derivatives*, the slopes of the functions, which training needs. An
//! activation function of Sinew is a name and these two functions. `z` is the weighted sum, also
//! called *pre-activation*, and `y` the output. The derivative may use either; one that uses `y`
//! alone says so, which saves memory. If you do not write Rust, you may skip this program. Here are
//! your own three, beside [ours](crate::activations):
//!
//! ```
//! use sinew::prelude::*;
//!
//! #[derive(Clone, Copy, Debug, Default)]
//! struct MySigmoid;
//!
//! impl Activation for MySigmoid {
//!     const NAME: &'static str = "my_sigmoid";
//!     const READS_PREACTIVATION: bool = false; // the derivative below needs only y
//!
//!     fn apply<R: Real>(z: R) -> R {
//!         R::constant(1.0) / (R::constant(1.0) + (-z).exp())
//!     }
//!
//!     fn derivative<R: Real>(_z: R, y: R) -> R {
//!         y * (R::constant(1.0) - y) // σ′ = σ·(1 − σ)
//!     }
//! }
//!
//! #[derive(Clone, Copy, Debug, Default)]
//! struct MyTanh;
//!
//! impl Activation for MyTanh {
//!     const NAME: &'static str = "my_tanh";
//!     const READS_PREACTIVATION: bool = false;
//!
//!     fn apply<R: Real>(z: R) -> R {
//!         z.tanh()
//!     }
//!
//!     fn derivative<R: Real>(_z: R, y: R) -> R {
//!         R::constant(1.0) - y * y // tanh′ = 1 − tanh²
//!     }
//! }
//!
//! #[derive(Clone, Copy, Debug, Default)]
//! struct MyRelu;
//!
//! impl Activation for MyRelu {
//!     const NAME: &'static str = "my_relu";
//!     const READS_PREACTIVATION: bool = false;
//!
//!     fn apply<R: Real>(z: R) -> R {
//!         R::constant(0.0).max(z)
//!     }
//!
//!     fn derivative<R: Real>(_z: R, y: R) -> R {
//!         y.select_gt(R::constant(0.0), R::constant(1.0), R::constant(0.0)) // 1 where it passes, 0 where it does not
//!     }
//! }
//!
//! network! {
//!     struct Ours = 2 => 4 relu => 4 tanh => 1 sigmoid;
//!     struct Yours = 2 => 4 MyRelu => 4 MyTanh => 1 MySigmoid;
//! }
//!
//! let (x, ours, mut yours) = ([0.5, 2.0], Ours::seeded(1), Yours::zeros());
//! yours.parameters_mut().copy_from_slice(ours.parameters());
//! assert!((ours.predict(&x)[0] - yours.predict(&x)[0]).abs() < 1e-6);
//! ```
//!
//! `R` is any kind of number: one `f32`, or a vector of many at a time. [`Sigmoid`], [`Tanh`] and
//! [`Relu`] are written in the same way; each name links to its page, and each page to its source.
//!
//! [`Sigmoid`]: crate::activations::Sigmoid
//! [`Tanh`]: crate::activations::Tanh
//! [`Relu`]: crate::activations::Relu
//!
//! # What training is
//!
#![doc = include_str!("../../gallery/lesson_training.svg")]
//!
//! 1. *Data* come in: inputs, and the true answer for each, its *target*.
//! 2. Each layer computes with its weights, from the first to the last. This is the *forward* pass.
//! 3. A *prediction* comes out.
//! 4. A *loss function* compares it with the truth, and says in one number how wrong it is. The
//!    smaller, the better; for the losses of this lesson, 0 is perfect.
//! 5. The way *back* through the layers, from the last to the first, finds out how the loss would
//!    change with each weight and bias. This is *backpropagation*, and the slopes it finds are the
//!    *gradient*.
//! 6. An *optimizer* changes each weight and bias a little, roughly against its slope, so that the
//!    loss falls.
//!
//! And again, in search of the weights with the least loss: for a set number of rounds, or until
//! the loss hardly falls any more. A step usually takes some samples at a time, a *batch* (32,
//! unless you choose); once through all data is an *epoch*.
//!
//! # One neuron learns AND
//!
//! The gate AND answers 1 if both of its inputs are 1, else 0. Its four cases are all the data
//! there is. A [`Trainer`](crate::training::Trainer) repeats the steps above:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Neuron = 2 => 1 sigmoid;
//! }
//!
//! let data = sinew::data::gates::and(); // [0, 0] → 0, [0, 1] → 0, [1, 0] → 0, [1, 1] → 1
//! let mut net = Neuron::seeded(1);
//! let loss = BinaryCrossEntropy; // the loss for answers of yes or no
//! let optimizer = Adam::new(0.05); // 0.05 is the learning rate: how far each step goes
//! Trainer::new(loss, optimizer).epochs(600).fit(&mut net, &data)?;
//!
//! for (x, [target]) in &data {
//!     let [p] = net.predict(x); // the probability of 1
//!     println!("{x:?}  truth {target}  prediction {p:.3}");
//!     assert_eq!(p >= 0.5, *target == 1.0);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! It prints
//!
//! ```text
//! [0.0, 0.0]  truth 0  prediction 0.000
//! [0.0, 1.0]  truth 0  prediction 0.038
//! [1.0, 0.0]  truth 0  prediction 0.038
//! [1.0, 1.0]  truth 1  prediction 0.956
//! ```
//!
//! With `gates::or()` instead of `gates::and()`, the same neuron learns OR.
//!
//! # Why it cannot learn XOR
//!
//! The gate XOR answers 1 if exactly one of its inputs is 1. Train the neuron on `gates::xor()`,
//! and all predictions end near 0.5: it cannot tell the cases apart, and guesses. The picture shows
//! why.
//!
#![doc = include_str!("../../gallery/lesson_line.svg")]
//!
//! A neuron divides the plane along a straight line, the points where `w₁·x₁ + w₂·x₂ + b = 0`. On
//! the line the sigmoid answers 0.5, on one side more, on the other less. In the picture `x₁` goes
//! to the right and `x₂` up. The dots are the four cases of XOR: orange where the true answer is 1,
//! blue where it is 0. The background is what the neuron that learned OR answers; its line leaves
//! the blue dot (1, 1) on the orange side. Any other line leaves one dot or more on the wrong side:
//! none has (0, 1) and (1, 0) on one side, and (0, 0) and (1, 1) on the other.
//!
//! # A hidden layer can
//!
//! Put a hidden layer in between, and each of its neurons has a line of its own. The output neuron
//! combines them. Two would do: `h₁ = relu(x₁ − x₂)` is 1 only for (1, 0), and `h₂ = relu(x₂ − x₁)`
//! only for (0, 1). Then `σ(8·h₁ + 8·h₂ − 4)` is 0.98 for these two, and 0.02 for the others.
//! Nobody has to find such numbers by hand; training does:
//!
#![doc = include_str!("../../gallery/lesson_xor.svg")]
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use sinew::prelude::*;
//!
//! let mut net = network!(2 => 4 relu => 1 sigmoid; seed = 3);
//! let data = sinew::data::gates::xor();
//! Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(600).fit(&mut net, &data)?;
//!
//! for (x, [target]) in &data {
//!     let [p] = net.predict(x);
//!     println!("{x:?}  truth {target}  prediction {p:.3}");
//!     assert_eq!(p >= 0.5, *target == 1.0); // 4 of 4 right
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Read the network from left to right:
//!
//! | piece | meaning |
//! |---|---|
//! | `2` | the input layer: two numbers come in |
//! | `=>` | then: each neuron of the next layer reads all numbers of the one before, with a weight for each |
//! | `4 relu` | a hidden layer of 4 neurons, each with a bias, and ReLU as their activation function; the 4 is your choice, the 2 and the 1 follow from the data |
//! | `=>` | then, again with a weight for each connection |
//! | `1 sigmoid` | the output layer: 1 neuron, with sigmoid, so the answer is from 0 to 1 |
//! | `; seed = 3` | the random weights to start from; another number gives others, and leaving it out means 0 |
//!
//! That makes 2·4 + 4 and 4·1 + 1, in all 17 parameters. Not every start leads to the goal: from
//! about half of the seeds, 0 among them, so small a network gets stuck with 3 of 4 right. More
//! hidden neurons help: with `8 relu`, about nine starts in ten succeed.
//!
//! `network!(…)` is a *macro*: it runs while your program is compiled, and turns the line into Rust
//! code for just this network. A mistake in the line is an error of the compiler.
//!
//! # A deep network reads digits
//!
//! The steps stay the same when the data grow. Here they are 1,797 images of handwritten digits,
//! each of 8 × 8 = 64 pixels. Four fifths are for training. On the others the network is only
//! measured, since one that learned its examples by heart, and is wrong on new ones, is of no use.
//! That is called *overfitting*.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Digits = 64 => hidden1: 32 relu => hidden2: 16 relu => output: 10 softmax;
//! }
//!
//! let (train, test) = sinew::data::digits().shuffled(1).split(0.8);
//! let mut net = Digits::seeded(1);
//! Trainer::new(CrossEntropy, Adam::new(0.005)).epochs(20).fit(&mut net, &train)?;
//!
//! let result = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut Workspace::new())?;
//! assert!(result.accuracy > Some(0.95)); // the share of right answers on images that it has not seen
//!
//! let probabilities: [f32; 10] = net.predict(&test.inputs()[0]); // one for each digit
//! assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
//! # Ok(())
//! # }
//! ```
//!
//! *Softmax* is the sigmoid's relative for more than two answers: its ten outputs are probabilities
//! that add up to 1. *Cross-entropy* is the loss that fits it. `hidden1:` and the like are names,
//! under which you find the layers: `net.hidden1.weights`.
//!
//! # Where to go on
//!
//! * [The guide's first page](crate): the same words, for those who program with them.
//! * [`network!`]: the whole language, with layers for images.
//! * [`Trainer`](crate::training::Trainer): epochs, batches, validation, when to stop.
//! * [`losses`](crate::losses), [`optimizers`](crate::optimizers),
//!   [`activations`](crate::activations): all there are, with formulas and sources.
//! * [`Dataset`](crate::data::Dataset): your own data.
//! * [`guide::glossary`](super::glossary): each word in one sentence.
//!
//! [`network!`]: crate::network
