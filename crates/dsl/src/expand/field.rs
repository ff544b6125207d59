//! A layer as the back ends see it: a field of its chain's struct.

use proc_macro2::Ident;

use super::tokens::ident;
use crate::checked::LayerOrigins;
use crate::model::{Activation, Kind, Layer};

/// A layer, and the field that it becomes.
pub struct Field<'a> {
    pub name: Ident,
    pub layer: &'a Layer,
    pub origins: &'a LayerOrigins,
}

impl<'a> Field<'a> {
    pub fn of((layer, origins): (&'a Layer, &'a LayerOrigins)) -> Self {
        Self { name: ident(&layer.name, origins.name), layer, origins }
    }

    /// Whether its activation is known from its type alone.
    pub fn is_activation_known(&self) -> bool {
        !matches!(self.layer.activation, Some(Activation::Custom(_)))
            && !matches!(self.layer.kind, Kind::Custom(_) | Kind::Nested(_) | Kind::Outputs(_))
    }
}
