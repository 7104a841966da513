# bash completion for cpprof
# BEGIN GENERATED: make docs
_cpprof_flags='-top -text -tree -peek= -list= -diff -check -traces -tags -raw -comments -dot -svg -png -gif -pdf -ps -callgrind -web -eog -evince -gv -kcachegrind -proto -topproto -diff_base= -base= -normalize -drop_negative -max_total= -max_flat= -max_cum= -max_new= -limit= -exempt= -budget= -z= -allow_missing= -report= -self_test -sample_index= -inuse_space -inuse_objects -alloc_space -alloc_objects -total_delay -contentions -mean_delay -mean -unit= -divide_by= -functions -filefunctions -files -packages -lines -addresses -noinlines -showcolumns -focus= -ignore= -hide= -show= -show_from= -prune_from= -tagfocus= -tagignore= -tagshow= -taghide= -tagroot= -tagleaf= -all_frames -flat -cum -nodecount= -nodefraction= -edgefraction= -trim -relative_percentages -compact_labels -call_tree -source_path= -source_path_only -trim_path= -color= -format= -columns= -output= -history -sandbox -debug -max_input= -add_comment= -buildid= -symbolize= -tools= -intel_syntax -seconds= -timeout= -help -version -complete='
# END GENERATED

# Completes files, also after "@", which names a list of them.
_cpprof_files() {
    compopt -o filenames 2>/dev/null
    if [[ $1 == @* ]]; then
        mapfile -t COMPREPLY < <(compgen -P @ -f -- "${1#@}")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$1")
    fi
}

_cpprof() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} flag
    # "=" is a word of its own here: "-base", "=", "fi". Functions are named by the profiles that stand on the line already.
    if [[ $cur == "=" ]]; then
        flag=$prev cur=
    elif [[ $prev == "=" ]]; then
        flag=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    flag=${flag/#--/-}
    case $flag in
    -base | -diff_base | -output | -source_path | -trim_path)
        _cpprof_files "$cur"
        return
        ;;
    -focus | -ignore | -hide | -show | -show_from | -prune_from | -list | -peek)
        local word profiles=()
        for word in "${COMP_WORDS[@]:1}"; do
            [[ $word != -* && -f ${word#@} ]] && profiles+=("$word")
        done
        ((${#profiles[@]})) && mapfile -t COMPREPLY < <(cpprof -complete="$cur" "${profiles[@]}" 2>/dev/null | sort -u)
        return
        ;;
    -unit)
        mapfile -t COMPREPLY < <(compgen -W "auto minimum B kB MB GB ns us ms s hrs" -- "$cur")
        return
        ;;
    -sample_index)
        mapfile -t COMPREPLY < <(compgen -W "inuse_space inuse_objects alloc_space alloc_objects samples cpu contentions delay goroutine" -- "$cur")
        return
        ;;
    -symbolize)
        mapfile -t COMPREPLY < <(compgen -W "none local fastlocal remote force" -- "$cur")
        return
        ;;
    esac
    [[ -n $flag ]] && return
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$_cpprof_flags" -- "$cur")
        [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
    else
        _cpprof_files "$cur"
    fi
}
complete -F _cpprof cpprof ./cpprof
