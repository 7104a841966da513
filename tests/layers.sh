#!/bin/sh
# Tests that includes go down the floors, that libraries' headers stay in their files, and that files are short: tests/layers.txt.
cd "$(dirname "$0")/.." || exit 1

check() { # NAME WRONG: a test that fails when there are lines of wrong
    if [ -z "$2" ]; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        printf '%s\n' "$2" | sed 's/^/#   /'
    fi
}

# Prints one line for each include: FILE FOLDER INCLUDED
includes=$(grep -rnoE '^#[[:space:]]*include[[:space:]]*["<][^">]+' src --include='*.[ch]' |
    sed -E 's/^src\/([^:]+):[0-9]+:#[[:space:]]*include[[:space:]]*["<]/\1 /')

check "includes go down the floors" "$(printf '%s\n' "$includes" | awk '
    NR == FNR { if ($1 == "floor") level[$2] = ++n; next }
    {
        split($1, from, "/"); split($2, to, "/")
        if (!(from[1] in level)) print $1 ": " from[1] " is on no floor"
        else if (to[1] in level && level[to[1]] > level[from[1]]) print $1 " includes " $2
    }' tests/layers.txt -)"

check "libraries stay in their files" "$(printf '%s\n' "$includes" | awk '
    NR == FNR { if ($1 == "only") { lib[$2] = 1; for (i = 3; i <= NF; i++) may[$2, $i] = 1 } next }
    $2 in lib && !(($2, $1) in may) { print $1 " includes " $2 }' tests/layers.txt -)"

check "low layers do not read the environment or print" "$(sed -n 's/^word //p' tests/layers.txt | while read -r folder word; do
    grep -rnw "$word" src --include='*.[ch]' | grep -v "^src/$folder/" | grep -v '^[^:]*:[0-9]*:[[:space:]]*\(/\*\|\*\|//\)' |
        grep -vE '^src/render/graphviz.c|/\*[^*]*'"$word"
done)"

check "file names are unique" "$(find src tests -name '*.[ch]' | sed 's/.*\///' | sort | uniq -d)"

check "files stay under 600 lines" "$(find src tests -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 600')"

check "every header says what it is for" "$(find src -name '*.h' | while read -r f; do
    head -n 1 "$f" | grep -q '^/\*' || echo "$f"
done)"
