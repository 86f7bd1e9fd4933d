import sys
from pycompss.api.task import task
from pycompss.api.api import compss_wait_on


def read_graph(path):
    links = {}
    for line in open(path):
        if line.startswith("#"):
            continue
        a, b = line.split()
        links.setdefault(a, []).append(b)
        links.setdefault(b, [])
    return links


@task(returns=dict)
def contributions(part, ranks):
    found = {}
    for page, targets in part:
        for target in targets:
            found[target] = found.get(target, 0.0) + ranks[page] / len(targets)
    return found


@task(returns=dict)
def new_ranks(pages, factor, *parts):
    return {p: (1 - factor) + factor * sum(part.get(p, 0.0) for part in parts) for p in pages}


def main(path, fragments, iterations):
    links = read_graph(path)
    pages = sorted(links)
    items = sorted(links.items())
    parts = [items[i::fragments] for i in range(fragments)]
    ranks = dict.fromkeys(pages, 1.0)
    for i in range(iterations):
        found = [contributions(part, ranks) for part in parts]
        ranks = new_ranks(pages, 0.85, *found)
    ranks = compss_wait_on(ranks)
    for page, rank in sorted(ranks.items(), key=lambda item: (-item[1], item[0])):
        print(f"{page}\t{rank:.5f}")
    with open("ranks.txt", "w") as f:
        f.writelines(f"{p} {ranks[p]:.5f}\n" for p in pages)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
