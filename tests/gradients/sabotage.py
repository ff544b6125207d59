#!/usr/bin/env python3
"""Makes deliberate mistakes, one after the other, in a copy of the tree, and expects the gradient suite to fail for each.

    python3 tests/gradients/sabotage.py            # needs nothing but Python 3; some minutes for each mistake
    python3 tests/gradients/sabotage.py bias       # only those whose name has the word
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A name, the file, what stands there once, and what takes its place.
MISTAKES = [
    (
        "a wrong derivative",
        "crates/activations/src/tanh.rs",
        "R::constant(1.0) - y * y",
        "R::constant(1.0) - y",
    ),
    (
        "a dropped bias gradient",
        "crates/layers/src/dense.rs",
        "        bias_gradient(dz, &mut grads.bias);\n",
        "",
    ),
    (
        "a transposed weight",
        "crates/tensors/src/dense/small.rs",
        "sum = V::splat(w[j][i]).mul_add(dz[j][c], sum);",
        "sum = V::splat(w[i % OUT][j % IN]).mul_add(dz[j][c], sum);",
    ),
    (
        "a wrong reduction",
        "crates/tensors/src/dense.rs",
        "            sum = sum + dz;\n",
        "            sum = dz;\n",
    ),
    (
        "a missing 1/n",
        "crates/training/src/gradients.rs",
        "tile::occupied(count, V::constant(1.0 / n as f64))",
        "tile::occupied(count, V::constant(if n > 0 { 1.0 } else { 0.0 }))",
    ),
]


def passes(tree, target):
    """Whether the suite passes; a tree that does not compile is no answer."""
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    command = ["cargo", "test", "--quiet", "--package", "sinew-gradients"]
    subprocess.run([*command, "--no-run"], cwd=tree, env=environment, check=True)
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True).returncode == 0


def main():
    chosen = [mistake for mistake in MISTAKES if all(word in mistake[0] for word in sys.argv[1:])]
    unnoticed = []
    with tempfile.TemporaryDirectory() as directory:
        tree, target = pathlib.Path(directory, "tree"), pathlib.Path(directory, "target")
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "target"), symlinks=True)
        for name, file, right, wrong in chosen:
            path = tree / file
            text = path.read_text()
            if text.count(right) != 1:
                sys.exit(f"{file} no longer has `{right.strip()}` once: adapt this script")
            path.write_text(text.replace(right, wrong))
            is_unnoticed = passes(tree, target)
            path.write_text(text)
            print(f"{name}: {'NOT NOTICED' if is_unnoticed else 'noticed'}", flush=True)
            unnoticed += [name] * is_unnoticed
    sys.exit(1 if unnoticed or not chosen else 0)


if __name__ == "__main__":
    main()
