#!/bin/sh
# -format: reports as JSON, CSV and Markdown, compared with the contents of the profiles, and reports without such a format.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
cpu=testdata/cpu/cpu.pb.gz

# ---- Formats that a report does not have ----

for report in dot svg png proto topproto raw callgrind web; do
    for format in json csv markdown; do
        run -$report -format=$format "$cpu"
        expect_error "-$report -format=$format" "cpprof: -$report is not a table: it has no format \"$format\""
    done
done
for format in csv markdown github junit; do
    run -traces -format=$format "$cpu"
    expect_error "-traces -format=$format" "cpprof: -traces has no format \"$format\""
done
for format in xml JSON '' json,csv; do
    run -top -format="$format" "$cpu"
    expect_error "-format=$format" "cpprof: -format: \"$format\" is not one of text|json|csv|markdown"
done
for report in peek list; do
    for format in json csv markdown; do
        run -$report=nosuchfunction -format=$format "$cpu"
        expect_error "-$report that finds nothing, as $format" "no matches found for regexp: nosuchfunction"
    done
done
"$CPPROF" -top "$cpu" >"$WORK/want"
run -top -format=text "$cpu"
cmp -s "$WORK/want" "$WORK/out" && pass "-format=text changes nothing" || fail "-format=text changes nothing"

# ---- Where the output goes ----

for format in json csv markdown; do
    "$CPPROF" -tree -format=$format "$cpu" >"$WORK/want"
    run -tree -format=$format -output="$WORK/file" "$cpu"
    cmp -s "$WORK/want" "$WORK/file" && [ ! -s "$WORK/out" ] && pass "-output with -format=$format" || fail "-output with -format=$format"
    run -tree -format=$format -color=always "$cpu"
    cmp -s "$WORK/want" "$WORK/out" && pass "$format has no colour" || fail "$format has no colour"
    run -format=$format -output=/dev/full -tree "$cpu"
    expect_error "$format on a device that is full" "/dev/full: no space left on device"
    if script -qec true /dev/null >/dev/null 2>&1; then
        # The terminal turns LF into CR LF.
        TERM=xterm script -qec "'$CPPROF' -tree -format=$format '$cpu'" /dev/null </dev/null 2>/dev/null | tr -d '\r' >"$WORK/tty"
        tr -d '\r' <"$WORK/want" | cmp -s - "$WORK/tty" && pass "$format on a terminal" || fail "$format on a terminal" "$(head -n 3 "$WORK/tty")"
    fi
done

# In the shell, the format is a setting. tests/golden holds a whole session (shell-formats).
printf 'format=csv\ntop3 >%s\n' "$WORK/top.csv" | "$CPPROF" "$cpu" >"$WORK/out" 2>"$WORK/err"
"$CPPROF" -top -nodecount=3 -format=csv "$cpu" | cmp -s - "$WORK/top.csv" && pass "CSV of the shell goes to a file" ||
    fail "CSV of the shell goes to a file" "$(head -n 3 "$WORK/top.csv")"

# ---- The contents ----

# The text of a frame is kept for the next time, but not if it is too large: then it is made anew each time.
if command -v python3 >/dev/null; then
    python3 - <<'END' | python3 tests/make_profile.py >"$WORK/long"
print('types: samples/count', 'main;a;%s 4' % ('x' * 6000000), 'main;a;%s 5' % ('x' * 6000000), sep='\n')
END
    run -traces -format=json "$WORK/long"
    python3 - "$WORK/out" <<'END' && pass "a long frame as often as it comes" || fail "a long frame as often as it comes"
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])][1:]
assert sorted(row['value'] for row in rows) == [4, 5]
assert all([f['name'] for f in row['frames']] == ['x' * 6000000, 'a', 'main'] for row in rows)
END
fi

if python3 -c 'import jsonschema' 2>/dev/null; then
    run -proto -focus=nosuchfunction -output="$WORK/empty.pb.gz" "$cpu"
    PYTHONDONTWRITEBYTECODE=1 python3 tests/formats/check.py "$WORK/empty.pb.gz"
else
    echo "ok - formats against profiles # SKIP there is no python3 with jsonschema"
fi
