#!/bin/sh
# Golden tests: every row of cases.tsv (NAME, tab, arguments split at spaces) is run in testdata/ and its output compared with
# expected/NAME.out. `sh tests/golden/run.sh record` writes the expected files anew: look at the difference before you commit.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
golden=$ROOT/tests/golden
cd testdata || exit 1

while IFS='	' read -r name args; do
    case $name in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2086 # the arguments are words
    run $args
    if [ "$status" != 0 ]; then
        fail "$name" "exit status $status:" "$(cat "$WORK/err")"
    elif [ "${1:-}" = record ]; then
        cp "$WORK/out" "$golden/expected/$name.out"
        pass "$name recorded"
    elif cmp -s "$WORK/out" "$golden/expected/$name.out"; then
        pass "$name: cpprof $args"
    else
        fail "$name: cpprof $args" "$(diff "$golden/expected/$name.out" "$WORK/out" | head -n 10)"
    fi
done <"$golden/cases.tsv"
