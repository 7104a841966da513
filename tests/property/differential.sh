#!/bin/sh
# Compares with go tool pprof, if it is installed: every row of differential.txt on random profiles and on those of testdata.
# PROPERTY is the program that makes the random ones. A row on a profile is a test.
#
# If the two differ, go tool pprof runs up to five times more. If its own answers differ (in the order of things that it keeps in maps),
# that is counted and is not a failure.
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

# Some output depends on the age of go tool pprof. It is changed on both sides, or the random profiles avoid it:
#   columns, doc_url   Go before 1.22 does not know them, so the profiles have none; -raw prints 0 for a column
#   empty stacks       Go before 1.22 drops them when it merges, so the profiles have none
#   sums of 64 bits    overflow everywhere and make font sizes negative, so the profiles have none
#   -tags              shows shares of the whole profile since Go 1.23; rows that test it begin with "1.23"
#   ids                Go before 1.22 merges even a single profile, which changes ids, so all profiles are merged beforehand
#   Time:              had another format before Go 1.23
#   Build ID:          is a line of the header since Go 1.22
same_age() {
    sed -E -e '/^(Build ID|Time): /d' -e 's/\\l(Build ID|Time): [^\\]*//g' \
        -e 's/:([0-9]+):0 s=/:\1 s=/' "$1" >"$2"
}

theirs() {
    # shellcheck disable=SC2086 # the arguments are words
    go tool pprof -symbolize=none $2 $3 "$1" >"$4" 2>/dev/null
}

# compare PROFILE ARGUMENTS BASE: BASE is an option with the profile as its value, or empty
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
