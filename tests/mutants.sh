#!/usr/bin/env bash
# Changes a part of the program, one small change at a time, and lists the changes that no test notices: `tests/mutants.sh losses`, with any further
# arguments of `cargo mutants` after it, such as `--shard 0/4`. It needs cargo-mutants 27; CONTRIBUTING.md has the results.
set -euo pipefail
cd "$(dirname "$0")/.."

# A mutant is dead at the first case that fails, so shrinking it and keeping its seed are of no interest. And a seed that one mutant left
# would help against the next.
export PROPTEST_MAX_SHRINK_ITERS=0 PROPTEST_DISABLE_FAILURE_PERSISTENCE=1

part="${1:?activations, losses, optimizers, layers or kernels}"
out="target/mutants/$part"
mkdir -p "$out"
shift

mutants() { cargo mutants --output "$out" "$@"; }

case "$part" in
    activations | losses | optimizers) mutants --package "sinew-$part" "$@" -- --tests ;;
    layers) mutants --package sinew-layers --file crates/layers/src/dense.rs "$@" -- --test dense ;;
    kernels)
        files=(--file=crates/tensors/src/{adding,dense}.rs --file 'crates/tensors/src/dense/*.rs')
        mutants --package sinew-tensors "${files[@]}" "$@" -- --lib --test dense
        ;;
    *) echo "no part of that name: $part" >&2 && exit 1 ;;
esac
