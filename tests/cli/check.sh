#!/bin/sh
# -check: the verdict and its exit status, limits, budgets, and why nothing may have been compared. The whole text of a
# verdict is in tests/golden (check-*).
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
command -v python3 >/dev/null || { echo "ok - check # SKIP there is no python3"; exit 0; }
heap=testdata/applier/heap

# make FILE: makes a profile from the text on standard input; see tests/make_profile.py
make() {
    python3 tests/make_profile.py >"$WORK/$1"
}

# cpu FILE LINE ...: makes a profile of samples of 10 ms; each LINE is STACK COUNT
cpu() {
    file=$1
    shift
    {
        printf 'types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10000000\nduration: 30000000000\n'
        printf '%s\n' "$@" | awk 'NF { printf "%s %d %d0000000\n", $1, $2, $2 }'
    } | make "$file"
}

# verdict NAME STATUS VERDICT ARGUMENT ...: cpprof -check ends with this status, and its first and last line begin with VERDICT
verdict() {
    name=$1 wanted=$2 word=$3
    shift 3
    run -check "$@"
    first=$(head -n 1 "$WORK/out") last=$(tail -n 1 "$WORK/out")
    case $first in
    "$word"*) [ "$status" = "$wanted" ] && [ "$first" = "$last" ] && pass "$name" && return ;;
    esac
    fail "$name" "exit status $status, not $wanted" "first: $first" "last: $last" "$(cat "$WORK/err")"
}

# checks NAME STATUS OLD NEW ARGUMENT ...: as verdict, for two profiles in the folder, whose status tells the verdict
checks() {
    name=$1 wanted=$2 old=$3 new=$4
    shift 4
    case $wanted in
    0) word='PASS: ' ;;
    1) word='FAIL: ' ;;
    *) word='INCONCLUSIVE: ' ;;
    esac
    verdict "$name" "$wanted" "$word" "$@" -diff_base="$WORK/$old" "$WORK/$new"
}

said() { # NAME TEXT: the last check said so
    expect_text "$1" "$WORK/out" "$2"
}

unsaid() { # NAME TEXT: it did not
    grep -qF -e "$2" "$WORK/out" && fail "$1" "$(cat "$WORK/out")" || pass "$1"
}

cpu old 'main;a@/src/a.go:3 1000' 'main;b@/src/b.go:5 1000' 'main;c 2000'
cpu same 'main;a@/src/a.go:3 1000' 'main;b@/src/b.go:5 1000' 'main;c 2000'
cpu more 'main;a@/src/a.go:3 1000' 'main;b@/src/b.go:5 2000' 'main;c 2000'
cpu noise 'main;a@/src/a.go:3 1000' 'main;b@/src/b.go:5 1100' 'main;c 2000'
cpu fresh 'main;a@/src/a.go:3 1000' 'main;b@/src/b.go:5 1000' 'main;c 2000' 'main;n;d 300'
cpu other 'x;y 4000'
cpu twice_b 'main;a@/src/a.go:3 1000' 'main;b@/src/b.go:5 1000' 'main;b 2000'

# ---- Verdicts, with the default limits ----

verdict "with -base" 1 'FAIL: ' -base="$WORK/old" "$WORK/more"
verdict "real ones that are the same" 0 'PASS: ' -diff_base=$heap.008.pb.gz $heap.008.pb.gz
verdict "goroutines" 1 'FAIL: ' -diff_base=testdata/iterator/goroutine.001.pb.gz testdata/iterator/goroutine.002.pb.gz
for options in '-max_total=1000%' '-max_flat=10MB' '-limit=nosuch:5%' '-exempt=.' '-z=1000'; do
    run -check -self_test "$options"
    expect_status "-self_test $options fails, too" 1
done
run -check -self_test -max_flat=x
expect_error "but not with a wrong limit" "-max_flat"

# ---- Limits ----

