#!/bin/sh
# Regular expressions that are hard to search for, given by the user or by a profile, cost little time. What cannot be decided is
# said, and a check is then inconclusive.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
command -v python3 >/dev/null || { echo "ok - hard patterns # SKIP there is no python3"; exit 0; }
seconds=20 # of processor time; a sanitizer needs the most of it

# names N COUNT: samples in N functions whose names are 300 random letters a and b
names() {
    awk -v n="$1" -v count="$2" 'BEGIN {
        srand(1)
        for (i = 0; i < n; i++) {
            name = ""
            for (k = 0; k < 300; k++)
                name = name (rand() < 0.5 ? "a" : "b")
            print "main;" name " " count
        }
    }'
}

# make FILE N COUNT [PATTERN]: makes a profile of such names, which drops the frames that match PATTERN
make() {
    { printf 'types: objects/count\n'; [ -z "${4:-}" ] || printf 'drop: %s\n' "$4"; names "$2" "$3"; } |
        python3 tests/make_profile.py >"$WORK/$1"
}

# quick ARGUMENT ...: runs cpprof, which has little time
quick() {
    status=0
    (ulimit -t $seconds && exec "$CPPROF" "$@") >"$WORK/out" 2>"$WORK/err" || status=$?
}

# decides NAME ARGUMENT ...: there is a report, and no complaint
decides() {
    name=$1
    shift
    quick "$@"
    if [ "$status" = 0 ] && [ -s "$WORK/out" ] && ! grep -q 'too hard' "$WORK/err"; then
        pass "$name"
    else
        fail "$name" "exit status $status" "$(head -n 5 "$WORK/err")"
    fi
}

# The brackets leave the anchors that are put around them, so each of the alternatives may match anywhere.
brackets='Q)$|.*.*.*.*.*[yY]|.{0,500}[QZ]|(Q'
states='(a|b)*a(a|b){500}c'

make drop 20000 10 "$brackets"
decides "a hard pattern in drop_frames of a profile of 20,000 names" -top "$WORK/drop"
make plain 6000 10
decides "a hard pattern of -ignore" -top "-ignore=($brackets)" "$WORK/plain"
decides "a hard pattern of -list" -list "($brackets)|main" "$WORK/plain"
decides "a hard pattern of -tagignore" -top "-tagignore=($brackets)" "$WORK/plain"

quick -top "-ignore=$states" "$WORK/plain"
expect_status "a pattern that cannot be decided leaves the report" 0
expect_text "it is said for how many names it was too hard" "$WORK/err" \
    'the regular expression of -ignore is too hard to decide for '

make old 6000 10 "$states"
quick -top "$WORK/old"
expect_text "so is a pattern of the profile" "$WORK/err" 'the regular expression of drop_frames is too hard to decide for '
quick -check -diff_base="$WORK/plain" "$WORK/plain"
expect_status "a check passes" 0
quick -check -diff_base="$WORK/old" "$WORK/old"
expect_status "a check of a profile whose drop_frames are too hard is inconclusive" 3
expect_text "it says why" "$WORK/out" 'INCONCLUSIVE: the regular expression of drop_frames is too hard to decide'
quick -check -exempt="$states" -diff_base="$WORK/plain" "$WORK/plain"
expect_status "exempt functions are not looked for if none fails" 0
quick -check -limit="$states:5%" -diff_base="$WORK/plain" "$WORK/plain"
expect_status "a check with a limit that is too hard is inconclusive" 3
expect_text "it says which limit" "$WORK/out" 'the regular expression of -limit is too hard to decide'
