//! One line, one test.

/// Makes a test that proves a gradient: of a network, a layer, an activation or a loss.
///
/// | line | test | proves |
/// |---|---|---|
/// | `gradcheck!(Digits, CrossEntropy);` | `Digits` | `∂loss/∂parameters` of a network |
/// | `gradcheck!(deep: Digits, CrossEntropy, Huber::new(1.0));` | `deep` | the same, with each of the losses |
/// | `gradcheck!(scale: layer<T> Scale<T, 4>);` | `scale` | `∂L/∂parameters` and `∂L/∂x` of a layer |
/// | `gradcheck!(swish: activation Swish);` | `swish` | the derivative of an activation |
/// | `gradcheck!(quartic: loss QuarticError, Sigmoid);` | `quartic` | `∂loss/∂z` of a loss after an activation |
///
/// Each is a [proptest](https://docs.rs/proptest) `#[test]`: it draws parameters, inputs and
/// targets at random, checks them as [`check`](crate::check) does, and if a derivative is wrong,
/// shrinks them to a small counterexample. A network's test is named after the network unless it is
/// given a name. The line goes where `#[test]` functions go, such as in `#[cfg(test)] mod tests`. A
/// second line about the same network there needs a name, as in `deep: Digits, …`; or list the
/// losses in one line.
///
/// A test takes seconds: of a large network, each case looks at some parameters of every layer, and
/// the next case at others. The environment variable `PROPTEST_CASES`, 256 by default, scales the
/// number of cases and of parameters. A case in which more than half of the derivatives are next to
/// a kink is drawn again.
///
/// # Examples
///
/// A custom activation, proven alone and in a network:
///
/// ```
/// use sinew::gradcheck::gradcheck;
/// use sinew::prelude::*;
///
/// /// Swish with a sharper gate, `z·σ(2z)`.
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Swish2;
///
/// impl Activation for Swish2 {
///     const NAME: &'static str = "swish2";
///
///     fn apply<R: Real>(z: R) -> R {
///         z * (z + z).sigmoid()
///     }
///
///     fn derivative<R: Real>(z: R, y: R) -> R {
///         let gate = (z + z).sigmoid();
///         gate + (y + y) * (R::constant(1.0) - gate)
///     }
/// }
///
/// network! {
///     struct Net = 3 => 8 Swish2 => 2 softmax;
/// }
///
/// # #[cfg(any())]
/// gradcheck!(swish2: activation Swish2);
/// # #[cfg(any())]
/// gradcheck!(Net, CrossEntropy);
/// # sinew::gradcheck::__private::activation::<Swish2>(sinew::gradcheck::__private::Test { file: file!(), name: "swish2" });
/// ```
#[macro_export]
macro_rules! gradcheck {
    ($name:ident: activation $activation:ty $(,)?) => {
        $crate::__test!($name, |test| $crate::__private::activation::<$activation>(test));
    };
    ($name:ident: loss $loss:expr, $activation:ty $(,)?) => {
        $crate::__test!($name, |test| $crate::__private::loss::<$activation>(test, $loss));
    };
    ($name:ident: layer<$number:ident> $layer:ty $(,)?) => {
        $crate::__test!($name, |test| {
            type Layer<$number> = $layer;
            $crate::__private::layer::<Layer<$crate::__private::f64>, Layer<$crate::Dual>>(test);
        });
    };
    ($name:ident: $($network:ident)::+, $($loss:expr),+ $(,)?) => {
        $crate::__test!($name, |test| {
            type Double = $($network)::+<$crate::__private::f64>;
            type Dual = $($network)::+<$crate::Dual>;
            let types = $crate::__private::PhantomData::<(Double, Dual)>;
            $($crate::__private::network(test, types, $loss);)+
        });
    };
    ($($network:ident)::+, $($loss:expr),+ $(,)?) => {
        $crate::__named_test!([$($network)::+] $($network)::+, $($loss),+);
    };
    ($($anything:tt)*) => {
        $crate::__private::compile_error!(
            "`gradcheck!` takes the type of a network and the losses to prove it with
help: write `Net, CrossEntropy`, or with a name for the test: `name: Net, CrossEntropy`, `name: activation Swish`, \
            `name: loss MyLoss, Softmax`, `name: layer<T> MyLayer<T, 3>`"
        );
    };
}

/// A test named after the network, by the last segment of its path.
#[doc(hidden)]
#[macro_export]
macro_rules! __named_test {
    ([$($network:ident)::+] $name:ident, $($loss:expr),+) => {
        $crate::gradcheck!($name: $($network)::+, $($loss),+);
    };
    ([$($network:ident)::+] $first:ident :: $($rest:ident)::+, $($loss:expr),+) => {
        $crate::__named_test!([$($network)::+] $($rest)::+, $($loss),+);
    };
}

/// A test.
#[doc(hidden)]
#[macro_export]
macro_rules! __test {
    ($name:ident, |$test:ident| $body:expr) => {
        #[test]
        #[allow(non_snake_case)] // a network's name
        fn $name() {
            let $test = $crate::__private::Test {
                file: $crate::__private::file!(),
                name: $crate::__private::concat!(
                    $crate::__private::module_path!(),
                    "::",
                    $crate::__private::stringify!($name)
                ),
            };
            $body;
        }
    };
}
