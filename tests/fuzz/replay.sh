#!/bin/sh
# Replays the seeds and every input that once crashed a target: replay.sh PROGRAMS CORPUS. PROGRAMS is the folder of the programs
# made of replay.c, and CORPUS is that of the seeds. Prints TAP.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
programs=$1
seeds=$2
export TMPDIR="$WORK"

for program in "$programs"/*; do
    name=$(basename "$program")
    case $name in *.d) continue ;; esac
    set -- "$seeds/$name"
    [ -d "tests/fuzz/regressions/$name" ] && set -- "$@" "tests/fuzz/regressions/$name"
    if "$program" "$@" >"$WORK/out" 2>"$WORK/err"; then
        grep '^ok' "$WORK/out"
    else
        fail "$name replays its inputs" "$(tail -n 1 "$WORK/out")" "$(head -n 20 "$WORK/err")"
    fi
done
