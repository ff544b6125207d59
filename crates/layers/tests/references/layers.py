"""Writes layers.csv: PyTorch's layers for images, forward and all gradients, in double precision.

    pip install torch==2.15.0
    python layers.py

A row is one tensor of a case: the layer, its options, the tensor's name, its shape, and its numbers, separated by spaces. `dy` is what
the gradients `dx`, `dw`, `db`, `dgamma` and `dbeta` belong to: those of the sum of `dy·y`. What goes in is rounded to three decimals, what comes
out to thirteen digits.
"""

import csv
import pathlib

import torch
from torch.nn import functional as F

FILE = pathlib.Path(__file__).parent / "layers.csv"
GENERATOR = torch.Generator().manual_seed(5)


def numbers(*shape, low=-2.0, high=2.0):
    """Numbers of three decimals, so that the file shows them whole."""
    uniform = torch.rand(shape, generator=GENERATOR, dtype=torch.float64)
    return ((low + (high - low) * uniform) * 1000).round() / 1000


def words(options):
    join = lambda value: "x".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return " ".join(f"{name}={join(value)}" for name, value in options.items())


def case(layer, options, layer_function, **tensors):
    """The rows of a case; `layer_function` takes the tensors in their order, and gradients are taken in each."""
    for tensor in tensors.values():
        tensor.requires_grad_()
    y = layer_function(*tensors.values())
    dy = numbers(*y.shape)
    grads = torch.autograd.grad((dy * y).sum(), list(tensors.values()))
    rows = {**tensors, "y": y, "dy": dy} | {"d" + name: grad for name, grad in zip(tensors, grads)}
    return [row(layer, options, name, tensor) for name, tensor in rows.items()]


def row(layer, options, name, tensor):
    shape = "x".join(map(str, tensor.shape))
    return [layer, words(options), name, shape, " ".join(f"{x:.13g}" for x in tensor.detach().flatten().tolist())]


