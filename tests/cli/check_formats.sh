#!/bin/sh
# -check and -diff in each format: each is well-formed, also with names that try to be more than names. The output for ordinary
# profiles is in tests/golden (check-*, diff-*).
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
command -v python3 >/dev/null || { echo "ok - formats of checks # SKIP there is no python3"; exit 0; }
heap=testdata/applier/heap

# valid NAME SCRIPT ARGUMENT ...: the Python program, run with the arguments, prints nothing
cat >"$WORK/valid_json.py" <<'END'
import json, sys
with open(sys.argv[1]) as f:
    report = json.load(f)
try:
    import jsonschema
    jsonschema.Draft7Validator(json.load(open('man/cpprof-report.schema.json'))).validate(report)
except ImportError:
    pass
header, rows = report['header'], report.get('rows')
def check(report):
    header, rows = report['header'], report['rows']
    failed = any(r['state'] == 'failed' for r in rows)
    assert failed == (header['verdict'] == 'fail')
    assert header['summary'].startswith(header['verdict'].upper() + ': ') and '\n' not in header['summary']
    assert [r['state'] for r in rows] == sorted((r['state'] for r in rows), key=['failed', 'moved', 'exempt'].index)
    for r in rows:
        assert r['delta'] == r['new'] - r['old']
        assert r['kind'] == 'total' or r['path'][-1]['name'] == r['name']
        assert r['limit'].split('=')[0] in ('max_total', 'max_flat', 'max_cum', 'max_new', 'limit')
        assert r['sample_type'] == header['sample_type']
if report['report'] == 'check':
    assert header['verdict'] == {'0': 'pass', '1': 'fail', '3': 'inconclusive'}[sys.argv[2]], header['verdict']
    sections = report.get('sections', [report])
    for section in sections:
        check(section)
    verdicts = [s['header']['verdict'] for s in sections]
    assert header['verdict'] == max(verdicts, key=['pass', 'inconclusive', 'fail'].index)
else:
    for r in rows:
        for kind in 'flat', 'cum':
            old, new, delta = (r[kind + s] for s in ('_old', '_new', '_delta'))
            assert delta == new - old
            assert (r[kind + '_delta_percent'] is None) == (old == 0)
            assert abs(r[kind + '_share_old'] * header['old']['share_total'] - old) < 1
            assert abs(r[kind + '_share_new'] * header['new']['share_total'] - new) < 1
        assert (r['mark'] == 'new') == (r['cum_old'] == 0 and r['flat_old'] == 0)
        assert (r['mark'] == 'gone') == (r['cum_new'] == 0 and r['flat_new'] == 0)
    assert header['total'] == header['new']['share_total']
    by = sys.argv[2]
    deltas = [abs(r[by + '_delta']) for r in rows]
    assert deltas == sorted(deltas, reverse=True) and len(deltas) > int(sys.argv[3])
END
cat >"$WORK/valid_csv.py" <<'END'
import csv, sys
with open(sys.argv[1], newline='') as f:
    rows = list(csv.DictReader(f, strict=True))
assert len(rows) >= int(sys.argv[2]), len(rows)
for r in rows:
    assert None not in r and None not in r.values()
    assert r.get('state') in (None, 'failed', 'moved', 'exempt')
    assert all(not v[:1] in tuple('=+@') for v in r.values())
END
cat >"$WORK/junit.py" <<'END'
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
word = {'0': 'PASS', '1': 'FAIL', '3': 'INCONCLUSIVE'}[sys.argv[2]]
suites = [root] if root.tag == 'testsuite' else root.findall('testsuite')
words = []
for key in ('tests', 'failures', 'errors', 'skipped'):
    assert int(root.get(key)) == sum(int(s.get(key)) for s in suites), key
