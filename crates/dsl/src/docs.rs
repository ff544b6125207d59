//! The documentation of what `network!` generates.

use crate::count::Count;
use crate::model::{Definition, Layer, Network};

/// The most layers that a diagram shows.
const MOST_NODES: usize = 16;

/// The lines beneath the user's own words: a table of the layers, and a diagram where there is something to see.
pub fn structure(definition: &Definition) -> Vec<String> {
    let network = &definition.network;
    let mut lines = if definition.documented { Vec::new() } else { vec![summary(network)] };
    lines.extend([
        String::new(),
        "| layer | kind | shape | parameters | multiply-adds |".to_owned(),
        "|---|---|---|--:|--:|".to_owned(),
    ]);
    lines.extend(rows(network, ""));
    lines.push(total(network));
    lines.extend(diagram(network));
    lines.iter().map(|line| format!(" {line}").trim_end().to_owned()).collect()
}

/// The words above a layer's field.
pub fn field(layer: &Layer) -> String {
    let Layer { input, output, words, .. } = layer;
    let activation = word(" with ", layer);
    format!(" {}{activation}{}, {input} → {output}.", words.title, words.detail)
}

/// The activation behind a word that leads to it, where there is one.
fn word(leading: &str, layer: &Layer) -> String {
    let activation = &layer.activation.text;
    if activation.is_empty() { String::new() } else { format!("{leading}`{activation}`") }
}

fn summary(network: &Network) -> String {
    let count = network.layers().count();
    let layers = if count == 1 { "layer" } else { "layers" };
    format!("A network of {count} {layers}, {} → {}.", network.input, network.result)
}

/// A row each, and beneath a layer of layers one for each of those.
fn rows(network: &Network, owner: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for layer in network.layers() {
        let name = format!("{owner}{}", layer.name);
        rows.push(row(&name, layer));
        for (branch, inner) in layer.kind.branches() {
            rows.extend(self::rows(inner, &format!("{name}.{branch}.")));
        }
    }
    rows
}

fn row(name: &str, layer: &Layer) -> String {
    let Layer { input, output, words, .. } = layer;
    let activation = word(", ", layer);
    format!(
        "| `{name}` | {}{activation} | {input} → {output} | {} | {} |",
        words.kind, words.parameters, words.multiply_adds
    )
}

fn total(network: &Network) -> String {
    let parameters: Count = network.layers().map(|layer| layer.words.parameters.clone()).sum();
    let multiply_adds: Count = network.layers().map(|layer| layer.words.multiply_adds.clone()).sum();
    format!("| total | | {} → {} | {parameters} | {multiply_adds} |", network.input, network.result)
}

/// The text of a Mermaid diagram, from left to right.
fn diagram(network: &Network) -> Vec<String> {
    let layers: Vec<&Layer> = network.layers().collect();
    if !(2..=MOST_NODES).contains(&layers.len()) {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "```mermaid".to_owned(), "graph LR".to_owned()];
    lines.push(format!("n0([\"{}\"])", plain(&network.input.to_string())));
    for (index, layer) in layers.into_iter().enumerate() {
        lines.push(format!("n{index} --> n{}[\"{}\"]", index + 1, node(layer)));
    }
    lines.push("```".to_owned());
    lines
}

/// `hidden: dense relu 4`
fn node(layer: &Layer) -> String {
    let Layer { name, words, activation, output, .. } = layer;
    let output = if output.is_unknown() { String::new() } else { output.to_string() };
    let parts = [&words.kind, &activation.text, &output];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    plain(&format!("{name}: {}", parts.join(" ")))
}

/// Text without what means something to Mermaid.
fn plain(text: &str) -> String {
    text.replace(['`', '"'], "").replace("r#", "").replace('<', "&lt;").replace('>', "&gt;")
}
