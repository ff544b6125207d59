"""Tables of what was measured."""

import json
from pathlib import Path

WORKLOADS = json.loads((Path(__file__).resolve().parent / "workloads.json").read_text())

TEXT = """\
# Results

Written by `python3 comparison/run.py`; see [README.md](README.md) for what is measured and how. One core, `f32`.
{notes}
| | |
|---|---|
| processor | {processor}, {cores} cores |
| arithmetic peak of the core | {peak:.0f} GFLOP/s |
| system | {system} |
| compilers | {rustc}; Python {python} |
| measured on | {date} |

## The fastest of each

Medians. *Share* is of the peak. The last columns say how many times as long as Sinew the fastest peer takes, as it comes and tuned.

{summary}

## As they come

Medians, and in parentheses how many times as long as Sinew.

{plain}

## Tuned for this machine

{tuned}

## That they learn

The mean loss on the batch before, and after 300 steps (10 of the largest network). All start from the same weights.

{losses}

## That they predict the same

The sum of the squares of all outputs.

{outputs}

## Least and median times

{least}

## Versions

{versions}
"""


def document(results):
    """RESULTS.md, from a result for each row of the tables."""
    rows = {}
    for row, result in results.items():
        rows[row] = {line["workload"]: line for line in result.get("lines", [])}
    plain = [row for row in results if not row.endswith(", tuned")]
    tuned = [row for row in results if row.endswith(", tuned")]
    machines = [result["machine"] for result in results.values()]
    peak = max((peak for result in results.values() for peak in result.get("peaks", [])), default=float("nan"))
    dates = sorted({machine["date"] for machine in machines})
    return TEXT.format(
        **{**machines[0], "date": ", ".join(dates)},
        peak=peak / 1e9,
        notes="".join(f"\n**{note}**\n" for note in notes(results, peak)),
        summary=summary(rows, plain, tuned, peak),
        plain=table(rows, plain, lambda line, row: timing(rows, line)),
        tuned=table(rows, ["Sinew", *tuned], lambda line, row: timing(rows, line)) if tuned else "Not measured.",
        losses=table(rows, plain, lambda line, row: f"{line['loss_before']:.4g} → {line['loss_after']:.3g}", "train"),
        outputs=table(rows, plain, lambda line, row: f"{line['output']:.6g}", "predict"),
        least=table(rows, [*plain, *tuned], lambda line, row: f"{show(line['min_s'])}, {show(line['median_s'])}"),
        versions=versions(rows, results),
    )


def notes(results, peak):
    """What a reader must know before believing a figure."""
    if any(result["quick"] for result in results.values()):
        yield "Provisional: some of it was measured with short repetitions (`--quick`)."
    disturbed = [row for row, result in results.items() if is_disturbed(result, peak)]
    if disturbed:
        yield f"Provisional: other programs ran on the machine during {', '.join(disturbed)}."
    failed = [row for row, result in results.items() if "error" in result]
    if failed:
        yield f"Did not build or run: {', '.join(failed)}."


def is_disturbed(result, peak):
    """Whether other programs ran at the same time: the load, the peak, or medians far above the minima show it."""
    lines = result.get("lines", [])
    spread = sum(line["median_s"] > 1.15 * line["min_s"] for line in lines) > len(lines) / 4
    return spread or result["machine"]["load"] > 2 or min(result.get("peaks", [peak])) < 0.93 * peak


def summary(rows, plain, tuned, peak):
    lines = ["| workload | Sinew | GFLOP/s | share | fastest as it comes | | fastest tuned | |", "|---|--:|--:|--:|---|--:|---|--:|"]
    for workload in WORKLOADS:
        name = workload["name"]
        own = rows.get("Sinew", {}).get(name)
        cells = [name, "", "", ""]
        if own:
            speed = flops(workload) / own["median_s"]
            cells = [name, show(own["median_s"]), f"{speed / 1e9:.1f}", f"{100 * speed / peak:.0f} %"]
        for peers in plain, tuned:
            peers = [(rows[row][name]["median_s"], row) for row in peers if row != "Sinew" and name in rows[row]]
            if not peers:
                cells += ["", ""]
                continue
            seconds, row = min(peers)
            cells += [f"{row.removesuffix(', tuned')}, {show(seconds)}", f"{times(seconds, own['median_s'])} ×" if own else ""]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def table(rows, columns, cell, task=None):
    """A line for each workload, a column for each row of results."""
    columns = [column for column in columns if column in rows]
    lines = [f"| | {' | '.join(columns)} |", "|---|" + "--:|" * len(columns)]
    for workload in WORKLOADS:
        if task in (None, workload["task"]):
            name = workload["name"]
            cells = [cell(rows[column][name], column) if name in rows[column] else "" for column in columns]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def timing(rows, line):
    own = rows.get("Sinew", {}).get(line["workload"])
    ratio = f" ({times(line['median_s'], own['median_s'])})" if own and line["peer"] != "Sinew" else ""
    return show(line["median_s"]) + ratio


def versions(rows, results):
    lines = ["| | version | peak beside it |", "|---|---|--:|"]
    for row, result in results.items():
        version = next((line["version"] for line in rows[row].values()), "failed")
        peaks = " and ".join(f"{peak / 1e9:.0f}" for peak in result.get("peaks", []))
        lines.append(f"| {row} | {version} | {peaks} GFLOP/s |")
    return "\n".join(lines)


def flops(workload):
    """Two for each multiply-add: of the forward pass, and in training of the gradients of weights, and of inputs but the first layer's."""
    forward = []
    size, channels = 28, 1
    for out in workload.get("convolutions", []):
        size -= 4
        forward.append(size * size * channels * out * 25)
        size, channels = size // 2, out
    widths = workload["widths"]
    forward += [inner * out for inner, out in zip(widths, widths[1:])]
    multiply_adds = 3 * sum(forward) - forward[0] if workload["task"] == "train" else sum(forward)
    return 2 * workload["batch"] * multiply_adds


def times(seconds, own):
    """How many times as long: two digits."""
    ratio = seconds / own
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def show(seconds):
    for unit, scale in ("ns", 1e9), ("µs", 1e6), ("ms", 1e3):
        if seconds * scale < 999.5:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds:.3g} s"
