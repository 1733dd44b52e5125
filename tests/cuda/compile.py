#!/usr/bin/env python3
"""nvcc makes of a kernel what it should: everything in registers, as many mma as its file says, and constants that are there.

Tables of constants that the host has, and the device has not, become addresses near 0; what follows may be missing without
a word. So no address may be a number, and the numbers that a file names must be in its code."""
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time

full = sys.argv[1] == "--all"
nvcc, source, *flags = sys.argv[1 + full:]
FLAGS = ["-std=c++20", "--expt-relaxed-constexpr", "-Werror", "cross-execution-space-call", *flags]


def named(what):
    """The words behind "// what: " in the file."""
    return [word for line in re.findall(rf"// {what}: (.*)", pathlib.Path(source).read_text()) for word in line.split()]


def reads_nothing(ptx):
    """Loads and stores at an address that is nothing but a number."""
    found = []
    for function in ptx.split(".entry"):
        numbers = dict.fromkeys(re.findall(r"mov\.u64\s+(%rd\d+), \d+;", function))
        made = re.findall(r"^\s*(?:@\S+ )?(?!st\.)[a-z]\S*\s+(?:\{[^}]*\}|(%rd\d+)),", function, re.M)
        once = {r for r in numbers if made.count(r) == 1}
        found += [line.strip() for line in function.splitlines() if (access := re.search(r"\b(?:ld|st)\.\S+\s.*\[(%rd\d+)", line)) and access[1] in once]
    return found


def is_in(ptx, number):
    """Either sign: a product can take it."""
    bits = struct.unpack(">I", struct.pack(">f", abs(float(number))))[0]
    return any(f"0f{b:08X}" in ptx for b in (bits, bits | 1 << 31))


# A large file names those that are enough for every day; some are about one of them.
ARCHITECTURES = tuple(map(int, named("only") or ([] if full else named("first")))) or (80, 86, 89, 90, 100)
if promised := " ".join(named("error")):
    run = subprocess.run([nvcc, *FLAGS, "-c", source, "-o", "/dev/null"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    errors = [line for line in run.stdout.splitlines() if " error: " in line]
    print(*errors, sep="\n")
    sys.exit(run.returncode == 0 or len(errors) != 1 or promised not in errors[0])
counted = named("mma")
expected = sorted(int(n) for n in counted if n.isdigit())
known = set(map(int, re.findall(r"sm_(\d+)", subprocess.run([nvcc, "--list-gpu-code"], stdout=subprocess.PIPE, text=True).stdout)))
failed = not known & set(ARCHITECTURES)
for architecture in sorted(set(ARCHITECTURES) - known):
    print(f"sm_{architecture}: not compiled, this nvcc does not know it")
compiled = sorted(known & set(ARCHITECTURES))
with tempfile.TemporaryDirectory() as folder:
    begun = time.monotonic()
    names = [f"-gencode=arch=compute_{architecture},code=sm_{architecture}" for architecture in compiled] + ["-Xptxas", "-v", "--keep", f"--keep-dir={folder}"]
    run = subprocess.run([nvcc, *FLAGS, *names, "-c", source, "-o", f"{folder}/kernel.o"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode:
        sys.exit(run.stdout)
    print(f"{time.monotonic() - begun:.1f} s")
    # What ptxas says of each function, behind its name and architecture.
    said = re.split(r"Compiling entry function '\S+' for 'sm_(\d+)'", run.stdout)
    for architecture in compiled:
        text = "".join(after for number, after in zip(said[1::2], said[2::2]) if int(number) == architecture)
        registers = [int(n) for n in re.findall(r"Used (\d+) registers", text)]
        kernels = [round(float(ms) / 1000, 2) for ms in re.findall(r"Compile time = ([\d.]+) ms", text)]
        wrong = [line.strip() for line in text.splitlines() if "stack frame" in line and line.strip() != "0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"]
        ptx = next(pathlib.Path(folder).glob(f"*.compute_{architecture}.ptx" if len(compiled) > 1 else "*.ptx")).read_text()
        wrong += reads_nothing(ptx) + [f"no {number}" for number in named("constants") if not is_in(ptx, number)]
        products = sorted(n for n in (part.count("mma.sync") for part in ptx.split(".visible .entry")[1:]) if n)
        print(f"sm_{architecture}: ptxas {kernels} s, registers {registers}, mma {products}" + (f" of {expected}" if counted else ""), *wrong)
        failed |= bool(wrong) or (bool(counted) and products != expected) or not registers
sys.exit(failed)
