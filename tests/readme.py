#!/usr/bin/env python3
"""Every ```cpp block of the README compiles as it stands there, and the first program answers.

The others are fragments. Their types and includes stay outside, all else becomes the body of a function whose arguments
are what a reader takes for granted; BLOCKS names these. Types of earlier blocks are known to later ones."""
import pathlib
import re
import subprocess
import sys
import tempfile

compiler, root = sys.argv[1], pathlib.Path(sys.argv[2])

ALWAYS = "#include <typegrad/typegrad.hpp>\n#include <cstdint>\n#include <span>\n#include <vector>\nnamespace tg = typegrad;\n"
DATA = "const std::vector<float>& images, const std::vector<std::int32_t>& labels"
# Of each block after the first program: its beginning, the folders of its headers, what has to stand before it, and the
# arguments of its function.
BLOCKS = [
    ("struct lenet", ["single_include"], "", "const tg::tensor<float, lenet::input>& x, const std::vector<float>& xs, std::size_t n, " + DATA),
    ("struct writer", ["single_include"], "", "const tg::parameters<writer>& p, const tg::tensor<std::int32_t, tg::shape<1>>& letter"),
    ('#include "variants.hpp"', ["include", "bench"], "struct slim : tg::network<tg::input<28, 28, 1>, tg::conv2d<8, 5>, tg::relu, tg::max_pool2d<4>, tg::flatten, tg::dense<10>> {};\n", ""),
    ("struct reader", ["include", "cuda"], "#include <typegrad/model.hpp>\nstruct digits : tg::network<tg::input<8, 8, 1>, tg::flatten, tg::dense<10>> {};\n",
     "tg::parameters<digits>& p, std::span<float> scores, " + DATA),
]


def parts(block):
    """Includes and types, which end with the line of their last brace; statements."""
    outside, inside, depth = [], [], 0
    for line in block.splitlines():
        code = line.split("//")[0]
        if depth or re.match(r"struct |#include |template class ", line):
            outside.append(line)
            depth += code.count("{") + code.count("<") - code.count("}") - code.count(">") if not code.startswith("#") else 0
        else:
            inside.append(line)
    return "\n".join(outside) + "\n", "\n".join(inside) + "\n"


def compile_with(folders, *arguments):
    includes = [f"-I{root / folder}" for folder in folders]
    if subprocess.run([compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-Wno-unused", *includes, *arguments]).returncode:
        sys.exit("it does not compile")


blocks = re.findall(r"```cpp\n(.*?)```", (root / "README.md").read_text(), re.S)
if len(blocks) != 1 + len(BLOCKS):
    sys.exit(f"the README has {len(blocks)} blocks; BLOCKS must say what each after the first needs")
with tempfile.TemporaryDirectory() as folder:
    source, binary = pathlib.Path(folder, "block.cpp"), pathlib.Path(folder, "first")
    source.write_text(blocks[0])
    compile_with(["single_include"], source, "-o", binary)
    answers = subprocess.run([binary], stdout=subprocess.PIPE, text=True, check=True).stdout
    print(answers)
    if [round(float(line.split("=")[1])) for line in answers.splitlines()] != [0, 1, 1, 0]:
        sys.exit("the first program is wrong")

    before = ALWAYS
    for block, (beginning, folders, needs, arguments) in zip(blocks[1:], BLOCKS):
        if not block.startswith(beginning):
            sys.exit(f"a block begins with {block.splitlines()[0]}, not with {beginning}")
        outside, inside = parts(block)
        source.write_text(f"{before}{needs}{outside}void use({arguments}) {{\n{inside}}}\n")
        print(f"compiling the block of {beginning}", flush=True)
        compile_with(folders, "-S", source, "-o", "/dev/null")
        before += needs + outside if beginning != '#include "variants.hpp"' else ""
