#!/bin/sh
# Benchmarks: the time of reports on a large profile against the time that zlib alone takes to inflate it, measured in turn.
# Prints medians of the ratios; go tool pprof is measured too where it is installed and GO=1 is set (it takes minutes).
cd "$(dirname "$0")/../.." || exit 1
set -e
mkdir -p build/bench
for program in genprofile floor; do
    ${CC:-gcc} -O2 -o build/bench/$program tests/bench/$program.c -lz
done
[ -s build/bench/large.pb.gz ] || build/bench/genprofile -samples="${SAMPLES:-1000000}" >build/bench/large.pb.gz
profile=build/bench/large.pb.gz
rounds=${ROUNDS:-5}

seconds() { # COMMAND ...: how long it takes
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo "$start $(date +%s%N)" | awk '{ printf "%.4f\n", ($2 - $1) / 1e9 }'
}

median() {
    sort -n | awk '{ x[NR] = $1 } END { print (NR % 2) ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
}

row() { # NAME ARGUMENT ...: one report
    name=$1
    shift
    : >build/bench/ratios
    : >build/bench/times
    i=0
    while [ $i -lt "$rounds" ]; do
        floor=$(seconds build/bench/floor "$profile")
        own=$(seconds ./cpprof "$@" "$profile")
        echo "$own $floor" | awk '{ printf "%.3f\n", $1 / $2 }' >>build/bench/ratios
        echo "$own" >>build/bench/times
        i=$((i + 1))
    done
    peak=$(/usr/bin/time -f %M ./cpprof "$@" "$profile" 2>&1 >/dev/null | tail -n 1 || echo '?')
    printf '| %-14s | %8.2f s | %6.2f x | %8s kB |\n' "$name" "$(median <build/bench/times)" "$(median <build/bench/ratios)" "$peak"
}

echo "$(du -h $profile | cut -f 1) gzip, inflated $(build/bench/floor $profile) bytes, $rounds rounds"
echo "| report         |       time | of zlib  | peak memory |"
echo "|----------------|------------|----------|-------------|"
row "top" -top
row "top -cum" -top -cum
row "list" -list='Method1793$'
row "dot" -dot
row "proto" -proto -output=build/bench/out.pb.gz
if [ -n "${GO:-}" ] && command -v go >/dev/null; then
    go=$(seconds go tool pprof -symbolize=none -top $profile)
    own=$(seconds ./cpprof -top $profile)
    echo "go tool pprof -top takes $go s, $(echo "$go $own" | awk '{ printf "%.0f", $1 / $2 }') times as long"
fi
