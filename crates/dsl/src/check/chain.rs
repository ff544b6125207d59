//! The stages of a network or a branch, one after the other.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};

use super::Definitions;
use super::activation::{activation, activation_row};
use super::input::{brackets, input, length};
use super::layers::{self, CheckedLayer, Request, Takes};
use super::order::with_activation;
use super::stage::roles;
use crate::ast::{Branch, Chain, Link, Stage, Term, Word};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Activation, Assertion, DocLink, Kind, Layer, Network, Plain, Shape};

/// Checks a network that stands at `owner`; `known` are those that the same invocation defines before.
pub fn network(
    chain: &Chain,
    name: &Ident,
    owner: Span,
    known: &Definitions,
    diagnostics: &mut Diagnostics,
) -> Network {
    brackets(chain, diagnostics);
    length(chain, owner, diagnostics);
    let mut assertions = Vec::new();
    let input = input(&chain.input, chain.links.is_empty(), &mut assertions, diagnostics);
    let scope = Scope { known, name, role: Role::Network };
    let mut stages = ChainChecker { assertions, ..ChainChecker::new(scope, input) };
    stages.links(&chain.links, diagnostics);
    if stages.layers.is_empty() && stages.sound && !chain.links.is_empty() {
        let help = "a network reads `2 => 4 relu => 1 sigmoid`";
        diagnostics.add(&chain.links[0].stage.terms[0], "a network needs a layer that computes something", help);
    }
    stages.network(owner)
}

/// Stands in for a network where there is none.
pub fn nothing(span: Span) -> Network {
    let name = Ident::new("Network", span);
    ChainChecker::new(Scope { known: &Definitions::NONE, name: &name, role: Role::Network }, Shape::guess())
        .network(span)
}

/// What a chain needs to know of what is around it.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The networks that the same invocation defines before.
    pub known: &'a Definitions,
    /// The network that all this is a part of.
    pub name: &'a Ident,
    pub role: Role,
}

/// What a chain is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Network,
    Residual,
    Concat,
}

/// A chain on the way from its first stage to its last.
pub struct ChainChecker<'a> {
    scope: Scope<'a>,
    input: Shape,
    /// What flows into the next stage.
    pub shape: Shape,
    /// What may stand behind the stage before; nothing, if there is a mistake in that.
    takes: Takes,
    pub layers: Vec<Layer>,
    labels: BTreeSet<Ident>,
    assertions: Vec<Assertion>,
    doc_links: Vec<DocLink>,
    /// The number of the copy, in each of the repeated chains that we are in.
    pub copies: Vec<usize>,
    /// Whether no mistake was found in it.
    sound: bool,
    /// What came out of each stage of a branch.
    trace: Vec<(SpanRange, Shape)>,
}

/// A branch, and how its shape came about.
pub struct CheckedBranch {
    pub network: Network,
    /// Where the shape became what it is at the end.
    pub changed: SpanRange,
    pub sound: bool,
}

impl<'a> ChainChecker<'a> {
    fn new(scope: Scope<'a>, input: Shape) -> Self {
        let shape = input.clone();
        let (layers, labels, assertions, doc_links) = (Vec::new(), BTreeSet::new(), Vec::new(), Vec::new());
        let (copies, trace) = (Vec::new(), Vec::new());
        let takes = Takes::Nothing;
        Self { scope, input, shape, takes, layers, labels, assertions, doc_links, copies, trace, sound: true }
    }

    /// The chain in the parentheses of a word.
    pub fn branch(scope: Scope<'a>, branch: &Branch, input: &Shape, diagnostics: &mut Diagnostics) -> CheckedBranch {
        let mut stages = Self::new(scope, input.clone());
        stages.beginning(branch, diagnostics);
        stages.links(&branch.links, diagnostics);
        if stages.layers.is_empty() && stages.sound {
            let place = branch.links.first().and_then(|link| link.stage.terms.first());
            let place = place.map_or(SpanRange::from(branch.open), SpanRange::from);
            diagnostics.add(place, "this branch has no layer", "write one, such as `4 relu`");
            stages.sound = false;
        }
        let (changed, sound) = (stages.changed(branch.open), stages.sound);
        CheckedBranch { network: stages.network(branch.open), changed, sound }
    }

    /// No arrow before the first stage.
    pub fn beginning(&mut self, branch: &Branch, diagnostics: &mut Diagnostics) {
        if let [Link { arrow: Some(arrow), stage }, ..] = branch.links.as_slice()
            && arrow.right
            && !stage.terms.is_empty()
        {
            let message = format!("unexpected `{arrow}` before the first layer");
            diagnostics.add(arrow, message, "remove it: what flows in is what flows in outside");
            self.sound = false;
        }
    }

