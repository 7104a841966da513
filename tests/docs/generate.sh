#!/bin/sh
# Generates the parts of the manual and of the completions that follow from the tables, between their BEGIN and END lines.
# `generate.sh write` writes them anew. `generate.sh check` names the files that are out of date.
cd "$(dirname "$0")/../.." || exit 1

# fill FILE PART: prints the file with the generated part in its place
fill() {
    "$GENDOC" "$2" >"${TMPDIR:-/tmp}/gendoc.$$"
    awk -v part="${TMPDIR:-/tmp}/gendoc.$$" '
        /BEGIN GENERATED/ { print; while ((getline line < part) > 0) print line; skip = 1 }
        /END GENERATED/ { skip = 0 }
        !skip' "$1"
    rm -f "${TMPDIR:-/tmp}/gendoc.$$"
}

for pair in man/cpprof.1:man completions/cpprof.bash:bash completions/_cpprof:zsh completions/cpprof.fish:fish; do
    file=${pair%:*}
    if [ "$1" = write ]; then
        fill "$file" "${pair#*:}" >"$file.new" && mv "$file.new" "$file"
    else
        fill "$file" "${pair#*:}" | diff "$file" - >"${TMPDIR:-/tmp}/gendiff.$$" || echo "$file is not up to date: make docs"
        rm -f "${TMPDIR:-/tmp}/gendiff.$$"
    fi
done
