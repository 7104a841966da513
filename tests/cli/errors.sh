#!/bin/sh
# Errors on the command line: one line on standard error, exit status 2, nothing on standard output.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=testdata/applier/heap.008.pb.gz

# MESSAGE | ARGUMENTS
while IFS='|' read -r message args; do
    # shellcheck disable=SC2086 # the arguments are words
    run $args
    expect_error "cpprof $args" "$message"
done <<EOF
no profile source specified|-top
flag provided but not defined: -nosuchflag|-nosuchflag -top $heap
did you mean -focus=x?|-top -focsu=x $heap
did you mean -format=json?|-top -json $heap
did you mean -web?|-http=:8080 $heap
did you mean -top -nodecount=5?|-top=5 $heap
did you mean -top?|-topp $heap
flag provided but not defined: -sort (did you mean -cum?)|-top -sort=cum $heap
flag provided but not defined: -granularity (did you mean -lines?)|-top -granularity=lines $heap
bad flag syntax: ---top|---top $heap
flag needs an argument: -focus|-top -focus
must set at most one output format|-top -raw $heap
must set at most one output format|-top -list=x $heap
conflicting options set|-top -lines -files $heap
conflicting options set|-top -flat -cum $heap
-trim: invalid boolean value "perhaps"|-top -trim=perhaps $heap
-top: invalid boolean value "perhaps"|-top=perhaps $heap
-nodecount: "many" is not an integer|-top -nodecount=many $heap
-nodecount: "99999999999999999999" is not an integer, or too large|-top -nodecount=99999999999999999999 $heap
-nodecount: "1__0" is not an integer|-top -nodecount=1__0 $heap
-nodecount: "_1" is not an integer|-top -nodecount=_1 $heap
-nodefraction: "half" is not a number|-top -nodefraction=half $heap
zero divisor specified|-top -divide_by=0 $heap
sample_index 9 is outside the range [0..3]|-top -sample_index=9 $heap
sample_index "nosuch" must be one of: [alloc_objects alloc_space inuse_objects inuse_space]|-top -sample_index=nosuch $heap
sample_index "delay" must be one of: [alloc_objects alloc_space inuse_objects inuse_space]|-top -total_delay $heap
parsing focus regexp: error parsing regexp: missing closing ): \`(\`|-top -focus=( $heap
parsing tagfocus regexp: error parsing regexp: missing argument to repetition operator: \`*\`|-top -tagfocus=* $heap
-list: parsing argument regexp: error parsing regexp: missing closing ]: \`[a\`|-list=[a $heap
no matches found for regexp: nosuchfunction|-list=nosuchfunction $heap
must have base profile to normalize by|-top -normalize $heap
-base and -diff_base flags cannot both be specified|-top -base=$heap -diff_base=$heap $heap
profiles have empty common sample type list|-top -diff_base=testdata/cpu/cpu.pb.gz $heap
nosuch.pb.gz: no such file or directory|-top -diff_base=nosuch.pb.gz $heap
there is no report or option "nosuch"|-help=nosuch
EOF

run -top -nodecount=0x_a "$heap"
expect_status "a number as Go writes them" 0
run -top=false -raw "$heap"
expect_status "-top=false is as good as none" 0
run -top -alloc_space -sample_index=inuse_space "$heap"
expect_text "two ways to choose the value" "$WORK/err" "Multiple value selections, ignoring -alloc_space"
run -top -focus=nosuchfunction "$heap"
expect_status "a filter that matches nothing is no error" 0
expect_text "but is said" "$WORK/err" "Focus expression matched no samples"
run -top -tagfocus=1kb: "$heap"
expect_text "a range is said to be one" "$WORK/err" "tagfocus:Interpreted '1kb:' as range, not regexp"
run -top -- "$heap"
expect_status "-- ends the flags" 0
run -top "$heap" -cum
[ "$status" = 0 ] && grep -q "cpprof: -cum: no such file" "$WORK/err" &&
    pass "flags end at the first plain argument" || fail "flags end at the first plain argument" "$(cat "$WORK/err")"

run -top -tools=x -intel_syntax -seconds=5 -timeout 5 -symbolize=local "$heap"
expect_status "options that are accepted and not used" 0
run -help
expect_status "-help succeeds" 0
expect_text "and lists reports" "$WORK/out" "-list=regexp"
expect_text "and options" "$WORK/out" "-diff_base=profile"
run -help top
expect_text "-help top is about one report" "$WORK/out" "usage: cpprof -top"
run -help=list
expect_text "and says how to read it" "$WORK/out" "-source_path says where to look for them"
run -version
expect_text "-version" "$WORK/out" "cpprof "
expect_text "-version names the libraries" "$WORK/out" "zlib "
"$CPPROF" -help >/dev/full 2>"$WORK/err"
[ $? = 2 ] && grep -q "standard output: no space left on device" "$WORK/err" &&
    pass "a full disk fails the help" || fail "a full disk fails the help" "$(cat "$WORK/err")"
