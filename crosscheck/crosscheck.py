#!/usr/bin/env python3
"""Compares what ctopo prints with what igraph, NetworkX and SciPy find.

usage: crosscheck.py [--only WORD] [CTOPO]

Prints a table, one row a number: the graph, what was measured, ctopo's value,
the other program and its value, and whether the two agree. Counts must be equal,
other numbers may differ in the tenth digit. The exit status is 1 if any differ or
ctopo does not print one of them.

The graphs: examples that ship with ctopo, graphs made up here, among them such
as have no connections or all, and, where CTOPO_SHARED names a folder with data/,
real connectomes. Files are read here with h5py, and not by ctopo.

Needs Debian's python3-h5py, python3-igraph, python3-networkx and python3-scipy,
and installs none of them.
"""

import argparse
import csv
import importlib.util
import io
import math
import os
import subprocess
import sys
import tempfile

NEEDED = {"h5py": "python3-h5py", "igraph": "python3-igraph", "networkx": "python3-networkx", "numpy": "python3-numpy", "scipy": "python3-scipy"}
MISSING = [package for module, package in NEEDED.items() if importlib.util.find_spec(module) is None]
if MISSING:
    sys.exit(f"crosscheck: {sys.executable} lacks {len(MISSING)} modules: apt-get install {' '.join(MISSING)}, or set CROSSCHECK_PYTHON to a Python that has them")

sys.dont_write_bytecode = True
import graphs  # noqa: E402
import others  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get("CTOPO_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
MEASURES = ["density", "degree", "reciprocity", "paths", "clustering", "transitivity", "components", "kcore", "assortativity", "common_neighbours", "richclub"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="graphs whose names hold WORD")
    parser.add_argument("ctopo", nargs="?", default=os.path.join(ROOT, "bin", "ctopo"), metavar="CTOPO")
    args = parser.parse_args()

    compared, differ = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for graph in graphs.all_graphs(args.ctopo, SHARED, folder):
            if args.only not in graph.name:
                continue
            print(f"{graph.name}: {graph.n} neurons, {graph.edges} connections", file=sys.stderr)
            mine = ctopo(args.ctopo, graph.path, os.path.join(folder, "out"))
            for what, program, theirs in others.measure(graph):
                value = mine.get(what)
                same = value is not None and agree(value, theirs)
                differ += not same
                compared.append((graph.name, what, show(value), program, show(theirs), "yes" if same else "NO"))
    table([("graph", "quantity", "ctopo", "program", "value", "agree")] + compared)
    if not compared:
        print(f"no graph is called {args.only}", file=sys.stderr)
        return 1
    print(f"\n{len(compared)} numbers compared, {differ} differ")
    return 1 if differ else 0


def ctopo(program, path, folder):
    """All numbers that ctopo prints about a graph, by the names used here."""
    found = {}
    for row in rows(run(program, "motifs", path)):
        found["triads " + row["man"]] = number(row["count"])
    for row in rows(run(program, "simplices", path, "--max-dim", "2")):
        found["simplices " + row["dim"]] = number(row["count"])
    found.setdefault("simplices 2", 0)
    for row in rows(run(program, "topology", path, "--groups", "all", "--measures", ",".join(MEASURES), "--out", folder)):
        found[row["measure"] + " " + row["statistic"]] = number(row["value"])
    found["paths histogram"] = [number(row["pairs"]) for row in whole(folder, "paths") if row["length"]]
    for row in whole(folder, "richclub"):
        found.setdefault("richclub " + row["degree_kind"], []).append(tuple(number(row[c]) for c in ("k", "neurons", "connections", "phi")))
    return found


def run(program, *args):
    """What ctopo prints."""
    done = subprocess.run([program, *args, "--format", "csv", "--progress", "never"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"ctopo {' '.join(args)}: {done.stderr.strip()}")
    return done.stdout


def rows(text):
    return csv.DictReader(io.StringIO(text))


def whole(folder, name):
    """The rows of a table that are about the whole graph, not a pathway."""
    with open(os.path.join(folder, name + ".csv"), newline="") as f:
        return [row for row in csv.DictReader(f) if row["pre"] == "" and row["post"] == ""]


def number(text):
    """An integer where it is one, so that counts stay exact."""
    if text == "":
        return math.nan
    try:
        return int(text)
    except ValueError:
        return float(text)


def agree(a, b):
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(agree(x, y) for x, y in zip(a, b))
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-12)


def show(value):
    if value is None:
        return "-"
    if isinstance(value, list):
        return f"{len(value)} values"
    return str(value) if isinstance(value, int) else f"{value:.10g}"


def table(rows):
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
