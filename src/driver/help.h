/*
 * The texts of -help, -version and the shell's help, from the tables of reports and options.
 */
#ifndef CPPROF_DRIVER_HELP_H
#define CPPROF_DRIVER_HELP_H

#include "base/buf.h"
#include "report/report.h"

/** Appends the whole help to `out`, or the help on the report `topic` if that is not NULL. */
void help_print(struct buf *out, const struct report_def *topic);

/** Appends the shell's help: all commands, or the help on the report or setting `word` if that is not NULL. */
void help_print_shell(struct buf *out, const char *word);

/** Appends the versions of cpprof and of its libraries. */
void version_print(struct buf *out);

#endif
