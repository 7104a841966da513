/*
 * From a loaded profile to a written report.
 */
#ifndef CPPROF_DRIVER_PIPELINE_H
#define CPPROF_DRIVER_PIPELINE_H

#include "driver/fetch.h"
#include "driver/options.h"
#include "report/report.h"

/** Makes the report of the session's profile that the options describe, and writes it where they say. @return 0; or -1
 * with `err` set. */
int pipeline_run(const struct session *s, const struct options *o, const struct report_def *report,
                 const char *argument, struct err *err);

#endif
