#!/bin/sh
# System calls that fail or do part of their work: the report is right, or one line says what failed, and no file is left over.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
. tests/faults/lib.sh
export CPPROF_THREADS=1
never=nothing-as-it-must-not-fail

# same NAME: the last run succeeded and printed the text in $WORK/want
same() {
    if [ "$status" = 0 ] && cmp -s "$WORK/want" "$WORK/out"; then
        pass "$1"
    else
        fail "$1" "exit status $status" "$(head -n 3 "$WORK/err")" "$(diff "$WORK/want" "$WORK/out" | head -n 5)"
    fi
}

# ---- Part of the work, and interruptions ----

"$CPPROF" -proto "$heap.008.pb.gz" | gzip -dc >"$WORK/plain.pb"
"$CPPROF" -raw "$heap.008.pb.gz" >"$WORK/want"
for file in "$heap.008.pb.gz" "$WORK/plain.pb"; do
    with "read:EINTR:/2 read:short:/1" -raw "$file"
    same "bytes are read one by one, with interruptions: $(basename "$file")"
    with "read:EAGAIN:/2 poll:EINTR:/2" -raw "$file"
    same "a file that is said not to be ready: $(basename "$file")"
done
with "write:EINTR:/2 write:short:/1" -raw "$heap.008.pb.gz"
same "bytes are written one by one, with interruptions"
with "write:EAGAIN:/2" -raw "$heap.008.pb.gz"
same "standard output that is not ready"
with "write:EINTR:/2 write:short:/1" -raw -output="$WORK/file" "$heap.008.pb.gz"
cp "$WORK/file" "$WORK/out"
same "and into a file"

# ---- Errors, at each call in turn ----

to="-output=$dir/out"
profiles="$heap.001.pb.gz $heap.004.pb.gz $heap.006.pb.gz $heap.008.pb.gz"
sweep "reading fails" -fault=read:EIO -says=input/output -- -top "$to" "$heap.008.pb.gz"
sweep "reading a plain file fails" -fault=read:EIO -says=input/output -- -top "$to" "$WORK/plain.pb"
# shellcheck disable=SC2086 # several names
sweep "reading one of several fails" -fault=read:EIO -parts -- -proto "$to" $profiles
# shellcheck disable=SC2086
sweep "one of several is gone" -fault=open:ENOENT -parts -- -proto "$to" $profiles
sweep "too many open files" -fault=open:EMFILE -says=too -- -top "$to" "$heap.008.pb.gz"
# The third has fewer sample types, so the first two are read again.
printf '\n\004\010\001\020\002\022\002\020\005Z\004\010\003\020\0042\0002\015alloc_objects2\005count2\005space2\005bytes' >"$WORK/few.pb"
set -- -raw "$heap.001.pb.gz" "$heap.002.pb.gz" "$WORK/few.pb"
sweep "the second reading fails" -fault=read:EIO -parts -- "$@"
sweep "a file is gone at the second reading" -fault=open:ENOENT -parts -- "$@"
"$CPPROF" -raw "$heap.002.pb.gz" "$WORK/few.pb" >"$WORK/want"
with open:ENOENT:5 "$@" # the first is looked into before, as it could be a program
same "what is gone at the second reading is left out"
expect_text "and said" "$WORK/err" "cpprof: $heap.001.pb.gz: no such file or directory"
expect_text "and not counted" "$WORK/err" "Fetched 2 source profiles out of 3"
sweep "the disk is full" -fault=write:ENOSPC -says=space -- -raw "$to" "$heap.008.pb.gz"
sweep "the disk is full for a profile" -fault=write:ENOSPC -says=space -- -proto "$to" "$heap.008.pb.gz"
for format in json csv markdown; do
    sweep "the disk is full for $format" -fault=write:ENOSPC -says=space -- -peek=. -format=$format "$to" "$heap.008.pb.gz"
