# Helpers of the tests with faults. Source it after tests/lib.sh.
# FAULTS is the folder with inject.so and sweep. FAULTS_MOST is how many places are tried for one command.
# shellcheck shell=sh disable=SC2034

FAULTS=$PWD/${FAULTS:-build/gcc/faults}
most=${FAULTS_MOST:-100}
heap=testdata/applier/heap
dir=$WORK/dir
mkdir "$dir"
# The injecting library writes files of its own, which the sandbox would forbid.
export CPPROF_SANDBOX=off
# A sanitizer must be the first library, and prints a lot when memory runs out.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0:allocator_may_return_null=1:detect_leaks=0"

# How a sanitizer itself copes with a lack of memory in a new thread, or a crash in a library, is not tested.
sanitized=false
ldd "$CPPROF" | grep -q libasan && sanitized=true

# sweep OPTION ... NAME -- ARGUMENT ...: see tests/faults/sweep.c
sweep() {
    options=
    while [ "$1" != -- ]; do
        case $1 in
        -*) options="$options $1" ;;
        *) name=$1 ;;
        esac
        shift
    done
    shift
    # shellcheck disable=SC2086 # the options are words
    "$FAULTS/sweep" -lib="$FAULTS/inject.so" -dir="$dir" -most="$most" $options "$name" -- "$CPPROF" "$@"
}

# with FAULTS ARGUMENT ...: like run, with these faults; see tests/faults/inject.c
with() {
    faults=$1
    shift
    status=0
    FAULTS=$faults LD_PRELOAD=$INJECT "$CPPROF" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
}
INJECT=$FAULTS/inject.so
