/*
 * The call graph as DOT text, from which the pictures are drawn.
 */
#ifndef CPPROF_REPORT_DOT_H
#define CPPROF_REPORT_DOT_H

#include "report/report.h"

/**
 * Writes the call graph, at most 80 nodes if the query does not say, and sets out->n_drawn. Every name is quoted, so none can be
 * taken for DOT. It is the `write` of a struct report_def.
 * @return 0
 */
int dot_write(struct analysis *a, struct report_out *out, struct err *err);

#endif
