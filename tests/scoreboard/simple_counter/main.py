#!/usr/bin/python
import sys
from pycompss.api.parameter import FILE_INOUT
from pycompss.api.task import task
from pycompss.api.api import compss_open


@task(file_path=FILE_INOUT)
def increment(file_path):
    with open(file_path) as fis:
        value = fis.read()
    with open(file_path, "w") as fos:
        fos.write(str(int(value) + 1))


def main_program():
    if len(sys.argv) != 2:
        exit(-1)
    initial_value = sys.argv[1]
    file_name = "counter"
    with open(file_name, "w") as fos:
        fos.write(initial_value)
    print("Initial counter value is " + initial_value)
    increment(file_name)
    fis = compss_open(file_name, "r+")
    final_value = fis.read()
    fis.close()
    print("Final counter value is " + final_value)


if __name__ == "__main__":
    main_program()
