#!/usr/bin/env python3
"""The networks of bench.cu in PyTorch: eager, and compiled with CUDA graphs. One line a case, like bench.cu, those that say
most first. After so many seconds as the argument says no case goes on, and each that is missing is named."""
import signal
import sys
import time

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


CASES = [("mlp", mlp, (32,), (1 << 20, 64, 1, 4096, 1 << 14, 1 << 17, 1 << 21, 16, 256, 1024)), ("lenet", lenet, (1, 28, 28), (1 << 16, 1, 64, 4096)),
         ("lstm", Sequences, (28, 28), (1 << 15, 1, 64, 4096)), ("attention", Attention, (16, 64), (1 << 14, 1, 64, 1024))]
END = time.monotonic() + (float(sys.argv[1]) if len(sys.argv) > 1 else 3600)


def microseconds(call, calls=4):
    """The median of 11, after three that count for nothing."""
    times = []
    for _ in range(14):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for _ in range(calls):
            call()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end) * 1000 / calls)
    return sorted(times[3:])[5]


def latency(call):
    """The median of 101, each until its answer is there."""
    times = []
    for i in range(111):
        begin = time.perf_counter()
        call()
        torch.cuda.synchronize()
        if i >= 10:
            times.append((time.perf_counter() - begin) * 1e6)
    return sorted(times)[50]


def line(label, n, us, how):
    print(f"{label:20} {n:9} {us:12.1f} us with PyTorch {torch.__version__}, {how}", flush=True)


def case(name, make, shape, n, how):
    """A model of its own for each size: what is compiled knows the shape."""
    torch.manual_seed(1)
    torch._dynamo.reset()
    model = make().cuda().to(torch.bfloat16)
    run = torch.compile(model, mode="reduce-overhead", dynamic=False) if how == "compiled" else model
    optimizer = torch.optim.Adam(model.parameters(), capturable=how == "compiled")
    x, t = torch.rand(n, *shape, device="cuda", dtype=torch.bfloat16), torch.randint(0, 4, (n,), device="cuda")

    def infer():
        with torch.inference_mode():
            run(x)

    def train():
        optimizer.zero_grad()
        nn.functional.cross_entropy(run(x).float(), t).backward()
        optimizer.step()

    line(f"{name} infer", n, microseconds(infer), how)
    line(f"{name} train", n, microseconds(train), how)
    if n <= 4096:
        line(f"{name} latency", n, latency(infer), how)


def population(how):
    """1024 networks as batched products, 1000 steps of 64 samples: 16 - 32 tanh - 4, Adam."""
    torch.manual_seed(1)
    torch._dynamo.reset()
    networks, steps, samples, batch = 1024, 1000, 4096, 64
    p = [torch.randn(networks, *s, device="cuda", dtype=torch.bfloat16, requires_grad=True) for s in ((16, 32), (1, 32), (32, 4), (1, 4))]
    optimizer = torch.optim.Adam(p, capturable=how == "compiled")
    x, t = torch.rand(samples, 16, device="cuda", dtype=torch.bfloat16), torch.randint(0, 4, (samples,), device="cuda")

    def loss(x, t):
        y = torch.baddbmm(p[3], torch.tanh(torch.baddbmm(p[1], x.expand(networks, -1, -1), p[0])), p[2])
        return nn.functional.cross_entropy(y.float().flatten(0, 1), t.repeat(networks)) * networks

    run = torch.compile(loss, mode="reduce-overhead", dynamic=False) if how == "compiled" else loss

    def train():
        for s in range(steps):
            first = s * batch % samples
            optimizer.zero_grad()
            run(x[first:first + batch], t[first:first + batch]).backward()
            optimizer.step()

    line("population train", networks, microseconds(train, 1), how)


def attempt(name, how, measure):
    """What one case cannot do, or has no time for, is no reason not to measure the others."""
    try:
        signal.setitimer(signal.ITIMER_REAL, max(END - time.monotonic(), 1e-6))
        measure(how)
    except Exception as e:
        print(f"{name}, {how}: {e}", file=sys.stderr, flush=True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def over(*_):
    raise TimeoutError("missing, the time is over")


signal.signal(signal.SIGALRM, over)
for rank in range(max(len(sizes) for *_, sizes in CASES)):
    for name, make, shape, sizes in CASES:
        for how in ("compiled", "eager") if rank < len(sizes) else ():
            attempt(f"{name} {sizes[rank]}", how, lambda how: case(name, make, shape, sizes[rank], how))
    if rank == 0:
        for how in ("compiled", "eager"):
            attempt("population", how, population)
