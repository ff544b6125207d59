#!/usr/bin/env python3
"""Runs Sinew and its peers on one core, and writes RESULTS.md. See README.md."""

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import results

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
PYTHON = HERE / ".venv/bin/python"

# One thread everywhere. (PyTorch and ONNX Runtime are told in their scripts, too.)
ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TORCHINDUCTOR_CACHE_DIR": str(TARGET / "inductor")}
# An allocator that keeps large blocks, rather than returning them to the system and faulting them in again.
TUNED = {"MALLOC_TRIM_THRESHOLD_": "4294967296", "MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TOP_PAD_": "268435456"}


def rust(package):
    return lambda tuned: [build(package, tuned)]


def python(script, *flags):
    return lambda tuned: [PYTHON, HERE / "python" / script, *flags, *(["--tuned"] if tuned else [])]


# The name of each row in the tables, and how to run it.
PEERS = {
    "Sinew": rust("sinew"),
    "candle": rust("candle"),
    "burn-flex": rust("burn"),
    "dfdx": rust("dfdx"),
    "PyTorch eager": python("pytorch.py"),
    "PyTorch compiled": python("pytorch.py", "--compiled"),
    "JAX jit": python("jax_.py"),
    "JAX scan": python("jax_.py", "--scan"),
    "ONNX Runtime": python("onnx_runtime.py"),
}
NOT_TUNED = ["Sinew", "ONNX Runtime"]  # there is nothing to tune


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="peers whose name contains one of these")
    parser.add_argument("--workloads", nargs="+", default=[], metavar="NAME", help="workloads whose name contains one of these")
    parser.add_argument("--tuned", action="store_true", help="also measure peers tuned for this machine")
    parser.add_argument("--quick", action="store_true", help="short repetitions: to see that all works")
    parser.add_argument("--fresh", action="store_true", help="measure again what was measured before")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="the core to run on")
    arguments = parser.parse_args()

    RESULTS.mkdir(exist_ok=True)
    for tuned in [False, True] if arguments.tuned else [False]:
        for name, command in PEERS.items():
            row = f"{name}, tuned" if tuned else name
            wanted = not arguments.only or any(word.lower() in name.lower() for word in arguments.only)
            if wanted and not (tuned and name in NOT_TUNED):
                measure(row, command, tuned, arguments)
    measured = load()
    document = results.document(measured)
    if all(name in measured for name in PEERS):
        (HERE / "RESULTS.md").write_text(document)
    else:
        print(document)


def measure(row, command, tuned, arguments):
    """Runs a peer and keeps what it prints, unless that has been done before."""
    file = RESULTS / (re.sub(r"\W+", "-", row.lower()) + ".json")
    before = json.loads(file.read_text()) if file.exists() else {"error": "not run"}
    done = "error" not in before and (arguments.quick or not before["quick"])
    if done and not arguments.fresh and not arguments.workloads:
        print(f"{row}: measured before")
        return
    print(f"{row} …", flush=True)
    result = {"row": row, "quick": arguments.quick, "machine": machine()}
    try:
        command = [*map(str, command(tuned)), *arguments.workloads, *(["--quick"] if arguments.quick else [])]
        result["peaks"] = [peak(arguments.core)]
        lines = pinned(command, arguments.core, TUNED if tuned else {}).splitlines()
        result["peaks"].append(peak(arguments.core))
        lines = [json.loads(line) for line in lines]
        names = [line["workload"] for line in lines]
        result["lines"] = [line for line in before.get("lines", []) if line["workload"] not in names] + lines
    except subprocess.CalledProcessError as error:
        result["error"] = error.stderr[-2000:]
        print(f"{row} failed:\n{result['error']}", file=sys.stderr)
    file.write_text(json.dumps(result, indent=1))


def build(package, tuned):
    """Builds a Rust peer, and returns its path."""
    target = TARGET / (f"{package}-tuned" if tuned else package)
    command = ["cargo", "build", "--release", "--locked", "--target-dir", str(target)]
    flags = {"RUSTFLAGS": "-C target-cpu=native"} if tuned else {}
    environment = {key: value for key, value in os.environ.items() if key != "RUSTFLAGS"}
    run([*command, *(["--features", "tuned"] if tuned else [])], cwd=HERE / package, env={**environment, **flags})
    return target / "release" / f"{package}-comparison"


def pinned(command, core, environment):
    """What a command prints when it runs on one core."""
    environment = {**os.environ, **ENVIRONMENT, **environment}
    return run(command, env=environment, preexec_fn=lambda: os.sched_setaffinity(0, {core}))


def run(command, **options):
    return subprocess.run(command, check=True, text=True, capture_output=True, **options).stdout


def peak(core):
    """The arithmetic peak of the core, in floating-point operations a second."""
    return json.loads(pinned([str(build("sinew", False)), "--peak"], core, {}))["peak"]


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "processor": model.group(1) if model else platform.processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "rustc": run(["rustc", "--version"]).strip(),
        "python": platform.python_version(),
        "date": datetime.date.today().isoformat(),
        "load": os.getloadavg()[0],
    }


def load():
    """All that was measured, in the order of the tables."""
    kept = {}
    for file in RESULTS.glob("*.json"):
        result = json.loads(file.read_text())
        kept[result["row"]] = result
    order = [*PEERS, *(f"{name}, tuned" for name in PEERS)]
    return {row: kept[row] for row in order if row in kept}


if __name__ == "__main__":
    main()
