import sys

from pycompss.api.api import compss_open
from pycompss.api.parameter import FILE_INOUT
from pycompss.api.task import task


@task(filePath=FILE_INOUT)
def increment(filePath):
    fis = open(filePath, "r")
    value = fis.read()
    fis.close()
    fos = open(filePath, "w")
    fos.write(str(int(value) + 1))
    fos.close()


def usage():
    print("[ERROR] Bad number of parameters")
    print("    Usage: increment <numIterations> <counterValue1> <counterValue2>")


def main_program():
    if len(sys.argv) != 4:
        usage()
        exit(-1)
    N = int(sys.argv[1])
    counters = [int(a) for a in sys.argv[2:]]
    names = ["file%d" % i for i in range(1, 1 + len(counters))]
    for name, value in zip(names, counters):
        fos = open(name, "w")
        fos.write(str(value))
        fos.close()
    print("Initial counter values:")
    for name in names:
        with open(name) as f:
            print("- Counter", name, "value is", f.read())
    for i in range(N):
        for name in names:
            increment(name)
    print("Final counter values:")
    for name in names:
        fis = compss_open(name, "r")
        print("- Counter", name, "value is", fis.read())
        fis.close()


if __name__ == "__main__":
    main_program()
