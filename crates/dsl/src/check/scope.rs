//! What is known around a chain, and what comes of a chain inside another.

use proc_macro2::Ident;

use super::definitions::Definitions;
use crate::ast::Branch;
use crate::checked::ChainOrigins;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Chain, Shape};

/// What a chain needs to know of what is around it.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The networks that the same invocation defines before.
    pub known: &'a Definitions,
    /// The network that all this is a part of.
    pub name: &'a Ident,
    pub role: Role,
    /// Checks a chain inside this one: a layer may hold chains, and a chain holds layers.
    pub check_branch: fn(Scope, &Branch, &Shape, &mut Diagnostics) -> CheckedBranch,
}

/// What a chain is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Network,
    Residual,
    Concat,
    /// One of several outputs of a network.
    Output,
}

/// A branch, and how its shape came about.
pub struct CheckedBranch {
    pub chain: Chain,
    pub origins: ChainOrigins,
    /// Where the shape became what it is at the end.
    pub changed: SpanRange,
    pub sound: bool,
}
