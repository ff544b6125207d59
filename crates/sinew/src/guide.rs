//! Pages to read at leisure.

#[doc = include_str!("mistakes.md")]
pub mod mistakes {}
