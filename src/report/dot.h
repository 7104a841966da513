/*
 * The call graph as DOT text, from which pictures are drawn.
 */
#ifndef CPPROF_REPORT_DOT_H
#define CPPROF_REPORT_DOT_H

#include "report/report.h"

/** Writes the graph of a report; every name is quoted so that it stays a name. @return 0. */
int dot_write(struct analysis *a, struct report_out *out, struct err *err);

#endif
