//! ast → model: one small function per rule, all mistakes reported together.
//!
//! Every rule returns something plausible even where it finds a mistake. What goes on from there finds the other mistakes,
//! and the struct that the user asked for exists, so that no error about a missing type follows.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::Result;

use crate::ast::{self, Argument, Attribute, Chain, Content, Link, Number, Stage, Term, Word, opening, opening_span};
use crate::mistakes::{Mistakes, Place, mistake};
use crate::model::{
    Activation, Definition, Expression, Extent, Function, Initializer, Invocation, Kind, Layer, Network, Ratio, Shape,
};
use crate::words::{
    ACTIVATIONS, ActivationWord, FOREIGN_ACTIVATIONS, FOREIGN_INITIALIZERS, FOREIGN_LAYERS, FOREIGN_OPTIONS,
    INITIALIZERS, nearest,
};

/// The widest layer there may be: a typing error more than a network.
const WIDEST: u64 = 1 << 24;

/// Every layer that goes by a word; a bare number is a `dense`.
const LAYERS: &[LayerWord] = &[LayerWord { word: "dense", check: dense }];

/// A row of [`LAYERS`].
struct LayerWord {
    word: &'static str,
    check: fn(&Word, &mut Mistakes) -> Parts,
}

/// What a layer's own words say about it.
struct Parts {
    kind: Kind,
    output: Shape,
    initializer: Option<Initializer>,
}

/// Checks everything that one `network!` defines.
pub fn invocation(content: Content) -> (Invocation, Mistakes) {
    let mut mistakes = Mistakes::default();
    let invocation = match content {
        Content::Definitions(asts) => Invocation::Definitions(definitions(asts, &mut mistakes)),
        Content::Expression(ast) => Invocation::Expression(Box::new(expression(ast, &mut mistakes))),
    };
    (invocation, mistakes)
}

fn definitions(asts: Vec<Result<ast::Definition>>, mistakes: &mut Mistakes) -> Vec<Definition> {
    let mut definitions: Vec<Definition> = Vec::new();
    for ast in asts {
        match ast.map(|ast| definition(ast, mistakes)) {
            Err(error) => mistakes.extend([error]),
            Ok(definition) if is_defined(&definition.name, &definitions, mistakes) => {}
            Ok(definition) => definitions.push(definition),
        }
    }
    definitions
}

/// Two structs of one name.
fn is_defined(name: &Ident, definitions: &[Definition], mistakes: &mut Mistakes) -> bool {
    let defined = definitions.iter().any(|definition| definition.name == *name);
    if defined {
        mistakes.add(name, format!("`{name}` is defined twice"), "give each network a name of its own");
    }
    defined
}

fn definition(ast: ast::Definition, mistakes: &mut Mistakes) -> Definition {
    mistakes.extend(ast.faults);
    let span = ast.name.span();
    let network = match &ast.chain {
        Some(chain) => network(chain, span, mistakes),
        None => nothing(span),
    };
    Definition {
        documented: ast.attributes.iter().any(|attribute| attribute.word().is_some_and(|word| word == "doc")),
        attributes: attributes(&ast.attributes, mistakes),
        visibility: ast.visibility,
        name: ast.name,
        network,
    }
}

/// Attributes that would fight with ours are a mistake; the rest are the user's.
fn attributes(attributes: &[Attribute], mistakes: &mut Mistakes) -> TokenStream {
    let kept = attributes.iter().filter(|attribute| layout(attribute, mistakes) && derives(attribute, mistakes));
    kept.map(|attribute| &attribute.tokens).cloned().collect()
}

/// The parameters of a network are read as one slice, so its layout is not the user's to change.
fn layout(attribute: &Attribute, mistakes: &mut Mistakes) -> bool {
    let Some(word) = attribute.find("repr") else { return true };
    mistakes.add(&word, "the layout of a network is fixed", "remove this `repr`");
    false
}

/// What the macro implements anyway.
fn derives(attribute: &Attribute, mistakes: &mut Mistakes) -> bool {
    if attribute.word().is_none_or(|word| word != "derive") {
        return true;
    }
    let ours = ["Clone", "Copy", "Debug", "PartialEq"].into_iter().find_map(|name| attribute.find(name));
    let Some(name) = ours else { return true };
    let help = match name.to_string().as_str() {
        "Clone" | "Copy" => "remove it: a network is cloned in its `Box`, so that it never crosses the stack",
        _ => "remove it: every network has it",
    };
    mistakes.add(&name, format!("a network cannot derive `{name}`"), help);
    false
}

