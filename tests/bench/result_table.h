/*
 * A table of text. Cells are copied in row by row, beginning with the heads, and the table is printed when it is complete.
 */
#ifndef CPPROF_BENCH_RESULT_TABLE_H
#define CPPROF_BENCH_RESULT_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"

enum { TABLE_COLUMNS = 8 };

struct table {
    char **cells; /* row by row */
    size_t n, cap;
};

void table_release(struct table *t);

/** Adds a row of TABLE_COLUMNS texts. */
void table_row(struct table *t, const char *const *texts);

/** Prints the table with aligned columns, as text or as Markdown. */
void table_print(const struct table *t, bool markdown, FILE *out);

#endif
