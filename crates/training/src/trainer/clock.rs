//! How long an epoch takes.

use core::time::Duration;

/// The time since its start. Where there is no clock, none passes.
pub(super) struct Clock {
    #[cfg(feature = "std")]
    start: std::time::Instant,
    #[cfg(not(feature = "std"))]
    elapsed: Duration,
}

impl Clock {
    #[cfg(feature = "std")]
    pub fn start() -> Self {
        Self { start: std::time::Instant::now() }
    }

    #[cfg(feature = "std")]
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    #[cfg(not(feature = "std"))]
    pub fn start() -> Self {
        Self { elapsed: Duration::ZERO }
    }

    #[cfg(not(feature = "std"))]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
