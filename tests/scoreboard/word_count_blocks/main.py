import sys

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task


def read_file_by_block(file_path, block_size):
    data = []
    with open(file_path) as fp:
        chunk = fp.read(block_size)
        while chunk:
            data.append(chunk)
            chunk = fp.read(block_size)
    return data


@task(returns=dict)
def word_count(data):
    partial = {}
    for entry in data.split():
        partial[entry] = partial.get(entry, 0) + 1
    return partial


@task(returns=dict)
def reduce_count(dict1, dict2):
    return {k: dict1.get(k, 0) + dict2.get(k, 0) for k in {*dict1, *dict2}}


if __name__ == "__main__":
    path_file = sys.argv[1]
    result_file = sys.argv[2]
    size_block = int(sys.argv[3])
    result = []
    blocks = read_file_by_block(path_file, size_block)
    for block in blocks:
        result.append(word_count(block))
    final = {}
    for part in result:
        final = reduce_count(final, part)
    final = compss_wait_on(final)
    with open(result_file, "w") as ff:
        for i in sorted(final):
            ff.write(str(i) + " - " + str(final[i]) + "\n")
