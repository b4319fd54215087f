#!/usr/bin/env python3
"""Makes the files beside it: a made-up circuit of 40 cells, in the columns of the
CSV files that FlyWire's Codex exports. Nothing in it is measured."""

import csv
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
draw = random.Random(4)
ids = sorted(720575940600000000 + draw.randrange(10**8) for _ in range(40))
types = {i: draw.choice(["KCab", "KCg", "MBON01", "PPL101"]) for i in ids}


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


rows = []
for pre in ids:
    for post in ids:
        if draw.random() < 0.12:
            for neuropil in draw.sample(["MB_ML_L", "MB_PED_L", "MB_VL_L"], draw.choice([1, 1, 2])):
                rows.append((pre, post, neuropil, draw.randrange(1, 40), draw.choice(["ACH", "DA"])))
write("connections.csv", ["pre_root_id", "post_root_id", "neuropil", "syn_count", "nt_type"], rows)
write("cell_types.csv", ["root_id", "primary_type", "additional_type(s)"], [(i, types[i], "") for i in ids])
