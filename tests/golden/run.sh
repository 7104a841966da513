#!/bin/sh
# Golden tests: runs the cases of cases.tsv and compares what they print with the files in expected/.
#
#   run.sh                   tests every case
#   run.sh NAME...           tests these cases
#   run.sh record            records every case
#   run.sh record NAME...    records these cases
#
# README.md says how to read and add a case.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
golden=$ROOT/tests/golden
recording=
if [ "${1:-}" = record ]; then
    recording=1
    shift
fi
wanted=" $* "
tab=$(printf '\t')
for name; do
    grep -q "^$name$tab" "$golden/cases.tsv" || { fail "$name is a row of cases.tsv"; exit 1; }
done

# The cases run in a folder that shows testdata/ under its own names, and the inputs as inputs/, so that no path of this machine
# gets into what is expected.
mkdir "$WORK/cases" "$WORK/cases/inputs"
ln -s "$ROOT"/testdata/* "$WORK/cases"
cd "$WORK/cases" || exit 1
have_python=
command -v python3 >/dev/null && have_python=1
for input in "$golden"/inputs/*; do
    name=${input##*/}
    case $name in
    *.txt) [ -z "$have_python" ] || python3 "$ROOT/tests/make_profile.py" <"$input" >"inputs/${name%.txt}" || exit 1 ;;
    *) cp "$input" inputs ;;
    esac
done

# settle FILE EXPECTED: compares what came out with the expected file, or records it. A file that is not there is an empty one.
settle() {
    if [ -n "$recording" ]; then
        if [ -s "$1" ]; then cp "$1" "$2"; else rm -f "$2"; fi
    elif [ -e "$2" ]; then
        diff "$2" "$1"
    else
        diff /dev/null "$1"
    fi
}

while IFS=$tab read -r name expected_status arguments <&3; do
    case $name in '' | '#'*) continue ;; esac
    case $wanted in '  ' | *" $name "*) ;; *) continue ;; esac
    case $have_python$arguments in 1*) ;; *inputs/*) pass "$name # SKIP there is no python3" && continue ;; esac
    eval "run $arguments" </dev/null
    if [ "$status" != "$expected_status" ]; then
        fail "$name: cpprof $arguments" "exit status $status, not $expected_status" "$(head -n 5 "$WORK/err")"
        continue
    fi
    settle "$WORK/out" "$golden/expected/$name.out" >"$WORK/differences"
    settle "$WORK/err" "$golden/expected/$name.err" >>"$WORK/differences"
    if [ -n "$recording" ]; then
        pass "$name recorded"
    elif [ -s "$WORK/differences" ]; then
        fail "$name: cpprof $arguments" "$(head -n 10 "$WORK/differences")"
    else
        pass "$name: cpprof $arguments"
    fi
done 3<"$golden/cases.tsv"
