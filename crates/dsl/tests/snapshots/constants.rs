/// A network of 4 layers, `INPUTS` → 1.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `relu` | `INPUTS` → 8 | 8·`INPUTS` + 8 | 8·`INPUTS` |
/// | `layer2` | dense, `tanh` | 8 → `config::WIDTH` | 9·`config::WIDTH` | 8·`config::WIDTH` |
/// | `layer3` | dense, `my::Power<3>` | `config::WIDTH` → `WIDTH` | `WIDTH`·`config::WIDTH` + `WIDTH` | `WIDTH`·`config::WIDTH` |
/// | `layer4` | dense | `WIDTH` → 1 | `WIDTH` + 1 | `WIDTH` |
/// | total | | `INPUTS` → 1 | `WIDTH`·`config::WIDTH` + 8·`INPUTS` + 2·`WIDTH` + 9·`config::WIDTH` + 9 | `WIDTH`·`config::WIDTH` + 8·`INPUTS` + `WIDTH` + 8·`config::WIDTH` |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Constants<T = f32> {
    /// Dense layer of 8 neurons with `relu`, `INPUTS` → 8.
    pub layer1: sinew::__private::Dense<T, { INPUTS }, 8, sinew::__private::Relu>,
    /// Dense layer of `config::WIDTH` neurons with `tanh`, 8 → `config::WIDTH`.
    pub layer2: sinew::__private::Dense<T, 8, { config::WIDTH }, sinew::__private::Tanh>,
    /// Dense layer of `WIDTH` neurons with `my::Power<3>`, `config::WIDTH` → `WIDTH`.
    pub layer3: sinew::__private::Dense<
        T,
        { config::WIDTH },
        { WIDTH },
        my::Power<3>,
        { <my::Power<3> as sinew::__private::IsActivation<{ WIDTH }>>::BIAS },
    >,
    /// Dense layer of 1 neuron, `WIDTH` → 1.
    pub layer4: sinew::__private::Dense<T, { WIDTH }, 1, sinew::__private::Identity>,
}
const _: () = (sinew::__private::is_width::<{ INPUTS }>)();
const _: () = (sinew::__private::is_width::<{ config::WIDTH }>)();
const _: () = (sinew::__private::is_width::<{ WIDTH }>)();
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Constants<T>) {
        let Constants {
            layer1: field1,
            layer2: field2,
            layer3: field3,
            layer4: field4,
        } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
        is_plain::<T, _>(field4);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Constants<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Constants<T> {
    type Number = T;
    type Input = [T; INPUTS];
    type Output = [T; 1];
    type Activation = sinew::__private::Identity;
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, { INPUTS }, 8, sinew::__private::Relu>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 8, { config::WIDTH }, sinew::__private::Tanh>,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<
                T,
                { config::WIDTH },
                { WIDTH },
                my::Power<3>,
                { <my::Power<3> as sinew::__private::IsActivation<{ WIDTH }>>::BIAS },
            >,
        >("layer3"),
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, { WIDTH }, 1, sinew::__private::Identity>,
        >("layer4"),
    ];
    const WIDEST: usize = sinew::__private::widest(&[8, config::WIDTH, WIDTH]);
    fn initialize(&mut self, rng: &mut sinew::__private::Rng) {
        sinew::__private::Layer::initialize(
            &mut self.layer1,
            ::core::option::Option::None,
            rng,
        );
        sinew::__private::Layer::initialize(
            &mut self.layer2,
            ::core::option::Option::None,
            rng,
        );
        sinew::__private::Layer::initialize(
            &mut self.layer3,
            ::core::option::Option::None,
            rng,
        );
        sinew::__private::Layer::initialize(
            &mut self.layer4,
            ::core::option::Option::None,
            rng,
        );
    }
    fn predict_one<V: sinew::__private::Vector<Element = T>>(
        &self,
        input: &[T],
        output: &mut [T],
    ) {
        let mut a = [<T as sinew::__private::Number>::ZERO; sinew::__private::widest(
            &[8, config::WIDTH, WIDTH],
        )];
        let mut b = [<T as sinew::__private::Number>::ZERO; sinew::__private::widest(
            &[8, config::WIDTH, WIDTH],
        )];
        sinew::__private::Layer::predict_one::<V>(&self.layer1, input, &mut a[..8]);
        sinew::__private::Layer::predict_one::<
            V,
        >(&self.layer2, &a[..8], &mut b[..[(); config::WIDTH].len()]);
        sinew::__private::Layer::predict_one::<
            V,
        >(&self.layer3, &b[..[(); config::WIDTH].len()], &mut a[..[(); WIDTH].len()]);
        sinew::__private::Layer::predict_one::<
            V,
        >(&self.layer4, &a[..[(); WIDTH].len()], output);
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
        >(&self.layer1, input, &mut a[..8]);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.layer2, &a[..8], &mut b[..[(); config::WIDTH].len()]);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.layer3, &b[..[(); config::WIDTH].len()], &mut a[..[(); WIDTH].len()]);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.layer4, &a[..[(); WIDTH].len()], output);
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
                    { INPUTS },
                    8,
                    sinew::__private::Relu,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        let (tape2, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    8,
                    { config::WIDTH },
                    sinew::__private::Tanh,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        let (tape3, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    { config::WIDTH },
                    { WIDTH },
                    my::Power<3>,
                    { <my::Power<3> as sinew::__private::IsActivation<{ WIDTH }>>::BIAS },
                > as sinew::__private::Layer<T>>::TAPE,
            );
        sinew::__private::Layer::forward::<V, VECTORS>(&self.layer1, input, tape1);
        sinew::__private::Layer::forward::<V, VECTORS>(&self.layer2, &tape1[..8], tape2);
        sinew::__private::Layer::forward::<
            V,
            VECTORS,
        >(&self.layer3, &tape2[..[(); config::WIDTH].len()], tape3);
        sinew::__private::Layer::logits::<
            V,
            VECTORS,
        >(&self.layer4, &tape3[..[(); WIDTH].len()], &mut tape[..1]);
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
                    { INPUTS },
                    8,
                    sinew::__private::Relu,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        let (tape2, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    8,
                    { config::WIDTH },
                    sinew::__private::Tanh,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        let (tape3, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    { config::WIDTH },
                    { WIDTH },
                    my::Power<3>,
                    { <my::Power<3> as sinew::__private::IsActivation<{ WIDTH }>>::BIAS },
                > as sinew::__private::Layer<T>>::TAPE,
            );
        sinew::__private::Layer::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer4,
            &tape3[..[(); WIDTH].len()],
            &mut tape[..1],
            ::core::option::Option::Some(&mut a[..[(); WIDTH].len()]),
            &mut grads.layer4,
            scratch,
        );
        sinew::__private::Layer::backward::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &tape2[..[(); config::WIDTH].len()],
            tape3,
            &mut a[..[(); WIDTH].len()],
            ::core::option::Option::Some(&mut b[..[(); config::WIDTH].len()]),
            &mut grads.layer3,
            scratch,
        );
        sinew::__private::Layer::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..8],
            tape2,
            &mut b[..[(); config::WIDTH].len()],
            ::core::option::Option::Some(&mut a[..8]),
            &mut grads.layer2,
            scratch,
        );
        sinew::__private::Layer::backward::<
            V,
            VECTORS,
        >(
            &self.layer1,
            input,
            tape1,
            &mut a[..8],
            ::core::option::Option::None,
            &mut grads.layer1,
            scratch,
        );
    }
}
sinew::__private::heap!(Constants, "Constants");
#[automatically_derived]
impl Constants<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Constants<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Constants",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
