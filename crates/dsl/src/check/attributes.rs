//! The attributes of a definition: on which of the generated items each belongs.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::ast::Attribute;
use crate::checked::Attributes;
use crate::diagnostics::Diagnostics;

/// Attributes of Rust that say something about other items than structs.
const MISPLACED: &[(&str, &[&str])] = &[
    (
        "functions",
        &[
            "bench",
            "cold",
            "export_name",
            "ignore",
            "inline",
            "instruction_set",
            "link_section",
            "naked",
            "no_mangle",
            "panic_handler",
            "proc_macro",
            "proc_macro_attribute",
            "proc_macro_derive",
            "should_panic",
            "target_feature",
            "test",
            "track_caller",
        ],
    ),
    ("statics", &["global_allocator", "used"]),
    ("implementations", &["automatically_derived"]),
    ("macros", &["collapse_debuginfo", "macro_export"]),
    ("modules", &["debugger_visualizer", "macro_use", "path"]),
    ("foreign items", &["link", "link_name", "link_ordinal", "no_link"]),
    (
        "crates",
        &[
            "crate_name",
            "crate_type",
            "feature",
            "no_builtins",
            "no_implicit_prelude",
            "no_main",
            "no_std",
            "recursion_limit",
            "type_length_limit",
            "windows_subsystem",
        ],
    ),
];

