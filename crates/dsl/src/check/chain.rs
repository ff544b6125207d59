//! The stages of a network or a branch, one after the other.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};

use super::activation::activation;
use super::definitions::Definitions;
use super::doc_links::doc_links;
use super::input::{brackets, input, length};
use super::layers::{self, Accepts, CheckedLayer, Request};
use super::order::with_activation;
use super::scope::{CheckedBranch, Role, Scope};
use super::stage::roles;
use crate::ast::{self, Branch, Link, Stage, Term, Word};
use crate::checked::{Assertion, ChainOrigins, DocLink, LayerOrigins};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Chain, Dense, Kind, Layer, Shape};
use crate::words::activation_row;

/// Checks a network at `owner`; `known` are those that the same invocation defines
/// before.
pub fn network(
    chain: &ast::Chain,
    name: &Ident,
    owner: Span,
    known: &Definitions,
    diagnostics: &mut Diagnostics,
) -> (Chain, ChainOrigins) {
    brackets(chain, diagnostics);
    length(chain, owner, diagnostics);
    let mut assertions = Vec::new();
    let input = input(&chain.input, chain.links.is_empty(), &mut assertions, diagnostics);
    let scope = Scope { known, name, role: Role::Network, check_branch: branch };
    let mut checker = ChainChecker { assertions, ..ChainChecker::new(scope, input) };
    checker.links(&chain.links, diagnostics);
    if checker.layers.is_empty() && checker.sound && !chain.links.is_empty() {
        let help = "a network reads `2 => 4 relu => 1 sigmoid`";
        diagnostics.add(&chain.links[0].stage.terms[0], "a network needs a layer that computes something", help);
    }
    checker.chain(owner)
}

/// A network in place of one that is not there.
pub fn nothing(span: Span) -> (Chain, ChainOrigins) {
    let name = Ident::new("Network", span);
    let scope = Scope { known: &Definitions::NONE, name: &name, role: Role::Network, check_branch: branch };
    ChainChecker::new(scope, Shape::guess()).chain(span)
}

/// The chain in the parentheses of a word.
fn branch(scope: Scope, branch: &Branch, input: &Shape, diagnostics: &mut Diagnostics) -> CheckedBranch {
    let mut checker = ChainChecker::new(scope, input.clone());
    checker.beginning(branch, diagnostics);
    checker.links(&branch.links, diagnostics);
    if checker.layers.is_empty() && checker.sound {
        let place = branch.links.first().and_then(|link| link.stage.terms.first());
        let place = place.map_or(SpanRange::from(branch.open), SpanRange::from);
        diagnostics.add(place, "this branch has no layer", "write one, such as `4 relu`");
        checker.sound = false;
    }
    let (changed, sound) = (checker.changed(branch.open), checker.sound);
    let (chain, origins) = checker.chain(branch.open);
    CheckedBranch { chain, origins, changed, sound }
}

/// A chain on the way from its first stage to its last.
pub struct ChainChecker<'a> {
    scope: Scope<'a>,
    input: Shape,
    /// What flows into the next stage.
    pub shape: Shape,
    /// What may follow the stage before; nothing, if there is a mistake in that.
    accepts: Accepts,
    pub layers: Vec<Layer>,
    /// Where each of them comes from.
    origins: Vec<LayerOrigins>,
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

