#!/bin/sh
# Output on terminals: colour, control bytes made visible, progress. And hints, on a terminal or not.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=$ROOT/testdata/applier/heap.008.pb.gz
first=$ROOT/testdata/applier/heap.001.pb.gz
export TERM=xterm
unset NO_COLOR
esc=$(printf '\033')

# has NAME FILE FORMAT: the file contains the bytes that printf makes of the format; has_not: it does not
has() {
    # shellcheck disable=SC2059 # it is a format
    if LC_ALL=C grep -qaF -e "$(printf "$3")" "$2"; then
        pass "$1"
    else
        fail "$1" "no \"$3\" in:" "$(head -n 20 "$2" | cat -v)"
    fi
}
has_not() {
    # shellcheck disable=SC2059
    if LC_ALL=C grep -qaF -e "$(printf "$3")" "$2"; then
        fail "$1" "\"$3\" in:" "$(head -n 20 "$2" | cat -v)"
    else
        pass "$1"
    fi
}

# string FORMAT, type T U, frame N: print fields of a profile; N is the id of a function and of its only location
# shellcheck disable=SC2059
string() {
    printf "\\062\\$(printf '%03o' "$(printf "$1" | wc -c)")$1"
}
# shellcheck disable=SC2059
type() {
    printf "\\012\\004\\010\\00$1\\020\\00$2"
}
# shellcheck disable=SC2059
frame() {
    printf "\\042\\006\\010\\00$1\\042\\002\\010\\00$1\\052\\004\\010\\00$1\\020\\00$1"
}

# Four functions: a title for the terminal, a C1 control as one byte and as UTF-8, bytes that are not UTF-8, an override.
{
    string '' && string 'title\033]0;x\007' && string 'c1\233one\302\233two' && string 'bad\377\342\202end' &&
        string 'bidi\342\200\256txt' && string 'fine \303\251\342\202\254' && string 'count'
    type 6 6
    for i in 1 2 3 4 5; do
        frame $i
        # shellcheck disable=SC2059
        printf "\\022\\004\\010\\00$i\\020\\012"
    done
} >"$WORK/names.pb"

run -top "$WORK/names.pb"
has "a pipe gets the bytes as they are: controls" "$WORK/out" 'title\033]0;x\007'
has "C1" "$WORK/out" 'c1\233one\302\233two'
has "bytes that are not UTF-8" "$WORK/out" 'bad\377\342\202end'
has "an override" "$WORK/out" 'bidi\342\200\256txt'
run -top -output="$WORK/file" "$WORK/names.pb"
[ ! -s "$WORK/out" ] && has "and so does a file" "$WORK/file" 'title\033]0;x\007'

# Colour without a terminal
run -top "$heap"
cp "$WORK/out" "$WORK/plain"
has_not "no colour in a pipe" "$WORK/out" '\033'
for report in -top -tree -peek=applyLoop -list=applyLoop; do
    run -color=never $report -source_path=testdata -trim_path=example.com "$heap"
    cp "$WORK/out" "$WORK/never"
    run -color=always $report -source_path=testdata -trim_path=example.com "$heap"
    sed "s/$esc\[[0-9;]*m//g" "$WORK/out" >"$WORK/stripped"
    has "-color=always $report" "$WORK/out" '\033[0;1;31m'
    cmp -s "$WORK/never" "$WORK/stripped" && pass "and nothing else is changed" || fail "and nothing else is changed"
done
run -top -color=always -nodefraction=0 "$heap"
has "the head of the columns is bold" "$WORK/out" '\033[0;1m      flat'
has "from 2 % on yellow" "$WORK/out" '\033[0;33m'
has "a zero is dim" "$WORK/out" '\033[0;2m         0     0%%'
run -top -color=always -diff_base="$heap" "$first"
has "what became less is green" "$WORK/out" '\033[0;32m'
run -list=applyLoop -color=always -source_path=testdata -trim_path=example.com "$heap"
has "lines without values are dim" "$WORK/out" '\033[0;2m         .          .'
run -raw -color=always "$heap"
has_not "reports that have no colour" "$WORK/out" '\033'
run -top -color=always -output="$WORK/file" "$heap"
has "-color=always colours a file" "$WORK/file" '\033[0;1;31m'
run -top -color=bogus "$heap"
expect_error "another word" 'cpprof: -color: "bogus" is not one of auto|always|never'
printf 'color=bogus\ncolor=always\ntop3\n' | "$CPPROF" "$heap" >"$WORK/out" 2>"$WORK/err"
has "it is a setting of the shell" "$WORK/out" '\033[0;1;31m'
expect_text "which knows its words" "$WORK/err" '"bogus" is not one of auto|always|never'

