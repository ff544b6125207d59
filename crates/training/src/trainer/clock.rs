//! How long an epoch takes.

use core::time::Duration;

pub(super) use clock::Clock;

/// Without the system's library, and in a browser, no time passes: there, to ask for it is a trap.
#[cfg(not(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown")))))]
mod clock {
    use super::Duration;

    pub struct Clock;

    #[expect(clippy::unused_self, reason = "as where there is a clock")]
    impl Clock {
        pub fn start() -> Self {
            Self
        }

        pub fn elapsed(&self) -> Duration {
            Duration::ZERO
        }
    }
}

#[cfg(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown"))))]
mod clock {
    use std::time::Instant;

    use super::Duration;

    /// The time since its start.
    pub struct Clock(Instant);

    impl Clock {
        pub fn start() -> Self {
            Self(Instant::now())
        }

        pub fn elapsed(&self) -> Duration {
            self.0.elapsed()
        }
    }
}
