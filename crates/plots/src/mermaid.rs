//! Diagrams of networks as text.

use std::fmt::Write;

use sinew_layers::LayerInfo;

use crate::axis;
use crate::diagram::{shape, title};

/// A network as a [Mermaid](https://mermaid.js.org) flowchart, which GitHub and many other sites
/// draw from Markdown.
///
/// A network without layers is a flowchart without arrows.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     struct Xor = 2 => 4 relu => 1 sigmoid;
/// }
///
/// let chart = r#"flowchart LR
///     subgraph Xor ["Xor"]
///         direction LR
///         input(["input<br/>2"])
///         l1["layer1: dense relu<br/>4<br/>12 parameters"]
///         l2["layer2: dense sigmoid<br/>1<br/>5 parameters"]
///         input --> l1 --> l2
///     end
/// "#;
/// assert_eq!(sinew_plots::mermaid("Xor", Xor::LAYERS), chart);
/// ```
pub fn mermaid(name: &str, layers: &[LayerInfo]) -> String {
    let mut chart = String::new();
    // A `String` accepts all that is written to it.
    let _ = write(&mut chart, name, layers);
    chart
}

fn write(f: &mut String, name: &str, layers: &[LayerInfo]) -> std::fmt::Result {
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    writeln!(f, "flowchart LR\n    subgraph {id} [\"{}\"]\n        direction LR", escaped(name))?;
    let input = layers.first().map(|layer| shape(layer.input)).unwrap_or_default();
    writeln!(f, "        input([\"input<br/>{input}\"])")?;
    for (i, layer) in layers.iter().enumerate() {
        let title = escaped(&format!("{}: {}", layer.name, title(layer)));
        write!(f, "        l{}[\"{title}<br/>{}", i + 1, shape(layer.output))?;
        if layer.parameters > 0 {
            write!(f, "<br/>{}", axis::parameters(layer.parameters))?;
        }
        writeln!(f, "\"]")?;
    }
    if !layers.is_empty() {
        write!(f, "        input")?;
        (1..=layers.len()).try_for_each(|i| write!(f, " --> l{i}"))?;
        writeln!(f)?;
    }
    writeln!(f, "    end")
}

/// Text that Mermaid takes neither as a quotation mark nor as markup.
fn escaped(text: &str) -> String {
    text.replace('#', "#35;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;")
}
