#!/bin/sh
# What cpprof gives up, according to -debug. tests/unit/test_sandbox.c tests that it is really gone.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
profile=testdata/cpu/cpu.pb.gz

said() { # NAME PATTERN: the line about the sandbox; a kernel that has none makes another
    if grep -q '^sandbox: none' "$WORK/err" || grep -q "^sandbox:.*$2" "$WORK/err"; then
        pass "$1"
    else
        fail "$1" "$(cat "$WORK/err")"
    fi
}

run -top $profile
cp "$WORK/out" "$WORK/want"
grep -q sandbox "$WORK/err" && fail "silent without -debug" || pass "silent without -debug"
run -top -debug $profile
said "no network, no programs" 'no network, no programs'
cmp -s "$WORK/want" "$WORK/out" && pass "the report is the same" || fail "the report is the same"
run -list=main -debug $profile
said "list may read sources" 'files may be read'
run -top -sandbox=false -debug $profile
grep -qx 'sandbox: none' "$WORK/err" && pass "-sandbox=false" || fail "-sandbox=false" "$(cat "$WORK/err")"
cmp -s "$WORK/want" "$WORK/out" && pass "the same without" || fail "the same without"

CPPROF_SANDBOX=off "$CPPROF" -top -debug $profile >"$WORK/out" 2>"$WORK/err"
grep -qx 'sandbox: none' "$WORK/err" && pass "CPPROF_SANDBOX=off" || fail "CPPROF_SANDBOX=off" "$(cat "$WORK/err")"

mkdir "$WORK/a" "$WORK/b"
ln -s ../b/real "$WORK/a/link"
echo old >"$WORK/b/real"
run -proto -output="$WORK/a/new" $profile
expect_status "a new file" 0
run -proto -output="$WORK/a/link" $profile
expect_status "through a symbolic link" 0
cmp -s "$WORK/a/new" "$WORK/b/real" && pass "which led to the file" || fail "which led to the file"
(cd "$WORK/a" && "$CPPROF" -top -output=here "$ROOT/$profile" 2>"$WORK/err") &&
    cmp -s "$WORK/want" "$WORK/a/here" && pass "in the current folder" || fail "in the current folder" "$(cat "$WORK/err")"
run -top -output=/dev/stdout $profile
cmp -s "$WORK/want" "$WORK/out" && pass "to /dev/stdout" || fail "to /dev/stdout" "$(cat "$WORK/err")"
TZ=Asia/Tokyo run -top $profile
TZ=Asia/Tokyo "$CPPROF" -top -sandbox=false $profile >"$WORK/want" 2>"$WORK/err"
cmp -s "$WORK/want" "$WORK/out" && pass "time zones are read before" || fail "time zones are read before"
printf 'top > %s\n' "$WORK/a/shell" >"$WORK/script"
"$CPPROF" $profile <"$WORK/script" >"$WORK/out" 2>"$WORK/err"
[ -s "$WORK/a/shell" ] && pass "the shell writes" || fail "the shell writes" "$(cat "$WORK/err")"
