# Helpers of the shell tests, which print TAP: each test is one line "ok - NAME" or "not ok - NAME" with the reason behind it.
# Sourced with the working directory at the root of the project.
# shellcheck shell=sh

CPPROF=${CPPROF:-$PWD/cpprof}
export ROOT="$PWD"
export TZ=UTC LC_ALL=C.UTF-8
unset PPROF_TMPDIR PPROF_BINARY_PATH BROWSER DISPLAY

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

# run ARGUMENT ...: runs cpprof; $status, and its output in the files $WORK/out and $WORK/err
run() {
    status=0
    "$CPPROF" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
}

# expect_status NAME STATUS: of the last run
expect_status() {
    if [ "$status" = "$2" ]; then
        pass "$1"
    else
        fail "$1" "exit status $status, not $2" "$(head -n 5 "$WORK/err")"
    fi
}

# expect_line NAME FILE TEXT: the file has TEXT in it
expect_text() {
    if grep -qF -e "$3" "$2"; then
        pass "$1"
    else
        fail "$1" "no \"$3\" in:" "$(head -n 20 "$2")"
    fi
}

# expect_error NAME MESSAGE: the last run failed as it should: status 2, one line on stderr that has MESSAGE in it, nothing on stdout
expect_error() {
    if [ "$status" != 2 ]; then
        fail "$1" "exit status $status, not 2"
    elif [ -s "$WORK/out" ]; then
        fail "$1" "something on stdout:" "$(head -n 3 "$WORK/out")"
    elif [ "$(wc -l <"$WORK/err")" != 1 ]; then
        fail "$1" "not one line on stderr:" "$(head -n 5 "$WORK/err")"
    elif ! grep -qF -e "$2" "$WORK/err"; then
        fail "$1" "no \"$2\" in:" "$(cat "$WORK/err")"
    else
        pass "$1"
    fi
}