for suite in suites:
    cases = suite.findall('testcase')
    assert suite.tag == 'testsuite' and len(suite) - 1 == len(cases) == int(suite.get('tests')) >= 1
    assert {e.tag for e in suite.iter()} <= {'testsuite', 'testcase', 'failure', 'error', 'skipped', 'system-out'}
    for tag, key in ('failure', 'failures'), ('error', 'errors'), ('skipped', 'skipped'):
        assert len(suite.findall('testcase/' + tag)) == int(suite.get(key)), tag
    output = suite.find('system-out').text.split('\n')
    words.append(output[0].split(':')[0])
    assert all(o.startswith('warning: ') for o in output[1:]), output
    if words[-1] == 'FAIL': # as many tests fail as limits are exceeded
        assert int(suite.get('failures')) == int(output[0].split()[1]) >= 1, output[0]
    else:
        assert cases[0].get('classname') == suite.get('name') and cases[0].get('name') == 'verdict'
        assert [e.tag for e in cases[0]] == {'PASS': [], 'INCONCLUSIVE': ['error']}[words[-1]]
assert word == max(words, key=['PASS', 'INCONCLUSIVE', 'FAIL'].index), words
END
cat >"$WORK/github.py" <<'END'
import re, sys
lines = open(sys.argv[1], newline='').read().split('\n')
assert lines.pop() == '' and lines
for line in lines:
    assert re.fullmatch(r'::(error|warning|notice) title=cpprof(,file=[^:,]+(,line=\d+)?)?::[^\r]*', line), line
    assert not re.search(r'%(?![0-9A-F]{2})', line), line
assert lines[0].startswith({'0': '::notice title=cpprof::PASS', '1': '::error title=cpprof::FAIL',
                            '3': '::error title=cpprof::INCONCLUSIVE'}[sys.argv[2]])
END
cat >"$WORK/markdown.py" <<'END'
import re, sys
def without_code(text):
    return re.sub(r'(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)', '', text)
data = open(sys.argv[1], 'rb').read()
assert len(data) <= 65536, len(data)
text = data.decode()
lines = text.split('\n')
assert lines[0] == '<!-- cpprof-check -->'
assert lines[1] == '### cpprof: ' + {'0': 'PASS', '1': 'FAIL', '3': 'INCONCLUSIVE'}[sys.argv[2]], lines[1]
shown = without_code(text)
assert shown.count('<details>') == shown.count('</details>') <= 1 + shown.count('\n#### ')
rows, inside = 0, False
for line in lines[2:]:
    inside |= line.startswith('<details>')
    if line.startswith('#### '):
        assert re.search(': (PASS|FAIL|INCONCLUSIVE)$', line) and rows <= 10, line
        rows, inside = 0, False
    if line.startswith('|') and not line.startswith(('| | |', '| ---')):
        assert len(re.findall(r'(?<!\\)\|', without_code(line))) == 7, line
        rows += not inside
    for tag in re.findall('<[^>]*>', without_code(line)):
        assert tag in ('<code>', '</code>', '<details>', '</details>', '<summary>', '</summary>'), tag
assert rows <= 10, rows
END
# GitHub reads logs: no line may be a command, whatever comes before "::", and only the first and last line are verdicts.
cat >"$WORK/text.py" <<'END'
import re, sys
lines = open(sys.argv[1], newline='', errors='replace').read().split('\n')
assert lines.pop() == ''
for i, line in enumerate(lines):
    assert not line.lstrip().startswith('::') and '##[' not in line, line
    assert bool(re.match('PASS|FAIL|INCONCLUSIVE', line)) == (i in (0, len(lines) - 1)), line
    assert not re.search('[\x00-\x1f\x7f-\x9f\u2028\u2029]', line), ascii(line)
END
valid() {
    name=$1 script=$2
    shift 2
    said=$(python3 "$WORK/$script" "$@" 2>&1 | tail -n 1)
    [ -z "$said" ] && pass "$name" || fail "$name" "$said"
}

# Systems that run builds read every line of a log: in no format may a line be a command, other than ours.
cat >"$WORK/log.py" <<'END'
import re, sys
lines = re.split('\r?\n|\r', open(sys.argv[1], newline='', errors='replace').read())
for line in lines:
    assert '##[' not in line and '##vso[' not in line, line
    assert not line.lstrip().startswith('::') or re.match('::(error|warning|notice) title=cpprof', line), line
