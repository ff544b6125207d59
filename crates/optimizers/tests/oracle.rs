//! Optimizers and clipping equal plain loops at every length, remainders included, on every
//! instruction set.

#![cfg(feature = "alloc")]
#![allow(clippy::float_cmp)] // clipping by value does not round

use std::sync::{Mutex, PoisonError};

use sinew_optimizers::{Adagrad, Adam, AdamW, Lion, Nadam, Optimizer, RmsProp, Sgd, clip_by_norm, clip_by_value, norm};
use sinew_tensors::{InstructionSet, Number, Rng};

/// Runs `check` with each instruction set in turn; the choice is the process's, so one check waits
/// for the other.
fn on_every_instruction_set(check: impl Fn(InstructionSet)) {
    static CHOICE: Mutex<()> = Mutex::new(());
    let _turn = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    for set in InstructionSet::available() {
        set.select().unwrap();
        check(set);
    }
}

/// Takes a few steps on 0 to 69 parameters, and compares with `plain`: the step of one parameter
/// `w` with gradient `g` at step `t`, from 1, whose moments are the last argument.
fn assert_steps<T: Number, O: Optimizer<T>>(new: impl Fn() -> O, plain: impl Fn(f64, f64, i32, &mut [f64; 3]) -> f64) {
    let tolerance = if T::NAME == "f32" { 1e-5 } else { 1e-12 };
    on_every_instruction_set(|set| {
        let mut rng = Rng::new(7);
        for len in 0..70 {
            let mut optimizer = new();
            let mut w: Vec<T> = (0..len).map(|_| T::from_f64(rng.normal())).collect();
            let mut expected: Vec<f64> = w.iter().map(|w| w.to_f64()).collect();
            let mut moments = vec![[0.0; 3]; len];
            for t in 1..=4 {
                let g: Vec<T> = (0..len).map(|_| T::from_f64(rng.normal())).collect();
                optimizer.step(&mut w, &g);
                for i in 0..len {
                    expected[i] = plain(expected[i], g[i].to_f64(), t, &mut moments[i]);
                    let error = (w[i].to_f64() - expected[i]).abs();
                    assert!(error < tolerance, "{set}: w[{i}] of {len} is {}, expected {}", w[i], expected[i]);
                }
            }
        }
    });
}

macro_rules! oracles {
    ($($name:ident: $optimizer:expr, |$w:ident, $g:ident, $t:ident, $m:pat_param| $plain:expr;)*) => {$(
        #[test]
        fn $name() {
            let plain = |$w: f64, $g: f64, $t: i32, $m: &mut [f64; 3]| $plain;
            assert_steps::<f32, _>(|| $optimizer, plain);
            assert_steps::<f64, _>(|| $optimizer, plain);
        }
    )*};
}

