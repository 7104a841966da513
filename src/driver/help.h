/*
 * What -help and -version print, from the tables of reports and options.
 */
#ifndef CPPROF_DRIVER_HELP_H
#define CPPROF_DRIVER_HELP_H

#include "base/buf.h"
#include "report/report.h"

/** The whole help, or, with `topic`, that of one report. */
void help_print(struct buf *out, const struct report_def *topic);

/** The help of the shell: all commands, or with `word` the one on that report or setting. */
void help_print_shell(struct buf *out, const char *word);

void version_print(struct buf *out);

#endif
