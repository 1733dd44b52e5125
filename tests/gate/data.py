#!/usr/bin/env python3
"""Static parameters, passes and trainers are memory that begins as zeros, not bytes of the program file."""
import pathlib
import subprocess
import sys
import tempfile

compiler, source, *flags = sys.argv[1:]
LIMIT = 4096  # 1016 measured with GCC 12; the trainer is 4 MB
with tempfile.TemporaryDirectory() as folder:
    program = pathlib.Path(folder, "data.o")
    subprocess.run([compiler, *flags, "-O1", "-c", source, "-o", program], check=True)
    sizes = subprocess.run(["size", program], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[1].split()
print(f"{sizes[1]} bytes of data, at most {LIMIT}; {sizes[2]} of zeros")
sys.exit(int(sizes[1]) > LIMIT or int(sizes[2]) < 1 << 20)
