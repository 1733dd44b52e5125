#!/usr/bin/env python3
"""nvcc makes of a kernel what it should: everything in registers, and as many mma as its file says."""
import pathlib
import re
import subprocess
import sys
import tempfile
import time

nvcc, source, *flags = sys.argv[1:]
ARCHITECTURES = (80, 86, 89, 90, 100)
FLAGS = ["-std=c++20", "--expt-relaxed-constexpr", "-Werror", "cross-execution-space-call", *flags]
expected = sorted(int(n) for n in re.findall(r"// mma: (.*)", pathlib.Path(source).read_text())[0].split() if n.isdigit())
known = set(map(int, re.findall(r"sm_(\d+)", subprocess.run([nvcc, "--list-gpu-code"], stdout=subprocess.PIPE, text=True).stdout)))
failed = not known & set(ARCHITECTURES)
with tempfile.TemporaryDirectory() as folder:
    for architecture in filter(known.__contains__, ARCHITECTURES):
        begun = time.monotonic()
        names = [f"-gencode=arch=compute_{architecture},code=sm_{architecture}", "-Xptxas", "-v", "--keep", f"--keep-dir={folder}"]
        run = subprocess.run([nvcc, *FLAGS, *names, "-c", source, "-o", f"{folder}/kernel.o"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if run.returncode:
            sys.exit(run.stdout)
        registers = [int(n) for n in re.findall(r"Used (\d+) registers", run.stdout)]
        spilled = [line.strip() for line in run.stdout.splitlines() if "stack frame" in line and line.strip() != "0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"]
        ptx = next(pathlib.Path(folder).glob("*.ptx")).read_text()
        products = sorted(n for n in (part.count("mma.sync") for part in ptx.split(".visible .entry")[1:]) if n)
        print(f"sm_{architecture}: {time.monotonic() - begun:.1f} s, registers {registers}, mma {products} of {expected}", *spilled)
        failed |= bool(spilled) or products != expected or not registers
        for kept in pathlib.Path(folder).iterdir():
            kept.unlink()
sys.exit(failed)
