//! The networks that an invocation defines.

use std::collections::BTreeMap;

use proc_macro2::Ident;

use crate::checked::Checked;
use crate::diagnostics::Diagnostics;
use crate::model::Network;
use crate::words::normalized;

/// The networks that an invocation has defined so far, found by their names.
pub struct Definitions {
    pub in_order: Vec<Checked>,
    /// Which of them has a name.
    index: BTreeMap<Ident, usize>,
}

impl Definitions {
    pub const NONE: Self = Self { in_order: Vec::new(), index: BTreeMap::new() };

    /// One more, unless there are two structs of one name.
    pub fn add(&mut self, name: Ident, checked: Checked, diagnostics: &mut Diagnostics) {
        if self.get(&name).is_some() {
            diagnostics.add(&name, format!("`{name}` is defined twice"), "give each network a name of its own");
        } else {
            self.index.insert(name, self.in_order.len());
            self.in_order.push(checked);
        }
    }

    /// The network whose name differs in nothing but its spelling.
    pub fn like(&self, name: &Ident) -> Option<&Ident> {
        self.index.keys().find(|known| normalized(&known.to_string()) == normalized(&name.to_string()))
    }

    pub fn get(&self, name: &Ident) -> Option<&Network> {
        self.index.get(name).map(|&index| &self.in_order[index].network)
    }
}
