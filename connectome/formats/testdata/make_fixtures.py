#!/usr/bin/env python3
"""Makes the files beside it: small graphs drawn here, as SciPy, NetworkX and
igraph write them, and expected.json, which tells what is in them.

usage: make_fixtures.py    (Debian's python3-scipy, python3-networkx, python3-igraph)
"""

import json
import os

import igraph
import networkx
import numpy as np
import scipy.sparse as sp

HERE = os.path.dirname(os.path.abspath(__file__))
N = 12
expected = {}


def path(name):
    return os.path.join(HERE, name)


def tell(name, n, entries, weighted, ids=None, types=None, positions=None):
    """Entries are (pre, post, weight), as listed in the file; 0 is none."""
    loops = sum(u == v for u, v, w in entries if w != 0)
    sums, listed = {}, 0
    for u, v, w in entries:
        if u != v and w != 0:
            sums[u, v] = sums.get((u, v), 0) + w
            listed += 1
    edges = [[int(u), int(v)] + ([float(w)] if weighted else []) for (u, v), w in sorted(sums.items())]
    expected[name] = {"n": n, "edges": edges, "loops": int(loops), "duplicates": listed - len(sums)}
    for key, value in (("ids", ids), ("types", types), ("positions", positions)):
        if value is not None:
            expected[name][key] = value


def matrices():
    draw = np.random.default_rng(7)
    dense = draw.random((N, N)) < 0.25
    weights = draw.integers(1, 9, (N, N)) * dense
    rows, cols = np.nonzero(dense)
    plain = [(u, v, 1) for u, v in zip(rows.tolist(), cols.tolist())]
    heavy = [(u, v, int(weights[u, v])) for u, v in zip(rows.tolist(), cols.tolist())]

    for form in ("csr", "csc", "coo"):
        for compressed in (True, False):
            name = f"bool_{form}{'' if compressed else '_stored'}.npz"
            sp.save_npz(path(name), sp.coo_matrix(dense).asformat(form), compressed=compressed)
            tell(name, N, plain, False)
        for dtype in ("int8", "int64", "float32", "float64"):
            name = f"{dtype}_{form}.npz"
            sp.save_npz(path(name), sp.coo_matrix(weights.astype(dtype)).asformat(form))
            tell(name, N, heavy, True)
    sp.save_npz(path("ones_csr.npz"), sp.csr_matrix(dense.astype(np.int32)))
    tell("ones_csr.npz", N, plain, False)
    sp.save_npz(path("array_csr.npz"), sp.csr_array(weights.astype(np.float64)))
    tell("array_csr.npz", N, heavy, True)

    wide = sp.csr_matrix(weights)
    wide.indices, wide.indptr = wide.indices.astype(np.int64), wide.indptr.astype(np.int64)
    sp.save_npz(path("int64_indices.npz"), wide)
    tell("int64_indices.npz", N, heavy, True)

    untidy = [(0, 5, 2), (0, 3, 1), (0, 5, 3), (0, 0, 9), (1, 2, 0), (4, 1, 7), (4, 0, 1), (4, 1, 1)]
    u, v, w = (np.array(c) for c in zip(*untidy))
    indptr = np.concatenate(([0], np.cumsum(np.bincount(u, minlength=6))))
    sp.save_npz(path("untidy_csr.npz"), sp.csr_matrix((w, v, indptr), shape=(6, 6)))
    sp.save_npz(path("untidy_csc.npz"), sp.csc_matrix((w, v, indptr), shape=(6, 6)))
    sp.save_npz(path("untidy_coo.npz"), sp.coo_matrix((w, (u, v)), shape=(6, 6)))
    tell("untidy_csr.npz", 6, untidy, True)
    tell("untidy_coo.npz", 6, untidy, True)
    tell("untidy_csc.npz", 6, [(b, a, c) for a, b, c in untidy], True)
    ones = [(a, b, 1) for a, b, _ in untidy]
    sp.save_npz(path("ones_listed_again.npz"), sp.coo_matrix((np.ones(len(u), dtype=np.int8), (u, v)), shape=(6, 6)))
    tell("ones_listed_again.npz", 6, ones, True)
    truth = sp.coo_matrix((w != 0, (u, v)), shape=(6, 6))
    sp.save_npz(path("bool_listed_again.npz"), truth)
    tell("bool_listed_again.npz", 6, [(a, b, int(c != 0)) for a, b, c in untidy], False)
    sp.save_npz(path("empty.npz"), sp.csr_matrix((3, 3), dtype=bool))
    tell("empty.npz", 3, [], False)

    sp.save_npz(path("rectangular.npz"), sp.csr_matrix(np.ones((3, 5))))
    sp.save_npz(path("complex.npz"), sp.csr_matrix(np.array([[0, 1j], [1, 0]])))
    sp.save_npz(path("dia.npz"), sp.dia_matrix(np.eye(3)))
    np.savez(path("dense.npz"), np.ones((3, 3)))
    np.savez(path("objects.npz"), format=np.array(b"csr"), shape=np.array([1, 1]), indptr=np.array([0, 0]),
             indices=np.array([], dtype=np.int32), data=np.array([None], dtype=object))


