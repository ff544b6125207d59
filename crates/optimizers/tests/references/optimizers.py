"""Writes optimizers.csv and schedules.csv: what PyTorch's optimizers and schedules do, in double precision.

    pip install torch==2.15.0
    python optimizers.py

Lion is not in PyTorch; it is written out here after algorithm 2 of Chen et al. (2023).
"""

import csv
import pathlib

import torch
from torch.optim import lr_scheduler

torch.set_default_dtype(torch.float64)  # NAdam multiplies its momenta in the default type

FOLDER = pathlib.Path(__file__).parent
START = [1.0, -2.0, 0.5, 3.0, -0.25]
CURVATURE = [1.0, 10.0, 0.1, 4.0, 0.5]
TARGET = [0.0, 1.0, -1.0, 2.0, 0.75]
STEPS = 30


def gradient(w, step):
    """Of a quadratic bowl with neighbours coupled, five times as large at every seventh step."""
    size = 5.0 if step % 7 == 0 else 1.0
    return [size * (CURVATURE[i] * (w[i] - TARGET[i]) + 0.1 * w[(i + 1) % 5]) for i in range(5)]


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for w in group["params"]:
                m = self.state[w].setdefault("m", torch.zeros_like(w))
                c = beta1 * m + (1 - beta1) * w.grad
                w.sub_(group["lr"] * (torch.sign(c) + group["weight_decay"] * w))
                m.copy_(beta2 * m + (1 - beta2) * w.grad)


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "sgd decay": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "momentum decay": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "nesterov decay": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "adagrad options": lambda p: torch.optim.Adagrad(p, lr=0.1, eps=0.01, weight_decay=0.1),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01),
    "rmsprop options": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=0.01, weight_decay=0.1),
    "rmsprop momentum": lambda p: torch.optim.RMSprop(p, lr=0.01, momentum=0.9),
    "rmsprop centered": lambda p: torch.optim.RMSprop(p, lr=0.01, centered=True),
    "rmsprop centered options": lambda p: torch.optim.RMSprop(
        p, lr=0.01, alpha=0.9, eps=0.01, weight_decay=0.1, momentum=0.8, centered=True
    ),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "adam options": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1),
    "amsgrad": lambda p: torch.optim.Adam(p, lr=0.1, amsgrad=True),
    "amsgrad options": lambda p: torch.optim.Adam(
        p, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1, amsgrad=True
    ),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.1),
    "adamw options": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1),
    "adamw amsgrad": lambda p: torch.optim.AdamW(p, lr=0.1, amsgrad=True),
    "adamw amsgrad options": lambda p: torch.optim.AdamW(
        p, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1, amsgrad=True
    ),
    "nadam": lambda p: torch.optim.NAdam(p),
    "nadam options": lambda p: torch.optim.NAdam(
        p, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1, momentum_decay=0.1
    ),
    "lion": lambda p: Lion(p, lr=0.2),
    "lion options": lambda p: Lion(p, lr=0.2, betas=(0.8, 0.9), weight_decay=0.1),
}

SCHEDULES = {
    "step decay": (0.1, lambda o: lr_scheduler.StepLR(o, step_size=7, gamma=0.5)),
    "exponential": (0.1, lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9)),
    "cosine": (0.1, lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=30)),
    "cosine min": (0.1, lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=30, eta_min=0.01)),
    "linear": (0.1, lambda o: lr_scheduler.LinearLR(o, start_factor=0.5, end_factor=0.1, total_iters=20)),
    "polynomial": (0.1, lambda o: lr_scheduler.PolynomialLR(o, total_iters=25)),
    "polynomial power": (0.1, lambda o: lr_scheduler.PolynomialLR(o, total_iters=25, power=2.5)),
    "cosine restarts": (0.1, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=7)),
    "cosine restarts options": (
        0.1,
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=3, T_mult=2, eta_min=0.01),
    ),
    "warm-up cosine": (
        0.1,
        lambda o: lr_scheduler.SequentialLR(
            o,
            [
                lr_scheduler.LinearLR(o, start_factor=1 / 6, total_iters=5),
                lr_scheduler.CosineAnnealingLR(o, T_max=25),
            ],
            milestones=[5],
        ),
    ),
    "one cycle": (0.1, lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=31)),
    "one cycle options": (
        0.1,
        lambda o: lr_scheduler.OneCycleLR(
            o, max_lr=0.1, total_steps=31, pct_start=0.45, div_factor=10, final_div_factor=100
        ),
    ),
}


def parameter():
    return torch.tensor(START, dtype=torch.float64)


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def optimizer_rows():
    for name, make in OPTIMIZERS.items():
        w = parameter()
        optimizer = make([w])
        for step in range(STEPS):
            w.grad = torch.tensor(gradient(w.tolist(), step), dtype=torch.float64)
            optimizer.step()
            if step + 1 in (1, 2, 10, STEPS):
                yield [name, step + 1, *w.tolist()]


def schedule_rows():
    for name, (rate, make) in SCHEDULES.items():
        optimizer = torch.optim.SGD([parameter()], lr=rate)
        schedule = make(optimizer)
        for step in range(31):
            yield [name, step, optimizer.param_groups[0]["lr"]]
            if step < 30:
                optimizer.step()
                schedule.step()


write("optimizers.csv", ["optimizer", "steps", *(f"w{i}" for i in range(5))], optimizer_rows())
write("schedules.csv", ["schedule", "step", "rate"], schedule_rows())
