"""The tasks that generated programs call.

Objects are lists of short strings that nothing else refers to, so that a value tells how it was computed, and a task
that changes its argument changes no other object behind the workflow's back.
"""

import hashlib
import os

from eflows2smk import (
    COLLECTION_FILE_IN,
    COLLECTION_FILE_OUT,
    COLLECTION_IN,
    DIRECTORY_IN,
    DIRECTORY_OUT,
    FILE_IN,
    FILE_IN_STDIN,
    FILE_INOUT,
    FILE_OUT,
    FILE_OUT_STDOUT,
    FILE_TO_OBJECT,
    INOUT,
    binary,
    dt,
    task,
)


def digest(*values):
    return hashlib.sha1(repr(values).encode()).hexdigest()[:10]


def text_of(path):
    with open(path) as file:
        return file.read()


def put(text, path):
    with open(path, "w") as file:
        file.write(text)


@task(returns=1)
def make(value):
    return ["make", repr(value)[:200]]


@task(returns=1)
def join(first, second):
    return ["join", digest(first, second)]


@task(returns=2)
def halves(value):
    return ["left", digest(value)], ["right", digest(value)]


@task(values=COLLECTION_IN, returns=1)
def collect(values):
    return ["collect", str(len(values)), digest(*values)]


@task(value=INOUT)
def grow(value, amount):
    value.append(digest(amount))


@task(path=FILE_OUT)
def write(value, path):
    put(f"{value!r}\n", path)


@binary(binary="cp", args="{{source}} {{path}}")
@task(source=FILE_IN, path=FILE_OUT)
def copy(source, path):
    pass


@task(path=FILE_INOUT)
def append(value, path):
    put(f"{text_of(path)}{value!r}\n", path)


@binary(binary="printf", args="'[%s]' {{text}} \"{{text}}\" '{{text}}'")
@task(path=FILE_OUT_STDOUT)
def show(text, path):
    pass


@binary(binary="rev")
@task(source=FILE_IN_STDIN, path=FILE_OUT_STDOUT)
def reverse(source, path):
    pass


@binary(binary="cat", args="{{sources}} > {{path}}")
@task(sources=COLLECTION_FILE_IN, path=FILE_OUT)
def gather(sources, path):
    pass


@task(source=FILE_IN, paths=COLLECTION_FILE_OUT)
def scatter(source, paths):
    for number, path in enumerate(paths):
        put(f"{number} {digest(text_of(source))}\n", path)


@task(path=DIRECTORY_OUT)
def fill(value, path):
    os.makedirs(path, exist_ok=True)
    put(repr(value), os.path.join(path, "value.txt"))


@binary(binary="cat", args="{{folder}}/value.txt > {{path}}")
@task(folder=DIRECTORY_IN, path=FILE_OUT)
def unfold(folder, path):
    pass


def tagged(text, tag):
    return [tag, digest(text)]


@dt(target="source", function=text_of, type=FILE_TO_OBJECT)
@dt("source", tagged, tag="{{tag}}")
@task(returns=1)
def load(source, tag):
    return ["load", digest(source, tag)]
