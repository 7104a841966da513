/*
 * Rows of nodes: flat, their sum up to here, cum, and what the node is, as top, tree and peek have them.
 */
#ifndef CPPROF_REPORT_NODE_ROW_H
#define CPPROF_REPORT_NODE_ROW_H

#include "report/table.h"

/** The cells that a row of a node begins with; those of the node itself come last in it. */
enum { NODE_FLAT, NODE_SUM, NODE_CUM, NODE_VALUES };
#define NODE_VALUE_COLUMNS                                                                                             \
    {"flat", "flat", CELL_VALUE, FOR_ALL, SHARE_TOO}, {"sum", "sum", CELL_VALUE, FOR_ALL, SHARE_ALONE},                \
    {                                                                                                                  \
        "cum", "cum", CELL_VALUE, FOR_ALL, SHARE_TOO                                                                   \
    }

/** Fills in cell[NODE_FLAT] to cell[NODE_CUM]. `*sum` is what the rows before have, and goes on by the node's flat. */
void node_row_values(struct cell *cell, const struct node *n, int64_t *sum);

/** For the text of go tool pprof: appends "flat flat% sum% cum cum%". What is no number of weight is in the style `rest`. */
void node_row_put_values(const struct table *t, struct buf *out, const struct cell *cell, enum style rest);

#endif
