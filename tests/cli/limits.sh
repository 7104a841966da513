#!/bin/sh
# The cost of hostile profiles: their size, millions of their smallest fields, patterns, pictures.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=testdata/applier/heap.008.pb.gz

# A small stack, which cpprof raises if it may
if ! grep -q __asan_init "$CPPROF"; then
    for size in 32 128; do # with less, the dynamic loader itself may crash
        (ulimit -S -s $size && CPPROF_THREADS=4 exec "$CPPROF" -top "$heap" "$heap") >"$WORK/out" 2>"$WORK/err"
        status=$?
        expect_status "a stack of $size KB that may grow" 0
        (ulimit -s $size && exec "$CPPROF" -top "$heap") >"$WORK/out" 2>"$WORK/err"
        status=$?
        expect_error "a stack of $size KB" "cpprof: the stack is limited to less than 256 KB"
    done
    (ulimit -s 256 && CPPROF_THREADS=4 exec "$CPPROF" -check -diff_base="$heap" "$heap" "$heap") >"$WORK/out" 2>"$WORK/err"
    status=$?
    expect_status "a stack of 256 KB" 0
fi

# -max_input
gzip -dc "$heap" >"$WORK/plain.pb"
size=$(wc -c <"$WORK/plain.pb")
run -top -max_input="$size" "$heap"
expect_status "a source of just the size that is allowed" 0
run -top -max_input=$((size - 1)) "$heap"
expect_error "a byte more" "cpprof: $heap: larger than $((size - 1)) bytes when decompressed (see -max_input)"
run -top -max_input=4kB "$WORK/plain.pb"
expect_error "one that is not compressed" "plain.pb: larger than 4 kB (see -max_input)"
run -top -max_input=4KB - <"$heap"
expect_error "standard input" "cpprof: -: larger than 4 kB when decompressed"
run -top -max_input=4096 -base="$heap" "$heap"
expect_error "the base" "larger than 4 kB when decompressed"
head -c 100000000 /dev/zero | gzip -c >"$WORK/bomb.gz"
run -top -max_input=64MB "$WORK/bomb.gz" "$heap"
expect_status "one of two is left out" 0
expect_text "and named" "$WORK/err" "bomb.gz: larger than 64 MB when decompressed (see -max_input)"
for size in 8GB '8 gb' 100 1TB; do
    run -top -max_input="$size" "$heap"
    [ "$size" = 100 ] && expect_status "-max_input=$size" 2 || expect_status "-max_input=$size" 0
done
for size in 0 GB -1 1.5GB 8XB 99999999999999999999 99999999999TB ''; do
    run -top -max_input="$size" "$heap"
    expect_error "-max_input=$size" "cpprof: -max_input: \"$size\" is not a size such as 512MB, 8GB or 1000000"
done
printf 'max_input=1\n' | "$CPPROF" "$heap" >"$WORK/out" 2>"$WORK/err"
expect_text "the shell has no such setting" "$WORK/err" 'unrecognized command: "max_input='

if ! ${CC:-cc} -O1 -o "$WORK/genhostile" tests/hostile/genhostile.c || ! ${CC:-cc} -O1 -o "$WORK/peak" tests/hostile/peak.c; then
    echo "ok - memory for hostile profiles # SKIP there is no compiler"
    exit 0
fi

# within NAME LIMIT ARGUMENT ...: a run takes less than 20 seconds and at most LIMIT kB of memory, and does not crash
within() {
    name=$1 limit=$2
    shift 2
    status=0
    PEAK=$WORK/kb timeout 20 "$WORK/peak" "$CPPROF" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
    if [ "$status" != 0 ] && [ "$status" != 2 ]; then
        fail "$name" "exit status $status"
    elif [ "$(cat "$WORK/kb")" -gt "$limit" ] && ! grep -q __asan_init "$CPPROF"; then
        fail "$name" "$(cat "$WORK/kb") kB, more than $limit"
    else
        pass "$name"
    fi
}

"$WORK/genhostile" string 100000000 | gzip -1 -c >"$WORK/bomb.gz"
within "what inflates too far takes no more than the cap" $((10000 + 2 * 65536)) -top -max_input=64MB "$WORK/bomb.gz"
expect_error "and says so" "bomb.gz: larger than 64 MB when decompressed"

