//! The documentation of a network: a table of its layers, and a diagram.

mod layer;

use crate::checked::{ChainOrigins, LayerOrigins, Origins};
use crate::model::{Chain, Layer, Network};
use layer::LayerDocs;

/// The most layers that a diagram shows.
const MOST_NODES: usize = 16;

/// The lines above a network's struct, beneath the user's own words, if there are any.
pub fn network(network: &Network, origins: &Origins) -> Vec<String> {
    let (chain, layers) = (&network.chain, layers(&network.chain, &origins.chain));
    let mut lines = if origins.attributes.documented { Vec::new() } else { vec![summary(chain)] };
    lines.extend([
        String::new(),
        "| layer | kind | shape | parameters | multiply-adds |".to_owned(),
        "|---|---|---|--:|--:|".to_owned(),
    ]);
    lines.extend(rows(&layers, ""));
    lines.push(total(chain));
    lines.extend(diagram(chain, &layers));
    lines.iter().map(|line| format!(" {line}").trim_end().to_owned()).collect()
}

/// The line above a layer's field.
pub fn field(layer: &Layer, origins: &LayerOrigins) -> String {
    let Layer { input, output, .. } = layer;
    let LayerDocs { title, detail, .. } = LayerDocs::of(layer);
    let activation = after(" with ", layer, origins);
    format!(" {title}{activation}{detail}, {input} → {output}.")
}

/// The layers of a chain, each with its origins.
fn layers<'a>(chain: &'a Chain, origins: &'a ChainOrigins) -> Vec<(&'a Layer, &'a LayerOrigins)> {
    chain.layers().zip(origins.layers()).collect()
}

/// The activation as the user wrote it.
fn activation(layer: &Layer, origins: &LayerOrigins) -> Option<String> {
    let written = || layer.activation.as_ref().map(ToString::to_string);
    origins.mistaken_activation.clone().or_else(written)
}

/// The activation after a word that leads to it, where there is one.
fn after(leading: &str, layer: &Layer, origins: &LayerOrigins) -> String {
    activation(layer, origins).map(|activation| format!("{leading}`{activation}`")).unwrap_or_default()
}

fn summary(chain: &Chain) -> String {
    let count = chain.layers().count();
    let layers = if count == 1 { "layer" } else { "layers" };
    format!("A network of {count} {layers}, {} → {}.", chain.input, chain.output)
}

/// A row each, and beneath a layer of layers one for each of those.
fn rows(layers: &[(&Layer, &LayerOrigins)], owner: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for (layer, origins) in layers {
        let name = format!("{owner}{}", layer.name);
        rows.push(row(&name, layer, origins));
        for ((branch, inner), origins) in layer.kind.branches().zip(&origins.branches) {
            rows.extend(self::rows(&self::layers(inner, origins), &format!("{name}.{branch}.")));
        }
    }
    rows
}

fn row(name: &str, layer: &Layer, origins: &LayerOrigins) -> String {
    let Layer { input, output, .. } = layer;
    let LayerDocs { kind, .. } = LayerDocs::of(layer);
    let activation = after(", ", layer, origins);
    let [parameters, multiply_adds] = [layer.parameters(), layer.multiply_adds()];
    format!("| `{name}` | {kind}{activation} | {input} → {output} | {parameters} | {multiply_adds} |")
}

fn total(chain: &Chain) -> String {
    let Chain { input, output, .. } = chain;
    format!("| total | | {input} → {output} | {} | {} |", chain.parameters(), chain.multiply_adds())
}

/// The text of a Mermaid diagram, from left to right.
fn diagram(chain: &Chain, layers: &[(&Layer, &LayerOrigins)]) -> Vec<String> {
    if !(2..=MOST_NODES).contains(&layers.len()) {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "```mermaid".to_owned(), "graph LR".to_owned()];
    lines.push(format!("n0([\"{}\"])", plain(&chain.input.to_string())));
    for (index, (layer, origins)) in layers.iter().enumerate() {
        lines.push(format!("n{index} --> n{}[\"{}\"]", index + 1, node(layer, origins)));
    }
    lines.push("```".to_owned());
    lines
}

/// `hidden: dense relu 4`
fn node(layer: &Layer, origins: &LayerOrigins) -> String {
    let Layer { name, output, .. } = layer;
    let output = if output.is_unknown() { String::new() } else { output.to_string() };
    let mut parts = vec![LayerDocs::of(layer).kind, activation(layer, origins).unwrap_or_default(), output];
    parts.retain(|part| !part.is_empty());
    plain(&format!("{name}: {}", parts.join(" ")))
}

/// Text without what means something to Mermaid.
fn plain(text: &str) -> String {
    text.replace(['`', '"'], "").replace("r#", "").replace('<', "&lt;").replace('>', "&gt;")
}