checks "-max_total" 1 old more -max_total=24%
unsaid "and no other limit" -max_flat
checks "-max_total, not exceeded" 0 old more -max_total=26%
said "which is all that was checked" "PASS: the total within its limit; "
checks "-max_total and -max_flat, not exceeded" 0 old more -max_total=26% -max_flat=101%
said "both were checked" "PASS: the total and 4 functions within their limits; "
checks "a limit of one function, not exceeded" 0 old more '-limit=^b$:101%'
said "which is named as one" "PASS: 1 function within its limit; "
checks "no function is new" 0 old more -max_new=0
said "so none was checked" "PASS: no function is new; "
checks "every function exempt" 0 old more -max_flat=1% -exempt=.
said "is said" "PASS: every function is exempt; "
said "and a warning" "warning: every function is exempt"
checks "one function exempt" 0 old more -max_flat=1% '-exempt=^b$'
said "does not count" "PASS: 3 functions within their limits; "
checks "lines" 0 old more -lines -max_flat=101%
said "are named as lines" "PASS: 4 lines within their limits; "
checks "no line has a limit" 3 old same -lines '-limit=nosuch:5%'
said "nor is that said of functions" "INCONCLUSIVE: no line is met by "
checks "-max_flat" 1 old more -max_flat=99%
unsaid "which main does not exceed" "failed  cum"
checks "-max_flat, not exceeded" 0 old more -max_flat=101%
checks "-max_cum" 1 old more -max_cum=24%
said "of main" "failed  cum    40s -> 50s"
checks "-max_cum, not exceeded" 0 old more -max_cum=101%
checks "-max_new" 1 old fresh -max_new=7%
said "is of the old total" "exceeds -max_new=7%"
checks "-max_new, not exceeded" 0 old fresh -max_new=8%
checks "-max_new is not for what was there" 0 old more -max_new=0%
checks "an amount" 1 old more -max_flat=9900ms
checks "an amount, not exceeded" 0 old more -max_flat=10s
checks "an amount in the smallest unit" 1 old more -max_flat=9999999999ns
checks "an amount without a unit, of what has none" 1 old more -sample_index=samples -max_flat=999
checks "0 needs no unit" 1 old more -max_flat=0
checks "blanks after commas" 1 old more '-max_flat=5%, 1%total,  9s'
checks "a part of the total" 1 old more -max_flat=24.9%total
checks "a part of the total, not exceeded" 0 old more -max_flat=25%total
checks "all parts must be exceeded" 0 old more -max_flat=5%,1%total,10s
checks "and are" 1 old more -max_flat=5%,1%total,9s
checks "-limit" 1 old more '-limit=^b$:50%'
said "is named" 'exceeds -limit=^b$:50%'
checks "-limit in place of the others" 0 old more -max_flat=1% -max_cum=50% '-limit=^b$:200%'
checks "the first -limit that matches" 0 old more '-limit=^b$:200%' '-limit=^[abc]$:1%'
checks "-limit of a function that is new" 1 old fresh '-limit=^d$:5%'
checks "-exempt does not help the total" 1 old more -max_total=5% -exempt=.
checks "moved, of real growth" 1 old more -max_flat=5%
checks "growth within its error" 0 old noise -max_flat=5%
checks "-z" 1 old noise -max_flat=5% -z=1
checks "-z=0: any growth" 1 old noise -max_flat=5% -z=0
checks "-focus" 0 old more -max_total=5% '-focus=^[ac]$'
checks "-focus on what grew" 1 old more -max_total=5% '-focus=^b$'
said "is the total, then" "total  10s -> 20s"
checks "-sample_index" 1 old more -sample_index=samples -max_total=999
said "in its unit" "4000 -> 5000"

checks "several sample types" 1 old more -sample_index=samples,cpu -max_total=20%
said "each has a section" "-- FAIL: 1 limit exceeded; cpu 40s -> 50s"
checks "a blank after the comma, and numbers" 0 old same -sample_index='1, samples' -max_total=5%
said "in the order that was asked for" "PASS: cpu PASS, samples PASS"
checks "one that is inconclusive" 3 old same -sample_index=samples,cpu '-limit=nosuch:5%'
said "is the verdict" "INCONCLUSIVE: samples INCONCLUSIVE, cpu INCONCLUSIVE"
for types in samples, ,cpu samples,,cpu samples,nosuch samples,0; do
    run -check -sample_index=$types -diff_base="$WORK/old" "$WORK/more"
    expect_error "-sample_index=$types" "cpprof: sample_index"
