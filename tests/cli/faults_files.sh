#!/bin/sh
# Sources and outputs that are unusual files and devices, and signals that come at the wrong time.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
. tests/faults/lib.sh
heap=$ROOT/testdata/applier/heap.008.pb.gz
"$CPPROF" -top "$heap" >"$WORK/want"
echo "what was there before" >"$WORK/old"

# ok NAME COMMAND ...: a test that passes if the command succeeds
ok() {
    name=$1
    shift
    if "$@"; then
        pass "$name"
    else
        fail "$name" "exit status $status" "$(head -n 3 "$WORK/err")" "$(ls -la "$dir")"
    fi
}

has() { # FILE WANTED
    [ -e "$1" ] && cmp -s "$1" "$2"
}

alone() { # NAME ...: what is in the folder, and nothing else
    [ "$(ls -A "$dir")" = "$(printf '%s\n' "$@")" ]
}

# ---- Standard streams that are closed, full, or without a reader ----

status=0
"$CPPROF" -top "$heap" >&- 2>"$WORK/err" || status=$?
ok "standard output is closed" [ "$status" = 2 ]
expect_text "and that is said" "$WORK/err" "cpprof: standard output: bad file descriptor"
status=0
"$CPPROF" -top -output="$dir/out" "$heap" >&- 2>&- <&- || status=$?
ok "no stream is open: the report is whole" has "$dir/out" "$WORK/want"
ok "and it is a success" [ "$status" = 0 ]
status=0
"$CPPROF" -top - <&- >"$WORK/out" 2>"$WORK/err" || status=$?
expect_error "standard input is closed" "cpprof: -: read: bad file descriptor"
status=0
"$CPPROF" -top nosuch 2>/dev/full >"$WORK/out" || status=$?
ok "nowhere to complain" [ "$status" = 2 ]
status=0
"$CPPROF" "$heap" </ >"$WORK/out" 2>"$WORK/err" || status=$?
expect_text "a folder as the shell's input" "$WORK/err" "cpprof: standard input: is a directory"
# As for other filters, SIGPIPE ends the program silently. If it is ignored (as by systemd), it is an error like any other.
("$CPPROF" -raw "$heap" 2>"$WORK/err"; echo $? >"$WORK/status") | true
status=$(cat "$WORK/status")
ok "a reader that has gone" [ "$status" = 141 ] # 128 + SIGPIPE
ok "of which nothing is said" [ ! -s "$WORK/err" ]
(trap '' PIPE; sleep 0.1; "$CPPROF" -raw "$heap" 2>"$WORK/err"; echo $? >"$WORK/status") | true
status=$(cat "$WORK/status")
ok "a reader that has gone, where the signal is ignored" [ "$status" = 2 ]
expect_text "which is said" "$WORK/err" "cpprof: standard output: broken pipe"

# ---- Sources ----

run -top /dev/null
expect_error "no bytes" "cpprof: /dev/null: empty input file"
run -top "$dir"
expect_error "a folder" "is a directory"
status=0
# Random bytes may announce gigabytes, which take their time.
timeout 20 "$CPPROF" -top -max_input=10MB /dev/urandom >"$WORK/out" 2>"$WORK/err" || status=$?
expect_error "/dev/urandom" "cpprof: /dev/urandom: "
run -top -max_input=10MB /dev/zero
expect_error "a device without an end" "cpprof: /dev/zero: larger than 10 MB (see -max_input)"
mkfifo "$WORK/silent"
status=0
timeout 0.3 "$CPPROF" -top "$WORK/silent" >"$WORK/out" 2>"$WORK/err" || status=$?
ok "a pipe that nobody writes to is waited for" [ "$status" = 124 ]
gzip -dc "$heap" >"$WORK/plain.pb"
mkfifo "$WORK/slow"
(head -c 2000 "$WORK/plain.pb"; sleep 0.2; tail -c +2001 "$WORK/plain.pb") >"$WORK/slow" &
run -top "$WORK/slow"
ok "a pipe that stops for a while" has "$WORK/out" "$WORK/want"
wait $!
ln -s loop "$WORK/loop"
run -top "$WORK/loop"
expect_error "a link to itself" "too many levels of symbolic links"

# nobody COMMAND ...: without the rights of root
if [ "$(id -u)" != 0 ]; then
    nobody() {
        "$@"
    }
elif command -v setpriv >/dev/null && setpriv --reuid=65534 --regid=65534 --clear-groups "$CPPROF" -version >/dev/null 2>&1; then
    nobody() {
        setpriv --reuid=65534 --regid=65534 --clear-groups env GCOV_PREFIX="$WORK/counts" "$@"
    }
    mkdir -m 777 "$WORK/counts" # where a program that counts its lines may write
    chmod 755 "$WORK"
    cp "$heap" "$WORK/heap.pb.gz"
    heap=$WORK/heap.pb.gz
    chmod 777 "$dir"
fi
run_nobody() {
    status=0
    nobody "$CPPROF" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
}

# ---- Outputs ----

