#!/bin/sh
# Fuzzes each target for a time: run.sh PROGRAMS CORPUS SECONDS [TARGET]. PROGRAMS is the folder of the libFuzzer programs,
# CORPUS that of the inputs to start from. New inputs are kept below build/fuzz/corpus, where the next run starts. Inputs that crash,
# hang or break a promise are kept below build/fuzz/found. Copy them to tests/fuzz/regressions/TARGET once they are understood.
set -u
cd "$(dirname "$0")/../.." || exit 1
programs=$PWD/$1
seeds=$PWD/$2
seconds=$3
only=${4:-}
folder=$PWD/build/fuzz
mkdir -p "$folder/found"
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.txt:print_suppressions=0"
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=0}"
export TZ=UTC LC_ALL=C.UTF-8
sh tests/fuzz/make_dictionary.sh >"$folder/dictionary"
status=0

# figure NAME: prints a number of the final statistics
figure() {
    sed -n "s/^stat::$1: *//p" "$log"
}

printf '  %-10s %12s %10s %16s %10s %8s\n' target executions 'a second' 'edges of src' features corpus
for program in "$programs"/*; do
    name=$(basename "$program")
    [ -x "$program" ] && { [ -z "$only" ] || [ "$only" = "$name" ]; } || continue
    mkdir -p "$folder/corpus/$name" "tests/fuzz/regressions/$name"
    log=$folder/$name.log
    most=4096
    [ "$name" = picture ] && most=400
    if ! "$program" -max_total_time="$seconds" -max_len=$most -timeout=20 -rss_limit_mb=3000 -close_fd_mask=3 \
        -print_final_stats=1 -dict="$folder/dictionary" -artifact_prefix="$folder/found/$name-" \
        "$folder/corpus/$name" "$seeds/$name" "$PWD/tests/fuzz/regressions/$name" >"$log" 2>&1; then
        status=1
        echo "  $name found something (all of it: $log)"
        grep -E 'ERROR|SUMMARY|runtime error|does not hold|Test unit written' "$log" | sed 's/^/    /'
    fi
    rmdir "tests/fuzz/regressions/$name" 2>/dev/null
    edges=$(sed -n 's/^INFO: Loaded .* (\([0-9]*\) inline 8-bit counters).*/\1/p' "$log" | head -n 1)
    printf '  %-10s %12s %10s %16s %10s %8s\n' "$name" "$(figure number_of_executed_units)" \
        "$(figure average_exec_per_sec)" "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1) of $edges" \
        "$(sed -n 's/.* ft: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)" \
        "$(sed -n 's/.* corp: \([0-9]*\).*/\1/p' "$log" | tail -n 1)"
done
exit $status
