//! What the optimizers with moments share: the file of one of them has its hyperparameters and its
//! formula.

/// What the formula of one step needs: the learning rate of the step, and the hyperparameters.
#[derive(Clone, Copy)]
pub(crate) struct Step<C> {
    pub learning_rate: f64,
    pub config: C,
}

/// An update rule that is made anew for each step, from the hyperparameters `C`.
#[cfg(feature = "alloc")]
pub(crate) trait ForStep<C> {
    /// The rule of the step that follows `steps` others.
    fn new(config: &mut C, learning_rate: f64, steps: u64) -> Self;
}

#[cfg(feature = "alloc")]
impl<C: Copy> ForStep<C> for Step<C> {
    #[inline]
    fn new(config: &mut C, learning_rate: f64, _: u64) -> Self {
        Self { learning_rate, config: *config }
    }
}

/// Makes an optimizer of a struct with the fields `learning_rate`, `config` and `state`: its rule,
/// made by [`ForStep`], moves the parameters. The steps are compiled with this crate; see
/// [`Prebuilt`](crate::update_rule::Prebuilt). A number in angle brackets is the struct's third
/// argument.
#[cfg(feature = "alloc")]
macro_rules! optimizer {
    ($name:ident $(<$size:literal>)?, rule: $rule:ty, moments: $moments:literal) => {
        impl<T: sinew_tensors::Number, S: $crate::Schedule> $name<T, S $(, $size)?> {
            #[inline]
            fn next_rule(&mut self) -> $rule {
                let steps = self.state.steps();
                let learning_rate = $crate::schedule::rate(&self.learning_rate, steps);
                $crate::step::ForStep::new(&mut self.config, learning_rate, steps)
            }
        }

        impl<T: sinew_tensors::Number, S: $crate::Schedule> $crate::Optimizer<T> for $name<T, S $(, $size)?> {
            #[inline]
            fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
                let rule = self.next_rule();
                self.state.update(rule, parameters, gradients);
            }

            fn tasks<'a>(
                &'a mut self,
                parameters: &'a mut [T],
                gradients: &'a [T],
                count: usize,
            ) -> alloc::vec::Vec<$crate::Task<'a>> {
                let rule = self.next_rule();
                self.state.tasks(rule, parameters, gradients, count)
            }

            fn learning_rate(&self) -> Option<f64> {
                Some(self.learning_rate.learning_rate(self.state.steps()))
            }

            fn state(&self) -> Option<$crate::State<'_, T>> {
                Some(self.state.state())
            }

            fn restore(&mut self, state: $crate::State<'_, T>, parameters: usize) -> Result<(), $crate::RestoreError> {
                self.state.restore(state, parameters)
            }
        }

        $crate::update_rule::prebuilt!($rule, $moments);
    };
}
#[cfg(feature = "alloc")]
pub(crate) use optimizer;
