//! Which item of ours explains a word.

use proc_macro2::Ident;

use crate::ast::{Stage, Term, Word};
use crate::checked::DocLink;
use crate::diagnostics::SpanRange;
use crate::model::{Kind, Shape};

/// What explains the options of a layer, and a word that only changes the shape.
pub fn doc_links(stage: &Stage, kind: Option<&Kind>, output: &Shape) -> Vec<DocLink> {
    let Some(word) = stage.terms.first().and_then(Term::word) else { return Vec::new() };
    let Some(kind) = kind else {
        return vec![DocLink { item: output.marker(), span: SpanRange::from(word).start }];
    };
    let Some(own) = kind.type_name() else { return Vec::new() };
    let options = word.arguments.iter().flat_map(|arguments| &arguments.list);
    let named = options.filter_map(|option| Some((option.name.as_ref()?, option.value.first().and_then(Term::word))));
    let link = |(name, value): (&Ident, Option<&Word>)| {
        let slides = ["stride", "padding", "dilation"].iter().any(|known| name == known);
        let item = if slides { "Sliding" } else { own };
        let value = value.filter(|_| slides).map(|value| SpanRange::from(value).start);
        [Some(name.span()), value].into_iter().flatten().map(move |span| DocLink { item, span })
    };
    named.flat_map(link).collect()
}
