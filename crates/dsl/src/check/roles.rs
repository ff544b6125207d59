//! What the terms of a stage are there for.

use crate::ast::{Term, Word};

/// What the terms of a stage are there for.
#[derive(Default)]
pub struct Roles<'a> {
    pub layer: Option<&'a Term>,
    pub activation: Option<&'a Word>,
    /// What there is no place for.
    pub rest: &'a [Term],
}

impl<'a> Roles<'a> {
    /// The layer comes first, then its activation, and each is there at most once.
    pub fn of(terms: &'a [Term]) -> Self {
        match terms {
            [layer, Term::Word(activation), rest @ ..] => {
                Self { layer: Some(layer), activation: Some(activation), rest }
            }
            [layer, rest @ ..] => Self { layer: Some(layer), activation: None, rest },
            [] => Self::default(),
        }
    }
}
