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
"""An object, or a plain value, that is only read."""
OUT = Direction("OUT", "object", "out")
"""An object that the call fills."""
INOUT = Direction("INOUT", "object", "inout")
"""An object that the call reads and changes in place."""
# The next three are read-modify-write or read-and-forget accesses; in program order they mean IN and INOUT.
IN_DELETE = Direction("IN_DELETE", "object", "in")
"""An object that is read for the last time."""
CONCURRENT = Direction("CONCURRENT", "object", "inout")
"""An object that calls may change in any order; here in that of the program."""
COMMUTATIVE = Direction("COMMUTATIVE", "object", "inout")
"""An object that calls may change in any order, one after the other; here in that of the program."""

FILE = Direction("FILE", "file", "in")
"""The path of a file that is only read."""
FILE_IN = Direction("FILE_IN", "file", "in")
"""The path of a file that is only read."""
FILE_OUT = Direction("FILE_OUT", "file", "out")
"""The path of a file that the call writes."""
FILE_INOUT = Direction("FILE_INOUT", "file", "inout")
"""The path of a file that the call reads and changes."""
FILE_CONCURRENT = Direction("FILE_CONCURRENT", "file", "inout")
"""The path of a file that calls may change in any order; here in that of the program."""
FILE_COMMUTATIVE = Direction("FILE_COMMUTATIVE", "file", "inout")
"""The path of a file that calls may change in any order; here in that of the program."""

FILE_STDIN = Direction("FILE_STDIN", "file", "in", "stdin")
"""The path of a file that an external program reads as its standard input."""
FILE_IN_STDIN = Direction("FILE_IN_STDIN", "file", "in", "stdin")
"""The path of a file that an external program reads as its standard input."""
FILE_STDOUT = Direction("FILE_STDOUT", "file", "out", "stdout")
"""The path of a file that gets the standard output of an external program."""
FILE_OUT_STDOUT = Direction("FILE_OUT_STDOUT", "file", "out", "stdout")
"""The path of a file that gets the standard output of an external program."""
FILE_INOUT_STDOUT = Direction("FILE_INOUT_STDOUT", "file", "inout", "stdout")
"""The path of a file to which the standard output of an external program is added."""
FILE_STDERR = Direction("FILE_STDERR", "file", "out", "stderr")
"""The path of a file that gets the error stream of an external program."""
FILE_OUT_STDERR = Direction("FILE_OUT_STDERR", "file", "out", "stderr")
"""The path of a file that gets the error stream of an external program."""
FILE_INOUT_STDERR = Direction("FILE_INOUT_STDERR", "file", "inout", "stderr")
"""The path of a file to which the error stream of an external program is added."""
FILE_INOUT_STDIN = Direction("FILE_INOUT_STDIN", "file", "inout", "stdin")
"""The path of a file that an external program reads as its standard input."""
FILE_CONCURRENT_STDIN = Direction("FILE_CONCURRENT_STDIN", "file", "inout", "stdin")
"""The path of a file that an external program reads as its standard input."""
FILE_CONCURRENT_STDOUT = Direction("FILE_CONCURRENT_STDOUT", "file", "inout", "stdout")
"""The path of a file to which the standard output of an external program is added."""
FILE_CONCURRENT_STDERR = Direction("FILE_CONCURRENT_STDERR", "file", "inout", "stderr")
"""The path of a file to which the error stream of an external program is added."""
FILE_COMMUTATIVE_STDIN = Direction("FILE_COMMUTATIVE_STDIN", "file", "inout", "stdin")
"""The path of a file that an external program reads as its standard input."""
FILE_COMMUTATIVE_STDOUT = Direction("FILE_COMMUTATIVE_STDOUT", "file", "inout", "stdout")
"""The path of a file to which the standard output of an external program is added."""
FILE_COMMUTATIVE_STDERR = Direction("FILE_COMMUTATIVE_STDERR", "file", "inout", "stderr")
"""The path of a file to which the error stream of an external program is added."""

DIRECTORY = Direction("DIRECTORY", "directory", "in")
"""The path of a folder that is only read."""
DIRECTORY_IN = Direction("DIRECTORY_IN", "directory", "in")
"""The path of a folder that is only read."""
DIRECTORY_OUT = Direction("DIRECTORY_OUT", "directory", "out")
"""The path of a folder that the call fills."""
DIRECTORY_INOUT = Direction("DIRECTORY_INOUT", "directory", "inout")
"""The path of a folder that the call reads and changes."""

