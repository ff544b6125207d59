//! The documentation of what `network!` generates.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use crate::model::{Definition, Extent, Kind, Layer, Network};

/// The lines beneath the user's own words: a table of the layers.
pub fn structure(definition: &Definition) -> Vec<String> {
    let network = &definition.network;
    let mut lines = if definition.documented { Vec::new() } else { vec![summary(network)] };
    lines.extend([
        String::new(),
        "| layer | kind | shape | parameters | multiply-adds |".to_owned(),
        "|---|---|---|--:|--:|".to_owned(),
    ]);
    lines.extend(network.layers().map(row));
    lines.push(total(network));
    lines.iter().map(|line| format!(" {line}").trim_end().to_owned()).collect()
}

/// The words above a layer's field.
pub fn field(layer: &Layer) -> String {
    let Layer { input, output, .. } = layer;
    let neurons = if output.to_string() == "1" { "neuron" } else { "neurons" };
    let activation = word(" with ", layer);
    let bias = match layer.kind {
        Kind::Dense { bias: true } => "",
        Kind::Dense { bias: false } => ", without bias",
    };
    format!(" Dense layer of {output} {neurons}{activation}{bias}, {input} → {output}.")
}

/// The activation behind a word that leads to it, where there is one.
fn word(leading: &str, layer: &Layer) -> String {
    let activation = &layer.activation.text;
    if activation.is_empty() { String::new() } else { format!("{leading}`{activation}`") }
}

fn summary(network: &Network) -> String {
    let count = network.layers().count();
    let layers = if count == 1 { "layer" } else { "layers" };
    format!("A network of {count} {layers}, {} → {}.", network.input, network.output.output)
}

fn row(layer: &Layer) -> String {
    let Layer { name, input, output, .. } = layer;
    let activation = word(", ", layer);
    let [parameters, multiply_adds] = [parameters(layer), multiply_adds(layer)];
    format!("| `{name}` | dense{activation} | {input} → {output} | {parameters} | {multiply_adds} |")
}

fn total(network: &Network) -> String {
    let parameters: Count = network.layers().map(parameters).sum();
    let multiply_adds: Count = network.layers().map(multiply_adds).sum();
    format!("| total | | {} → {} | {parameters} | {multiply_adds} |", network.input, network.output.output)
}

fn parameters(layer: &Layer) -> Count {
    let bias = match layer.kind {
        Kind::Dense { bias: true } => Count::product(layer.output.extents()),
        Kind::Dense { bias: false } => Count::default(),
    };
    [multiply_adds(layer), bias].into_iter().sum()
}

fn multiply_adds(layer: &Layer) -> Count {
    Count::product(layer.input.extents().iter().chain(layer.output.extents()))
}

/// A number, or a polynomial in the constants of which the macro does not know the value.
#[derive(Default)]
struct Count(BTreeMap<Vec<String>, u128>);

impl Count {
    fn product<'a>(extents: impl IntoIterator<Item = &'a Extent> + Clone) -> Self {
        let names = extents.clone().into_iter().filter(|extent| extent.is_constant());
        let mut names: Vec<String> = names.map(ToString::to_string).collect();
        names.sort();
        let factor = extents.into_iter().map(|extent| extent.number() as u128).fold(1, u128::saturating_mul);
        Self(BTreeMap::from([(names, factor)]))
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let mut sum = Self::default();
        for (names, factor) in counts.flat_map(|count| count.0) {
            let total = sum.0.entry(names).or_default();
            *total = total.saturating_add(factor);
        }
        sum
    }
}

impl Display for Count {
    /// Highest degree first: ``12·`WIDTH` + 4``.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut terms: Vec<_> = self.0.iter().collect();
        terms.sort_by_key(|(names, _)| std::cmp::Reverse(names.len()));
        let terms = terms.into_iter().map(|(names, factor)| {
            let factor = (*factor != 1 || names.is_empty()).then(|| factor.to_string());
            factor.into_iter().chain(names.iter().cloned()).collect::<Vec<_>>().join("·")
        });
        f.write_str(&terms.collect::<Vec<_>>().join(" + "))
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};
    use quote::ToTokens;

    use super::*;
    use crate::ast::Path;

    fn constant(name: &str) -> Extent {
        let name = Ident::new(name, Span::call_site());
        Extent::Constant(Path { tokens: name.to_token_stream(), segments: vec![name] })
    }

    #[test]
    fn a_count_of_numbers_is_a_number() {
        let counts = [Count::product([&Extent::Number(2), &Extent::Number(4)]), Count::product([&Extent::Number(4)])];
        assert_eq!(counts.into_iter().sum::<Count>().to_string(), "12");
    }

    #[test]
    fn a_count_of_constants_is_a_polynomial() {
        let [w, h] = [constant("W"), constant("H")];
        let counts = [
            Count::product([&w, &h]),
            Count::product([&h, &w]),
            Count::product([&w]),
            Count::product([&Extent::Number(4)]),
        ];
        assert_eq!(counts.into_iter().sum::<Count>().to_string(), "2·`H`·`W` + `W` + 4");
    }
}
