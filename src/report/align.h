/*
 * Right-aligned columns, as Go's text/tabwriter makes them with AlignRight and a padding of 1. A cell ends with a tab. Cells in
 * the same column of consecutive lines get the same width. Text after the last tab is not aligned.
 */
#ifndef CPPROF_REPORT_ALIGN_H
#define CPPROF_REPORT_ALIGN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/**
 * Appends the aligned form of the `len` bytes at `text` to `out`. A line without a tab separates the columns above it from those
 * below it. Working memory is taken from `arena`.
 */
void align_right(struct buf *out, const char *text, size_t len, struct arena *arena);

#endif
