"""Predicts with a network that Sinew saved, `4 => hidden: 8 tanh => output: 3 softmax`, and compares with Sinew's predictions.

    python predict.py iris.safetensors samples.safetensors

The second file has the tensors `inputs` and `predictions`.
"""

import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file


def dense(weights, label, x):
    return x @ weights[f"{label}.weight"].T.astype(np.float64) + weights[f"{label}.bias"]


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def main(weights_path, samples_path):
    weights, samples = load_file(weights_path), load_file(samples_path)
    with safe_open(weights_path, framework="numpy") as file:
        print(file.metadata())
    assert sorted(weights) == ["hidden.bias", "hidden.weight", "output.bias", "output.weight"], sorted(weights)
    assert weights["hidden.weight"].shape == (8, 4), weights["hidden.weight"].shape

    predictions = softmax(dense(weights, "output", np.tanh(dense(weights, "hidden", samples["inputs"]))))
    error = np.abs(predictions - samples["predictions"]).max()
    print(f"{len(predictions)} predictions, largest difference {error:.1e}")
    assert error <= 1e-6, error


if __name__ == "__main__":
    main(*sys.argv[1:])
