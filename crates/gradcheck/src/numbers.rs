//! A strategy for many numbers at once that shrinks them in blocks.

use std::fmt;
use std::ops::Range;

use proptest::prelude::{Rng as _, Strategy};
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;
use sinew_tensors::Rng;

/// The numbers that `make` draws.
///
/// A network has thousands of parameters, and a counterexample needs only a few. So all are set to
/// 0 at once, then halves of them, quarters, and so on, as long as the test fails; then the
/// remaining ones are set to ±1, then rounded to tenths.
///
/// # References
///
/// Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE Trans. Software
/// Eng. 28 (2002).
///
/// # Examples
///
/// ```
/// use proptest::strategy::Strategy;
/// use proptest::test_runner::{Config, TestError, TestRunner};
/// use sinew_gradcheck::strategies::numbers;
///
/// let strategy = numbers(|rng| (0..1000).map(|_| rng.normal()).collect());
/// let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
/// let result = runner.run(&strategy, |x| {
///     proptest::prop_assert!(x[700] < 0.25);
///     Ok(())
/// });
/// let Err(TestError::Fail(_, smallest)) = result else { panic!("x[700] is less than 0.25 every time") };
/// let mut expected = vec![0.0; 1000];
/// expected[700] = smallest[700];
/// assert_eq!(smallest, expected);
/// ```
pub fn numbers<F: Fn(&mut Rng) -> Vec<f64>>(make: F) -> Numbers<F> {
    Numbers { make }
}

/// The strategy that [`numbers`] makes.
#[derive(Clone)]
pub struct Numbers<F> {
    make: F,
}

impl<F> fmt::Debug for Numbers<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Numbers").finish_non_exhaustive()
    }
}

impl<F: Fn(&mut Rng) -> Vec<f64>> Strategy for Numbers<F> {
    type Tree = NumbersTree;
    type Value = Vec<f64>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(NumbersTree::new((self.make)(&mut Rng::new(runner.rng().next_u64()))))
    }
}

/// Numbers on their way to simpler ones.
#[derive(Clone, Debug)]
pub struct NumbersTree {
    numbers: Vec<f64>,
    /// What the last step replaced.
    before: Option<(usize, Vec<f64>)>,
    /// The current step, and the blocks that it has yet to try: their length, and where the next
    /// one begins.
    step: usize,
    block: usize,
    next: usize,
}

/// What replaces a number.
type Step = fn(f64) -> f64;

/// What replaces numbers, the simplest first.
const STEPS: [Step; 3] = [|_| 0.0, |x| if x == 0.0 { 0.0 } else { x.signum() }, |x| (10.0 * x).round() / 10.0];

impl NumbersTree {
    fn new(numbers: Vec<f64>) -> Self {
        Self { block: numbers.len(), numbers, before: None, step: 0, next: 0 }
    }

    /// The next block, and what replaces its numbers.
    fn next_block(&mut self) -> Option<(Range<usize>, Step)> {
        if self.next >= self.numbers.len() {
            self.next = 0;
            if self.block > 1 {
                self.block = self.block.div_ceil(2);
            } else {
                self.block = self.numbers.len();
                self.step += 1;
            }
        }
        let step = *STEPS.get(self.step).filter(|_| !self.numbers.is_empty())?;
        let first = self.next;
        self.next = usize::min(first + self.block, self.numbers.len());
        Some((first..self.next, step))
    }
}

impl ValueTree for NumbersTree {
    type Value = Vec<f64>;

    fn current(&self) -> Vec<f64> {
        self.numbers.clone()
    }

    fn simplify(&mut self) -> bool {
        while let Some((range, step)) = self.next_block() {
            let first = range.start;
            let block = &mut self.numbers[range];
            let before = block.to_vec();
            for x in &mut *block {
                *x = step(*x);
            }
            if *block != before[..] {
                self.before = Some((first, before));
                return true;
            }
        }
        false
    }

    fn complicate(&mut self) -> bool {
        let Some((first, before)) = self.before.take() else { return false };
        self.numbers[first..][..before.len()].copy_from_slice(&before);
        true
    }
}
