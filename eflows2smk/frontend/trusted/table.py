"""The table: which names of which library modules a program may use while it is compiled.

`PURE`: names that are taken from the real module as they are; their results depend on their arguments only.
`OWN`: names for which we supply something of ours: functions that look at the outside (they take the `World`
first), that keep the provenance of strings, or that are bounded. `NUMPY`: see there.
"""

from __future__ import annotations

import abc
import copy
import dataclasses
import enum
import functools
import operator
from typing import Any

from eflows2smk.frontend.trusted import arguments, files, folders, limits, numerics, paths, silent
from eflows2smk.frontend.trusted.errors import ProgramExit
from eflows2smk.frontend.trusted.functions import LibraryModule, WorldFunction, WorldValue
from eflows2smk.frontend.trusted.strings import path_join
from eflows2smk.frontend.trusted.world import World

PURE: dict[str, str] = {
    "abc": "ABC ABCMeta",
    "argparse": "Action ArgumentError ArgumentTypeError Namespace ArgumentDefaultsHelpFormatter HelpFormatter"
    " MetavarTypeHelpFormatter RawDescriptionHelpFormatter RawTextHelpFormatter SUPPRESS OPTIONAL"
    " ZERO_OR_MORE ONE_OR_MORE REMAINDER BooleanOptionalAction",
    "base64": "b64encode b64decode urlsafe_b64encode urlsafe_b64decode b32encode b32decode b16encode b16decode",
    "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
    "calendar": "monthrange isleap leapdays weekday month_name month_abbr day_name day_abbr",
    "cmath": "acos asin atan cos cosh e exp inf isclose isfinite isinf isnan log log10 nan phase pi polar"
    " rect sin sinh sqrt tan tanh tau",
    "collections": "ChainMap Counter OrderedDict defaultdict deque namedtuple",
    "collections.abc": "Callable Collection Container Generator Hashable ItemsView Iterable Iterator"
    " KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Reversible"
    " Sequence Set Sized ValuesView",
    "configparser": "ConfigParser RawConfigParser BasicInterpolation ExtendedInterpolation Error"
    " NoSectionError NoOptionError DuplicateSectionError DuplicateOptionError ParsingError"
    " MissingSectionHeaderError InterpolationError",
    "copy": "",
    "csv": "reader DictReader Dialect Error QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC excel excel_tab",
    "dataclasses": "MISSING",
    "datetime": "MINYEAR MAXYEAR UTC date datetime time timedelta timezone",
    "decimal": "Decimal DecimalException InvalidOperation DivisionByZero Overflow ROUND_CEILING ROUND_DOWN"
    " ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP",
    "enum": "Enum Flag IntEnum IntFlag StrEnum auto",
    "fnmatch": "fnmatchcase filter translate",
    "fractions": "Fraction",
    "functools": "cache cmp_to_key lru_cache partial reduce",
    "glob": "escape has_magic",
    "hashlib": "blake2b blake2s md5 sha1 sha224 sha256 sha384 sha3_256 sha3_512 sha512",
    "heapq": "heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest",
    "io": "StringIO BytesIO SEEK_SET SEEK_CUR SEEK_END UnsupportedOperation",
    "itertools": "accumulate batched chain compress dropwhile filterfalse groupby islice pairwise starmap"
    " takewhile tee zip_longest",
    "json": "JSONDecodeError dumps load loads",
    "logging": "CRITICAL DEBUG ERROR FATAL INFO NOTSET WARN WARNING",
    "math": "acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees dist e erf erfc exp"
    " exp2 expm1 fabs floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt"
    " lcm ldexp lgamma log log10 log1p log2 modf nan nextafter pi pow prod radians remainder sin"
    " sinh sqrt sumprod tan tanh tau trunc ulp",
    "numbers": "Complex Integral Number Rational Real",
    "operator": "abs add and_ concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat"
    " ifloordiv imatmul imod indexOf inv invert ior is_ is_not isub itemgetter itruediv ixor le"
    " length_hint lt matmul mod ne neg not_ or_ pos rshift irshift setitem sub truediv truth xor",
    "os": "altsep curdir devnull extsep linesep name pardir pathsep sep PathLike",
    "os.path": "altsep commonpath commonprefix curdir devnull extsep isabs normcase pardir pathsep sep splitdrive",
    "pathlib": "PurePath PurePosixPath PureWindowsPath",
    "platform": "system",
    "pprint": "pformat",
    "random": "",
    "re": "A ASCII DOTALL I IGNORECASE M MULTILINE Match Pattern RegexFlag S U UNICODE VERBOSE X compile"
    " error escape findall finditer fullmatch match search split sub subn",
    "shlex": "join quote split",
    "statistics": "StatisticsError fmean geometric_mean harmonic_mean mean median median_grouped"
    " median_high median_low mode multimode pstdev pvariance quantiles stdev variance"
    " correlation covariance linear_regression",
    "string": "Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits"
    " printable punctuation whitespace",
    "sys": "byteorder float_info hexversion int_info maxsize maxunicode platform version version_info",
    "textwrap": "dedent fill indent shorten wrap",
    "time": "",
    "tomllib": "TOMLDecodeError load loads",
    "types": "BuiltinFunctionType FunctionType GeneratorType LambdaType MappingProxyType MethodType ModuleType"
    " NoneType SimpleNamespace",
    "typing": "Annotated Any AnyStr Callable ClassVar Collection Concatenate Container Counter DefaultDict"
    " Deque Dict Final FrozenSet Generator Generic Hashable Iterable Iterator List Literal Mapping"
    " MutableMapping MutableSequence MutableSet NamedTuple Never NewType NoReturn Optional"
    " OrderedDict ParamSpec Protocol Required Reversible Self Sequence Set Sized SupportsFloat"
    " SupportsIndex SupportsInt TYPE_CHECKING Text Tuple Type TypeAlias TypeGuard TypeVar"
    " TypedDict Union cast final overload",
    "urllib": "",
    "urllib.parse": "quote quote_plus unquote unquote_plus urlencode urljoin urlparse urlsplit",
    "warnings": "",
    "yaml": "CSafeLoader FullLoader Loader SafeLoader UnsafeLoader YAMLError",
    "zlib": "adler32 crc32",
    "numpy": "bool_ complex128 complex64 dtype e euler_gamma float16 float32 float64 floating generic inf"
    " int16 int32 int64 int8 integer intp nan ndarray newaxis number pi uint16 uint32 uint64 uint8",
    "numpy.linalg": "",
    "numpy.random": "",
}

