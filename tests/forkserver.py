"""A process that has imported what a command needs, and forks for each run of it.

``python forkserver.py SOCKET WORD…``: the words are modules to import, ``package.*`` for all that are in one, or
``module:function`` to call. On the socket (a number) comes a request for each run, with three open files; what is sent
back is its process, then how it ended. A run differs from a start of Python in nothing but that its imports are done:
it is the command's own program with its own arguments, environment, folder and files, and it ends as an interpreter
ends, except that it does not wait for timers.

This file is run as a script, and imports nothing of the tests.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import random
import runpy
import signal
import socket
import sys
import tempfile
import threading
from typing import Any

LONGEST = 1 << 20


def prepare(words: list[str]) -> None:
    for word in words:
        # What is not there saves no time, and a command that needs it will say so.
        with contextlib.suppress(ModuleNotFoundError):
            module, _, function = word.removesuffix(".*").partition(":")
            found = importlib.import_module(module)
            if function:
                getattr(found, function)()
            if word.endswith(".*"):
                for each in pkgutil.walk_packages(found.__path__, f"{module}."):
                    importlib.import_module(each.name)
    gc.collect()
    # The children share it all, and would copy what their garbage collectors look at.
    gc.freeze()


def serve(channel: socket.socket) -> dict[str, Any] | None:
    """Fork for each request. Returns it in each child, and None here when nobody will ask any more."""
    while True:
        message, files, _, _ = socket.recv_fds(channel, LONGEST, 3)
        if not message:
            return None
        child = os.fork()
        if not child:
            for number, file in enumerate(files):
                os.dup2(file, number)
                os.close(file)
            channel.close()
            request: dict[str, Any] = json.loads(message)
            return request
        for file in files:
            os.close(file)
        channel.send(json.dumps(child).encode())
        _, status = os.waitpid(child, 0)
        channel.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def run(request: dict[str, Any]) -> None:
    """Become the command. module: run as by ``python -m``, if there is one; else the first argument is a script."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    tempfile.tempdir = None
    random.seed()
    sys.argv = request["arguments"]
    if request["module"]:
        sys.path.insert(0, os.getcwd())
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    else:
        sys.path.insert(0, os.path.dirname(sys.argv[0]))
        runpy.run_path(sys.argv[0], run_name="__main__")


def end(stated: SystemExit | None) -> None:
    """End as the interpreter does, but take no module apart: that would copy all that the processes share."""
    code = 0 if stated is None or stated.code is None else stated.code
    if not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    # Those that Snakemake has started would wake it up up to a second after its end.
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()
    # Waits for threads, and tells those of pools that there will be no more work.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 0xFF)


if __name__ == "__main__":
    # The folder of this script: the tests are no modules of any command.
    del sys.path[0]
    # Ctrl-C is for the commands; this process ends when its socket is closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as listening:
        prepare(sys.argv[2:])
        received = serve(listening)
    if received is not None:
        # Other exceptions are the interpreter's to show.
        try:
            run(received)
        except SystemExit as ended:
            end(ended)
        end(None)
