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
