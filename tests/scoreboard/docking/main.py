import argparse
import os
from pathlib import Path

from pycompss.api.binary import binary
from pycompss.api.parameter import *
from pycompss.api.task import task
from pycompss.api.api import compss_barrier


@binary(binary="awk", args="-f score.awk {{ligand}}")
@task(ligand=FILE_IN, out=FILE_OUT_STDOUT)
def dock(ligand, out):
    pass


@task(scores=COLLECTION_FILE_IN, ranking=FILE_OUT)
def rank(scores, ranking):
    found = []
    for path in scores:
        with open(path) as f:
            found.append((float(f.read()), os.path.basename(path)))
    with open(ranking, "w") as f:
        for score, name in sorted(found):
            print("%6.2f %s" % (score, name), file=f)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ligands", type=Path, required=True)
    parser.add_argument("--top", type=int)
    parser.add_argument("--out", type=Path, default=Path("docked"))
    return parser.parse_args()


def main():
    args = parse()
    args.out.mkdir(exist_ok=True)
    scores = []
    for ligand in sorted(args.ligands.iterdir()):
        if ligand.suffix != ".mol":
            continue
        score = args.out / ligand.with_suffix(".score").name
        dock(str(ligand), str(score))
        scores.append(str(score))
    if args.top:
        scores = scores[: args.top]
    rank(scores, str(args.out / "ranking.txt"))
    compss_barrier()


if __name__ == "__main__":
    main()
