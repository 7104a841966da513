/*
 * From a loaded profile to a written report.
 */
#ifndef CPPROF_DRIVER_PIPELINE_H
#define CPPROF_DRIVER_PIPELINE_H

#include "driver/fetch.h"
#include "query/options.h"
#include "report/report.h"

/**
 * Makes the report of the session's profile that the options describe, and writes it where they say.
 * @param files  what is no text goes to a file even where standard output is no terminal, as the shell has it
 * @return 0, or the verdict of a check; or -1 with `err` set.
 */
int pipeline_run(const struct session *s, const struct options *o, const struct report_def *report,
                 const char *argument, bool files, struct err *err);

/** Says on stderr which profile it is, and whether another sample type would tell more. */
void pipeline_greet(const struct session *s, const struct options *o);

#endif