fn expression(ast: ast::Expression, mistakes: &mut Mistakes) -> Expression {
    let here = Span::mixed_site();
    let definition = Definition {
        attributes: TokenStream::new(),
        documented: false,
        visibility: TokenStream::new(),
        name: Ident::new("Network", here),
        network: network(&ast.chain, here, mistakes),
    };
    let seed = match &ast.seed {
        Some(setting) => seed(setting, mistakes),
        None => Literal::u64_unsuffixed(0).into_token_stream(),
    };
    mistakes.extend(ast.faults);
    Expression { definition, seed }
}

/// `seed = 7`
fn seed(setting: &Argument, mistakes: &mut Mistakes) -> TokenStream {
    match &setting.name {
        Some(name) if name != "seed" => {
            mistakes.add(name, format!("unknown option `{name}`"), did_you_mean(Some("seed"), ""));
        }
        None => {
            match setting.value.as_slice() {
                [Term::Word(word), Term::Stray(token), ..] if is_colon(token) => {
                    wrong_assignment(word, token, mistakes);
                }
                [first, ..] => mistakes.add(first, "expected `seed =` after the `;`", "write `; seed = 7`"),
                [] => mistakes.add(setting.end, "expected `seed =` after the `;`", "write `; seed = 7`"),
            }
            return TokenStream::new();
        }
        Some(_) => {}
    }
    match value(setting, mistakes) {
        Some(Term::Shape(shape)) if let [number] = shape.extents.as_slice() => seed_number(number, mistakes),
        Some(Term::Word(word)) if word.arguments.is_none() => word.path.tokens.clone(),
        Some(term) => bad_seed(term, mistakes),
        None => TokenStream::new(),
    }
}

fn seed_number(number: &Number, mistakes: &mut Mistakes) -> TokenStream {
    match syn::parse_str::<syn::LitInt>(&number.digits) {
        Ok(literal)
            if number.minus.is_none() && literal.suffix().is_empty() && literal.base10_parse::<u64>().is_ok() =>
        {
            literal.token().into_token_stream()
        }
        _ => bad_seed(number, mistakes),
    }
}

fn bad_seed(place: impl Into<Place>, mistakes: &mut Mistakes) -> TokenStream {
    mistakes.add(
        place,
        "a seed is a whole number from 0 to 2⁶⁴ − 1",
        "write a number such as `7`, or the path of a `u64`",
    );
    TokenStream::new()
}

fn network(chain: &Chain, owner: Span, mistakes: &mut Mistakes) -> Network {
    brackets(chain, mistakes);
    length(chain, owner, mistakes);
    let input = input(&chain.input, chain.links.is_empty(), mistakes);
    let mut shape = input.clone();
    let mut layers: Vec<Layer> = Vec::new();
    for link in &chain.links {
        let is_last = layers.len() + 1 == chain.links.len();
        let layer = layer(link, &shape, &layers, is_last, mistakes);
        shape = layer.output.clone();
        layers.push(layer);
    }
    let output = layers.pop().unwrap_or_else(|| placeholder(&input, owner));
    Network { input, hidden: layers, output }
}

/// Stands in for a network where there is none.
fn nothing(span: Span) -> Network {
    let input = Shape::from(Extent::Number(1));
    Network { output: placeholder(&input, span), input, hidden: Vec::new() }
}

/// Stands in for a layer where there is none.
fn placeholder(input: &Shape, span: Span) -> Layer {
    Layer {
        name: format_ident!("layer1", span = span),
        kind: Kind::Dense { bias: true },
        input: input.clone(),
        output: Extent::Number(1).into(),
        activation: identity(span),
        initializer: None,
        span,
    }
}

/// Angle brackets come in pairs.
fn brackets(chain: &Chain, mistakes: &mut Mistakes) {
    match (&chain.open, &chain.close) {
        (Some(open), None) => mistakes.add(open, "this `<` is never closed", "end the network with `>`"),
        (None, Some(close)) => {
            mistakes.add(close, "this `>` closes nothing", "remove it, or open the network with `<`");
        }
        _ => {}
    }
}

