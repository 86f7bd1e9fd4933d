"""The table of trusted names: every entry is real, every module works, and nothing dangerous can be reached."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.frontend.trusted.builtin import BUILTINS
from eflows2smk.frontend.trusted.functions import MISSING, Denied, LibraryModule, WorldFunction, WorldValue
from eflows2smk.frontend.trusted.table import NUMPY, OWN, PURE

Use = Callable[..., Any]

# Names of newer Pythons and of one generation of NumPy only.
NEWER = {"itertools.batched", "math.sumprod"}

ENTRIES = [(module, name) for table in (PURE, NUMPY) for module, names in table.items() for name in names.split()]
OWN_ENTRIES = [(module, name) for module, names in OWN.items() for name in names]


def test_every_entry_exists_in_the_real_library() -> None:
    missing = [f"{m}.{n}" for m, n in ENTRIES + OWN_ENTRIES if not hasattr(importlib.import_module(m), n)]
    assert set(missing) <= NEWER


def test_no_entry_stands_twice() -> None:
    for module in PURE:
        names = [*PURE[module].split(), *NUMPY.get(module, "").split(), *OWN.get(module, {})]
        assert sorted(names) == sorted(set(names)), module


def test_modules_of_the_other_tables_are_known() -> None:
    assert {*NUMPY, *OWN} <= set(PURE)


def test_unknown_modules_and_names() -> None:
    assert trusted.library("math") and trusted.library("os.path") and trusted.library("numpy.random")
    assert not trusted.library("torch") and not trusted.library("subprocess") and not trusted.library("shutil")
    assert trusted.attribute("math", "nothing") is None
    assert trusted.attribute("torch", "tensor") is None
    assert "starts a program" in trusted.reason("os", "system")
    assert "safe" in trusted.reason("math", "nothing")


DENIED = """
    os.system os.popen os.remove os.unlink os.rename os.fork os.execv os.kill os.putenv
    os.chdir os.open os.rmdir
    os.write os.removedirs os.replace os.symlink os.link os.stat sys.modules sys.settrace sys.stdin sys._getframe
    io.FileIO io.open_code
    importlib.import_module subprocess.run shutil.rmtree shutil.copy pickle.loads marshal.loads ctypes.CDLL
    socket.socket threading.Thread multiprocessing.Process tempfile.mkstemp builtins.eval builtins.open code.interact
    json.dump csv.writer csv.DictWriter numpy.save numpy.savetxt numpy.load numpy.fromfile numpy.memmap numpy.vectorize
    numpy.frompyfunc numpy.ctypeslib time.time random.random uuid.uuid4 operator.__call__ functools.singledispatch
    types.CodeType typing.get_type_hints string.Formatter argparse.FileType configparser.sys os.sys
    pathlib.os glob.os re._compiler collections._sys yaml.unsafe_load inspect.currentframe