rm -f "$dir"/*
ln -s behind "$dir/link"
run -top -output="$dir/link" "$heap"
ok "a link to what is not there yet" has "$dir/behind" "$WORK/want"
ok "stays a link" [ -L "$dir/link" ]
mkdir "$dir/sub"
ln -s ../link "$dir/sub/link"
cp "$WORK/old" "$dir/behind"
run -top -output="$dir/sub/link" "$heap"
ok "a link to a link" has "$dir/behind" "$WORK/want"
ok "both stay links" [ -L "$dir/link" -a -L "$dir/sub/link" ]
rm -r "${dir:?}"/*
ln -s loop "$dir/loop"
run -top -output="$dir/loop" "$heap"
expect_error "a link to itself as output" "too many levels of symbolic links"
rm "$dir/loop"

{
    echo first
    "$CPPROF" -top -output=/dev/stdout "$heap" 2>/dev/null
    "$CPPROF" -top -output=/dev/fd/1 "$heap" 2>/dev/null
    echo last
} >"$dir/all"
{ echo first; cat "$WORK/want" "$WORK/want"; echo last; } >"$WORK/all"
ok "/dev/stdout is where standard output is" has "$dir/all" "$WORK/all"
ok "and no file of that name" alone all
ln -s /dev/stdout "$WORK/to_stdout"
run -top -output="$WORK/to_stdout" "$heap"
ok "so is a link to it" has "$WORK/out" "$WORK/want"
run -top -output=/dev/fd/77 "$heap"
expect_error "a descriptor that is not open" "/dev/fd/77: bad file descriptor"

cp "$WORK/old" "$dir/out"
ln "$dir/out" "$dir/other"
run -top -output="$dir/out" "$heap"
ok "a hard link: the file gets the report" has "$dir/out" "$WORK/want"
ok "and its other name keeps what it had" has "$dir/other" "$WORK/old"
rm "$dir"/*
for mode in 600 640 755; do
    cp "$WORK/old" "$dir/out"
    chmod $mode "$dir/out"
    run -top -output="$dir/out" "$heap"
    ok "mode $mode is kept" [ "$(stat -c %a "$dir/out")" = $mode ]
done
rm "$dir/out"
for mask in 077 002; do
    (umask $mask && "$CPPROF" -top -output="$dir/out" "$heap" 2>/dev/null)
    ok "umask $mask holds" [ "$(stat -c %a "$dir/out")" = "$(printf '%o' $((0666 & ~0$mask)))" ]
    rm "$dir/out"
done
long=$(printf '%0255d' 0)
run -top -output="$dir/$long" "$heap"
ok "the longest name" has "$dir/$long" "$WORK/want"
rm "$dir/$long"
run -top -output="$dir/${long}1" "$heap"
expect_error "a longer one" "file name too long"
mkfifo "$dir/fifo"
cat "$dir/fifo" >"$WORK/through" &
run -top -output="$dir/fifo" "$heap"
wait $!
ok "a named pipe" has "$WORK/through" "$WORK/want"
ok "stays one" [ -p "$dir/fifo" ]
rm "$dir/fifo"
run -proto -output=/dev/null "$heap"
ok "/dev/null" [ "$status" = 0 -a -c /dev/null ]
cp "$heap" "$dir/own"
run -proto -output="$dir/own" "$dir/own"
ok "the source as output" gzip -t "$dir/own"
rm "$dir/own"

if command -v nobody >/dev/null; then
    cp "$heap" "$WORK/secret"
    chmod 0 "$WORK/secret"
    run_nobody -top "$WORK/secret"
    expect_error "a source that may not be read" "permission denied"
    rm -f "$WORK/secret"
    cp "$WORK/old" "$dir/out"
    chmod 444 "$dir/out"
    run_nobody -top -output="$dir/out" "$heap"
    expect_error "an output that may not be written" "$dir/out: permission denied"
    ok "stays as it was" has "$dir/out" "$WORK/old"
    chmod 666 "$dir/out"
    [ "$(id -u)" = 0 ] && chmod 755 "$dir" || chmod 555 "$dir"
    run_nobody -top -output="$dir/out" "$heap"
    ok "a file that may be written, in a folder that may not" has "$dir/out" "$WORK/want"
    cp "$WORK/old" "$dir/out"
    run_nobody -list=nosuchfunction -output="$dir/out" "$heap"
    ok "and it stays as it was when the report fails" has "$dir/out" "$WORK/old"
    run_nobody -top -output="$dir/new" "$heap"
    expect_error "a new file there" "$dir/new: permission denied"
    chmod 1777 "$dir"
    if [ "$(id -u)" = 0 ]; then
        run_nobody -top -output="$dir/out" "$heap"
        ok "a file of another in a folder like /tmp" has "$dir/out" "$WORK/want"
        ok "stays the other's" [ "$(stat -c %u "$dir/out")" = 0 ]
        chown 65534:65534 "$dir/out"
        run -top -output="$dir/out" "$heap"
        ok "root gives a file that it replaces to whom it was" [ "$(stat -c %u:%g "$dir/out")" = 65534:65534 ]
    fi
    chmod 777 "$dir"
    rm "$dir"/*
fi

# A disk that fills up, and a file that something is mounted on, if we are allowed to mount.
if [ "$(id -u)" = 0 ] && unshare -m mount -t tmpfs none "$dir" 2>/dev/null; then
    mkdir -p "$WORK/kept"
    status=0
    # shellcheck disable=SC2016 # for the inner shell
    unshare -m sh -c 'mount -t tmpfs -o size=8k none "$1" && cp "$2" "$1/out" && { "$3" -raw -output="$1/out" "$4"; code=$?; }
        cp -a "$1"/. "$5"; exit $code' sh "$dir" "$WORK/old" "$CPPROF" "$heap" "$WORK/kept" >"$WORK/out" 2>"$WORK/err" || status=$?
    expect_error "a disk that fills up" "cpprof: $dir/out: no space left on device"
    ok "the old file is there" has "$WORK/kept/out" "$WORK/old"
    ok "and no other" [ "$(ls -A "$WORK/kept")" = out ]
    cp "$WORK/old" "$dir/out"
    cp "$WORK/old" "$WORK/mounted"
    status=0
    # shellcheck disable=SC2016
    unshare -m sh -c 'mount --bind "$1" "$2/out" && "$3" -top -output="$2/out" "$4"' sh \
        "$WORK/mounted" "$dir" "$CPPROF" "$heap" >"$WORK/out" 2>"$WORK/err" || status=$?
    ok "a file that is mounted is written in its place" has "$WORK/mounted" "$WORK/want"
    ok "and nothing is left" alone out
    rm -f "$dir/out"
fi
status=0
(ulimit -f 8 && "$CPPROF" -raw -output="$dir/out" "$heap") >"$WORK/out" 2>"$WORK/err" || status=$?
[ -z "${COVERAGE:-}" ] || sed -i '/^libgcov/d' "$WORK/err" # whose counts are over the limit, too
expect_error "a limit on the size of files" "$dir/out: file too large"
ok "leaves nothing" [ -z "$(ls -A "$dir")" ]

# ---- Ended in the middle, and two at once ----

# interrupted SIGNAL ARGUMENT ...: ends cpprof when it has written a part, and looks at the folder
interrupted() {
    signal=$1
    shift
    # A shell in the background ignores SIGINT and SIGQUIT, and its programs inherit that.
    env --default-signal FAULTS=write:wait:2 LD_PRELOAD="$INJECT" "$CPPROF" "$@" >/dev/null 2>&1 &
    pid=$!
    i=0
    while [ -z "$(find "$dir" -type f -name '*cpprof*' -size +0)" ] && [ $i -lt 100 ]; do
        i=$((i + 1))
        sleep 0.02
    done
    [ $i = 100 ] && fail "SIG$signal: no file that is not whole" "$(ls "$dir")"
    kill -s "$signal" $pid
    status=0
    wait $pid 2>/dev/null || status=$?
}

mkdir "$WORK/bin"
printf '#!/bin/sh\nexit 0\n' >"$WORK/bin/kcachegrind"
chmod +x "$WORK/bin/kcachegrind"
for signal in INT TERM HUP QUIT PIPE XCPU; do
    cp "$WORK/old" "$dir/out"
    interrupted $signal -raw -output="$dir/out" "$heap"
    ok "SIG$signal: the old file stays" has "$dir/out" "$WORK/old"
    ok "SIG$signal: and no other" alone out
    [ "$status" -gt 128 ] && pass "SIG$signal is what ended it" || fail "SIG$signal is what ended it" "$status"
done
interrupted KILL -raw -output="$dir/out" "$heap"
ok "SIGKILL: the old file stays" has "$dir/out" "$WORK/old"
case $(ls "$dir") in
"out
out.cpprof-"??????) pass "SIGKILL: another is left whose name says of what" ;;
*) fail "SIGKILL: another is left whose name says of what" "$(ls "$dir")" ;;
esac
rm "$dir"/*
PATH=$WORK/bin:$PATH TMPDIR=$dir interrupted TERM -kcachegrind "$heap"
ok "SIGTERM leaves nothing of what a viewer is to show" [ -z "$(ls -A "$dir")" ]
(trap '' HUP
    FAULTS=write:wait:2 LD_PRELOAD="$INJECT" "$CPPROF" -raw -output="$dir/out" "$heap" 2>/dev/null &
    echo $! >"$WORK/pid")
sleep 0.1
kill -s HUP "$(cat "$WORK/pid")"
sleep 0.1
kill -s TERM "$(cat "$WORK/pid")" && pass "nohup: SIGHUP does not end it" || fail "nohup: SIGHUP does not end it"

i=0
while [ $i -lt 8 ]; do
    i=$((i + 1))
    "$CPPROF" -top -output="$dir/out" "$heap" 2>/dev/null &
    "$CPPROF" -top -cum -output="$dir/out" "$heap" 2>/dev/null &
done
wait
"$CPPROF" -top -cum "$heap" >"$WORK/cum"
if has "$dir/out" "$WORK/want" || has "$dir/out" "$WORK/cum"; then
    pass "many at once: the file is whole"
else
    fail "many at once: the file is whole" "$(head -n 3 "$dir/out")"
fi
ok "and no other is left" alone out