done
run -check -sample_index=samples,cpu -max_flat=5%,10ms -diff_base="$WORK/old" "$WORK/more"
expect_error "a limit in the unit of one" "cpprof: samples: -max_flat=5%,10ms: values are in \"count\""
for report in top diff traces; do
    run -$report -sample_index=samples,cpu -diff_base="$WORK/old" "$WORK/more"
    expect_error "-$report takes one" "cpprof: sample_index \"samples,cpu\" must be one of: [samples cpu]"
done

# Several profiles on a side: values are per profile, and the differences between them count.
# runs FILE NUMBER EVENTS: makes a profile of ten functions, with 10000 events each, or a quarter more or less from run to run,
# and of b, with EVENTS
runs() {
    awk -v k="$2" -v b="$3" 'BEGIN {
        print "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10000000"
        printf "main;b %d %d0000000\n", b, b
        for (i = 0; i < 10; i++) {
            n = 10000 + 2500 * ((i * 7 + k * 5) % 3 - 1)
            printf "main;f%d %d %d0000000\n", i, n, n
        } }' | make "$1"
}
runs r1 1 7500
runs r2 2 10000
runs r3 3 12500
runs r4 2 13000
runs r5 2 60000
printf '%s\n' "$WORK/r1" "$WORK/r2" "$WORK/r3" >"$WORK/repeats"
printf '%s\n' "$WORK/r4" "$WORK/r4" >"$WORK/again"
printf '%s\n' "$WORK/r4" "$WORK/nosuch" "$WORK/r4" >"$WORK/one_missing"
checks "two profiles differ" 1 r2 r4 -max_flat=5%
printf '%s\n' "$WORK/r5" "$WORK/r5" >"$WORK/slow"
verdict "repeats differ as much by themselves" 0 'PASS: ' -max_flat=5% -diff_base=@"$WORK/repeats" @"$WORK/again"
said "their mean" "1100s -> "
unsaid "which is known then" "warning: one profile a side"
verdict "one of them is missing" 3 'INCONCLUSIVE: ' -max_flat=5% -diff_base=@"$WORK/repeats" @"$WORK/one_missing"
said "how many" "INCONCLUSIVE: 1 of 6 profiles could not be read (-allow_missing=1 would allow that)"
unsaid "once" "warning: 1 of 6"
head -c 300 "$WORK/r1" >"$WORK/truncated"
printf '%s\n' "$WORK/r1" "$WORK/r2" "$WORK/truncated" >"$WORK/one_truncated"
verdict "one missing and one truncated" 3 'INCONCLUSIVE: ' -max_flat=100% -allow_missing=1 \
    -diff_base=@"$WORK/one_truncated" @"$WORK/one_missing"
said "both sides count together" "INCONCLUSIVE: 2 of 6 profiles could not be read (-allow_missing=2 would allow that)"
verdict "two may be missing" 0 'PASS: ' -max_flat=100% -allow_missing=2 -diff_base=@"$WORK/one_truncated" @"$WORK/one_missing"
verdict "growth counts even so" 1 'FAIL: ' -max_flat=0% -z=0 -diff_base=@"$WORK/repeats" @"$WORK/one_missing"
said "with the reason" "warning: 1 of 6 profiles could not be read (-allow_missing=1 would allow that)"
verdict "one of them may be missing" 0 'PASS: ' -allow_missing=1 -max_flat=5% -diff_base=@"$WORK/repeats" \
    @"$WORK/one_missing"
said "the mean of the others" "1100s -> "
said "which is said" "warning: 1 of 6 profiles could not be read"
verdict "and one by much more" 1 'FAIL: ' -max_flat=5% -diff_base=@"$WORK/repeats" @"$WORK/slow"

cpu thin 'main;a 100' 'main;b 100'
checks "few samples" 0 thin thin
said "of which there is a word" "warning: few samples: a function with 5% of the total is seen to grow from "

cpu many 'main;a 50000' 'main;b 50000'
checks "many" 0 many many
unsaid "of which it does not warn" "warning: few samples"

