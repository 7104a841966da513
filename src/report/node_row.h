/*
 * Rows of nodes, as top, tree and peek show them: flat, the sum of flat so far, cum, and the node itself.
 */
#ifndef CPPROF_REPORT_NODE_ROW_H
#define CPPROF_REPORT_NODE_ROW_H

#include "report/table.h"

/** The first cells of a row. The cells of the node itself (NODE_COLUMNS) come last. */
enum { NODE_FLAT, NODE_SUM, NODE_CUM, NODE_VALUES };
#define NODE_VALUE_COLUMNS                                                                                             \
    {"flat", "flat", CELL_VALUE, FOR_ALL, SHARE_TOO}, {"sum", "sum", CELL_VALUE, FOR_ALL, SHARE_ALONE},                \
    {                                                                                                                  \
        "cum", "cum", CELL_VALUE, FOR_ALL, SHARE_TOO                                                                   \
    }

/** Sets cell[NODE_FLAT] to cell[NODE_CUM]. `*sum` is the sum of flat in the rows before; the node's flat is added to it. */
void node_row_values(struct cell *cell, const struct node *n, int64_t *sum);

/**
 * Appends "flat flat% sum% cum cum%", as in the text of go tool pprof. flat and cum are coloured by their share of the total,
 * and sum% and what follows have the style `rest`.
 */
void node_row_put_values(const struct table *t, struct buf *out, const struct cell *cell, enum style rest);

#endif
