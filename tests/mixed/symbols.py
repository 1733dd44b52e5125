#!/usr/bin/env python3
"""Object files built for different instruction sets share no function of typegrad: the linker keeps one copy of each."""
import subprocess
import sys

symbols = []
for path in sys.argv[1:]:
    if any(name in path for name in ("baseline.", "haswell.", "native.")):
        listing = subprocess.run(["nm", "-C", path], capture_output=True, text=True, check=True).stdout
        symbols.append({line.split(None, 2)[2] for line in listing.splitlines() if " W " in line and "typegrad::" in line})
if len(symbols) != 3 or not all(symbols):
    sys.exit(f"expected three object files with symbols, got {len(symbols)}")
shared = {s for a in range(3) for b in range(a) for s in symbols[a] & symbols[b]}
# haswell and native are the same instruction set on a machine that has no more
if symbols[1] == symbols[2]:
    shared = (symbols[0] & symbols[1]) | (symbols[0] & symbols[2])
print("\n".join(sorted(shared)))
sys.exit(bool(shared))
