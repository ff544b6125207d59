//! A chain as the back ends see it: a struct, with a field for each layer.

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

use super::field::Field;
use super::tokens::{ident, unraw};
use super::types::{Branches, Types};
use crate::checked::{ChainOrigins, Checked};
use crate::model;

/// A chain of layers and the struct that it becomes.
pub struct Chain<'a> {
    pub types: Types<'a>,
    pub checked: &'a Checked,
    pub model: &'a model::Chain,
    pub origins: &'a ChainOrigins,
    pub name: Ident,
    /// Whether this is the struct that the user named.
    pub is_root: bool,
    pub hidden: Vec<Field<'a>>,
    pub last: Field<'a>,
}

impl<'a> Chain<'a> {
    /// The layers of a network: the struct of its name, unless that also has to hold
    /// statistics.
    pub fn of(private: &'a TokenStream, checked: &'a Checked, branches: &'a Branches<'a>) -> Self {
        let owner = owner(checked);
        let model = &checked.network.chain;
        let is_root = !model.has_statistics();
        let name = if is_root { owner.clone() } else { layers(&owner) };
        Self::new(Types { private, owner, branches }, checked, (model, &checked.origins.chain), name, is_root)
    }

    fn new(
        types: Types<'a>,
        checked: &'a Checked,
        (model, origins): (&'a model::Chain, &'a ChainOrigins),
        name: Ident,
        is_root: bool,
    ) -> Self {
        let hidden = model.hidden.iter().zip(&origins.hidden).map(Field::of).collect();
        let last = Field::of((&model.last, &origins.last));
        Self { types, checked, model, origins, name, is_root, hidden, last }
    }

    /// The chains inside, the innermost first. Copies have the same name.
    pub fn branches(&self) -> Vec<Self> {
        let mut branches = Vec::new();
        for field in self.fields() {
            for ((_, model), origins) in field.layer.kind.branches().zip(&field.origins.branches) {
                let name = self.types.branch(model);
                let types = Types { owner: name.clone(), ..self.types };
                let branch = Self::new(types, self.checked, (model, origins), name, false);
                branches.extend(branch.branches());
                branches.push(branch);
            }
        }
        branches
    }

    /// Its layers in the order in which they run.
    pub fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.hidden.iter().chain([&self.last])
    }

    /// Whether all layers are single ones of ours.
    pub fn is_builtin(&self) -> bool {
        self.model.layers().all(|layer| layer.kind.is_builtin())
    }
}

/// The struct that the user named.
pub fn owner(checked: &Checked) -> Ident {
    ident(&checked.network.name, checked.origins.name)
}

/// The struct of a network's layers, where the network also holds statistics.
pub fn layers(name: &Ident) -> Ident {
    format_ident!("{}_layers", unraw(name), span = name.span())
}
