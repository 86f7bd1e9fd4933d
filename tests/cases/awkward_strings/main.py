"""Whatever a string holds, the program gets it as it is."""

from eflows2smk import FILE_OUT, binary, task

STRINGS = [
    "plain",
    "two words",
    "",
    "it's",
    'a "quoted" word',
    "$HOME and ${HOME} and $(date) and `date`",
    "{braces} {{twice}}",
    "{input} {wildcards.text}",
    "back\\slash\\n",
    "first line\nsecond line",
    "tab\there",
    "a;b|c&d>e<f",
    "* ? [a-z] ~ # !",
    "grüße 日本",
    "-n",
    "%s",
]


ARGS = "'%s\\n' {{text}} \"double quotes: {{text}}\" 'single quotes: {{text}}' > {{result}}"


@binary(binary="printf", args=ARGS)
@task(result=FILE_OUT)
def show(text, result):
    pass


@task(result=FILE_OUT)
def write(text, result):
    with open(result, "w") as file:
        file.write(repr(text))


for number, text in enumerate(STRINGS):
    show(text, f"shown/{number}.txt")
    write(text, f"written/{number}.txt")