# ---- The wrong profile on a side ----

gzip -c "$WORK/r1" >"$WORK/r1.gz"
checks "the same profile" 0 r1 r1.gz
said "whatever its file" "warning: both sides are the same profile"
printf '%s\n' "$WORK/r1.gz" "$WORK/r2" >"$WORK/one_same"
verdict "one of several" 0 'PASS: ' -max_flat=100% -diff_base=@"$WORK/repeats" @"$WORK/one_same"
said "is counted" "warning: 2 of 2 profiles are in the base, too"
checks "another profile with the same values" 0 old twice_b -max_flat=1000%
unsaid "is another" "warning: both sides"
newer() { # FILE TIME
    { printf 'time: %s\n' "$2" && printf 'types: samples/count cpu/nanoseconds\nmain;a 4000 40000000000\n'; } | make "$1"
}
newer monday 1700000000000000000
newer tuesday 1700086400000000000
newer wednesday 1700172800000000000
checks "in the order of time" 0 monday tuesday
unsaid "is no warning" "the base is newer"
checks "a base that is newer" 0 tuesday monday
said "is a warning, with both times" \
    "warning: the base is newer than the profile (2023-11-15 22:13:20 UTC and 2023-11-14 22:13:20 UTC): are the two swapped?"
for format in json csv markdown github junit; do
    run -check -format=$format -diff_base="$WORK/tuesday" "$WORK/monday"
    [ $format = csv ] || expect_text "in $format" "$WORK/out" "the base is newer than the profile"
done
printf '%s\n' "$WORK/monday" "$WORK/wednesday" >"$WORK/in_turn"
verdict "taken in turn" 0 'PASS: ' -diff_base=@"$WORK/in_turn" "$WORK/tuesday"
unsaid "is no warning either" "the base is newer"
for report in diff top proto; do
    run -$report -diff_base="$WORK/tuesday" "$WORK/monday"
    expect_text "-$report says it on stderr" "$WORK/err" "warning: the base is newer than the profile (2023-11-15"
    run -$report -diff_base="$WORK/tuesday" "$WORK/tuesday"
    expect_text "-$report of one profile" "$WORK/err" "warning: both sides are the same profile"
done

# ---- -normalize ----

cpu twice 'main;a 2000' 'main;b 2000' 'main;c 4000'
cpu share 'main;a 2000' 'main;b 4000' 'main;c 4000'
checks "twice as much of all" 1 old twice
checks "is the same, normalized" 0 old twice -normalize
said "and both totals are said" "cpu 40s -> 40s, 0 (+0.00%, error 2.14s), normalized from 80s"
checks "a larger share" 1 old share -normalize -max_flat=5%
said "of the old total" "10s -> 16s, +6s (+60.00%"
cpu few 'main;a 5' 'main;b 10'
checks "few samples do not become many" 3 old few -normalize
printf '%s\n' "$WORK/old" "$WORK/old" "$WORK/old" >"$WORK/three"
verdict "three profiles against one" 0 'PASS: ' -normalize -diff_base="$WORK/old" @"$WORK/three"

# ---- Nothing to compare is no success ----

because() { # NAME TEXT: the last verdict gives this reason
    expect_text "$1" "$WORK/out" "INCONCLUSIVE: $2"
}