/// An input and a layer are the least there is to a network.
fn length(chain: &Chain, owner: Span, mistakes: &mut Mistakes) {
    let help = "a network reads `2 => 4 relu => 1 sigmoid`";
    match (chain.input.terms.as_slice(), chain.links.as_slice()) {
        ([], []) => {
            mistakes.add(chain.open.as_ref().map_or(owner, |open| open.spans[0]), "this network is empty", help);
        }
        ([], [first, ..]) => mistakes.add(&first.arrow, "expected the width of the input before `=>`", help),
        ([Term::Stray(_), ..], []) => {} // its input is not even a width
        ([Term::Word(word), ..], []) if !word.path.is_constant() => {}
        ([_, rest @ ..], []) if let Some(second) = rest.iter().find(|term| matches!(term, Term::Shape(_))) => {
            superfluous(second, mistakes);
        }
        ([only, ..], []) => mistakes.add(only, "a network needs a layer behind its input", help),
        _ => {}
    }
}

/// The input is a shape and nothing else; where it is all there is, that is mistake enough.
fn input(stage: &Stage, alone: bool, mistakes: &mut Mistakes) -> Shape {
    if let Some(label) = &stage.label {
        mistakes.add(label, "the input takes no label", format!("remove `{label}`"));
    }
    let (shape, rest) = match stage.terms.as_slice() {
        [] => return Extent::Number(1).into(),
        [Term::Word(word), Term::Shape(shape), rest @ ..] if !word.path.is_constant() => {
            mistakes.add(word, "the input takes no activation", "write its width only");
            (extents(shape, mistakes), rest)
        }
        [Term::Shape(shape), rest @ ..] => (extents(shape, mistakes), rest),
        [Term::Word(word), rest @ ..] => (constant(word, mistakes).into(), rest),
        [Term::Stray(token), rest @ ..] => {
            stray(token, mistakes);
            (Extent::Number(1).into(), rest)
        }
    };
    match rest.first() {
        Some(_) if alone || matches!(stage.terms.as_slice(), [Term::Word(word), ..] if !word.path.is_constant()) => {}
        Some(Term::Word(word)) => mistakes.add(word, "the input takes no activation", "write its width only"),
        Some(term) => superfluous(term, mistakes),
        None => {}
    }
    shape
}

/// `WIDTH`
fn constant(word: &Word, mistakes: &mut Mistakes) -> Extent {
    if !word.path.is_constant() {
        let help = "write a number such as `4`, or a constant such as `WIDTH`";
        mistakes.add(word, format!("expected a width, found `{}`", word.path), help);
        return Extent::Number(1);
    }
    if let Some(arguments) = &word.arguments {
        mistakes.add(arguments.open, "a width takes no arguments", "remove the parentheses");
    }
    Extent::Constant(word.path.clone())
}

/// The extents of a shape, or one that fits everything if any is wrong.
fn extents(shape: &ast::Shape, mistakes: &mut Mistakes) -> Shape {
    let (widths, wrong): (Vec<_>, Vec<_>) = shape.extents.iter().map(width).partition(Result::is_ok);
    if wrong.is_empty() {
        return Shape(widths.into_iter().flatten().map(Extent::Number).collect());
    }
    mistakes.extend(wrong.into_iter().filter_map(Result::err));
    Extent::Number(1).into()
}

/// A width is a plain whole number from 1 to [`WIDEST`].
fn width(number: &Number) -> Result<usize> {
    let text = number.text();
    let digits = number.digits.replace('_', "");
    let is_whole = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let (message, help) = match digits.parse::<u64>() {
        _ if digits.is_empty() => ("expected a number after `x`".to_owned(), "a shape reads `28x28`".to_owned()),
        _ if number.minus.is_some() => (format!("the width `{text}` is negative"), "write `1` or more".to_owned()),
        Ok(0) => ("a width cannot be zero".to_owned(), "write `1` or more".to_owned()),
        Ok(width @ 1..=WIDEST) => return Ok(usize::try_from(width).unwrap_or(1)),
        _ if is_whole => (format!("the width `{text}` is too large"), format!("a layer has at most {WIDEST} neurons")),
        _ => (format!("the width `{text}` is not a whole number"), "write decimal digits only, as in `128`".to_owned()),
    };
    Err(mistake(number, message, help))
}

