#!/bin/sh
# The shell, with commands from a file: what it prints, and what stays set from command to command. Whole sessions are in
# tests/golden (shell-*).
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=$ROOT/testdata/applier/heap.008.pb.gz
mkdir "$WORK/dir"
cd "$WORK/dir" || exit 1

# shell LINE ...: runs a session with these lines
shell() {
    status=0
    printf '%s\n' "$@" | "$CPPROF" "$heap" >"$WORK/out" 2>"$WORK/err" || status=$?
}

# same NAME ARGUMENT ...: the session printed what cpprof prints with these arguments
same() {
    name=$1
    shift
    "$CPPROF" -compact_labels "$@" "$heap" >"$WORK/want" 2>/dev/null
    if [ "$status" = 0 ] && cmp -s "$WORK/want" "$WORK/out"; then
        pass "$name"
    else
        fail "$name" "exit status $status" "$(diff "$WORK/want" "$WORK/out" | head -n 5)" "$(tail -n 3 "$WORK/err")"
    fi
}

shell top
same "top shows ten rows" -top -nodecount=10
shell top5
same "top5" -top -nodecount=5
shell "top 3 -cum"
same "counts and -cum" -top -nodecount=3 -cum
shell "top applyLoop -json"
same "patterns are focus and, with a dash, ignore" -top -nodecount=10 -focus=applyLoop -ignore=json
shell "tree 4"
same "tree" -tree -nodecount=4
shell "peek applyLoop"
same "peek" -peek=applyLoop
shell "tags 16kB"
same "patterns of tags choose tags" -tags -tagfocus=16kB
shell "sort=cum" "granularity=lines" "nodecount=4" top
same "settings stay" -top -cum -lines -nodecount=4
shell "granularity=packages" "focus=json" top
same "packages, by the names of functions filtered" -top -packages -focus=json
shell "focus=json" ":" "top3"
same ": clears the filters" -top -nodecount=3
shell alloc_space top3
same "a sample type is a command" -top -nodecount=3 -sample_index=alloc_space
shell "top3 > top.txt"
"$CPPROF" -compact_labels -top -nodecount=3 "$heap" >"$WORK/want"
[ ! -s "$WORK/out" ] && cmp -s "$WORK/want" top.txt && pass "> file" || fail "> file" "$(cat "$WORK/err")"
shell proto
[ ! -s "$WORK/out" ] && gzip -t profile001.pb.gz && pass "a report that is not text goes to a numbered file" || fail "a report that is not text goes to a numbered file"

shell "bogus" "nodecount" "nodecount=x" "sort=x" "list" "top (" "sample_index=x" "top3"
same "a wrong line does not end the session" -top -nodecount=3
for message in 'unrecognized command: "bogus"' 'please specify a value, e.g. nodecount=<val>' 'nodecount: "x" is not an integer' \
    'invalid "sort" value "x"' 'command list requires an argument' 'missing closing )' 'sample_index "x" must be one of'; do
    expect_text "it says: $message" "$WORK/err" "$message"
done
shell json n=5 diff_base=x granularity=bogus
for message in '"json" (did you mean format=json?)' '"n=5" (did you mean nodecount=5?)' '(-diff_base is for the command line alone)' \
    'invalid "granularity" value "bogus" (must be one of functions, filefunctions,'; do
    expect_text "it says: $message" "$WORK/err" "$message"
done
shell "top5 | head"
expect_text "a pipe is a pattern, and that is said" "$WORK/err" 'hint: there are no pipes here, so "|" is a pattern'
same "its meaning stays" -top -nodecount=5 -focus="||head"
shell "top5 -nodecount=3"
expect_text "so is an option" "$WORK/err" "a setting is a line of its own: nodecount=3"
shell "top5 -a=b a|b"
! grep -q hint: "$WORK/err" && pass "patterns are not hinted at" || fail "patterns are not hinted at" "$(cat "$WORK/err")"
shell "quit" "top3"
[ "$status" = 0 ] && [ ! -s "$WORK/out" ] && pass "quit leaves" || fail "quit leaves"
shell "help" "help top" "o"
expect_text "help lists reports" "$WORK/err" "Every sample with its stack"
expect_text "o shows the settings" "$WORK/err" "nodefraction              = 0.005"
expect_text "and the sample type in force, and the others" "$WORK/err" \
    "  sample_index              = inuse_space          //: [alloc_objects | alloc_space | inuse_objects | inuse_space]"
expect_text "and choices" "$WORK/err" "  sort                      = flat                 //: [cum | flat]"
shell sample_index=1 sort=cum o
grep '^  ' "$WORK/err" | grep -v '^  [a-z_]* *= ""' >"$WORK/lines"
shell sample_index=1 sort=cum "$(cat "$WORK/lines")" o
grep '^  ' "$WORK/err" | grep -v '^  [a-z_]* *= ""' | cmp -s - "$WORK/lines" && pass "the lines of o may be entered as they are" ||
    fail "the lines of o may be entered as they are" "$(cat "$WORK/err")"