checks "too few samples" 3 old few
because "so" "the profile has too few samples"
checks "too few samples of the base" 3 few old
because "so, too" "the base has too few samples"
cpu empty
checks "an empty profile" 3 old empty
because "that is said" "the profile is empty"
checks "an empty base" 3 empty old
because "that is said, too" "the base is empty"
checks "filters that match nothing" 3 old same -focus=nosuch
because "which leave nothing" "the filters leave nothing of the base"
checks "labels that no sample has" 3 old same -tagfocus=nosuch
checks "which source a sample is of is no label" 3 old same -tagfocus=source
checks "no function in common" 3 old other -max_flat=50%
because "that is a reason" "no function is in both profiles"
checks "a limit that no function has" 3 old same '-limit=nosuch:5%'
because "that is another" "no function is met by -limit=nosuch:5%"
checks "a limit that one has and one that none has" 3 old same '-limit=b:5%' '-limit=nosuch:5%'
checks "growth counts before that" 1 old more '-limit=nosuch:5%' -max_flat=5%
make stacks <<'END'
types: samples/count cpu/nanoseconds
period: cpu/nanoseconds 10000000
- 4000 40000000000
END
checks "samples without stacks" 3 stacks stacks
make objects <<'END'
types: objects/count space/bytes
a 1000 1000000
END
checks "no sample type in common" 3 old objects
because "with those of each side" "profiles have empty common sample type list: the profile has [objects space], the base has [samples cpu]"
run -top -diff_base="$WORK/old" "$WORK/objects"
expect_error "the same without -check" "list: the profile has [objects space], the base has [samples cpu]"
run -top "$WORK/old" "$WORK/same" "$WORK/objects"
expect_error "sources without a common type: which has which" \
    "list: $WORK/old has [samples cpu], $WORK/objects has [objects space]"
make seconds <<'END'
types: samples/count cpu/seconds
period: cpu/nanoseconds 10000000
main;a 4000 40
END
checks "a type in another unit is another" 0 seconds seconds -max_total=5%
verdict "which is not compared" 3 'INCONCLUSIVE: ' -sample_index=samples -max_cum=0% -max_flat=0% -limit=nosuch:0% \
    -diff_base="$WORK/old" "$WORK/seconds"
make period <<'END'
types: samples/count cpu/nanoseconds
period: cpu/nanoseconds 5000000
main;a 4000 40000000000
END
checks "another period" 3 old period
because "with both" "the profiles are of different periods: 10ms and 5ms"
make binary <<'END'
types: samples/count cpu/nanoseconds
period: cpu/nanoseconds 10000000
map: /bin/other
main;a 4000 40000000000
END
checks "another program" 3 old binary
because "and both names" "the profiles are of different programs: app and other"
verdict "real profiles of two programs" 3 'INCONCLUSIVE: ' -diff_base=testdata/iterator/heap.001.pb.gz $heap.001.pb.gz

make long <<'END'
types: samples/count cpu/nanoseconds
period: cpu/nanoseconds 10000000
duration: 60000000000
main;a 2000 20000000000
main;b 2000 20000000000
main;c 4000 40000000000
END
checks "another duration" 1 old long
said "is worth a warning" "warning: the profiles took 30s and 60s: -normalize compares shares"
checks "none where values are normalized" 0 old long -normalize
unsaid "so" "-normalize compares"

# ---- Errors ----

for options in -max_flat=x -max_total=-5% -max_cum=5%,6% -max_new=inf -max_flat=, -max_flat=5%,, -z=x '-limit=b' '-limit=(:5%' '-exempt=[' \
    -max_total=0x5% -allow_missing=-1 -allow_missing=some -report=markdown "-report=nosuch:$WORK/x" -report=:x -format=nosuch -sample_index=nosuch \
    -max_total=10MB '-limit=b:10MB' -budget=/nonexistent "-budget=$WORK"; do
    run -check "$options" -diff_base="$WORK/old" "$WORK/more"
    expect_error "$options" "cpprof: "
done
for options in '-exempt=a -exempt=(' '-limit=a:5% -limit=b:x' '-exempt=a -budget=/nonexistent'; do
    # shellcheck disable=SC2086 # two words
    run -check $options -diff_base="$WORK/old" "$WORK/more"
    expect_error "$options, of which the first is right" "cpprof: "
done
# A variable that is not set must not turn a gate off.
for option in max_total max_flat max_cum max_new limit exempt budget z report allow_missing; do
    run -check "-$option=" -diff_base="$WORK/old" "$WORK/more"
    expect_error "-$option with an empty value" "cpprof: -$option: "
    run -check "-$option" "" -diff_base="$WORK/old" "$WORK/more"
    expect_error "-$option with an empty argument" "cpprof: -$option: "
