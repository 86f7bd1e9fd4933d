"""The private folder of an external program, as functions of the shell.

Snakemake's own `shadow` would do much the same, but starts a second Snakemake for each job (1.8 CPU seconds), and both
a shadow and links to all that lies in the working folder cost more the more files there are. What a program can see is
what its command line names, and what scripts name that it names, so the cost of a job is that of its own words.
"""

from __future__ import annotations

PRIVATE = r"""# private LOG OUTPUT... [-- INPUT...]: what follows in this shell runs in a private folder, with links to
# those entries of the working folder, and of the folders above it, that are named in the text of the job or in scripts
# that are named there. Undeclared files of jobs that run side by side can't collide; they are named in the log, and
# dropped.
private() {
    local IFS=$' \t\n' output
    private_home=$PWD private_log=$PWD/$1
    declare -gA private_outputs=() private_links=()
    for output in "${@:2}"; do
        [[ $output == -- ]] && break
        private_outputs[/$output]=yes
    done
    private_take && private_see "$1" && private_link && cd "$private_folder" || return
    # A program with MPI that is alone must not take itself for a process of the srun that started the job.
    unset "${!PMI_@}"
    trap 'private_end $?' EXIT
}

# Take the first folder of this machine that no job has. It lies deep: there is place for what is named with `..`.
private_take() {
    local folders=$PWD/.snakemake/private number failed=0
    [[ -d $folders ]] || mkdir -p "$folders"
    # From here on bash only makes files that are not there yet; of several jobs one succeeds.
    set -o noclobber
    for ((number = 0; ; number++)); do
        private_top=$folders/$HOSTNAME.$number
        [[ -e $private_top.taken ]] && continue
        : > "$private_top.taken" && break
        # The job that was faster may have ended meanwhile; what fails again and again can't be made.
        [[ -e $private_top.taken ]] || ((++failed < 100)) || return
    done
    set +o noclobber
    private_folder=$private_top/up/up/up/up/up/up/here
    [[ -d $private_folder ]] || mkdir -p "$private_folder"
}

# Find what the text of this job names: words and parts of them, and what stands in quotes.
private_see() {
    local text=${BASH_EXECUTION_STRING-} array
    # A text that is too long for an argument comes as a script.
    [[ $text || ! -f $0 ]] || IFS= read -rd '' text < "$0" || true
    text=${text#*private "$1"}
    private_read "$text"
    while [[ $text =~ \$\{([A-Za-z_]+)\[@\]\} ]]; do
        text=${text#*"${BASH_REMATCH[0]}"}
        array=${BASH_REMATCH[1]}[@]
        private_words "${!array-}"
    done
}

private_read() {
    local IFS=$' \t\n\'"`;|&<>(){}=:,$' words was=$-
    # A quote inside of quotes belongs to the word.
    set -- "${1//\'\"\'\"\'/$'\1'}"
    set -f
    words=($1)
    IFS=$' \t\n\'"`;|&<>()'
    words+=($1)
    IFS=$'\n\'"'
    words+=($1)
    [[ $was == *f* ]] || set +f
    private_words "${words[@]}"
}

private_words() {
    local word entry from above below place
    for word; do
        [[ $word == /* ]] && continue
        from=$private_home above=$private_folder
        word=${word//$'\1'/\'}
        while [[ $word == .. || $word == ../* || $word == ./?* ]]; do
            [[ $word == ./* ]] || from=$from/.. above=${above%/*}
            word=${word#"${word%%/*}"}
            word=${word#/}
            word=${word:-.}
        done
        entry=${word%%/*}
        [[ $above == "$private_top"/* ]] || { echo "'$word' lies too far above the working folder" >&2; return 1; }
        case $entry in
            '') ;;
            .) private_all "$from" '*' "$above" ;;
            *[*?[]*) private_all "$from" "$entry" "$above" ;;
            *) private_entry "$from" "$entry" "$above" "$word" ;;
        esac
    done
}

# All entries of a folder that match a pattern.
private_all() {
    local place IFS=
    shopt -s nullglob
    [[ $2 != '*' ]] || shopt -s dotglob
    for place in "$1"/$2; do private_entry "$1" "${place##*/}" "$3" ""; done
    shopt -u nullglob dotglob
}

private_entry() {
    local from=$1 entry=$2 above=$3 script
    [[ $entry != . && $entry != .. && $entry != .snakemake && -e $from/$entry ]] || return 0
    if [[ $above == "$private_folder" ]]; then
        [[ -z ${private_outputs[/$entry]-} ]] || return 0
    fi
    # Where a folder seems to lie in itself, the one in which the program is has to be it.
    [[ ${private_links[$above/$entry]-} ]] || private_links[$above/$entry]=$from/$entry
    script=$from/$4
    [[ $4 && -f $script && ! ${private_links[=$script]-} ]] || return 0
    private_links[=$script]=seen
    IFS= read -rN 2 above < "$script" 2> /dev/null || return 0
    [[ $above == '#!' || $script == *.sh || $script == *.py ]] || return 0
    IFS= read -rN 65536 above < "$script" || true
    private_read "$above"
}

# Have these links in the folder, and no others.
private_link() {
    local link entry old=() targets=()
    shopt -s dotglob nullglob
    for entry in "$private_folder"/*; do
        [[ -L $entry && ${private_links[$entry]-} && $entry -ef ${private_links[$entry]} ]] || old+=("$entry")
    done
    shopt -u dotglob nullglob
    ((${#old[@]} == 0)) || rm -r -- "${old[@]}"
    for link in "${!private_links[@]}"; do
        [[ $link == =* || -L $link ]] && continue
        if [[ ${link%/*} == "$private_folder" ]]; then
            targets+=("${private_links[$link]}")
        else
            private_apart=yes
            ln -s -- "${private_links[$link]}" "$link"
        fi
    done
    ((${#targets[@]} == 0)) || ln -s -- "${targets[@]}" "$private_folder"
}

private_end() {
    local entry old=() made=()
    shopt -s dotglob nullglob
    for entry in *; do
        if [[ ${private_outputs[/$entry]-} ]]; then
            [[ $1 == 0 ]] && made+=("$entry") || old+=("$PWD/$entry")
        elif [[ ! -L $entry ]]; then
            printf 'left undeclared, and not kept: %s\n' "$entry" >> "$private_log"
            old+=("$private_folder/$entry")
        elif [[ ! -d $entry ]]; then
            # Links to folders serve the next job as well.
            old+=("$private_folder/$entry")
        fi
    done
    ((${#made[@]} == 0)) || mv -- "${made[@]}" "$private_home/"
    cd "$private_home"
    [[ ${private_apart-} ]] && old=("$private_top")
    # The folder is free at the very end: the next job makes links there at once.
    rm -rf -- "${old[@]}" "$private_top.taken"
}
"""
