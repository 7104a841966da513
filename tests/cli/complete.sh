#!/bin/sh
# Completions: what cpprof tells the shells, and how bash completes with it.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
heap=testdata/applier/heap.008.pb.gz

run -complete=main...App "$heap"
expect_text "functions that begin with a prefix" "$WORK/out" "main...Applier..applyLoop"
grep -qv '^main\.\.\.App' "$WORK/out" && fail "and no others" || pass "and no others"
run -complete= "$heap"
[ "$(grep -cE '[^A-Za-z0-9_/.:@-]' "$WORK/out")" = 0 ] && pass "no character needs quoting" ||
    fail "no character needs quoting" "$(grep -E '[^A-Za-z0-9_/.:@-]' "$WORK/out" | head -n 3)"
name=$(grep applyLoop "$WORK/out" | head -n 1)
run -list="$name" "$heap"
expect_text "a completed name matches its function" "$WORK/out" "main.(*Applier).applyLoop"

# ---- Shells at a terminal, as users have them: keys go in, and the line that Tab makes of them comes out ----

# make_files: a folder with a few files
make_files() {
    mkdir "$WORK/dir" "$WORK/dir/folder"
    cp "$heap" "$WORK/dir/heap"
    touch "$WORK/dir/folder/inside" "$WORK/dir/a blank"
    echo heap >"$WORK/dir/list"
    printf 'types: n/count\nmain;Ns::Class::method 1\nmain;Ns::Class::other 1\n' | python3 tests/make_profile.py >"$WORK/dir/colons"
}

