"""What a decorated function does with each of its parameters: the directions of PyCOMPSs, under their own names.

Imported by every job, so it imports nothing but the interpreter's own.
"""

from __future__ import annotations


class Direction:
    """One parameter's passing: what it holds, whether it is read or written, and where a stream of the program goes.

    content: "object", "file", "directory", "collection" (of objects), "collection_file", "collection_directory"
        or "dict_collection".
    mode: "in", "out" or "inout".
    stream: "", "stdin", "stdout" or "stderr" (external programs only).
    prefix: text put before the value on the command line of an external program; "#" keeps it off the line.
    depth: how deep the lists of a collection nest (1: a flat list).
    """

    __slots__ = ("name", "content", "mode", "stream", "prefix", "depth")

    def __init__(self, name: str, content: str, mode: str, stream: str = "", prefix: str = "", depth: int = 1) -> None:
        self.name = name
        self.content = content
        self.mode = mode
        self.stream = stream
        self.prefix = prefix
        self.depth = depth

    def __repr__(self) -> str:
        return self.name

    @property
    def reads(self) -> bool:
        return self.mode != "out"

    @property
    def writes(self) -> bool:
        return self.mode != "in"

    @property
    def is_collection(self) -> bool:
        return "collection" in self.content

    @property
    def is_path(self) -> bool:
        """Whether the value is a path, or a collection of paths, rather than a Python object."""
        return self.content in ("file", "directory", "collection_file", "collection_directory")


IN = Direction("IN", "object", "in")
OUT = Direction("OUT", "object", "out")
INOUT = Direction("INOUT", "object", "inout")
# The next three are read-modify-write or read-and-forget accesses; in program order they mean IN and INOUT.
IN_DELETE = Direction("IN_DELETE", "object", "in")
CONCURRENT = Direction("CONCURRENT", "object", "inout")
COMMUTATIVE = Direction("COMMUTATIVE", "object", "inout")

FILE = Direction("FILE", "file", "in")
FILE_IN = Direction("FILE_IN", "file", "in")
FILE_OUT = Direction("FILE_OUT", "file", "out")
FILE_INOUT = Direction("FILE_INOUT", "file", "inout")
FILE_CONCURRENT = Direction("FILE_CONCURRENT", "file", "inout")
FILE_COMMUTATIVE = Direction("FILE_COMMUTATIVE", "file", "inout")

FILE_STDIN = Direction("FILE_STDIN", "file", "in", "stdin")
FILE_IN_STDIN = Direction("FILE_IN_STDIN", "file", "in", "stdin")
FILE_STDOUT = Direction("FILE_STDOUT", "file", "out", "stdout")
FILE_OUT_STDOUT = Direction("FILE_OUT_STDOUT", "file", "out", "stdout")
FILE_INOUT_STDOUT = Direction("FILE_INOUT_STDOUT", "file", "inout", "stdout")
FILE_STDERR = Direction("FILE_STDERR", "file", "out", "stderr")
FILE_OUT_STDERR = Direction("FILE_OUT_STDERR", "file", "out", "stderr")
FILE_INOUT_STDERR = Direction("FILE_INOUT_STDERR", "file", "inout", "stderr")
FILE_INOUT_STDIN = Direction("FILE_INOUT_STDIN", "file", "inout", "stdin")
FILE_CONCURRENT_STDIN = Direction("FILE_CONCURRENT_STDIN", "file", "inout", "stdin")
FILE_CONCURRENT_STDOUT = Direction("FILE_CONCURRENT_STDOUT", "file", "inout", "stdout")
FILE_CONCURRENT_STDERR = Direction("FILE_CONCURRENT_STDERR", "file", "inout", "stderr")
FILE_COMMUTATIVE_STDIN = Direction("FILE_COMMUTATIVE_STDIN", "file", "inout", "stdin")
FILE_COMMUTATIVE_STDOUT = Direction("FILE_COMMUTATIVE_STDOUT", "file", "inout", "stdout")
FILE_COMMUTATIVE_STDERR = Direction("FILE_COMMUTATIVE_STDERR", "file", "inout", "stderr")

