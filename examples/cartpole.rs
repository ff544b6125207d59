//! A pole that is balanced on a cart: deep Q-learning, step by step, without a trainer.
//!
//! `cargo run --release --example cartpole -- --seed 1`
//!
//! The cart runs on a track, and the pole is hinged to it. Every 0.02 s the program pushes the cart
//! to the left or to the right, until the pole leans more than 12°, the cart is 2.4 m off, or 500
//! steps are over. The network estimates the *value* of both pushes: 0 if the pole will stand, and
//! −1 if it falls at once; a later fall counts less.
//!
//! # References
//!
//! Barto, Sutton and Anderson, "Neuronlike adaptive elements that can solve difficult learning
//! control problems", IEEE Trans. SMC 13 (1983), with the constants of Gym's `CartPole-v1`. Mnih et
//! al., "Human-level control through deep reinforcement learning", Nature 518 (2015). van Hasselt,
//! Guez and Silver, "Deep reinforcement learning with double Q-learning", AAAI (2016).

use std::error::Error;

use sinew::prelude::*;
use sinew::tensors::Rng;

network! {
    /// Position and speed of the cart, angle and angular speed of the pole; the value of each push.
    struct Values = 4 => 64 relu => 64 relu => 2;
}

/// How many steps of the cart the program learns from, at most.
const STEPS: usize = 30_000;

/// After how many steps it is tested.
const STEPS_OF_A_ROUND: usize = 1_000;

/// How many transitions a gradient is the mean of.
const BATCH: usize = 64;

/// How much less a fall counts that comes a step later.
const DISCOUNT: f32 = 0.99;

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// Draws the first weights, the starts of the episodes and the first pushes; 1 unless given
        optional --seed seed: u64
    };
    let seed = flags.seed.unwrap_or(1);
    let mut agent = Agent::new(seed);
    println!("{}\n", agent.values);

    let mut best = (0.0, Values::zeros());
    let mut cart = CartPole::new(&mut agent.rng);
    for round in 1..=STEPS / STEPS_OF_A_ROUND {
        let mut loss = 0.0;
        for _ in 0..STEPS_OF_A_ROUND {
            loss += agent.step(&mut cart)? / STEPS_OF_A_ROUND as f64;
        }
        let mean = mean_length(&agent.values, 20, &mut Rng::new(seed + 1_000));
        println!("step {:6}  loss {loss:.5}  mean of 20 episodes {mean:5.1}  {}", round * STEPS_OF_A_ROUND, bar(mean));
        if mean > best.0 {
            best = (mean, agent.values.clone());
        }
        if mean >= CartPole::LONGEST as f64 {
            break;
        }
    }

    // Of episodes that it has not been chosen by.
    let mean = mean_length(&best.1, 100, &mut Rng::new(seed + 2_000));
    println!("\nseed {seed}: mean of 100 episodes {mean:.1}");
    if mean >= 475.0 { Ok(()) } else { Err("the pole was not balanced".into()) }
}

/// What learns.
struct Agent {
    values: Box<Values>,
    /// The values that the next ones are learned from: those of some steps ago, so that they do not
    /// move with what they teach.
    target: Box<Values>,
    grads: Box<Values>,
    optimizer: Adam<f32>,
    workspace: Workspace,
    memory: Vec<Transition>,
    steps: usize,
    rng: Rng,
}

/// A step of the cart, and what came of it.
#[derive(Clone, Copy)]
struct Transition {
    before: [f32; 4],
    push: usize,
    after: [f32; 4],
    /// Whether the pole fell.
    fell: bool,
}

impl Agent {
    fn new(seed: u64) -> Self {
        Self {
            values: Values::seeded(seed),
            target: Values::seeded(seed),
            grads: Values::zeros(),
            optimizer: Adam::new(0.001),
            workspace: Workspace::new(),
            memory: Vec::with_capacity(STEPS),
            steps: 0,
            rng: Rng::new(seed),
        }
    }

    /// Takes a step with the cart, learns from what it remembers, and returns the loss.
    fn step(&mut self, cart: &mut CartPole) -> Result<f64, Box<dyn Error>> {
        // At first it pushes at random, to see what happens, and later as it has learned.
        let curiosity = (1.0 - self.steps as f64 / 5_000.0).max(0.05);
        let before = cart.state();
        let push = if self.rng.uniform() < curiosity { self.rng.below(2) } else { best(&self.values, &before) };
        let fell = cart.push(push);
        self.memory.push(Transition { before, push, after: cart.state(), fell });
        if fell || cart.is_over() {
            *cart = CartPole::new(&mut self.rng);
        }
        self.steps += 1;
        if self.steps.is_multiple_of(200) {
            self.target.copy_from(&self.values);
        }
        if self.memory.len() < 1_000 { Ok(0.0) } else { self.learn() }
    }