# begin_bash: starts one in that folder, with commands in its history
begin_bash() {
    cat >"$WORK/bashrc" <<EOF
cd "$WORK/dir"
PATH=${CPPROF%/*}:\$PATH
source "$ROOT/completions/cpprof.bash"
say() { printf '%s|%s\n' "\${READLINE_LINE:0:READLINE_POINT}" "\${READLINE_LINE:READLINE_POINT}" >>"$WORK/lines"; }
bind -x '"\C-g": say'
bind '"\C-t": insert-completions'
history -s './cpprof -top heap'
history -s 'cpprof -help'
history -s 'ls'
echo ready >>"$WORK/lines"
EOF
    begin bash "bash --noprofile --rcfile '$WORK/bashrc' -i"
}

# begin_zsh: the same with zsh
begin_zsh() {
    mkdir "$WORK/zsh"
    cat >"$WORK/zsh/.zshrc" <<EOF
cd "$WORK/dir"
PATH=${CPPROF%/*}:\$PATH
fpath=("$ROOT/completions" \$fpath)
autoload -U compinit
compinit -u -D
say() { print -r -- "\$LBUFFER|\$RBUFFER" >>"$WORK/lines" }
zle -N say
bindkey -e
bindkey '^G' say
print -s './cpprof -top heap'
print -s 'cpprof -help'
zle-line-init() { echo ready >>"$WORK/lines"; zle -D zle-line-init }
zle -N zle-line-init
EOF
    begin zsh "ZDOTDIR='$WORK/zsh' zsh -i"
}

# begin NAME COMMAND: starts the shell, and waits until it is ready; end: ends it
begin() {
    shell=$1
    rm -f "$WORK/keys" "$WORK/lines"
    mkfifo "$WORK/keys"
    HISTFILE='' TERM=dumb script -qec "$2" /dev/null <"$WORK/keys" >"$WORK/screen" 2>&1 &
    exec 9>"$WORK/keys"
    wait_for_lines 1
}
end() {
    printf '\001\013exit\n' >&9
    exec 9>&-
    wait
}

# wait_for_lines N: until the shell has said so many lines, for five seconds at most
wait_for_lines() {
    for _ in $(seq 250); do
        [ -e "$WORK/lines" ] && [ "$(wc -l <"$WORK/lines")" -ge "$1" ] && return
        sleep 0.02
    done
}

# press NAME KEYS WANT: after the keys, in the form of printf, the line is WANT, in which "|" is the cursor
press() {
    n=$(($(wc -l <"$WORK/lines") + 1))
    # shellcheck disable=SC2059 # it is a format
    printf "\\001\\013$2\\007" >&9
    wait_for_lines "$n"
    got=$(sed -n "${n}p" "$WORK/lines")
    [ "$got" = "$3" ] && pass "$shell: $1" || fail "$shell: $1" "got  $got" "want $3" "$(tail -n 3 "$WORK/screen")"
}

# completes NAME KEYS WANT: the same with a Tab after the keys
completes() {
    press "$1" "$2\\t" "$3"
}

can_drive=
command -v python3 >/dev/null && script -qec true /dev/null >/dev/null 2>&1 && can_drive=1 && make_files

if [ -n "$can_drive" ] && command -v bash >/dev/null; then
    begin_bash
    completes "an option" 'cpprof -diff_' 'cpprof -diff_base=|'
    completes "a report" 'cpprof -toppr' 'cpprof -topproto |'
    completes "with two dashes" 'cpprof --toppr' 'cpprof --topproto |'
    press "all that begin so" 'cpprof --to\024' 'cpprof --tools= --top --topproto --total_delay |'
    completes "a file" 'cpprof -top hea' 'cpprof -top heap |'
    completes "a folder" 'cpprof -top fol' 'cpprof -top folder/|'
    completes "a file with a blank" 'cpprof -top a' 'cpprof -top a\ blank |'
    completes "a file after =" 'cpprof -diff_base=hea' 'cpprof -diff_base=heap |'
    completes "a file as the next word" 'cpprof -diff_base hea' 'cpprof -diff_base heap |'
    completes "a list stays one" 'cpprof -top @li' 'cpprof -top @list |'
    completes "a list after =" 'cpprof -base=@li' 'cpprof -base=@list |'
    completes "a list in a folder" 'cpprof -base=@folder/i' 'cpprof -base=@folder/inside |'
    completes "a folder of lists" 'cpprof @fol' 'cpprof @folder/|'
    completes "a list with a blank" 'cpprof @a' 'cpprof @a\ blank |'
    completes "a unit" 'cpprof -unit=min' 'cpprof -unit=minimum |'
    completes "a format" 'cpprof -format=js' 'cpprof -format=json |'
    completes "a colour as the next word" 'cpprof --color al' 'cpprof --color always |'
    completes "a budget" 'cpprof -budget=lis' 'cpprof -budget=list |'
    completes "a format of -report" 'cpprof -report=mark' 'cpprof -report=markdown:|'
    completes "a file of -report" 'cpprof -report=json:fol' 'cpprof -report=json:folder/|'
    completes "a topic of the help" 'cpprof -help=nodec' 'cpprof -help=nodecount |'
    completes "a topic as the next word" 'cpprof -help granu' 'cpprof -help granularity |'
    completes "a function of the profile" 'cpprof heap -list=main...Applier..a' \
        'cpprof heap -list=main...Applier..applyLoop |'
    completes "a function as the next word" 'cpprof heap --focus main...Applier..a' \
        'cpprof heap --focus main...Applier..applyLoop |'
    completes "a function between quotes" "cpprof heap -list='main...Applier..a" \
        "cpprof heap -list='main...Applier..applyLoop' |"
    completes "functions with colons" 'cpprof colons -list=Ns::Cl' 'cpprof colons -list=Ns::Class::|'
    completes "one of them" 'cpprof colons -list=Ns::Class::m' 'cpprof colons -list=Ns::Class::method |'
    completes "a limit" 'cpprof heap -limit=main...Applier..a' 'cpprof heap -limit=main...Applier..applyLoop |'
    completes "the profile is later on the line" \
        "cpprof -list=Ns::Class::m colons\\002\\002\\002\\002\\002\\002\\002" 'cpprof -list=Ns::Class::method| colons'
    completes "it is the base" "cpprof -diff_base=colons -list=Ns::Class::m" \
        'cpprof -diff_base=colons -list=Ns::Class::method |'
    completes "it is that of the last run" 'cpprof -list=main...Applier..a' 'cpprof -list=main...Applier..applyLoop |'
    completes "nothing is known of a number" 'cpprof -nodecount=' 'cpprof -nodecount=|'
    printf '\001\013history -c\n' >&9
    completes "no function without a profile" 'cpprof -list=main...Applier..a' 'cpprof -list=main...Applier..a|'
    end
else
    echo "ok - bash completes # SKIP there is no bash, no python3 or no script"
fi

if [ -n "$can_drive" ] && command -v zsh >/dev/null; then
    begin_zsh
    completes "a report" 'cpprof -toppr' 'cpprof -topproto |'
    completes "with two dashes" 'cpprof --toppr' 'cpprof --topproto |'
    completes "a list" 'cpprof -top @li' 'cpprof -top @list |'
    completes "a list after =" 'cpprof -base=@li' 'cpprof -base=@list |'
    completes "a format" 'cpprof -format=js' 'cpprof -format=json |'
    completes "a format of -report" 'cpprof -report=mark' 'cpprof -report=markdown:|'
    completes "a topic of the help" 'cpprof -help nodec' 'cpprof -help nodecount |'
    completes "a function of the profile" 'cpprof heap -focus=main...Applier..a' \
        'cpprof heap -focus=main...Applier..applyLoop |'
    completes "a function of the last run's profile" 'cpprof -list main...Applier..a' \
        'cpprof -list main...Applier..applyLoop |'
    end
fi

# fish_completes NAME LINE WANT: fish offers this for the last word of the line
fish_completes() {
    got=$(cd "$WORK/dir" && PATH=${CPPROF%/*}:$PATH HOME=$WORK fish --no-config -c \
        "source '$ROOT/completions/cpprof.fish'; complete -C '$2'" 2>&1 | cut -f 1)
    [ "$got" = "$3" ] && pass "fish: $1" || fail "fish: $1" "got  $got" "want $3"
}

if [ -n "$can_drive" ] && command -v fish >/dev/null; then
    fish_completes "a report" 'cpprof -toppr' -topproto
    fish_completes "a list" 'cpprof -top @li' @list
    fish_completes "a format" 'cpprof -format=js' -format=json
    fish_completes "a format of -report" 'cpprof -report=mark' -report=markdown:
    fish_completes "a topic of the help" 'cpprof -help nodec' nodecount
    fish_completes "a function of the profile" 'cpprof heap -focus main...Applier..a' main...Applier..applyLoop
fi

if command -v zsh >/dev/null; then
    zsh -n completions/_cpprof && pass "zsh reads its completion" || fail "zsh reads its completion"
fi
if command -v fish >/dev/null; then
    fish -n completions/cpprof.fish && pass "fish reads its completion" || fail "fish reads its completion"
fi
for flag in $("$CPPROF" -help | sed -n 's/^  -\([a-z_]*\).*/\1/p'); do
    grep -q -e "-${flag}[= ']" completions/cpprof.bash || echo "bash: $flag"
    grep -q -e "'-${flag}[=[]" completions/_cpprof || echo "zsh: $flag"
    grep -q -e " -o $flag " completions/cpprof.fish || echo "fish: $flag"
    grep -q -e "^.It Fl $flag" man/cpprof.1 || echo "man: $flag"
done >"$WORK/missing"
[ -s "$WORK/missing" ] && fail "every flag of the help is in the manual and the completions" "$(cat "$WORK/missing")" ||
    pass "every flag of the help is in the manual and the completions"
