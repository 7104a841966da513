#!/bin/sh
# Completions: what cpprof tells the shells, and how bash completes with it.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=testdata/applier/heap.008.pb.gz

run -complete=main...App "$heap"
expect_text "functions that begin with a prefix" "$WORK/out" "main...Applier..applyLoop"
grep -qv '^main\.\.\.App' "$WORK/out" && fail "and no others" || pass "and no others"
run -complete= "$heap"
[ "$(grep -cE '[^A-Za-z0-9_/.:@-]' "$WORK/out")" = 0 ] && pass "no character needs quoting" ||
    fail "no character needs quoting" "$(grep -E '[^A-Za-z0-9_/.:@-]' "$WORK/out" | head -n 3)"
name=$(grep applyLoop "$WORK/out" | head -n 1)
run -list="$name" "$heap"
expect_text "a completed name matches its function" "$WORK/out" "main.(*Applier).applyLoop"

# bash_completes NAME WANT WORD ...: bash completes the last word to the lines of WANT
bash_completes() {
    name=$1
    want=$2
    shift 2
    got=$(PATH=$ROOT:$PATH bash -c '
        source completions/cpprof.bash
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _cpprof 2>/dev/null
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@")
    if [ "$got" = "$want" ]; then
        pass "bash: $name"
    else
        fail "bash: $name" "$got"
    fi
}

if command -v bash >/dev/null; then
    bash_completes "an option" "-diff_base=" cpprof -diff_
    bash_completes "a report" "-topproto" cpprof -toppr
    bash_completes "a file" "testdata/applier/heap.008.pb.gz" cpprof -top testdata/applier/heap.008
    bash_completes "a file after =" "testdata/applier/heap.007.pb.gz" cpprof -diff_base = testdata/applier/heap.007
    bash_completes "a list of files" "@testdata/README.md" cpprof -top @testdata/REA
    bash_completes "a list of files after =" "@testdata/README.md" cpprof -base = @testdata/REA
    bash_completes "a unit" "minimum" cpprof -unit = min
    bash_completes "a function of the profile" "main...Applier..applyLoop" cpprof "$heap" -list = main...Applier..a
    bash_completes "the same with two dashes" "main...Applier..applyLoop" cpprof "$heap" --focus = main...Applier..a
    bash_completes "no function without a profile" "" cpprof -list = main
fi
if command -v zsh >/dev/null; then
    zsh -n completions/_cpprof && pass "zsh reads its completion" || fail "zsh reads its completion"
fi
if command -v fish >/dev/null; then
    fish -n completions/cpprof.fish && pass "fish reads its completion" || fail "fish reads its completion"
fi
for flag in $("$CPPROF" -help | sed -n 's/^  -\([a-z_]*\).*/\1/p'); do
    grep -q -e "-${flag}[= ']" completions/cpprof.bash || echo "bash: $flag"
    grep -q -e "'-${flag}[=[]" completions/_cpprof || echo "zsh: $flag"
    grep -q -e " -o $flag " completions/cpprof.fish || echo "fish: $flag"
    grep -q -e "^.It Fl $flag" man/cpprof.1 || echo "man: $flag"
done >"$WORK/missing"
[ -s "$WORK/missing" ] && fail "every flag of the help is in the manual and the completions" "$(cat "$WORK/missing")" ||
    pass "every flag of the help is in the manual and the completions"
