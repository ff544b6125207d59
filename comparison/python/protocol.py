"""What every Python peer has to do, and how it is timed: `../protocol` in Python.

A peer is a script that goes through `workloads()` and hands each one that it can express to `train` or `predict`, which print a line
of JSON. Its command line: names of workloads, or parts of them, and `--quick`.
"""

import json
import math
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

QUICK = "--quick" in sys.argv
WARM_UP, REPETITION, REPETITIONS = (0.03, 0.02, 3) if QUICK else (0.3, 0.2, 7)


def workloads():
    """The workloads that the command line asks for."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    rows = json.loads((Path(__file__).parents[1] / "workloads.json").read_text())
    for row in rows:
        if not names or any(name in row["name"] for name in names):
            yield SimpleNamespace(**{"convolutions": [], "optimizer": None, "rate": 0.0, "steps": 300, **row})


def train(peer, version, workload, make, calls=1):
    """Shows that a network learns, then times a step of a fresh one, with a thousandth of the learning rate.

    `make(rate)` is two functions: `step()`, which takes `calls` steps and leaves the loss unread, and `loss()`.
    """
    step, loss = make(workload.rate)
    before = loss()
    for _ in range(math.ceil(workload.steps / calls)):
        step()
    after = loss()
    step, loss = make(workload.rate / 1000)
    report(peer, version, workload, step, calls, steps=workload.steps, loss_before=before, loss_after=after)


def predict(peer, version, workload, call, output, calls=1):
    """Times predictions. `output` is the prediction; the sum of its squares is how peers are compared."""
    report(peer, version, workload, call, calls, output=float(np.sum(np.square(output, dtype=np.float64))))


def report(peer, version, workload, call, calls, **facts):
    times = [seconds / calls for seconds in measure(call)]
    row = {"peer": peer, "version": version, "workload": workload.name, **facts}
    print(json.dumps({**row, "min_s": min(times), "median_s": statistics.median(times)}), flush=True)


def measure(call):
    """Times of a call, in seconds."""
    count, last, start = 1, repeat(call, 1), time.perf_counter()
    while time.perf_counter() - start < WARM_UP:
        count *= 2
        last = repeat(call, count)
    count = max(1, int(REPETITION / last))
    return [repeat(call, count) for _ in range(REPETITIONS)]


def repeat(call, count):
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def inputs(workload):
    """The samples, `[batch, in]` or `[batch, 1, 28, 28]`: those of exclusive or, or uniform in [-1, 1)."""
    if workload.output == "sigmoid" and workload.batch == 4:
        return np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    shape = (1, 28, 28) if workload.convolutions else (workload.widths[0],)
    return uniform(bits(1, 0, workload.batch * math.prod(shape)), 1).reshape(workload.batch, *shape)


def labels(workload):
    """A class for each sample."""
    return (bits(2, 0, workload.batch) % np.uint64(workload.widths[-1])).astype(np.int64)


def targets(workload):
    """Numbers to learn, `[batch, out]`: exclusive or, or `y[k] = x[k]*x[k + 1]`, cyclically."""
    if workload.output == "sigmoid":
        return np.array([[0], [1], [1], [0]], np.float32)
    x = inputs(workload)[:, : workload.widths[-1]]
    return x * np.roll(x, -1, axis=1)


def layers(workload):
    """Weights, `[out, in]` or `[out, in, 5, 5]`, and biases: uniform with a variance of one over the fan-in, and zero."""
    channels, widths = [1, *workload.convolutions], workload.widths
    shapes = [(out, inner, 5, 5) for inner, out in zip(channels, channels[1:])]
    shapes += [(out, inner) for inner, out in zip(widths, widths[1:])]
    first, result = 0, []
    for shape in shapes:
        count, fan_in = math.prod(shape), math.prod(shape[1:])
        weights = uniform(bits(3, first, count), math.sqrt(3 / fan_in)).reshape(shape)
        result.append((weights, np.zeros(shape[0], np.float32)))
        first += count
    return result


def bits(seed, first, count):
    """SplitMix64, from the `first` number on."""
    n = np.arange(first + 1, first + count + 1, dtype=np.uint64)
    z = np.uint64(seed) + n * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniform(bits, scale):
    """Numbers in [-scale, scale), from 24 bits each."""
    return ((bits >> np.uint64(40)).astype(np.float32) / np.float32(1 << 23) - np.float32(1)) * np.float32(scale)
