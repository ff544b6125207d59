//! What hyperparameters may be; each check returns the value that it has let pass.

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