done
sweep "standard output fails" -fault=write:EIO -says=standard -- -raw "$heap.008.pb.gz"
sweep "a pipe is closed where the signal is ignored" -fault=write:EPIPE -says=broken -- -raw "$heap.008.pb.gz"
sweep "closing fails" -fault=close:EIO -says=input/output -- -raw "$to" "$heap.008.pb.gz"
sweep "renaming fails" -fault=rename:EIO -says=input/output -- -raw "$to" "$heap.008.pb.gz"
sweep "nothing can be renamed, but written into the old file" -fault=rename:EBUSY -says=busy -- -raw "$to" "$heap.008.pb.gz"
sweep "nothing can be created" -fault=create:EACCES -says=permission -- -raw "$to" "$heap.008.pb.gz"
# An error of a source file is part of the report, as in the reference.
set -- -list='applyLoop$' -source_path=testdata/applier -trim_path=example.com/applier "$heap.008.pb.gz"
with open:EMFILE:2 "$@"
expect_text "a source file that can't be opened" "$WORK/out" "Error: could not find file applier.go"
with read:EIO:4 "$@"
expect_text "a source file that can't be read" "$WORK/out" "Error: read applier.go: input/output error"
"$CPPROF" "$@" >"$WORK/want"
with "read:EINTR:/2 read:short:/1" "$@"
same "a source file that is read byte by byte"
if "$CPPROF" -svg "$heap.001.pb.gz" >/dev/null 2>&1; then
    sweep "the disk is full for a picture" -fault=write:ENOSPC -says=space -- -svg "$to" "$heap.001.pb.gz"
    sweep "Graphviz can't be listened to" -fault=create:EMFILE -says=too -- -svg "$to" "$heap.001.pb.gz"
fi
sweep "no executable memory for patterns" -fault=map:ENOMEM -says="$never" -- -top -focus='(a|b)+c?.*' "$heap.008.pb.gz"

# The file for a viewer is gone afterwards.
mkdir "$WORK/bin"
printf '#!/bin/sh\nexit 0\n' >"$WORK/bin/kcachegrind"
chmod +x "$WORK/bin/kcachegrind"
PATH=$WORK/bin:$PATH sweep "a viewer can't be started" -fault=fork:EAGAIN -says=kcachegrind -- -kcachegrind "$heap.008.pb.gz"
PATH=$WORK/bin:$PATH sweep "no room for what a viewer shows" -fault=write:ENOSPC -says=space -most=4 -- -kcachegrind "$heap.008.pb.gz"
PATH=$WORK/bin:$PATH sweep "no file for a viewer" -fault=create:ENOSPC -says=space -most=4 -- -kcachegrind "$heap.008.pb.gz"

# ---- Without threads ----

# Meaningless bytes make a file large enough to get a thread of its own.
head -c 90000 /dev/urandom | base64 -w 0 >"$WORK/comment"
"$CPPROF" -proto -add_comment="$(cat "$WORK/comment")" -output="$WORK/large.pb.gz" "$heap.008.pb.gz" 2>/dev/null
export CPPROF_THREADS=4
# shellcheck disable=SC2086 # several names
sweep "threads can't be started" -fault=thread:EAGAIN -says="$never" -- -proto "$to" $profiles
sweep "the thread that inflates can't be started" -fault=thread:EAGAIN -says="$never" -- -top "$WORK/large.pb.gz"
sweep "no pipe for that thread" -fault=pipe:EMFILE -says="$never" -- -top "$WORK/large.pb.gz"
sweep "reading fails in that thread" -fault=read:EIO -says=input/output -- -top "$WORK/large.pb.gz"
$sanitized || sweep "memory runs out in that thread" -- -tags "$to" "$WORK/large.pb.gz"
"$CPPROF" -raw "$WORK/large.pb.gz" >"$WORK/want"
with "poll:EINTR:/2 read:EINTR:/3 read:short:/2" -raw "$WORK/large.pb.gz"
same "that thread is interrupted"
