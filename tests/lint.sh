#!/bin/sh
# Runs linters over the code, the scripts and the manual. A tool that is not installed is named and left out.
cd "$(dirname "$0")/.." || exit 1
status=0

have() {
    command -v "$1" >/dev/null || { echo "  $1 is not installed: left out"; return 1; }
}

if have clang-tidy; then
    echo "  clang-tidy"
    clang-tidy --quiet -warnings-as-errors='*' src/*/*.c -- -std=c11 -D_GNU_SOURCE -Isrc -Ibuild/gen 2>build/clang-tidy.log ||
        { status=1; tail -n 20 build/clang-tidy.log; }
fi
if have cppcheck; then
    echo "  cppcheck"
    cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr \
        --library=tests/cppcheck.cfg -D_GNU_SOURCE -Isrc src || status=1
fi
if have gcc; then
    # One file at a time, optimised as in the build, so that it sees through inlined functions. All of its warnings are on.
    echo "  gcc -fanalyzer"
    find src -name '*.c' -print0 | sort -z | xargs -0 -n 1 -P "$(nproc)" \
        gcc -std=c11 -D_GNU_SOURCE -O2 -Isrc -Ibuild/gen -fanalyzer -Werror -S -o /dev/null || status=1
fi
if have shellcheck; then
    echo "  shellcheck"
    # SC2015: the tests are written "test && pass || fail", and pass does not fail
    # SC3045: dash and bash have all the options of ulimit that are used
    shellcheck -x -e SC1091,SC2015,SC3045 .ci/run tests/*.sh tests/*/*.sh tests/*/*/*.sh src/render/embed.sh || status=1
fi
if have mandoc; then
    echo "  mandoc"
    mandoc -T lint -W warning man/cpprof.1 || status=1
fi
exit $status
