//! What hyperparameters may be: each check returns the value that it has let pass, and
//! [`hyperparameters!`] writes the methods that set them.

/// A number from 0 on.
#[inline]
#[track_caller]
pub fn non_negative(name: &str, x: f64) -> f64 {
    assert!(x >= 0.0 && x.is_finite(), "{name} must be in [0, ∞), found {x}");
    x
}

/// A number above 0.
#[track_caller]
pub fn positive(name: &str, x: f64) -> f64 {
    assert!(x > 0.0 && x.is_finite(), "{name} must be in (0, ∞), found {x}");
    x
}

/// The share of the past in a running mean.
#[track_caller]
pub fn decay(name: &str, x: f64) -> f64 {
    assert!((0.0..1.0).contains(&x), "{name} must be in [0, 1), found {x}");
    x
}

/// A number of steps above 0.
#[track_caller]
pub fn count(name: &str, x: u64) -> u64 {
    assert!(x > 0, "{name} must be at least 1, found 0");
    x
}

/// The methods of an optimizer that set its hyperparameters, fields of its `config`.
///
/// Each row is the documentation, the name, one of the checks above, and the name that its panic
/// gives. If the first row is `new`, it has what files call the optimizer, and the
/// defaults:
///
/// ```text
/// hyperparameters! {
///     /// Lion with a learning rate `η`, a number or a schedule.
///     new "Lion": LionConfig { beta1: 0.9, beta2: 0.99, weight_decay: 0.0 },
///
///     /// The share of the past in the direction of a step.
///     beta1: decay("beta1"),
/// }
/// ```
macro_rules! hyperparameters {
    (@non_negative) => { "negative or not finite" };
    (@positive) => { "not positive and finite" };
    (@decay) => { "not in [0, 1)" };
    ($(#[$doc:meta])* new $optimizer:literal: $config:expr, $($rows:tt)*) => {
        $(#[$doc])*
        ///
        /// # Panics
        ///
        /// If the learning rate is negative or not finite; a schedule's later ones are checked when
        /// they are used.
        #[track_caller]
        pub fn new(learning_rate: S) -> Self {
            $crate::schedule::rate(&learning_rate, 0);
            Self { learning_rate, config: $config, state: $crate::OptimizerState::new($optimizer) }
        }

        $crate::hyperparameter::hyperparameters!($($rows)*);
    };
    ($($(#[$doc:meta])* $name:ident: $check:ident($label:literal),)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        ///
        #[doc = concat!("If `", stringify!($name), "` is ", $crate::hyperparameter::hyperparameters!(@$check), ".")]
        #[track_caller]
        pub fn $name(mut self, $name: f64) -> Self {
            self.config.$name = $crate::hyperparameter::$check($label, $name).into();
            self
        }
    )*};
}
pub(crate) use hyperparameters;
