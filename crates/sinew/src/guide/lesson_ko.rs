//! 딥러닝 첫 수업. 개념마다 그림이나 프로그램이 하나씩 있다.
//!
//! [English](super::lesson) · [용어집](super::glossary)
//!
//! 기계 학습을 몰라도 되고 Rust도 조금만 알면 된다. 프로그램은 모두 그대로 실행되며, 그림은 모두 Sinew가 그렸다. `cargo run --release
//! --example lesson -- --lang ko`를 실행하면 터미널에서 같은 내용을 볼 수 있다.
//!
//! # 딥러닝이란
//!
//! *기계 학습*(머신러닝)이란 사람이 규칙을 작성하는 대신 프로그램이 데이터에서 규칙을 찾아내는 것이다. *딥러닝*은 기계 학습의 한 분야로 *신경망*을 사용한다. 신경망은
//! 여러 층을 차례로 쌓은 것이며, 층 하나하나가 데이터에서 답에 이르는 과정의 한 단계를 맡아 배운다. 손글씨를 읽는 신경망이라면 첫째 층은 획을, 다음 층은 고리와 모서리를
//! 찾고, 마지막 층은 어떤 숫자인지 답한다. 무엇을 찾을지 층에 알려 주는 사람은 없다. 층이 예제에서 스스로 배운다. '딥(deep)', 곧 깊다는 말은 층이 많다는
//! 뜻이다.
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     /// 64픽셀 그림이 들어와 숫자마다 하나씩 확률 열 개가 나간다.
//!     struct Reader = 64
//!         => strokes: 32 relu   // 첫째 층. 획을 찾으리라는 이름은 바람일 뿐이다
//!         => corners: 16 relu   // 둘째 층은 첫째 층의 결과 위에 쌓는다
//!         => digit: 10 softmax; // 마지막 층이 답한다
//! }
//!
//! assert_eq!(Reader::LAYERS.len(), 3);
//! ```
//!
//! # 두 가지 뉴런
//!
#![doc = include_str!("../../gallery/lesson_neurons_ko.svg")]
//!
//! 뇌의 뉴런은 다른 뉴런에서 신호를 받고, 받은 신호가 충분히 강하면 자신의 신호를 내보낸다. *인공 뉴런*은 이 발상만 빌려 왔다. 여러 수를 받아 수 하나를 내보낸다.
//! 인공 신경망은 뇌에서 영감을 얻었을 뿐, 뇌의 모형이 아니다.
//!
//! # 뉴런은 함수이다
//!
//! 뉴런은 각 *입력*에 *가중치*를 곱해 모두 더하고, 여기에 *편향*을 더한 다음, 그 합을 *활성 함수* `f`에 넣는다. 식으로 쓰면 `y = f(w·x + b)`이고,
//! 이것이 전부이다.
//!
//! ```
//! fn neuron(x: [f32; 2], w: [f32; 2], b: f32) -> f32 {
//!     let z = w[0] * x[0] + w[1] * x[1] + b; // 가중합
//!     z.max(0.0) // 활성 함수. 여기서는 음수를 0으로 바꾸는 ReLU
//! }
//!
//! let (w, b) = ([0.9, 0.1], -1.2);
//! assert!((neuron([2.0, 4.0], w, b) - 1.0).abs() < 1e-6);
//! assert_eq!(neuron([1.0, 1.0], w, b), 0.0); // 비활성
//! ```
//!
//! 둘째 예 `[1.0, 1.0]`에서는 출력이 0이다. 이때 뉴런이 *비활성* 상태라고 한다. 비활성 뉴런은 다음 층에 아무것도 전달하지 않는다. 다른 입력이 들어오면 다시
//! 활성화될 수 있다.
//!
//! Sinew에서는 입력이 둘인 뉴런을, 층이 하나이고 그 층에 뉴런이 하나뿐인 신경망으로 나타낸다.
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Neuron = 2 => 1 relu;
//! }
//!
//! let mut net = Neuron::zeros(); // 가중치와 편향이 모두 0
//! net.layer1.weights = [[0.9, 0.1]];
//! net.layer1.bias = [-1.2];
//! let [y] = net.predict(&[2.0, 4.0]);
//! assert!((y - 1.0).abs() < 1e-6);
//! ```
//!
//! # 층
//!
#![doc = include_str!("../../gallery/lesson_layers_ko.svg")]
//!
//! 같은 수들을 입력으로 받는 뉴런들을 묶어 *층*이라 한다. *입력층*은 데이터 자체이다. *출력층*은 답을 내놓으며, 이 답을 *예측*이라 한다. 그 사이에 있는 층이
//! *은닉층*이다. 은닉층의 값은 입력에도 정답에도 나타나지 않으므로, 무엇을 계산하면 좋을지 은닉층이 스스로 찾아야 한다. 은닉층이 둘 이상인 신경망을 *심층 신경망*이라
//! 한다.
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     /// 위 그림의 신경망: 입력 3개, 뉴런 5개인 은닉층 둘, 출력 2개
//!     struct Deep = 3 => 5 relu => 5 relu => 2 softmax;
//! }
//!
//! assert_eq!(Deep::LAYERS.len(), 3); // 입력층은 계산하지 않으므로 세지 않는다
//! ```
//!
//! # 가중치와 편향
//!
#![doc = include_str!("../../gallery/lesson_weight_and_bias_ko.svg")]
//!
//! *가중치*는 두 뉴런 사이의 연결이 얼마나 강한지 나타낸다. 그림에서 값이 2인 입력은 크게 반영되고, 값이 4인 입력은 더 큰데도 거의 반영되지 않는다. *편향*은
//! 뉴런마다 하나씩 있으며, 뉴런이 활성화되기 시작하는 지점을 옮긴다. 신경망이 배우는 것이 바로 가중치와 편향이므로, 이 둘을 *학습 가능한 매개변수*라고도 한다.
//! Sinew에서 가중치와 편향은 구조체에 든 평범한 수이다.
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Deep = 3 => 5 relu => 5 relu => 2 softmax;
//! }
//!
//! let net = Deep::seeded(1); // 무작위 가중치에서 시작한다. 시드가 같으면 가중치도 같다
//! let first: [[f32; 3]; 5] = net.layer1.weights; // 뉴런 5개에 가중치가 3개씩
//! let biases: [f32; 5] = net.layer1.bias;
//! assert_eq!(Deep::PARAMETERS, (3 * 5 + 5) + (5 * 5 + 5) + (5 * 2 + 2));
//! # let _ = (first, biases);
//! ```
//!
//! # 활성 함수
//!
//! 활성 함수가 없으면 층을 아무리 쌓아도 층 하나와 다르지 않다. 가중합을 다시 가중합해도 결국 하나의 가중합이기 때문이다. 층 사이에 활성 함수가 있어야 앞 층의 결과 위에
//! 다음 층이 새로운 것을 쌓을 수 있다. 가장 널리 쓰이는 세 가지를 보자.
//!
//! **시그모이드** `σ(z) = 1/(1 + e⁻ᶻ)`는 어떤 수든 0과 1 사이의 수로 바꾸며, 이 값은 확률로 해석할 수 있다. 그래서 예 또는 아니요로 답하는 신경망의
//! 출력층에 쓴다. AND, OR, XOR를 비롯한 모든 *이진 분류*가 여기에 해당한다.
//!
#![doc = include_str!("../../gallery/lesson_sigmoid.svg")]
//!
//! **하이퍼볼릭 탄젠트**(tanh) `tanh z`는 모양은 같지만 범위가 −1에서 1까지이다. 출력이 0을 중심으로 분포하므로 은닉층에 쓰면 학습이 더 쉬워진다.
//!
#![doc = include_str!("../../gallery/lesson_tanh.svg")]
//!
//! **ReLU** `max(0, z)`는 범위가 0에서 ∞까지이며, 양수는 그대로 통과시키고 나머지는 0으로 만든다. 은닉층에 가장 흔히 쓴다.
//!
#![doc = include_str!("../../gallery/lesson_relu.svg")]
//!
//! 점선은 함수의 기울기를 나타내는 *도함수*이며, 학습할 때 필요하다. Sinew에서는 함수와 그 도함수, 이 두 가지만 작성하면 활성 함수가 된다. 세 함수를
//! 직접 작성해 [Sinew의 것](crate::activations)과 비교해 보자.
//!
//! ```
//! use sinew::prelude::*;
//!
//! #[derive(Clone, Copy, Debug, Default)]
//! struct MySigmoid;
//!
//! impl Activation for MySigmoid {
//!     const NAME: &'static str = "my_sigmoid";
//!     const READS_PREACTIVATION: bool = false; // 아래 도함수는 z가 아니라 y로 계산한다
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
//!         y.select_gt(R::constant(0.0), R::constant(1.0), R::constant(0.0)) // 통과하면 1, 아니면 0
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
//! `R`은 어떤 종류의 수든 될 수 있다. `f32` 하나일 수도 있고, 한꺼번에 계산하는 여러 수의 벡터일 수도 있다. [`Sigmoid`], [`Tanh`],
//! [`Relu`]도 같은 방식으로 작성되어 있다. 이름을 누르면 문서가 열리고, 문서에서 소스 코드로 갈 수 있다.
//!
//! [`Sigmoid`]: crate::activations::Sigmoid
//! [`Tanh`]: crate::activations::Tanh
//! [`Relu`]: crate::activations::Relu
//!
//! # 학습이란
//!
#![doc = include_str!("../../gallery/lesson_training_ko.svg")]
//!
//! 1. *데이터*가 들어온다. 데이터는 입력과, 입력마다 딸린 정답인 *목표값*이다.
//! 2. 첫 층부터 마지막 층까지 각 층이 가중치로 계산한다. 이것이 *순전파*이다.
//! 3. *예측*이 나온다.
//! 4. *손실 함수*가 예측을 정답과 비교해 얼마나 틀렸는지 수 하나로 나타낸다. 작을수록 좋으며, 이 수업의 손실 함수에서는 0이면 완벽하다.
//! 5. 층을 거꾸로 거슬러 가며, 가중치를 바꾸면 손실이 어떻게 변하는지 구한다. 이것이 *역전파*이고, 구한 값이 *기울기*(그래디언트)이다.
//! 6. *옵티마이저*가 기울기의 반대 방향, 곧 손실이 줄어드는 방향으로 각 가중치를 조금 바꾼다. 이 방법이 *경사 하강법*이다.
//!
//! 손실이 가장 작은 가중치를 찾아 이 과정을 되풀이한다. 정한 횟수만큼, 또는 손실이 더 줄지 않을 때까지 한다. 한 단계에는 보통 샘플을 몇 개씩
//! 묶은 *배치*(따로 정하지 않으면 32개)를 쓰며, 데이터 전체를 한 번 도는 것을 *에포크*라 한다.
//!
//! # 뉴런 하나가 AND를 배운다
//!
//! AND 게이트는 두 입력이 모두 1이면 1, 아니면 0을 답한다. 네 가지 경우가 데이터의 전부이다.
//! [`Trainer`](crate::training::Trainer)가 위의 과정을 되풀이한다.
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
//! let loss = BinaryCrossEntropy; // 예 또는 아니요로 답할 때 쓰는 손실 함수
//! let optimizer = Adam::new(0.05); // 0.05는 학습률: 한 번에 얼마나 크게 바꿀지
//! Trainer::new(loss, optimizer).epochs(600).fit(&mut net, &data)?;
//!
//! for (x, [target]) in &data {
//!     let [p] = net.predict(x); // 1일 확률
//!     println!("{x:?}  정답 {target}  예측 {p:.3}");
//!     assert_eq!(p >= 0.5, *target == 1.0);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! 출력은 다음과 같다.
//!
//! ```text
//! [0.0, 0.0]  정답 0  예측 0.000
//! [0.0, 1.0]  정답 0  예측 0.038
//! [1.0, 0.0]  정답 0  예측 0.038
//! [1.0, 1.0]  정답 1  예측 0.956
//! ```
//!
//! `gates::and()`를 `gates::or()`로 바꾸면 같은 뉴런이 OR를 배운다.
//!
//! # 뉴런 하나가 XOR를 배우지 못하는 까닭
//!
//! XOR 게이트는 두 입력 가운데 정확히 하나만 1일 때 1을 답한다. 이 뉴런을 `gates::xor()`로 학습시키면 모든 예측이 0.5 근처에 머문다. 찍는 것과
//! 다름없다. 그 까닭은 그림에서 볼 수 있다.
//!
#![doc = include_str!("../../gallery/lesson_line.svg")]
//!
//! 뉴런은 `w₁·x₁ + w₂·x₂ + b = 0`인 직선의 한쪽에서만 활성화된다. 주황색 점 (0, 1)과 (1, 0)은 한쪽에, 파란색 점 (0, 0)과 (1, 1)은
//! 다른 쪽에 있어야 하는데, 그렇게 나누는 직선은 없다. 그림의 바탕은 OR를 배운 뉴런의 답이다. 그 직선으로는 점 하나가 잘못 분류되며, 어떤 직선을 그어도
//! 적어도 하나는 잘못 분류된다.
//!
//! # 은닉층이 있으면 XOR를 배운다
//!
//! 사이에 은닉층을 하나 넣으면 은닉층의 뉴런마다 직선이 하나씩 생기고, 출력층의 뉴런이 이 직선들을 합친다.
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
//!     println!("{x:?}  정답 {target}  예측 {p:.3}");
//!     assert_eq!(p >= 0.5, *target == 1.0); // 넷 모두 정답
//! }
//! # Ok(())
//! # }
//! ```
//!
//! 신경망은 왼쪽에서 오른쪽으로 읽는다.
//!
//! | 부분 | 뜻 |
//! |---|---|
//! | `2` | 입력층: 수 두 개가 들어온다 |
//! | `=>` | 다음 층으로: 다음 층의 각 뉴런이 앞 층의 모든 출력을 입력으로 받으며, 연결마다 가중치가 하나씩 있다 |
//! | `4 relu` | 은닉층: 뉴런 4개, 활성 함수는 ReLU |
//! | `=>` | 다음 층으로: 역시 연결마다 가중치가 있다 |
//! | `1 sigmoid` | 출력층: 뉴런 1개, 활성 함수는 시그모이드이므로 답은 0과 1 사이 |
//! | `; seed = 3` | 시드: 학습을 시작할 무작위 가중치를 정한다. 값을 바꾸면 가중치도 바뀌며, 쓰지 않으면 0이다 |
//!
//! 매개변수는 2·4 + 4개와 4·1 + 1개, 모두 17개이다. 늘 성공하는 것은 아니다. 이렇게 작은 신경망은 0을 포함해 절반쯤의
//! 시드에서 넷 가운데 셋만 맞힌 채 멈춘다. 은닉층의 뉴런을 늘리면 나아져, `8 relu`로는 열에 아홉이 성공한다.
//!
//! `network!(…)`는 *매크로*이다. 프로그램을 컴파일할 때 실행되어, 이 한 줄을 바로 이 신경망을 위한 Rust 코드로 바꾼다. 잘못 쓰면 컴파일 오류가 난다.
//!
//! # 심층 신경망이 손글씨 숫자를 읽는다
//!
//! 데이터가 많아져도 과정은 같다. 이번 데이터는 손으로 쓴 숫자 그림 1,797장이며, 한 장은 8 × 8 = 64픽셀이다. 5분의 4는 학습에 쓰고, 나머지는 학습에 쓰지
//! 않고 성능을 재는 데만 쓴다. 예제를 외우기만 하고 새로운 그림은 읽지 못하는 신경망은 쓸모가 없기 때문이다. 이를 *과적합*이라 한다.
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
//! assert!(result.accuracy > Some(0.95)); // 처음 보는 그림을 맞힌 비율
//!
//! let probabilities: [f32; 10] = net.predict(&test.inputs()[0]); // 숫자마다 하나씩
//! assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
//! # Ok(())
//! # }
//! ```
//!
//! *소프트맥스*는 셋 이상의 답 가운데 하나를 고를 때 시그모이드 대신 쓴다. 출력 열 개는 각각 확률이며, 모두 더하면 1이다. *교차 엔트로피*는 소프트맥스에 맞는 손실
//! 함수이다. `hidden1:`과 같은 것은 층의 이름이며, `net.hidden1.weights`처럼 이름으로 층을 찾는다.
//!
//! # 다음에 읽을 것
//!
//! * [안내서의 첫 쪽](crate): 같은 개념을 프로그래머의 눈으로 설명한다(영어).
//! * [`network!`]: 매크로의 문법 전체. 이미지를 다루는 층도 설명한다.
//! * [`Trainer`](crate::training::Trainer): 에포크, 배치, 검증, 조기 종료.
//! * [`losses`](crate::losses), [`optimizers`](crate::optimizers),
//!   [`activations`](crate::activations): 손실 함수, 옵티마이저, 활성 함수의 전체 목록과 수식, 출처.
//! * [`Dataset`](crate::data::Dataset): 자신의 데이터를 쓰는 법.
//! * [`guide::glossary`](super::glossary): 모든 용어를 한 문장으로 풀이한다.
//!
//! [`network!`]: crate::network