    /// The stage after which the shape is no longer that of the input.
    fn changed(&self, open: Span) -> SpanRange {
        let input = self.input.to_string();
        let last = self.trace.iter().rposition(|(_, shape)| shape.to_string() == input);
        let first = self.trace.get(last.map_or(0, |last| last + 1)).or(self.trace.last());
        first.map_or(SpanRange::from(open), |(place, _)| *place)
    }

    pub fn links(&mut self, links: &[Link], diagnostics: &mut Diagnostics) {
        for (index, link) in links.iter().enumerate() {
            let before = diagnostics.len();
            let open =
                index.checked_sub(1).filter(|_| self.takes == Takes::Activation).map(|before| &links[before].stage);
            self.link(link, open, index + 1 == links.len(), diagnostics);
            if diagnostics.len() > before {
                (self.sound, self.takes) = (false, Takes::Nothing);
            }
        }
    }

    fn link(&mut self, link: &Link, open: Option<&Stage>, is_last: bool, diagnostics: &mut Diagnostics) {
        if let (Some(arrow), Some(layer)) = (&link.arrow, open.and_then(|open| with_activation(open, &link.stage)))
            && !arrow.right
        {
            return diagnostics.add(
                arrow,
                format!("unexpected `{arrow}` before an activation"),
                format!("write `{layer}`"),
            );
        }
        self.arrow(link, is_last, diagnostics);
        let (term, word) = roles(&link.stage, open, diagnostics);
        if let Some(Term::Repeat(repeat)) = term {
            return self.repeat(repeat, &link.stage, word, diagnostics);
        }
        let fallback = link.arrow.as_ref().map_or(SpanRange::from(Span::call_site()), SpanRange::from);
        let place = term.map_or(fallback, SpanRange::from);
        let parts = match term {
            Some(term) => layers::parts(&Request { term, input: &self.shape, scope: self.scope }, diagnostics),
            None => CheckedLayer::guess(&self.shape),
        };
        let is_output = is_last && self.scope.role == Role::Network && self.copies.is_empty();
        self.push(parts, place, &link.stage, word.map(|word| (word, is_output)), diagnostics);
    }

    /// Adds a layer, unless it only changes the shape.
    fn push(
        &mut self,
        parts: CheckedLayer,
        place: SpanRange,
        stage: &Stage,
        written: Option<(&Word, bool)>,
        diagnostics: &mut Diagnostics,
    ) {
        let input = std::mem::replace(&mut self.shape, parts.output.clone());
        if self.scope.role != Role::Network {
            self.trace.push((place, parts.output.clone()));
        }
        self.assertions.extend(parts.assertions);
        self.doc_links.extend(doc_links(stage, parts.kind.as_ref(), &parts.output));
        let is_first = self.layers.is_empty();
        self.takes = parts.takes;
        let written = written.filter(|(word, _)| parts.takes.allows(stage, is_first, word, diagnostics));
        let Some(kind) = parts.kind else { return without_field(stage, diagnostics) };
        let name = self.label(stage, place.start, diagnostics);
        let output = parts.output;
        self.layers.push(Layer {
            name,
            kind,
            input,
            activation: written
                .map_or_else(Activation::none, |(word, is_output)| activation(word, &output, is_output, diagnostics)),
            initializer: parts.initializer,
            words: parts.words,
            span: place.start,
            output,
        });
    }

    /// ChainChecker follow `=>`, and every `=>` is followed by a stage.
    fn arrow(&self, link: &Link, is_last: bool, diagnostics: &mut Diagnostics) {
        let Stage { label, terms, .. } = &link.stage;
        match (label, &link.arrow) {
            (Some(label), _) if terms.is_empty() => diagnostics.add(
                label,
                format!("the layer `{label}` is empty"),
                format!("write its width, as in `{label}: 4 relu`"),
            ),
            (None, Some(arrow)) if terms.is_empty() && is_last => {
                diagnostics.add(arrow, "expected a layer after `=>`", "write a layer here, or remove the arrow");
            }
            (None, Some(arrow)) if terms.is_empty() && arrow.to_string() == "," => {
                diagnostics.add(arrow, "unexpected `,` before `=>`", "remove it");
            }
            (None, Some(arrow)) if terms.is_empty() => {
                diagnostics.add(
                    arrow,
                    "expected a layer between two arrows",
                    "write a layer here, or remove one arrow",
                );
            }
            (_, Some(arrow)) if !arrow.right => {
                let is_comma = self.scope.role == Role::Concat && self.copies.is_empty() && arrow.to_string() == ",";
                let (expected, help) = match arrow.to_string().as_str() {
                    _ if is_comma => ("|", "write `|` between two branches"),
                    "|" => ("=>", "write `=>` between two layers; branches stand in `concat(4 relu | 4 tanh)`"),
                    _ => ("=>", "write `=>` between two layers"),
                };
                diagnostics.add(arrow, format!("expected `{expected}`, found `{arrow}`"), help);
            }
            _ => {}
        }
    }

