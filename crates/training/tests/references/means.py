"""Writes means.csv: PyTorch's mean losses of batches with weights, and their gradients in the logits, in double precision.

    pip install torch==2.15.0
    python means.py

Each row is a batch of 19 samples with four outputs. Samples are separated by semicolons, numbers by spaces.
"""

import csv
import pathlib

import torch
from torch.nn import functional as F

SAMPLES, OUTPUTS = 19, 4
CLASS_WEIGHTS = torch.tensor([1.0, 2.5, 0.0, 0.25], dtype=torch.float64)


def numbers(multiplier, modulus, scale, shift):
    """Numbers of few digits that look random, `[SAMPLES, OUTPUTS]`."""
    count = SAMPLES * OUTPUTS
    return torch.tensor(
        [(k * multiplier % modulus) * scale + shift for k in range(count)], dtype=torch.float64
    ).reshape(SAMPLES, OUTPUTS)


LOGITS = numbers(37, 101, 0.0625, -3.0)
LABELS = torch.tensor([k * 7 % 11 % OUTPUTS for k in range(SAMPLES)])
UNKNOWN = torch.tensor([255 if k % 5 == 2 else label for k, label in enumerate(LABELS.tolist())])
ANSWERS = numbers(13, 2, 1.0, 0.0)
REAL = numbers(29, 83, 0.125, -4.0)
COUNTS = numbers(11, 7, 1.0, 0.0)
SIGNS = 2.0 * ANSWERS - 1.0
WEIGHTS = torch.tensor([k * 5 % 8 * 0.5 for k in range(SAMPLES)], dtype=torch.float64)


def weighted(loss, targets):
    """The mean of the samples' losses, each multiplied by its weight."""
    return lambda z: (WEIGHTS * loss(z, targets)).mean()


def of_outputs(loss):
    """The mean over the outputs of each sample."""
    return lambda z, t: loss(z, t).mean(dim=1)


CASES = {
    "class weights": (LABELS, lambda z: F.cross_entropy(z, LABELS, CLASS_WEIGHTS)),
    "class weights smoothing": (LABELS, lambda z: F.cross_entropy(z, LABELS, CLASS_WEIGHTS, label_smoothing=0.1)),
    "ignored": (UNKNOWN, lambda z: F.cross_entropy(z, UNKNOWN, ignore_index=255)),
    "ignored smoothing": (UNKNOWN, lambda z: F.cross_entropy(z, UNKNOWN, ignore_index=255, label_smoothing=0.1)),
    "ignored class weights": (LABELS, lambda z: F.cross_entropy(z, LABELS, CLASS_WEIGHTS, ignore_index=1)),
    "positive weight": (ANSWERS, lambda z: F.binary_cross_entropy_with_logits(z, ANSWERS, pos_weight=CLASS_WEIGHTS)),
    "weighted cross entropy": (LABELS, weighted(lambda z, t: F.cross_entropy(z, t, reduction="none"), LABELS)),
    "weighted binary cross entropy": (
        ANSWERS,
        weighted(of_outputs(lambda z, t: F.binary_cross_entropy_with_logits(z, t, reduction="none")), ANSWERS),
    ),
    "weighted mean squared error": (REAL, weighted(of_outputs(lambda z, t: F.mse_loss(z, t, reduction="none")), REAL)),
    "weighted mean absolute error": (REAL, weighted(of_outputs(lambda z, t: F.l1_loss(z, t, reduction="none")), REAL)),
    "weighted huber": (REAL, weighted(of_outputs(lambda z, t: F.huber_loss(z, t, reduction="none")), REAL)),
    "weighted poisson": (
        COUNTS,
        weighted(of_outputs(lambda z, t: F.poisson_nll_loss(z, t, reduction="none")), COUNTS),
    ),
    "weighted hinge": (SIGNS, weighted(of_outputs(lambda z, t: F.relu(1.0 - t * z)), SIGNS)),
}


def cell(samples):
    if samples.dim() == 1:
        return ";".join(map(repr, samples.tolist()))
    return ";".join(" ".join(map(repr, sample)) for sample in samples.tolist())


def row(name, targets, loss):
    z = LOGITS.clone().requires_grad_()
    value = loss(z)
    value.backward()
    weights = WEIGHTS if name.startswith("weighted") else torch.ones(SAMPLES)
    return [name, cell(LOGITS), cell(targets), cell(weights), repr(value.item()), cell(z.grad)]


with open(pathlib.Path(__file__).parent / "means.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["loss", "logits", "targets", "weights", "value", "gradient"])
    writer.writerows(row(name, *case) for name, case in CASES.items())
