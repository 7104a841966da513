#!/bin/sh
# The shell at a terminal, as a user sees it: tmux sends keys to it, and the screen is read.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
if ! command -v tmux >/dev/null; then
    echo "ok - the shell at a terminal # SKIP there is no tmux"
    exit 0
fi
heap=$ROOT/testdata/applier/heap.008.pb.gz
export XDG_STATE_HOME="$WORK/state" CPPROF
unset TMUX EDITRC
export HOME="$WORK"
tries=$(seq 50)
history=$XDG_STATE_HOME/cpprof/history
mkdir "$WORK/dir"
cd "$WORK/dir" || exit 1

tm() {
    tmux -S "$WORK/tmux" -f /dev/null "$@"
}
trap 'tm kill-server 2>/dev/null; chmod -R u+w "$WORK"; rm -rf "$WORK"' EXIT

keys() {
    tm send-keys "$@"
}

screen() {
    tm capture-pane -p -J 2>/dev/null
}

# sees PATTERN: waits until a line of the screen matches; @return whether it did, within five seconds
sees() {
    for _ in $tries; do
        screen | grep -qE -e "$1" && return 0
        sleep 0.1
    done
    return 1
}

# expect NAME PATTERN: a test that a line of the screen will match
expect() {
    if sees "$2"; then
        pass "$1"
    else
        fail "$1" "no \"$2\" on the screen:" "$(screen | grep -v '^$')"
    fi
}

# expect_not NAME COMMAND ...: a test that the command fails
expect_not() {
    name=$1
    shift
    if "$@"; then
        fail "$name" "$(screen | grep -v '^$')"
    else
        pass "$name"
    fi
}

# begin ARGUMENT ...: starts a session and waits for its first prompt
begin() {
    tm respawn-pane -k "'$CPPROF' $*; echo \"status \$?\"; exec cat" || fail "tmux starts"
    sees '^\(pprof\) *$' || fail "the shell gives a prompt" "$(screen)"
}

# clear: leaves nothing on the screen but a new prompt
clear() {
    keys C-c
    sleep 0.1 # Ctrl-C empties the terminal's queue
    keys C-l
    for _ in $tries; do
        [ "$(screen | grep -cv '^$')" = 1 ] && return
        sleep 0.1
    done
}

tm new-session -d -x 100 -y 40 cat

begin "$heap"
keys topp Tab
expect "a prefix that is unique is completed" '^\(pprof\) topproto *$'
clear
keys nodec Tab 3 Enter top Enter
expect "a setting is completed with =, and holds" '^Showing top 3 nodes'
clear
keys to Tab
expect "what several begin with is listed" '^top +total_alloc_objects'
expect "the line stays below the list" '^\(pprof\) to$'
clear
keys inu Tab o Tab
expect "the longest common beginning is inserted first" '^\(pprof\) inuse_objects'
clear
keys sort= Tab
expect "values of a setting" '^cum +flat'
clear
keys sample_index=alloc_s Tab
expect "sample types" '^\(pprof\) sample_index=alloc_space'
clear
keys 'peek main.NewA' Tab
expect "a function, escaped" '^\(pprof\) peek main\\.NewApplier'
clear
keys 'peek applyL' Tab
expect "a function by a part of its name" '^\(pprof\) peek main\\.\\\(\\\*Applier\\\)\\.applyLoop'
keys Enter
expect "the escaped name is found" 'applyLoop$'
clear
keys 'top e' Tab
expect "a common beginning of functions" '^\(pprof\) top en?'
clear
keys 'top ' Tab
expect "too many are counted" '^[0-9]+ possibilities'
clear
keys 'help nodef' Tab Enter
expect "help completes settings" '^nodefraction=share'
clear
touch a_file
keys 'top > a_f' Tab
expect "files after >" '^\(pprof\) top > a_file'
clear
keys 'top5 >a_f' Tab
expect "also without a blank" '^\(pprof\) top5 >a_file'
clear
keys 'top -c' Tab
expect "-cum after -, among functions" '(^| )cum( |$)'
clear
keys 'top -cu' Tab Enter
expect "and alone" '^\(pprof\) top -cum *$'

clear
keys top5 Enter
sees '^Showing top 5'
clear
keys Up
expect "the line before" '^\(pprof\) top5$'
clear
keys C-r top5
expect "a search in the history" '^\(pprof\) top5$'
keys Enter
sees '^Showing top 5'
clear
keys half-typed
sees half-typed
keys C-c
expect "Ctrl-C gives the line up" '^\(pprof\) half-typed\^C$'
keys comments Enter
expect "and a new one begins" '^\(pprof\) comments$'
tm resize-window -x 70 -y 30
keys clear
sees '^\(pprof\) clear$'
clear
keys 'top ' m a i n . N Tab
expect "a resized window" '^\(pprof\) top main\\.NewApplier'
clear
keys C-d
expect "Ctrl-D ends" '^status 0'

[ "$(stat -c %a "$history")" = 600 ] && [ "$(stat -c %a "${history%/*}")" = 700 ] && pass "the history is its owner's" ||
    fail "the history is its owner's" "$(ls -la "${history%/*}")"
expect_not "a line that was given up is not kept" grep -q half-typed "$history"
awk 'BEGIN { for (i = 0; i < 1200; i++) print "top" i }' >"$history"
begin "$heap"
keys Up
expect "the history outlives the session" '^\(pprof\) top1199'
clear
keys top7 Enter
sees '^Showing nodes'
keys C-d
sees '^status 0'
[ "$(wc -l <"$history")" = 1000 ] && [ "$(tail -n 1 "$history")" = top7 ] && pass "a thousand lines are kept" ||
    fail "a thousand lines are kept" "$(wc -l <"$history")" "$(tail -n 2 "$history")"

begin -history=false "$heap"
keys tree9 Enter
sees '^Showing nodes'
keys C-d
sees '^status 0'
expect_not "-history=false keeps none" grep -q tree9 "$history"

mkfifo pipe
begin "$heap"
keys 'top > pipe' Enter
sees '^\(pprof\) top > pipe'
sleep 0.2
keys C-c
expect "Ctrl-C ends a command" '^\^C$'
keys top5 Enter
expect "and not the shell" '^Showing top 5'

generate=$WORK/genprofile
if ${CC:-cc} -o "$generate" "$ROOT/tests/bench/genprofile.c" -lz -lm 2>/dev/null; then
    "$generate" -samples=5000 -functions=2000 >"$WORK/large.pb.gz"
    begin -trim=false "$WORK/large.pb.gz"
    keys 'svg > picture.svg' Enter
    for _ in $tries; do
        ls picture.svg.* >/dev/null 2>&1 && break
        sleep 0.1
    done
    begun=$(ls picture.svg.* 2>/dev/null)
    keys C-c
    sees '^\^C$'
    expect "a drawing can be interrupted" '^\(pprof\) *$'
    if [ -n "$begun" ] && [ -z "$(ls picture.svg* 2>/dev/null)" ]; then
        pass "and leaves no file"
    else
        fail "and leaves no file" "$(ls)"
    fi
else
    echo "ok - a drawing can be interrupted # SKIP there is no compiler"
fi

begin "$heap"
keys lines Enter
keys top2 Enter
expect "a bare choice is a setting" 'applier\.go:70'
