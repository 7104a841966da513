/*
 * Cuts a call graph down to what matters: nodes, edges and tags below a fraction of the total go, then all but the top
 * N nodes. Which callers of a node that goes belong to which of its callees the graph alone cannot tell. So edges are made
 * from the samples: for a picture, whose order depends on them, after each step; else once, for the nodes that stay. Edges
 * over nodes that went are residual.
 */
#ifndef CPPROF_GRAPH_TRIM_H
#define CPPROF_GRAPH_TRIM_H

#include "graph/graph.h"

struct trim_options {
    int64_t node_count; /* 0: as many as there are */
    double node_fraction, edge_fraction;
    bool cum;    /* sort by cum */
    bool visual; /* for a picture: sort by entropy, count tags as nodes, remove residual edges that other paths make
                    needless */
};

struct trimmed {
    struct graph *graph;                 /* sorted */
    size_t n_before_top;                 /* nodes there were before the top N were taken */
    size_t dropped_nodes, dropped_edges; /* edges: of a picture only */
};

/** Builds and trims. What steps of a trim differ in (`o->kept`, `o->table` and so on) is set here. */
struct trimmed trim_graph(const struct view *v, struct strtab *strings, struct graph_options *o,
                          const struct trim_options *t, struct arena *arena);

#endif