END

# formats NAME STATUS ARGUMENT ...: the check has this status and is well-formed in each format, one by one and all at once
formats() {
    what=$1 wanted=$2
    shift 2
    for format in text json csv markdown github junit; do
        run -check -format=$format "$@"
        expect_status "$what as $format" "$wanted"
        cp "$WORK/out" "$WORK/got.$format"
        valid "$what as $format is no command in a log" log.py "$WORK/got.$format"
        valid "nor is what it says" log.py "$WORK/err"
    done
    valid "$what: JSON by the schema" valid_json.py "$WORK/got.json" "$wanted"
    valid "$what: CSV" valid_csv.py "$WORK/got.csv" 0
    valid "$what: JUnit" junit.py "$WORK/got.junit" "$wanted"
    valid "$what: workflow commands" github.py "$WORK/got.github" "$wanted"
    valid "$what: Markdown" markdown.py "$WORK/got.markdown" "$wanted"
    valid "$what: text" text.py "$WORK/got.text"
    run -check -report=json:"$WORK/json" -report=csv:"$WORK/csv" -report=markdown:"$WORK/markdown" \
        -report=github:"$WORK/github" -report=junit:"$WORK/junit" -report=text:"$WORK/text" "$@"
    expect_status "$what, in all at once" "$wanted"
    for format in text json csv markdown github junit; do
        cmp -s "$WORK/got.$format" "$WORK/$format" || fail "$what: -report=$format is as -format=$format"
    done
    cmp -s "$WORK/got.text" "$WORK/out" && pass "$what: and text" || fail "$what: and text"
}

formats "real ones" 1 -diff_base=$heap.001.pb.gz $heap.008.pb.gz
formats "the same" 0 -diff_base=$heap.008.pb.gz $heap.008.pb.gz
formats "exempt" 1 -exempt=applyLoop -exempt=conn -diff_base=$heap.001.pb.gz $heap.008.pb.gz
formats "other programs" 3 -diff_base=testdata/iterator/heap.001.pb.gz $heap.008.pb.gz
formats "no common type" 3 -diff_base=testdata/cpu/cpu.pb.gz $heap.008.pb.gz
several=alloc_space,inuse_space
for side in old new; do
    printf '%s\n' 'types: none/count goroutine/count' "main;a 0 $([ $side = old ] && echo 1 || echo 3)000" |
        python3 tests/make_profile.py >"$WORK/few_$side"
done
formats "several sample types" 1 -sample_index=$several -max_flat=10%,15%total -diff_base=$heap.001.pb.gz $heap.008.pb.gz
formats "of which all pass" 0 -sample_index=$several -diff_base=$heap.008.pb.gz $heap.008.pb.gz
formats "of which the second fails" 1 -sample_index=inuse_space,alloc_space -max_total=600% \
    -diff_base=$heap.001.pb.gz $heap.008.pb.gz
formats "of which one has a function with a limit" 0 -sample_index=$several '-limit=^io.ReadAll$:1%' \
    -diff_base=$heap.008.pb.gz $heap.008.pb.gz
formats "of which none has" 3 -sample_index=$several '-limit=nosuch:1%' -diff_base=$heap.008.pb.gz $heap.008.pb.gz
formats "of which one fails and one is inconclusive" 1 -sample_index=goroutine,none -z=0 -max_flat=1% \
    -diff_base="$WORK/few_old" "$WORK/few_new"
formats "lines" 1 -lines -trim_path=example.com/applier -diff_base=$heap.001.pb.gz $heap.008.pb.gz

# ---- The line that grew most ----

lines() { # FILE FIRST SECOND CALL: events in two lines of f, and of g, called in a line of h
    printf '%s\n' 'types: samples/count cpu/nanoseconds' "main;f@/src/f.go:10 $2 ${2}0000000" "main;f@/src/f.go:20 $3 ${3}0000000" \
        "main;h@/src/h.go:30;g 1000 10000000000" "main;h@/src/h.go:31;g $4 ${4}0000000" 'main;other 9000 90000000000' |
        python3 tests/make_profile.py >"$WORK/$1"
}
lines lines_old 3000 1000 1000
lines lines_new 3100 3000 3000

