#!/usr/bin/env python3
"""Compilers like to read an operand from memory again for every multiplication. The kernels hold theirs in registers: few
reads for a fused multiply-add in the inner loops that are written for x86-64."""
import re
import subprocess
import sys

compiler, source, *flags = sys.argv[1:]
# Measured with GCC 12 on the loops of loads.cpp: 0.46 to 0.75, and 1.12 to 1.25 where nothing holds the operands.
LIMIT = 0.95
KERNELS = 6  # y, dw and dx of a dense layer and of a convolution
assembly = subprocess.run([compiler, *flags, "-O2", "-march=haswell", "-S", "-o", "-", source], stdout=subprocess.PIPE, text=True, check=True).stdout

labels, code, ratios, done = {}, [], [], 0
for line in assembly.splitlines():
    if label := re.match(r"(\.L\w+):", line):
        labels[label[1]] = len(code)
    elif re.match(r"\s+[a-z]", line):
        code.append(line.split())
    jump = re.match(r"\s+j\w+\s+(\.L\w+)$", line)
    begin = labels.get(jump[1], -1) if jump else -1
    if begin >= done:  # backwards, and over no other such jump: an inner loop
        loop, done = code[begin:], len(code)
        fused = sum(words[0].startswith("vfmadd") for words in loop)
        reads = sum(words[0].startswith("v") and "(" in "".join(words[1:-1]) for words in loop)
        if fused >= 4:
            ratios.append(reads / fused)
            print(f"{fused} fused multiply-adds, {reads} reads")
print(f"{len(ratios)} inner loops, at most {max(ratios, default=0):.2f} reads for a fused multiply-add; the limit is {LIMIT}")
sys.exit(len(ratios) < KERNELS or max(ratios) > LIMIT)
