import os
import pickle
import sys

from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import *
from pycompss.api.task import task


@task(returns=dict, file=FILE_IN)
def word_count(file):
    result = {}
    for word in open(file).read().split():
        result[word] = result.get(word, 0) + 1
    return result


@task(returns=dict, priority=True)
def merge_two_dicts(dic1, dic2):
    for k, v in dic2.items():
        dic1[k] = dic1.get(k, 0) + v
    return dic1


def merge_reduce(function, data):
    from collections import deque

    q = deque(range(len(data)))
    while len(q):
        x = q.popleft()
        if len(q):
            y = q.popleft()
            data[x] = function(data[x], data[y])
            q.append(x)
        else:
            return data[x]


if __name__ == "__main__":
    path = sys.argv[1]
    partial = []
    for name in sorted(os.listdir(path)):
        partial.append(word_count(os.path.join(path, name)))
    result = merge_reduce(merge_two_dicts, partial)
    result = compss_wait_on(result)
    words = sum(result.values())
    print("Words:", words)
    with open("counts.txt", "w") as f:
        for word in sorted(result):
            f.write("%s %d\n" % (word, result[word]))