/// One layer with its arrow and its activation.
fn layer(link: &Link, shape: &Shape, before: &[Layer], is_last: bool, mistakes: &mut Mistakes) -> Layer {
    arrow(link, is_last, mistakes);
    let stage = &link.stage;
    let (term, word) = roles(stage, mistakes);
    let span = term.map_or(Place::from(&link.arrow).start, |term| Place::from(term).start);
    let parts = term.map_or_else(Parts::placeholder, |term| parts(term, mistakes));
    if let Some(term) = term {
        flat_input(term, shape, mistakes);
    }
    Layer {
        name: label(stage, before, span, mistakes),
        kind: parts.kind,
        input: shape.flat().into(),
        output: parts.output,
        activation: word.map_or_else(|| identity(span), |word| activation(word, is_last, mistakes)),
        initializer: parts.initializer,
        span,
    }
}

/// Stages follow `=>`, and every `=>` is followed by a stage.
fn arrow(link: &Link, is_last: bool, mistakes: &mut Mistakes) {
    match (&link.stage.label, link.stage.terms.is_empty()) {
        (Some(label), true) => mistakes.add(
            label,
            format!("the layer `{label}` is empty"),
            format!("write its width, as in `{label}: 4 relu`"),
        ),
        (None, true) if is_last => {
            mistakes.add(&link.arrow, "expected a layer after `=>`", "write a layer here, or remove the arrow");
        }
        (None, true) => {
            mistakes.add(&link.arrow, "expected a layer between two arrows", "write a layer here, or remove one arrow");
        }
        _ if !link.arrow.right => {
            mistakes.add(
                &link.arrow,
                format!("expected `=>`, found `{}`", link.arrow),
                "write `=>` between two layers",
            );
        }
        _ => {}
    }
}

/// Which term is the layer and which its activation; the width comes first, and each is there at most once.
fn roles<'a>(stage: &'a Stage, mistakes: &mut Mistakes) -> (Option<&'a Term>, Option<&'a Word>) {
    if let Some(token) = stage.terms.iter().find_map(Term::stray) {
        wrong_token(stage, token, mistakes);
        return (None, None);
    }
    let (roles, rest) = match stage.terms.as_slice() {
        [Term::Word(word), width @ Term::Shape(_), rest @ ..] if is_layer(word) && word.arguments.is_none() => {
            let text = word.text();
            let message = format!("the width of `{text}` stands in parentheses");
            mistakes.add(width, message, format!("write `{text}({})`", width.text()));
            let activation = rest.first().and_then(Term::word);
            ((Some(width), activation), rest.get(usize::from(activation.is_some())..).unwrap_or_default())
        }
        [Term::Word(word), width @ Term::Shape(_), rest @ ..] if is_lowercase_word(word) => {
            let (text, width_text) = (word.text(), width.text());
            mistakes.add(
                word,
                format!("the activation `{text}` stands before its width"),
                format!("write `{width_text} {text}`"),
            );
            ((Some(width), Some(word)), rest)
        }
        [Term::Word(word), rest @ ..] if is_activation(word) => {
            let text = word.text();
            mistakes.add(
                word,
                format!("the activation `{text}` has no layer"),
                format!("write the width before it, as in `4 {text}`"),
            );
            ((None, Some(word)), rest)
        }
        [layer, Term::Word(activation), rest @ ..] => ((Some(layer), Some(activation)), rest),
        [layer, rest @ ..] => ((Some(layer), None), rest),
        [] => ((None, None), &[] as &[Term]),
    };
    if let Some(term) = rest.first() {
        superfluous(term, mistakes);
    }
    roles
}

/// A term for which a stage has no place.
fn superfluous(term: &Term, mistakes: &mut Mistakes) {
    match term {
        Term::Shape(_) => {
            mistakes.add(term, format!("expected `=>` before `{}`", term.text()), "write `=>` between two layers");
        }
        Term::Word(word) => {
            mistakes.add(
                word,
                format!("expected `=>`, found `{}`", word.text()),
                "a layer has one activation; write `=>` before the next layer",
            );
        }
        Term::Stray(token) => stray(token, mistakes),
    }
}

/// A stage with a token that no rule of the grammar knows: one mistake, whatever else stands there.
fn wrong_token(stage: &Stage, token: &TokenTree, mistakes: &mut Mistakes) {
    let word = stage.terms.iter().take_while(|term| term.stray().is_none()).filter_map(Term::word).last();
    match (word, token) {
        (Some(word), TokenTree::Group(group)) if is_layer(word) || is_activation(word) => {
            let text = word.text();
            let message = format!("expected `(` after `{text}`, found `{}`", opening(token));
            mistakes.add(group.span_open(), message, format!("write `{text}({})`", group.stream()));
        }
        _ => stray(token, mistakes),
    }
}

