#!/bin/sh
# Runs all tests and counts them. The Makefile sets
#   UNIT      the unit test programs
#   GENDOC    the program that writes the generated documents
#   FAULTS    the folder of inject.so and sweep
#   REPLAY    the folder of the programs that replay the inputs of fuzzing
#   CORPUS    the folder of these inputs
#   PROPERTY  the program made of tests/property/property.c
set -u
cd "$(dirname "$0")/.." || exit 1
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.txt:print_suppressions=0"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# part NAME COMMAND ...: runs a command that prints TAP. No test line at all, or a bad end, is a failure of its own.
part() {
    name=$1
    shift
    printf '== %s\n' "$name" >>"$log"
    before=$(grep -cE '^(not )?ok' "$log")
    "$@" >>"$log" 2>&1
    status=$?
    after=$(grep -cE '^(not )?ok' "$log")
    if [ "$after" = "$before" ]; then
        echo "not ok - $name ran no test (exit status $status)" >>"$log"
    elif [ "$status" -gt 100 ]; then
        echo "not ok - $name was ended by a signal (exit status $status)" >>"$log"
    fi
    printf '  %-28s %4d passed %4d failed\n' "$name" \
        "$(sed -n "/^== /h;G;/\n== ${name}\$/p" "$log" | grep -c '^ok')" \
        "$(sed -n "/^== /h;G;/\n== ${name}\$/p" "$log" | grep -c '^not ok')"
}

for program in ${UNIT:-}; do
    part "unit $(basename "$program")" env CMOCKA_MESSAGE_OUTPUT=TAP "$program"
done
part layers sh tests/layers.sh
part golden sh tests/golden/run.sh
for script in tests/cli/*.sh; do
    part "cli $(basename "$script" .sh)" sh "$script"
done
part docs sh tests/docs/run.sh
[ -z "${REPLAY:-}" ] || part "fuzz replay" sh tests/fuzz/replay.sh "$REPLAY" "$CORPUS"
[ -z "${PROPERTY:-}" ] || part "property" "$PROPERTY"

failed=$(grep -c '^not ok' "$log")
if [ "$failed" != 0 ]; then
    echo
    awk '/^== / { part = $0 } /^not ok/ { print part; print; inside = 1; next } /^#/ && inside { print; next } { inside = 0 }' "$log"
    echo
fi
echo "$(grep -c '^ok' "$log") passed, $failed failed"
[ "$failed" = 0 ]
