#!/usr/bin/env python3
"""What including everything costs, in classes that the compiler makes of it: overload resolution in the standard library's
views and ranges is most of it, and grows unseen."""
import subprocess
import sys

compiler, source, *flags = sys.argv[1:]
LIMIT = 800  # 777 measured with GCC 12
listing = subprocess.run([compiler, *flags, "-fsyntax-only", "-fdump-lang-class=stdout", source], stdout=subprocess.PIPE, text=True, check=True).stdout
classes = sum(line.startswith("Class ") for line in listing.splitlines())
print(f"{classes} classes, at most {LIMIT}")
sys.exit(classes > LIMIT)
