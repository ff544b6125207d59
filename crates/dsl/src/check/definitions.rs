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
    /// Which of them has a name; nothing where only the compiler knows which is configured.
    index: BTreeMap<Ident, Option<usize>>,
}

impl Definitions {
    pub const NONE: Self = Self { in_order: Vec::new(), index: BTreeMap::new() };

    /// One more, unless there are two structs of one name that are not both configured.
    pub fn add(&mut self, name: Ident, checked: Checked, diagnostics: &mut Diagnostics) {
        let (own, is_configured) = (self.in_order.len(), |checked: &Checked| checked.origins.attributes.configured);
        let index = match self.index.get(&name) {
            None => Some(own),
            Some(other)
                if is_configured(&checked) && other.is_none_or(|other| is_configured(&self.in_order[other])) =>
            {
                None
            }
            Some(_) => {
                let help = "give each network a name of its own";
                return diagnostics.add(&name, format!("`{name}` is defined twice"), help);
            }
        };
        self.index.insert(name, index);
        self.in_order.push(checked);
    }

    /// The network whose name differs in nothing but its spelling.
    pub fn like(&self, name: &Ident) -> Option<&Ident> {
        self.index.keys().find(|known| normalized(&known.to_string()) == normalized(&name.to_string()))
    }

    pub fn get(&self, name: &Ident) -> Option<&Network> {
        self.index.get(name)?.map(|index| &self.in_order[index].network)
    }
}