impl<'a> ChainChecker<'a> {
    fn new(scope: Scope<'a>, input: Shape) -> Self {
        Self {
            scope,
            shape: input.clone(),
            input,
            accepts: Accepts::Nothing,
            layers: Vec::new(),
            origins: Vec::new(),
            labels: BTreeSet::new(),
            assertions: Vec::new(),
            doc_links: Vec::new(),
            copies: Vec::new(),
            sound: true,
            trace: Vec::new(),
        }
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
                index.checked_sub(1).filter(|_| self.accepts == Accepts::Activation).map(|before| &links[before].stage);
            self.link(link, open, index + 1 == links.len(), diagnostics);
            if diagnostics.len() > before {
                (self.sound, self.accepts) = (false, Accepts::Nothing);
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
        let is_output = is_last && self.copies.is_empty();
        let checked = match term {
            Some(Term::Outputs(_)) if !is_output || self.scope.role != Role::Network => {
                let help = "go on inside of them, or put branches side by side, as in `concat(8 relu | 8 tanh) => 4`";
                diagnostics.add(place, "several outputs are the end of a network", help);
                CheckedLayer::guess(&self.shape)
            }
            Some(term) => layers::check(&Request { term, input: &self.shape, scope: self.scope }, diagnostics),
            None => CheckedLayer::guess(&self.shape),
        };
        let is_output = is_output && matches!(self.scope.role, Role::Network | Role::Output);
        self.push(checked, place, &link.stage, word.map(|word| (word, is_output)), diagnostics);
    }

    /// Adds a layer, unless it only changes the shape.
    fn push(
        &mut self,
        checked: CheckedLayer,
        place: SpanRange,
        stage: &Stage,
        written: Option<(&Word, bool)>,
        diagnostics: &mut Diagnostics,
    ) {
        let CheckedLayer { kind, output, accepts, initializer, assertions, branches } = checked;
        let input = std::mem::replace(&mut self.shape, output.clone());
        if self.scope.role != Role::Network {
            self.trace.push((place, output.clone()));
        }
        self.assertions.extend(assertions);
        self.doc_links.extend(doc_links(stage, kind.as_ref(), &output));
        let is_first = self.layers.is_empty();
        self.accepts = accepts;
        let written = written.filter(|(word, _)| accepts.allows(stage, is_first, word, diagnostics));
        let Some(kind) = kind else { return without_field(stage, diagnostics) };
        let name = match kind {
            Kind::Outputs(_) if stage.label.is_none() => self.outputs(place.start),
            _ => self.label(stage, place.start, diagnostics),
        };
        let activation = written.and_then(|(word, is_output)| activation(word, &output, is_output, diagnostics));
        let at = LayerOrigins::at(place.start);
        self.origins.push(LayerOrigins {
            name: name.span(),
            activation: written.map_or(at.activation, |(word, _)| SpanRange::from(word).start),
            initializer: initializer.map_or(at.initializer, |(_, origins)| origins),
            mistaken_activation: written
                .map(|(word, _)| word.text())
                .filter(|text| activation.as_ref().is_none_or(|activation| activation.to_string() != *text)),
            branches,
            ..at
        });
        let initializer = initializer.map(|(initializer, _)| initializer);
        self.layers.push(Layer { name: name.to_string(), kind, input, output, activation, initializer });
    }

    /// Stages follow `=>`, and every `=>` is followed by a stage.
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

    /// The user's label if it can be a field's name, else `layer1`, `layer2`, …
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

    /// The name of outputs that have no label.
    fn outputs(&self, span: Span) -> Ident {
        let name = Ident::new("outputs", span);
        if self.labels.contains(&name) { format_ident!("layer{}", self.layers.len() + 1, span = span) } else { name }
    }

    fn chain(self, owner: Span) -> (Chain, ChainOrigins) {
        let Self { input, shape: output, layers: mut hidden, origins: mut hidden_origins, .. } = self;
        let Self { assertions, doc_links, .. } = self;
        let last = hidden.pop().unwrap_or_else(|| placeholder(&input, &output));
        let last_origins = hidden_origins.pop().unwrap_or_else(|| LayerOrigins::at(owner));
        let origins = ChainOrigins { hidden: hidden_origins, last: last_origins, assertions, doc_links };
        (Chain { input, hidden, last, output }, origins)
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

/// What only changes the shape has no field to name.
fn without_field(stage: &Stage, diagnostics: &mut Diagnostics) {
    if let (Some(label), Some(term)) = (&stage.label, stage.terms.first()) {
        let message = format!("`{}` takes no label", term.text());
        diagnostics.add(label, message, format!("remove `{label}`: it is no layer, only another shape"));
    }
}

/// A layer in place of one that is not there.
fn placeholder(input: &Shape, output: &Shape) -> Layer {
    Layer {
        name: "layer1".to_owned(),
        kind: Kind::Dense(Dense { inputs: input.flat(), outputs: output.flat(), bias: true }),
        input: input.clone(),
        output: output.clone(),
        activation: None,
        initializer: None,
    }
}

/// Whether a label looks like the name of an unlabelled layer.
fn is_numbered(label: &str) -> bool {
    label.strip_prefix("layer").is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}
