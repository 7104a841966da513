#!/bin/sh
# Runs the tests, and conformance if it is at hand, with a build that counts which lines run, and prints the coverage.
# B is the folder of that build. For CPPROF, UNIT, GENDOC and FAULTS see tests/run.sh. A program that a test ends by a signal, or
# that runs out of memory, is not counted.
cd "$(dirname "$0")/.." || exit 1
rm -f "$B"/*/*.gcda
export FAULTS_MOST=60
export COVERAGE=1
sh tests/run.sh
status=$?
if [ -x ../shared/conformance/run ]; then
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    cp -r ../shared/conformance/. "$copy"
    "$copy/run" "$CPPROF" | tail -n 1
fi

echo
for counts in "$B"/*/*.gcda; do
    case $counts in
    */unit/* | */replay/*) ;;
    *) gcov -n -f -o "$(dirname "$counts")" "$counts" 2>/dev/null ;;
    esac
done | awk '
    /^Function / { what = "function"; name = $2; next }
    /^File / { what = "file"; name = $2; next }
    /^Lines executed:/ && what != "" {
        percent = $0
        sub(/^Lines executed:/, "", percent)
        split(percent, part, "% of ")
        gsub("\047", "", name)
        if (what == "function" && part[1] == 0)
            idle[++n_idle] = name
        if (what == "file") {
            if (name ~ /^src\/.*\.c$/) {
                run = int(part[1] * part[2] / 100 + 0.5)
                printf "%6.1f%%  %5d of %5d  %s\n", part[1], run, part[2], name | "sort -k 5"
                sum += run
                all += part[2]
                for (i = 1; i <= n_idle; i++)
                    never[++n_never] = name ": " idle[i]
            }
            n_idle = 0
        }
        what = ""
    }
    END {
        close("sort -k 5")
        printf "%6.1f%%  %5d of %5d  src\n", all ? 100 * sum / all : 0, sum, all
        print "\nnever run:"
        for (i = 1; i <= n_never; i++)
            print "  " never[i]
    }'
exit $status
