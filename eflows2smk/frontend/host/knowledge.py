"""What is known of library functions that host code calls: which change their arguments, which write or read files.

Data, one line a function or a family of them. A function of an unknown library may change its arguments.
"""

from __future__ import annotations

# Libraries whose functions leave their arguments alone, unless they stand in `CHANGING`.
HARMLESS = frozenset(
    (
        "builtins math cmath statistics random re json pickle csv os os.path shutil pathlib glob fnmatch time datetime"
        " calendar itertools functools collections copy operator string textwrap struct io sys subprocess logging"
        " warnings pprint hashlib base64 zlib gzip bz2 lzma zipfile tarfile tempfile uuid platform socket urllib"
        " argparse configparser tomllib yaml decimal fractions numbers enum typing dataclasses shlex gc psutil"
        " numpy scipy pandas matplotlib pylab seaborn sklearn xarray netCDF4 h5py PIL imageio cv2 skimage joblib"
        " cloudpickle dill torch tensorflow keras jax sympy networkx numba tqdm tabulate plotly bokeh altair polars"
        " pyarrow statsmodels xgboost lightgbm Bio rdkit MDAnalysis MDAnalysisTests meshio pyvista SALib chaospy"
        " openturns pyDOE pyDOE2 pyDOE3 emcee astropy rasterio geopandas shapely"
    ).split()
)

# Functions that change an argument: dotted name -> positions of the arguments.
CHANGING: dict[str, tuple[int, ...]] = {
    "builtins.next": (0,),
    "builtins.setattr": (0,),
    "builtins.delattr": (0,),
    **{f"heapq.{name}": (0,) for name in ("heappush", "heappop", "heapify", "heapreplace", "heappushpop")},
    **{f"bisect.{name}": (0,) for name in ("insort", "insort_left", "insort_right")},
    **{f"operator.{name}": (0,) for name in ("setitem", "delitem", "iadd", "isub", "imul", "iconcat", "ior", "iand")},
    "random.shuffle": (0,),
    **{
        f"numpy.{name}": (0,)
        for name in ("copyto", "put", "place", "putmask", "fill_diagonal", "put_along_axis", "random.shuffle")
    },
    "json.dump": (1,),
    "pickle.dump": (1,),
    "csv.writer": (0,),
    **{
        f"networkx.{name}": (0,)
        for name in ("set_node_attributes", "set_edge_attributes", "add_path", "add_cycle", "add_star")
    },
}

# Methods that leave their object alone, whatever usual type it has.
PURE_METHODS = frozenset(
    (
        # text, lists, dictionaries
        "capitalize casefold center count decode encode endswith expandtabs find format format_map index isalnum"
        " isalpha isdecimal isdigit isidentifier islower isnumeric isspace istitle isupper join ljust lower lstrip"
        " partition removeprefix removesuffix rfind rindex rjust rpartition rsplit rstrip split splitlines startswith"
        " strip swapcase title translate upper zfill get items keys values copy most_common union intersection"
        " difference symmetric_difference issubset issuperset isdisjoint as_integer_ratio is_integer hex"
        # numbers and arrays
        " all any argmax argmin argsort astype clip compress conj conjugate cumprod cumsum diagonal dot flatten item"
        " max mean min nonzero prod ptp ravel repeat reshape round searchsorted squeeze std sum swapaxes take tobytes"
        " tolist tostring trace transpose var view norm numpy cpu detach numel"
        # tables
        " abs agg aggregate apply applymap assign at_time between bfill corr cov cummax cummin describe diff"
        " drop_duplicates"
        " dropna duplicated eq equals explode ffill filter first ge groupby gt head iat idxmax idxmin iloc info isin"
        " isna isnull iterrows itertuples join kurt last le loc lt map median melt memory_usage merge mode ne nlargest"
        " notna notnull nsmallest nunique pct_change pipe pivot pivot_table query quantile rank reindex"
        " reset_index resample rolling select_dtypes sem set_index shift size skew sort_index sort_values stack"
        " tail to_csv to_dict to_excel to_feather to_frame to_hdf to_html to_json to_latex to_list to_markdown"
        " to_numpy to_parquet to_pickle to_records to_sql to_string to_xarray to_netcdf unique unstack value_counts"
        " xs fillna drop rename replace"
        # models, distributions, paths, figures
        " predict predict_proba predict_log_proba decision_function score transform inverse_transform get_params"
        " kneighbors pdf cdf ppf logpdf rvs exists is_file is_dir iterdir glob rglob read_text read_bytes write_text"
        " write_bytes with_suffix with_name as_posix resolve absolute relative_to joinpath mkdir touch unlink rmdir"
        " savefig tofile isoformat strftime total_seconds timestamp group groups groupdict match search fullmatch"
        " findall finditer sub span start end hexdigest digest"
    ).split()
)