# Hints
{
    string '' && string 'main' && string 'count' && string 'cpu' && string 'samples'
    type 4 2
    type 3 2
    frame 1
    printf '\022\006\010\001\020\005\020\000'
} >"$WORK/zero.pb"
hint() { # NAME TEXT: the last run gave this hint, in one line
    if [ "$(grep -c '^hint: ' "$WORK/err")" = 1 ]; then
        expect_text "$1" "$WORK/err" "$2"
    else
        fail "$1" "not one hint:" "$(cat "$WORK/err")"
    fi
}
no_hint() {
    grep -q '^hint: ' "$WORK/err" && fail "$1" "$(cat "$WORK/err")" || pass "$1"
}
run -top "$WORK/zero.pb"
hint "no values of this type" "no sample has a value of type cpu, try -sample_index=samples"
run -top -sample_index=samples "$WORK/zero.pb"
no_hint "values of this type"
run -list=applyLoop -source_path="$WORK" "$heap"
hint "sources not found" "1 source file was not found (could not find file example.com/applier/applier.go on path $WORK)"
run -list=applyLoop -source_path=testdata -trim_path=example.com "$heap"
no_hint "sources found"
run -top -base="$heap" "$first"
hint "-base where much is below zero" "to compare two profiles use -diff_base"
run -top -base="$first" "$heap"
no_hint "-base of an earlier snapshot"
run -top -diff_base="$heap" "$first"
no_hint "-diff_base"

script -qec true /dev/null >/dev/null 2>&1 || exit 0

# tty COMMAND: runs a shell command with stdout and stderr on a terminal, and leaves its output in $WORK/tty
tty() {
    script -qec "$1" /dev/null </dev/null 2>&1 | tr -d '\r' >"$WORK/tty"
}
tty "'$CPPROF' -top -color=never '$WORK/names.pb'"
has "on a terminal controls are visible" "$WORK/tty" 'title\\x1b]0;x\\x07'
has "C1" "$WORK/tty" 'c1\\x9bone\\u009btwo'
has "bytes that are not UTF-8" "$WORK/tty" 'bad\\xff\\xe2\\x82end'
has "overrides" "$WORK/tty" 'bidi\\u202etxt'
has "other characters stay" "$WORK/tty" 'fine \303\251\342\202\254'
has_not "and no escape comes through" "$WORK/tty" '\033'
if ! "$CPPROF" -svg -output="$WORK/names.svg" "$WORK/names.pb" 2>&1 | grep -q 'not installed'; then
    for report in svg ps callgrind; do
        tty "'$CPPROF' -$report -output=/dev/stdout '$WORK/names.pb'"
        has "as in -$report" "$WORK/tty" 'bidi\\u202etxt'
        has_not "where nothing else comes through" "$WORK/tty" '\342\200\256'
    done
    "$CPPROF" -svg -output=/dev/stdout "$WORK/names.pb" 2>/dev/null | cat >"$WORK/piped.svg"
    cmp -s "$WORK/piped.svg" "$WORK/names.svg" && pass "but a pipe gets all bytes" || fail "but a pipe gets all bytes"
fi
tty "'$CPPROF' -traces '$WORK/names.pb'"
has_not "in any report" "$WORK/tty" '\033'
tty "'$CPPROF' -top -color=always '$WORK/names.pb'"
has "nor beside our colour" "$WORK/tty" 'title\\x1b]0;x\\x07'
tty "'$CPPROF' -top \"\$(printf 'no\\033]0;such\\302\\233')\""
has "nor through messages" "$WORK/tty" 'cpprof: no\\x1b]0;such\\u009b: '

