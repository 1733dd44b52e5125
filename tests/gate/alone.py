#!/usr/bin/env python3
"""Every header can be included alone. The umbrella is as long as all of them together and says nothing of that."""
import pathlib
import subprocess
import sys

compiler, include = sys.argv[1], pathlib.Path(sys.argv[2])
wrong = []
for header in sorted(include.rglob("*.hpp")):
    name = header.relative_to(include)
    if name.name in ("xsimd.hpp", "xtensor.hpp"):  # over libraries that need not be there
        continue
    source = f"#include <{name}>\n"
    done = subprocess.run([compiler, "-std=c++20", f"-I{include}", "-fsyntax-only", "-x", "c++", "-"], input=source, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        wrong.append(f"{name}: {done.stderr}")
print("\n".join(wrong))
sys.exit(bool(wrong))
