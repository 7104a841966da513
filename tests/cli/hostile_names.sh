#!/bin/sh
# Names that try to be something else: a command to a terminal, a script in a picture, an attribute in DOT, another line.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
if ! ${CC:-cc} -O1 -o "$WORK/genhostile" tests/hostile/genhostile.c; then
    echo "ok - hostile names # SKIP there is no compiler"
    exit 0
fi
export TERM=xterm BROWSER=true
# Every name contains INJECTED, so that it can be found where it must not be.
cat >"$WORK/names" <<'EOF'
INJECTED\x1b]0;title\x07\x1b[2J\x1b[31m
INJECTED\xc2\x9b2J\xc2\x9d0;title\xc2\x9c\x9b2J
INJECTED\x01\x08\x0b\x0c\x0d\x7f
INJECTED\xe2\x80\xaegpj.exe\xe2\x80\xac\xe2\x81\xa6x\xe2\x81\xa9\xe2\x80\x8f
INJECTED"]; INJECTED [URL="javascript:alert(1)" onclick="x"]; "
INJECTED\", href="javascript:alert(1)" \
INJECTED\\
INJECTED\N\G\E\T\H\L
INJECTED\x0aINJECTED -> x [label="y"]\x0afn=(1) INJECTED
INJECTED</text></g><script>alert(1)</script><a href="javascript:alert(1)">&lt;
INJECTED]]></title><svg onload="alert(1)"><!-- &amp; &#x22; &INJECTED; &; -->
<INJECTED<b>bold</b><table><tr><td>x</td></tr></table>>
INJECTED\x00INJECTED
INJECTED\xff\xfe\xc0\xaf\xed\xa0\x80\xf8
INJECTED=cmd|'/c calc'!A1 %s%n%n %d
INJECTED@example.com www.INJECTED.com http://INJECTED.com @INJECTED #1
=INJECTED(1)
 +INJECTED
