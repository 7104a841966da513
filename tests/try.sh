#!/bin/sh
# The main job on real profiles: finds the leak of a small Go server between its first heap profile and its last.
set -eu
cd "$(dirname "$0")/.."
old=testdata/applier/heap.001.pb.gz
new=testdata/applier/heap.008.pb.gz

step() {
    printf '\n%s\n$ cpprof' "$1"
    shift
    for word; do
        case $word in *\$*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n\n'
    ./cpprof "$@"
}

export TZ="${TZ:-UTC}"
step "1. What holds the memory of this server?" -top -nodecount=8 "$new"
step "2. What has grown since the profile before?" -top -nodecount=8 "-diff_base=$old" "$new"
step "3. Which line of that function is it?" '-list=applyLoop$' "-diff_base=$old" \
    -source_path=testdata/applier -trim_path=example.com/applier "$new"
mkdir -p build/try
step "4. The call graph of what has grown, to open in a browser" -svg -output=build/try/leak.svg "-diff_base=$old" "$new"
step "   and to put into a ticket" -png -output=build/try/leak.png "-diff_base=$old" "$new"
cat <<EOF

The pictures are build/try/leak.svg and build/try/leak.png.
The leak is the defer in line 70 of testdata/applier/applier.go: it stands in a loop that never ends, so what it defers
is never run and never freed. README.md tells the story; ./cpprof -help lists what else there is.
EOF
