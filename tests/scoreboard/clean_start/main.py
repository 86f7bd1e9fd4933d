import os
import shutil
import sys

from eflows2smk import *


@task(out=FILE_OUT)
def write(i, out):
    with open(out, "w") as f:
        print(i, file=f)


def prepare(folder):
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    os.makedirs(folder)


work = sys.argv[1] if len(sys.argv) > 1 else "work"
prepare(work)
for i in range(2):
    write(i, os.path.join(work, "part%d" % i))
shutil.copy("readme.txt", work)
barrier()
names = sorted(os.listdir(work))
with open("listing.txt", "w") as f:
    f.write("\n".join(names))