# Methods that change their object, but not their arguments, whatever usual type it has.
# Methods of figures and axes: they draw what they get, and keep nothing of it that could change.
DRAWS = frozenset(
    "plot bar barh hist scatter step fill_between errorbar imshow contour contourf boxplot pie legend grid text"
    " annotate axhline axvline colorbar suptitle tight_layout set_title set_xlabel set_ylabel set_xlim set_ylim"
    " set_xticks set_yticks set_xscale set_yscale set_aspect".split()
)
RECEIVER_METHODS = DRAWS | frozenset(
    (
        "append appendleft extend extendleft insert remove pop popleft popitem clear update setdefault add discard sort"
        " reverse fill resize setflags partition_update write writelines read readline readlines seek truncate flush"
        " close open fit fit_transform partial_fit set_params add_subplot subplots twinx writerow writerows"
        " writeheader add_argument train eval step zero_grad backward seed sample create_dataset createDimension"
        " createVariable setncattr"
    ).split()
)

# Methods that write to what their object stands for, mostly an open file: done even if nobody reads the object again.
WRITING_METHODS = frozenset("write writelines writerow writerows writeheader flush close".split())

# Methods that draw from NumPy's own random numbers, and the names under which their libraries are usually imported.
DRAWING_METHODS = {"sample": ("pd", "pandas"), "rvs": ("scipy", "stats", "norm", "uniform", "qmc")}

# Functions that write a file: dotted name -> how. position and keyword: of the path. suffix: what the function adds
# to a path without it.
Writer = tuple[int, str, str, str]


def _writers(kind: str, position: int, keyword: str, names: str, suffix: str = "") -> dict[str, Writer]:
    return dict.fromkeys(names.split(), (position, keyword, kind, suffix))


WRITERS: dict[str, Writer] = {
    **_writers("file", 0, "file", "numpy.save", ".npy"),
    **_writers("file", 0, "file", "numpy.savez numpy.savez_compressed", ".npz"),
    **_writers("file", 0, "fname", "numpy.savetxt"),
    **_writers("file", 0, "fname", "matplotlib.pyplot.savefig pylab.savefig", ".png"),
    **_writers("file", 0, "fname", "matplotlib.pyplot.imsave matplotlib.image.imsave"),
    **_writers("file", 1, "f", "torch.save"),
    **_writers("file", 1, "filename", "joblib.dump"),
    **_writers("file", 0, "filename", "cv2.imwrite"),
    **_writers("file", 0, "file_name", "scipy.io.savemat", ".mat"),
    **_writers("file", 0, "filename", "scipy.io.wavfile.write"),
    **_writers("file", 0, "uri", "imageio.imwrite imageio.imsave imageio.v2.imwrite imageio.v3.imwrite"),
    **_writers("file", 0, "fname", "skimage.io.imsave"),
    **_writers("copy", 1, "dst", "shutil.copy shutil.copy2 shutil.copyfile"),
    **_writers("tree", 1, "dst", "shutil.copytree"),
    **_writers("move", 1, "dst", "shutil.move os.rename os.replace"),
    **_writers("remove", 0, "path", "os.remove os.unlink shutil.rmtree os.rmdir os.removedirs"),
    **_writers("folder", 0, "name", "os.makedirs os.mkdir"),
}

# Functions that open a file: dotted name -> (position of the mode, its default).
OPENERS: dict[str, tuple[int, str]] = {
    "open": (1, "r"),
    "io.open": (1, "r"),
    "gzip.open": (1, "r"),
    "bz2.open": (1, "r"),
    "lzma.open": (1, "r"),
    "zipfile.ZipFile": (1, "r"),
    "tarfile.open": (1, "r"),
    "h5py.File": (1, "r"),
    "netCDF4.Dataset": (1, "r"),
    "codecs.open": (1, "r"),
    "compss_open": (1, "r"),
    # No mode: what is there is changed.
    "sqlite3.connect": (99, "a"),
}