done
run -check -diff_base= "$WORK/more"
expect_error "-diff_base with an empty value" "cpprof: -check: must have a profile to compare with"
for limit in 10 5percent 10apples 10MB 5%,10; do
    run -check -max_flat=$limit -diff_base="$WORK/old" "$WORK/more"
    expect_error "$limit of a time: the units are listed" \
        "cpprof: -max_flat=$limit: values are in \"nanoseconds\", so a limit needs one of the units ns, us, ms, s, hrs, % or %total"
done
run -check -max_flat=10ms -sample_index=samples -diff_base="$WORK/old" "$WORK/more"
expect_error "a unit of what has none" "values are in \"count\", so a limit has no other unit but % and %total"
run -check -z=-1 -diff_base="$WORK/old" "$WORK/more"
expect_error "a negative z" "cpprof: -z: \"-1\" is negative"
run -check "$WORK/more"
expect_error "no base" "cpprof: -check: must have a profile to compare with (-diff_base)"
run -check -diff_base="$WORK/nosuch" "$WORK/more"
expect_error "a base that is not there" "no such file or directory"
run -check -diff_base="$WORK/old" tests/lib.sh
expect_error "a source that is not a profile" "cpprof: tests/lib.sh"
for option in max_total=5% max_flat=5% max_cum=5% max_new=5% limit=5% exempt=5% budget=5% z=5% allow_missing=5 report=json:5%; do
    run -top -$option -diff_base="$WORK/old" "$WORK/more"
    expect_error "-$option without -check" "cpprof: -${option%%=*} is for -check"
    run -$option -diff_base="$WORK/old" "$WORK/more" </dev/null
    expect_error "-$option without a report" "cpprof: -${option%%=*} is for -check"
done
run -top -self_test "$WORK/more"
expect_error "-self_test without -check" "cpprof: -self_test is for -check"
run -top -format=junit "$WORK/more"
expect_error "a format of checks alone" "cpprof: -top has no format \"junit\""

# ---- A file of limits ----

budget() { # TEXT: as the budget
    printf '%b' "$1" >"$WORK/budget"
}

budget '# of the service\n\nmax_flat = 50%\nexempt = ^a$\n'
checks "a budget" 1 old more -budget="$WORK/budget"
said "has the option's name" "exceeds -max_flat=50%"
unsaid "and alone counts" max_total
checks "the command line before it" 0 old more -max_flat=200% -budget="$WORK/budget"
budget 'max_flat = 5%\nlimit = ^b$:200%\nlimit = b:1%\n'
checks "the first limit of it that matches" 0 old more -budget="$WORK/budget"
checks "those of the command line come before" 1 old more '-limit=^b$:1%' -budget="$WORK/budget"
budget 'max_flat=5%\r\nexempt=^b$\r\n'
checks "line ends of Windows" 0 old more -budget="$WORK/budget"
said "exempt" "exempt  flat"
budget 'max_flat = 5%, 1%total,\t9s\n'
checks "blanks after commas" 1 old more -budget="$WORK/budget"
budget 'max_flat = 5%, 1%total, 11s\n'
checks "which all parts may have" 0 old more -budget="$WORK/budget"
budget 'max_flat = 5%\nz = 1\n'
checks "z" 1 old noise -budget="$WORK/budget"
checks "and -z before it" 0 old noise -z=3 -budget="$WORK/budget"
for text in 'max_flat\n' 'max_flat = x\n' '\n\nmax = 5%\n' 'limit = b\n' 'exempt = (\n' 'exempt =\n' 'limit = \n' 'z =\n' 'max_flat = 10\n' 'z = -1\n' 'max_flat = 5%\0\n' \
    'max_total = 5%\nmax_flat = 10MB\n'; do
    budget "$text"
    run -check -budget="$WORK/budget" -diff_base="$WORK/old" "$WORK/more"
    expect_error "a budget of $text" "cpprof: "
done
budget '\n\nmax = 5%\n'
run -check -budget="$WORK/budget" -diff_base="$WORK/old" "$WORK/more"
expect_error "which line it is" "cpprof: $WORK/budget: line 3: \"max\" is not max_total"
head -c 1100000 /dev/zero | tr '\0' '#' >"$WORK/budget"
run -check -budget="$WORK/budget" -diff_base="$WORK/old" "$WORK/more"
expect_error "a large one" "larger than 1 MB"
