#!/bin/sh
# Joins what it reads; solvate and genion add a line to the topology.
mode=$1
shift
set -f
out= ; top= ; read=
while [ $# -gt 0 ]; do
    case $1 in
        -o|-e) out=$2; shift ;;
        -p) top=$2; shift ;;
        -f|-c|-cp|-s) read="$read $2"; shift ;;
    esac
    shift
done
{
    echo "$mode"
    for f in $read; do cat "$f"; done
    [ "$mode" = genion ] && cat
} > "$out"
case $mode in
    pdb2gmx) echo "[ molecules ]" > "$top" ;;
    solvate|genion) echo "; $mode" >> "$top" ;;
    grompp) cat "$top" >> "$out" ;;
esac
exit 0
