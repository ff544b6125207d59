"""JAX: a jitted step, or with `--scan` many steps in each call, so that Python is not in the way."""

import os
import sys

TUNED = "--tuned" in sys.argv
SCAN = "--scan" in sys.argv
PEER = ("JAX scan" if SCAN else "JAX jit") + (", tuned" if TUNED else "")
if TUNED:
    os.environ["XLA_FLAGS"] = "--xla_cpu_prefer_vector_width=512"

import jax
import jax.numpy as jnp
import optax

import protocol


def main():
    for workload in protocol.workloads():
        if workload.task == "predict":
            predict(workload)
        else:
            protocol.train(PEER, jax.__version__, workload, lambda rate: train(workload, rate), calls(workload))


def calls(workload):
    """Steps in each call: as many as keep it under a few milliseconds, and a divisor of 300."""
    if not SCAN:
        return 1
    if workload.convolutions:
        return 5 if workload.task == "train" else 1
    work = 6 * workload.batch * sum(weights.size for weights, _ in protocol.layers(workload))
    return max(count for count in (1, 5, 10, 20, 50, 100, 300) if count == 1 or count * work < 1e9)


def inputs(workload):
    """The samples; images as `[batch, height, width, channel]`, the order that is fastest here."""
    x = jnp.asarray(protocol.inputs(workload))
    return x.transpose(0, 2, 3, 1) if workload.convolutions else x


def layers(workload):
    """The parameters, dense weights as `[in, out]`, in the order of dimensions that goes with `inputs`."""
    result = []
    for w, b in protocol.layers(workload):
        if w.ndim == 4:
            w = w.transpose(2, 3, 1, 0)
        else:
            if result and result[-1][0].ndim == 4:
                w = w.reshape(len(w), workload.convolutions[-1], 4, 4).transpose(0, 2, 3, 1).reshape(w.shape)
            w = w.T.copy()
        result.append((jnp.asarray(w), jnp.asarray(b)))
    return result


def logits(workload, parameters, x):
    hidden = {"relu": jax.nn.relu, "tanh": jnp.tanh}[workload.hidden]
    for index, (w, b) in enumerate(parameters):
        if w.ndim == 4:
            x = jax.lax.conv_general_dilated(x, w, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
            x = jax.lax.reduce_window(hidden(x + b), -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
        else:
            x = x.reshape(len(x), -1) @ w + b
            x = x if index + 1 == len(parameters) else hidden(x)
    return x


def mean_loss(workload, parameters, x, target):
    z = logits(workload, parameters, x)
    if workload.output == "softmax":
        return optax.softmax_cross_entropy_with_integer_labels(z, target).mean()
    if workload.output == "sigmoid":
        return optax.sigmoid_binary_cross_entropy(z, target).mean()
    return jnp.square(z - target).mean()


def train(workload, rate):
    x = inputs(workload)
    target = jnp.asarray(protocol.labels(workload) if workload.output == "softmax" else protocol.targets(workload))
    optimizer = {"sgd": optax.sgd, "adam": optax.adam}[workload.optimizer](rate)

    def many(state, x, target):
        def update(state, _):
            parameters, moments = state
            gradients = jax.grad(lambda p: mean_loss(workload, p, x, target))(parameters)
            changes, moments = optimizer.update(gradients, moments, parameters)
            return (optax.apply_updates(parameters, changes), moments), None

        if workload.convolutions:  # they are several times slower inside a loop of XLA's
            for _ in range(calls(workload)):
                state, _ = update(state, None)
            return state
        return jax.lax.scan(update, state, length=calls(workload))[0]

    parameters = layers(workload)
    state = (parameters, optimizer.init(parameters))
    many = jax.jit(many, donate_argnums=0).lower(state, x, target).compile()

    def step():
        nonlocal state
        state = many(state, x, target)
        jax.block_until_ready(state)

    return step, lambda: float(mean_loss(workload, state[0], x, target))


def predict(workload):
    parameters = layers(workload)
    output = {"softmax": jax.nn.softmax, "sigmoid": jax.nn.sigmoid, "identity": lambda z: z}[workload.output]

    def one(parameters, x):
        return output(logits(workload, parameters, x))

    def many(parameters, xs):
        return jax.lax.map(lambda x: one(parameters, x), xs)

    x = inputs(workload)
    count = calls(workload)
    function, argument = (many, jnp.stack([x] * count)) if count > 1 else (one, x)
    function = jax.jit(function)

    def call():
        return jax.block_until_ready(function(parameters, argument))

    y = call()
    protocol.predict(PEER, jax.__version__, workload, call, y[0] if count > 1 else y, count)


if __name__ == "__main__":
    main()
