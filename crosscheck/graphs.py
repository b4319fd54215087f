"""The graphs that are compared: adjacency matrices, and the inputs by which ctopo
reads the same."""

import csv
import io
import os
import subprocess
import sys

import h5py
import numpy as np
import scipy.sparse as sp


class Graph:
    """A directed graph without loops: what ctopo is given, and its matrix."""

    def __init__(self, name, path, matrix):
        self.name, self.path = name, path
        coo = sp.coo_matrix(matrix)
        edge = (coo.data != 0) & (coo.row != coo.col)
        self.matrix = sp.csr_matrix((np.ones(edge.sum(), dtype=np.int64), (coo.row[edge], coo.col[edge])), shape=coo.shape)
        self.matrix.data[:] = 1
        self.n, self.edges = self.matrix.shape[0], int(self.matrix.nnz)


def all_graphs(ctopo, shared, folder):
    """Yields the graphs, small ones first. Files are made in folder."""
    for name, matrix in made_up():
        yield Graph(name, write(os.path.join(folder, name + ".h5"), matrix), matrix)
    for name in ("small", "column"):
        yield Graph("example:" + name, "example:" + name, example(ctopo, "example:" + name))
    data = os.path.join(shared, "data")
    if not os.path.isdir(data):
        print(f"no real connectomes: there is no {data} (CTOPO_SHARED names its parent)", file=sys.stderr)
        return
    for name in ("celegans", "larva"):
        matrix = edge_list(os.path.join(data, name, "edges.csv"))
        yield Graph(name, write(os.path.join(folder, name + ".h5"), matrix), matrix)
    for name, path in (("mc2_L5_TTPC2", "portal/mc2_L5_TTPC2.h5"), ("r0c10", "sscx/r0c10.h5")):
        path = os.path.join(data, path)
        yield Graph(name, path, read(path))


def made_up():
    """Graphs of every density, and some at the edge of what is defined."""
    draw = np.random.default_rng(1)
    yield "one", np.zeros((1, 1))
    yield "unconnected", np.zeros((5, 5))
    yield "mutual_pair", np.array([[0, 1], [1, 0]])
    yield "cycle", np.roll(np.eye(7), 1, axis=1)
    yield "complete", 1 - np.eye(9)
    yield "tournament", np.triu(np.ones((12, 12)), 1)
    two = np.zeros((16, 16))
    two[:8, :8] = two[8:, 8:] = draw.random((8, 8)) < 0.4
    yield "two_parts", two
    for p in (0.005, 0.03, 0.2, 0.7):
        yield f"random_{p}", draw.random((150, 150)) < p


def example(ctopo, name):
    """The connections of one of ctopo's examples, which are its 1-simplices."""
    def rows(*args):
        out = subprocess.run([ctopo, *args, "--format", "csv"], capture_output=True, text=True, check=True).stdout
        return list(csv.DictReader(io.StringIO(out)))

    n = int(rows("info", name)[0]["neurons"])
    edges = rows("simplices", name, "--list", "--min-dim", "1", "--max-dim", "1")
    pre, post = ([int(row[column]) for row in edges] for column in ("v0", "v1"))
    return sp.csr_matrix((np.ones(len(pre)), (pre, post)), shape=(n, n))


def edge_list(path):
    """A table whose columns pre and post name neurons."""
    with open(path, newline="") as f:
        edges = [(row["pre"], row["post"]) for row in csv.DictReader(f)]
    index = {name: i for i, name in enumerate(sorted({name for edge in edges for name in edge}))}
    pre, post = ([index[edge[k]] for edge in edges] for k in (0, 1))
    return sp.csr_matrix((np.ones(len(edges)), (pre, post)), shape=(len(index), len(index)))


def read(path):
    """A file in the portal's layout: a block for each pair of m-types."""
    with h5py.File(path, "r") as f:
        blocks = f["connectivity"]
        names = sorted(blocks)
        rows = [sp.hstack([sp.csr_matrix(blocks[a][b]["cMat"][:] != 0) for b in names]) for a in names]
        return sp.vstack(rows)


def write(path, matrix):
    """A file in the portal's layout, of one m-type; loops and all."""
    dense = np.asarray(matrix.todense() if sp.issparse(matrix) else matrix) != 0
    with h5py.File(path, "w") as f:
        f.create_dataset("populations/neuron/nCellAff", data=dense.sum(axis=0).reshape(-1, 1))
        f.create_dataset("connectivity/neuron/neuron/cMat", data=dense.astype(np.uint8), compression="gzip")
    return path
