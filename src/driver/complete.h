/*
 * Function names, with which the shells complete command lines.
 */
#ifndef CPPROF_DRIVER_COMPLETE_H
#define CPPROF_DRIVER_COMPLETE_H

#include "base/buf.h"
#include "profile/profile.h"

/**
 * Appends a line for every function whose name, written as a pattern, begins with `prefix`. In a pattern, a dot replaces each
 * character that has a meaning in regular expressions or to a shell: "main...Applier..loop".
 */
void complete_functions(const struct profile *p, const char *prefix, struct buf *out);

#endif
