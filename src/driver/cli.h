/*
 * The command line: flags in Go style (-f, --f, -f=v, -f v), up to the first plain argument, then sources.
 */
#ifndef CPPROF_DRIVER_CLI_H
#define CPPROF_DRIVER_CLI_H

#include "query/options.h"
#include "report/report.h"

struct command_line {
    struct options options;
    const struct report_def *report; /* NULL: none was asked for */
    const char *argument;            /* of the report, or NULL */
    char **source;                   /* the plain arguments; borrowed from argv */
    size_t n_sources;
    bool help, version;
    const char *complete;      /* what function names are to begin with, for completions; else NULL */
    const char *help_topic;    /* a report's name where help on it is wanted, else NULL */
    const char *limits_option; /* an option about limits that was given, or NULL */
    const char *ignored;       /* an option that another one overrode, or NULL */
};

/** Reads argv. @return 0; or -1 with `err` set: an unknown flag, a bad value, options that exclude each other. */
int cli_parse(struct command_line *c, int argc, char **argv, struct err *err);

#endif
