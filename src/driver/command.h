/*
 * One report that was asked for, on the command line or in a line of the shell: what is asked, typed, and how it is answered.
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
    struct budget budget; /* in the heap */
};

/**
 * Makes a command of a report, its argument (NULL or "": none) and options, which are borrowed. Reads the file of limits, if
 * one is named, and says on stderr what it took for a range.
 * @return 0, and the caller command_release()s it; or -1 with `err` set and nothing to be released: a filter that cannot be
 *         parsed, a format that the report does not have.
 */
int command_init(struct command *c, const struct report_def *report, const char *argument, const struct options *o,
                 struct err *err);
void command_release(struct command *c);

/**
 * Answers it from the session and delivers that where the options say; warnings and advice go to stderr.
 * @param typed  as the shell has it: what is no text goes to a file even where standard output is no terminal
 * @return 0, or the verdict of a check; or -1 with `err` set.
 */
int command_run(const struct command *c, const struct session *s, bool typed, struct err *err);

/** Says on stderr which profile the session has, and whether another sample type would tell more. */
void command_greet(const struct session *s, const struct options *o);

#endif
