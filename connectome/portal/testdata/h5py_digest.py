"""Reads files of the portal's layout by h5py, as an independent opinion.

Paths come on stdin, one a line; for each a line "path<TAB>ok<TAB>digest" or
"path<TAB>failed<TAB>why" is written. Every file is read in a process of its own,
because a damaged one may crash the library or keep it busy for ever.
"""
import hashlib
import os
import resource
import signal
import struct
import sys

import h5py
import numpy as np


def digest(path):
    h = hashlib.sha256()
    with h5py.File(path, "r") as f:
        group = f["connectivity"] if "connectivity" in f else f["connectivty"]
        names = sorted(group, key=os.fsencode)
        sizes = [group[name][name]["cMat"].shape[0] for name in names]
        first = np.concatenate([[0], np.cumsum(sizes)])
        for name, size in zip(names, sizes):
            h.update(b"%s %d\n" % (os.fsencode(name), size))
        loops = 0
        for a, pre in enumerate(names):
            rows = []
            for b, post in enumerate(names):
                block = group[pre][post]["cMat"]
                if block.shape != (sizes[a], sizes[b]):
                    raise ValueError("shape")
                rows.append(block[()] != 0)
            strip = np.hstack(rows)
            for r in range(sizes[a]):
                u = first[a] + r
                loops += int(strip[r, u])
                strip[r, u] = False
            for r, v in zip(*np.nonzero(strip)):
                h.update(struct.pack("<II", first[a] + r, v))
        h.update(b"loops %d\n" % loops)
        people = f["populations"]
        if all("locations" in people[n] for n, s in zip(names, sizes) if s):
            for name, size in zip(names, sizes):
                if size:
                    h.update(people[name]["locations"][()].astype("<f8").tobytes())
    return h.hexdigest()


def child(path, out):
    signal.alarm(20)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    try:
        answer = "ok\t" + digest(path)
    except BaseException as e:
        answer = "failed\t" + repr(e).replace("\n", " ").replace("\t", " ")
    os.write(out, answer.encode("utf-8", "replace"))
    os._exit(0)


def main():
    for line in sys.stdin:
        path = line.rstrip("\n")
        r, w = os.pipe()
        pid = os.fork()
        if pid == 0:
            child(path, w)
        os.close(w)
        answer = b""
        while part := os.read(r, 65536):
            answer += part
        os.close(r)
        _, status = os.waitpid(pid, 0)
        if not answer:
            answer = b"failed\tcrashed, status %d" % status
        sys.stdout.buffer.write(path.encode() + b"\t" + answer + b"\n")
        sys.stdout.flush()


main()