/// A token that no rule of the grammar knows.
fn stray(token: &TokenTree, mistakes: &mut Mistakes) {
    let text = opening(token);
    let help = match text.as_str() {
        "+" | "*" | "/" | "-" | "%" => {
            "a width is a number or a constant; compute it in one, as in `const WIDTH: usize = 28 * 28;`"
        }
        ":" => "a label is a name before its layer, as in `hidden: 4 relu`",
        "." => "layers and activations are single words, as in `4 relu`",
        "(" => "options follow a word, as in `dense(4, bias = false)`; a bare width is a number without parentheses",
        _ if text.starts_with('"') => "names and numbers stand without quotation marks, as in `4 relu`",
        _ => "a network reads `2 => 4 relu => 1 sigmoid`",
    };
    mistakes.add(opening_span(token), format!("unexpected `{text}`"), help);
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

/// `bias: false`
fn wrong_assignment(name: &Word, colon: &TokenTree, mistakes: &mut Mistakes) {
    let text = name.text();
    mistakes.add(colon.span(), format!("expected `=` after `{text}`, found `:`"), format!("write `{text} = …`"));
}

fn is_lowercase_word(word: &Word) -> bool {
    word.arguments.is_none() && word.path.word().is_some() && !word.path.is_constant() && !word.path.is_type()
        || is_activation(word)
}

fn is_layer(word: &Word) -> bool {
    word.path.word().is_some_and(|word| LAYERS.iter().any(|row| word == row.word))
}

fn is_activation(word: &Word) -> bool {
    word.path.word().is_some_and(|word| activation_row(&word.to_string()).is_some())
}

fn activation_row(word: &str) -> Option<&'static ActivationWord> {
    ACTIVATIONS.iter().find(|row| row.word == word)
}

impl Parts {
    /// Stands in for a layer of which nothing is known.
    fn placeholder() -> Self {
        Self::dense(Extent::Number(1))
    }

    fn dense(output: Extent) -> Self {
        Self { kind: Kind::Dense { bias: true }, output: output.into(), initializer: None }
    }
}

/// A bare width is a dense layer; words are looked up.
fn parts(term: &Term, mistakes: &mut Mistakes) -> Parts {
    match term {
        Term::Shape(shape) => Parts::dense(Extent::Number(mistakes.recover(single(shape), 1))),
        Term::Word(word) => match word.path.word().and_then(|name| LAYERS.iter().find(|row| name == row.word)) {
            Some(row) => (row.check)(word, mistakes),
            None if word.path.is_constant() => Parts::dense(constant(word, mistakes)),
            None => unknown_layer(word, mistakes),
        },
        Term::Stray(token) => {
            stray(token, mistakes);
            Parts::placeholder()
        }
    }
}

fn unknown_layer(word: &Word, mistakes: &mut Mistakes) -> Parts {
    let path = &word.path;
    let text = path.to_string();
    let near = nearest(&text, LAYERS.iter().map(|row| row.word), FOREIGN_LAYERS);
    if near.is_none() && (path.is_type() || path.word().is_none()) {
        mistakes.add(
            word,
            format!("a layer of your own, such as `{text}`, is not supported yet"),
            "write a width such as `4`",
        );
    } else {
        mistakes.add(
            word,
            format!("unknown layer `{text}`"),
            did_you_mean(near, "the only layer yet is `dense`, or a width such as `4`"),
        );
    }
    Parts::placeholder()
}

/// A dense layer has one width.
fn single(shape: &ast::Shape) -> Result<usize> {
    let widths = shape.extents.iter().map(width).collect::<Result<Vec<_>>>()?;
    match widths.as_slice() {
        [width] => Ok(*width),
        widths => {
            let product = widths.iter().copied().fold(1, usize::saturating_mul);
            Err(mistake(shape, "a dense layer has a single width", format!("write `{product}`")))
        }
    }
}

/// Dense layers see their input as one row of numbers.
fn flat_input(layer: &Term, shape: &Shape, mistakes: &mut Mistakes) {
    if shape.extents().len() > 1 {
        let message = format!("a dense layer takes a flat input, but this one is {shape}");
        mistakes.add(layer, message, format!("declare the input flat, as `{}`", shape.flat()));
    }
}