# placed NAME PLACE ARGUMENT ...: the first finding of a function is at PLACE in GitHub's commands, in JUnit's XML and in JSON
placed() {
    what=$1 file=${2%:*} line=${2#*:}
    shift 2
    run -check -z=0 "$@" -report=github:"$WORK/github" -report=junit:"$WORK/junit" -format=json \
        -diff_base="$WORK/lines_old" "$WORK/lines_new"
    expect_text "$what: GitHub" "$WORK/github" "file=$file,line=$line::"
    expect_text "$what: JUnit" "$WORK/junit" ">$file:$line"
    expect_text "$what: JSON" "$WORK/out" "\"file\":\"$file\",\"line\":$line,"
}

placed "the line that grew most, not the first or the heaviest" /src/f.go:20 -max_flat=50% '-limit=^(h|g|main)$:900%'
placed "of cum, the line of the call" /src/h.go:31 '-limit=^h$:50%'
placed "with a prefix of its name taken off" f.go:20 -trim_path=/src -max_flat=50% '-limit=^(h|g|main)$:900%'
placed "of files" /src/f.go:20 -files '-limit=f.go:40%'
placed "of lines" /src/f.go:20 -lines '-limit=f.go:20:50%'

# ---- Where results go ----

run -check -report=markdown:"$WORK/markdown" -report=json:"$WORK/nowhere/x" -diff_base=$heap.001.pb.gz $heap.008.pb.gz
[ "$status" = 2 ] && [ ! -s "$WORK/out" ] && pass "a -report that cannot be written is an error" ||
    fail "a -report that cannot be written is an error" "$status" "$(cat "$WORK/out")"
expect_text "that is said" "$WORK/err" "cpprof: $WORK/nowhere/x: no such file or directory"
rm -f "$WORK/markdown"
run -check -report=markdown:"$WORK/markdown" -report=xml:"$WORK/x" -diff_base=$heap.001.pb.gz $heap.008.pb.gz
expect_error "a format that there is not" "cpprof: -report: \"xml\" is not one of text|json|csv|markdown|github|junit"
[ ! -e "$WORK/markdown" ] && pass "is found before anything is written" || fail "is found before anything is written"
run -check -report=json:/dev/full -diff_base=$heap.001.pb.gz $heap.008.pb.gz
[ "$status" = 2 ] && pass "a full device" || fail "a full device" "$status"
status=0
"$CPPROF" -check -diff_base=$heap.008.pb.gz $heap.008.pb.gz >/dev/full 2>"$WORK/err" || status=$?
[ "$status" = 2 ] && pass "standard output is full: no success" || fail "standard output is full: no success" "$status"
run -check -report=json:- -diff_base=$heap.008.pb.gz $heap.008.pb.gz
expect_text "- is standard output" "$WORK/out" '"verdict":"pass"'
mkdir "$WORK/a" "$WORK/b"
ln -s ../b/real "$WORK/a/link"
echo old >"$WORK/b/real"
(cd "$WORK/a" && "$CPPROF" -check -debug -report=json:here -report=markdown:link -report=junit:"$WORK/b/there" -output=text \
    -diff_base="$ROOT/$heap.008.pb.gz" "$ROOT/$heap.008.pb.gz" 2>"$WORK/err")
expect_text "in the current folder" "$WORK/a/here" '"verdict":"pass"'
expect_text "through a symbolic link" "$WORK/b/real" "### cpprof: PASS"
expect_text "in another folder" "$WORK/b/there" "<testsuite"
expect_text "and -output" "$WORK/a/text" "PASS: "
grep -q '^sandbox: none\|^sandbox: no network, no programs; no files changed but the output' "$WORK/err" &&
    pass "all that in the sandbox" || fail "all that in the sandbox" "$(cat "$WORK/err")"
if command -v strace >/dev/null && strace -o "$WORK/trace" true 2>/dev/null; then
    strace -f -e trace=openat,open,rename,unlink,creat -o "$WORK/trace" "$CPPROF" -check -sandbox=false \
        -report=json:"$WORK/b/json" -diff_base=$heap.008.pb.gz $heap.008.pb.gz >/dev/null 2>&1
    grep -E 'O_WRONLY|O_RDWR|O_CREAT' "$WORK/trace" | grep -vE "$WORK/b/json|/dev/|\"/proc/|\.gcda\"" >"$WORK/other"
    [ ! -s "$WORK/other" ] && pass "nothing else is opened to be written" || fail "nothing else is opened to be written" "$(cat "$WORK/other")"
fi

# ---- Names that try to be more ----

cat >"$WORK/names" <<'END'
PASS:\x20forged\nPASS:\x20forged
x\nPASS:\x200\x20functions\x20within\x20their\x20limits
\n::error::forged
::stop-commands::x
\x20\t::add-mask::a
##[error]forged
x##[add-path]/tmp
y##vso[task.prependpath]/tmp
\xc2\xa0\xe3\x80\x80::add-path::/tmp
z\n\x20::add-path::/tmp
::error\x20file=a,line=1::forged%0A::error::forged
x\r::warning::forged
\x1b]0;title\x07\x1b[2J
\xe2\x80\xae\xe2\x80\xa8\xc2\x85
\xff\xfe\xc0\xaf\xed\xa0\x80
]]></failure><failure\x20message="x"/>
"/><script>alert(1)</script>&lt;&#0;
|x|y|`z`|<b>@user</b>\x20[x](javascript:y)
`|`
</details><!--\x20-->
=cmd|'/c\x20calc'!A1
+1,"2",3
\x00zero\xef\xbf\xbf\xf4\x8f\xbf\xbf
%s%n%0A
END
hostile() { # UNIT BASE OTHERS: a profile whose names, files, unit and program want to be something else
    printf 'types: samples/count cpu/%s\nmap: /bin/app%s\nmain 1000 %s\n' "$1" "$1" "$3"
    printf '\\x20\\x3a\\x3aerror\\x3a\\x3aroot;leaf 1000 %s\n' "$2"
    sed 's/;/\\x3b/g; s/@/\\x40/g; s/:/\\x3a/g' "$WORK/names" |
        while IFS= read -r name; do printf 'main;%s@/src/%s:7 1000 %s\n' "$name" "$name" "$2"; done
}
hostile 'ns\nPASS:\x20forged\n::error::forged|<b>' 1000000 1000000 | python3 tests/make_profile.py >"$WORK/old"
hostile 'ns\nPASS:\x20forged\n::error::forged|<b>' 3000000 1000000 | python3 tests/make_profile.py >"$WORK/new"
formats "hostile names" 1 -z=0 -max_flat=1% -diff_base="$WORK/old" "$WORK/new"
formats "hostile names, exempt" 0 -z=0 -max_flat=1% -exempt=. -diff_base="$WORK/old" "$WORK/new"
formats "hostile names of lines" 1 -z=0 -lines -max_flat=1% -max_new=1% -diff_base="$WORK/old" "$WORK/new"
formats "a hostile limit that nothing meets" 1 -z=0 -max_flat=1% '-limit=##[x]|::y|<b>@user</b>:5%' \
    -diff_base="$WORK/old" "$WORK/new"
