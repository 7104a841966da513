/*
 * Function names for the completions of command lines.
 */
#ifndef CPPROF_DRIVER_COMPLETE_H
#define CPPROF_DRIVER_COMPLETE_H

#include "base/buf.h"
#include "profile/profile.h"

/**
 * Appends a line for every function of the profile whose name, written as a pattern, begins with `prefix`. As a pattern, a name
 * has a dot in place of each character that means something to regular expressions or to a shell: "main...Applier..loop".
 */
void complete_functions(const struct profile *p, const char *prefix, struct buf *out);

#endif