COLLECTION = Direction("COLLECTION", "collection", "in")
"""A list of objects, as results of other calls, that are only read."""
COLLECTION_IN = Direction("COLLECTION_IN", "collection", "in")
"""A list of objects, as results of other calls, that are only read."""
COLLECTION_INOUT = Direction("COLLECTION_INOUT", "collection", "inout")
"""A list of objects that the call reads and changes in place."""
COLLECTION_OUT = Direction("COLLECTION_OUT", "collection", "out")
"""A list of objects that the call fills."""
COLLECTION_IN_DELETE = Direction("COLLECTION_IN_DELETE", "collection", "in")
"""A list of objects that are read for the last time."""
COLLECTION_FILE = Direction("COLLECTION_FILE", "collection_file", "in")
"""A list of paths of files that are only read."""
COLLECTION_FILE_IN = Direction("COLLECTION_FILE_IN", "collection_file", "in")
"""A list of paths of files that are only read."""
COLLECTION_FILE_INOUT = Direction("COLLECTION_FILE_INOUT", "collection_file", "inout")
"""A list of paths of files that the call reads and changes."""
COLLECTION_FILE_OUT = Direction("COLLECTION_FILE_OUT", "collection_file", "out")
"""A list of paths of files that the call writes."""
DICTIONARY = Direction("DICTIONARY", "dict_collection", "in")
"""A dictionary of objects that are only read."""
DICTIONARY_IN = Direction("DICTIONARY_IN", "dict_collection", "in")
"""A dictionary of objects that are only read."""
DICTIONARY_INOUT = Direction("DICTIONARY_INOUT", "dict_collection", "inout")
"""A dictionary of objects that the call reads and changes in place."""
DICTIONARY_OUT = Direction("DICTIONARY_OUT", "dict_collection", "out")
"""A dictionary of objects that the call fills."""
DICTIONARY_IN_DELETE = Direction("DICTIONARY_IN_DELETE", "dict_collection", "in")
"""A dictionary of objects that are read for the last time."""

DIRECTIONS: dict[str, Direction] = {
    value.name: value for value in list(globals().values()) if isinstance(value, Direction)
}

# What programs may import, but not use.
STREAMS: dict[str, Direction] = {name: Direction(name, "stream", "in") for name in ("STREAM_IN", "STREAM_OUT")}

# Keys and values of the dictionary form {Type: FILE_IN, Prefix: "--in="}; their values are PyCOMPSs' own.
Type = "type"
"""Key of a parameter's details: a direction, as ``{Type: FILE_OUT}``."""
Direction_ = "direction"
"""Key of a parameter's details: IN, OUT or INOUT, as ``{Type: FILE, Direction: OUT}``."""
StdIOStream = "stream"
"""Key of a parameter's details: STDIN, STDOUT or STDERR of an external program."""
Prefix = "prefix"
"""Key of a parameter's details: what stands before the value on the command line."""
Depth = "depth"
"""Key of a parameter's details: how deep the lists of a collection nest."""
Weight = "weight"
"""Key of a parameter's details, for PyCOMPSs; nothing follows from it here."""
Keep_rename = "keep_rename"
"""Key of a parameter's details, for PyCOMPSs; nothing follows from it here."""
Cache = "cache"
"""Key of a parameter's details, for PyCOMPSs; nothing follows from it here."""
STDIN = "stdin"
"""Of ``StdIOStream``: the standard input."""
STDOUT = "stdout"
"""Of ``StdIOStream``: the standard output."""
STDERR = "stderr"
"""Of ``StdIOStream``: the error stream."""

# Keys of the parts of a list that each MPI process gets: {block_count: 4, block_length: 2, stride: 2}.
block_count = "block_count"
"""Key of a layout: how many blocks of a list there are."""
block_length = "block_length"
"""Key of a layout: how many members a block has."""
stride = "stride"
"""Key of a layout: how many members lie between the starts of two blocks."""

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
"""The function gets an object and a path, and writes the file that the call gets."""
FILE_TO_OBJECT = 1
"""The function gets the path of a file, and returns the object that the call gets."""
FILE_TO_COLLECTION = 2
"""The function gets the path of a file, and returns as many objects as ``size`` says."""
COLLECTION_TO_OBJECT = 3
"""The function gets a list of objects, and returns the one that the call gets."""
COLLECTION_TO_FILE = 4
"""The function gets a list of objects and a path, and writes the file that the call gets."""
OBJECT_TO_DIRECTORY = 5
"""The function gets an object and a path, and fills the folder that the call gets."""
DIRECTORY_TO_OBJECT = 6
"""The function gets the path of a folder, and returns the object that the call gets."""
COLLECTION_TO_DIRECTORY = 7
"""The function gets a list of objects and a path, and fills the folder that the call gets."""

CONVERSIONS: dict[str, int] = {
    name: value for name, value in list(globals().items()) if "_TO_" in name and isinstance(value, int)
}

# Where a data transformation runs on a cluster: as a job of its own, in the job of the rule that it feeds, or beside
# Snakemake. A keyword of ours, `placement`: PyCOMPSs has none.
PLACEMENTS = ("job", "group", "local")
