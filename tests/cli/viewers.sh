#!/bin/sh
# Reports that another program shows. The programs here are scripts that record what they are given.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=$ROOT/testdata/applier/heap.008.pb.gz
mkdir "$WORK/bin" "$WORK/tmp" "$WORK/none"
export SHOWN="$WORK/shown" TMPDIR="$WORK/tmp"

# viewer NAME: makes a program that records its arguments and the file
viewer() {
    cat >"$WORK/bin/$1" <<'EOF'
#!/bin/sh
echo "$(basename "$0")" "$@" >"$SHOWN.args"
for file; do :; done
cp "$file" "$SHOWN"
EOF
    chmod +x "$WORK/bin/$1"
}

# shown NAME BEGINNING: the file that was shown began with BEGINNING, and is gone
shown() {
    if [ "$status" != 0 ]; then
        fail "$1" "exit status $status" "$(cat "$WORK/err")"
    elif ! head -c 200 "$SHOWN" | grep -aqF -e "$2"; then
        fail "$1" "it begins: $(head -c 60 "$SHOWN")"
    elif [ -n "$(ls "$WORK/tmp")" ]; then
        fail "$1" "left over: $(ls "$WORK/tmp")"
    else
        pass "$1"
    fi
    rm -f "$SHOWN"
}

viewer chromium
viewer mybrowser
viewer eog
viewer evince
viewer gv
viewer kcachegrind
# PATH has only these programs, so that no other viewer is started.
OLD_PATH=$PATH
for tool in sh cat cp basename head grep ls rm dirname sleep env; do
    ln -s "$(command -v $tool)" "$WORK/bin/$tool"
done
PATH=$WORK/bin

if "$CPPROF" -svg "$heap" >/dev/null 2>&1; then
    run -web "$heap"
    shown "-web finds a browser" '<?xml'
    BROWSER="mybrowser --new" run -web "$heap"
    [ "$(head -c 15 "$SHOWN.args")" = "mybrowser --new" ] && pass "BROWSER comes first, with its arguments" ||
        fail "BROWSER comes first, with its arguments" "$(cat "$SHOWN.args")"
    shown "-web through BROWSER" '<?xml'
    run -eog "$heap"
    shown "-eog" '<?xml'
    run -evince "$heap"
    shown "-evince" '%PDF'
    run -gv "$heap"
    grep -q -e "^gv --noantialias " "$SHOWN.args" && pass "gv's own arguments" || fail "gv's own arguments" "$(cat "$SHOWN.args")"
    shown "-gv" '%!PS'
fi
run -kcachegrind "$heap"
shown "-kcachegrind" 'positions: instr line'
run -kcachegrind -output="$WORK/file" "$heap"
[ -s "$WORK/file" ] && [ ! -e "$SHOWN" ] && pass "-output writes the file instead" || fail "-output writes the file instead"
status=0
echo kcachegrind | "$CPPROF" "$heap" >"$WORK/out" 2>"$WORK/err" || status=$?
i=0
while [ ! -s "$SHOWN" ] && [ $i -lt 50 ]; do
    i=$((i + 1))
    sleep 0.1
done
[ "$status" = 0 ] && [ -z "$(ls "$WORK/tmp")" ] && pass "from the shell, the file goes when the shell ends" ||
    fail "from the shell, the file goes when the shell ends" "$(ls "$WORK/tmp")" "$(cat "$WORK/err")"

PATH=$OLD_PATH
printf '#!/bin/sh\nexit 3\n' >"$WORK/bin/eog"
# fails NAME MESSAGE FOLDER ARGUMENT ...: with the programs of that folder, cpprof fails with MESSAGE
fails() {
    status=0
    name=$1
    message=$2
    folder=$3
    shift 3
    env PATH="$folder" "$CPPROF" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
    expect_error "$name" "$message"
}
"$CPPROF" -svg "$heap" >/dev/null 2>&1 && fails "a viewer that fails" "eog: exit status 3" "$WORK/bin" -eog "$heap"
fails "a viewer that is not there" "kcachegrind: no such file or directory" "$WORK/none" -kcachegrind "$heap"
"$CPPROF" -svg "$heap" >/dev/null 2>&1 && fails "no browser at all" "no browser found" "$WORK/none" -web "$heap"
