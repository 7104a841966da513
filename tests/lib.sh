# Helpers of the shell tests, which print TAP: each test is one line "ok - NAME", or "not ok - NAME" followed by the reason.
# Source it with the working directory at the root of the project. A test then reads:
#
#   run -top nosuch.pb.gz
#   expect_error "a file that does not exist" "no such file or directory"
# shellcheck shell=sh

CPPROF=${CPPROF:-$PWD/cpprof}
export ROOT="$PWD"
export TZ=UTC LC_ALL=C.UTF-8
unset PPROF_TMPDIR PPROF_BINARY_PATH BROWSER DISPLAY

# python3 may be a script that takes a second to find the interpreter. So the folder of the interpreter comes first.
if interpreter=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null); then
    PATH=${interpreter%/*}:$PATH
fi

WORK=$(mktemp -d)
trap 'chmod -R u+w "$WORK"; rm -rf "$WORK"' EXIT
trap 'exit 1' HUP INT TERM

pass() {
    echo "ok - $1"
}

fail() {
    echo "not ok - $1"
    shift
    printf '%s\n' "$@" | sed 's/^/#   /'
}

# run ARGUMENT ...: runs cpprof, and leaves its exit status in $status and its output in $WORK/out and $WORK/err
run() {
    status=0
    "$CPPROF" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
}

# expect_status NAME STATUS: the last run ended with this exit status
expect_status() {
    if [ "$status" = "$2" ]; then
        pass "$1"
    else
        fail "$1" "exit status $status, not $2" "$(head -n 5 "$WORK/err")"
    fi
}

# expect_text NAME FILE TEXT: the file contains TEXT
expect_text() {
    if grep -qF -e "$3" "$2"; then
        pass "$1"
    else
        fail "$1" "no \"$3\" in:" "$(head -n 20 "$2")"
    fi
}

# expect_error NAME MESSAGE: the last run failed as it should, with status 2, nothing on stdout, and one line on stderr that
# contains MESSAGE
expect_error() {
    if [ "$status" != 2 ]; then
        fail "$1" "exit status $status, not 2"
    elif [ -s "$WORK/out" ]; then
        fail "$1" "output on stdout:" "$(head -n 3 "$WORK/out")"
    elif [ "$(wc -l <"$WORK/err")" != 1 ]; then
        fail "$1" "stderr is not one line:" "$(head -n 5 "$WORK/err")"
    elif ! grep -qF -e "$2" "$WORK/err"; then
        fail "$1" "no \"$2\" in:" "$(cat "$WORK/err")"
    else
        pass "$1"
    fi
}
