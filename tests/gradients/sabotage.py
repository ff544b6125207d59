#!/usr/bin/env python3
"""Makes deliberate mistakes in a copy of the tree, and expects the gradient suite to fail for each.

    python3 tests/gradients/sabotage.py            # needs nothing but Python 3; some minutes to compile, and seconds for each mistake
    python3 tests/gradients/sabotage.py tanh       # only those whose name has the word
    python3 tests/gradients/sabotage.py --check    # only whether each still finds its place in the sources, in a moment

All mistakes are compiled into one program, and an environment variable chooses among them when it runs. The suite has to pass where it
chooses none, and is stopped at its first failure otherwise.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACTIVATIONS = "crates/activations/src"

# A name, the file, the text that occurs there once, and its replacement. `MISTAKE` says whether this mistake is chosen.
MISTAKES = [
    (
        "a dropped bias gradient",
        "crates/layers/src/dense.rs",
        "                        dense::bias_gradient(dz, db);\n",
        "                        if !MISTAKE { dense::bias_gradient(dz, db); }\n",
    ),
    (
        "a wrong weight in an input gradient",
        "crates/tensors/src/dense/small.rs",
        "let w = V::splat(w[usize::min(first + r, inputs - 1)]);",
        "let w = V::splat(w[if MISTAKE { r % inputs } else { usize::min(first + r, inputs - 1) }]);",
    ),
    (
        "a wrong reduction",
        "crates/tensors/src/dense.rs",
        "            sum = sum + dz;\n",
        "            sum = if MISTAKE { dz } else { sum + dz };\n",
    ),
    (
        "a missing 1/n",
        "crates/training/src/pass.rs",
        "tile::occupied(count, [V::constant(1.0 / n); W])",
        "tile::occupied(count, [V::constant(if MISTAKE { 1.0 } else { 1.0 / n }); W])",
    ),
    (
        "a wrong derivative of softmax",
        f"{ACTIVATIONS}/softmax.rs",
        "y[c] = y[c] * (dy - dot);",
        "y[c] = V::constant(if MISTAKE { 1.001 } else { 1.0 }) * y[c] * (dy - dot);",
    ),
    (
        "a dropped bias gradient of a convolution",
        "crates/layers/src/conv.rs",
        "                conv::bias_gradient(self, dz, db);\n",
        "                if !MISTAKE { conv::bias_gradient(self, dz, db); }\n",
    ),
    (
        "a missing 1/n of an average pool",
        "crates/tensors/src/pool.rs",
        "let share = dy[output] * scale;",
        "let share = if MISTAKE { dy[output] } else { dy[output] * scale };",
    ),
    (
        "a norm whose mean has no gradient",
        "crates/tensors/src/norm.rs",
        "(factor * dy[i] - mean_g - normal * mean_gx)",
        "(factor * dy[i] - (if MISTAKE { V::constant(0.0) } else { mean_g }) - normal * mean_gx)",
    ),
    (
        "a shortcut without a gradient",
        "crates/layers/src/residual.rs",
        "            activate::add(microbatch.layout(), dx, other);\n",
        "            if !MISTAKE { activate::add(microbatch.layout(), dx, other); }\n",
    ),
]

# The choice is made at the end of the crate that all others depend on. The first mistake is number 1.
CHOICE = """
/// Deliberate mistakes.
pub mod mistake {
    extern crate std;

    /// Whether the mistake of this number is made.
    pub fn is(number: usize) -> bool {
        static CHOSEN: std::sync::LazyLock<Option<usize>> =
            std::sync::LazyLock::new(|| std::env::var("MISTAKE").ok()?.parse().ok());
        *CHOSEN == Some(number)
    }
}
"""


def wrong_derivatives():
    """A mistake for each activation of single neurons: its derivative is too large by a thousandth."""
    body = re.compile(r"^    fn derivative<R: Real>\(.*?\) -> R \{\n(.*?)^    \}\n", re.MULTILINE | re.DOTALL)
    for path in sorted((ROOT / ACTIVATIONS).glob("*.rs")):
        found = body.search(path.read_text())
        if found and path.name != "activation.rs":
            scaled = f"        let right = {{\n{found[1]}        }};\n        right * R::constant(if MISTAKE {{ 1.001 }} else {{ 1.0 }})\n"
            wrong = found[0].replace(found[1], scaled)
            yield f"a wrong derivative of {path.stem}", f"{ACTIVATIONS}/{path.name}", found[0], wrong


def sabotage(tree, mistakes):
    """Puts all mistakes into the code, each active only if it is chosen."""
    for number, (_, file, right, wrong) in enumerate(mistakes, start=1):
        text = (tree / file).read_text()
        if text.count(right) != 1:
            sys.exit(f"{file} no longer has `{right.strip()}` once: adapt this script")
        crate = "crate" if file.startswith("crates/tensors/") else "sinew_tensors"
        (tree / file).write_text(text.replace(right, wrong.replace("MISTAKE", f"{crate}::mistake::is({number})")))
    with open(tree / "crates/tensors/src/lib.rs", "a") as file:
        file.write(CHOICE)


def compile_suite(tree, target):
    """The path of the suite's program."""
    command = ["cargo", "test", "--package", "sinew-gradients", "--test", "gradients", "--no-run"]
    command += ["--message-format", "json-render-diagnostics"]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    built = subprocess.run(command, cwd=tree, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    artifacts = map(json.loads, built.stdout.splitlines())
    return next(artifact["executable"] for artifact in artifacts if artifact.get("executable"))


def first_failure(program, tree, number):
    """The name of the first test that fails, or none."""
    quick = {"PROPTEST_MAX_SHRINK_ITERS": "0", "PROPTEST_DISABLE_FAILURE_PERSISTENCE": "1"}
    environment = {**os.environ, **quick, "MISTAKE": str(number)}
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([program], cwd=tree, env=environment, **output) as suite:
        for line in suite.stdout:
            if failure := re.fullmatch(r"test (.*) \.\.\. FAILED\n", line):
                suite.kill()
                return failure[1]
    if suite.returncode != 0:
        sys.exit(f"the suite ended with {suite.returncode}, and no test had failed")
    return None


def main():
    all_mistakes = [*wrong_derivatives(), *MISTAKES]
    check_only = sys.argv[1:] == ["--check"]
    chosen = [(n, m[0]) for n, m in enumerate(all_mistakes, start=1) if all(word in m[0] for word in sys.argv[1:])]
    unnoticed = []
    with tempfile.TemporaryDirectory() as directory:
        tree, target = pathlib.Path(directory, "tree"), pathlib.Path(directory, "target")
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "target"), symlinks=True)
        sabotage(tree, all_mistakes)
        if check_only:
            print(f"all {len(all_mistakes)} mistakes can be made")
            return
        program = compile_suite(tree, target)
        if failure := first_failure(program, tree, 0):
            sys.exit(f"{failure} fails without a mistake")
        print("no mistake: passes", flush=True)
        for number, name in chosen:
            begin = time.monotonic()
            failure = first_failure(program, tree, number)
            verdict = f"noticed by {failure}" if failure else "NOT NOTICED"
            print(f"{name}: {verdict}, after {time.monotonic() - begin:.0f} s", flush=True)
            unnoticed += [] if failure else [name]
    sys.exit(1 if unnoticed or not chosen else 0)


if __name__ == "__main__":
    main()