# Methods that write the file that their first argument names.
METHOD_WRITERS: dict[str, Writer] = {
    **_writers("file", 0, "path", "to_json to_parquet to_pickle to_feather"),
    **_writers("file", 0, "path_or_buf", "to_csv to_hdf"),
    **_writers("file", 0, "excel_writer", "to_excel"),
    **_writers("file", 0, "buf", "to_html to_latex to_markdown"),
    **_writers("file", 0, "path", "to_netcdf"),
    **_writers("file", 0, "fname", "savefig", ".png"),
    **_writers("file", 0, "fid", "tofile"),
    **_writers("file", 0, "filename", "save_model savetxt write_html"),
}

# Methods of a path (`pathlib.Path`) itself.
PATH_METHODS: dict[str, str] = {
    "write_text": "file",
    "write_bytes": "file",
    "touch": "file",
    "unlink": "remove",
    "rmdir": "remove",
    "rename": "move",
    "replace": "move",
    "mkdir": "folder",
    "open": "open",
    "read_text": "read",
    "read_bytes": "read",
    "iterdir": "read",
    "glob": "read",
    "rglob": "read",
    "exists": "read",
    "is_file": "read",
    "stat": "read",
}

# Calls that start programs, or do what nothing can be known of.
ANYTHING = frozenset(
    "subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen os.system os.popen"
    " exec eval".split()
)

# Functions that read the file which an argument names; any other call that gets the path of a file that the workflow
# writes waits for it too.
READERS = frozenset(
    "numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile pandas.read_csv pandas.read_excel pandas.read_json"
    " pandas.read_table pandas.read_parquet pandas.read_pickle pandas.read_hdf pandas.read_feather torch.load"
    " joblib.load scipy.io.loadmat matplotlib.pyplot.imread cv2.imread PIL.Image.open imageio.imread yaml.safe_load"
    " xarray.open_dataset xarray.load_dataset meshio.read".split()
)

# Functions whose result depends on which files there are.
LISTERS = frozenset(
    "os.listdir os.scandir os.walk os.stat os.path.exists os.path.isfile os.path.isdir os.path.getsize os.path.getmtime"
    " glob.glob glob.iglob filecmp.cmp".split()
)
# How functions are called, in libraries that the table does not know, that read a file.
READS_LIKE = ("read", "load", "open", "imread", "file", "dataset", "parse", "from_file", "from_csv", "fromfile")
# Commands that may name more files than their words: a shell makes of these what it likes.
SHELL_CHARACTERS = frozenset("*?[]`$<>|&;(){} \n")

# What changes the whole process: host code runs in processes of its own, where that would be lost.
PROCESS = {
    "os.chdir": "later statements would not see the new working folder",
    "os.fork": "a workflow's jobs are its processes",
    "sys.exit": "whether the program ends here is only known when the workflow runs",
    "exit": "whether the program ends here is only known when the workflow runs",
    "quit": "whether the program ends here is only known when the workflow runs",
    "os._exit": "whether the program ends here is only known when the workflow runs",
    "input": "a workflow has nobody to ask; take the value from the command line",
    "input()": "a workflow has nobody to ask; take the value from the command line",
    "globals()": "host code runs in a script of its own, with other globals",
    "locals()": "host code runs in a script of its own, with other locals",
}


# Modules with a state of their own, and the functions that have nothing to do with it. The names are those of the
# functions in `eflows2smk.runtime.states`.
STATES: dict[str, tuple[str, frozenset[str]]] = {
    "random": ("random", frozenset(("Random", "SystemRandom"))),
    "numpy.random": (
        "numpy_random",
        frozenset(("default_rng", "RandomState", "Generator", "SeedSequence", "PCG64", "MT19937", "Philox")),
    ),
    "matplotlib.pyplot": ("pyplot", frozenset(("imread", "imsave"))),
    "pylab": ("pyplot", frozenset()),
}


def state_of(name: str) -> str:
    """The state that a function of this dotted name reads and changes, "" for none."""
    module, _, function = name.rpartition(".")
    found = STATES.get(module)
    return "" if found is None or function in found[1] else found[0]


def is_harmless(name: str) -> bool:
    """Whether functions of this dotted name leave their arguments alone."""
    return name.partition(".")[0] in HARMLESS or name.rpartition(".")[0] in HARMLESS