# The multiples of the size that the manual promises under SECURITY, plus 24 MB for the program itself: its large blocks of memory come in
# pages of 2 MB, of which the last one of each is used in part.
mb=1
for kind in $("$WORK/genhostile"); do
    "$WORK/genhostile" "$kind" $((mb << 20)) >"$WORK/$kind.pb"
    within "$kind: reading takes at most 25 times the size" $((24000 + 25 * mb * 1024)) -raw "$WORK/$kind.pb"
    within "and reports" $((24000 + 50 * mb * 1024)) -dot -trim=false "$WORK/$kind.pb"
    rm "$WORK/$kind.pb"
done

"$WORK/genhostile" packed_stack 200000 >"$WORK/deep.pb"
within "a call tree takes at most 450 times the size, and no stack" 114000 -callgrind -call_tree "$WORK/deep.pb"
# A row of a format is not collected in memory, and neither is the header above the rows.
for kind in packed_stack packed_comments; do
    "$WORK/genhostile" $kind 200000 >"$WORK/$kind.pb"
    for report in 'traces -format=json' 'comments -format=json' 'comments -format=csv' 'tags -format=markdown'; do
        # shellcheck disable=SC2086 # words
        within "$kind: -$report takes at most 50 times the size" 20000 -$report "$WORK/$kind.pb"
    done
done
(
    ulimit -s 256
    for report in top tree traces 'dot -trim=false -call_tree' proto 'top -tagroot=f' 'list=.' \
        'traces -format=json' 'tree -format=csv' 'peek=. -format=markdown'; do
        # shellcheck disable=SC2086 # words
        within "200,000 frames and a stack of 256 KB: -$report" 100000 -$report "$WORK/deep.pb"
    done
)

# Patterns that are hard to backtrack, and functions whose names are "a..." to try them on
names() { # COUNT LENGTH
    awk -v n="$1" -v len="$2" 'BEGIN { while (length(a) < len) a = a "a"; for (i = 0; i < n; i++) print a i }' |
        "$WORK/genhostile" names
}
names 1 200000 >"$WORK/long.pb"
names 1000 60 >"$WORK/many.pb"
for pattern in '(a|aa)+$' '(.*.*.*)*[=;]' 'a.{0,900}.{0,900}[xyz]' '(?i)(A+)+[^a-z0-9]'; do
    within "-focus=$pattern on a long name" 40000 -top -focus="$pattern" "$WORK/long.pb"
    within "and on many" 40000 -top -focus="$pattern" "$WORK/many.pb"
done
within "a tag filter" 40000 -top -tagfocus='(a|aa)+$' "$WORK/many.pb"

# If there is no picture, the graph is kept as text.
"$WORK/genhostile" own_functions 600000 >"$WORK/wide.pb"
"$WORK/genhostile" own_functions 60000 >"$WORK/star.pb"
if [ "$("$CPPROF" -svg -nodecount=5 "$WORK/star.pb" 2>&1 | grep -c 'not installed')" = 0 ]; then
    run -svg -trim=false -output="$WORK/wide.svg" "$WORK/wide.pb"
    [ "$status" = 2 ] && pass "a graph of too many nodes is not drawn" || fail "a graph of too many nodes is not drawn" "$status"
    expect_text "and it is said what to do" "$WORK/err" "edges are too many for a picture: show less with -nodecount, -nodefraction"
    grep -q '^digraph' "$WORK/wide.svg.dot" && pass "the graph is kept" || fail "the graph is kept" "$(ls "$WORK")"
    (ulimit -S -t 1 && "$CPPROF" -svg -trim=false -output="$WORK/star.svg" "$WORK/star.pb") >"$WORK/out" 2>"$WORK/err"
    status=$?
    if grep -q __asan_init "$CPPROF"; then
        pass "a layout that takes too long # SKIP sanitizers are slow"
    else
        [ "$status" = 2 ] && pass "a layout that takes too long ends" || fail "a layout that takes too long ends" "$status"
        expect_text "and it is said what to do" "$WORK/err" "Graphviz takes too long to lay out the graph: show less with"
        grep -q '^digraph' "$WORK/star.svg.dot" && [ ! -e "$WORK/star.svg" ] && pass "the graph is kept" || fail "the graph is kept"
    fi
    run -svg -nodecount=10 -output="$WORK/star.svg" "$WORK/star.pb"
    expect_status "trimmed, it is drawn" 0
fi
