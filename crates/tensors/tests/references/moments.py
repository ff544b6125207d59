"""Writes moments.csv: what PyTorch's initializers draw, in double precision: mean, moments and bounds of many weights.

    pip install torch==2.15.0
    python moments.py

Biases are zero there and here. `uniform` initializers have a least and a largest weight near their bounds; of `normal` ones the extremes
say nothing, nor do those of `orthogonal`, and the cells are empty.
"""

import csv
import pathlib

import torch
from torch.nn import init

FOLDER = pathlib.Path(__file__).parent
SHAPES = [(300, 200), (20, 1000), (1000, 20), (7, 3000), (3000, 7)]  # fan_in, fan_out

INITIALIZERS = {
    "glorot_uniform": init.xavier_uniform_,
    "glorot_normal": init.xavier_normal_,
    "he_uniform": lambda w: init.kaiming_uniform_(w, nonlinearity="relu"),
    "he_normal": lambda w: init.kaiming_normal_(w, nonlinearity="relu"),
    "lecun_normal": lambda w: init.kaiming_normal_(w, nonlinearity="linear"),
    "orthogonal": init.orthogonal_,
    "zeros": init.zeros_,
    "constant 0.25": lambda w: init.constant_(w, 0.25),
}


def row(name, fill, fan_in, fan_out):
    w = fill(torch.empty(fan_out, fan_in, dtype=torch.float64))
    moments = [(w**power).mean() for power in (1, 2, 4)]
    has_bounds = "normal" not in name and name != "orthogonal"
    bounds = [f"{float(x):.6g}" for x in (w.min(), w.max())] if has_bounds else ["", ""]
    return [name, fan_in, fan_out, *(f"{float(x):.6g}" for x in moments), *bounds]


torch.manual_seed(1)
with open(FOLDER / "moments.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["initializer", "fan_in", "fan_out", "mean", "mean of squares", "mean of fourth powers", "least", "largest"])
    for name, fill in INITIALIZERS.items():
        for fan_in, fan_out in SHAPES:
            writer.writerow(row(name, fill, fan_in, fan_out))
