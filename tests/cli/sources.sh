#!/bin/sh
# Which files a profile can make -list read, and which it cannot.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
if ! ${CC:-cc} -O1 -o "$WORK/genhostile" tests/hostile/genhostile.c; then
    echo "ok - source files of hostile profiles # SKIP there is no compiler"
    exit 0
fi
mkdir "$WORK/tree" "$WORK/tree/in" "$WORK/treasure"
for file in tree/a.c tree/in/b.c outside.c treasure/t.c; do
    awk -v file=$file 'BEGIN { for (i = 1; i <= 9; i++) print "line " i " of " file }' >"$WORK/$file"
done
ln -s ../outside.c "$WORK/tree/link.c"
ln -s in/b.c "$WORK/tree/near.c"
ln -s .. "$WORK/tree/up"
mkfifo "$WORK/tree/fifo"
head -c 17000000 /dev/zero >"$WORK/tree/huge.c"

# list FILE ARGUMENT ...: lists a function whose profile says that it is in this file
list() {
    printf '%s\n' "$1" | "$WORK/genhostile" names >"$WORK/profile.pb"
    shift
    status=0
    timeout 10 "$CPPROF" -list=. "$@" "$WORK/profile.pb" >"$WORK/out" 2>"$WORK/err" || status=$?
}
shows() { # NAME TEXT
    [ "$status" = 0 ] && expect_text "$1" "$WORK/out" "$2" || fail "$1" "exit status $status" "$(cat "$WORK/err")"
}
hides() { # NAME: nothing of any file is shown
    if [ "$status" = 0 ] && ! grep -q 'line [0-9]' "$WORK/out"; then
        pass "$1"
    else
        fail "$1" "exit status $status" "$(cat "$WORK/err" "$WORK/out")"
    fi
}

# By default, the same files are read as by the reference.
list "$WORK/outside.c" -source_path="$WORK/tree"
shows "an absolute name is read" "line 3 of outside.c"
list ../outside.c -source_path="$WORK/tree"
shows "so is .." "line 3 of outside.c"
list outside.c -source_path="$WORK/tree/in"
shows "folders above are searched" "line 3 of outside.c"

# But a file that is huge or not a regular file is never read.
for file in "$WORK/tree/fifo" /dev/zero /dev/tty "$WORK/tree"; do
    list "$file"
    hides "${file##*/} is not read"
done
list huge.c -source_path="$WORK/tree"
shows "a huge file" "huge.c: file too large"

# -source_path_only
while read -r how file want; do
    list "$file" -source_path_only -source_path="$WORK/treasure:$WORK/tree"
    [ "$how" = yes ] && shows "with -source_path_only: $file" "line 3 of $want" || hides "not with -source_path_only: $file"
done <<EOF
yes a.c tree/a.c
yes t.c treasure/t.c
yes in/b.c tree/in/b.c
yes in/../a.c tree/a.c
yes near.c tree/in/b.c
yes $WORK/tree/in/b.c tree/in/b.c
no $WORK/outside.c
no outside.c
no ../outside.c
no in/../../outside.c
no link.c
no up/outside.c
no $WORK/tree/../outside.c
no $WORK/tree/link.c
no fifo
no $WORK/treeless.c
EOF
(cd "$WORK/tree" && list a.c -source_path_only && cp "$WORK/out" "$WORK/here")
expect_text "the working folder, where no other is named" "$WORK/here" "line 3 of tree/a.c"
list "$WORK/outside.c" -source_path="$WORK/tree"
printf 'source_path_only=true\nlist .\n' | "$CPPROF" -source_path="$WORK/tree" "$WORK/profile.pb" >"$WORK/out" 2>"$WORK/err"
status=$?
hides "it is a setting of the shell"

# Sources of Go are found where the go command keeps them.
go=$WORK/go
mkdir -p "$go/app/sub" "$go/app/vendor/example.com/Ven/in" "$go/cache/example.com/!dep/v2@v2.1.0-!r!c1" "$go/path/pkg/mod/example.com/p@v1.0.0" \
    "$go/home/go/pkg/mod/example.com/h@v1.0.0" "$go/root/src/std/in" "$go/tool/bin" "$go/tool/src/std" "$go/bin" "$go/plain/sub" "$go/empty"
for file in app/m.go app/sub/s.go app/vendor/example.com/Ven/in/v.go 'cache/example.com/!dep/v2@v2.1.0-!r!c1/d.go' \
    path/pkg/mod/example.com/p@v1.0.0/p.go home/go/pkg/mod/example.com/h@v1.0.0/h.go root/src/std/in/r.go tool/src/std/t.go plain/sub/n.go; do
    awk -v file="$file" 'BEGIN { for (i = 1; i <= 9; i++) print "line " i " of " file }' >"$go/$file"