# Functions of NumPy: the real ones behind a check of what they get and make.
NUMPY: dict[str, str] = {
    "numpy": "abs absolute all allclose any append arccos arcsin arctan arctan2 argmax argmin"
    " argsort argwhere array array_equal array_split arange asarray atleast_1d atleast_2d average"
    " broadcast_to ceil clip column_stack concatenate cos cosh count_nonzero cross cumprod cumsum"
    " deg2rad degrees delete diag diagonal diff divide dot empty empty_like equal exp expand_dims"
    " eye fix flatnonzero flip floor floor_divide full full_like geomspace gradient greater hsplit"
    " hstack hypot identity indices insert interp invert isclose isfinite isin isinf isnan kron"
    " less linspace log log10 log1p log2 logical_and logical_not logical_or logspace max maximum"
    " mean median meshgrid min minimum mod multiply ndindex ndenumerate negative nonzero ones"
    " ones_like outer percentile power prod ptp quantile rad2deg radians ravel reciprocal remainder"
    " repeat reshape roll rot90 round searchsorted sign sin sinh size sort split sqrt square"
    " squeeze stack std subtract sum swapaxes take tan tanh tensordot tile trace transpose tri tril"
    " triu trunc unique unravel_index var vsplit vstack where zeros zeros_like",
    "numpy.linalg": "det eigvals inv matrix_rank norm solve",
}


def _world(name: str, run: Any) -> WorldFunction:
    return WorldFunction(name, run)


def join_paths(*parts: Any) -> Any:
    """``os.path.join``."""
    return path_join(parts)


def program_exit(status: Any = None, /) -> Any:
    """``sys.exit``: a text is printed and counts as failure."""
    if status is None or isinstance(status, int):
        raise ProgramExit("", int(status or 0))
    raise ProgramExit(str(status), 1)


def set_recursion_limit(world: World, limit: int, /) -> None:
    """``sys.setrecursionlimit``."""
    world.recursion_limit = int(limit)


