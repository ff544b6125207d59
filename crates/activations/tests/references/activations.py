"""Writes activations.csv and softmax.csv: PyTorch's activations and their derivatives, in double precision.

    pip install torch==2.15.0
    python activations.py

Each `z` is written as the shortest decimal of a number in single precision, and the functions are evaluated at just that number,
so that implementations in single and in double precision answer the same question.
"""

import csv
import pathlib

import torch
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent
LARGEST = 3.4028234663852886e38

KINKS = [-3.0, -1.0, 0.0, 1.0, 3.0, 6.0]
POSITIVE = [1e-30, 1e-8, 1e-3, 0.5, 1.5, 2.2, 4.0, 5.0, 6.5, 8.0, 9.5, 12.0, 16.0, 20.0, 40.0, 88.0, 100.0, 750.0, 1e4, 1e30]
GRID = [
    *(sign * z for z in POSITIVE for sign in (-1.0, 1.0)),
    *(kink + step for kink in KINKS for step in (-0.1, 0.0, 0.1)),
    -0.0,
]

ACTIVATIONS = {
    "identity": lambda z: z.clone(),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "leaky_relu(0.1)": lambda z: F.leaky_relu(z, 0.1),
    "leaky_relu(-0.25)": lambda z: F.leaky_relu(z, -0.25),
    "relu6": F.relu6,
    "elu": F.elu,
    "elu(0.5)": lambda z: F.elu(z, 0.5),
    "elu(-0.5)": lambda z: F.elu(z, -0.5),
    "celu": F.celu,
    "celu(0.5)": lambda z: F.celu(z, 0.5),
    "celu(2)": lambda z: F.celu(z, 2.0),
    "selu": F.selu,
    "gelu": F.gelu,
    "gelu_tanh": lambda z: F.gelu(z, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "softplus": lambda z: F.softplus(z, threshold=700.0),  # the default leaves the formula at 20, 2e-9 too early
    "softsign": F.softsign,
    "hard_sigmoid": lambda z: F.relu6(z + 3.0) / 6.0,  # in F.hardsigmoid's derivative, 1/6 has single precision only
    "hard_sigmoid(0.2)": lambda z: (z * 0.2 + 0.5).clamp(0.0, 1.0),  # that of Keras 2 and ONNX, not in PyTorch
    "hard_sigmoid(1.5)": lambda z: (z * 1.5 + 0.5).clamp(0.0, 1.0),
    "hard_tanh": F.hardtanh,
    "hard_swish": F.hardswish,
    "hard_shrink": F.hardshrink,
    "hard_shrink(1.5)": lambda z: F.hardshrink(z, 1.5),
}

LOGITS = [
    [3.0],
    [0.0, 0.0],
    [1.0, 2.0, 3.0],
    [20.0, -20.0],
    [1e-30, -1e-30, 0.0, 1e-8],
    [100.0, 99.5, 98.0, 90.0, 0.0],
    [-1000.0, -1001.0, -1000.25],
    [-1e4, 0.0, 1e4],
    [1e30, 1e30, -1e30],
    [LARGEST, -LARGEST, LARGEST],
    [0.1 * k - 0.8 for k in range(17)],
]


def single(x):
    """The number in single precision nearest to `x`."""
    return torch.tensor(x, dtype=torch.float32).item()


def shortest(x):
    """The shortest decimal that single precision reads as `x`."""
    decimals = (float(f"{x:.{digits}g}") for digits in range(1, 10))
    return next(repr(decimal) for decimal in decimals if single(decimal) == x)


def activation_rows():
    for name, function in ACTIVATIONS.items():
        for z in sorted({single(z) for z in GRID} - {0.0}) + [-0.0, 0.0]:
            logit = torch.tensor(z, dtype=torch.float64, requires_grad=True)
            value = function(logit)
            value.backward()
            yield [name, shortest(z), value.item(), logit.grad.item()]


def softmax_rows():
    for sample, logits in enumerate(LOGITS):
        z = torch.tensor([single(z) for z in logits], dtype=torch.float64, requires_grad=True)
        dy = torch.tensor([(-1.5) ** (k % 5) for k in range(len(logits))], dtype=torch.float64)
        y = torch.softmax(z, dim=0)
        y.backward(dy)
        for row in zip(z.tolist(), y.tolist(), dy.tolist(), z.grad.tolist()):
            yield [sample, shortest(row[0]), *row[1:]]


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


write("activations.csv", ["activation", "z", "value", "derivative"], activation_rows())
write("softmax.csv", ["sample", "z", "y", "dy", "dz"], softmax_rows())
