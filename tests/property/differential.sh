#!/bin/sh
# Compares with go tool pprof, where it is installed: every row of differential.txt on profiles made at random, and on those of
# testdata. PROPERTY is the program that makes them. A row on a profile is a test.
#
# Where the two differ, go tool pprof is asked up to five times more: what it does not say the same way each time (the order of what it
# keeps in maps) is counted and is no failure.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
made=${PRO:-16}

if ! go tool pprof -h 2>&1 | grep -q 'pprof <format>'; then
    echo "  go tool pprof is not installed (golang-go): nothing to compare with"
    exit 0
fi
go=$(go version | sed -E 's/.* go([0-9]+\.[0-9]+).*/\1/')
echo "  comparing with go tool pprof of Go $go"
export PPROF_TMPDIR="$WORK" PPROF_BINARY_PATH=/nonexistent

# What differs with the age of go tool pprof is changed on both sides, or is not in the profiles:
#   columns, doc_url   are not known before Go 1.22: profiles that are made for it have none; -raw says 0 for a column
#   empty stacks       are left out by merging before Go 1.22: profiles that are made for it have none
#   sums of 64 bits    and more are nowhere right, and font sizes get below zero by them: profiles that are made have none
#   -tags              has shares of the whole profile since Go 1.23: rows for that begin with "1.23"
#   ids                Go before 1.22 merges even one profile with itself, so ids are new: all are merged beforehand
#   Time:              was in another form before Go 1.23
#   Build ID:          is a line of the header since Go 1.22
same_age() {
    sed -E -e '/^(Build ID|Time): /d' -e 's/\\l(Build ID|Time): [^\\]*//g' \
        -e 's/:([0-9]+):0 s=/:\1 s=/' "$1" >"$2"
}

theirs() {
    # shellcheck disable=SC2086 # the arguments are words
    go tool pprof -symbolize=none $2 $3 "$1" >"$4" 2>/dev/null
}

# compare PROFILE ARGUMENTS BASE: BASE is an option that gets the profile's name, or nothing
compare() {
    # shellcheck disable=SC2086
    "$CPPROF" $2 $3 "$1" >"$WORK/ours.raw" 2>"$WORK/err" || echo "exit status $?" >>"$WORK/ours.raw"
    theirs "$1" "$2" "$3" "$WORK/theirs.raw" || echo "exit status 2" >>"$WORK/theirs.raw"
    same_age "$WORK/ours.raw" "$WORK/ours"
    same_age "$WORK/theirs.raw" "$WORK/theirs"
    if cmp -s "$WORK/ours" "$WORK/theirs"; then
        same=$((same + 1))
        return
    fi
    for _ in 1 2 3 4 5; do
        theirs "$1" "$2" "$3" "$WORK/again" || echo "exit status 2" >>"$WORK/again"
        if ! cmp -s "$WORK/again" "$WORK/theirs.raw"; then
            unstable=$((unstable + 1))
            return
        fi
    done
    different=$((different + 1))
    fail "cpprof $2 $3 $source" "$(diff "$WORK/theirs" "$WORK/ours" | head -n 6)"
}

same=0
unstable=0
different=0
mkdir "$WORK/made"
if [ $# = 0 ]; then
    "$PROPERTY" -write "$WORK/made" "$made" || exit 1
    set -- "$WORK"/made/*.pb testdata/*/*.pb.gz
fi
profile=$WORK/profile
for source in "$@"; do
    echo "# $source"
    "$CPPROF" -proto -all_frames -output="$profile" "$source" "$source" 2>/dev/null || exit 1
    while IFS= read -r arguments; do
        case $arguments in
        [0-9]*)
            [ "$(printf '%s\n' "${arguments%% *}" "$go" | sort -V | head -n 1)" = "${arguments%% *}" ] || continue
            arguments=${arguments#* }
            ;;
        esac
        case $arguments in
        '' | '#'*) ;;
        *=) compare "$profile" "${arguments% *}" "${arguments##* }$profile" ;;
        *) compare "$profile" "$arguments" "" ;;
        esac
    done <tests/property/differential.txt
done
echo "  $unstable times go tool pprof answered in several ways"
echo "$same passed, $different failed"
[ "$different" = 0 ]
