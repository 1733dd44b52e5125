#!/usr/bin/env python3
"""The networks of bench.cu in PyTorch: eager, and compiled with CUDA graphs. One line a case, like bench.cu."""
import sys

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit("PyTorch is not installed: nothing to compare with")
if not torch.cuda.is_available():
    sys.exit("PyTorch sees no GPU: nothing to compare with")


class Attention(nn.Module):
    """Pre-norm encoder block of width 64, four heads, then all steps into ten classes."""

    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(64) for _ in range(3))
        self.attention = nn.MultiheadAttention(64, 4, batch_first=True)
        self.forward_part = nn.Sequential(nn.Linear(64, 128), nn.GELU(), nn.Linear(128, 64))
        self.last = nn.Linear(16 * 64, 10)

    def forward(self, x):
        h = self.norms[0](x)
        x = x + self.attention(h, h, h, need_weights=False)[0]
        x = x + self.forward_part(self.norms[1](x))
        return self.last(self.norms[2](x).flatten(1))


class Sequences(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.last = nn.LSTM(28, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.last(self.lstm(x)[0][:, -1])


def mlp():
    widths = [32, 64, 64, 64, 64, 64]
    return nn.Sequential(*(layer for a, b in zip(widths, widths[1:]) for layer in (nn.Linear(a, b), nn.ReLU())), nn.Linear(64, 16))


def lenet():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                         nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


CASES = [("mlp", mlp, (32,), (1, 64, 4096, 1 << 14, 1 << 17, 1 << 20, 1 << 21)), ("lenet", lenet, (1, 28, 28), (1, 4096, 1 << 16)),
         ("lstm", Sequences, (28, 28), (1, 4096, 1 << 15)), ("attention", Attention, (16, 64), (1, 1024, 1 << 14))]


def microseconds(call):
    """The median of 11."""
    times = []
    for i in range(14):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for _ in range(4):
            call()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end) * 250)
    return sorted(times[3:])[5]


for name, make, shape, sizes in CASES:
    for how in ("eager", "compiled"):
        torch.manual_seed(1)
        model = make().cuda().to(torch.bfloat16)
        run = torch.compile(model, mode="reduce-overhead") if how == "compiled" else model
        optimizer = torch.optim.Adam(model.parameters(), capturable=how == "compiled")
        for n in sizes:
            x, t = torch.rand(n, *shape, device="cuda", dtype=torch.bfloat16), torch.zeros(n, dtype=torch.long, device="cuda")

            def infer():
                with torch.inference_mode():
                    run(x)

            def train():
                optimizer.zero_grad()
                nn.functional.cross_entropy(run(x).float(), t).backward()
                optimizer.step()

            for what, call in (("infer", infer), ("train", train)):
                label = f"{name} {what}"
                print(f"{label:20} {n:9} {microseconds(call):12.1f} us with PyTorch {torch.__version__}, {how}", flush=True)
