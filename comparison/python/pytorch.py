"""PyTorch: eager, or with `--compiled` the whole step as one graph."""

import sys

import torch
import torch.nn.functional as F

import protocol

COMPILED = "--compiled" in sys.argv
TUNED = "--tuned" in sys.argv
PEER = "PyTorch compiled" if COMPILED else "PyTorch eager"
PEER += ", tuned" if TUNED else ""

ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "identity": lambda x: x, "softmax": lambda x: x.softmax(1)}
LOSSES = {"sigmoid": F.binary_cross_entropy_with_logits, "softmax": F.cross_entropy, "identity": F.mse_loss}


def main():
    torch.set_num_threads(1)
    for workload in protocol.workloads():
        if workload.task == "predict":
            predict(workload)
        elif COMPILED:
            protocol.train(PEER, torch.__version__, workload, lambda rate: compiled(workload, rate))
        else:
            protocol.train(PEER, torch.__version__, workload, lambda rate: eager(workload, rate))


def logits(workload, parameters, x):
    hidden = ACTIVATIONS[workload.hidden]
    for index, (weights, bias) in enumerate(parameters):
        if weights.ndim == 4:
            x = F.max_pool2d(hidden(F.conv2d(x, weights, bias)), 2)
        else:
            x = F.linear(x.flatten(1), weights, bias)
            x = x if index + 1 == len(parameters) else hidden(x)
    return x


def batch(workload):
    target = protocol.labels(workload) if workload.output == "softmax" else protocol.targets(workload)
    return torch.from_numpy(protocol.inputs(workload)), torch.from_numpy(target)


def parameters(workload):
    return [tuple(map(torch.from_numpy, layer)) for layer in protocol.layers(workload)]


def eager(workload, rate):
    """The step as its documentation has it, with the fused optimizers."""
    x, target = batch(workload)
    layers = parameters(workload)
    variables = [variable.requires_grad_() for layer in layers for variable in layer]
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[workload.optimizer]
    optimizer = kind(variables, lr=rate, fused=True)

    def loss():
        return LOSSES[workload.output](logits(workload, layers, x), target)

    def step():
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()

    return step, lambda: loss().item()


def compiled(workload, rate):
    """Forward, backward and update in one graph, which changes its tensors in place."""
    x, target = batch(workload)
    layers = parameters(workload)
    moments = [[(torch.zeros_like(w), torch.zeros_like(w)) for w in layer] for layer in layers]
    time = torch.zeros(())

    def loss(layers):
        return LOSSES[workload.output](logits(workload, layers, x), target)

    def step():
        gradients = torch.func.grad(loss)(layers)
        time.add_(1)
        for layer, layer_moments, layer_gradients in zip(layers, moments, gradients):
            for w, (m, v), g in zip(layer, layer_moments, layer_gradients):
                if workload.optimizer == "sgd":
                    w.sub_(rate * g)
                else:
                    adam(w, m, v, g, time, rate)

    torch._dynamo.reset()
    return torch.compile(step, fullgraph=True), lambda: loss(layers).item()


def adam(w, m, v, g, time, rate):
    m.copy_(0.9 * m + 0.1 * g)
    v.copy_(0.999 * v + 0.001 * g * g)
    w.sub_(rate * (m / (1 - 0.9**time)) / ((v / (1 - 0.999**time)).sqrt() + 1e-8))


def predict(workload):
    x, _ = batch(workload)
    layers = parameters(workload)

    def call(x):
        return ACTIVATIONS[workload.output](logits(workload, layers, x))

    if COMPILED:
        torch._dynamo.reset()
        call = torch.compile(call, fullgraph=True)
    with torch.inference_mode():
        output = call(x)
        protocol.predict(PEER, torch.__version__, workload, lambda: call(x), output.numpy())


if __name__ == "__main__":
    main()
