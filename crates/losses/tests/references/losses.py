"""Writes losses.csv: PyTorch's losses of single samples and their gradients in the logits, in double precision.

    pip install torch==2.15.0
    python losses.py

Numbers of one cell are separated by spaces. Each logit and each target is written as the shortest decimal of a number in single
precision, and the losses are evaluated at just those numbers, so that implementations in single and in double precision answer
the same question. A target of cross-entropy is a class label or a distribution.
"""

import csv
import pathlib

import torch
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent
LARGEST = 3.4028234663852886e38
CLASS_WEIGHTS = [1.0, 2.5, 0.0, 0.25]

ACTIVATIONS = {
    "identity": lambda z: z.clone(),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda z: torch.softmax(z, dim=0),
}

# Of outputs; the mean over the outputs of the sample.
REGRESSION = {
    "mean_squared_error": F.mse_loss,
    "mean_absolute_error": F.l1_loss,
    "huber 1": F.huber_loss,
    "huber 0.1": lambda y, t: F.huber_loss(y, t, delta=0.1),
    "huber 10": lambda y, t: F.huber_loss(y, t, delta=10.0),
}

LOGITS = [
    [0.7],
    [-1.5],
    [0.0, -0.0],
    [0.3, -0.6, 0.2],
    [2.5, -2.5, 0.125],
    [5.0, -7.0, 9.0, -11.0],
    [20.0, -20.0, 21.0],
    [100.0, -100.0, 0.5],
    [1e-30, -1e-30, 1e-8, -1e-8],
]
HUGE_LOGITS = [
    [1e4, -1e4],
    [-1e4, 1e4, 0.0],
    [1e30, -1e30],
    [1e30, 1.0, -1e30],
    [LARGEST, 0.0],
    [0.0, -LARGEST],
    [LARGEST, LARGEST, 1.0],
]
TARGETS = [0.3, -0.8, 0.6, 2.0]  # none that an output hits, where the absolute error has no derivative
YES_OR_NO = [[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.25, 0.5, 0.9, 1.0]]
COUNTS = [[3.0, 0.0, 1.0, 12.0], [0.0, 2.0, 0.5, 100.0]]
SIGNS = [[1.0, -1.0, 1.0, -1.0], [-1.0, 1.0, 1.0, -1.0]]
MARGIN_LOGITS = [[1.0, -1.0], [-1.0, 1.0, 0.75, -1.25]]

# Classes to tell apart.
CLASS_LOGITS = [
    [0.0, 0.0],
    [0.5, -1.0],
    [1.0, 2.0, 3.0, 4.0],
    [-0.75, 0.3, 0.1, -0.2],
    [20.0, -20.0, 0.0, 19.0],
    [1e-30, 0.0, -1e-8, 1e-8],
    [1e4, -1e4, 0.0, 9999.0],
    [1e30, -1e30, 0.0, 1e30],
    [0.0, -LARGEST, 1.0, -LARGEST],
    [LARGEST, LARGEST, 0.0, LARGEST],
    [0.1 * (k * 7 % 19) for k in range(19)],
]
DISTRIBUTIONS = {2: [0.25, 0.75], 4: [0.1, 0.2, 0.3, 0.4], 19: [k / 190.0 + 1.0 / 190.0 for k in range(19)]}


def single(x):
    """The number in single precision nearest to `x`."""
    return torch.tensor(x, dtype=torch.float32).item()


def shortest(x):
    """The shortest decimal that single precision reads as `x`."""
    decimals = (float(f"{x:.{digits}g}") for digits in range(1, 10))
    return next(repr(decimal) for decimal in decimals if single(decimal) == x)


def numbers(xs):
    return torch.tensor([single(x) for x in xs], dtype=torch.float64)


def row(name, activation, logits, target, loss):
    """`loss` of the logits, evaluated."""
    z = numbers(logits).requires_grad_()
    value = loss(z)
    value.backward()
    target = target if isinstance(target, int) else " ".join(shortest(t) for t in target.tolist())
    gradient = " ".join(repr(g) for g in z.grad.tolist())
    return [name, activation, " ".join(shortest(x) for x in z.tolist()), target, value.item(), gradient]


def regression_rows():
    for name, loss in REGRESSION.items():
        for activation, function in ACTIVATIONS.items():
            for logits in LOGITS + HUGE_LOGITS:
                t = numbers(TARGETS[: len(logits)])
                yield row(name, activation, logits, t, lambda z: loss(function(z), t))
        # No error at all: nothing pulls.
        t = numbers([0.5, -2.0])
        yield row(name, "identity", [0.5, -2.0], t, lambda z: loss(z, t))


def binary_rows():
    for logits in LOGITS + HUGE_LOGITS:
        for targets in YES_OR_NO:
            t = numbers(targets[: len(logits)])
            yield row("binary_cross_entropy", "sigmoid", logits, t, lambda z: F.binary_cross_entropy_with_logits(z, t))


def weighted_binary_rows():
    for logits in LOGITS + HUGE_LOGITS:
        weights = [("weight 3", torch.tensor(3.0, dtype=torch.float64))]
        if len(logits) == len(CLASS_WEIGHTS):
            weights.append(("weights", torch.tensor(CLASS_WEIGHTS, dtype=torch.float64)))
        for name, weight in weights:
            for targets in YES_OR_NO:
                t = numbers(targets[: len(logits)])
                loss = lambda z: F.binary_cross_entropy_with_logits(z, t, pos_weight=weight)
                yield row(f"weighted_binary_cross_entropy {name}", "sigmoid", logits, t, loss)


def count_rows():
    for logits in LOGITS + HUGE_LOGITS:
        for counts in COUNTS:
            t = numbers(counts[: len(logits)])
            yield row("poisson", "identity", logits, t, lambda z: F.poisson_nll_loss(z, t, log_input=True, full=False))


def margin_rows():
    # PyTorch has no hinge loss by that name. The derivative of its ReLU at 0 is 0.
    for activation in ["identity", "tanh"]:
        for logits in LOGITS + HUGE_LOGITS + MARGIN_LOGITS:
            for signs in SIGNS:
                t = numbers(signs[: len(logits)])
                yield row("hinge", activation, logits, t, lambda z: F.relu(1.0 - t * ACTIVATIONS[activation](z)).mean())


def class_rows():
    for logits in CLASS_LOGITS:
        classes = len(logits)
        losses = [("cross_entropy", {}), ("weighted_cross_entropy smoothing 0.1", {"label_smoothing": 0.1})]
        if classes == len(CLASS_WEIGHTS):
            weight = torch.tensor(CLASS_WEIGHTS, dtype=torch.float64)
            losses += [
                ("weighted_cross_entropy weights", {"weight": weight}),
                ("weighted_cross_entropy weights smoothing 0.1", {"weight": weight, "label_smoothing": 0.1}),
            ]
        for name, options in losses:
            # The sum, for the mean over samples would divide by the weights.
            cross_entropy = lambda z, t: F.cross_entropy(z[None], t[None], reduction="sum", **options)
            for label in range(min(classes, 4)):
                yield row(name, "softmax", logits, label, lambda z: cross_entropy(z, torch.tensor(label)))
            t = numbers(DISTRIBUTIONS[classes])
            yield row(name, "softmax", logits, t, lambda z: cross_entropy(z, t))


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


write(
    "losses.csv",
    ["loss", "activation", "logits", "target", "value", "gradient"],
    [
        *regression_rows(),
        *binary_rows(),
        *weighted_binary_rows(),
        *count_rows(),
        *margin_rows(),
        *class_rows(),
    ],
)
