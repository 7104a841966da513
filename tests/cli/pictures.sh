#!/bin/sh
# Pictures show everything that the graph has.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
old=testdata/applier/heap.001.pb.gz
new=testdata/applier/heap.008.pb.gz

run -svg -diff_base="$old" "$new"
expect_status "svg of a diff" 0
expect_text "has the leaking function" "$WORK/out" "applyLoop"
expect_text "fills the window" "$WORK/out" '<svg width="100%" height="100%"'
expect_text "pans and zooms" "$WORK/out" '<g id="viewport"'
sed '/<script/,/<\/script>/d' "$WORK/out" >"$WORK/drawn"
grep -q 'searches\|<foreignObject' "$WORK/drawn" && fail "has no help for keys where scripts do not run" ||
    pass "has no help for keys where scripts do not run"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
# keys NAME SCRIPT TEXT: after these lines of JavaScript, which press keys, the picture contains TEXT
keys() {
    sed '$d' "$WORK/out" >"$WORK/keys.svg"
    cat >>"$WORK/keys.svg" <<END
<script><![CDATA[
const key = (to, key, more) => to.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}));
const type = text => {
  const input = document.getElementsByTagName('input')[0];
  input.value = text;
  input.dispatchEvent(new Event('input'));
  return input;
};
const left = () => document.querySelectorAll('.node').length - document.querySelectorAll('.node[style*="opacity: 0"]').length;
window.addEventListener('load', () => setTimeout(() => {
  $2
  document.documentElement.appendChild(document.createComment(left() + ' nodes are not faded'));
}));
]]></script></svg>
END
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$WORK/browser" --virtual-time-budget=3000 \
        --dump-dom "file://$WORK/keys.svg" >"$WORK/dom" 2>/dev/null
    grep -v "^key\|^const\|^window\|^  \|^//" "$WORK/dom" >"$WORK/shown"
    expect_text "$1" "$WORK/shown" "$3"
}
if [ -n "$browser" ]; then
    all=$(grep -c 'class="node"' "$WORK/out")
    keys "a line of help" "" "drag moves, wheel zooms, 0 or f fits, / searches</text>"
    keys "nothing is faded at first" "" "<!--$all nodes are not faded-->"
    keys "/ searches" "key(window, '/'); type('STORE');" "no node matches</text>"
    keys "without regard to capitals, if there are none" "key(window, '/'); type('apply?loop');" "1 node: Enter goes to the first"
    keys "and fades the others" "key(window, 'f', {ctrlKey: true}); type('applyloop');" "<!--1 nodes are not faded-->"
    keys "Enter goes to a match" "key(window, '/'); key(type('main\\\\.'), 'Enter'); key(window, 'n');" "2 of "
    keys "what is no pattern is a text" "key(window, '/'); type('(*appl');" "1 node"
    keys "Escape ends the search" "key(window, '/'); key(type('applyloop'), 'Escape');" "<!--$all nodes are not faded-->"
else
    pass "the keys of a picture # SKIP there is no browser"
fi
if command -v python3 >/dev/null; then
    python3 -c 'import sys, xml.dom.minidom as m; d = m.parse(sys.argv[1]); print(len([g for g in d.getElementsByTagName("g") if g.getAttribute("class") == "node"]))' \
        "$WORK/out" >"$WORK/nodes" 2>&1
    "$CPPROF" -dot -diff_base="$old" "$new" | grep -cE '^N+[0-9_]+ \[' >"$WORK/boxes"
    # one more for the legend
    [ "$(cat "$WORK/nodes")" = "$(($(cat "$WORK/boxes") + 1))" ] &&
        pass "is XML with every node of the graph" || fail "is XML with every node of the graph" "$(cat "$WORK/nodes" "$WORK/boxes")"
fi

run -png -output="$WORK/graph.png" -diff_base="$old" "$new"
expect_status "png of a diff" 0
[ "$(head -c 8 "$WORK/graph.png" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] && pass "is a PNG" || fail "is a PNG"
width=$(od -An -tu1 -j16 -N4 "$WORK/graph.png" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }')
[ "$width" -gt 300 ] && pass "of some size" || fail "of some size" "$width pixels wide"
for format in gif:GIF8 pdf:%PDF ps:%!PS; do
    run -"${format%%:*}" "$new"
    [ "$status" = 0 ] && [ "$(head -c 4 "$WORK/out")" = "${format#*:}" ] &&
        pass "${format%%:*}" || fail "${format%%:*}" "$(cat "$WORK/err")"
done
if command -v dot >/dev/null; then
    "$CPPROF" -dot "$new" | dot -Tpng >"$WORK/dot.png"
    "$CPPROF" -png "$new" >"$WORK/own.png"
    cmp -s "$WORK/dot.png" "$WORK/own.png" && pass "the picture is the one of dot" || fail "the picture is the one of dot"
fi

# Without Graphviz, one line says what to install, and the graph is kept as text.
if command -v unshare >/dev/null && [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
    mkdir "$WORK/empty"
    # shellcheck disable=SC2016
    unshare -m sh -c 'for f in $(ldconfig -p | sed -n "s/.*libgvc\.so.*=> //p"); do mount --bind /dev/null "$f" || exit 9; done
        exec "$0" "$@"' "$CPPROF" -svg -output="$WORK/graph.svg" "$new" >"$WORK/out" 2>"$WORK/err"
    status=$?
    if [ "$status" = 9 ]; then
        pass "without Graphviz # SKIP mounting is not allowed"
    else
        [ "$status" = 2 ] && pass "without Graphviz it fails" || fail "without Graphviz it fails" "$status"
        expect_text "says what to install" "$WORK/err" "apt-get install graphviz"
        grep -q '^digraph' "$WORK/graph.svg.dot" && pass "and keeps the graph" || fail "and keeps the graph" "$(cat "$WORK/err")"
    fi
fi

# Graphviz may lock up when memory is short. The program does not wait for it for ever.
if ! "$CPPROF" -svg "$new" 2>&1 >/dev/null | grep -q 'not installed'; then
    "$CPPROF" -svg -output="$WORK/stopped.svg" "$new" >"$WORK/out" 2>"$WORK/err" &
    parent=$!
    child=
    while [ -z "$child" ] && kill -0 "$parent" 2>/dev/null; do
        child=$(cat "/proc/$parent/task/$parent/children" 2>/dev/null)
    done
    if [ -n "$child" ] && kill -STOP "${child% }" 2>/dev/null; then
        # with this limit, Graphviz 2.42 used to go on trying for two minutes
        (
            ulimit -v 30000
            timeout 60 "$CPPROF" -svg -output="$WORK/short.svg" "$new" >/dev/null 2>"$WORK/short.err"
            echo $? >"$WORK/short.status"
        )
        short=$(cat "$WORK/short.status")
        [ "$short" = 124 ] && fail "a short memory does not make it wait" || pass "a short memory does not make it wait"
        status=0
        wait "$parent" || status=$?
        grep -v '^Generating report' "$WORK/err" >"$WORK/said"
        mv "$WORK/said" "$WORK/err"
        expect_error "Graphviz that does nothing is given up" "Graphviz does not get any further"
        kill -0 "${child% }" 2>/dev/null && fail "and ended" || pass "and ended"
    else
        pass "Graphviz that does nothing # SKIP it had ended"
    fi
fi
