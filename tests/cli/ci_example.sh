#!/bin/sh
# The jobs in README.md, "A gate in CI": runs their steps exactly as written, on real profiles, with stand-ins for go, gh and curl.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
command -v git >/dev/null || { echo "ok - the jobs # SKIP there is no git"; exit 0; }

# steps NUMBER: prints the commands of the job with this number in the README, one a line
steps() {
    awk -v wanted="$1" '
        /^```yaml/ { inside = ++n == wanted; next }
        /^```/ { inside = 0 }
        !inside { next }
        sub(/^    - run: /, "") { print; next }
        sub(/^      run: /, "") { print; next }
        /^  script:/ { script = 1; next }
        script && sub(/^    - /, "") { print; next }
        sub(/^  after_script: \[./, "") { sub(/.\]$/, ""); print }' README.md |
        sed 's/\${{ github.event.pull_request.base.sha }}/$BASE/; s/\${{ github.event.number }}/7/'
}

mkdir "$WORK/bin"
ln -s "$CPPROF" "$WORK/bin/cpprof"
# "go test -c -o FILE" makes a program that writes the profile of its side to the file that it is told.
cat >"$WORK/bin/go" <<'END'
#!/bin/sh
[ "$1 $2 $3 $5" = "test -c -o ./server" ] || exit 9
mkdir -p "${4%/*}"
cat >"$4" <<'PROGRAM'
#!/bin/sh
for argument in "$@"; do
    case $argument in
    -test.cpuprofile=base/*) cp "$OLD" "${argument#*=}" ;;
    -test.cpuprofile=*) cp "$NEW" "${argument#*=}" ;;
    esac
done
PROGRAM
chmod +x "$4"
END
# gh and curl record what was posted.
cat >"$WORK/bin/gh" <<'END'
#!/bin/sh
[ "$1 $2 $3" = "pr comment 7" ] && cat comment.md >posted
END
cat >"$WORK/bin/curl" <<'END'
#!/bin/sh
for argument in "$@"; do
    case $argument in
    'body=<'*) cat "${argument#*<}" >posted ;;
    esac
done
END
chmod +x "$WORK"/bin/*

# job NUMBER OLD NEW: runs the steps up to the first that fails, and the last one in any case. $status is that of the first failure.
job() {
    rm -rf "$WORK/checkout"
    mkdir "$WORK/checkout"
    steps "$1" >"$WORK/steps"
    (
        cd "$WORK/checkout" || exit 9
        git init -q . && git -c user.name=x -c user.email=x@example.com commit -q --allow-empty -m x
        BASE=$(git rev-parse HEAD)
        PATH=$WORK/bin:$PATH CI_MERGE_REQUEST_DIFF_BASE_SHA=$BASE OLD=$ROOT/$2 NEW=$ROOT/$3 TOKEN=x CI_API_V4_URL=https://example.com
        export PATH BASE CI_MERGE_REQUEST_DIFF_BASE_SHA OLD NEW TOKEN CI_API_V4_URL
        code=0
        while IFS= read -r step; do
            case $step in
            gh*|curl*) sh -e -c "$step" </dev/null || exit 9 ;;
            *) [ $code != 0 ] || sh -e -c "$step" </dev/null || code=$? ;;
            esac
        done <"$WORK/steps"
        exit $code
    ) >"$WORK/out" 2>"$WORK/err"
    status=$?
}

for number in 1 2; do
    job $number testdata/applier/heap.001.pb.gz testdata/applier/heap.008.pb.gz
    [ "$(wc -l <"$WORK/steps")" = 5 ] && pass "job $number has its steps" || fail "job $number has its steps" "$(cat "$WORK/steps")"
    expect_status "job $number fails where something grew" 1
    expect_text "job $number posts the table" "$WORK/checkout/posted" "| failed | flat | \`main.(*Applier).applyLoop\` |"
    expect_text "job $number has four profiles a side" "$WORK/checkout/old" "base/4.pb.gz"
    job $number testdata/applier/heap.008.pb.gz testdata/applier/heap.008.pb.gz
    expect_status "job $number succeeds where nothing did" 0
    expect_text "job $number says so" "$WORK/checkout/posted" "### cpprof: PASS"
    job $number testdata/iterator/heap.001.pb.gz testdata/applier/heap.008.pb.gz
    expect_status "job $number fails where nothing was compared" 3
    expect_text "job $number says why" "$WORK/checkout/posted" "of different programs"
done
job 1 testdata/applier/heap.001.pb.gz testdata/applier/heap.008.pb.gz
expect_text "annotations" "$WORK/out" "::error title=cpprof,file="
job 2 testdata/applier/heap.001.pb.gz testdata/applier/heap.008.pb.gz
expect_text "a test report" "$WORK/checkout/junit.xml" "<testsuite name=\"cpprof\""