\x09@INJECTED
\x0d\x0a-INJECTED
\x00=INJECTED
\xef\xbc\x9dINJECTED
-INJECTED,"x";'y',
`INJECTED` ``x`` ```
INJECTED` x `` y ``` z ````
|INJECTED|\|x\\|
  INJECTED  
\x09\x09INJECTED\x09
INJECTED\
*INJECTED* _x_ ~~x~~ [x](http://x) ![x](y) :x: $x$ <x@y.z>
INJECTED}{|<port>
EOF
"$WORK/genhostile" names <"$WORK/names" >"$WORK/names.pb"
sed 2,12d "$WORK/names" | "$WORK/genhostile" names >"$WORK/fewer.pb"
awk 'BEGIN { a = "INJECTED<>\"\\&;"; while (length(a) < 1000000) a = a a; print a }' | "$WORK/genhostile" names >"$WORK/long.pb"
reports="top tree peek=. list=. traces tags raw comments dot callgrind proto topproto svg png gif pdf ps"
"$CPPROF" -svg "$WORK/names.pb" 2>&1 >/dev/null | grep -q 'not installed' &&
    reports=${reports%% svg*}

for report in $reports; do
    for options in '' '-lines -call_tree -tagroot=INJECTED -nodefraction=0'; do
        # shellcheck disable=SC2086 # the options are words
        run -"$report" $options -output="$WORK/$report" "$WORK/names.pb"
        expect_status "-$report $options" 0
    done
    run -"$report" -nodefraction=0 -output="$WORK/$report" "$WORK/names.pb"
    run -"$report" -output="$WORK/$report.long" "$WORK/long.pb"
    expect_status "-$report with a name of 1 MB" 0
done

# Bytes that a terminal must not get: all control bytes except newline and tab, C1, overrides, and bytes that are not UTF-8
cat >"$WORK/controls.py" <<'EOF'
import re, sys
data = re.sub(b'\r+\n', b'\n', open(sys.argv[1], 'rb').read())
for allowed in sys.argv[2:]:
    data = re.sub(allowed.encode(), b'', data)
found = re.findall('[^\n\t -~\u00a0-\u200e\u2010-\u2029\u202f-\u2065\u2070-\uffff\U00010000-\U0010ffff]', data.decode('utf-8', 'surrogateescape'))
print(ascii(sorted(set(found))) if found else 'clean')
EOF
# Checks the elements and attributes of an SVG, and its links and scripts
cat >"$WORK/svg.py" <<'EOF'
import sys, xml.sax
class Handler(xml.sax.ContentHandler):
    def __init__(self):
        self.scripts, self.bad, self.nodes = 0, [], 0
    def startElement(self, name, attrs):
        self.scripts += name == 'script'
        if name not in ('svg', 'g', 'script', 'title', 'a', 'text', 'polygon', 'path', 'polyline', 'ellipse'):
            self.bad.append('<' + name + '>')
        for key in attrs.getNames():
            self.nodes += key == 'class' and attrs[key] == 'node'
            if key.startswith('on') or (key.endswith('href')) or 'INJECTED' in attrs[key] and key not in ('xlink:title', 'id'):
                self.bad.append(key + '=' + attrs[key][:40])
handler = Handler()
xml.sax.parse(sys.argv[1], handler)
print('clean' if not handler.bad and handler.scripts == 1 and handler.nodes else (handler.bad, handler.scripts, handler.nodes))
EOF
if command -v python3 >/dev/null; then
    clean() { # NAME SCRIPT FILE ARGUMENT ...
        name=$1
        shift
        said=$(python3 "$@" 2>&1 | tail -n 1)
        [ "$said" = clean ] && pass "$name" || fail "$name" "$said"
    }
    for svg in "$WORK"/svg "$WORK"/svg.long; do
        [ -e "$svg" ] && clean "no name is more than text in ${svg##*/}" "$WORK/svg.py" "$svg"
    done
    while IFS= read -r name; do
        [ -e "$WORK/svg" ] || break
        printf '%s\n' "$name" | "$WORK/genhostile" names >"$WORK/one.pb"
        run -svg -output="$WORK/one.svg" "$WORK/one.pb"
        clean "nor of the only one: $name" "$WORK/svg.py" "$WORK/one.svg"
    done <"$WORK/names"
    PYTHONDONTWRITEBYTECODE=1 python3 tests/formats/inert.py "$WORK/names" "$WORK/names.pb" "$WORK/fewer.pb"
    PYTHONDONTWRITEBYTECODE=1 python3 tests/formats/inert.py - "$WORK/long.pb"
    if command -v script >/dev/null; then
        for report in top tree peek=. list=. traces tags raw comments dot; do
            script -qec "'$CPPROF' -$report -color=never '$WORK/names.pb'" "$WORK/tty" </dev/null >/dev/null 2>&1
            sed '1d;$d' "$WORK/tty" >"$WORK/typed"
            clean "a terminal gets no control: -$report" "$WORK/controls.py" "$WORK/typed"
        done
        while read -r options; do
            script -qec "'$CPPROF' -top $options -color=never '$WORK/names.pb'" "$WORK/tty" </dev/null >/dev/null 2>&1
            sed '1d;$d' "$WORK/tty" >"$WORK/typed"
            clean "nor by messages: $options" "$WORK/controls.py" "$WORK/typed"
        done <<'EOF'
-sample_index=x
-tagfocus=nosuch -focus=nosuch
-diff_base=testdata/cpu/cpu.pb.gz
-base=testdata/cpu/cpu.pb.gz -list=nosuch
-tools=x
EOF
        printf 'top\no\nsample_index=x\nINJECTED\nlist .\nhelp x\ntags\n' >"$WORK/lines"
        script -qec "'$CPPROF' -color=never '$WORK/names.pb' <'$WORK/lines'" "$WORK/tty" </dev/null >/dev/null 2>&1
        sed '1d;$d' "$WORK/tty" >"$WORK/typed"
        clean "nor in the shell" "$WORK/controls.py" "$WORK/typed"
        (printf 'peek INJ\t\t'; sleep 1; printf '\025sample_index=\t\t'; sleep 1; printf '\025INJ\t\t'; sleep 1; printf '\025quit\n') |
            script -qec "'$CPPROF' -history=false -color=never '$WORK/names.pb'" "$WORK/tty" >/dev/null 2>&1
        sed '1d;$d' "$WORK/tty" >"$WORK/typed"
        # the last arguments are libedit's own sequences: movements of the cursor, the bell
        clean "nor by completion" "$WORK/controls.py" "$WORK/typed" '\x1b\[[0-9]*[KCDGHJP@]' '\x1b\[[0-9;?]*[hl]' '\x08' '\x07' '\r'
        expect_text "which offers names" "$WORK/typed" INJECTED
    fi
fi

# In DOT, only our own text is outside of quotes.
for dot in "$WORK"/dot "$WORK"/dot.long; do
    awk '{ s = s $0 "\n" } END {
        gsub(/\\\\/, "", s); gsub(/\\"/, "", s); n = split(s, part, "\"")
        for (i = 1; i <= n; i += 2) rest = rest part[i]
        if (rest ~ /INJECTED|script|href|URL|onclick/) print substr(rest, 1, 200)
        if (n % 2 == 0) print "quotes are not in pairs" }' "$dot" >"$WORK/outside"
    [ ! -s "$WORK/outside" ] && pass "names stay within quotes in ${dot##*/}" || fail "names stay within quotes" "$(cat "$WORK/outside")"
done
