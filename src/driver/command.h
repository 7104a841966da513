/*
 * One report that the command line or a line in the shell asks for.
 *
 *     command_init(&c, report, argument, &options, &err);
 *     command_run(&c, &session, typed, &err);
 *     command_release(&c);
 */
#ifndef CPPROF_DRIVER_COMMAND_H
#define CPPROF_DRIVER_COMMAND_H

#include "analysis/session.h"
#include "report/report.h"

struct command {
    const struct report_def *report;
    const struct options *options; /* borrowed */
    struct query query;
    struct budget budget; /* its text is malloc'd */
};

/**
 * Makes a command of a report, its argument and resolved options, which are borrowed. Reads the file of -budget, and says on
 * stderr which tag filters it takes for ranges.
 * @param argument  the report's argument; NULL or "": it has none
 * @return 0, and the caller must command_release() it; or -1 with `err` set and nothing to release: a filter cannot be parsed, the
 *         report does not have a format, or the file cannot be read
 */
int command_init(struct command *c, const struct report_def *report, const char *argument, const struct options *o,
                 struct err *err);

/** Frees the query and the text of the budget. */
void command_release(struct command *c);

/**
 * Makes the report from the session, and delivers it to where the options say. Warnings and advice go to stderr.
 * @param typed  in the shell: bytes that are not text go to a file even if standard output is not a terminal
 * @return 0, or the verdict of a check (1 or 3); or -1 with `err` set
 */
int command_run(const struct command *c, const struct session *s, bool typed, struct err *err);

/** Describes the session's profile on stderr, and says if another sample type would show more. */
void command_greet(const struct session *s, const struct options *o);

#endif
