"""Writes the files of this folder: a module of PyTorch as a `state_dict` in four types of numbers, and what it predicts.

    python -m venv VENV && VENV/bin/pip install torch safetensors && VENV/bin/python pytorch.py
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
TYPES = {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}


class Iris(torch.nn.Module):
    """The network `4 => hidden: 8 tanh => output: 3 softmax`."""

    def __init__(self):
        super().__init__()
        self.hidden = torch.nn.Linear(4, 8)
        self.output = torch.nn.Linear(8, 3)

    def forward(self, x):
        return torch.softmax(self.output(torch.tanh(self.hidden(x))), dim=1)


def main():
    torch.manual_seed(1)
    module = Iris().double()
    with torch.no_grad():
        for parameter in module.parameters():
            # Multiples of 1/16 up to 2 are the same numbers in all four types.
            parameter.copy_((16 * torch.randn_like(parameter)).round().clamp(-32, 32) / 16)
    for name, dtype in TYPES.items():
        tensors = {key: tensor.to(dtype) for key, tensor in module.state_dict().items()}
        save_file(tensors, HERE / f"iris_{name}.safetensors")

    inputs = (16 * torch.randn(20, 4, dtype=torch.float64)).round() / 16
    rows = torch.cat([inputs, module(inputs).detach()], dim=1)
    lines = ["x0,x1,x2,x3,y0,y1,y2"] + [",".join(map(repr, row)) for row in rows.tolist()]
    (HERE / "iris_predictions.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
