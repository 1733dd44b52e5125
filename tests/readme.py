#!/usr/bin/env python3
"""The first program of the README compiles as it stands there, and answers."""
import pathlib
import re
import subprocess
import sys
import tempfile

compiler, root = sys.argv[1], pathlib.Path(sys.argv[2])
program = re.search(r"```cpp\n(.*?)```", (root / "README.md").read_text(), re.S)[1]
with tempfile.TemporaryDirectory() as folder:
    source, binary = pathlib.Path(folder, "first.cpp"), pathlib.Path(folder, "first")
    source.write_text(program)
    subprocess.run([compiler, "-std=c++20", "-I", root / "single_include", source, "-o", binary], check=True)
    answers = subprocess.run([binary], stdout=subprocess.PIPE, text=True, check=True).stdout
print(answers)
numbers = [float(line.split("=")[1]) for line in answers.splitlines()]
sys.exit([round(n) for n in numbers] != [0, 1, 1, 0])
