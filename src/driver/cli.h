/*
 * The command line: flags in Go's style (-f, --f, -f=v, -f v) up to the first plain argument, and then sources.
 */
#ifndef CPPROF_DRIVER_CLI_H
#define CPPROF_DRIVER_CLI_H

#include "query/options.h"
#include "report/report.h"

struct command_line {
    struct options options;
    const struct report_def *report; /* NULL: no report was asked for */
    const char *argument;            /* the report's argument, or NULL */
    char **source;                   /* the plain arguments; borrowed from argv */
    size_t n_sources;
    bool help, version;
    const char *complete;      /* for completions: what function names must begin with; else NULL */
    const char *help_topic;    /* what help is wanted on, with or without dashes; or NULL */
    const char *limits_option; /* an option about limits that was given, or NULL */
    /* the last word that a flag took as its value, without "=": the word, the flag, and what it calls its value; or NULL */
    const char *taken, *taken_by, *taken_as;
    const char *ignored;               /* an option that another one overrode, or NULL */
    const struct option_def *replaced; /* one that was given again with another value, which counts; or NULL */
};

/**
 * Reads argv, and borrows its strings. It stops at -help and -version.
 * @return 0 and fills `c`, which needs no release; or -1 with `err` set: an unknown flag, a bad value, or options that exclude each
 *         other
 */
int cli_parse(struct command_line *c, int argc, char **argv, struct err *err);

#endif
