"""Why names of known modules are not trusted, for those that programs use often."""

from __future__ import annotations


def _because(why: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), why)


_CHANGES = "it changes the disk, which only plain Python in a statement without calls of tasks can do"
_STARTS = "it starts a program: declare it as a @binary instead"
_MACHINE = "it depends on the machine and the moment"
_RANDOM = "its numbers differ from run to run; use random.Random(seed)"

REASONS: dict[str, dict[str, str]] = {
    "os": {
        **_because(
            _CHANGES,
            "chmod chown link remove removedirs rename renames replace rmdir symlink truncate unlink",
        ),
        **_because(_STARTS, "execv execve fork popen spawnl spawnv startfile system"),
        **_because(_MACHINE, "cpu_count getlogin getpid getuid stat uname urandom"),
        "chdir": "the paths of the workflow are relative to the folder where it is run",
        "putenv": "jobs don't inherit it",
    },
    "os.path": _because(_MACHINE, "getatime getctime getmtime samefile"),
    "platform": _because(_MACHINE, "machine node platform processor release"),
    "random": _because(
        _RANDOM, "choice choices gauss getrandbits randint random randrange sample seed shuffle uniform"
    ),
    "numpy.random": _because(_RANDOM, "choice normal permutation rand randint randn random seed shuffle uniform"),
    "sys": _because(_MACHINE, "executable getsizeof modules stdin"),
    "time": _because(_MACHINE, "ctime localtime monotonic perf_counter process_time sleep strftime time time_ns"),
}
