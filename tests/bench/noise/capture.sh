#!/bin/sh
# Captures the profiles of the study of noise: how much the profiles of one program differ, and how often a known change is found.
# Needs Go 1.19 or later.
#
#     sh tests/bench/noise/capture.sh noise 30
#
# writes 30 profiles each of
#
#     cpu/unchanged/01.pb.gz          CPU time, at 250 samples a second
#     cpu/changed/01.pb.gz            likewise, with the three scaled functions at 1.03, 1.10 and 1.30 times the work
#     heap/{unchanged,changed}/       allocations and live objects, one sample for every 4096 bytes
#     heap_512k/{unchanged,changed}/  likewise, for every 512 KB, which is Go's default
#
# and next to each the counts of the run (01.txt). Unchanged and changed runs take turns, so that a slow hour is slow for both.
# 30 of each take two hours on two cores, or one hour with CPU_ROUNDS=500, with which less is found. Files that exist are kept,
# so an interrupted capture goes on where it stopped. To begin anew, name another folder. A run raises its priority if that is
# permitted. Nothing else should run meanwhile.
#
# 250 samples a second is what Linux with CONFIG_HZ=250 gives. The timers of CPU profiles expire at ticks, so at 500 or 1000 each
# thread would also get 250 samples a second, but each would count as 2 ms or 1 ms.
set -eu

CPU_ROUNDS=${CPU_ROUNDS:-1500}
HEAP_ROUNDS=${HEAP_ROUNDS:-16}

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: capture.sh OUTDIR [RUNS]" >&2
    exit 2
fi
runs=${2:-30}
mkdir -p "$1"
out=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
trap 'exit 1' HUP INT TERM

(cd "$source" && CGO_ENABLED=0 GOFLAGS=-mod=mod go build -trimpath -o "$built/ledger" .)

prefer=
if nice -n -5 true 2>"$built/log" && ! [ -s "$built/log" ]; then
    prefer="nice -n -5"
fi

# run FOLDER NUMBER SEED OPTION ...: one run, whose profile is there once it is whole.
run() {
    to=$out/$1/$2
    seed=$3
    shift 3
    if ! [ -e "$to.pb.gz" ]; then
        mkdir -p "$(dirname "$to")"
        if ! $prefer "$built/ledger" -seed="$seed" "$@" >"$built/counted" 2>"$built/log"; then
            cat "$built/log" >&2
            exit 1
        fi
        mv "$built/counted" "$to.txt"
        mv "$built/profile" "$to.pb.gz"
    fi
}

change="-small=1.03 -medium=1.10 -large=1.30"
i=0
while [ $i -lt "$runs" ]; do
    i=$((i + 1))
    n=$(printf '%02d' $i)
    for state in unchanged changed; do
        if [ $state = changed ]; then
            seed=$((i * 2)) cpu="$change -scaled=cpu" heap="$change -scaled=alloc,kept"
        else
            seed=$((i * 2 - 1)) cpu='' heap=''
        fi
        # shellcheck disable=SC2086 # several options
        {
            run cpu/$state "$n" $seed $cpu -rounds="$CPU_ROUNDS" -cpuprofile="$built/profile"
            run heap/$state "$n" $seed $heap -rounds="$HEAP_ROUNDS" -live=96 -memrate=4096 -memprofile="$built/profile"
            run heap_512k/$state "$n" $seed $heap -rounds="$HEAP_ROUNDS" -live=96 -memprofile="$built/profile"
        }
    done
    echo "$n of $runs"
done