def conv(inputs, channels, image, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=True):
    options = dict(kernel=kernel, stride=stride, padding=padding, dilation=dilation, groups=groups)
    tensors = dict(x=numbers(3, inputs, *image), w=numbers(channels, inputs // groups, *kernel))
    if bias:
        tensors["b"] = numbers(channels)
    layer = lambda x, w, b=None: F.conv2d(x, w, b, stride, padding, dilation, groups)
    return case("conv", options, layer, **tensors)


def same(inputs, channels, image, kernel, dilation=(1, 1)):
    options = dict(kernel=kernel, stride=(1, 1), padding="same", dilation=dilation, groups=1)
    tensors = dict(x=numbers(3, inputs, *image), w=numbers(channels, inputs, *kernel), b=numbers(channels))
    return case("conv", options, lambda x, w, b: F.conv2d(x, w, b, padding="same", dilation=dilation), **tensors)


def transposed(inputs, channels, image, kernel, stride=(1, 1), padding=(0, 0), extra=(0, 0), dilation=(1, 1), groups=1):
    options = dict(kernel=kernel, stride=stride, padding=padding, output_padding=extra, dilation=dilation, groups=groups)
    tensors = dict(x=numbers(3, inputs, *image), w=numbers(inputs, channels // groups, *kernel), b=numbers(channels))
    layer = lambda x, w, b: F.conv_transpose2d(x, w, b, stride, padding, extra, groups, dilation)
    return case("transposed_conv", options, layer, **tensors)


def pool(name, function, image, kernel, stride, padding=(0, 0), repeated=False):
    options = dict(kernel=kernel, stride=stride, padding=padding)
    x = numbers(3, *image)
    if repeated:
        x = x.round()  # maxima that occur more than once
    return case(name, options, lambda x: function(x, kernel, stride, padding), x=x)


def ceiling(name, function, image, kernel, stride, padding=(0, 0), **more):
    """A pool whose last windows may reach beyond the padding; `more` has PyTorch's other options."""
    options = dict(kernel=kernel, stride=stride, padding=padding, ceil=1) | {key: int(v) if isinstance(v, bool) else v for key, v in more.items()}
    return case(name, options, lambda x: function(x, kernel, stride, padding, ceil_mode=True, **more), x=numbers(3, *image))


def resize(image, size, **more):
    options = dict(size=size, mode=more["mode"], aligned=int(more.get("align_corners", False)))
    return case("resize", options, lambda x: F.interpolate(x, size, **more), x=numbers(3, *image))


def group_norm(name, groups, shape, affine=True):
    parameters = [shape[0]] if name == "groupnorm" else shape
    tensors = dict(x=numbers(3, *shape))
    if affine:
        tensors |= dict(gamma=numbers(*parameters), beta=numbers(*parameters))
    if name == "groupnorm":
        layer = lambda x, gamma=None, beta=None: F.group_norm(x, groups, gamma, beta)
    else:
        layer = lambda x, gamma=None, beta=None: F.layer_norm(x, shape, gamma, beta)
    return case(name, dict(groups=groups), layer, **tensors)


def batch_norm(shape, momentum, training):
    mean, variance = numbers(shape[1]), numbers(shape[1], low=0.5, high=2.0)
    before = [("old_mean", mean.clone()), ("old_variance", variance.clone())]
    options = dict(momentum=momentum, training=int(training))
    layer = lambda x, gamma, beta: F.batch_norm(x, mean, variance, gamma, beta, training, momentum)
    rows = case("batchnorm", options, layer, x=numbers(*shape), gamma=numbers(shape[1]), beta=numbers(shape[1]))
    after = [("running_mean", mean), ("running_variance", variance)]
    return rows + [row("batchnorm", options, *named) for named in before + after]


CASES = [
    conv(1, 2, (4, 5), (3, 3)),
    conv(2, 3, (5, 6), (3, 2), bias=False),
    conv(2, 2, (6, 5), (3, 3), padding=(1, 1)),
    conv(2, 3, (7, 6), (3, 3), stride=(2, 2), padding=(1, 1)),
    conv(1, 2, (7, 9), (2, 3), stride=(3, 2), padding=(1, 2), dilation=(2, 2)),
    conv(4, 6, (4, 4), (2, 2), groups=2),
    conv(3, 3, (5, 5), (3, 3), padding=(1, 1), groups=3),
    conv(3, 6, (5, 4), (3, 3), stride=(2, 1), groups=3),
    conv(4, 5, (3, 2), (1, 1)),
    conv(2, 3, (1, 12), (1, 5), stride=(1, 2), padding=(0, 2)),
    same(2, 2, (5, 4), (3, 3)),
    same(1, 2, (4, 5), (2, 4)),
    same(1, 2, (6, 7), (3, 2), dilation=(2, 3)),
    transposed(2, 3, (3, 4), (3, 3)),
    transposed(3, 2, (3, 3), (2, 2), stride=(2, 2)),
    transposed(2, 2, (3, 4), (3, 3), stride=(2, 2), padding=(1, 1), extra=(1, 1)),
    transposed(4, 2, (2, 3), (3, 2), stride=(3, 2), padding=(1, 0), extra=(2, 1), dilation=(2, 1), groups=2),
    transposed(1, 2, (3, 2), (2, 3), stride=(1, 2), dilation=(3, 2), extra=(2, 1)),
    pool("maxpool", F.max_pool2d, (2, 4, 6), (2, 2), (2, 2)),
    pool("maxpool", F.max_pool2d, (2, 5, 7), (3, 3), (2, 2), (1, 1)),
    pool("maxpool", F.max_pool2d, (1, 6, 6), (3, 2), (1, 2), repeated=True),
    pool("maxpool", F.max_pool2d, (2, 4, 4), (2, 2), (2, 2), repeated=True),
    pool("avgpool", F.avg_pool2d, (2, 4, 6), (2, 2), (2, 2)),
    pool("avgpool", F.avg_pool2d, (2, 5, 7), (3, 3), (2, 2), (1, 1)),
    pool("avgpool", F.avg_pool2d, (1, 6, 5), (3, 2), (1, 2)),
    case("globalavgpool", {}, lambda x: x.mean((2, 3)), x=numbers(3, 4, 3, 5)),
    case("upsample", dict(factors=(2, 2)), lambda x: F.interpolate(x, scale_factor=(2, 2)), x=numbers(3, 2, 2, 3)),
    case("upsample", dict(factors=(3, 1)), lambda x: F.interpolate(x, scale_factor=(3, 1)), x=numbers(3, 1, 2, 3)),
    group_norm("groupnorm", 1, (2, 2, 3)),
    group_norm("groupnorm", 2, (4, 2, 3)),
    group_norm("groupnorm", 3, (3, 3, 2), affine=False),
    group_norm("layernorm", 1, (7,)),
    group_norm("layernorm", 1, (2, 3, 2)),
    batch_norm((5, 3, 2, 3), 0.1, training=True),
    batch_norm((19, 4), 0.3, training=True),
    batch_norm((3, 2, 2, 2), 0.1, training=False),
    ceiling("maxpool", F.max_pool2d, (2, 6, 8), (3, 3), (2, 2)),
    ceiling("maxpool", F.max_pool2d, (1, 7, 6), (2, 3), (3, 2), (1, 1)),
    ceiling("maxpool", F.max_pool2d, (2, 7, 9), (2, 2), (2, 3), (0, 1), dilation=(2, 3)),
    ceiling("avgpool", F.avg_pool2d, (2, 6, 8), (3, 3), (2, 2)),
    ceiling("avgpool", F.avg_pool2d, (1, 7, 6), (2, 3), (3, 2), (1, 1)),
    ceiling("avgpool", F.avg_pool2d, (1, 7, 6), (2, 3), (3, 2), (1, 1), count_include_pad=False),
    ceiling("avgpool", F.avg_pool2d, (2, 5, 5), (3, 2), (2, 2), (1, 1), count_include_pad=False),
    resize((2, 5, 4), (7, 3), mode="nearest"),
    resize((1, 3, 4), (3, 9), mode="nearest"),
    resize((2, 5, 4), (7, 3), mode="bilinear", align_corners=False),
    resize((1, 3, 2), (6, 4), mode="bilinear", align_corners=False),
    resize((1, 7, 9), (2, 4), mode="bilinear", align_corners=False),
    resize((2, 5, 4), (7, 3), mode="bilinear", align_corners=True),
    resize((1, 3, 2), (6, 5), mode="bilinear", align_corners=True),
    resize((1, 4, 5), (1, 1), mode="bilinear", align_corners=True),
    resize((1, 1, 1), (2, 3), mode="bilinear", align_corners=True),
]

with FILE.open("w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["layer", "options", "tensor", "shape", "numbers"])
    writer.writerows(row for rows in CASES for row in rows)
