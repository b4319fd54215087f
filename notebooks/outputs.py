"""Compares what notebooks hold with what they printed when run again, or makes
them hold that.

    outputs.py check|update FOLDER NOTEBOOK...

FOLDER has executed copies of the notebooks. Text must be the same to the letter;
of figures only that they are there, since another matplotlib draws them with
other bytes. What changes from run to run or from machine to machine is left out.
"""

import difflib
import json
import re
import socket
import sys
from pathlib import Path

LARGEST = 500_000  # bytes a notebook may have
PLACES = re.compile(r"(?<![\w.])/(?:home|root|tmp|usr|var|work|opt|mnt|Users|private)/\S*|\b[A-Z]:\\\S*")


def normal(notebook):
    """The notebook without times, versions, and how its text came in pieces."""
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    cells = []
    for cell in notebook["cells"]:
        cell = {**cell, "metadata": {}}
        if cell["cell_type"] == "code":
            cell["outputs"] = merged([bare(o) for o in cell["outputs"]])
        cells.append(cell)
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def bare(output):
    """An output without metadata and with its text as one string."""
    output = dict(output)
    if "metadata" in output:
        output["metadata"] = {}
    if "text" in output:
        output["text"] = joined(output["text"])
    if "data" in output:
        output["data"] = {kind: joined(value) for kind, value in sorted(output["data"].items())}
    return output


def joined(text):
    return "".join(text) if isinstance(text, list) else text


def merged(outputs):
    """Streams that were flushed in pieces as one."""
    kept = []
    for output in outputs:
        last = kept[-1] if kept else {}
        if output["output_type"] == "stream" == last.get("output_type") and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            kept.append(output)
    return kept


def text(cell):
    """What a cell printed, line by line, with a word for each figure."""
    lines = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            lines += output["text"].splitlines()
        elif output["output_type"] == "error":
            lines += [f"{output['ename']}: {output['evalue']}"]
        else:
            for kind, value in output["data"].items():
                lines += value.splitlines() if kind == "text/plain" else [f"({kind})"]
    return lines


def faults(name, notebook, size):
    """What a notebook must not have: errors, warnings, places on this machine, too many bytes."""
    if size > LARGEST:
        yield f"{name}: {size} bytes: more than {LARGEST}: make figures smaller"
    hosts = [h for h in {socket.gethostname(), socket.getfqdn()} if len(h) > 3 and h != "localhost"]
    ran = [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"]
    if ran != list(range(1, len(ran) + 1)):
        yield f"{name}: cells were not run once each, in order: make notebooks-update"
    for i, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error" or output.get("name") == "stderr":
                yield f"{name}: cell {i}: " + "; ".join(text({"outputs": [output]}))
        for line in text(cell):
            if PLACES.search(line) or any(h in line for h in hosts):
                yield f"{name}: cell {i}: names a place on this machine: {line}"


def differences(name, held, fresh):
    """How the text that a notebook holds differs from what was printed."""
    for i, (old, new) in enumerate(zip(held["cells"], fresh["cells"], strict=True)):
        yield from difflib.unified_diff(text(old), text(new), f"{name}: cell {i}, held", "printed now", lineterm="", n=1)


def main(mode, folder, *files):
    bad = []
    for file in map(Path, files):
        fresh = normal(json.loads((Path(folder) / file.name).read_text(encoding="utf-8")))
        if mode == "update":
            file.write_text(json.dumps(fresh, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        held = normal(json.loads(file.read_text(encoding="utf-8")))
        bad += faults(file.name, held, file.stat().st_size)
        bad += differences(file.name, held, fresh)
    for line in bad:
        print(line, file=sys.stderr)
    if bad:
        print("The notebooks hold what is not printed any more, or what they should not. "
              "If what is printed now is right: make notebooks-update", file=sys.stderr)
        return 1
    print(f"{len(files)} notebook{'s' * (len(files) != 1)}: {'updated' if mode == 'update' else 'print what they hold'}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("check", "update"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
