#!/usr/bin/env python3
"""Every static_assert message in include/ occurs in a case of this folder."""
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
messages = {}
for header in (here.parent.parent / "include").rglob("*.hpp"):
    # a message is the last string of its static_assert; quotes inside it are escaped
    for match in re.finditer(r'static_assert\((?:[^;]*?),\s*"((?:[^"\\]|\\.)*)"\s*\);', header.read_text(), re.S):
        messages.setdefault(match[1].replace('\\"', '"'), header.name)
wanted = [line[len("// error: "):] for case in here.glob("*.cpp") for line in case.read_text().splitlines() if line.startswith("// error: ")]
missing = [f"{header}: {text}" for text, header in messages.items() if not any(re.search(regex, text) for regex in wanted)]
if not messages:
    sys.exit("no messages found: the pattern of this script is wrong")
print("\n".join(missing))
sys.exit(bool(missing))