DIRECTORY = Direction("DIRECTORY", "directory", "in")
DIRECTORY_IN = Direction("DIRECTORY_IN", "directory", "in")
DIRECTORY_OUT = Direction("DIRECTORY_OUT", "directory", "out")
DIRECTORY_INOUT = Direction("DIRECTORY_INOUT", "directory", "inout")

COLLECTION = Direction("COLLECTION", "collection", "in")
COLLECTION_IN = Direction("COLLECTION_IN", "collection", "in")
COLLECTION_INOUT = Direction("COLLECTION_INOUT", "collection", "inout")
COLLECTION_OUT = Direction("COLLECTION_OUT", "collection", "out")
COLLECTION_IN_DELETE = Direction("COLLECTION_IN_DELETE", "collection", "in")
COLLECTION_FILE = Direction("COLLECTION_FILE", "collection_file", "in")
COLLECTION_FILE_IN = Direction("COLLECTION_FILE_IN", "collection_file", "in")
COLLECTION_FILE_INOUT = Direction("COLLECTION_FILE_INOUT", "collection_file", "inout")
COLLECTION_FILE_OUT = Direction("COLLECTION_FILE_OUT", "collection_file", "out")
DICTIONARY = Direction("DICTIONARY", "dict_collection", "in")
DICTIONARY_IN = Direction("DICTIONARY_IN", "dict_collection", "in")
DICTIONARY_INOUT = Direction("DICTIONARY_INOUT", "dict_collection", "inout")
DICTIONARY_OUT = Direction("DICTIONARY_OUT", "dict_collection", "out")
DICTIONARY_IN_DELETE = Direction("DICTIONARY_IN_DELETE", "dict_collection", "in")

DIRECTIONS: dict[str, Direction] = {
    value.name: value for value in list(globals().values()) if isinstance(value, Direction)
}

# What programs may import, but not use.
STREAMS: dict[str, Direction] = {name: Direction(name, "stream", "in") for name in ("STREAM_IN", "STREAM_OUT")}

# Keys and values of the dictionary form {Type: FILE_IN, Prefix: "--in="}; their values are PyCOMPSs' own.
Type = "type"
Direction_ = "direction"
StdIOStream = "stream"
Prefix = "prefix"
Depth = "depth"
Weight = "weight"
Keep_rename = "keep_rename"
Cache = "cache"
STDIN = "stdin"
STDOUT = "stdout"
STDERR = "stderr"

# Keys of the parts of a list that each MPI process gets: {block_count: 4, block_length: 2, stride: 2}.
block_count = "block_count"
block_length = "block_length"
stride = "stride"

# All these keys and values, by their names.
NAMES: dict[str, str] = {
    name: value for name, value in list(globals().items()) if isinstance(value, str) and name[0] != "_"
}
del NAMES["Direction_"]

# Keywords of a call of a task that are no arguments of the function: for this call they are what decorators say.
OF_CALLS = frozenset(
    ("returns computing_nodes computingNodes processes_per_node on_failure defaults is_reduce chunk_size").split()
)

# Kinds of software that call the function itself.
OF_PYTHON = ("task", "workflow", "multinode", "python_mpi")

# Kinds of conversion of a typed data transformation, with PyCOMPSs' numbers.
OBJECT_TO_FILE = 0
FILE_TO_OBJECT = 1
FILE_TO_COLLECTION = 2
COLLECTION_TO_OBJECT = 3
COLLECTION_TO_FILE = 4
OBJECT_TO_DIRECTORY = 5
DIRECTORY_TO_OBJECT = 6
COLLECTION_TO_DIRECTORY = 7

CONVERSIONS: dict[str, int] = {
    name: value for name, value in list(globals().items()) if "_TO_" in name and isinstance(value, int)
}

# Where a data transformation runs on a cluster: as a job of its own, in the job of the rule that it feeds, or beside
# Snakemake. A keyword of ours, `placement`: PyCOMPSs has none.
PLACEMENTS = ("job", "group", "local")
