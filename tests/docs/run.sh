#!/bin/sh
# The documents are true: generated parts are up to date, and every command in README.md prints the output below it.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh

if [ -n "${GENDOC:-}" ]; then
    stale=$(sh tests/docs/generate.sh check)
    [ -z "$stale" ] && pass "manual and completions follow the tables" || fail "manual and completions follow the tables" "$stale"
fi
if command -v mandoc >/dev/null; then
    wrong=$(mandoc -T lint -W warning man/cpprof.1)
    [ -z "$wrong" ] && pass "the manual is well-formed" || fail "the manual is well-formed" "$wrong"
    mandoc -Tutf8 man/cpprof.1 2>/dev/null | sed "s/.$(printf '\b')//g" >"$WORK/manual"
    nested=$(grep -n "‘[^’]*‘\|’’" "$WORK/manual")
    [ -z "$nested" ] && pass "its quotes end where they should" || fail "its quotes end where they should" "$nested"
fi

# Takes each block of README.md that begins with "$", runs its command and compares the output. A line "..." stands for any lines.
awk -v dir="$WORK" '
    /^```console/ { inside = 1; n++; next }
    /^```/ { inside = 0 }
    inside && /^\$ / { sub(/^\$ /, ""); command[n] = $0; print > (dir "/command." n); next }
    inside { print > (dir "/want." n) }' README.md
for command in "$WORK"/command.*; do
    n=${command##*.}
    [ "$(wc -l <"$command")" = 1 ] || { fail "README block $n has one command"; continue; }
    touch "$WORK/want.$n"
    PATH=$ROOT:$PATH sh "$command" >"$WORK/got" 2>&1
    awk -v want="$WORK/want.$n" '
        { got[++n_got] = $0 }
        END {
            while ((getline line < want) > 0) {
                if (line == "...") { any = 1; continue }
                if (any) while (i < n_got && got[i + 1] != line) i++
                any = 0
                if (got[++i] != line) { print "want " line; print "got  " got[i]; exit }
            }
            if (!any && i < n_got) print "more: " got[i + 1]
        }' "$WORK/got" >"$WORK/wrong"
    if [ -s "$WORK/wrong" ]; then
        fail "README: $(cat "$command")" "$(cat "$WORK/wrong")"
    else
        pass "README: $(cat "$command")"
    fi
done

for target in all try test bench lint format install uninstall deps clean help; do
    make -s help | grep -q "^$target:" || fail "make help names $target"
done
pass "make help was read"