for unit in minimum auto ms; do
    formats "a hostile unit, shown in $unit" 1 -z=0 -unit=$unit -max_flat=1% -diff_base="$WORK/old" "$WORK/new"
done
for side in old new; do
    hostile ms $([ $side = old ] && echo 1 || echo 3)000000 1000000 | sed 's,^types: [^ ]* ,types: \\n::error::a##[x]|`<b>\\n/count ,' |
        python3 tests/make_profile.py >"$WORK/type.$side"
done
formats "hostile sample types" 1 -z=0 -sample_index=0,1 -max_flat=1% -diff_base="$WORK/type.old" "$WORK/type.new"
hostile ms 3000000 1000000 | sed 's/^map: .*/map: \/bin\/x\\n::error::forged\\nPASS/' | python3 tests/make_profile.py >"$WORK/other"
hostile ms 1000000 1000000 | python3 tests/make_profile.py >"$WORK/base"
formats "hostile programs" 3 -diff_base="$WORK/base" "$WORK/other"
hostile '##[stop-commands]x' 1000000 1000000 | sed 's/^types: .*/types: samples\/##[stop-commands]y ::add-path::\/##vso[x]y/' |
    python3 tests/make_profile.py >"$WORK/base"
formats "a hostile type" 3 -sample_index=nosuch -diff_base="$WORK/base" "$WORK/other"
for name in '##[stop-commands]x' '::stop-commands::x' 'x##vso[task.prependpath]'; do
    for option in "-top $name" "-top -sample_index=$name $WORK/new" "-top -focus=( $name" "-$name" "-output=$name/x -top $WORK/new" \
        "-top @$name" "-sample_index=$name -top $WORK/base" "$WORK/new $name -top"; do
        # shellcheck disable=SC2086 # the option is words
        run $option
        valid "a message is no command: $option" log.py "$WORK/err"
    done
