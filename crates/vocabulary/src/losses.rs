//! The losses.

/// Calls `callback!` with the table of losses, `module: Type { … };` for each.
///
/// The order is that of the documentation.
///
/// * `fits`: the words of the activations that the last layer may have; none means all.
/// * `targets`: Markdown for a cell of a table.
#[macro_export]
macro_rules! losses {
    ($callback:ident) => {
        $callback! {
            cross_entropy: CrossEntropy { fits: [softmax], targets: "class labels (`usize`), or probabilities with a sum of 1" };
            weighted_cross_entropy: WeightedCrossEntropy { fits: [softmax], targets: "the same" };
            binary_cross_entropy: BinaryCrossEntropy {
                fits: [sigmoid], targets: "probabilities from 0 to 1, `bool` for a single output"
            };
            weighted_binary_cross_entropy: WeightedBinaryCrossEntropy { fits: [sigmoid], targets: "the same" };
            mean_squared_error: MeanSquaredError { fits: [], targets: "arrays like the output, of finite numbers" };
            mean_absolute_error: MeanAbsoluteError { fits: [], targets: "arrays like the output, of finite numbers" };
            huber: Huber { fits: [], targets: "arrays like the output, of finite numbers" };
            poisson: Poisson { fits: [identity], targets: "arrays like the output, of counts from 0 on" };
            hinge: Hinge { fits: [identity, tanh], targets: "arrays like the output, of 1 and −1" };
        }
    };
}

/// A row of [`LOSSES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Its module.
    pub module: &'static str,
    /// Its type.
    pub type_name: &'static str,
    /// The words of the activations that it fits; none means all.
    pub fits: &'static [&'static str],
}

macro_rules! rows {
    ($($module:ident: $type:ident { fits: [$($word:ident),*], targets: $targets:literal };)*) => {
        /// The rows of [`losses!`](crate::losses!).
        pub const LOSSES: &[Loss] = &[$(Loss {
            module: stringify!($module),
            type_name: stringify!($type),
            fits: &[$(stringify!($word)),*],
        }),*];

        /// The table of losses for their documentation, in Markdown, with links to the types in
        /// scope.
        #[macro_export]
        macro_rules! losses_table {
            () => {
                concat!("| loss | fits | targets |\n|---|---|---|\n", $(
                    "| [`", stringify!($type), "`] | ", $crate::__fits!($($word),*), " | ", $targets, " |\n",
                )*)
            };
        }
    };
}
losses!(rows);

/// The cell of the activations that a loss fits.
#[doc(hidden)]
#[macro_export]
macro_rules! __fits {
    () => { "every activation" };
    ($first:ident $(, $next:ident)*) => { concat!("`", stringify!($first), "`", $(", `", stringify!($next), "`",)*) };
}
