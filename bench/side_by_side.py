#!/usr/bin/env python3
"""Times ctopo beside other programs on the same graphs, in one run.

usage: side_by_side.py [--repeat N] [--only WORD] [CTOPO]

Prints a table: the least wall time of N runs of either program, processor time
of that run, peak memory, and the ratio. What is not installed is left out and
named at the end. Set

    CTOPO_SHARED     a folder with bench/ (yardsticks, make_column.py) and data/
    CTOPO_BENCH      a folder to keep what is built and made in (default build/bench)
    FLAGSER_COUNT    the flagser-count program (default: the one on the PATH)
    BENCH_PYTHON     a Python with h5py and scipy, perhaps igraph (default: this one)
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get("CTOPO_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
BENCH = os.environ.get("CTOPO_BENCH") or os.path.join(ROOT, "build", "bench")
PYTHON = os.environ.get("BENCH_PYTHON") or sys.executable
FLAGSER = os.environ.get("FLAGSER_COUNT") or shutil.which("flagser-count")

LOAD = """
import h5py, numpy as np, scipy.sparse as sp, sys
f = h5py.File(sys.argv[1], "r")
names = list(f["connectivity"])
rows = [sp.hstack([sp.csr_matrix(f[f"connectivity/{a}/{b}/cMat"][:]) for b in names], format="csr") for a in names]
c = sp.vstack(rows, format="csr")
t = c.T.tocsr()
print(c.shape[0], c.nnz, t.nnz)
"""

LOAD_DENSE = """
import h5py, numpy as np, scipy.sparse as sp, sys
f = h5py.File(sys.argv[1], "r")
names = list(f["connectivity"])
c = sp.csr_matrix(np.vstack([np.hstack([f[f"connectivity/{a}/{b}/cMat"][:] for b in names]) for a in names]))
t = c.T.tocsr()
print(c.shape[0], c.nnz, t.nnz)
"""

IGRAPH = """
import igraph, sys, time, numpy as np
d = np.fromfile(sys.argv[1], dtype=np.uint8)
n = int(d[:8].view(np.uint64)[0])
ptr = d[8:8 + 8 * (n + 1)].view(np.uint64).astype(np.int64)
idx = d[8 + 8 * (n + 1):].view(np.uint32)
g = igraph.Graph(n=n, edges=np.column_stack([np.repeat(np.arange(n), np.diff(ptr)), idx]).tolist(), directed=True)
t = time.time()
c = g.triad_census()
print("seconds", time.time() - t, c["300"])
"""

IGRAPH_PATHS = IGRAPH.replace("c = g.triad_census()", "h = g.path_length_hist(directed=True)").replace('c["300"]', "h.n")

CONVERT = """
import h5py, numpy as np, scipy.sparse as sp, sys
f = h5py.File(sys.argv[1], "r")
names = list(f["connectivity"])
c = sp.vstack([sp.hstack([sp.csr_matrix(f[f"connectivity/{a}/{b}/cMat"][:] != 0) for b in names], format="csr") for a in names], format="csr")
c.sort_indices()
with open(sys.argv[2] + ".bin", "wb") as g:
    np.array([c.shape[0]], np.uint64).tofile(g)
    c.indptr.astype(np.uint64).tofile(g)
    c.indices.astype(np.uint32).tofile(g)
with open(sys.argv[2] + ".flag", "w") as g:
    g.write("dim 0\\n" + "0 " * c.shape[0] + "\\ndim 1\\n")
    for u in range(c.shape[0]):
        g.write("".join(f"{u} {v}\\n" for v in c.indices[c.indptr[u]:c.indptr[u + 1]]))
