"""`args` is shell text; each {{parameter}} is one word of it."""

from eflows2smk import software


@software(config_file="grep.json")
def search(word, text, found):
    """The lines with a word."""


if __name__ == "__main__":
    for word in ["sea", "wind", "salt water"]:
        search(word, "inputs/log.txt", f"found/{word.replace(' ', '_')}.txt")
