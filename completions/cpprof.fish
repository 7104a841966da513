# fish completion for cpprof

# The profiles that the words name.
function __cpprof_profiles
    for word in $argv
        set word (string replace -r -- '^-(diff_)?base=' '' $word | string replace -r '^~/' "$HOME/")
        if not string match -q -- '-*' $word; and test -f (string replace -r '^@' '' -- $word)
            echo $word
        end
    end
end

# The functions of the profiles on the command line, or else of those of the last run that had any.
function __cpprof_functions
    set -l words (commandline -op)
    set -l profiles (__cpprof_profiles $words[2..])
    if not set -q profiles[1]
        for line in (history search --prefix cpprof --max 20)
            set profiles (__cpprof_profiles (string split -n ' ' -- $line)[2..])
            set -q profiles[1]; and break
        end
    end
    set -q profiles[1]; and $words[1] -complete= $profiles 2>/dev/null | sort -u
end

# After "@" there is a list of profiles.
function __cpprof_lists
    set -l word (commandline -ct | string replace -r -- '^-[^=]*=' '')
    if string match -q '@*' -- $word
        for name in (__fish_complete_path (string sub -s 2 -- $word) | string replace -r '\t.*' '')
            echo @$name
        end
    end
end

# FORMAT:FILE
function __cpprof_results
    set -l word (commandline -ct | string replace -r -- '^-[^=]*=' '')
    set -l format (string match -r -- '^[a-z]+:' $word)
    if test -n "$format"
        for name in (__fish_complete_path (string replace -- $format '' $word) | string replace -r '\t.*' '')
            echo $format$name
        end
    else
        printf '%s:\n' $__cpprof_formats
    end
end

# What help can be asked about.
function __cpprof_names
    printf '%s\n' granularity sort $__cpprof_flags
end