oracles! {
    sgd_is_its_formula: Sgd::new(0.1).weight_decay(0.2), |w, g, _t, _| w - 0.1 * (g + 0.2 * w);

    momentum_is_its_formula: Sgd::new(0.1).momentum(0.9).weight_decay(0.2), |w, g, _t, [m, ..]| {
        *m = 0.9 * *m + g + 0.2 * w;
        w - 0.1 * *m
    };

    nesterov_is_its_formula: Sgd::new(0.1).momentum(0.9).nesterov(), |w, g, _t, [m, ..]| {
        *m = 0.9 * *m + g;
        w - 0.1 * (g + 0.9 * *m)
    };

    adagrad_is_its_formula: Adagrad::new(0.1).epsilon(0.01).weight_decay(0.2), |w, g, _t, [s, ..]| {
        let g = g + 0.2 * w;
        *s += g * g;
        w - 0.1 * g / (s.sqrt() + 0.01)
    };

    rmsprop_is_its_formula: RmsProp::new(0.1).alpha(0.8).epsilon(0.01).weight_decay(0.2), |w, g, _t, [v, ..]| {
        let g = g + 0.2 * w;
        *v = 0.8 * *v + 0.2 * g * g;
        w - 0.1 * g / (v.sqrt() + 0.01)
    };

    rmsprop_with_momentum_is_its_formula: RmsProp::new(0.1).momentum(0.7).alpha(0.8).epsilon(0.01).weight_decay(0.2),
        |w, g, _t, [v, m, _]| {
            let g = g + 0.2 * w;
            *v = 0.8 * *v + 0.2 * g * g;
            *m = 0.7 * *m + g / (v.sqrt() + 0.01);
            w - 0.1 * *m
        };

    centered_rmsprop_is_its_formula: RmsProp::new(0.1).centered().momentum(0.7).alpha(0.8).epsilon(0.01),
        |w, g, _t, [v, m, a]| {
            *v = 0.8 * *v + 0.2 * g * g;
            *a = 0.8 * *a + 0.2 * g;
            *m = 0.7 * *m + g / ((*v - *a * *a).sqrt() + 0.01);
            w - 0.1 * *m
        };

    adam_is_its_formula: Adam::new(0.1).beta1(0.7).beta2(0.8).epsilon(0.01).weight_decay(0.2), |w, g, t, [m, v, _]| {
        let g = g + 0.2 * w;
        *m = 0.7 * *m + 0.3 * g;
        *v = 0.8 * *v + 0.2 * g * g;
        let (m_hat, v_hat) = (*m / (1.0 - 0.7_f64.powi(t)), *v / (1.0 - 0.8_f64.powi(t)));
        w - 0.1 * m_hat / (v_hat.sqrt() + 0.01)
    };

    adam_without_a_past_is_its_formula: Adam::new(0.1).beta1(0.0).beta2(0.0).epsilon(0.01), |w, g, _t, _| {
        w - 0.1 * g / (g.abs() + 0.01)
    };

    amsgrad_is_its_formula: Adam::new(0.1).beta2(0.8).epsilon(0.01).amsgrad(), |w, g, t, [m, v, s]| {
        *m = 0.9 * *m + 0.1 * g;
        *v = 0.8 * *v + 0.2 * g * g;
        *s = s.max(*v);
        let (m_hat, s_hat) = (*m / (1.0 - 0.9_f64.powi(t)), *s / (1.0 - 0.8_f64.powi(t)));
        w - 0.1 * m_hat / (s_hat.sqrt() + 0.01)
    };

    adamw_is_its_formula: AdamW::new(0.1).epsilon(0.01).weight_decay(0.2), |w, g, t, [m, v, _]| {
        *m = 0.9 * *m + 0.1 * g;
        *v = 0.999 * *v + 0.001 * g * g;
        let (m_hat, v_hat) = (*m / (1.0 - 0.9_f64.powi(t)), *v / (1.0 - 0.999_f64.powi(t)));
        w - 0.1 * 0.2 * w - 0.1 * m_hat / (v_hat.sqrt() + 0.01)
    };

    adamw_with_amsgrad_is_its_formula: AdamW::new(0.1).beta2(0.8).epsilon(0.01).weight_decay(0.2).amsgrad(),
        |w, g, t, [m, v, s]| {
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.8 * *v + 0.2 * g * g;
            *s = s.max(*v);
            let (m_hat, s_hat) = (*m / (1.0 - 0.9_f64.powi(t)), *s / (1.0 - 0.8_f64.powi(t)));
            w - 0.1 * 0.2 * w - 0.1 * m_hat / (s_hat.sqrt() + 0.01)
        };

    nadam_is_its_formula: Nadam::new(0.1).beta1(0.8).beta2(0.7).epsilon(0.01).momentum_decay(0.5).weight_decay(0.2),
        |w, g, t, [m, v, _]| {
            let mu = |t: i32| 0.8 * (1.0 - 0.5 * 0.96_f64.powf(0.5 * f64::from(t)));
            let product: f64 = (1..=t).map(mu).product();
            let g = g + 0.2 * w;
            *m = 0.8 * *m + 0.2 * g;
            *v = 0.7 * *v + 0.3 * g * g;
            let ahead = mu(t + 1) * *m / (1.0 - product * mu(t + 1)) + (1.0 - mu(t)) * g / (1.0 - product);
            w - 0.1 * ahead / ((*v / (1.0 - 0.7_f64.powi(t))).sqrt() + 0.01)
        };

    lion_is_its_formula: Lion::new(0.1).beta1(0.7).beta2(0.8).weight_decay(0.2), |w, g, _t, [m, ..]| {
        let c = 0.7 * *m + 0.3 * g;
        *m = 0.8 * *m + 0.2 * g;
        w - 0.1 * (c.signum() + 0.2 * w)
    };
}

fn assert_clipping<T: Number>() {
    let tolerance = if T::NAME == "f32" { 1e-5 } else { 1e-12 };
    on_every_instruction_set(|set| {
        let mut rng = Rng::new(7);
        for len in (0..70).chain([1023, 1024, 1025, 5000]) {
            let g: Vec<T> = (0..len).map(|_| T::from_f64(rng.normal())).collect();
            let expected = g.iter().map(|g| g.to_f64().powi(2)).sum::<f64>().sqrt();
            assert!((norm(&g) - expected).abs() <= tolerance * expected, "{set}: ‖g‖ of {len} numbers");

            let mut clipped = g.clone();
            assert_eq!(clip_by_norm(&mut clipped, 0.5), norm(&g), "{set}: ‖g‖ of {len} numbers");
            let scale = if expected > 0.5 { 0.5 / expected } else { 1.0 };
            for (clipped, g) in clipped.iter().zip(&g) {
                assert!((clipped.to_f64() - g.to_f64() * scale).abs() <= tolerance, "{set}: ‖g‖ ≤ 0.5, {len} numbers");
            }

            let mut clipped = g.clone();
            clip_by_value(&mut clipped, 0.5);
            for (clipped, g) in clipped.iter().zip(&g) {
                assert_eq!(clipped.to_f64(), g.to_f64().clamp(-0.5, 0.5), "{set}: |g| ≤ 0.5, {len} numbers");
            }
        }
    });
}

#[test]
fn clipping_is_its_formula_in_single_precision() {
    assert_clipping::<f32>();
}

#[test]
fn clipping_is_its_formula_in_double_precision() {
    assert_clipping::<f64>();
}
