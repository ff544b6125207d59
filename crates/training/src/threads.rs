//! Threads that share the work of a batch.

#[cfg(feature = "threads")]
pub use awake::Threads;
#[cfg(not(feature = "threads"))]
pub use none::Threads;

#[cfg(feature = "threads")]
mod awake {
    use alloc::boxed::Box;
    use alloc::sync::Arc;
    use alloc::vec::Vec;
    use core::hint::spin_loop;
    use core::panic::AssertUnwindSafe;
    use core::sync::atomic::{AtomicUsize, Ordering};
    use core::time::Duration;
    use std::time::Instant;

    /// How long a thread looks for work before it sleeps.
    ///
    /// To wake a thread takes tens of microseconds, which is much beside a batch. While a network
    /// is trained the next batch comes sooner than this.
    const AWAKE: Duration = Duration::from_micros(500);

    /// The caller's thread, and maybe others.
    #[derive(Debug, Default)]
    pub struct Threads {
        others: Option<Others>,
    }

    /// A pool of rayon's that stays awake for a while after each piece of work.
    #[derive(Debug)]
    struct Others {
        count: usize,
        /// Which stops at no panic: it hands a task's to the caller.
        pool: AssertUnwindSafe<rayon_core::ThreadPool>,
        /// How often there was work.
        calls: Arc<AtomicUsize>,
    }

    impl Threads {
        /// The caller's thread alone.
        pub const ONE: Self = Self { others: None };

        /// The caller's thread and as many others as make `count`, or as the system gives; none on
        /// WebAssembly, which has no threads.
        pub fn new(count: usize) -> Self {
            if cfg!(target_family = "wasm") {
                return Self::ONE;
            }
            let others = (1..count).rev().find_map(|count| {
                let pool = rayon_core::ThreadPoolBuilder::new().num_threads(count).build().ok()?;
                Some(Others { count, pool: AssertUnwindSafe(pool), calls: Arc::default() })
            });
            Self { others }
        }

        /// How many threads there are with the caller's.
        pub fn count(&self) -> usize {
            1 + self.others.as_ref().map_or(0, |others| others.count)
        }

        /// Does `first` on the caller's thread, and `work` for each part, dealt to the threads in
        /// turn.
        pub fn share<P: Send>(&self, parts: &mut [P], mut first: impl FnMut(), work: impl Fn(usize, &mut P) + Sync) {
            let (parts, work) = (parts.iter_mut().enumerate(), &work);
            match &self.others {
                Some(others) if parts.len() > 0 => {
                    let task = |(index, part)| -> Task<'_> { Box::new(move || work(index, part)) };
                    others.share(parts.map(task).collect(), &mut first);
                }
                _ => {
                    first();
                    parts.for_each(|(index, part)| work(index, part));
                }
            }
        }
    }

    /// The work for a part. Of one type, so that what deals it out is compiled once and not for
    /// every network.
    type Task<'a> = Box<dyn FnOnce() + Send + 'a>;

    impl Others {
        fn share(&self, tasks: Vec<Task<'_>>, first: &mut dyn FnMut()) {
            let threads = 1 + self.count;
            let mut shares: Vec<Vec<Task<'_>>> = (0..threads).map(|_| Vec::new()).collect();
            tasks.into_iter().enumerate().for_each(|(index, task)| shares[(index + 1) % threads].push(task));
            let do_all = |share: Vec<Task<'_>>| share.into_iter().for_each(|task| task());
            let running = &AtomicUsize::new(self.count);
            self.calls.fetch_add(1, Ordering::Release);
            self.pool.in_place_scope(|scope| {
                let own = shares.swap_remove(0);
                for share in shares {
                    scope.spawn(move |_| {
                        let _finished = Finished(running);
                        do_all(share);
                    });
                }
                first();
                do_all(own);
                // The scope waits asleep. So does this thread only if the others take long.
                spin_while(|| running.load(Ordering::Acquire) > 0);
            });
            self.stay_awake();
        }

        /// Keeps the threads of the pool from falling asleep before the next call.
        fn stay_awake(&self) {
            let (calls, now) = (Arc::clone(&self.calls), self.calls.load(Ordering::Relaxed));
            self.pool.spawn_broadcast(move |_| spin_while(|| calls.load(Ordering::Acquire) == now));
        }
    }

    /// Counts one thread less when it is dropped, also by a panic.
    struct Finished<'a>(&'a AtomicUsize);

    impl Drop for Finished<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::Release);
        }
    }

    /// Waits awake, as long as that is worth it.
    fn spin_while(condition: impl Fn() -> bool) {
        /// Between two looks at the clock, which costs more than one at a number.
        const LOOKS: usize = 16;
        let begin = Instant::now();
        while condition() && begin.elapsed() < AWAKE {
            (0..LOOKS).for_each(|_| spin_loop());
        }
    }
}

#[cfg(not(feature = "threads"))]
mod none {
    /// The caller's thread alone.
    #[derive(Debug, Default)]
    pub struct Threads;

    #[allow(clippy::unused_self)] // as where there are others
    impl Threads {
        pub const ONE: Self = Self;

        pub fn count(&self) -> usize {
            1
        }

        pub fn share<P>(&self, parts: &mut [P], mut first: impl FnMut(), work: impl Fn(usize, &mut P)) {
            first();
            parts.iter_mut().enumerate().for_each(|(index, part)| work(index, part));
        }
    }
}
