#!/bin/sh
# Sums beyond 64 bits wrap around, as in the reference, which prints tests/hostile/extremes.expected for these profiles.
# `overflow.sh record` writes that file anew.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
if ! ${CC:-cc} -O1 -o "$WORK/genhostile" tests/hostile/genhostile.c; then
    echo "ok - sums beyond 64 bits # SKIP there is no compiler"
    exit 0
fi
expected=tests/hostile/extremes.expected
"$WORK/genhostile" extremes >"$WORK/x"
"$WORK/genhostile" extreme_times >"$WORK/t"
while read -r args; do
    # shellcheck disable=SC2086 # the arguments are words
    (cd "$WORK" && echo "\$ $args" && "$CPPROF" $args; echo "= $?") 2>/dev/null
done >"$WORK/got" <<EOF
-top x
-top -sample_index=0 x
-top t
-tree x
-traces x
-tags x
-raw t
-raw x x
-top -mean x
-top -divide_by=0.5 x
-top -unit=kb x
-top -relative_percentages -focus=g x
-raw -base=x t
-raw -diff_base=x t
-top -diff_base=x t
-raw -normalize -base=x x
-top -normalize -diff_base=x -sample_index=0 x
-top -drop_negative -base=x t
-dot t
-callgrind x
EOF
if [ "${1:-}" = record ]; then
    cp "$WORK/got" $expected
elif cmp -s "$WORK/got" $expected; then
    pass "sums beyond 64 bits, and the smallest number"
else
    fail "sums beyond 64 bits, and the smallest number" "$(diff "$WORK/got" $expected | head -n 20)"
fi
