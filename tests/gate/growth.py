#!/usr/bin/env python3
"""What the compiler instantiates grows linearly with the layers: classes and functions, for inference and training."""
import collections
import subprocess
import sys
import time

compiler, source, *flags = sys.argv[1:]
# Measured with GCC 12: each layer of growth.cpp adds 12 classes and 31 functions, whatever is above it: equal steps are one.
PER_LAYER = {"classes": 16, "functions": 40}
STARTS = {b"Class ": "classes", b";; Funct": "functions"}
counts = {}
for layers in (10, 50, 200):
    # Shapes and offsets follow from layer to layer: one level of templates each, and a few below.
    begun, count = time.monotonic(), collections.Counter()
    command = [compiler, *flags, "-fsyntax-only", f"-DLAYERS={layers}", f"-ftemplate-depth={max(layers, 50) + 30}",
               "-fdump-lang-class=stdout", "-fdump-tree-original=stdout", source]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        for line in run.stdout:
            for start, kind in STARTS.items():
                count[kind] += line.startswith(start)
    if run.returncode:
        sys.exit(f"{layers} layers do not compile")
    counts[layers] = count
    print(f"{layers} layers: {count['classes']} classes, {count['functions']} functions, {time.monotonic() - begun:.1f} s")

failed = False
for kind, limit in PER_LAYER.items():
    early, late = ((counts[b][kind] - counts[a][kind]) / (b - a) for a, b in ((10, 50), (50, 200)))
    print(f"{kind} per layer: {early:.1f}, deeper {late:.1f}, at most {limit}")
    failed |= late > limit or late > 1.05 * early
sys.exit(failed)
