//! `residual(4 relu => 4)`, `concat(4 relu | 4 tanh)`

use super::grid::Grid;
use super::sliding::{Padding, Sliding};
use super::{CheckedLayer, Request, conv};
use crate::ast::{Branch, Word};
use crate::check::chain::{ChainChecker, CheckedBranch, Role, Scope};
use crate::check::options::{Options, flag};
use crate::count::Count;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Assertion, Extent, Kind, LayerDocs, Network, Parameter, Plain, Shape};

pub fn residual(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let before = diagnostics.len();
    let options = Options::of(word, &["projection"], diagnostics);
    let help = "write `projection = true` for a shortcut that fits the branch";
    let projects = options.get("projection").is_some_and(|argument| flag(argument, false, help, diagnostics));
    if let (Some(behind), true) = (options.positional.first(), is_without_branch(word)) {
        let help = "write it first, as in `residual(4 relu => 4, projection = true)`";
        diagnostics.add(*behind, "the branch of `residual` stands before its option", help);
        return CheckedLayer::guess(request.input);
    }
    surplus(&options, diagnostics);
    let understood = diagnostics.len() == before;
    let mut branches = branches(request, word, Role::Residual, diagnostics).into_iter();
    let Some(traced) = branches.next() else { return CheckedLayer::guess(request.input) };
    if let Some(second) = word.arguments.as_ref().and_then(|arguments| arguments.branches.get(1)) {
        let message = "`residual` takes one branch: what goes past it is the input";
        diagnostics.add(second.open, message, "`concat` takes branches side by side");
        return CheckedLayer::guess(request.input);
    }
    let CheckedBranch { network, changed, sound } = traced;
    let sound = sound && understood;
    let Some((shortcut, proof)) = shortcut(request, &network, changed, sound, projects, diagnostics) else {
        return CheckedLayer::guess(request.input);
    };
    let output = if projects { network.result.clone() } else { request.input.clone() };
    let mut words = sums([&network], "residual", "Residual branch".to_owned());
    if projects {
        let extra = projection_counts(request.input, &network.result);
        words.parameters = [words.parameters, extra.0].into_iter().sum();
        words.multiply_adds = [words.multiply_adds, extra.1].into_iter().sum();
        words = words.with(", with a projection as shortcut".to_owned());
    }
    let kind = Kind::Residual { branch: Box::new(network), shortcut };
    branching(kind, output, words).proven(proof)
}

/// What goes past the branch, and has to have its shape.
fn shortcut(
    request: &Request,
    network: &Network,
    changed: SpanRange,
    sound: bool,
    projects: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Plain, Option<Assertion>)> {
    let (input, result) = (request.input, &network.result);
    if !sound || input.is_guessed() || result.is_guessed() {
        return None;
    }
    if projects {
        return Some((projection(request, result, changed, diagnostics)?, None));
    }
    let skip = Plain::new("Skip", vec![Parameter::Width(input.flat())]).without_activation();
    let numbers = input.numbers().is_some() && result.numbers().is_some();
    if input.to_string() == result.to_string() {
        Some((skip, None))
    } else if numbers {
        different(input, result, changed, diagnostics);
        None
    } else {
        let (found, expected) = (result.flat(), input.flat());
        let proof = Assertion::SameLength { function: "fits_shortcut", found, expected, place: changed };
        Some((skip, Some(proof)))
    }
}

/// A branch is added to its input, number by number.
fn different(input: &Shape, result: &Shape, changed: SpanRange, diagnostics: &mut Diagnostics) {
    let message = format!(
        "a branch of `residual` is added to its input, but this stage makes it another shape: {input} → {result}"
    );
    let projection = "let a 1×1 projection fit the input to it, as in `residual(…, projection = true)`";
    let help = match (Grid::of(input), Grid::of(result)) {
        (Some(before), Some(after)) if before.is_signal == after.is_signal => {
            let keeps = before.channels == after.channels;
            match strides(before.size, after.size) {
                Some([1, 1]) => format!("end the branch with {} channels, or {projection}", before.channels),
                Some(_) if keeps => {
                    format!("keep height and width with `padding = same` and no stride, or {projection}")
                }
                Some(_) => projection.to_owned(),
                None if keeps => "keep height and width with `padding = same`".to_owned(),
                None => format!("keep height and width with `padding = same`, and {projection}"),
            }
        }
        _ if input.extents().len() == 1 && result.extents().len() == 1 => {
            format!("end the branch with {input} neurons, or {projection}")
        }
        _ => format!("end it with that shape again, as with `reshape({})`", input.to_string().replace('×', "x")),
    };
    diagnostics.add(changed, message, help);
}

/// A strided 1×1 convolution of images and signals, a dense layer of flat inputs; both without bias, which the branch has.
fn projection(request: &Request, result: &Shape, changed: SpanRange, diagnostics: &mut Diagnostics) -> Option<Plain> {
    let input = request.input;
    match (Grid::of(input), Grid::of(result)) {
        (Some(before), Some(after)) if before.is_signal == after.is_signal => {
            let Some(stride) = strides(before.size, after.size) else {
                let message = format!("no 1×1 projection with a stride makes {result} of {input}");
                let help = "change height and width by strides only, with `padding = same` where a kernel is larger";
                diagnostics.add(changed, message, help);
                return None;
            };
            let sliding = Sliding { kernel: [1, 1], stride, padding: Padding::By([0, 0]), dilation: [1, 1] };
            let before = conv::arguments(&before, [after.channels, before.channels], [1, 1]);
            let behind = vec![sliding.marker([[0, 0], [0, 0]]), conv::length(after.channels, false)];
            Some(Plain::new("Conv", before).with(behind))
        }
        (None, None) if input.extents().len() == 1 && result.extents().len() == 1 => {
            Some(Plain::dense(input.flat(), result.flat(), false))
        }
        _ => {
            let message = format!("a projection cannot make {result} of {input}");
            diagnostics.add(changed, message, "a branch of images ends in images, and a flat one flat");
            None
        }
    }
}