"""


def ends(out, size=1 << 16):
    """The beginning and the end of what was printed. Reading all of it would make
    this process large, and with it the peak memory that is told of its children."""
    out.seek(0)
    text = out.read(size)
    rest = out.seek(0, os.SEEK_END)
    if rest > size:
        out.seek(max(size, rest - size))
        text += out.read(size)
    return text.decode(errors="replace")


class Run:
    """One run of a program: what it printed, and what it cost."""

    def __init__(self, command, repeat, seconds=None):
        self.wall = self.cpu = float("inf")
        self.memory = 0
        for _ in range(repeat):
            self._once(command, seconds)

    def _once(self, command, seconds):
        with tempfile.TemporaryFile() as out:
            start = time.perf_counter()
            p = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(p.pid, 0)
            wall = time.perf_counter() - start
            p.returncode = os.waitstatus_to_exitcode(status)
            text = ends(out)
        if p.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: status {p.returncode}: {text[-500:]}")
        if seconds:  # the program's own clock, which leaves loading out
            wall = float(re.search(seconds, text).group(1))
        if wall < self.wall:
            self.wall, self.cpu, self.text = wall, usage.ru_utime + usage.ru_stime, text
        self.memory = max(self.memory, usage.ru_maxrss / 1024)


class Bench:
    def __init__(self, ctopo, repeat, only):
        self.ctopo, self.repeat, self.only = ctopo, repeat, only
        self.missing = set()

    def header(self):
        print("| task | graph | threads | ctopo s | CPU s | MB | beside | s | CPU s | MB | ratio |")
        print("|---|---|---:|---:|---:|---:|---|---:|---:|---:|---:|")

    def row(self, task, graph, threads, ours, name, other, other_seconds=None, our_seconds=None, repeat=None):
        """Times both, one after the other, and prints a line."""
        if self.only and self.only not in f"{task} {graph} {name}":
            return
        repeat = repeat or self.repeat
        a = Run([self.ctopo, *ours, "--threads", str(threads), "-v", "--progress", "never", "--format", "csv"], repeat, our_seconds)
        line = f"| {task} | {graph} | {threads} | {a.wall:.3f} | {a.cpu:.2f} | {a.memory:.0f} |"
        if other is None:
            print(f"{line} {name} | | | | |", flush=True)
            return
        b = Run(other, repeat, other_seconds)
        # Some programs tell their time in hundredths of a second.
        wall, ratio = (f"{b.wall:.3f}", f"{b.wall / a.wall:.1f}") if b.wall > 0 and a.wall > 0 else ("< 0.01", "")
        print(f"{line} {name} | {wall} | {b.cpu:.2f} | {b.memory:.0f} | {ratio} |", flush=True)

    def need(self, ok, what):
        if not ok:
            self.missing.add(what)
        return ok


def python_has(*modules):
    return subprocess.run([PYTHON, "-c", "import " + ",".join(modules)], capture_output=True).returncode == 0


def flagser(path):
    """The command that counts the graph in a file: --in since flagser-count 0.5, before that the path alone."""
    with tempfile.NamedTemporaryFile("w", suffix=".flag") as tiny:
        tiny.write("dim 0\n0 0 0\ndim 1\n0 1\n1 2\n0 2\n")
        tiny.flush()
        trial = subprocess.run([FLAGSER, "--in", tiny.name, "--threads", "1"], capture_output=True, text=True)
    if trial.returncode == 0 and " 3 3 1" in trial.stdout:
        return [FLAGSER, "--in", path, "--threads", "1"]
    return [FLAGSER, path, "--threads", "1", "--out", os.devnull]


def prepare(bench):
    """Makes the graphs and builds the yardsticks that are not there yet."""
    os.makedirs(BENCH, exist_ok=True)
    graphs = {}
    column = os.path.join(BENCH, "full.h5")
    make = os.path.join(SHARED, "bench", "make_column.py")
    h5py = bench.need(python_has("h5py", "scipy"), "h5py and scipy (set BENCH_PYTHON)")
    if not os.path.exists(column) and h5py and os.path.exists(make):
        print("making the full column, some two minutes", file=sys.stderr)
        subprocess.run([PYTHON, make, column, "1", "1.0"], check=True, stdout=subprocess.DEVNULL)
    for name, path in {
        "full": column,
        "sscx": os.path.join(SHARED, "data", "sscx", "r0c10.h5"),
        "L5_TTPC2": os.path.join(SHARED, "data", "portal", "mc2_L5_TTPC2.h5"),
    }.items():
        if not bench.need(os.path.exists(path), path):
            continue
        base = os.path.join(BENCH, name)
        if h5py and not (os.path.exists(base + ".bin") and os.path.exists(base + ".flag")):
            subprocess.run([PYTHON, "-c", CONVERT, path, base], check=True)
        graphs[name] = (path, base)
    tools = {}
    for tool in ("triads", "simplices"):
        source = os.path.join(SHARED, "bench", tool + "_yardstick.cpp")
        binary = os.path.join(BENCH, tool)
        if not os.path.exists(binary) and os.path.exists(source) and shutil.which("g++"):
            # A yardstick may need instructions that this processor lacks: it is left out then.
            subprocess.run(["g++", "-O3", "-march=native", "-std=c++17", "-pthread", source, "-o", binary], capture_output=True)
        if bench.need(os.path.exists(binary), f"the yardstick {tool} (CTOPO_SHARED, g++, AVX-512)"):
            tools[tool] = binary
    return graphs, tools


COUNTED = r"counted in ([0-9.]+) s"


# What no other row takes together with: reading and the tables come once.
TOPOLOGY = ["density", "degree", "signed_degree", "reciprocity", "paths", "clustering", "hubs", "richclub", "distance", "common_neighbours",
            "innervation", "entropy", "components", "kcore", "assortativity"]


def measured(measure):
    return rf"{measure} in ([0-9.]+) s"


def topology_rows(bench, graphs):
    """Each measure on the column, all of them from start to table, and paths beside igraph."""
    cores = os.cpu_count() or 1
    if "full" in graphs:
        path = graphs["full"][0]
        for threads in sorted({1, cores}):
            for measure in TOPOLOGY:
                bench.row("topology: " + measure, "full", threads, ["topology", path, "--measures", measure, "--groups", "all"], "", None,
                          our_seconds=measured(measure))
        bench.row("topology, start to table", "full", cores, ["topology", path, "--groups", "all"], "", None)
        bench.row("topology: smallworld, 2 draws of each null", "full", cores,
                  ["topology", path, "--measures", "smallworld", "--samples", "2", "--groups", "all"], "", None, our_seconds=measured("smallworld"), repeat=1)
        bench.row("topology: richclub, 2 draws", "full", cores,
                  ["topology", path, "--measures", "richclub", "--samples", "2", "--groups", "all"], "", None, our_seconds=measured("richclub"), repeat=1)
    if "sscx" in graphs and python_has("igraph"):
        path, base = graphs["sscx"]
        bench.row("topology: paths", "sscx", 1, ["topology", path, "--measures", "paths", "--groups", "all"], "igraph",
                  [PYTHON, "-c", IGRAPH_PATHS, base + ".bin"], r"seconds ([0-9.]+)", measured("paths"), repeat=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ctopo", nargs="?", default=os.path.join(ROOT, "bin", "ctopo"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", help="rows that hold this text")
    args = parser.parse_args()
    bench = Bench(args.ctopo, args.repeat, args.only)
    graphs, tools = prepare(bench)
    print(subprocess.run([args.ctopo, "version"], capture_output=True, text=True, check=True).stdout)
    bench.header()
    cores = os.cpu_count() or 1
    both = sorted({1, cores})

    if "full" in graphs and python_has("h5py", "scipy"):
        for threads in both:
            bench.row("load, start to table", "full", threads, ["info", graphs["full"][0]],
                      "h5py + scipy, block by block", [PYTHON, "-c", LOAD, graphs["full"][0]])
            bench.row("load, start to table", "full", threads, ["info", graphs["full"][0]],
                      "h5py + scipy, dense first", [PYTHON, "-c", LOAD_DENSE, graphs["full"][0]])
    for name, (path, base) in graphs.items():
        for threads in both:
            if "triads" in tools and os.path.exists(base + ".bin"):
                bench.row("triads", name, threads, ["motifs", path], "triads yardstick",
                          [tools["triads"], base + ".bin", str(threads)], r"census ([0-9.]+)", COUNTED)
            else:
                bench.row("triads", name, threads, ["motifs", path], "", None, our_seconds=COUNTED)
        for task, flags in {"triads by m-type": ["--by", "mtype"], "triads per neuron": ["--per-neuron"]}.items():
            bench.row(task, name, 1, ["motifs", path, *flags], "", None, our_seconds=COUNTED)
    if "L5_TTPC2" in graphs and bench.need(python_has("igraph"), "igraph (set BENCH_PYTHON)"):
        for name in ("L5_TTPC2", "sscx"):
            if name in graphs:
                bench.row("triads", name, 1, ["motifs", graphs[name][0]], "igraph",
                          [PYTHON, "-c", IGRAPH, graphs[name][1] + ".bin"], r"seconds ([0-9.]+)", COUNTED, repeat=1)
    for name, (path, base) in graphs.items():
        for threads in both:
            if "simplices" in tools and os.path.exists(base + ".bin"):
                bench.row("simplices", name, threads, ["simplices", path], "simplices yardstick",
                          [tools["simplices"], base + ".bin", str(threads)], r"([0-9.]+) s \(build", COUNTED)
            else:
                bench.row("simplices", name, threads, ["simplices", path], "", None, our_seconds=COUNTED)
        for flags in (["--by", "mtype"], ["--per-neuron"], ["--per-edge"], ["--positions"], ["--maximal"]):
            try:
                bench.row("simplices " + " ".join(flags), name, 1, ["simplices", path, *flags], "", None, our_seconds=COUNTED)
            except RuntimeError as e:
                print(e, file=sys.stderr)
        if bench.need(FLAGSER, "flagser-count (set FLAGSER_COUNT)") and os.path.exists(base + ".flag"):
            bench.row("simplices", name, 1, ["simplices", path], "flagser-count, 1 thread",
                      flagser(base + ".flag"), None, COUNTED, repeat=1)
    topology_rows(bench, graphs)
    if bench.missing:
        print("\nleft out, as not there: " + "; ".join(sorted(bench.missing)), file=sys.stderr)


if __name__ == "__main__":
    main()
