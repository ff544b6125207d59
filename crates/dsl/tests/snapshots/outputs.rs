/// Layers of `Digits`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct Digits_outputs_digit<T = f32> {
    /// Dense layer of 10 neurons with `softmax`, 32 → 10.
    pub layer1: sinew::__private::Dense<T, 32, 10, sinew::__private::Softmax>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &Digits_outputs_digit<T>,
    ) {
        let Digits_outputs_digit { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Digits_outputs_digit<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Digits_outputs_digit<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const INPUT: &'static [usize] = &[32];
    const OUTPUT: &'static [usize] = &[10];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 32, 10, sinew::__private::Softmax>,
        >("layer1"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for Digits_outputs_digit<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Digits_outputs_digit);
/// Layers of `Digits`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct Digits_outputs_odd<T = f32> {
    /// Dense layer of 8 neurons with `tanh`, 32 → 8.
    pub layer1: sinew::__private::Dense<T, 32, 8, sinew::__private::Tanh>,
    /// Dense layer of 1 neuron with `sigmoid`, 8 → 1.
    pub layer2: sinew::__private::Dense<T, 8, 1, sinew::__private::Sigmoid>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &Digits_outputs_odd<T>,
    ) {
        let Digits_outputs_odd { layer1: field1, layer2: field2 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Digits_outputs_odd<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Digits_outputs_odd<T> {
    type Number = T;
    type Activation = sinew::__private::Sigmoid;
    const INPUT: &'static [usize] = &[32];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 32, 8, sinew::__private::Tanh>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 8, 1, sinew::__private::Sigmoid>,
        >("layer2"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for Digits_outputs_odd<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer2);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Digits_outputs_odd);
/// A network of 2 layers, 64 → 11.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `relu` | 64 → 32 | 2080 | 2048 |
/// | `outputs` | outputs | 32 → 11 | 603 | 584 |
/// | `outputs.digit.layer1` | dense, `softmax` | 32 → 10 | 330 | 320 |
/// | `outputs.odd.layer1` | dense, `tanh` | 32 → 8 | 264 | 256 |
/// | `outputs.odd.layer2` | dense, `sigmoid` | 8 → 1 | 9 | 8 |
/// | total | | 64 → 11 | 2683 | 2632 |
///
/// ```mermaid
/// graph LR
/// n0(["64"])
/// n0 --> n1["layer1: dense relu 32"]
/// n1 --> n2["outputs: outputs 11"]
/// ```
#[repr(C)]
pub struct Digits<T = f32> {
    /// Dense layer of 32 neurons with `relu`, 64 → 32.
    pub layer1: sinew::__private::Dense<T, 64, 32, sinew::__private::Relu>,
    /// 2 outputs, 32 → 11.
    pub outputs: sinew::__private::Outputs<
        Digits_outputs_digit<T>,
        Digits_outputs_odd<T>,
        10,
    >,
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Debug for Digits<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Digits")
            .field(
                "layer1",
                &sinew::__private::Parameters::<T>::parameters(&self.layer1),
            )
            .field(
                "outputs",
                &sinew::__private::Parameters::<T>::parameters(&self.outputs),
            )
            .finish()
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::cmp::PartialEq for Digits<T> {
    fn eq(&self, other: &Self) -> bool {
        sinew::__private::Parameters::<T>::parameters(self)
            == sinew::__private::Parameters::<T>::parameters(other)
    }
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Digits<T>) {
        let Digits { layer1: field1, outputs: field2 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Digits<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Digits<T> {
    type Number = T;
    type Activation = <sinew::__private::Outputs<
        Digits_outputs_digit<T>,
        Digits_outputs_odd<T>,
        10,
    > as sinew::__private::Stage>::Activation;
    const INPUT: &'static [usize] = &[64];
    const OUTPUT: &'static [usize] = &[11];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 64, 32, sinew::__private::Relu>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Outputs<Digits_outputs_digit<T>, Digits_outputs_odd<T>, 10>,
        >("outputs")
            .relabeled(
                &[
                    sinew::__private::LayerInfo::of::<Digits_outputs_digit<T>>("digit"),
                    sinew::__private::LayerInfo::of::<Digits_outputs_odd<T>>("odd"),
                ],
            ),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.outputs);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Digits<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.outputs, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.outputs);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.outputs);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Digits);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Digits<T> {
    type Number = T;
    type Input = [T; 64];
    type Output = DigitsOutputs<[T; 10], [T; 1]>;
    type Activation = <sinew::__private::Outputs<
        Digits_outputs_digit<T>,
        Digits_outputs_odd<T>,
        10,
    > as sinew::__private::Stage>::Activation;
    type Scratch = [T; <Digits<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Digits<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Digits, "Digits");
#[automatically_derived]
impl Digits<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Digits<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Digits",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
/// The outputs of [`Digits`] by name; in the same way its targets, and the losses of each.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::default::Default,
    ::core::cmp::PartialEq,
)]
#[repr(C)]
pub struct DigitsOutputs<A1, A2> {
    /// 10.
    pub digit: A1,
    /// 1.
    pub odd: A2,
}
unsafe impl<
    T: sinew::__private::Number,
    A1: sinew::__private::Parameters<T>,
    A2: sinew::__private::Parameters<T>,
> sinew::__private::Parameters<T> for DigitsOutputs<A1, A2> {}
#[automatically_derived]
impl<
    T: sinew::__private::Number,
    A1: sinew::__private::Sample<T> + sinew::__private::Parameters<T>,
    A2: sinew::__private::Sample<T> + sinew::__private::Parameters<T>,
> sinew::__private::Sample<T> for DigitsOutputs<A1, A2> {
    const LEN: usize = 0 + <A1 as sinew::__private::Sample<T>>::LEN
        + <A2 as sinew::__private::Sample<T>>::LEN;
    fn filled(x: T) -> Self {
        DigitsOutputs {
            digit: sinew::__private::Sample::filled(x),
            odd: sinew::__private::Sample::filled(x),
        }
    }
    fn as_flat(&self) -> &[T] {
        sinew::__private::Parameters::parameters(self)
    }
    fn as_flat_mut(&mut self) -> &mut [T] {
        sinew::__private::Parameters::parameters_mut(self)
    }
}
#[automatically_derived]
impl<
    T: sinew::__private::Number,
    L1,
    L2,
    O1: sinew::__private::Sample<T>,
    O2: sinew::__private::Sample<T>,
    Y1: sinew::__private::Target<T, L1, O1>,
    Y2: sinew::__private::Target<T, L2, O2>,
> sinew::__private::Target<T, DigitsOutputs<L1, L2>, DigitsOutputs<O1, O2>>
for DigitsOutputs<Y1, Y2> {
    fn get(&self, k: usize) -> T {
        let mut k = k;
        if k < O1::LEN {
            return sinew::__private::Target::<T, L1, O1>::get(&self.digit, k);
        }
        k -= O1::LEN;
        if k < O2::LEN {
            return sinew::__private::Target::<T, L2, O2>::get(&self.odd, k);
        }
        k -= O2::LEN;
        let _ = k;
        T::ZERO
    }
    fn write(&self, outputs: &mut [T]) {
        let (part, outputs) = outputs.split_at_mut(O1::LEN);
        sinew::__private::Target::<T, L1, O1>::write(&self.digit, part);
        let (part, outputs) = outputs.split_at_mut(O2::LEN);
        sinew::__private::Target::<T, L2, O2>::write(&self.odd, part);
        let _ = outputs;
    }
    fn check(
        targets: &[Self],
        _: usize,
        _: sinew::__private::TargetDomain,
        loss: &DigitsOutputs<L1, L2>,
    ) -> ::core::result::Result<(), (usize, sinew::__private::TargetError)> {
        for (sample, target) in targets.iter().enumerate() {
            sinew::__private::Target::<
                T,
                L1,
                O1,
            >::check(
                    ::core::slice::from_ref(&target.digit),
                    O1::LEN,
                    sinew::__private::TargetDomain::Any,
                    &loss.digit,
                )
                .map_err(|(_, error)| (sample, error))?;
            sinew::__private::Target::<
                T,
                L2,
                O2,
            >::check(
                    ::core::slice::from_ref(&target.odd),
                    O2::LEN,
                    sinew::__private::TargetDomain::Any,
                    &loss.odd,
                )
                .map_err(|(_, error)| (sample, error))?;
        }
        ::core::result::Result::Ok(())
    }
}
#[automatically_derived]
impl<
    A1: sinew::__private::LayerActivation,
    A2: sinew::__private::LayerActivation,
    L1: sinew::__private::Loss<A1>,
    L2: sinew::__private::Loss<A2>,
    const N1: usize,
> sinew::__private::Loss<sinew::__private::PerOutput<A1, N1, A2>>
for DigitsOutputs<L1, L2> {
    #[inline(always)]
    fn evaluate<V: sinew::__private::Vector, const W: usize>(
        &self,
        z: &mut [[V; W]],
        targets: &[[V; W]],
    ) -> [V; W] {
        let mut sum = [V::constant(0.0); W];
        let ((part, z), (wanted, targets)) = (z.split_at_mut(N1), targets.split_at(N1));
        sinew::__private::add_losses(&mut sum, self.digit.evaluate(part, wanted));
        sinew::__private::add_losses(&mut sum, self.odd.evaluate(z, targets));
        sum
    }
    #[inline(always)]
    fn correct<V: sinew::__private::Vector, const W: usize>(
        &self,
        z: &[[V; W]],
        targets: &[[V; W]],
    ) -> ::core::option::Option<[V; W]> {
        let mut all = ::core::option::Option::None;
        let ((part, z), (wanted, targets)) = (z.split_at(N1), targets.split_at(N1));
        sinew::__private::all_correct(&mut all, self.digit.correct(part, wanted));
        sinew::__private::all_correct(&mut all, self.odd.correct(z, targets));
        all
    }
}
sinew::__private::outputs!(DigitsOutputs { digit : A1, odd : A2 });