/// Attributes that would fight with ours are a mistake; the rest are the user's.
///
/// What configures belongs on every item, or some would be left without the struct. Lints that are
/// allowed are allowed in all that is generated, and so is a deprecated name: nobody but the user's
/// own code is to be warned of it.
pub fn attributes(attributes: &[Attribute], diagnostics: &mut Diagnostics) -> Attributes {
    let mut sorted = Attributes::default();
    for attribute in attributes.iter().flat_map(Attribute::flattened) {
        if !(layout(&attribute, diagnostics)
            && derives(&attribute, diagnostics)
            && belongs_on_structs(&attribute, diagnostics))
        {
            continue;
        }
        sorted.on_struct.extend(attribute.to_token_stream());
        match attribute.word().map(|word| word.to_string()).as_deref() {
            Some("cfg") => {
                sorted.configured = true;
                sorted.elsewhere.extend(attribute.to_token_stream());
            }
            Some("allow") => sorted.elsewhere.extend(attribute.to_token_stream()),
            Some("expect") => sorted.elsewhere.extend(attribute.renamed("allow").to_token_stream()),
            Some("deprecated") => sorted.elsewhere.extend(quote!(#[allow(deprecated)])),
            Some("doc") => sorted.documented |= attribute.is_text() && attribute.predicates.is_empty(),
            _ => {}
        }
    }
    sorted
}

/// The parameters of a network are read as one slice, so its layout is not the user's to change.
fn layout(attribute: &Attribute, diagnostics: &mut Diagnostics) -> bool {
    let Some(word) = attribute.word().filter(|word| word == "repr") else { return true };
    diagnostics.add(&word, "the layout of a network is fixed", "remove this `repr`");
    false
}

/// What the macro implements anyway.
fn derives(attribute: &Attribute, diagnostics: &mut Diagnostics) -> bool {
    if attribute.word().is_none_or(|word| word != "derive") {
        return true;
    }
    let ours = ["Clone", "Copy", "Debug", "PartialEq"].into_iter().find_map(|name| attribute.find(name));
    let Some(name) = ours else { return true };
    let help = match name.to_string().as_str() {
        "Clone" | "Copy" => "remove it: a network is cloned in its `Box`, so that it never crosses the stack",
        _ => "remove it: every network has it",
    };
    diagnostics.add(&name, format!("a network cannot derive `{name}`"), help);
    false
}

/// `#[inline]` and the like would be an error or a warning of the compiler's in generated code.
fn belongs_on_structs(attribute: &Attribute, diagnostics: &mut Diagnostics) -> bool {
    let Some(word) = attribute.word() else { return true };
    let Some((items, _)) = MISPLACED.iter().find(|(_, words)| words.iter().any(|known| word == known)) else {
        return true;
    };
    diagnostics.add(&word, format!("`{word}` cannot be on a network"), format!("remove it: it belongs on {items}"));
    false
}

impl Attribute {
    /// The attributes that a `cfg_attr` holds, each with what it depends on; any other as it is.
    fn flattened(&self) -> Vec<Self> {
        if self.word().is_none_or(|word| word != "cfg_attr") {
            return vec![self.clone()];
        }
        let Some(TokenTree::Group(group)) = self.content.clone().into_iter().nth(1) else { return vec![self.clone()] };
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let mut parts = tokens.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ','));
        let predicate = parts.next().unwrap_or_default().iter().cloned().collect();
        let predicates: Vec<TokenStream> = self.predicates.iter().cloned().chain([predicate]).collect();
        let inside = parts.filter(|part| !part.is_empty()).map(|part| Self {
            predicates: predicates.clone(),
            content: part.iter().cloned().collect(),
            ..self.clone()
        });
        inside.flat_map(|attribute| attribute.flattened()).collect()
    }

    /// The word that it is: `derive` of `#[derive(Default)]`, `no_mangle` of
    /// `#[unsafe(no_mangle)]`; nothing for a path.
    fn word(&self) -> Option<Ident> {
        let mut tokens = self.content.clone().into_iter();
        let (TokenTree::Ident(word), next) = (tokens.next()?, tokens.next()) else { return None };
        match next {
            Some(TokenTree::Punct(colon)) if colon.as_char() == ':' => None,
            Some(TokenTree::Group(group)) if word == "unsafe" => {
                Self { content: group.stream(), ..self.clone() }.word()
            }
            _ => Some(word),
        }
    }

    /// Whether it reads `doc = "…"`, as a comment does.
    fn is_text(&self) -> bool {
        matches!(self.content.clone().into_iter().nth(1), Some(TokenTree::Punct(_)))
    }

    /// The same with another word.
    fn renamed(&self, name: &str) -> Self {
        let mut tokens = self.content.clone().into_iter();
        let word = tokens.next().map(|word| Ident::new(name, word.span()));
        Self { content: word.into_iter().map(TokenTree::from).chain(tokens).collect(), ..self.clone() }
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { pound, predicates, content } = self;
        let written = content.clone();
        let content = predicates.iter().rev().fold(written, |inner, predicate| quote!(cfg_attr(#predicate, #inner)));
        tokens.extend(quote_spanned!(*pound=> #[#content]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of attributes: on the struct, on all else, and mistakes.
    fn sorted(source: &str) -> (String, String, usize) {
        let definition: crate::ast::Definition =
            syn::parse_str(&format!("{source} struct A = 2 => 1;")).expect("a definition");
        let mut diagnostics = Diagnostics::default();
        let Attributes { on_struct, elsewhere, .. } = attributes(&definition.attributes, &mut diagnostics);
        (on_struct.to_string().replace(' ', ""), elsewhere.to_string().replace(' ', ""), diagnostics.len())
    }

    /// Every attribute of the reference's list of those that are built in is in one of these rows,
    /// or in [`MISPLACED`].
    #[test]
    fn each_attribute_goes_where_it_belongs() {
        let rows = [
            ("#[cfg(test)]", "#[cfg(test)]"),
            ("#[cfg_attr(a, cfg(b))]", "#[cfg_attr(a,cfg(b))]"),
            ("#[cfg_attr(a, must_use, cfg_attr(b, allow(c)))]", "#[cfg_attr(a,cfg_attr(b,allow(c)))]"),
            ("#[allow(dead_code)]", "#[allow(dead_code)]"),
            ("#[expect(dead_code)]", "#[allow(dead_code)]"),
            ("#[deprecated]", "#[allow(deprecated)]"),
            ("#[deprecated(note = \"old\")]", "#[allow(deprecated)]"),
            ("#[warn(missing_docs)]", ""),
            ("#[deny(missing_docs)]", ""),
            ("#[forbid(missing_docs)]", ""),
            ("#[derive(Default)]", ""),
            ("#[doc(hidden)]", ""),
            ("#[must_use]", ""),
            ("#[non_exhaustive]", ""),
            ("#[diagnostic::on_unimplemented]", ""),
            ("#[diagnostic::do_not_recommend]", ""),
            ("#[rustfmt::skip]", ""),
            ("#[my::inline]", ""),
            ("#[serde(repr)]", ""),
        ];
        for (source, elsewhere) in rows {
            let flat =
                source.replace(' ', "").replace(",cfg_attr(b,allow(c)))]", ")]#[cfg_attr(a,cfg_attr(b,allow(c)))]");
            assert_eq!(sorted(source), (flat, elsewhere.to_owned(), 0), "{source}");
        }
        for word in MISPLACED.iter().flat_map(|(_, words)| *words).chain(&["repr"]) {
            for source in [format!("#[{word}]"), format!("#[{word}(x)]"), format!("#[cfg_attr(a, unsafe({word} = 1))]")]
            {
                assert_eq!(sorted(&source), (String::new(), String::new(), 1), "{source}");
            }
        }
    }
}
