/*
 * Columns set to the right, as Go's text/tabwriter does with AlignRight and a padding of 1: a cell ends with a tab, and
 * the cells above and below each other in consecutive lines get one width. What follows the last tab is not aligned.
 */
#ifndef CPPROF_REPORT_ALIGN_H
#define CPPROF_REPORT_ALIGN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/**
 * Appends the aligned form of the `len` bytes at `text` to `out`. A line without a tab separates what is above and below
 * it.
 */
void align_right(struct buf *out, const char *text, size_t len, struct arena *arena);

#endif
