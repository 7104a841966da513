# bash completion for cpprof
# BEGIN GENERATED: make docs
_cpprof_flags='-top -text -tree -peek= -list= -diff -check -traces -tags -raw -comments -dot -svg -png -gif -pdf -ps -callgrind -web -eog -evince -gv -kcachegrind -proto -topproto -diff_base= -base= -normalize -drop_negative -max_total= -max_flat= -max_cum= -max_new= -limit= -exempt= -budget= -z= -allow_missing= -report= -self_test -sample_index= -inuse_space -inuse_objects -alloc_space -alloc_objects -total_delay -contentions -mean_delay -mean -unit= -divide_by= -functions -filefunctions -files -packages -lines -addresses -noinlines -showcolumns -focus= -ignore= -hide= -show= -show_from= -prune_from= -tagfocus= -tagignore= -tagshow= -taghide= -tagroot= -tagleaf= -all_frames -flat -cum -nodecount= -nodefraction= -edgefraction= -trim -relative_percentages -compact_labels -call_tree -source_path= -source_path_only -trim_path= -color= -format= -columns= -output= -history -sandbox -debug -max_input= -add_comment= -buildid= -symbolize= -tools= -intel_syntax -seconds= -timeout= -help -version -complete= '
_cpprof_formats='text json csv markdown github junit'

# Sets kind, and words, to what the value of a flag may be.
_cpprof_value() {
    case $1 in
    -max_total | -max_flat | -max_cum | -max_new | -z | -allow_missing | -divide_by | -tagfocus | -tagignore | -tagshow | -taghide | -tagroot | -tagleaf | -nodecount | -nodefraction | -edgefraction | -max_input | -add_comment | -buildid | -seconds | -timeout | -complete) kind=anything ;;
    -budget | -source_path | -trim_path | -output | -tools) kind=files ;;
    -diff_base | -base) kind=profiles ;;
    -peek | -list | -limit | -exempt | -focus | -ignore | -hide | -show | -show_from | -prune_from) kind=functions ;;
    -report) kind=results ;;
    -help) kind=names ;;
    -sample_index) kind=words words='inuse_space inuse_objects alloc_space alloc_objects samples cpu contentions delay goroutine' ;;
    -unit) kind=words words='minimum auto B kB MB GB TB ns us ms s hrs' ;;
    -color) kind=words words='auto always never' ;;
    -format) kind=words words='text json csv markdown github junit' ;;
    -columns) kind=words words='short all' ;;
    -symbolize) kind=words words='none local fastlocal remote force' ;;
    *) kind=none ;;
    esac
}
# END GENERATED

# A command line is read here by blanks, because bash also splits it at "=" and ":". Such a part of a word stays on the line when
# bash inserts a reply, so _cpprof_reply takes it off the replies. An "@" is not such a part, although bash splits there, too.

# Replies with the candidates for $1 among the lines of standard input, each of which begins with it.
_cpprof_reply() {
    local kept=$1 i
    mapfile -t COMPREPLY
    while [[ -n $kept && ${COMP_WORDBREAKS//@/} != *"${kept: -1}"* ]]; do
        kept=${kept%?}
    done
    for i in "${!COMPREPLY[@]}"; do
        COMPREPLY[i]=${COMPREPLY[i]#"$kept"}
    done
}

# Replies with files whose names begin with $2, each after the prefix $1.
_cpprof_files() {
    compopt -o filenames 2>/dev/null
    _cpprof_reply "$1$2" < <(compgen -P "$1" -f -- "$2")
}

# Replies with "@" and a file that has the names of profiles. Bash does not know that this is a file, so it is quoted here.
_cpprof_lists() {
    local name
    _cpprof_reply "@$1" < <(compgen -f -- "$1" | while read -r name; do
        printf '@%q%s\n' "$name" "$([[ -d $name ]] && echo /)"
    done)
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
}

_cpprof_sources() {
    if [[ $1 == @* ]]; then _cpprof_lists "${1#@}"; else _cpprof_files '' "$1"; fi
}

# Prints the profiles that the words name.
_cpprof_profiles() {
    local word
    for word; do
        word=${word/#-base=/}
        word=${word/#-diff_base=/}
        word=${word/#'~/'/"$HOME/"}
        [[ $word != -* && -f ${word#@} ]] && printf '%s\n' "$word"
    done
}

# Prints the functions that begin with $1: those of the profiles on the line, or else of the profiles of the last run that had any.
_cpprof_functions() {
    local words line profiles
    read -ra words <<<"$COMP_LINE"
    mapfile -t profiles < <(_cpprof_profiles "${words[@]:1}")
    while [[ ${#profiles[@]} == 0 ]] && read -ra words; do
        [[ ${words[0]##*/} == cpprof ]] && mapfile -t profiles < <(_cpprof_profiles "${words[@]:1}")
    done < <(fc -lnr -200 2>/dev/null)
    ((${#profiles[@]})) && "${COMP_WORDS[0]}" -complete="$1" "${profiles[@]}" 2>/dev/null | sort -u
}

# Replies with values of the flag $1 that begin with $2.
_cpprof_values() {
    local kind words
    _cpprof_value "$1"
    case $kind in
    files) _cpprof_files '' "$2" ;;
    profiles) _cpprof_sources "$2" ;;
    functions) _cpprof_reply "$2" < <(_cpprof_functions "$2") ;;
    words) _cpprof_reply "$2" < <(compgen -W "$words" -- "$2") ;;
    names) _cpprof_reply "$2" < <(compgen -W "${_cpprof_flags//[-=]/} granularity sort" -- "$2") ;;
    results)
        if [[ $2 == *:* ]]; then
            _cpprof_files "${2%%:*}:" "${2#*:}"
        else
            compopt -o nospace 2>/dev/null
            _cpprof_reply "$2" < <(compgen -S : -W "$_cpprof_formats" -- "$2")
        fi
        ;;
    esac
}

_cpprof() {
    local line=${COMP_LINE:0:COMP_POINT} word before flag kind words
    word=${line##*[$' \t\n']}
    before=${line%"$word"}
    before=${before%"${before##*[!$' \t\n']}"}
    before=${before##*[$' \t\n']}
    flag=${word%%=*}
    flag=${flag/#--/-}
    COMPREPLY=()
    if [[ $word == -*=* ]]; then
        word=${word#*=}
        word=${word#[\'\"]}
        _cpprof_values "$flag" "$word"
        return
    fi
    before=${before/#--/-}
    _cpprof_value "$before"
    if [[ $before == -* && $kind != none && $word != -* ]]; then
        _cpprof_values "$before" "$word"
        [[ $kind != names ]] && return
    elif [[ $word == -* ]]; then
        local dash=
        [[ $word == --* ]] && dash=-
        _cpprof_reply "$word" < <(compgen -P "$dash" -W "$_cpprof_flags" -- "${word#"$dash"}")
        [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
        return
    fi
    ((${#COMPREPLY[@]})) || _cpprof_sources "$word"
}
complete -F _cpprof cpprof ./cpprof
