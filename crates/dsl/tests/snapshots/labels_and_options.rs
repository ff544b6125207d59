/// A network of 3 layers, 64 → 10.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `hidden` | dense, `relu` | 64 → 32 | 2080 | 2048 |
/// | `narrow` | dense, `tanh` | 32 → 16 | 512 | 512 |
/// | `output` | dense, `softmax` | 16 → 10 | 170 | 160 |
/// | total | | 64 → 10 | 2762 | 2720 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct Digits<T = f32> {
    /// Dense layer of 32 neurons with `relu`, 64 → 32.
    pub hidden: sinew::__private::Dense<T, 64, 32, sinew::__private::Relu>,
    /// Dense layer of 16 neurons with `tanh`, without bias, 32 → 16.
    pub narrow: sinew::__private::Dense<T, 32, 16, sinew::__private::Tanh, 0>,
    /// Dense layer of 10 neurons with `softmax`, 16 → 10.
    pub output: sinew::__private::Dense<T, 16, 10, sinew::__private::Softmax>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Digits<T>) {
        let Digits { hidden: field1, narrow: field2, output: field3 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Digits<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Digits<T> {
    type Number = T;
    type Input = [T; 64];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 64, 32, sinew::__private::Relu>,
        >("hidden"),
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 32, 16, sinew::__private::Tanh, 0>,
        >("narrow"),
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 16, 10, sinew::__private::Softmax>,
        >("output"),
    ];
    const WIDEST: usize = 32;
    fn initialize(&mut self, rng: &mut sinew::__private::Rng) {
        sinew::__private::Layer::initialize(
            &mut self.hidden,
            ::core::option::Option::Some(sinew::__private::Initializer::HeNormal),
            rng,
        );
        sinew::__private::Layer::initialize(
            &mut self.narrow,
            ::core::option::Option::Some(sinew::__private::Initializer::Constant(0.5)),
            rng,
        );
        sinew::__private::Layer::initialize(
            &mut self.output,
            ::core::option::Option::None,
            rng,
        );
    }
    fn predict_one<V: sinew::__private::Vector<Element = T>>(
        &self,
        input: &[T],
        output: &mut [T],
    ) {
        let mut a = [<T as sinew::__private::Number>::ZERO; 32];
        let mut b = [<T as sinew::__private::Number>::ZERO; 32];
        sinew::__private::Layer::predict_one::<V>(&self.hidden, input, &mut a[..32]);
        sinew::__private::Layer::predict_one::<V>(&self.narrow, &a[..32], &mut b[..16]);
        sinew::__private::Layer::predict_one::<V>(&self.output, &b[..16], output);
    }
    fn predict_tile<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        scratch: &mut [[V; VECTORS]],
    ) {
        let (a, b) = scratch.split_at_mut(Self::WIDEST);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.hidden, input, &mut a[..32]);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.narrow, &a[..32], &mut b[..16]);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.output, &b[..16], output);
    }
    fn forward<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        tape: &mut [[V; VECTORS]],
    ) {
        let (tape1, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    64,
                    32,
                    sinew::__private::Relu,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        let (tape2, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    32,
                    16,
                    sinew::__private::Tanh,
                    0,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        sinew::__private::Layer::forward::<V, VECTORS>(&self.hidden, input, tape1);
        sinew::__private::Layer::forward::<
            V,
            VECTORS,
        >(&self.narrow, &tape1[..32], tape2);
        sinew::__private::Layer::logits::<
            V,
            VECTORS,
        >(&self.output, &tape2[..16], &mut tape[..10]);
    }
    fn backward<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        tape: &mut [[V; VECTORS]],
        grads: &mut Self,
        scratch: &mut [[V; VECTORS]],
    ) {
        let (a, scratch) = scratch.split_at_mut(Self::WIDEST);
        let (b, scratch) = scratch.split_at_mut(Self::WIDEST);
        let (tape1, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    64,
                    32,
                    sinew::__private::Relu,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        let (tape2, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    32,
                    16,
                    sinew::__private::Tanh,
                    0,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        sinew::__private::Layer::backward_logits::<
            V,
            VECTORS,
        >(
            &self.output,
            &tape2[..16],
            &mut tape[..10],
            ::core::option::Option::Some(&mut a[..16]),
            &mut grads.output,
            scratch,
        );
        sinew::__private::Layer::backward::<
            V,
            VECTORS,
        >(
            &self.narrow,
            &tape1[..32],
            tape2,
            &mut a[..16],
            ::core::option::Option::Some(&mut b[..32]),
            &mut grads.narrow,
            scratch,
        );
        sinew::__private::Layer::backward::<
            V,
            VECTORS,
        >(
            &self.hidden,
            input,
            tape1,
            &mut b[..32],
            ::core::option::Option::None,
            &mut grads.hidden,
            scratch,
        );
    }
}
sinew::__private::heap!(Digits, "Digits");
#[automatically_derived]
impl Digits<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Digits<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Digits",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