OWN: dict[str, dict[str, Any]] = {
    "abc": {"abstractmethod": abc.abstractmethod},
    "argparse": {"ArgumentParser": WorldValue(arguments.parser_class)},
    "collections": {"abc": LibraryModule("collections.abc")},
    "copy": {"copy": copy.copy, "deepcopy": copy.deepcopy},
    "dataclasses": {"dataclass": dataclasses.dataclass, "field": dataclasses.field},
    "enum": {"unique": enum.unique},
    "fnmatch": {"fnmatch": folders.matches},
    "functools": {"wraps": functools.wraps, "update_wrapper": functools.update_wrapper},
    "glob": {"glob": _world("glob.glob", folders.glob_paths), "iglob": _world("glob.iglob", folders.iglob)},
    "io": {"open": _world("io.open", files.open_file)},
    "itertools": {
        "combinations": limits.combinations,
        "combinations_with_replacement": limits.combinations_with_replacement,
        "count": limits.count,
        "cycle": limits.cycle,
        "permutations": limits.permutations,
        "product": limits.product,
        "repeat": limits.repeat,
    },
    "logging": {
        "basicConfig": _world("logging.basicConfig", silent.basic_config),
        "FileHandler": _world("logging.FileHandler", silent.file_handler),
        "StreamHandler": silent.handler,
        "Formatter": silent.handler,
        "NullHandler": silent.handler,
        "getLogger": silent.get_logger,
        **dict.fromkeys(
            [
                "critical",
                "debug",
                "error",
                "exception",
                "info",
                "log",
                "warning",
                "disable",
                "captureWarnings",
            ],
            silent.log,
        ),
    },
    "math": {"comb": limits.comb, "factorial": limits.factorial, "perm": limits.perm},
    "operator": {
        "attrgetter": operator.attrgetter,
        "imul": limits.multiply_in_place,
        "ipow": limits.power,
        "lshift": limits.left_shift,
        "ilshift": limits.left_shift,
        "methodcaller": operator.methodcaller,
        "mul": limits.multiply,
        "pow": limits.power,
    },
    "os": {
        "environ": WorldValue(lambda world: world.environment),
        "fspath": paths.fspath,
        "getcwd": _world("os.getcwd", folders.getcwd),
        "getenv": _world("os.getenv", folders.getenv),
        "listdir": _world("os.listdir", folders.listdir),
        "makedirs": _world("os.makedirs", folders.makedirs),
        "mkdir": _world("os.mkdir", folders.mkdir),
        "path": LibraryModule("os.path"),
        "scandir": _world("os.scandir", folders.scandir),
        "walk": _world("os.walk", folders.walk),
    },
    "os.path": {
        "abspath": _world("os.path.abspath", folders.abspath),
        "basename": paths.basename,
        "dirname": paths.dirname,
        "exists": _world("os.path.exists", files.exists),
        "expanduser": _world("os.path.expanduser", folders.expanduser),
        "expandvars": _world("os.path.expandvars", folders.expandvars),
        "getsize": _world("os.path.getsize", files.getsize),
        "isdir": _world("os.path.isdir", files.isdir),
        "isfile": _world("os.path.isfile", files.isfile),
        "join": join_paths,
        "lexists": _world("os.path.lexists", files.exists),
        "normpath": paths.normpath,
        "realpath": _world("os.path.realpath", folders.realpath),
        "relpath": _world("os.path.relpath", folders.relpath),
        "split": paths.split,
        "splitext": paths.splitext,
    },
    "pathlib": {"Path": paths.TracedPath, "PosixPath": paths.TracedPath},
    "random": {"Random": numerics.seeded("random.Random")},
    "sys": {
        "argv": WorldValue(lambda world: world.argv),
        "exit": program_exit,
        "path": WorldValue(lambda world: world.search_path),
        "setrecursionlimit": _world("sys.setrecursionlimit", set_recursion_limit),
        "stderr": silent.STREAM,
        "stdout": silent.STREAM,
    },
    "urllib": {"parse": LibraryModule("urllib.parse")},
    "warnings": dict.fromkeys(["filterwarnings", "resetwarnings", "simplefilter", "warn"], silent.log),
    "yaml": {
        "dump": files.dump_yaml,
        "full_load": files.load_yaml,
        "load": files.load_yaml,
        "safe_dump": files.dump_yaml,
        "safe_load": files.load_yaml,
    },
    "numpy": {
        "genfromtxt": _world("numpy.genfromtxt", numerics.generate_from_text),
        "linalg": LibraryModule("numpy.linalg"),
        "loadtxt": _world("numpy.loadtxt", numerics.load_text),
        "random": LibraryModule("numpy.random"),
    },
    "numpy.random": {
        "RandomState": numerics.seeded("numpy.random.RandomState"),
        "default_rng": numerics.seeded("numpy.random.default_rng"),
    },
}