tty "'$CPPROF' -top '$heap'"
has "a terminal gets colour" "$WORK/tty" '\033[0;1;31m'
sed "s/$esc\[[0-9;]*m//g" "$WORK/tty" >"$WORK/stripped"
cmp -s "$WORK/plain" "$WORK/stripped" && pass "and the same text" || fail "and the same text" "$(diff "$WORK/plain" "$WORK/stripped" | head -n 5)"
tty "'$CPPROF' -top -color=never '$heap'"
has_not "-color=never" "$WORK/tty" '\033'
tty "NO_COLOR=1 '$CPPROF' -top '$heap'"
has_not "NO_COLOR" "$WORK/tty" '\033'
tty "NO_COLOR= '$CPPROF' -top '$heap'"
has "an empty NO_COLOR means nothing" "$WORK/tty" '\033[0;1;31m'
tty "NO_COLOR=1 '$CPPROF' -top -color=always '$heap'"
has "-color=always is stronger" "$WORK/tty" '\033[0;1;31m'
tty "TERM=dumb '$CPPROF' -top '$heap'"
has_not "TERM=dumb" "$WORK/tty" '\033'
tty "'$CPPROF' -top -output='$WORK/file' '$heap'"
cmp -s "$WORK/plain" "$WORK/file" && pass "a file has no colour" || fail "a file has no colour" "$(head -n 8 "$WORK/file" | cat -v)"

# Progress, with a pipe that takes its time
gzip -dc "$heap" >"$WORK/plain.pb"
mkfifo "$WORK/fifo"
slowly() {
    { head -c 2000 "$WORK/plain.pb"; sleep 1.2; tail -c +2001 "$WORK/plain.pb" | head -c 3000; sleep 0.3; tail -c +5001 "$WORK/plain.pb"; } >"$WORK/fifo" &
}
slowly
tty "'$CPPROF' -top '$WORK/fifo' >'$WORK/out'"
has "a slow load shows how far it is" "$WORK/tty" 'reading 4.9 kB: fifo'
[ "$(tail -c 3 "$WORK/tty")" = "${esc}[K" ] && pass "and leaves no trace" || fail "and leaves no trace" "$(cat -v "$WORK/tty")"
cmp -s "$WORK/plain" "$WORK/out" && pass "and the report is the same" || fail "and the report is the same"
slowly
tty "'$CPPROF' -top '$WORK/fifo' '$WORK/nosuch' >/dev/null"
has "of several files it shows which" "$WORK/tty" 'reading file 1 of 2, 4.9 kB: fifo'
has "messages come after it" "$WORK/tty" '\033[Kcpprof: '
slowly
tty "TERM=dumb '$CPPROF' -top '$WORK/fifo' >/dev/null"
[ ! -s "$WORK/tty" ] && pass "not with TERM=dumb" || fail "not with TERM=dumb" "$(cat -v "$WORK/tty")"
slowly
run -top "$WORK/fifo"
[ ! -s "$WORK/err" ] && pass "nor if stderr is not a terminal" || fail "nor if stderr is not a terminal" "$(cat -v "$WORK/err")"

# A diff fits the terminal: names are shortened in the middle, and those that fit stay.
python3 tests/make_profile.py >"$WORK/long" <<'END'
types: samples/count cpu/nanoseconds
main;example.com/some/very/long/package/name/that/goes/on.(*Receiver).MethodWithALongName 600 6000000000
main;short 400 4000000000
main;café 300 3000000000
END
python3 tests/make_profile.py >"$WORK/base" <<'END'
types: samples/count cpu/nanoseconds
main;short 200 2000000000
END
for width in 60 80 100; do
    tty "stty cols $width; $CPPROF -diff -diff_base=$WORK/base $WORK/long"
    grep -E "^.{$((width + 1)),}" "$WORK/tty" >"$WORK/over" && fail "a diff fits $width columns" "$(cat "$WORK/over")" || pass "a diff fits $width columns"
    expect_text "its names are there" "$WORK/tty" "…"
    expect_text "and those that are short" "$WORK/tty" "  short"
done
tty "stty cols 40; $CPPROF -diff -diff_base=$WORK/base $WORK/long"
grep -qE '^.{41,}' "$WORK/tty" && fail "a diff fits 40 columns" "$(cat "$WORK/tty")" || pass "a diff fits 40 columns"
run -diff -diff_base="$WORK/base" "$WORK/long"
expect_text "names are whole where there is no terminal" "$WORK/out" "(*Receiver).MethodWithALongName"
