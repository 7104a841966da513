/*
 * Cuts a call graph down to what matters: drops nodes, edges and tags below a fraction of the total, then all but the
 * top N nodes. Edges over dropped nodes are residual.
 */
#ifndef CPPROF_GRAPH_TRIM_H
#define CPPROF_GRAPH_TRIM_H

#include "graph/graph.h"

struct trim_request {
    int64_t node_count;                  /* 0: as many as there are */
    double node_fraction, edge_fraction; /* of the sum of all flat values */
    bool cum;                            /* sort by cum */
    bool visual; /* for a picture: sort by entropy, count tags as nodes, remove residual edges that other paths make
                    redundant */
};

struct trimmed {
    struct graph *graph;                 /* sorted, in the arena */
    size_t n_before_top;                 /* number of nodes before the top N were taken */
    size_t dropped_nodes, dropped_edges; /* edges: of a picture only */
};

/** Builds the graph and trims it. Both requests are only read. For the other parameters see graph_build(). */
struct trimmed trim_graph(const struct view *v, struct strtab *strings, const struct graph_request *request,
                          const struct trim_request *trim, struct arena *arena);

#endif
