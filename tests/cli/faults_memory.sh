#!/bin/sh
# Memory runs out at each allocation in turn: one line says so, the exit status is 2, and no partial output or file is left over.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
. tests/faults/lib.sh

"$CPPROF" -proto -output="$WORK/plain.pb.gz" "$heap.001.pb.gz" 2>/dev/null
gzip -dc "$WORK/plain.pb.gz" >"$WORK/plain.pb"
export CPPROF_THREADS=1
sweep "top" -- -top "$heap.008.pb.gz"
for report in tree tags; do
    sweep "$report as JSON" -- -$report -format=json -output="$dir/out" "$heap.008.pb.gz"
done
sweep "list as JSON" -- -list=applyLoop -format=json -source_path=testdata/applier -trim_path=example.com/applier "$heap.008.pb.gz"
sweep "traces as JSON" -- -traces -format=json "$heap.001.pb.gz"
sweep "tree as CSV" -- -tree -format=csv "$heap.008.pb.gz"
sweep "peek as Markdown" -- -peek=Apply -format=markdown "$heap.008.pb.gz"
sweep "traces to a file" -- -traces -output="$dir/out" testdata/cpu/cpu.pb.gz
sweep "dot of a call tree" -- -dot -call_tree "$heap.001.pb.gz"
sweep "proto to a file" -- -proto -output="$dir/out" "$heap.001.pb.gz"
sweep "topproto" -- -topproto "$heap.001.pb.gz"
sweep "diff" -- -tree -output="$dir/out" -diff_base="$heap.001.pb.gz" "$heap.008.pb.gz"
sweep "a table of both sides" -- -diff -output="$dir/out" -diff_base="$heap.001.pb.gz" "$heap.008.pb.gz"
sweep "check" -several -- -check -max_flat=0% -max_total=1000% -exempt=. -report=markdown:"$dir/out" -format=json -diff_base="$heap.001.pb.gz" "$heap.008.pb.gz"
sweep "check in XML" -several -- -check -normalize -report=junit:"$dir/out" -format=github -diff_base="$heap.008.pb.gz" "$heap.008.pb.gz"
sweep "normalized base" -- -peek=. -normalize -base="$heap.001.pb.gz" "$heap.008.pb.gz"
sweep "merge" -- -raw "$heap.001.pb.gz" "$heap.004.pb.gz" "$WORK/plain.pb" "$heap.008.pb.gz"
sweep "filters" -- -tags -tagfocus='bytes=1kb:' -tagshow='^b' -focus='a|b' -hide='(x*)*y' -show_from='[[:alpha:]].*é' "$heap.008.pb.gz"
sweep "frames of tags" -- -callgrind -tagroot=bytes -tagleaf=bytes -output="$dir/out" "$heap.008.pb.gz"
sweep "list" -- -list=applyLoop -source_path=testdata/applier -trim_path=example.com/applier "$heap.008.pb.gz"
if command -v zstd >/dev/null; then
    zstd -q -o "$WORK/heap.zst" "$WORK/plain.pb"
    sweep "zstd" -- -top "$WORK/heap.zst"
fi
ls "$heap".*.pb.gz >"$WORK/list"
sweep "a list" -- -top "@$WORK/list"
printf 'top\nfocus=apply\ntree\ntags >%s\nlist applyLoop\no\nhelp\n' "$dir/out" >"$WORK/script"
sweep "the shell" -several -stdin="$WORK/script" -- "$heap.008.pb.gz"
if "$CPPROF" -svg "$heap.001.pb.gz" >/dev/null 2>&1; then
    # How Graphviz copes is not ours to decide: it crashes at some places, 2.42 at most of them. But no file may be left over.
    sweep "a picture" -program -most=80 -- -svg -output="$dir/out" "$heap.001.pb.gz"
    $sanitized || sweep "Graphviz runs out of memory" -crashes -most=40 -- -svg -output="$dir/out" "$heap.001.pb.gz"
fi
export CPPROF_THREADS=4
$sanitized || sweep "merge in threads" -- -proto -output="$dir/out" "$heap.001.pb.gz" "$heap.004.pb.gz" "$heap.006.pb.gz" "$heap.008.pb.gz"
