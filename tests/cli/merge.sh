#!/bin/sh
# Many profiles as one: lists of sources, several files that are read at once, merges of merges.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heaps=testdata/applier

same() { # NAME: the last run succeeded and printed what is in $WORK/want
    if [ "$status" = 0 ] && cmp -s "$WORK/want" "$WORK/out"; then
        pass "$1"
    else
        fail "$1" "exit status $status" "$(head -n 3 "$WORK/err")" "$(diff "$WORK/want" "$WORK/out" | head -n 5)"
    fi
}

# ---- Lists ----

ls "$heaps"/*.pb.gz >"$WORK/list"
run -raw "$heaps"/*.pb.gz
cp "$WORK/out" "$WORK/want"
run -raw "@$WORK/list"
same "a list names sources"
head -n 3 "$WORK/list" >"$WORK/first"
tail -n +4 "$WORK/list" | sed 's/$/\r/' | awk '{ print; print "" }' >"$WORK/rest"
run -raw "@$WORK/first" "@$WORK/rest"
same "several lists, empty lines, CR LF"
printf '%s' "$(cat "$WORK/list")" >"$WORK/unended"
run -raw "@$WORK/unended"
same "no newline after the last line"
run -raw "$heaps/heap.001.pb.gz" "$heaps/heap.002.pb.gz" "$heaps/heap.003.pb.gz" "@$WORK/rest"
same "names before a list"
run -raw @- <"$WORK/list"
same "a list from standard input"
run -raw /bin/sh "@$WORK/list"
grep -q '/bin/sh' "$WORK/out" && pass "a binary before a list" || fail "a binary before a list" "$(tail -n 3 "$WORK/out")"
(cd "$heaps" && ls ./*.pb.gz >"$WORK/relative" && "$CPPROF" -raw "@$WORK/relative" >"$WORK/out" 2>"$WORK/err")
status=$?
same "names are relative to the current folder"
cp "$heaps/heap.001.pb.gz" "$WORK/@x"
cp "$heaps/heap.002.pb.gz" "$WORK/ a name"
"$CPPROF" -raw "$heaps/heap.001.pb.gz" "$heaps/heap.002.pb.gz" >"$WORK/want"
printf '@x\n a name\n' >"$WORK/odd"
(cd "$WORK" && "$CPPROF" -raw ./@x ' a name' >"$WORK/out" 2>"$WORK/err")
status=$?
same "./@x is a file"
(cd "$WORK" && "$CPPROF" -raw @odd >"$WORK/out" 2>"$WORK/err")
status=$?
same "a line is a name as it is"
"$CPPROF" -top -diff_base="$heaps/heap.001.pb.gz" "$heaps/heap.008.pb.gz" >"$WORK/want"
echo "$heaps/heap.001.pb.gz" >"$WORK/one"
run -top -diff_base="@$WORK/one" "$heaps/heap.008.pb.gz"
same "a list as base"
run -top -normalize -base=@- "$heaps/heap.008.pb.gz" <"$WORK/first"
expect_status "a list of several from standard input as base" 0

printf '\n\r\n\n' >"$WORK/empty"
printf 'a\nb\0c\n' >"$WORK/nul"
head -c 5000 /dev/zero | tr '\0' x >"$WORK/long"
while IFS='|' read -r message args; do
    # shellcheck disable=SC2086 # the arguments are words
    (cd "$WORK" && exec "$CPPROF" $args) >"$WORK/out" 2>"$WORK/err" <"$WORK/list"
    status=$?
    expect_error "cpprof $args" "cpprof: $message"
done <<EOF
@nosuch: no such file or directory|-top @nosuch
@.: is a directory|-top @.
@: the name of a list is missing|-top @
@empty: this list names no source|-top @empty
@nul: line 2: a NUL byte|-top @nul
@/dev/zero: line 1: a NUL byte|-top @/dev/zero
@long: line 1: longer than a file name can be|-top @long
@-: standard input can be only one list|-top @- @-
@-: standard input can be only one list|-top -base=@- @-
-: standard input is the list of sources already|-top @- -
-: standard input is the list of sources already|-top -base=- @-
EOF

awk -v f="$heaps/heap.001.pb.gz" 'BEGIN { for (i = 0; i < 100000; i++) print "nosuch" i; print f }' >"$WORK/huge"
run -top -nodecount=2 "@$WORK/huge"
"$CPPROF" -top -nodecount=2 "$heaps/heap.001.pb.gz" >"$WORK/want"
same "a list of 100,000 names"
[ "$(wc -l <"$WORK/err")" = 12 ] && [ "$(sed -n 10p "$WORK/err")" = "cpprof: nosuch9: no such file or directory" ] &&
    pass "ten that are missing are named, in order" || fail "ten that are missing are named, in order" "$(tail -n 2 "$WORK/err")"
expect_text "the others are counted" "$WORK/err" "cpprof: and 99990 more that could not be read"
expect_text "and so is everything" "$WORK/err" "Fetched 1 source profiles out of 100001"

# ---- The number of threads ----

# threads NAME ARGUMENT ...: any number of threads prints the same report and the same messages
threads() {
    name=$1
    shift
    for n in 1 2 4 16; do
        CPPROF_THREADS=$n "$CPPROF" "$@" >"$WORK/out.$n" 2>"$WORK/err.$n"
        echo "status $?" >>"$WORK/err.$n"
        cmp -s "$WORK/out.1" "$WORK/out.$n" && cmp -s "$WORK/err.1" "$WORK/err.$n" ||
            { fail "$name: $n threads" "$(diff "$WORK/err.1" "$WORK/err.$n")" "$(diff "$WORK/out.1" "$WORK/out.$n" | head -n 4)"; return; }
    done
    pass "$name: the same with 1, 2, 4 and 16 threads"
}

all=$(find testdata -name '*.pb.gz' | sort)
go=$(find testdata -name 'heap*.pb.gz' -not -path '*client*' | sort)
# shellcheck disable=SC2086 # the names are words
{
    threads "one profile" -top "$heaps/heap.008.pb.gz"
    threads "eight profiles" -raw "$heaps"/*.pb.gz
    threads "a diff" -top -diff_base="$heaps/heap.001.pb.gz" "$heaps/heap.008.pb.gz"
    threads "two sides of several" -raw -base="@$WORK/first" "$heaps"/*.pb.gz
    threads "profiles of several programs" -traces $go
    threads "some that cannot be read" -top nosuch1 $go nosuch2 testdata nosuch3 LICENSE
    threads "no type in common" -top $all
    threads "no source" -top nosuch1 nosuch2
    threads "no base" -top -base=nosuch $go
    threads "sample types that some have not" -raw $go testdata/cpu/allocs.pb.gz $go
}
for n in 0 17 -1 many 2x; do
    status=0
    CPPROF_THREADS=$n "$CPPROF" -top "$heaps/heap.001.pb.gz" >"$WORK/out" 2>"$WORK/err" || status=$?
    expect_error "CPPROF_THREADS=$n" "cpprof: CPPROF_THREADS: \"$n\" is not a number from 1 to 16"
done

# ---- Held or not ----

# A pipe can be read only once, so its group is held in memory. That must make no difference.
n=0
# shellcheck disable=SC2086 # the names are words
for rest in "$heaps/heap.001.pb.gz" "testdata/clientleak/heap.001.pb.gz $heaps/heap.001.pb.gz" "$go"; do
    n=$((n + 1))
    mkfifo "$WORK/fifo"
    "$CPPROF" -raw "$heaps/heap.008.pb.gz" "$heaps/heap.003.pb.gz" $rest >"$WORK/want" 2>/dev/null
    expected=$?
    cat "$heaps/heap.008.pb.gz" >"$WORK/fifo" &
    run -raw "$WORK/fifo" "$heaps/heap.003.pb.gz" $rest
    [ "$status" = "$expected" ] && cmp -s "$WORK/want" "$WORK/out" && pass "a pipe among others $n" ||
        fail "a pipe among others $n" "exit status $status" "$(cat "$WORK/err")"
    wait
    rm -f "$WORK/fifo"
done

# ---- Merges of merges ----

mkdir "$WORK/parts"
# shellcheck disable=SC2086 # the names are words
printf '%s\n' $go $go $go $go $go $go $go $go $go $go $go >"$WORK/fleet"
run -raw "@$WORK/fleet"
cp "$WORK/out" "$WORK/want"
[ "$(wc -l <"$WORK/fleet")" -gt 128 ] && pass "more files than are merged at a time" || fail "too few files"
n=0
while [ -s "$WORK/fleet" ]; do
    n=$((n + 1))
    head -n 50 "$WORK/fleet" >"$WORK/part"
    "$CPPROF" -proto -output="$WORK/parts/part.$n.pb.gz" "@$WORK/part" 2>/dev/null
    tail -n +51 "$WORK/fleet" >"$WORK/left"
    mv "$WORK/left" "$WORK/fleet"
done
run -raw "$WORK/parts"/*
same "a merge of merges is the merge of all"
export PATH="$ROOT:$PATH"
mkdir "$WORK/profiles" "$WORK/by_xargs"
for f in "$heaps"/*.pb.gz; do cp "$f" "$WORK/profiles/a b ${f##*/}"; done
(
    cd "$WORK" || exit 1
    # shellcheck disable=SC2016 # the inner shell's
    find profiles -name '*.pb.gz' -print0 | sort -z |
        xargs -0 -n 3 sh -c 'cpprof -proto -output="by_xargs/part.$$.pb.gz" "$@"' sh 2>/dev/null
)
"$CPPROF" -top "$heaps"/*.pb.gz >"$WORK/want"
run -top "$WORK/by_xargs"/*
same "parts made by xargs"
