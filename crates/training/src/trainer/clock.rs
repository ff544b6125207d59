//! How long an epoch takes.

#[cfg(not(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown")))))]
pub(super) use none::Clock;
#[cfg(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown"))))]
pub(super) use system::Clock;

#[cfg(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown"))))]
mod system {
    use core::time::Duration;
    use std::time::Instant;

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

#[cfg(not(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown")))))]
mod none {
    use core::time::Duration;

    /// No time passes without `std`, nor in a browser, where to ask for it is a trap.
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