""".split()


@pytest.mark.parametrize("name", DENIED)
def test_denied_names_are_not_reachable(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert trusted.attribute(module, attribute) is None


def test_no_module_leaks_through_an_entry() -> None:
    for module, name in ENTRIES + OWN_ENTRIES:
        found = trusted.attribute(module, name)
        value = found.value if found is not None else None
        assert type(value).__name__ != "module", (module, name)
        if isinstance(value, LibraryModule):
            assert trusted.library(value.name)


@pytest.mark.parametrize("name", ["eval", "exec", "compile", "__import__", "input", "globals", "locals", "breakpoint"])
def test_denied_builtins_refuse(world: trusted.World, name: str) -> None:
    value = trusted.builtin(name)
    assert isinstance(value, Denied)
    with pytest.raises(trusted.Untrusted, match=name):
        trusted.call(world, value, [], {})


def test_builtins_are_found() -> None:
    assert trusted.builtin("len") is len and trusted.builtin("ValueError") is ValueError
    assert trusted.builtin("nothing") is None
    assert not set(BUILTINS) & {"print", "super"}, "the evaluator's own"


VALUES: list[Any] = [
    "a",
    1,
    1.5,
    [1],
    (1,),
    {1: 2},
    {1},
    range(3),
    b"a",
    len,
    str,
    trusted.TracedPath("a"),
    ValueError("x"),
]
INSIDE = [
    "__class__",
    "__globals__",
    "__subclasses__",
    "__dict__",
    "__reduce__",
    "__init__",
    "__getattribute__",
    "__mro__",
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_the_inside_of_objects_is_not_reachable(value: Any) -> None:
    for name in INSIDE:
        if hasattr(value, name):
            with pytest.raises(trusted.Untrusted):
                trusted.method(value, name)
        else:
            assert trusted.method(value, name) is MISSING


def test_what_belongs_to_a_world_needs_it() -> None:
    for module, name in OWN_ENTRIES:
        value = OWN[module][name]
        if isinstance(value, WorldFunction):
            assert not callable(value), f"{module}.{name} must be called through call()"


def test_public_names_leave_out_what_belongs_to_one_compilation() -> None:
    names = trusted.public("os")
    assert "path" in names and "environ" not in names
    assert not any(isinstance(value, WorldValue) for value in names.values())
    assert "linspace" in trusted.public("numpy")


def test_each_module_works(use: Use, world: trusted.World, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b\n1,2\n")
    (tmp_path / "c.toml").write_text("x = 1\n")
    calls: list[tuple[Any, Any]] = [
        (use("base64", "b64encode", b"a"), b"YQ=="),
        (use("bisect", "bisect", [1, 3], 2), 1),
        (use("calendar", "monthrange", 2024, 2), (3, 29)),
        (use("cmath", "sqrt", -1), 1j),
        (use("collections", "Counter", "aab")["a"], 2),
        (list(use("collections", "namedtuple", "P", "x y")(1, 2)), [1, 2]),
        (use("copy", "deepcopy", [[1]]), [[1]]),
        (list(use("csv", "reader", use("io", "StringIO", "a,b"))), [["a", "b"]]),
        (use("datetime", "date", 2024, 1, 31).day, 31),
        (str(use("decimal", "Decimal", "1.10")), "1.10"),
        (use("fnmatch", "fnmatch", "a.txt", "*.txt"), True),
        (use("fractions", "Fraction", 1, 2) * 2, 1),
        (use("functools", "reduce", lambda a, b: a + b, [1, 2, 3]), 6),
        (use("glob", "glob", "*.csv"), ["d.csv"]),
        (use("hashlib", "md5", b"").hexdigest()[:4], "d41d"),
        (use("heapq", "nsmallest", 1, [3, 1]), [1]),
        (use("io", "StringIO", "x").read(), "x"),
        (list(use("itertools", "product", [1], [2, 3])), [(1, 2), (1, 3)]),
        (use("json", "loads", "[1]"), [1]),
        (use("logging", "info", "x"), None),
        (use("math", "sqrt", 4), 2.0),
        (use("numpy", "linspace", 0, 1, 3).tolist(), [0.0, 0.5, 1.0]),
        (use("numpy.linalg", "norm", [3, 4]), 5.0),
        (use("operator", "itemgetter", 1)([5, 6]), 6),
        (use("os", "listdir"), ["c.toml", "d.csv"]),
        (use("os.path", "basename", "a/b"), "b"),
        (str(use("pathlib", "Path", "a", "b")), "a/b"),
        (use("pprint", "pformat", [1]), "[1]"),
        (use("random", "Random", 1).random(), __import__("random").Random(1).random()),
        (
            use("numpy.random", "default_rng", 1).integers(10),
            __import__("numpy").random.default_rng(1).integers(10),
        ),
        (use("re", "findall", "a.", "abac"), ["ab", "ac"]),
        (use("shlex", "split", "a 'b c'"), ["a", "b c"]),
        (use("statistics", "mean", [1, 3]), 2),
        (use("string", "capwords", "a b"), "A B"),
        (use("textwrap", "dedent", " a"), "a"),
        (use("tomllib", "loads", "x = 1"), {"x": 1}),
        (use("types", "SimpleNamespace", a=1).a, 1),
        (use("urllib.parse", "quote", "a b"), "a%20b"),
        (use("warnings", "warn", "x"), None),
        (use("yaml", "safe_load", "a: [1]"), {"a": [1]}),
        (use("zlib", "crc32", b"a") > 0, True),
        (trusted.method(use("configparser", "ConfigParser"), "sections")(), []),
        (use("enum", "Enum", "Colour", "RED").RED.value, 1),
        (use("typing", "cast", int, "x"), "x"),
    ]
    for result, expected in calls:
        assert result == expected
    for module, name, value in [
        ("os", "sep", "/"),
        ("sys", "argv", world.argv),
        ("math", "pi", 3.141592653589793),
        ("platform", "system", importlib.import_module("platform").system),
        ("numbers", "Number", importlib.import_module("numbers").Number),
        ("collections.abc", "Iterable", importlib.import_module("collections.abc").Iterable),
    ]:
        found = trusted.attribute(module, name)
        assert found is not None and trusted.bind(world, found) == value