/// `dense(4, init = he_normal, bias = false)`
fn dense(word: &Word, mistakes: &mut Mistakes) -> Parts {
    let options = Options::of(word, &["init", "bias"], mistakes);
    Parts {
        output: dense_width(word, &options, mistakes).into(),
        kind: Kind::Dense { bias: options.get("bias").is_none_or(|argument| flag(argument, mistakes)) },
        initializer: options.get("init").and_then(|argument| initializer(argument, mistakes)),
    }
}

fn dense_width(word: &Word, options: &Options, mistakes: &mut Mistakes) -> Extent {
    let Some((first, rest)) = options.positional.split_first() else {
        mistakes.add(word, "`dense` needs a width", "write `dense(4)`");
        return Extent::Number(1);
    };
    if let Some(second) = rest.first() {
        mistakes.add(*second, "`dense` takes one width", "options have names, as in `dense(4, bias = false)`");
    }
    match value(first, mistakes) {
        Some(Term::Shape(shape)) => Extent::Number(mistakes.recover(single(shape), 1)),
        Some(Term::Word(word)) => constant(word, mistakes),
        Some(Term::Stray(token)) => {
            stray(token, mistakes);
            Extent::Number(1)
        }
        None => Extent::Number(1),
    }
}

/// The arguments of a layer, sorted.
struct Options<'a> {
    positional: Vec<&'a Argument>,
    named: Vec<(&'a Ident, &'a Argument)>,
}

impl<'a> Options<'a> {
    /// An option is known and given once.
    fn of(word: &'a Word, known: &[&'static str], mistakes: &mut Mistakes) -> Self {
        let mut options = Self { positional: Vec::new(), named: Vec::new() };
        for argument in word.arguments.iter().flat_map(|arguments| &arguments.list) {
            match &argument.name {
                None if let [Term::Word(name), Term::Stray(token), ..] = argument.value.as_slice()
                    && is_colon(token) =>
                {
                    wrong_assignment(name, token, mistakes);
                }
                None if let [Term::Word(name)] = argument.value.as_slice()
                    && known.iter().any(|known| name.path.word().is_some_and(|word| word == known)) =>
                {
                    let text = name.text();
                    mistakes.add(name, format!("the option `{text}` needs a value"), format!("write `{text} = …`"));
                }
                None => options.positional.push(argument),
                Some(name) if known.iter().all(|known| name != known) => unknown_option(name, word, known, mistakes),
                Some(name) if options.get(&name.to_string()).is_some() => {
                    mistakes.add(name, format!("the option `{name}` is given twice"), "remove one of the two");
                }
                Some(name) => options.named.push((name, argument)),
            }
        }
        options
    }

    fn get(&self, name: &str) -> Option<&'a Argument> {
        self.named.iter().find(|(known, _)| *known == name).map(|(_, argument)| *argument)
    }
}

fn unknown_option(name: &Ident, word: &Word, known: &[&'static str], mistakes: &mut Mistakes) {
    let near = nearest(&name.to_string(), known.iter().copied(), FOREIGN_OPTIONS);
    let message = format!("`{}` has no option `{name}`", word.path);
    let help = match near {
        None if name == "activation" => {
            format!("the activation stands behind the layer, as in `{}(4) relu`", word.path)
        }
        _ => did_you_mean(near, &format!("its options are {}", list(known.iter().copied()))),
    };
    mistakes.add(name, message, help);
}

/// The single term that an argument is.
fn value<'a>(argument: &'a Argument, mistakes: &mut Mistakes) -> Option<&'a Term> {
    match argument.value.as_slice() {
        [] => mistakes.add(argument.end, "expected a value here", "write one, or remove the argument"),
        [_, second, ..] => {
            mistakes.add(second, format!("expected `,` before `{}`", second.text()), "an argument is a single value");
        }
        [_] => {}
    }
    argument.value.first()
}

/// `bias = false`
fn flag(argument: &Argument, mistakes: &mut Mistakes) -> bool {
    let Some(term) = value(argument, mistakes) else { return true };
    match term.text().as_str() {
        "true" => true,
        "false" => false,
        text => {
            mistakes.add(
                term,
                format!("expected `true` or `false`, found `{text}`"),
                "leave out the bias with `bias = false`",
            );
            true
        }
    }
}

