#!/bin/sh
# Where reports go: standard output, files and devices. Files appear whole or not at all.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=$ROOT/testdata/applier/heap.008.pb.gz
"$CPPROF" -top "$heap" >"$WORK/want"
mkdir "$WORK/dir"

run -top -output="$WORK/dir/top.txt" "$heap"
expect_text "the file is named on stderr" "$WORK/err" "Generating report in $WORK/dir/top.txt"
cmp -s "$WORK/want" "$WORK/dir/top.txt" && [ ! -s "$WORK/out" ] && pass "-output writes the file" || fail "-output writes the file"
[ "$(ls "$WORK/dir")" = top.txt ] && pass "and no other" || fail "and no other" "$(ls "$WORK/dir")"
[ "$(stat -c %a "$WORK/dir/top.txt")" = "$(printf '%o' $((0666 & ~0$(umask))))" ] &&
    pass "with the usual permissions" || fail "with the usual permissions" "$(stat -c %a "$WORK/dir/top.txt")"

chmod 600 "$WORK/dir/top.txt"
ln -s top.txt "$WORK/dir/link.txt"
run -top -cum -output="$WORK/dir/link.txt" "$heap"
[ -L "$WORK/dir/link.txt" ] && ! cmp -s "$WORK/want" "$WORK/dir/top.txt" && [ "$(stat -c %a "$WORK/dir/top.txt")" = 600 ] &&
    pass "a link is followed, permissions stay" || fail "a link is followed, permissions stay" "$(ls -l "$WORK/dir")"

cp "$WORK/want" "$WORK/dir/top.txt"
run -list=nosuchfunction -output="$WORK/dir/top.txt" "$heap"
[ "$status" = 2 ] && cmp -s "$WORK/want" "$WORK/dir/top.txt" && [ "$(find "$WORK/dir" -type f | wc -l)" = 1 ] &&
    pass "a report that fails leaves the old file" || fail "a report that fails leaves the old file" "$(ls "$WORK/dir")"

run -top -output=- "$heap"
cmp -s "$WORK/want" "$WORK/out" && pass "-output=- is standard output" || fail "-output=- is standard output"
run -top -output=/dev/stdout "$heap"
cmp -s "$WORK/want" "$WORK/out" && pass "so is /dev/stdout" || fail "so is /dev/stdout" "$(cat "$WORK/err")"
run -top -output=/dev/full "$heap"
expect_error "a device that is full" "/dev/full: no space left on device"
run -top -output="$WORK/nosuch/top.txt" "$heap"
expect_error "a folder that is not there" "$WORK/nosuch/top.txt: no such file or directory"
run -top -output="$WORK/dir" "$heap"
expect_error "a folder as output" "$WORK/dir: is a directory"
"$CPPROF" -raw "$heap" >/dev/full 2>"$WORK/err"
[ $? = 2 ] && grep -q "cpprof: standard output: no space left on device" "$WORK/err" &&
    pass "standard output on a full disk" || fail "standard output on a full disk" "$(cat "$WORK/err")"
"$CPPROF" -raw "$heap" 2>"$WORK/err" | head -n 1 >/dev/null
[ ! -s "$WORK/err" ] && pass "a reader that stops early is no error" || fail "a reader that stops early is no error" "$(cat "$WORK/err")"

# Without a report, the ending of the file chooses one, unless standard input has commands.
"$CPPROF" -dot "$heap" >"$WORK/want.dot"
run -output="$WORK/dir/graph.dot" "$heap" </dev/null
[ "$status" = 0 ] && [ ! -s "$WORK/out" ] && cmp -s "$WORK/want.dot" "$WORK/dir/graph.dot" && pass "the ending .dot makes -dot" ||
    fail "the ending .dot makes -dot" "$(cat "$WORK/err")"
run -output="$WORK/dir/all.pb.gz" "$heap" </dev/null
gzip -t "$WORK/dir/all.pb.gz" 2>/dev/null && pass "the ending .pb.gz makes -proto" || fail "the ending .pb.gz makes -proto"
echo top | "$CPPROF" -output="$WORK/dir/graph.dot" "$heap" 2>"$WORK/err"
grep -q '^Showing' "$WORK/dir/graph.dot" && pass "commands on standard input come first" ||
    fail "commands on standard input come first" "$(head -n 3 "$WORK/dir/graph.dot")"
run -output="$WORK/dir/none.json" "$heap" </dev/null
[ "$status" = 0 ] && [ ! -e "$WORK/dir/none.json" ] && grep -q '^hint: no report was asked for' "$WORK/err" &&
    pass "an ending that no report has is no report" || fail "an ending that no report has is no report" "$(cat "$WORK/err")"

run -proto -output="$WORK/copy.pb.gz" "$heap"
gzip -t "$WORK/copy.pb.gz" 2>/dev/null && pass "-proto is gzip data" || fail "-proto is gzip data"
"$CPPROF" -raw "$heap" >"$WORK/raw1"
"$CPPROF" -raw "$WORK/copy.pb.gz" >"$WORK/raw2"
cmp -s "$WORK/raw1" "$WORK/raw2" && pass "and the same profile" || fail "and the same profile" "$(diff "$WORK/raw1" "$WORK/raw2" | head -n 5)"
if command -v go >/dev/null; then
    go tool pprof -symbolize=none -top "$WORK/copy.pb.gz" 2>/dev/null | grep -q applyLoop &&
        pass "go tool pprof reads it" || fail "go tool pprof reads it"
fi

# On a terminal, a report that is not text goes to a new file.
if script -qec true /dev/null >/dev/null 2>&1; then
    (cd "$WORK/dir" && script -qec "'$CPPROF' -proto '$heap'" /dev/null >"$WORK/tty" 2>&1 </dev/null &&
        script -qec "'$CPPROF' -proto '$heap'" /dev/null >>"$WORK/tty" 2>&1 </dev/null)
    [ -s "$WORK/dir/profile001.pb.gz" ] && [ -s "$WORK/dir/profile002.pb.gz" ] &&
        pass "a terminal gets a numbered file instead" || fail "a terminal gets a numbered file instead" "$(cat "$WORK/tty")"
    (cd "$WORK/dir" && script -qec "'$CPPROF' -output=typed.dot '$heap'" /dev/null >"$WORK/tty" 2>&1 </dev/null)
    cmp -s "$WORK/want.dot" "$WORK/dir/typed.dot" && pass "at a terminal, too, the ending chooses the report" ||
        fail "at a terminal, too, the ending chooses the report" "$(cat "$WORK/tty")"
fi

# Two results in the same file would replace each other.

mkdir "$WORK/results"
cd "$WORK/results" || exit 1
mkdir folder
ln -s new link
ln -s folder alias
touch there
ln there other
while read -r first second; do
    run -check -report=markdown:"$first" -report=json:"$second" -diff_base="$heap" "$heap"
    expect_error "two results in $first and $second" "$second: -report names the same file twice"
    run -check -report=json:"$second" -output="$first" -diff_base="$heap" "$heap"
    expect_error "and with -output" "$second: -report and -output name the same file"
done <<'END'
r.md r.md
r.md ./r.md
r.md folder/../r.md
new link
link new
alias/r.md folder/r.md
there there
END
[ "$(echo *)" = "alias folder link other there" ] && pass "leave nothing behind" || fail "leave nothing behind" "$(echo *)"
while read -r first second; do
    run -check -report=markdown:"$first" -report=json:"$second" -diff_base="$heap" "$heap"
    expect_status "but not in $first and $second" 0
done <<'END'
r.md folder/r.md
there other
/dev/null /dev/null
/dev/stdout /dev/stdout
END