done
printf '// a comment\n\nmodule   "example.com/App" // another\n\ngo 1.19\nrequire example.com/Dep/v2 v2.1.0-RC1\n' >"$go/app/go.mod"
printf 'modules are not described here\nmodulexample.com/q\n' >"$go/plain/go.mod"
printf '#!/bin/sh\n' >"$go/tool/bin/go"
chmod +x "$go/tool/bin/go"
ln -s ../tool/bin/go "$go/bin/go"
while read -r how places file want; do
    unset GOMODCACHE GOPATH GOROOT
    places=$(echo "$places" | sed "s,@,$go,g")
    # shellcheck disable=SC2046 # words
    status=0
    (
        HOME=$go/home
        # shellcheck disable=SC2030 # it is for this subshell alone
        PATH=/usr/bin:/bin:$go/bin
        export HOME PATH
        for place in $(echo "$places" | tr ',' ' '); do
            case $place in
                -) ;;
                [A-Z]*) export "${place?}" ;;
                *) echo "$place" ;;
            esac
        done >"$WORK/options"
        # shellcheck disable=SC2046
        list "$file" $(grep -h . "$WORK/options")
        exit "$status"
    ) || status=$?
    case $how in
        yes) shows "$file is in $want" "line 3 of $want" ;;
        no) hides "$file is not found" ;;
    esac
done <<'END'
yes -source_path=@/app example.com/App/m.go app/m.go
yes -source_path=@/app/sub example.com/App/m.go app/m.go
yes -source_path=@/empty:@/app/vendor/example.com example.com/App/sub/s.go app/sub/s.go
yes -source_path=@/app example.com/App@v1.0.0/sub/s.go app/sub/s.go
yes -source_path=@/app /root/go/pkg/mod/example.com/!app@v1.0.0/sub/s.go app/sub/s.go
yes -source_path=@/app example.com/Ven@v1.2.3/in/v.go app/vendor/example.com/Ven/in/v.go
yes -source_path=@/app example.com/Ven/in/v.go app/vendor/example.com/Ven/in/v.go
yes -source_path=@/app/sub,-source_path_only=false example.com/App/m.go app/m.go
yes -source_path=@/app,-source_path_only example.com/App/sub/s.go app/sub/s.go
no -source_path=@/app/sub,-source_path_only example.com/App/m.go
no -source_path=@/app,-source_path_only,GOROOT=@/root std/in/r.go
no -source_path=@/app example.com/App/../plain/sub/n.go
no -source_path=@/app example.com/Apple/m.go
no -source_path=@/plain example.com/q/sub/n.go
yes -source_path=@/empty,GOMODCACHE=@/cache example.com/Dep/v2@v2.1.0-RC1/d.go cache/example.com/!dep/v2@v2.1.0-!r!c1/d.go
yes -source_path=@/empty,GOMODCACHE=@/cache /build/go/pkg/mod/example.com/!dep/v2@v2.1.0-!r!c1/d.go cache/example.com/!dep/v2@v2.1.0-!r!c1/d.go
yes -source_path=@/empty,GOPATH=@/path:@/empty example.com/p@v1.0.0/p.go path/pkg/mod/example.com/p@v1.0.0/p.go
yes -source_path=@/empty example.com/h@v1.0.0/h.go home/go/pkg/mod/example.com/h@v1.0.0/h.go
no -source_path=@/empty,GOPATH=@/path example.com/h@v1.0.0/h.go
no -source_path=@/empty example.com/h@v1.0.1/h.go
yes -source_path=@/empty,GOROOT=@/root std/in/r.go root/src/std/in/r.go
yes -source_path=@/empty,GOROOT=@/root /usr/local/go/src/std/in/r.go root/src/std/in/r.go
no -source_path=@/empty,GOROOT=@/root std.com/in/r.go
END
# shellcheck disable=SC2031 # the PATH of the subshell above is not meant
PATH=$go/bin:$PATH list std/t.go -source_path="$go/empty"
shows "std/t.go is next to the go of PATH" "line 3 of tool/src/std/t.go"
# Where go tool pprof finds a file, it is that one.
mkdir -p "$go/app/example.com/App"
awk 'BEGIN { for (i = 1; i <= 9; i++) print "line " i " of the first" }' >"$go/app/example.com/App/m.go"
list example.com/App/m.go -source_path="$go/app"
shows "a file on the source path comes first" "line 3 of the first"

# Source of another version
head -n 2 "$WORK/outside.c" >"$WORK/tree/old.c"
printf 'types: samples/count\nmain;f@old.c:7 1\nmain;f@old.c:2 1\nmain;g@old.c:8 1\n' | python3 tests/make_profile.py >"$WORK/versions.pb"
run -list='f|g' -source_path="$WORK/tree" "$WORK/versions.pb"
expect_text "source that is too short" "$WORK/err" "hint: old.c has 2 lines, and the profile has line 7: this source is of another version than the program"
[ "$(wc -l <"$WORK/err")" = 1 ] && pass "is said once" || fail "is said once" "$(cat "$WORK/err")"
cat "$WORK/outside.c" "$WORK/outside.c" >"$WORK/tree/old.c"
run -list='f|g' -source_path="$WORK/tree" "$WORK/versions.pb"
[ ! -s "$WORK/err" ] && pass "and of another only that is" || fail "and of another only that is" "$(cat "$WORK/err")"