def graphs():
    draw = np.random.default_rng(11)
    ids = [720575940600000000 + int(k) * 7 + 1 for k in range(8)]
    types = ["KC", "KC", "MBON", "MBON", "PN", "PN", "APL & co", "<none>"]
    positions = [[float(x) for x in row] for row in np.round(draw.random((8, 3)) * 500, 2)]
    edges = [(u, v, int(draw.integers(1, 30))) for u in range(8) for v in range(8) if u != v and draw.random() < 0.3]

    g = networkx.DiGraph()
    for k, neuron in enumerate(ids):
        x, y, z = positions[k]
        g.add_node(neuron, cell_type=types[k], x=x, y=y, z=z)
    for u, v, w in edges:
        g.add_edge(ids[u], ids[v], weight=w)
    networkx.write_graphml(g, path("networkx.graphml"))
    tell("networkx.graphml", 8, edges, True, [str(i) for i in ids], types, positions)

    multi = networkx.MultiDiGraph()
    multi.add_nodes_from(["AVAL", "AVAR", "RIM"])
    listed = [("AVAL", "AVAR"), ("AVAL", "AVAR"), ("AVAR", "RIM"), ("RIM", "RIM")]
    multi.add_edges_from(listed)
    networkx.write_graphml(multi, path("networkx_multi.graphml"))
    names = ["AVAL", "AVAR", "RIM"]
    tell("networkx_multi.graphml", 3, [(names.index(a), names.index(b), 1) for a, b in listed], True, names)
    networkx.write_graphml(networkx.path_graph(3), path("networkx_undirected.graphml"))

    h = igraph.Graph(n=8, edges=[(u, v) for u, v, _ in edges], directed=True)
    h.vs["name"] = [f"N{k}" for k in range(8)]
    h.vs["cell_type"] = types
    for k, axis in enumerate("xyz"):
        h.vs[axis] = [p[k] for p in positions]
    h.es["weight"] = [w for _, _, w in edges]
    h.write_graphml(path("igraph.graphml"))
    tell("igraph.graphml", 8, edges, True, [f"N{k}" for k in range(8)], types, positions)
    bare = igraph.Graph(n=4, edges=[(3, 0), (0, 1), (2, 1)], directed=True)
    bare.write_graphml(path("igraph_bare.graphml"))
    tell("igraph_bare.graphml", 4, [(3, 0, 1), (0, 1, 1), (2, 1, 1)], False, ["0", "1", "2", "3"])


matrices()
graphs()
with open(path("expected.json"), "w") as f:
    json.dump(expected, f, indent=None, separators=(",", ":"), sort_keys=True)
    f.write("\n")
