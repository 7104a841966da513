#include "driver/help.h"

#include <stdio.h>

#include "format/encode.h"
#include "format/inflate.h"
#include "format/unzstd.h"
#include "regex/regex.h"

#ifndef CPPROF_VERSION
#define CPPROF_VERSION "unknown"
#endif

/* "  -name=value      summary" */
static void put_flag_row(struct buf *out, const char *name, const char *alias, const char *value, const char *summary)
{
    enum { COLUMN = 28 };
    size_t start = out->len;
    buf_printf(out, "  -%s", name);
    if (alias)
        buf_printf(out, ", -%s", alias);
    if (value)
        buf_printf(out, "=%s", value);
    size_t width = out->len - start;
    buf_fill(out, ' ', width < COLUMN ? COLUMN - width : 1);
    buf_printf(out, "%s\n", summary);
}

static void put_report_row(struct buf *out, const struct report_def *r)
{
    put_flag_row(out, r->name, r->alias, r->argument, r->summary);
}

void help_print(struct buf *out)
{
    buf_puts(
        out,
        "usage: cpprof -REPORT [option ...] [binary] profile ...\n"
        "       cpprof [option ...] [binary] profile ...       an interactive shell\n\n"
        "Shows what is in profiles of pprof: what uses memory or time, and what changed since an earlier one.\n"
        "A profile is a file (gzip, zstd or plain), or - for standard input; several are added up.\n"
        "@FILE stands for the profiles that FILE names, one a line, and @- for those that standard input names.\n\n"
        "Reports, of which one is chosen\n");
    for (size_t i = 0; i < n_report_defs; i++)
        put_report_row(out, report_defs[i]);
    for (int g = 0; g < N_OPTION_GROUPS; g++) {
        buf_printf(out, "\n%s\n    %s\n", option_group_title((enum option_group)g),
                   report_example((enum option_group)g));
        for (size_t i = 0; i < n_option_defs; i++)
            if (option_defs[i].group == (enum option_group)g)
                put_flag_row(out, option_defs[i].name, NULL, option_defs[i].value, option_defs[i].summary);
    }
    buf_puts(out, "\nAbout cpprof\n");
    for (size_t i = 0; i < n_plain_flags; i++)
        put_flag_row(out, plain_flags[i].name, NULL, plain_flags[i].value, plain_flags[i].summary);
    buf_puts(out,
             "\nFlags may be written -flag, --flag, -flag=value or -flag value; they end at the first plain argument.\n"
             "The manual is cpprof(1).\n");
}

void version_print(struct buf *out)
{
    buf_printf(out, "cpprof %s\n%s, %s, %s, %s; Graphviz is loaded when a picture is asked for\n", CPPROF_VERSION,
               encode_library(), inflate_library(), unzstd_library(), regex_library());
}

static void put_command_row(struct buf *out, const char *name, const char *summary)
{
    buf_printf(out, "  %-20s %s\n", name, summary);
}

void help_print_shell(struct buf *out)
{
    buf_puts(out, "Reports\n");
    for (size_t i = 0; i < n_report_defs; i++)
        if (report_defs[i]->base != BASE_APART) /* in the shell there is only one side */
            put_command_row(out, report_defs[i]->name, report_defs[i]->summary);
    for (int g = 0; g < N_OPTION_GROUPS; g++) {
        if (g == GROUP_CHECK)
            continue;
        buf_printf(out, "\n%s\n", option_group_title((enum option_group)g));
        for (size_t i = 0; i < n_option_defs; i++)
            if (option_defs[i].group == (enum option_group)g && option_is_setting(&option_defs[i]))
                put_command_row(out, option_defs[i].name, option_defs[i].summary);
    }
    buf_puts(out, "\nCommands\n");
    put_command_row(out, "REPORT [n] [-cum] [REGEXP ...] [-REGEXP ...] [> FILE]", "");
    put_command_row(out, "NAME=VALUE", "Change a setting");
    put_command_row(out, "o, options", "The settings as they are");
    put_command_row(out, ":", "Clear focus, ignore, hide, tagfocus and tagignore");
    put_command_row(out, "help [NAME]", "This list, or about one report or setting");
    put_command_row(out, "q, quit, exit", "Leave");
}
