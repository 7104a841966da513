#!/bin/sh
# The sources of profiles: files, pipes, compressed data, several files, a binary before them.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=testdata/applier/heap.008.pb.gz
"$CPPROF" -top -nodecount=5 "$heap" >"$WORK/want"

same() { # NAME: the last run succeeded and printed what is wanted
    if [ "$status" = 0 ] && cmp -s "$WORK/want" "$WORK/out"; then
        pass "$1"
    else
        fail "$1" "exit status $status" "$(cat "$WORK/err")" "$(diff "$WORK/want" "$WORK/out" | head -n 5)"
    fi
}

run -top -nodecount=5 - <"$heap"
same "standard input as -"
run -top -nodecount=5 /dev/stdin <"$heap"
same "standard input as /dev/stdin"
# shellcheck disable=SC2002 # it is the pipe that is tested
cat "$heap" | "$CPPROF" -top -nodecount=5 - >"$WORK/out" 2>"$WORK/err"
status=$?
same "a pipe"
mkfifo "$WORK/fifo"
cat "$heap" >"$WORK/fifo" &
run -top -nodecount=5 "$WORK/fifo"
same "a named pipe"
gzip -dc "$heap" >"$WORK/plain.pb"
run -top -nodecount=5 "$WORK/plain.pb"
same "not compressed"
half=$(($(wc -c <"$WORK/plain.pb") / 2))
{ head -c "$half" "$WORK/plain.pb" | gzip -c; tail -c +$((half + 1)) "$WORK/plain.pb" | gzip -c; } >"$WORK/members.gz"
run -top -nodecount=5 "$WORK/members.gz"
same "gzip in two members"
if command -v zstd >/dev/null; then
    zstd -q -o "$WORK/heap.zst" "$WORK/plain.pb"
    run -top -nodecount=5 "$WORK/heap.zst"
    same "zstd"
fi
run -top -nodecount=5 /bin/sh "$heap"
if [ "$status" = 0 ] && head -n 1 "$WORK/out" | grep -q '^File: sh$'; then
    pass "a binary before the profile gives its name"
else
    fail "a binary before the profile gives its name" "$(head -n 2 "$WORK/out" "$WORK/err")"
fi
run -top -buildid=0123abcd "$heap"
expect_text "a build id where the profile has none" "$WORK/out" "Build ID: 0123abcd"
run -proto -buildid=0123abcd -output="$WORK/with_id.pb.gz" "$heap"
run -top -buildid=ffff "$WORK/with_id.pb.gz"
expect_text "a build id of the profile stays" "$WORK/out" "Build ID: 0123abcd"

run -top "$heap" nosuch.pb.gz
expect_status "one of two profiles is enough" 0
expect_text "the other is named" "$WORK/err" "cpprof: nosuch.pb.gz: no such file or directory"
expect_text "and counted" "$WORK/err" "Fetched 1 source profiles out of 2"

run -top nosuch.pb.gz
expect_error "a file that is not there" "cpprof: nosuch.pb.gz: no such file or directory"
run -top nosuch1 nosuch2
[ "$status" = 2 ] && [ ! -s "$WORK/out" ] && pass "no profile at all" || fail "no profile at all" "status $status"
run -top testdata
expect_error "a folder" "cpprof: testdata: is a directory"
run -top LICENSE
expect_error "a file that is not a profile" "cpprof: LICENSE: unrecognized profile format"
printf '<!DOCTYPE html>\n<title>404</title>\n' | gzip -c >"$WORK/saved.pb.gz"
run -top "$WORK/saved.pb.gz"
expect_error "a page that was saved as a profile" "saved.pb.gz: unrecognized profile format: this looks like an HTML page"
run -top testdata/applier/leak.png
expect_error "a picture" "leak.png: unrecognized profile format: this looks like a PNG image"
run -top "$CPPROF"
expect_error "an executable alone" "unrecognized profile format: this looks like an executable"
: >"$WORK/empty"
run -top "$WORK/empty"
expect_error "an empty file" "empty: empty input file"
head -c 3000 "$heap" >"$WORK/cut.pb.gz"
run -top "$WORK/cut.pb.gz"
expect_error "a gzip file cut short" "cut.pb.gz: decompressing: unexpected end of the gzip data"
# The first byte is a wire type that does not exist. Random bytes alone may announce a field of gigabytes, which is then waited for.
{ { printf '\017'; head -c 1000000 /dev/urandom; } | gzip -c; sleep 5; } | timeout 4 "$CPPROF" -top - >"$WORK/out" 2>"$WORK/err"
status=$?
expect_error "a pipe that gives rubbish and then stays silent" "-: unrecognized profile format: "
head -c 3000 "$WORK/plain.pb" >"$WORK/cut.pb"
run -top "$WORK/cut.pb"
expect_error "a plain file cut short" "cut.pb: "
{ cat "$heap"; echo rubbish; } >"$WORK/tail.pb.gz"
run -top "$WORK/tail.pb.gz"
expect_error "rubbish after the gzip data" "tail.pb.gz: decompressing: "
cat "$WORK/plain.pb" "$WORK/plain.pb" >"$WORK/twice.pb"
run -top "$WORK/twice.pb"
expect_error "two profiles in one file" "twice.pb: concatenated profiles detected"
if [ "$(id -u)" != 0 ]; then
    cp "$heap" "$WORK/unreadable.pb.gz"
    chmod 0 "$WORK/unreadable.pb.gz"
    run -top "$WORK/unreadable.pb.gz"
    expect_error "a file that may not be read" "permission denied"
fi

# A list of many missing files: some are named, and the others counted.
awk 'BEGIN { for (i = 0; i < 200000; i++) print "missing." i }' >"$WORK/many"
run -top "@$WORK/many"
[ "$status" = 2 ] && [ "$(wc -l <"$WORK/err")" = 12 ] &&
    pass "200,000 missing files take twelve lines" || fail "200,000 missing files take twelve lines" "$(head -n 20 "$WORK/err")"
expect_text "which name ten" "$WORK/err" "missing.9: "
expect_text "and count the others" "$WORK/err" "and 199990 more that could not be read"
