/*
 * The texts of -help, -version and the shell's help, from the tables of reports and options.
 *
 *     struct help_topic t;
 *     if (help_find(&t, "nodecount"))
 *         help_print_topic(&out, &t, ON_COMMAND_LINE);
 */
#ifndef CPPROF_DRIVER_HELP_H
#define CPPROF_DRIVER_HELP_H

#include "base/buf.h"
#include "driver/suggest.h"
#include "query/options.h"
#include "report/report.h"

/** A flag of the command line that is neither a report nor an option. */
struct plain_flag {
    const char *name;
    const char *value; /* what its value is called; NULL: it takes none */
    const char *summary;
};

/** -help, -version and -complete. */
extern const struct plain_flag plain_flags[];
extern const size_t n_plain_flags;

/** What help is wanted on. One of the members is set. */
struct help_topic {
    const struct report_def *report;
    const struct option_def *option;
    const char *setting; /* one whose values are choices: "granularity" or "sort" */
    const struct plain_flag *flag;
};

/** Finds what has this name, with or without dashes. @return whether there is such a thing */
bool help_find(struct help_topic *t, const char *name);

/** Appends the whole help. */
void help_print(struct buf *out);

/** Appends the help on one thing, as it is written in that place. */
void help_print_topic(struct buf *out, const struct help_topic *t, enum place place);

/** Appends the list of the shell's commands and settings. */
void help_print_shell(struct buf *out);

/** Appends the versions of cpprof and of its libraries. */
void version_print(struct buf *out);

#endif
