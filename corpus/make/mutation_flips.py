#!/usr/bin/env python3
"""Remakes corpus/mutations/flips.tsv: single-byte changes of full.tfstate, and what Terraform says.

Each row is {offset, byte, verdict}: the byte (two hex digits) put at the offset, and
  =        `terraform state list` prints what it prints for the unchanged file
  refuses  it exits 1
  panics   it crashes
  else     16 hex digits: FNV-1a (64 bit) of what it prints
Usage: mutation_flips.py [COUNT [SEED]]; needs terraform on PATH; about 20 minutes of one processor
for 20,000 rows.
"""
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "mutations"
BASE = (FOLDER / "full.tfstate").read_bytes()
TELLING = b'"\\{}[]:,0123456789-+.eE\x00\x1f\x7f\xff\xc3\xa9 \n\tnulltruefalsasSkK$%/'
ENVIRONMENT = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull,
               "GOMAXPROCS": "1", "GOGC": "off"}


def choose(count, seed):
    """Distinct (offset, byte): white space is mostly left alone, since only its refusal would show."""
    source = random.Random(seed)
    chosen = {}
    while len(chosen) < count:
        offset = source.randrange(len(BASE))
        old = BASE[offset]
        if old in b" \n" and source.random() < 0.85:
            continue
        draw = source.random()
        if draw < 0.4:
            new = old ^ (1 << source.randrange(8))
        elif draw < 0.8:
            new = source.choice(TELLING)
        else:
            new = source.randrange(256)
        if new != old:
            chosen[offset, new] = True
    return list(chosen)


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def state_list(document, folder):
    path = folder / "terraform.tfstate"
    path.write_bytes(document)
    run = subprocess.run(["terraform", "state", "list"], cwd=folder, env=ENVIRONMENT,
                         capture_output=True, check=False)
    if run.returncode == 0:
        return run.stdout
    panicked = b"panic" in run.stderr or run.returncode not in (0, 1)
    return "panics" if panicked else "refuses"


def judge(rows):
    known = {BASELINE: "="}
    answers = []
    with tempfile.TemporaryDirectory() as name:
        for offset, byte in rows:
            answer = state_list(BASE[:offset] + bytes([byte]) + BASE[offset + 1:], Path(name))
            if isinstance(answer, bytes):
                if answer not in known:
                    known[answer] = fnv1a(answer)
                answer = known[answer]
            answers.append(f"{offset}\t{byte:02x}\t{answer}\n")
    return answers


with tempfile.TemporaryDirectory() as first:
    BASELINE = state_list(BASE, Path(first))

if __name__ == "__main__":
    rows = choose(int(sys.argv[1]) if len(sys.argv) > 1 else 20000,
                  int(sys.argv[2]) if len(sys.argv) > 2 else 1114)
    pieces = [rows[i:i + 100] for i in range(0, len(rows), 100)]
    lines = []
    with concurrent.futures.ProcessPoolExecutor(4 * (os.cpu_count() or 1)) as pool:
        for done, piece in enumerate(pool.map(judge, pieces), 1):
            lines += piece
            print(f"{done} of {len(pieces)}", end="\r", file=sys.stderr, flush=True)
            lines.sort(key=lambda line: (int(line.split("\t")[0]), line))
            header = "# offset\tbyte\tverdict of Terraform 1.11.4 (see make/mutation_flips.py)\n"
            (FOLDER / "flips.tsv").write_text(header + "".join(lines))
