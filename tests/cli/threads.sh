#!/bin/sh
# Several threads process a large profile. The output does not depend on how many there are.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
generate=$WORK/genprofile
${CC:-cc} -O1 -o "$generate" tests/bench/genprofile.c -lz -lm || { fail "the generator is built"; exit 0; }

# 65,000 samples are worth three threads and more.
"$generate" -preset=heap -nodes=0 -depth=44 -samples=65000 -functions=1500 -inline=20 >"$WORK/heap.pb.gz"
"$generate" -preset=heap -nodes=0 -depth=44 -samples=65000 -functions=1500 -inline=20 -seed=2 >"$WORK/base.pb.gz"

# Stacks that share most of their callers, as those of real programs do.
"$generate" -preset=cpu -samples=40000 -functions=1500 >"$WORK/shared.pb.gz"

same() { # ARGUMENT ...: with 1, 2 and 4 threads
    name=$(printf '%s' "$*" | sed "s|$WORK/||g")
    for n in 1 2 4; do
        CPPROF_THREADS=$n "$CPPROF" "$@" "${profile:-$WORK/heap.pb.gz}" >"$WORK/out.$n" 2>"$WORK/err"
        printf '\nstatus %s\n' "$?" >>"$WORK/out.$n"
    done
    if cmp -s "$WORK/out.1" "$WORK/out.2" && cmp -s "$WORK/out.1" "$WORK/out.4" && [ "$(tail -n 1 "$WORK/out.1")" = "status 0" ]; then
        pass "$name"
    else
        fail "$name" "$(tail -n 1 "$WORK/out.1")" "$(diff "$WORK/out.1" "$WORK/out.4" | head -n 5)" "$(head -n 3 "$WORK/err")"
    fi
}

same -top
same -top -mean -sample_index=3
same -top -noinlines -nodecount=5
same -top -lines
same -tree
same -peek=mallocgc
same -peek=.
same -dot
same -dot -nodecount=5 -nodefraction=0.02
same -dot -call_tree -nodecount=20
same -dot -tagfocus=tenant-1 -hide=mallocgc
same -tags
same -traces
same -proto
same -callgrind
same -top -diff_base="$WORK/base.pb.gz"
same -dot -diff_base="$WORK/base.pb.gz" -drop_negative
same -tree -base="$WORK/base.pb.gz" -focus=json
profile=$WORK/shared.pb.gz
same -top
same -tree
same -dot -call_tree
same -callgrind -call_tree -focus=json
