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

# law KIND BEFORE AFTER: for each line "KIND FOLDER WORD FILE ...", the lines of code elsewhere with the word in between
law() {
    sed -n "s/^$1 //p" tests/layers.txt | while read -r folder word others; do
        grep -rnE "$2$word$3" src --include='*.c' --include='*.h' |
            grep -v "^src/$folder/" | grep -v '^[^:]*:[0-9]*:[[:space:]]*\(/\*\|\*\|//\)' | grep -vE "/\*[^*]*$word" |
            while IFS= read -r line; do
                file=${line%%:*}
                case " $others " in *" ${file#src/} "*) ;; *) printf '%s\n' "$line" ;; esac
            done
    done
}

check "only the host reads the environment and prints messages" "$(law word '(^|[^A-Za-z0-9_"])' '([^A-Za-z0-9_"]|$)')"

check "only the host opens files and asks where and when it is" "$(law call '(^|[^A-Za-z0-9_>.])' '\(')"

# The reports that are drawn or viewed bear the names of formats and programs, which other code may speak of.
reports=$(sed -nE 's/^REPORT\(([a-z]+)\)/\1/p' src/report/reports.def |
    grep -vxE 'dot|svg|png|pdf|ps|gif|gv|eog|evince|kcachegrind' | paste -sd '|')
check "only report/ names a report in its code" "$(grep -rnE "\"($reports)\"|\"[^\"]*[ \"]-($reports)[ =.,\"]" src --include='*.[ch]' |
    grep -v '^src/report/')"

members=$(sed -n '/^struct report_def {/,/^};/p' src/report/report.h | sed 's/\/[/*].*//' | grep -oE '[a-z]+(\)\(.*\))?;' | grep -oE '^[a-z]+')
[ "$(printf '%s\n' "$members" | wc -l)" -le 14 ] && too_many= || too_many='struct report_def has more than 14 members'
check "struct report_def has no member for a single report" "$too_many$(for member in $members; do
    set_by=$(cat src/report/*.c | grep -cE "\.$member = ")
    [ "$set_by" -ge 2 ] || [ "$member" = alias ] || printf '%s\n' "$member"
done)"

check "files stay under 600 lines" "$(find src tests -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 600')"

check "every header says what it is for" "$(find src -name '*.h' | while read -r f; do
    head -n 1 "$f" | grep -q '^/\*' || echo "$f"
done)"
