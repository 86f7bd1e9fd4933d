"""Several programs that share one MPI world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.launching import launch
from eflows2smk.rules.recipe import Context, Recipe, Slot
from eflows2smk.software import program_texts
from eflows2smk.workflow.model import Invocation, Software

MPMD = r"""# mpmd LAUNCHER PROCESSES PROGRAM... : PROGRAM...: start programs that share one MPI world. LAUNCHER is one
# word, PROCESSES how many each program has: 2,1.
mpmd() {
    local launcher counts word number=0 words=()
    read -ra launcher <<< "$1"
    IFS=, read -ra counts <<< "$2"
    shift 2
    if [[ ${launcher[0]##*/} == srun ]]; then
        mpmd_srun "$@"
        return
    fi
    for word; do
        if [[ $word == : ]]; then
            number=$((number + 1))
            words+=(: -n "${counts[number]}")
        else
            words+=("$word")
        fi
    done
    "${launcher[@]}" -n "${counts[0]}" "${words[@]}"
}

# For srun a file says which ranks run which program; its own quotes are not those of the shell, so each is a script.
mpmd_srun() {
    local folder first=0 code=0 number=0
    folder=$(mktemp -d mpmd.XXXXXX)
    printf exec > "$folder/0"
    for word; do
        if [[ $word == : ]]; then
            number=$((number + 1))
            printf exec > "$folder/$number"
        else
            printf ' %q' "$word" >> "$folder/$number"
        fi
    done
    for number in "${!counts[@]}"; do
        printf '%d-%d bash %s\n' "$first" $((first + counts[number] - 1)) "$folder/$number" >> "$folder/programs"
        first=$((first + counts[number]))
    done
    "${launcher[@]}" -n "$first" --multi-prog "$folder/programs" || code=$?
    rm -r "$folder"
    return "$code"
}
"""


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of launches."""
    start = launch(software, invocations)
    counts = [",".join(map(str, invocation.resources.parts)) for invocation in invocations]
    same = len(set(counts)) == 1
    text = f'mpmd "{start.command}" {counts[0] if same else "{params.processes}"} '
    made = recipe_of(_as_binary(software), invocations, text, start.resources, start.slurm)
    processes = Slot("processes", lambda invocation: ",".join(map(str, invocation.resources.parts)))
    return replace(
        made,
        shell=tuple(line for piece in made.shell for line in _lines(piece)),
        functions=(*made.functions, ("mpmd", MPMD)),
        params=made.params if same else (*made.params, processes),
    )


def _lines(piece: str) -> list[str]:
    """Each program on a line of its own."""
    first, *others = piece.split(" : ")
    return [first, *(f" : {other}" for other in others)]


def _as_binary(software: Software) -> Software:
    # Arguments that are none keep the parameters off the line.
    binary = " : ".join(program_texts(software.execution))
    return replace(software, execution={**software.execution, "binary": binary, "args": ""})