/// The strides that make one size of another, without a kernel.
fn strides(before: [usize; 2], after: [usize; 2]) -> Option<[usize; 2]> {
    let stride = |axis: usize| {
        let (before, after) = (before[axis], after[axis]);
        // (before − 1) / stride + 1 = after
        let stride = if after > 1 { (before - 1) / after + 1 } else { before };
        let stride = stride.max(1);
        (after <= before && (before - 1) / stride + 1 == after).then_some(stride)
    };
    Some([stride(0)?, stride(1)?])
}

/// Parameters and multiply-adds of a projection.
fn projection_counts(input: &Shape, result: &Shape) -> (Count, Count) {
    let channels = |shape: &Shape| shape.extents().first().cloned().unwrap_or(Extent::Number(1));
    let weights = [channels(input), channels(result)];
    let places = result.extents().iter().skip(1);
    (Count::product(&weights), Count::product(weights.iter().chain(places)))
}

pub fn concat(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    surplus(&Options::of(word, &[], diagnostics), diagnostics);
    let branches = branches(request, word, Role::Concat, diagnostics);
    let sound = branches.iter().all(|traced| traced.sound);
    if let [_] = branches.as_slice()
        && sound
    {
        let message = "`concat` puts branches side by side, but there is only one";
        diagnostics.add(word, message, "write `concat(4 relu | 4 tanh)`");
    }
    if branches.len() < 2 || !sound {
        return CheckedLayer::guess(request.input);
    }
    let Some(output) = side_by_side(&branches, diagnostics) else { return CheckedLayer::guess(request.input) };
    let networks: Vec<Network> = branches.into_iter().map(|traced| traced.network).collect();
    let words = sums(&networks, "concat", format!("{} branches side by side", networks.len()));
    branching(Kind::Concat(networks), output, words)
}

/// The shape of all branches together: of images, the channels one behind the other.
fn side_by_side(branches: &[CheckedBranch], diagnostics: &mut Diagnostics) -> Option<Shape> {
    let mut sum: Option<Vec<usize>> = None;
    for CheckedBranch { network: Network { result, .. }, changed, .. } in branches {
        if result.is_guessed() {
            return None;
        }
        let Some(extents) = result.numbers() else {
            let message = format!("`concat` adds up the sizes of its branches, but only the compiler knows {result}");
            diagnostics.add(*changed, message, "write a number, or state the shape, as in `reshape(16x8x8)`");
            return None;
        };
        match &mut sum {
            None => sum = Some(extents),
            Some(sum) if sum.len() == extents.len() && sum[1..] == extents[1..] => sum[0] += extents[0],
            Some(_) => {
                let first = &branches[0].network.result;
                let message =
                    format!("the branches of `concat` do not fit: this one puts out {result}, the first {first}");
                let help = if first.extents().len() == result.extents().len() {
                    "only the channels may differ; `padding = same` keeps height and width"
                } else {
                    "all have to put out images, or all flat rows of numbers; `flatten` makes a row"
                };
                diagnostics.add(*changed, message, help);
                return None;
            }
        }
    }
    sum.map(Shape::of)
}

/// The chains in the parentheses, each of which takes the same input.
fn branches(request: &Request, word: &Word, role: Role, diagnostics: &mut Diagnostics) -> Vec<CheckedBranch> {
    let scope = Scope { role, ..request.scope };
    let Some(arguments) = &word.arguments else {
        let (text, example) = (&word.path, if role == Role::Concat { "4 relu | 4 tanh" } else { "4 relu => 4" });
        let what = if role == Role::Concat { "branches" } else { "a branch" };
        diagnostics.add(word, format!("`{text}` needs {what}"), format!("write `{text}({example})`"));
        return Vec::new();
    };
    let branch = |branch: &Branch| ChainChecker::branch(scope, branch, request.input, diagnostics);
    arguments.branches.iter().map(branch).collect()
}

/// Whether what stands first is no branch.
fn is_without_branch(word: &Word) -> bool {
    word.arguments.as_ref().is_some_and(|arguments| arguments.branches.iter().all(|branch| branch.links.is_empty()))
}

/// Everything behind the branches has a name.
fn surplus(options: &Options, diagnostics: &mut Diagnostics) {
    if let Some(argument) = options.positional.first() {
        let help = "write it as in `projection = true`";
        options.surplus(argument, "expected an option behind the branch", help, diagnostics);
    }
}

/// What all branches have together.
fn sums<'a>(networks: impl IntoIterator<Item = &'a Network>, kind: &str, title: String) -> LayerDocs {
    let layers: Vec<_> = networks.into_iter().flat_map(Network::layers).collect();
    LayerDocs {
        parameters: layers.iter().map(|layer| layer.words.parameters.clone()).sum(),
        multiply_adds: layers.iter().map(|layer| layer.words.multiply_adds.clone()).sum(),
        ..LayerDocs::new(kind, title, 0, 0)
    }
}

fn branching(kind: Kind, output: Shape, words: LayerDocs) -> CheckedLayer {
    CheckedLayer { kind: Some(kind), ..CheckedLayer::plain(Plain::new("", Vec::new()), output, words) }
}
