import datetime
import logging
import os

from eflows2smk import *

logging.basicConfig(filename=None, level=logging.WARNING)
log = logging.getLogger(__name__)


@task(out=FILE_OUT)
def write(i, out):
    with open(out, "w") as f:
        f.write(str(i))


@task(text=FILE_INOUT)
def sign(text, who):
    with open(text, "a") as f:
        f.write(" signed by " + who)


def main():
    log.info("start %s", datetime.datetime.now())
    for i, who in enumerate(["ana", "ben"]):
        path = "document_%d.txt" % i
        write(i, path)
        sign(path, who)
        sign(path, "head")
        log.debug("wrote %s", path)
    log.info("end")


main()
