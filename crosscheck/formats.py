#!/usr/bin/env python3
"""Compares what ctopo writes with what SciPy, NetworkX and igraph read, and what they
write with what ctopo reads.

usage: formats.py [CTOPO]

A weighted graph with 64-bit ids, cell types and positions is drawn here and given to
ctopo as a CSV. Prints a table, one row a file: who wrote it, who read it, what was
compared, and whether it agrees. The exit status is 1 if anything differs.

Needs Debian's python3-igraph, python3-networkx and python3-scipy, and installs none
of them.
"""

import csv
import os
import subprocess
import sys
import tempfile

import igraph
import networkx
import numpy as np
import scipy.sparse as sp

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CTOPO = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "bin", "ctopo")
N = 300
FIRST = 720575940600000001  # beyond what a float holds


def draw():
    """Ids, types, positions, and the weights of connections as a matrix."""
    rng = np.random.default_rng(3)
    ids = [FIRST + int(k) for k in np.cumsum(rng.integers(1, 1000, N))]
    types = [["KC", "MBON", "PN <&>", "APL, left"][k] for k in rng.integers(0, 4, N)]
    places = np.round(rng.random((N, 3)) * 1e3, 3)
    weights = rng.integers(1, 60, (N, N)) * (rng.random((N, N)) < 0.05)
    np.fill_diagonal(weights, 0)
    return ids, types, places, weights


def convert(*args):
    done = subprocess.run([CTOPO, "convert", "-q", *args], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"ctopo convert {' '.join(args)}: {done.stderr.strip()}")


def write_csv(path, header, rows):
    with open(path, "w", newline="") as f:
        csv.writer(f).writerows([header, *rows])
    return path


def read_edges(path, ids):
    """The matrix of a CSV that ctopo wrote; without weights all are 1."""
    place = {str(i): k for k, i in enumerate(ids)}
    matrix = np.zeros((len(ids), len(ids)))
    with open(path, newline="") as f:
        for row in csv.DictReader(f):
            matrix[place[row["pre"]], place[row["post"]]] = float(row.get("weight", 1))
    return matrix


def read_cells(path):
    """Ids, types and positions of a table that ctopo wrote."""
    with open(path, newline="") as f:
        rows = list(csv.DictReader(f))
    places = np.array([[float(row[a]) for a in "xyz"] for row in rows]) if rows[0]["x"] else None
    return [row["id"] for row in rows], [row["cell_type"] for row in rows], places


def main():
    compared = []

    def agree(writer, reader, what, same):
        compared.append((writer, reader, what, "yes" if same else "NO"))

    ids, types, places, weights = draw()
    names = [str(i) for i in ids]
    plain = [str(k) for k in range(N)]
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)  # noqa: E731
        pre, post = np.nonzero(weights)
        write_csv(at("edges.csv"), ["pre_root_id", "post_root_id", "syn_count"], [(ids[u], ids[v], weights[u, v]) for u, v in zip(pre, post)])
        write_csv(at("cells.csv"), ["root_id", "cell_type", "x", "y", "z"], [(i, t, *p) for i, t, p in zip(ids, types, places.tolist())])
        source = (at("edges.csv"), "--cells", at("cells.csv"))

        # What ctopo writes.
        convert(*source, at("ours.npz"))
        m = sp.load_npz(at("ours.npz"))
        agree("ctopo", "scipy", "npz: weights", np.array_equal(m.toarray(), weights))
        convert(*source, "--no-weights", at("bool.npz"))
        m = sp.load_npz(at("bool.npz"))
        agree("ctopo", "scipy", "npz: connections", m.dtype == bool and np.array_equal(m.toarray(), weights != 0))
        convert(*source, at("ours.graphml"))
        g = networkx.read_graphml(at("ours.graphml"))
        agree("ctopo", "networkx", "graphml: ids in order", list(g) == names)
        agree("ctopo", "networkx", "graphml: weights", np.array_equal(networkx.to_numpy_array(g), weights))
        agree("ctopo", "networkx", "graphml: types and positions", [(d["cell_type"], d["x"], d["y"], d["z"]) for _, d in g.nodes(data=True)] == [(t, *p) for t, p in zip(types, places.tolist())])
        h = igraph.Graph.Read_GraphML(at("ours.graphml"))
        agree("ctopo", "igraph", "graphml: ids in order", h.vs["id"] == names)
        agree("ctopo", "igraph", "graphml: weights", h.is_directed() and np.array_equal(np.array(h.get_adjacency(attribute="weight").data), weights))
        agree("ctopo", "igraph", "graphml: types and positions", h.vs["cell_type"] == types and [list(p) for p in zip(h.vs["x"], h.vs["y"], h.vs["z"])] == places.tolist())
        convert(*source, at("ours.edges"))
        edges = np.loadtxt(at("ours.edges"))
        agree("ctopo", "numpy", "edges: weights", np.array_equal(sp.coo_matrix((edges[:, 2], (edges[:, 0].astype(int), edges[:, 1].astype(int))), shape=(N, N)).toarray(), weights))

        # What others write.
        for form in ("csr", "csc", "coo"):
            for compressed in (True, False):
                sp.save_npz(at("theirs.npz"), sp.coo_matrix(weights).asformat(form), compressed=compressed)
                convert(at("theirs.npz"), at("back.csv"))
                agree("scipy", "ctopo", f"npz: {form}, {'deflated' if compressed else 'stored'}", np.array_equal(read_edges(at("back.csv"), plain), weights))
        g = networkx.DiGraph()
        for i, t, p in zip(ids, types, places.tolist()):
            g.add_node(i, cell_type=t, x=p[0], y=p[1], z=p[2])
        g.add_weighted_edges_from((ids[u], ids[v], int(weights[u, v])) for u, v in zip(pre, post))
        networkx.write_graphml(g, at("theirs.graphml"))
        convert(at("theirs.graphml"), at("back.csv"))
        back = read_cells(at("back.cells.csv"))
        agree("networkx", "ctopo", "graphml: weights", np.array_equal(read_edges(at("back.csv"), ids), weights))
        agree("networkx", "ctopo", "graphml: cells", back[:2] == (names, types) and np.array_equal(back[2], places))
        h = igraph.Graph(n=N, edges=list(zip(pre.tolist(), post.tolist())), directed=True)
        h.vs["name"], h.vs["cell_type"], h.es["weight"] = names, types, weights[pre, post].tolist()
        for k, axis in enumerate("xyz"):
            h.vs[axis] = places[:, k].tolist()
        h.write_graphml(at("theirs.graphml"))
        convert(at("theirs.graphml"), at("back.csv"))
        back = read_cells(at("back.cells.csv"))
        agree("igraph", "ctopo", "graphml: weights", np.array_equal(read_edges(at("back.csv"), ids), weights))
        agree("igraph", "ctopo", "graphml: cells", back[:2] == (names, types) and np.allclose(back[2], places, rtol=1e-12))
        h.write_edgelist(at("theirs.edges"))
        convert(at("theirs.edges"), at("back.csv"))
        agree("igraph", "ctopo", "edges: connections", np.array_equal(read_edges(at("back.csv"), plain) != 0, weights != 0))

    table([("written by", "read by", "what", "agrees")] + compared)
    differ = sum(row[3] == "NO" for row in compared)
    print(f"\n{len(compared)} comparisons, {differ} differ")
    return 1 if differ else 0


def table(rows):
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