    /// The low-level step: a gradient, and the optimizer.
    fn learn(&mut self) -> Result<f64, Box<dyn Error>> {
        let Self { values, target, grads, workspace, optimizer, memory, rng, .. } = self;
        let batch = [(); BATCH].map(|()| memory[rng.below(memory.len())]);
        let (before, after) = (batch.map(|step| step.before), batch.map(|step| step.after));
        let [mut targets, mut chosen, mut next] = [[[0.0; 2]; BATCH]; 3];
        // The push that was not taken has no error, as its target is what the network says.
        workspace.predict_batch(&**values, &before, &mut targets);
        // The network chooses the next push and the target network says what it is worth: one
        // network for both would take its own errors for gains.
        workspace.predict_batch(&**values, &after, &mut chosen);
        workspace.predict_batch(&**target, &after, &mut next);

        for (i, step) in batch.iter().enumerate() {
            targets[i][step.push] = if step.fell { -1.0 } else { DISCOUNT * next[i][greater(chosen[i])] };
        }
        let loss = values.gradients(&before, &targets, &Huber::new(1.0), grads, workspace)?;
        workspace.step(optimizer, &mut **values, grads);
        Ok(loss)
    }
}

/// The push of the greater value.
fn greater([left, right]: [f32; 2]) -> usize {
    usize::from(right > left)
}

/// The push that the network takes for the better one.
fn best(values: &Values, state: &[f32; 4]) -> usize {
    greater(values.predict(state))
}

/// How many steps the pole stays up without curiosity, in the mean of some episodes.
fn mean_length(values: &Values, episodes: usize, rng: &mut Rng) -> f64 {
    let episode = |_| {
        let mut cart = CartPole::new(rng);
        while !cart.push(best(values, &cart.state())) && !cart.is_over() {}
        cart.steps
    };
    (0..episodes).map(episode).sum::<usize>() as f64 / episodes as f64
}

/// A bar of up to 25 signs for a mean of up to 500 steps.
fn bar(mean: f64) -> String {
    (0..25).map(|i| if f64::from(i) * 20.0 < mean { '=' } else { ' ' }).collect()
}

/// The cart and the pole.
struct CartPole {
    /// Metres from the middle, and metres a second.
    x: f64,
    dx: f64,
    /// Radians from the vertical, and radians a second.
    angle: f64,
    d_angle: f64,
    steps: usize,
}

impl CartPole {
    /// The steps after which an episode is over although the pole stands.
    const LONGEST: usize = 500;

    /// Nearly upright, nearly at rest.
    fn new(rng: &mut Rng) -> Self {
        let mut near_zero = || 0.1 * rng.uniform() - 0.05;
        Self { x: near_zero(), dx: near_zero(), angle: near_zero(), d_angle: near_zero(), steps: 0 }
    }

    #[allow(clippy::cast_possible_truncation)] // the network sees it in f32
    fn state(&self) -> [f32; 4] {
        [self.x, self.dx, self.angle, self.d_angle].map(|x| x as f32)
    }

    fn is_over(&self) -> bool {
        self.steps >= Self::LONGEST
    }

    /// Pushes to the left (0) or to the right (1) for a step, and says whether the pole fell: the
    /// equations of the paper without friction, by Euler's method.
    fn push(&mut self, push: usize) -> bool {
        const GRAVITY: f64 = 9.8; // m/s²
        const CART: f64 = 1.0; // kg
        const POLE: f64 = 0.1; // kg
        const HALF_LENGTH: f64 = 0.5; // m
        const FORCE: f64 = 10.0; // N
        const SECONDS: f64 = 0.02;

        let force = if push == 1 { FORCE } else { -FORCE };
        let (sin, cos) = self.angle.sin_cos();
        let mass = CART + POLE;
        let pushed = (force + POLE * HALF_LENGTH * self.d_angle.powi(2) * sin) / mass;
        let turned = (GRAVITY * sin - cos * pushed) / (HALF_LENGTH * (4.0 / 3.0 - POLE * cos.powi(2) / mass));
        let moved = pushed - POLE * HALF_LENGTH * turned * cos / mass;
        self.x += SECONDS * self.dx;
        self.dx += SECONDS * moved;
        self.angle += SECONDS * self.d_angle;
        self.d_angle += SECONDS * turned;
        self.steps += 1;
        self.x.abs() > 2.4 || self.angle.abs() > 12.0_f64.to_radians()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of the equations worked out by hand: upright and at rest, `θ″ = −(F/M)/(l·(4/3 −
    /// m/M))` and `x″ = F/M − m·l·θ″/M`, with `F/M = 10/1.1`.
    #[test]
    fn a_push_moves_the_cart_and_leans_the_pole_the_other_way() {
        let mut cart = CartPole { x: 0.0, dx: 0.0, angle: 0.0, d_angle: 0.0, steps: 0 };
        assert!(!cart.push(1));
        let turned = -(10.0 / 1.1) / (0.5 * (4.0 / 3.0 - 0.1 / 1.1));
        let moved = 10.0 / 1.1 - 0.05 * turned / 1.1;
        assert!((cart.d_angle - 0.02 * turned).abs() < 1e-12 && (cart.dx - 0.02 * moved).abs() < 1e-12);
        assert!(cart.x == 0.0 && cart.angle == 0.0, "Euler's method moves by the speeds of before");
    }

    #[test]
    fn a_pole_that_is_always_pushed_one_way_falls_after_ten_steps() {
        let mut cart = CartPole { x: 0.0, dx: 0.0, angle: 0.0, d_angle: 0.0, steps: 0 };
        while !cart.push(1) {}
        assert!((8..=11).contains(&cart.steps), "{}", cart.steps);
    }
}
