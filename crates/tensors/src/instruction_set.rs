//! The choice of the instruction set.

use core::fmt;
use core::sync::atomic::{AtomicU8, Ordering};

#[allow(unused_imports)] // there are machines without
use crate::simd::{self, Instructions};

/// A family of vector instructions.
///
/// The best one that the machine has is found at the first use. To force another one, set the
/// environment variable `SINEW_SIMD` to its name (`scalar`, `avx2`, `avx512`, `neon`, `wasm128`),
/// or call [`select`](Self::select).
///
/// # Examples
///
/// ```
/// use sinew_tensors::InstructionSet;
///
/// for set in InstructionSet::available() {
///     set.select()?;
///     assert_eq!(InstructionSet::current(), set);
/// }
/// # Ok::<(), sinew_tensors::UnavailableInstructionSet>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u8)]
pub enum InstructionSet {
    /// One number at a time; every machine has it.
    Scalar = 1,
    /// 256-bit vectors with fused multiply-add (x86-64-v3).
    Avx2 = 2,
    /// 512-bit vectors (x86-64-v4).
    Avx512 = 3,
    /// 128-bit vectors of 64-bit ARM.
    Neon = 4,
    /// 128-bit vectors of WebAssembly, where the program is compiled with
    /// `-C target-feature=+simd128`.
    Wasm128 = 5,
}

/// The instruction set in use, or 0 as long as nobody has asked.
static CURRENT: AtomicU8 = AtomicU8::new(0);

impl InstructionSet {
    /// All of them, the best last.
    const ALL: [Self; 5] = [Self::Scalar, Self::Avx2, Self::Avx512, Self::Neon, Self::Wasm128];

    /// The instruction sets of this machine, the best last.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|set| set.is_available())
    }

    /// The instruction set in use.
    #[inline]
    #[must_use]
    pub fn current() -> Self {
        match CURRENT.load(Ordering::Relaxed) {
            1 => Self::Scalar,
            2 => Self::Avx2,
            3 => Self::Avx512,
            4 => Self::Neon,
            5 => Self::Wasm128,
            _ => Self::choose(),
        }
    }

    /// Uses this instruction set from now on, in the whole process.
    ///
    /// Results of different sets agree to rounding, not to the last bit.
    ///
    /// # Errors
    ///
    /// If the machine does not have it.
    pub fn select(self) -> Result<(), UnavailableInstructionSet> {
        if !self.is_available() {
            return Err(UnavailableInstructionSet { set: self });
        }
        CURRENT.store(self as u8, Ordering::Relaxed);
        Ok(())
    }

    /// The name that `SINEW_SIMD` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
            Self::Neon => "neon",
            Self::Wasm128 => "wasm128",
        }
    }

    fn is_available(self) -> bool {
        match self {
            Self::Scalar => true,
            #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
            Self::Avx2 => simd::Avx2::are_available(),
            #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
            Self::Avx512 => simd::Avx512::are_available(),
            #[cfg(target_arch = "aarch64")]
            Self::Neon => simd::Neon::are_available(),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Self::Wasm128 => simd::Wasm128::are_available(),
            _ => false,
        }
    }

    #[cold]
    fn choose() -> Self {
        let best = Self::available().last().unwrap_or(Self::Scalar);
        let chosen = Self::from_environment().unwrap_or(best);
        CURRENT.store(chosen as u8, Ordering::Relaxed);
        chosen
    }

    #[cfg(feature = "std")]
    fn from_environment() -> Option<Self> {
        let wanted = std::env::var("SINEW_SIMD").ok()?;
        let set = Self::available().find(|set| set.name() == wanted);
        if set.is_none() {
            std::eprintln!("SINEW_SIMD={wanted} is not an instruction set of this machine; using the best one");
        }
        set
    }

    #[cfg(not(feature = "std"))]
    fn from_environment() -> Option<Self> {
        None
    }
}

impl fmt::Display for InstructionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The machine does not have the instruction set that was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnavailableInstructionSet {
    /// The set that was asked for.
    pub set: InstructionSet,
}

impl fmt::Display for UnavailableInstructionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this machine has no {} instructions; it has", self.set)?;
        InstructionSet::available().try_for_each(|set| write!(f, " {set}"))
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for UnavailableInstructionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for UnavailableInstructionSet {}