/// `init = he_normal`, `init = constant(0.5)`
fn initializer(argument: &Argument, mistakes: &mut Mistakes) -> Option<Initializer> {
    let option = argument.name.as_ref().map_or(argument.end, Ident::span);
    let term = value(argument, mistakes)?;
    let Term::Word(word) = term else {
        mistakes.add(term, format!("expected an initializer, found `{}`", term.text()), initializers());
        return None;
    };
    let text = word.path.to_string();
    if text == "constant" {
        return constant_initializer(option, word, mistakes);
    }
    let Some((_, variant)) = INITIALIZERS.iter().find(|(known, _)| *known == text) else {
        let near = nearest(&text, INITIALIZERS.iter().map(|(word, _)| *word), FOREIGN_INITIALIZERS);
        mistakes.add(word, format!("unknown initializer `{text}`"), did_you_mean(near, &initializers()));
        return None;
    };
    if let Some(arguments) = &word.arguments {
        mistakes.add(arguments.open, format!("`{text}` takes no parameter"), format!("write `{text}`"));
    }
    Some(Initializer { option, variant: Ident::new(variant, Place::from(word).start), constant: None })
}

fn constant_initializer(option: Span, word: &Word, mistakes: &mut Mistakes) -> Option<Initializer> {
    let number = parameter(word, mistakes)?;
    let value = number.text().replace('_', "").parse::<f64>().ok().filter(|value| value.is_finite());
    if value.is_none() {
        mistakes.add(number, format!("`{}` is not a plain number", number.text()), "write `constant(0.5)`");
    }
    let variant = Ident::new("Constant", Place::from(word).start);
    Some(Initializer { option, variant, constant: Some((value?, number.span)) })
}

fn initializers() -> String {
    format!("the initializers are {} and `constant(0.5)`", list(INITIALIZERS.iter().map(|(word, _)| *word)))
}

/// The one number in the parentheses of a word.
fn parameter<'a>(word: &'a Word, mistakes: &mut Mistakes) -> Option<&'a Number> {
    let text = word.path.to_string();
    let help = format!("write `{text}(0.5)`");
    let Some(arguments) = &word.arguments else {
        mistakes.add(word, format!("`{text}` needs a parameter"), help);
        return None;
    };
    let Some((first, rest)) = arguments.list.split_first() else {
        mistakes.add(arguments.open, format!("expected a number in the parentheses of `{text}`"), help);
        return None;
    };
    if let Some(second) = rest.first() {
        mistakes.add(second, format!("`{text}` takes one parameter"), help.clone());
    }
    if let Some(name) = &first.name {
        mistakes.add(name, format!("the parameter of `{text}` has no name"), help.clone());
    }
    match value(first, mistakes)? {
        Term::Shape(shape) if let [number] = shape.extents.as_slice() => Some(number),
        term => {
            mistakes.add(term, format!("expected a number, found `{}`", term.text()), help);
            None
        }
    }
}

/// A word of the language, or a type of the user's.
fn activation(word: &Word, is_last: bool, mistakes: &mut Mistakes) -> Activation {
    let function = match word.path.word().map(ToString::to_string) {
        Some(name) => match activation_row(&name) {
            Some(row) => known_activation(row, word, is_last, mistakes),
            None => other_activation(&name, word, is_last, mistakes),
        },
        None => generic_activation(word, is_last, mistakes).unwrap_or_else(|| own_activation(word, mistakes)),
    };
    Activation { function, text: word.text(), span: Place::from(word).start }
}

/// A word of ours with its parameter in angle brackets, as types of the user's have theirs.
fn generic_activation(word: &Word, is_last: bool, mistakes: &mut Mistakes) -> Option<Function> {
    let (name, open) = word.path.generic_word()?;
    let row = activation_row(&name.to_string())?;
    let example = if row.parameter.is_some() { format!("{name}(0.1)") } else { name.to_string() };
    mistakes.add(open.span(), format!("unexpected `<` after `{name}`"), format!("write `{example}`"));
    Some(if is_last || !row.last { Function::Word { row, parameter: row.default() } } else { no_function() })
}

