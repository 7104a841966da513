/*
 * The order of nodes, edges and tags. Heavier ones come first, by magnitude. Names decide between equals, so the order
 * is total and the same from run to run.
 */
#ifndef CPPROF_GRAPH_ORDER_H
#define CPPROF_GRAPH_ORDER_H

#include "graph/graph.h"

enum node_order {
    ORDER_FLAT,    /* flat, name, cum */
    ORDER_CUM,     /* cum, name, flat */
    ORDER_ENTROPY, /* how informative the edges of a node are: for pictures */
    ORDER_NAME,    /* function name */
    ORDER_FILE     /* file name, first line of the function */
};

/** Sorts the `n` nodes at `node`. */
void order_nodes(const struct graph *g, struct node **node, size_t n, enum node_order order);

/**
 * Sorts the `n` edges at `edge` by weight, then by the names of their nodes. Removed edges, which are NULL, go to the end.
 * @return how many edges precede them
 */
size_t order_edges(const struct graph *g, struct edge **edge, size_t n);

/** Sorts the `n` tags at `tag` by cum, then flat, then name; with `flat` by flat, then name. */
void order_tags(const struct strtab *strings, struct tag **tag, size_t n, bool flat);

#endif
