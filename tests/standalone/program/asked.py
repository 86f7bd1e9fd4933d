"""What was said, taken apart."""


def words(path):
    with open(path) as file:
        return file.read().split()
