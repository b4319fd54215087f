"""Makes the fixtures of package sonata with h5py (Debian: python3-h5py). The
networks are made up.

    python3 make_fixtures.py
"""

import h5py
import numpy as np


def nodes(f, population, n, types, groups=None, ids=None):
    g = f.create_group("nodes/" + population)
    g["node_type_id"] = np.array(types, dtype="u8")
    if ids is not None:
        g["node_id"] = np.array(ids, dtype="u8")
    if groups is not None:
        g["node_group_id"] = np.array(groups, dtype="u4")
        g["node_group_index"] = np.array([groups[:v].count(groups[v]) for v in range(n)], dtype="u8")
    return g


def edges(f, population, source, target, pairs, dtype="u8"):
    g = f.create_group("edges/" + population)
    for name, of, k in ("source_node_id", source, 0), ("target_node_id", target, 1):
        g[name] = np.array([p[k] for p in pairs], dtype=dtype)
        if of is not None:
            g[name].attrs["node_population"] = of
    g["edge_type_id"] = np.zeros(len(pairs), dtype="u8")
    g["edge_group_id"] = np.zeros(len(pairs), dtype="u2")
    g["edge_group_index"] = np.arange(len(pairs), dtype="u4")
    g.create_group("0")
    return g


def both():
    """Edges and nodes in one file; two groups of nodes; no ids; contacts told; big-endian ids."""
    with h5py.File("both.h5", "w") as f:
        f.attrs["magic"] = np.uint32(0x0A7A)
        f.attrs["version"] = np.array([0, 1], dtype="u4")
        g = nodes(f, "cortex", 5, [-1 % 2**63] * 5, groups=[0, 1, 0, 1, 0])
        a, b = g.create_group("0"), g.create_group("1")
        a["mtype"] = np.array([1, 0, 1], dtype="u1")
        a["@library/mtype"] = np.array(["L4_MC", "L5_PC"], dtype=h5py.string_dtype())
        a["layer"] = np.array([5, 4, 5], dtype="i4")
        a["synapse_class"] = np.array(["EXC", "INH", "EXC"], dtype=h5py.string_dtype())
        b["mtype"] = np.array([b"L2_PC", b"L2_BC"])
        b["layer"] = np.array([2, 2], dtype="i4")
        b["synapse_class"] = np.array(["EXC", "INH"], dtype=h5py.string_dtype())
        for group, n in (a, 3), (b, 2):
            for k, axis in enumerate("xyz"):
                group[axis] = np.arange(n, dtype="f4") + 10 * k
        e = edges(f, "cortex__cortex__chemical", "cortex", "cortex", [(0, 1), (1, 0), (0, 1), (4, 4), (3, 2)], dtype=">u4")
        e["0/nsyns"] = np.array([3, 1, 2, 9, 1], dtype="u2")


def apart():
    """Edges and nodes in two files, with ids of their own and a table of types."""
    with h5py.File("edges.h5", "w") as f:
        g = edges(f, "v1_to_v1", b"v1", b"v1", [(70, 10), (10, 70), (70, 30), (70, 10), (30, 10)])
        g["indices/source_to_target/node_id_to_range"] = np.zeros((3, 2), dtype="u8")
    with h5py.File("nodes.h5", "w") as f:
        nodes(f, "other", 2, [100, 100])
        g = nodes(f, "v1", 4, [100, 101, 100, 102], ids=[10, 70, 30, 2**62])
        g["0/positions"] = np.arange(12, dtype="f8").reshape(4, 3)
        g["node_group_id"] = np.zeros(4, dtype="u4")
        g["node_group_index"] = np.array([3, 2, 1, 0], dtype="u8")
    with open("node_types.csv", "w") as f:
        f.write("node_type_id population ei pop_name model_template\n")
        f.write("100 v1 e 'e23' nest:iaf_psc_alpha\n101 v1 i \"PV basket\" NULL\n100 other i x NULL\n102 v1 e NULL NULL \n")


def several():
    """Three populations of edges, two of which are within one of nodes; no attributes of a fourth."""
    with h5py.File("several.h5", "w") as f:
        edges(f, "a_b", "a", "b", [(0, 1)])
        edges(f, "a_a", "a", "a", [(0, 1), (2, 1)])
        edges(f, "b_b", "b", "b", [(0, 1)])
        nodes(f, "a", 3, [0, 0, 1])
        nodes(f, "b", 2, [0, 0])
    with h5py.File("bare.h5", "w") as f:
        edges(f, "net", None, None, [(0, 1), (2, 1)], dtype="i4")


both()
apart()
several()
