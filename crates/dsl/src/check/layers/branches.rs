//! `residual(4 relu => 4)`, `concat(4 relu | 4 tanh)`

use super::layer::{CheckedLayer, Request};
use crate::ast::{Branch, Word};
use crate::check::options::{Options, flag};
use crate::check::scope::{CheckedBranch, Role, Scope};
use crate::checked::{Assertion, ChainOrigins};
use crate::diagnostics::{Diagnostics, SpanRange, count};
use crate::model::{Chain, Conv, Dense, Grid, Kind, Residual, Shape, Shortcut, Window};

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
    let Some(checked) = branches.next() else { return CheckedLayer::guess(request.input) };
    if let Some(second) = word.arguments.as_ref().and_then(|arguments| arguments.branches.get(1)) {
        let message = "`residual` takes one branch: what goes past it is the input";
        diagnostics.add(second.open, message, "`concat` takes branches side by side");
        return CheckedLayer::guess(request.input);
    }
    let CheckedBranch { chain, origins, changed, sound } = checked;
    let sound = sound && understood;
    let Some((shortcut, assertion)) = shortcut(request, &chain.output, changed, sound, projects, diagnostics) else {
        return CheckedLayer::guess(request.input);
    };
    let output = if projects { chain.output.clone() } else { request.input.clone() };
    let kind = Kind::Residual(Residual { branch: Box::new(chain), shortcut });
    CheckedLayer { branches: vec![origins], ..CheckedLayer::new(kind, output) }.asserting(assertion)
}

/// What goes past the branch, and has to have its shape.
fn shortcut(
    request: &Request,
    result: &Shape,
    changed: SpanRange,
    sound: bool,
    projects: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Shortcut, Option<Assertion>)> {
    let input = request.input;
    if !sound || input.is_guessed() || result.is_guessed() {
        return None;
    }
    if projects {
        return Some((projection(request, result, changed, diagnostics)?, None));
    }
    let numbers = input.numbers().is_some() && result.numbers().is_some();
    if input.to_string() == result.to_string() {
        Some((Shortcut::Identity, None))
    } else if numbers {
        different(input, result, changed, diagnostics);
        None
    } else {
        let (found, expected) = (result.flat(), input.flat());
        let assertion = Assertion::SameLength { function: "fits_shortcut", found, expected, place: changed };
        Some((Shortcut::Identity, Some(assertion)))
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
                Some([1, 1]) => format!("end the branch with {}, or {projection}", count(before.channels, "channel")),
                Some(_) if keeps => {
                    format!("keep height and width with `padding = same` and no stride, or {projection}")
                }
                Some(_) => projection.to_owned(),
                None if keeps => "keep height and width with `padding = same`".to_owned(),
                None => format!("keep height and width with `padding = same`, and {projection}"),
            }
        }
        _ if input.extents().len() == 1 && result.extents().len() == 1 => {
            format!("end the branch with {}, or {projection}", count(input, "neuron"))
        }
        _ => format!("end it with that shape again, as with `reshape({})`", input.to_string().replace('×', "x")),
    };
    diagnostics.add(changed, message, help);
}

/// A strided 1×1 convolution of images and signals, a dense layer of flat inputs; both without
/// bias, which the branch has.
fn projection(
    request: &Request,
    result: &Shape,
    changed: SpanRange,
    diagnostics: &mut Diagnostics,
) -> Option<Shortcut> {
    let input = request.input;
    match (Grid::of(input), Grid::of(result)) {
        (Some(before), Some(after)) if before.is_signal == after.is_signal => {
            let Some(stride) = strides(before.size, after.size) else {
                let message = format!("no 1×1 projection with a stride makes {result} of {input}");
                let help = "change height and width by strides only, with `padding = same` where a kernel is larger";
                diagnostics.add(changed, message, help);
                return None;
            };
            let (inputs, outputs) = (before.channels, after.channels);
            Some(Shortcut::Conv(Conv { inputs, outputs, window: Window::point(stride), groups: 1, bias: false }))
        }
        (None, None) if input.extents().len() == 1 && result.extents().len() == 1 => {
            Some(Shortcut::Dense(Dense { inputs: input.flat(), outputs: result.flat(), bias: false }))
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

pub fn concat(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    surplus(&Options::of(word, &[], diagnostics), diagnostics);
    let branches = branches(request, word, Role::Concat, diagnostics);
    let sound = branches.iter().all(|branch| branch.sound);
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
    let branches = branches.into_iter().map(|branch| (branch.chain, branch.origins));
    let (chains, origins): (Vec<Chain>, Vec<ChainOrigins>) = branches.unzip();
    CheckedLayer { branches: origins, ..CheckedLayer::new(Kind::Concat(chains), output) }
}

/// The shape of all branches together: of images, the channels one after the other.
fn side_by_side(branches: &[CheckedBranch], diagnostics: &mut Diagnostics) -> Option<Shape> {
    let mut sum: Option<Vec<usize>> = None;
    for CheckedBranch { chain: Chain { output: result, .. }, changed, .. } in branches {
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
                let first = &branches[0].chain.output;
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
    let branch = |branch: &Branch| (scope.check_branch)(scope, branch, request.input, diagnostics);
    arguments.branches.iter().map(branch).collect()
}

/// Whether what comes first is no branch.
fn is_without_branch(word: &Word) -> bool {
    word.arguments.as_ref().is_some_and(|arguments| arguments.branches.iter().all(|branch| branch.links.is_empty()))
}

/// Everything after the branches has a name.
fn surplus(options: &Options, diagnostics: &mut Diagnostics) {
    if let Some(argument) = options.positional.first() {
        let help = "write it as in `projection = true`";
        options.surplus(argument, "expected an option behind the branch", help, diagnostics);
    }
}
