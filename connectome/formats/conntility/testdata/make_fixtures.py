"""Makes the fixtures of package conntility, with pandas and PyTables as
ConnectomeUtilities uses them (Debian: python3-pandas python3-tables python3-h5py).
The network is made up.

    python3 make_fixtures.py
"""

import gzip
import os

import h5py
import pandas as pd

N = 6
ROW = [0, 1, 2, 3, 0, 0, 5]
COL = [1, 0, 4, 5, 3, 3, 5]  # 0 to 3 twice, and a loop at 5
PREFIX = "connectivity/full_matrix"


def vertices():
    return pd.DataFrame(
        {
            "x": [0.0, 1.5, 3.0, 4.5, 6.0, 7.5],
            "y": [0, 10, 20, 30, 40, 50],
            "z": [0.5] * N,
            "mtype": ["L23_PC", "L5_TPC:Ä", "L23_PC", "L4_BTC", "L5_TPC:Ä", "L6_BPC"],
            "layer": [2, 5, 3, 4, 5, 6],
            "synapse_class": ["EXC", "EXC", "EXC", "INH", "EXC", "EXC"],
        },
        index=pd.Index([2**60 + 1, 200, 300, 400, 500, 600], name="node_ids"),
    )


def write(name, v, vertex_format="table", weight="count", group="full_matrix", mode="w", shape=(N, N), cls="ConnectivityMatrix", **options):
    prefix = "connectivity/" + group
    with pd.HDFStore(name, mode=mode) as store:
        if vertex_format == "table":
            # PyTables' index of a table, and room for rows to come, take more than the rest.
            store.append(prefix + "/vertex_properties", v, index=False, expectedrows=N, **options)
        else:
            store.put(prefix + "/vertex_properties", v, format=vertex_format)
    edges = pd.DataFrame({"weight": [1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], "count": [1, 2, 3, 4, 5, 6, 7], "ones": [1] * 7})
    edges.to_hdf(name, key=prefix + "/edges")
    pd.DataFrame({"row": ROW, "col": COL}).to_hdf(name, key=prefix + "/edge_indices")
    with h5py.File(name, "a") as f:
        attrs = f[prefix].attrs
        attrs["NEUROTOP_SHAPE"] = shape
        attrs["NEUROTOP_DEFAULT_EDGE"] = weight
        attrs["NEUROTOP_CLASS"] = cls


def pack(name):
    """Packs a file, most of which is room that PyTables has set aside."""
    with open(name, "rb") as f, open(name + ".gz", "wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as z:
        z.write(f.read())
    os.remove(name)


def main():
    v = vertices()
    write("table.h5", v)
    write("columns.h5", v, data_columns=True, weight="weight")
    category = v.copy()
    category["mtype"] = category["mtype"].astype("category")
    category["layer"] = category["layer"].astype("category")
    write("category.h5", category, weight="ones")
    write("fixed.h5", v, vertex_format="fixed")
    write("two.h5", v, group="a")
    write("two.h5", v, group="b", mode="a", weight="weight")
    write("rectangular.h5", v, shape=(N, N + 1))
    write("in_time.h5", v, cls="TimeDependentMatrix")
    for name in os.listdir("."):
        if name.endswith(".h5"):
            pack(name)


main()
