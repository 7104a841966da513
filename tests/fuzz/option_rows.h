/*
 * Options for reports, in rows that cover filters, levels, values, trimming and comparing. An option that ends in "=" is completed
 * with the name of the profile, which is then compared with itself.
 */
#ifndef CPPROF_FUZZ_OPTION_ROWS_H
#define CPPROF_FUZZ_OPTION_ROWS_H

enum { MOST_IN_OPTION_ROW = 4 };

static const char *const option_rows[][MOST_IN_OPTION_ROW] = {
    {NULL},
    {"-lines"},
    {"-addresses"},
    {"-files", "-cum"},
    {"-filefunctions"},
    {"-packages"},
    {"-packages", "-tagroot=thread"},
    {"-noinlines"},
    {"-addresses", "-noinlines"},
    {"-lines", "-showcolumns"},
    {"-trim=false"},
    {"-trim=false", "-call_tree"},
    {"-nodecount=3", "-edgefraction=0.1"},
    {"-nodefraction=0.1", "-call_tree"},
    {"-focus=a", "-ignore=^m"},
    {"-hide=[a-f]", "-relative_percentages"},
    {"-show=main|work", "-trim=false"},
    {"-show_from=o", "-lines"},
    {"-prune_from=[w-z]"},
    {"-tagfocus=1:", "-taghide=^b"},
    {"-tagignore=a", "-tagshow=t"},
    {"-tagfocus=bytes=1kb:1mb,thread=main"},
    {"-tagroot=thread,bytes", "-tagleaf=bytes"},
    {"-mean", "-trim=false"},
    {"-mean", "-sample_index=1", "-diff_base="},
    {"-sample_index=0", "-unit=auto"},
    {"-sample_index=1", "-unit=kb", "-divide_by=3"},
    {"-unit=hours", "-divide_by=-0.001"},
    {"-diff_base="},
    {"-diff_base=", "-normalize", "-drop_negative"},
    {"-base="},
    {"-base=", "-normalize", "-trim=false"},
    {"-all_frames", "-color=always"},
    {"-compact_labels", "-add_comment=x", "-buildid=abc"},
    {"-trim_path=/src", "-source_path=/nonexistent:."},
    {"-format=json", "-trim=false"},
    {"-format=csv", "-lines"},
    {"-format=markdown", "-unit=auto"},
};

enum { N_OPTION_ROWS = sizeof option_rows / sizeof *option_rows };

#endif
