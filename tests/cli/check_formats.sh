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
header, rows = report['header'], report['rows']
if report['report'] == 'check':
    failed = any(r['state'] == 'failed' for r in rows)
    assert header['verdict'] == {'0': 'pass', '1': 'fail', '3': 'inconclusive'}[sys.argv[2]], header['verdict']
    assert failed == (header['verdict'] == 'fail')
    assert [r['state'] for r in rows] == sorted((r['state'] for r in rows), key=['failed', 'moved', 'exempt'].index)
    for r in rows:
        assert r['delta'] == r['new'] - r['old']
        assert r['kind'] == 'total' or r['path'][-1]['name'] == r['name']
        assert r['limit'].split('=')[0] in ('max_total', 'max_flat', 'max_cum', 'max_new', 'limit')
else:
    for r in rows:
        for kind in 'flat', 'cum':
            old, new, delta = (r[kind + s] for s in ('_old', '_new', '_delta'))
            assert delta == new - old
            assert (r[kind + '_delta_percent'] is None) == (old == 0)
            assert abs(r[kind + '_share_old'] * header['old']['total'] - old) < 1
            assert abs(r[kind + '_share_new'] * header['new']['total'] - new) < 1
        assert (r['mark'] == 'new') == (r['cum_old'] == 0 and r['flat_old'] == 0)
        assert (r['mark'] == 'gone') == (r['cum_new'] == 0 and r['flat_new'] == 0)
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
suite = tree.parse(sys.argv[1]).getroot()
cases = suite.findall('testcase')
assert suite.tag == 'testsuite' and len(suite) == len(cases) == int(suite.get('tests')) >= 1
assert {e.tag for e in suite.iter()} <= {'testsuite', 'testcase', 'failure', 'error', 'skipped'}
for tag, key in ('failure', 'failures'), ('error', 'errors'), ('skipped', 'skipped'):
    assert len(suite.findall('testcase/' + tag)) == int(suite.get(key)), tag
assert cases[0].get('name') == 'verdict'
bad = [e.tag for e in cases[0]]
assert bad == {'0': [], '1': ['failure'], '3': ['error']}[sys.argv[2]], bad
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
assert shown.count('<details>') == shown.count('</details>') <= 1
rows, inside = 0, False
for line in lines[2:]:
    inside |= line.startswith('<details>')
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
formats "lines" 1 -lines -trim_path=example.com/applier -diff_base=$heap.001.pb.gz $heap.008.pb.gz

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
for unit in minimum auto ms; do
    formats "a hostile unit, shown in $unit" 1 -z=0 -unit=$unit -max_flat=1% -diff_base="$WORK/old" "$WORK/new"
done
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