# BEGIN GENERATED: make docs
set -g __cpprof_formats text json csv markdown github junit
set -g __cpprof_flags top text tree peek list diff check traces tags raw comments dot svg png gif pdf ps callgrind web eog evince gv kcachegrind proto topproto diff_base base normalize drop_negative max_total max_flat max_cum max_new limit exempt budget z allow_missing report self_test sample_index inuse_space inuse_objects alloc_space alloc_objects total_delay contentions mean_delay mean unit divide_by functions filefunctions files packages lines addresses noinlines showcolumns focus ignore hide show show_from prune_from tagfocus tagignore tagshow taghide tagroot tagleaf all_frames flat cum nodecount nodefraction edgefraction trim relative_percentages compact_labels call_tree source_path source_path_only trim_path color format columns output history sandbox debug max_input add_comment buildid symbolize tools intel_syntax seconds timeout help version complete
complete -c cpprof -o top -d 'The heaviest functions in a table'
complete -c cpprof -o text -d 'The heaviest functions in a table'
complete -c cpprof -o tree -d 'Each function with its callers and callees'
complete -c cpprof -o peek -r -a '(__cpprof_functions)' -d 'The callers and callees of matching functions'
complete -c cpprof -o list -r -a '(__cpprof_functions)' -d 'The source of matching functions, with the values of each line'
complete -c cpprof -o diff -d 'What each function had and has now, and how certain the difference is'
complete -c cpprof -o check -d 'Fail if something has grown beyond its limit and beyond chance'
complete -c cpprof -o traces -d 'Every sample with its stack'
complete -c cpprof -o tags -d 'The values of all tags, with their shares'
complete -c cpprof -o raw -d 'Everything in the profile as text'
complete -c cpprof -o comments -d 'The comments in the profile'
complete -c cpprof -o dot -d 'The call graph as DOT text'
complete -c cpprof -o svg -d 'The call graph as an SVG to pan and zoom in a browser'
complete -c cpprof -o png -d 'The call graph as a PNG picture'
complete -c cpprof -o gif -d 'The call graph as a GIF picture'
complete -c cpprof -o pdf -d 'The call graph as a PDF document'
complete -c cpprof -o ps -d 'The call graph as PostScript'
complete -c cpprof -o callgrind -d 'The call graph for KCachegrind'
complete -c cpprof -o web -d 'The call graph in a web browser'
complete -c cpprof -o eog -d 'The call graph in Eye of GNOME'
complete -c cpprof -o evince -d 'The call graph in Evince'
complete -c cpprof -o gv -d 'The call graph in gv'
complete -c cpprof -o kcachegrind -d 'The call graph in KCachegrind'
complete -c cpprof -o proto -d 'The profile itself, merged and filtered, as profile.proto'
complete -c cpprof -o topproto -d 'The rows of top as a profile.proto of their own'
complete -c cpprof -o diff_base -r -a '(__cpprof_lists)' -d 'Compare with this profile; shares are of its total'
complete -c cpprof -o base -r -a '(__cpprof_lists)' -d 'Subtract this profile; shares are of the difference'
complete -c cpprof -o normalize -d 'Scale the profile so that its total is that of the base'
complete -c cpprof -o drop_negative -d 'Leave out everything that shrank'
complete -c cpprof -o max_total -r -d 'The most that the total may grow: 5% or 10MB; with 5%,10MB growth must exceed both'
complete -c cpprof -o max_flat -r -d 'The most that the flat value of a function may grow: 10%; 5%,0.5%total'
complete -c cpprof -o max_cum -r -d 'The most that the cum value of a function may grow'
complete -c cpprof -o max_new -r -d 'The largest cum value of a function that was not there before; 1% is of the old total'
complete -c cpprof -o limit -r -a '(__cpprof_functions)' -d 'The limit of matching functions, in place of -max_flat, -max_cum and -max_new; repeatable'
complete -c cpprof -o exempt -r -a '(__cpprof_functions)' -d 'Let matching functions grow; repeatable'
complete -c cpprof -o budget -r -d 'Read limits from this file, one KEY = VALUE a line'
complete -c cpprof -o z -r -d 'Let growth of less than this many errors pass, because it may be chance (3 if not given)'
complete -c cpprof -o allow_missing -r -d 'Reach a verdict even if up to so many sources, of both sides together, cannot be read'
complete -c cpprof -o report -r -a '(__cpprof_results)' -d 'Write the result to a file as well, as in markdown:comment.md; repeatable'
complete -c cpprof -o self_test -d 'Check an example that must fail, to prove that the gate works'
complete -c cpprof -o sample_index -r -f -a 'inuse_space inuse_objects alloc_space alloc_objects samples cpu contentions delay goroutine' -d 'The sample type to report, by name or number; -check takes several: alloc_space,inuse_space'
complete -c cpprof -o inuse_space -d 'Memory in use'
complete -c cpprof -o inuse_objects -d 'Objects in use'
complete -c cpprof -o alloc_space -d 'Memory allocated since the start'
complete -c cpprof -o alloc_objects -d 'Objects allocated since the start'
complete -c cpprof -o total_delay -d 'Time spent waiting'
complete -c cpprof -o contentions -d 'How many waits there were'
complete -c cpprof -o mean_delay -d 'Mean time of a wait'
complete -c cpprof -o mean -d 'Divide each value by the first one, which is a count'
complete -c cpprof -o unit -r -f -a 'minimum auto B kB MB GB TB ns us ms s hrs' -d 'Show values in this unit; auto chooses one for each value'
complete -c cpprof -o divide_by -r -d 'Divide all values by this number'
complete -c cpprof -o functions -d 'One row or node for each function'
complete -c cpprof -o filefunctions -d 'One for each function of each file'
complete -c cpprof -o files -d 'One for each source file'
complete -c cpprof -o packages -d 'One for each package, module, crate or namespace'
complete -c cpprof -o lines -d 'One for each source line'
complete -c cpprof -o addresses -d 'One for each address'
complete -c cpprof -o noinlines -d 'Count inlined functions as part of their callers'
complete -c cpprof -o showcolumns -d 'Show columns after line numbers'
complete -c cpprof -o focus -r -a '(__cpprof_functions)' -d 'Keep only samples with a matching frame'
complete -c cpprof -o ignore -r -a '(__cpprof_functions)' -d 'Drop samples with a matching frame'
complete -c cpprof -o hide -r -a '(__cpprof_functions)' -d 'Remove matching frames from the stacks'
complete -c cpprof -o show -r -a '(__cpprof_functions)' -d 'Keep only matching frames in the stacks'
complete -c cpprof -o show_from -r -a '(__cpprof_functions)' -d 'Drop the callers of the outermost matching frame'
complete -c cpprof -o prune_from -r -a '(__cpprof_functions)' -d 'Drop everything that the innermost matching frame calls'
complete -c cpprof -o tagfocus -r -d 'Keep only samples with these tags: regexp, key=regexp, 1kb:10mb, key=1s:'
complete -c cpprof -o tagignore -r -d 'Drop samples with these tags'
complete -c cpprof -o tagshow -r -d 'Show only tags whose key matches'
complete -c cpprof -o taghide -r -d 'Hide tags whose key matches'
complete -c cpprof -o tagroot -r -d 'Add the values of these tags as frames at the root of the stacks'
complete -c cpprof -o tagleaf -r -d 'Add the values of these tags as frames at the leaf of the stacks'
complete -c cpprof -o all_frames -d 'Ignore the profile'\''s own drop_frames and keep_frames'
complete -c cpprof -o flat -d 'Sort by what functions use themselves'
complete -c cpprof -o cum -d 'Sort by what functions and their callees use'
complete -c cpprof -o nodecount -r -d 'Show at most this many nodes'
complete -c cpprof -o nodefraction -r -d 'Leave out nodes below this share of the total'
complete -c cpprof -o edgefraction -r -d 'Leave out edges below this share of the total'
complete -c cpprof -o trim -d 'Leave out small nodes and edges; -trim=false shows everything'
complete -c cpprof -o relative_percentages -d 'Show shares of what the filters leave, not of the whole profile'
complete -c cpprof -o compact_labels -d 'Leave out the header about the profile'
complete -c cpprof -o call_tree -d 'Draw a node for each path that leads to a function'
complete -c cpprof -o source_path -r -d 'The folders in which to look for source files, separated by colons'
complete -c cpprof -o source_path_only -d 'Read source files only in the folders of -source_path and below'
complete -c cpprof -o trim_path -r -d 'The prefixes to take off the names of source files, separated by colons'
complete -c cpprof -o color -r -f -a 'auto always never' -d 'Colour tables; auto does so on a terminal, unless NO_COLOR is set'
complete -c cpprof -o format -r -f -a 'text json csv markdown github junit' -d 'The format of tables; github and junit are for -check'
complete -c cpprof -o columns -r -f -a 'short all' -d 'Which columns -diff shows: those that fit a screen, or all'
complete -c cpprof -o output -r -d 'Write the report to this file; -output=x.svg alone makes the report of this ending, -svg'
complete -c cpprof -o history -d 'Keep the shell'\''s history between sessions'
complete -c cpprof -o sandbox -d 'Give up rights that the report does not need: the network, running programs, writing to other files'
complete -c cpprof -o debug -d 'Say on stderr what the sandbox gave up'
complete -c cpprof -o max_input -r -d 'Refuse a source that is larger than this when decompressed: 512MB, 8GB'
complete -c cpprof -o add_comment -r -d 'Add a comment to the profile'
complete -c cpprof -o buildid -r -d 'The build id of the main binary, if the profile has none'
complete -c cpprof -o symbolize -r -f -a 'none local fastlocal remote force' -d 'Accepted and ignored, because names come from the profile alone'
complete -c cpprof -o tools -r -d 'Accepted and ignored'
complete -c cpprof -o intel_syntax -d 'Accepted and ignored'
complete -c cpprof -o seconds -r -d 'Accepted and ignored'
complete -c cpprof -o timeout -r -d 'Accepted and ignored'
complete -c cpprof -o help -f -a '(__cpprof_names)' -d 'This text, or that on one report, option or setting'
complete -c cpprof -o version -d 'Which version this is'
complete -c cpprof -o complete -r -d 'The functions that begin with this, for completions'
# END GENERATED
complete -c cpprof -a '(__cpprof_lists)'