    /// The user's label if it can be a field of its own, else `layer1`, `layer2`, …
    fn label(&mut self, stage: &Stage, span: Span, diagnostics: &mut Diagnostics) -> Ident {
        let number = self.layers.len() + 1;
        let numbered = format_ident!("layer{number}", span = span);
        let Some(label) = &stage.label else { return numbered };
        let text = label.to_string();
        if let Some(equals) = &stage.equals {
            let message = format!("expected `:` after the label `{text}`, found `=`");
            diagnostics.add(equals, message, format!("write `{text}: …`"));
        }
        let copy = copy(label, &self.copies);
        if text == "_" || syn::parse2::<Ident>(label.to_token_stream()).is_err() {
            let help = "labels are names of fields, as in `hidden: 4 relu`";
            diagnostics.add(label, format!("`{text}` cannot be a label"), help);
        } else if copy != numbered && is_numbered(&copy.to_string()) {
            let message = format!("the label `{copy}` would name layer {number}");
            diagnostics.add(label, message, format!("write `{numbered}`, or a name that tells what it does"));
        } else if let ([layer], Some(_)) = (stage.terms.as_slice(), activation_row(&text)) {
            let message = format!("`{text}` is an activation, and cannot be a label");
            diagnostics.add(label, message, format!("write `{} {text}`", layer.text()));
        } else if !self.labels.insert(copy.clone()) {
            diagnostics.add(label, format!("two layers have the label `{copy}`"), "give each layer a label of its own");
        } else {
            return copy;
        }
        numbered
    }

    fn network(self, owner: Span) -> Network {
        let Self { input, shape, mut layers, assertions, doc_links, .. } = self;
        let output = layers.pop().unwrap_or_else(|| placeholder(&input, &shape, owner));
        Network { input, hidden: layers, output, result: shape, assertions, doc_links }
    }
}

/// The label of a copy: `block2`, or `block2_1` in a chain that is repeated inside another.
fn copy(label: &Ident, copies: &[usize]) -> Ident {
    let mut name = label.to_string();
    for copy in copies {
        let separator = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        name = format!("{name}{separator}{copy}");
    }
    if copies.is_empty() { label.clone() } else { format_ident!("{name}", span = label.span()) }
}

/// What explains the options of a layer, and a word that only changes the shape.
fn doc_links(stage: &Stage, kind: Option<&Kind>, output: &Shape) -> Vec<DocLink> {
    let Some(word) = stage.terms.first().and_then(Term::word) else { return Vec::new() };
    let own = match kind {
        None => return vec![DocLink { item: layers::marker_name(output), span: SpanRange::from(word).start }],
        Some(Kind::Plain(plain)) => plain.type_name,
        Some(Kind::Residual { .. }) => "Residual",
        Some(Kind::Concat(_)) => "Concat",
        Some(Kind::Path { .. }) => return Vec::new(),
    };
    let options = word.arguments.iter().flat_map(|arguments| &arguments.list);
    let named = options.filter_map(|option| Some((option.name.as_ref()?, option.value.first().and_then(Term::word))));
    let mention = |(name, value): (&Ident, Option<&Word>)| {
        let slides = ["stride", "padding", "dilation"].iter().any(|known| name == known);
        let item = if slides { "Sliding" } else { own };
        let value = value.filter(|_| slides).map(|value| SpanRange::from(value).start);
        [Some(name.span()), value].into_iter().flatten().map(move |span| DocLink { item, span })
    };
    named.flat_map(mention).collect()
}

/// What only changes the shape has no field to name.
fn without_field(stage: &Stage, diagnostics: &mut Diagnostics) {
    if let (Some(label), Some(term)) = (&stage.label, stage.terms.first()) {
        let message = format!("`{}` takes no label", term.text());
        diagnostics.add(label, message, format!("remove `{label}`: it is no layer, only another shape"));
    }
}

/// Stands in for a layer where there is none.
fn placeholder(input: &Shape, output: &Shape, span: Span) -> Layer {
    Layer {
        name: format_ident!("layer1", span = span),
        kind: Kind::Plain(Plain::dense(input.flat(), output.flat(), true)),
        input: input.clone(),
        output: output.clone(),
        activation: Activation::none(),
        initializer: None,
        words: layers::dense_words(&input.flat(), &output.flat(), true),
        span,
    }
}

/// Whether a label looks like the name of an unlabelled layer.
fn is_numbered(label: &str) -> bool {
    label.strip_prefix("layer").is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}
