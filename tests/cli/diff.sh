#!/bin/sh
# -diff: the table of both sides, its order, marks and header. Its other formats are in check_formats.sh.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
command -v python3 >/dev/null || { echo "ok - diff # SKIP there is no python3"; exit 0; }

make() { # FILE: a profile from the text on standard input; see tests/make_profile.py
    python3 tests/make_profile.py >"$WORK/$1"
}

make old <<'END'
types: samples/count cpu/nanoseconds
period: cpu/nanoseconds 10000000
duration: 30000000000
time: 1700000000000000000
main;a@/src/a.go:3 1000 10000000000
main;b@/src/b.go:5;x 200 2000000000
main;gone 500 5000000000
main;split 800 8000000000
main;small 1 10000000
END
make new <<'END'
types: samples/count cpu/nanoseconds
period: cpu/nanoseconds 10000000
duration: 40000000000
main;a@/src/a.go:3 1000 10000000000
main;b@/src/b.go:5;x 900 9000000000
main;fresh 300 3000000000
main;split 500 5000000000
main;part 300 3000000000
main;small 2 20000000
END

run -diff -diff_base="$WORK/old" "$WORK/new"
expect_status "a diff" 0
expect_text "the old side, with its duration and time" "$WORK/out" "Old: 25.01s in 30s, 2023-11-14 22:13:20 UTC"
expect_text "the new side" "$WORK/out" "New: 30.02s in 40s"
expect_text "the difference" "$WORK/out" "Delta: +5.01s, +20.03%, error "
expect_text "what is small is counted" "$WORK/out" "Dropped 1 function"

# row NAME WANTED: flat old, new, delta, delta%, shares; cum old, new; mark
row() {
    got=$(awk -v name="$1" '$NF == name { mark = $(NF - 1) ~ /^[a-z]+$/ ? " " $(NF - 1) : ""
        gsub(/±[^ ]*/, ""); $NF = ""; sub(/ [a-z]+ *$/, ""); $1 = $1; sub(/ $/, ""); print $0 mark }' "$WORK/out")
    [ "$got" = "$2" ] && pass "the row of $1" || fail "the row of $1" "got  $got" "want $2"
}
row x "2s 9s +7s +350.00% 8.00% 29.98% 2s 9s +7s +350.00% 8.00% 29.98%"
row b "0 0 0 0.00% 0.00% 2s 9s +7s +350.00% 8.00% 29.98%"
row gone "5s 0 -5s -100.00% 19.99% 0.00% 5s 0 -5s -100.00% 19.99% 0.00% gone"
row fresh "0 3s +3s 0.00% 9.99% 0 3s +3s 0.00% 9.99% new"
row split "8s 5s -3s -37.50% 31.99% 16.66% 8s 5s -3s -37.50% 31.99% 16.66%"
row main "0 0 0 0.00% 0.00% 25.01s 30.02s +5.01s +20.03% 100.00% 100.00%"
grep -q ' a$' "$WORK/out" && fail "what is the same is no row" || pass "what is the same is no row"

names() { # NAME WANTED: the rows in their order
    got=$(sed '1,/^ *flat old/d' "$WORK/out" | awk '{ printf "%s%s", n++ ? " " : "", $NF }')
    [ "$got" = "$2" ] && pass "$1" || fail "$1" "got  $got" "want $2"
}
names "by the size of the flat delta, then of the cum delta, then by name" "x gone fresh part split b main"
run -diff -drop_negative -diff_base="$WORK/old" "$WORK/new"
names "what became less is left out" "x fresh part b main"
run -diff -cum -diff_base="$WORK/old" "$WORK/new"
names "-cum" "x b main gone fresh part split"
run -diff -nodecount=2 -diff_base="$WORK/old" "$WORK/new"
names "-nodecount" "x gone"
run -diff -trim=false -diff_base="$WORK/old" "$WORK/new"
names "-trim=false" "x gone fresh part split small b main"
run -diff -focus=b -diff_base="$WORK/old" "$WORK/new"
names "-focus" "x b main"
run -diff -files -diff_base="$WORK/old" "$WORK/new"
expect_text "-files" "$WORK/out" "/src/b.go"
run -diff -lines -diff_base="$WORK/old" "$WORK/new"
expect_text "-lines" "$WORK/out" "b /src/b.go:5"
run -diff -sample_index=samples -base="$WORK/old" "$WORK/new"
expect_text "-base is as good, and any sample type" "$WORK/out" "Old: 2501 in 30s"
run -diff -normalize -diff_base="$WORK/old" "$WORK/new"
expect_text "-normalize" "$WORK/out" "New: 25.01s in 40s"

make moved <<'END'
types: samples/count cpu/nanoseconds
main;f 600 6000000000
main;g 400 4000000000
END
make whole <<'END'
types: samples/count cpu/nanoseconds
main;f 1000 10000000000
END
run -diff -diff_base="$WORK/whole" "$WORK/moved"
row f "10s 6s -4s -40.00% 100.00% 60.00% 10s 6s -4s -40.00% 100.00% 60.00% moved"

# Go's profiles of a busy machine: what was interrupted is the same
make busy <<'END'
types: samples/count cpu/nanoseconds
main;f 800 8000000000
main;f;runtime.asyncPreempt;runtime.asyncPreempt2 200 2000000000
END
run -diff -diff_base="$WORK/whole" "$WORK/busy"
names "preemption is counted at what it interrupted" ""

# Which source a sample is of is no label: one that looks like it is like any other
make labelled <<'END'
types: samples/count cpu/nanoseconds
main;f 600 6000000000 | cpprof::source=one
main;g 400 4000000000 | cpprof::source=zero
END
run -diff -diff_base="$WORK/whole" "$WORK/labelled"
row g "0 4s +4s 0.00% 40.00% 0 4s +4s 0.00% 40.00% new"
run -diff -tagfocus=cpprof::source=zero -diff_base="$WORK/labelled" "$WORK/labelled"
expect_text "it can be filtered by" "$WORK/out" "Old: 4s"
run -tags "$WORK/labelled"
expect_text "and is shown" "$WORK/out" "cpprof::source"

# Several a side: values are per profile
printf '%s\n' "$WORK/old" "$WORK/new" >"$WORK/both"
run -diff -diff_base=@"$WORK/both" "$WORK/new"
expect_text "per profile" "$WORK/out" "Old: 27.52s a profile, of 2 in 35s"

run -diff "$WORK/new"
expect_error "no base" "cpprof: -diff: must have a profile to compare with (-diff_base)"
run -diff -diff_base="$WORK/old" testdata/applier/heap.001.pb.gz
expect_error "no sample type in common" "cpprof: "
printf 'diff\n' | "$CPPROF" "$WORK/new" >"$WORK/out" 2>"$WORK/err"
expect_text "the shell has one side" "$WORK/err" "compares the profiles of a command line"