/// A single name that is no word: a type of the user's where it is spelled as one, if not as other libraries spell ours.
fn other_activation(name: &str, word: &Word, is_last: bool, mistakes: &mut Mistakes) -> Function {
    let near = nearest(name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS);
    if word.path.is_type() && !is_foreign(name) {
        return own_activation(word, mistakes);
    }
    let known = format!("the activations are {}", list(ACTIVATIONS.iter().map(|row| row.word)));
    mistakes.add(word, format!("unknown activation `{name}`"), did_you_mean(near, &known));
    let row = near.and_then(activation_row).filter(|row| is_last || !row.last);
    row.map_or_else(no_function, |row| Function::Word { row, parameter: row.default() })
}

/// Whether other libraries spell one of our words so: `ReLU` has two capitals in a row, our own types never.
fn is_foreign(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    letters.windows(2).any(|pair| pair.iter().all(|c| c.is_uppercase()))
        && nearest(name, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS).is_some()
}

fn own_activation(word: &Word, mistakes: &mut Mistakes) -> Function {
    if let Some(arguments) = &word.arguments {
        let help = "parameters of your own types are generic, as in `my::Power<3>`";
        mistakes.add(arguments.open, format!("`{}` takes no parameter", word.path), help);
    }
    Function::Path(word.path.clone())
}

fn known_activation(row: &'static ActivationWord, word: &Word, is_last: bool, mistakes: &mut Mistakes) -> Function {
    if row.last && !is_last {
        mistakes.add(
            word,
            format!("`{}` belongs to the last layer", row.word),
            "use another activation here, such as `relu`",
        );
        return no_function();
    }
    match (&row.parameter, &word.arguments) {
        (None, Some(arguments)) => {
            mistakes.add(arguments.open, format!("`{}` takes no parameter", row.word), format!("write `{}`", row.word));
        }
        (Some(_), Some(_)) => {
            let parameter = parameter(word, mistakes).and_then(|number| ratio(row, number, mistakes));
            return Function::Word { row, parameter: parameter.or(row.default()) };
        }
        _ => {}
    }
    Function::Word { row, parameter: row.default() }
}

/// A parameter is a decimal that a type can carry, and in the range of its activation.
fn ratio(row: &ActivationWord, number: &Number, mistakes: &mut Mistakes) -> Option<Ratio> {
    let ratio = Ratio::parse(&number.text());
    match (ratio, &row.parameter) {
        (None, _) => mistakes.add(
            number,
            format!("the parameter `{}` is not a short decimal", number.text()),
            "write a number such as `0.1`",
        ),
        (Some(ratio), Some(parameter)) if parameter.positive && ratio.numerator <= 0 => {
            let message = format!("the {} of `{}` must be greater than zero", parameter.name, row.word);
            mistakes.add(number, message, format!("write `{}(1)`", row.word));
        }
        _ => {}
    }
    ratio
}

fn identity(span: Span) -> Activation {
    Activation { function: no_function(), text: String::new(), span }
}

fn no_function() -> Function {
    Function::Word { row: &ACTIVATIONS[0], parameter: None }
}

/// The user's label if it can be a field of its own, else `layer1`, `layer2`, …
fn label(stage: &Stage, before: &[Layer], span: Span, mistakes: &mut Mistakes) -> Ident {
    let number = before.len() + 1;
    let numbered = format_ident!("layer{number}", span = span);
    let Some(label) = &stage.label else { return numbered };
    let text = label.to_string();
    if let Some(equals) = &stage.equals {
        mistakes.add(equals, format!("expected `:` after the label `{text}`, found `=`"), format!("write `{text}: …`"));
    }
    if text == "_" || syn::parse2::<Ident>(label.to_token_stream()).is_err() {
        mistakes.add(
            label,
            format!("`{text}` cannot be a label"),
            "labels are names of fields, as in `hidden: 4 relu`",
        );
    } else if *label != numbered && is_numbered(&text) {
        mistakes.add(
            label,
            format!("the label `{text}` would name layer {number}"),
            format!("write `{numbered}`, or a name that tells what it does"),
        );
    } else if before.iter().any(|layer| layer.name == *label) {
        mistakes.add(label, format!("two layers have the label `{text}`"), "give each layer a label of its own");
    } else {
        return label.clone();
    }
    numbered
}

/// Whether a label looks like the name of an unlabelled layer.
fn is_numbered(label: &str) -> bool {
    label.strip_prefix("layer").is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

fn did_you_mean(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// `a`, `b`, `c`
fn list(words: impl Iterator<Item = &'static str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
