/*
 * What -check is asked for: limits from options and a file of them, results in several formats, and an example that fails.
 */
#ifndef CPPROF_DRIVER_GATE_H
#define CPPROF_DRIVER_GATE_H

#include "compare/limits.h"
#include "driver/fetch.h"

/** The limits of the options, then those of the budget. @return 0, and the caller limits_release()s; or -1 with `err` set. */
int gate_limits(struct limits *l, const struct options *o, struct err *err);

/**
 * Takes the text of a -report apart: FORMAT:FILE. @return the file; or NULL with `err` set. The format, with a NUL behind it,
 * goes to `format`.
 */
const char *gate_report(const char *text, char format[16], struct err *err);

/** Fills in an example in which a function has grown, as if its two sides had been loaded, and limits that it exceeds. */
void gate_self_test(struct session *s);

#endif
