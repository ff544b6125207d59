#!/usr/bin/env python3
"""What a user pays to build a network: prints a table in Markdown. See README.md.

The program declares a network of dense layers that all have different widths, trains it and predicts with it. Sinew itself is built
before; what is timed is the user's crate, without incremental compilation, beyond a program that depends on Sinew and is empty.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

MANIFEST = f"""
[package]
name = "build-cost"
version = "0.0.0"
edition = "2024"

[dependencies]
sinew = {{ path = "{ROOT}/crates/sinew" }}

[workspace]
"""

EMPTY = "fn main() {}\n"

PROGRAM = """
use sinew::prelude::*;

network! {{
    {definition}
}}

fn main() {{
    let data = Dataset::new(vec![[0.5; 8]; 4], vec![0, 1, 2, 0]).expect("finite samples");
    let mut net = Net::seeded(1);
    let history = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(1).fit(&mut net, &data);
    println!("{{history:?}} {{:?}}", net.predict(&[0.5; 8]));
}}
"""

COMMANDS = [
    ("check", ["cargo", "check"]),
    ("debug", ["cargo", "build"]),
    ("release", ["cargo", "build", "--release"]),
]


def definition(layers):
    hidden = " => ".join(f"{8 + index} relu" for index in range(1, layers))
    return f"struct Net = 8 => {hidden} => 3 softmax;"


def lines(layers):
    """How many lines the macro emits, formatted."""
    command = ["cargo", "run", "--quiet", "--package", "sinew-dsl", "--example", "expand"]
    return run(command, ROOT, input=definition(layers)).stdout.count("\n")


def run(command, directory, **options):
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TERM_COLOR": "never"}
    result = subprocess.run(command, cwd=directory, env=environment, text=True, capture_output=True, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}:\n{result.stderr}")
    return result


def seconds(command, package, source, repetitions):
    """The medians of wall and processor time."""
    walls, users = [], []
    for repetition in range(repetitions):
        (package / "src/main.rs").write_text(f"{source}// {time.time()}\n")
        wall, user = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        run([*command, "--offline"], package)
        walls.append(time.perf_counter() - wall)
        users.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - user)
    return statistics.median(walls), statistics.median(users)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layers", type=int, nargs="+", default=[3, 10, 30, 100, 300])
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as directory:
        package = Path(directory)
        (package / "src").mkdir()
        (package / "Cargo.toml").write_text(MANIFEST)
        (package / "src/main.rs").write_text(EMPTY)
        run(["cargo", "generate-lockfile"], package)
        columns = [f"`{' '.join(command)}`" for _, command in COMMANDS]
        print(f"| layers | lines emitted | {' | '.join(columns)} |")
        print("|--:|--:|" + "--:|" * len(columns))
        empty = {}
        for name, command in COMMANDS:
            run(command, package)
            empty[name] = seconds(command, package, EMPTY, arguments.repetitions)
        cells = [f"{wall:.2f} s ({user:.2f} s)" for wall, user in empty.values()]
        print(f"| empty program | | {' | '.join(cells)} |", flush=True)
        for layers in arguments.layers:
            source = PROGRAM.format(definition=definition(layers))
            cells = []
            for name, command in COMMANDS:
                wall, user = seconds(command, package, source, arguments.repetitions)
                cells.append(f"+ {wall - empty[name][0]:.2f} s ({user - empty[name][1]:.2f} s)")
            print(f"| {layers} | {lines(layers)} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