done
printf '##[stop-commands]x\n::stop-commands::x\nsample_index=::add-path::\n' >"$WORK/lines"
"$CPPROF" "$WORK/base" <"$WORK/lines" >"$WORK/out" 2>"$WORK/err"
valid "nor does the shell print one" log.py "$WORK/err"

# Thousands of findings, with long names, because a comment has a limited size
for side in 1 9; do
    awk -v by=$side 'BEGIN {
        print "types: samples/count cpu/nanoseconds"
        long = "T<|`\\n>"; while (length(long) < 3000) long = long long
        for (i = 0; i < 3000; i++) printf "main;c%d;f%d%s %d %d\n", i % 7, i, i % 50 ? "" : long, 1000, by * 1000000
    }' | python3 tests/make_profile.py >"$WORK/many.$side"
done
formats "thousands of findings of two sample types" 1 -sample_index=0,1 -z=0 -max_flat=1% -diff_base="$WORK/many.1" "$WORK/many.9"
formats "thousands of findings" 1 -max_flat=1% -diff_base="$WORK/many.1" "$WORK/many.9"
[ "$(wc -c <"$WORK/got.markdown")" -gt 60000 ] && pass "of which a comment is full" || fail "of which a comment is full" "$(wc -c <"$WORK/got.markdown")"
grep -q 'more are left out here' "$WORK/got.markdown" && pass "and says so" || fail "and says so"

# ---- -diff ----

for format in text json csv markdown; do
    run -diff -format=$format -diff_base=$heap.001.pb.gz $heap.008.pb.gz
    expect_status "-diff as $format" 0
    cp "$WORK/out" "$WORK/got.$format"
done
valid "-diff: JSON by the schema" valid_json.py "$WORK/got.json" flat 5
valid "-diff: CSV" valid_csv.py "$WORK/got.csv" 5
for options in -cum -lines -files -addresses -filefunctions -packages -noinlines -trim=false -normalize -focus=main -nodecount=7; do
    run -diff -format=json $options -diff_base=$heap.001.pb.gz $heap.008.pb.gz
    expect_status "-diff $options" 0
    valid "-diff $options: JSON" valid_json.py "$WORK/out" "$([ $options = -cum ] && echo cum || echo flat)" 0
done
run -diff -format=json -sample_index=alloc_space -base=$heap.001.pb.gz $heap.008.pb.gz
valid "-diff -base" valid_json.py "$WORK/out" flat 5
run -diff -format=json -trim=false -diff_base="$WORK/old" "$WORK/new"
valid "-diff of hostile names: JSON" valid_json.py "$WORK/out" flat 5
run -diff -format=csv -trim=false -diff_base="$WORK/old" "$WORK/new"
valid "-diff of hostile names: CSV" valid_csv.py "$WORK/out" 5
run -diff -format=junit -diff_base=$heap.001.pb.gz $heap.008.pb.gz
expect_error "-diff has no JUnit" "cpprof: -diff has no format \"junit\""
