/*
 * The call graph of a view: nodes with flat and cum values, weighted edges, tags.
 *
 *     struct graph_request request = {.value = type, .edges = EDGES_ALL, .names = &names};
 *     struct graph *g = graph_build(view, &strings, &request, &arena);    or trim_graph(): see graph/trim.h
 *     order_nodes(g, g->node, g->n_nodes, ORDER_FLAT);                    see graph/order.h
 *     for (size_t i = 0; i < g->n_nodes; i++)
 *         ... graph_node_name(g, g->node[i]), node_flat(g->node[i]) ...
 *
 * flat is the value of samples in the node itself, cum the value in it and in its callees. A sample counts once for a
 * node or an edge, however often recursion passes it. Values are those of one sample type, in its unit, and may be
 * negative in a diff. Sums wrap around on overflow. Nodes and edges come in the order of the profile, so that
 * everything made from a graph is the same from run to run. A graph lives in the arena that it is built in.
 */
#ifndef CPPROF_GRAPH_GRAPH_H
#define CPPROF_GRAPH_GRAPH_H

#include "base/arena.h"
#include "graph/node.h"
#include "profile/label_units.h"
#include "profile/view.h"

struct edge;

/** The sums of the samples with a label in a node. */
struct tag {
    str_id name;   /* as shown: "key:value\nkey:value", or a number with its unit */
    str_id labels; /* of a number: the name of the text tag that it belongs to; "" if there is no such tag */
    str_id unit;   /* of `value`; "" for a text */
    int64_t value;
    int64_t flat, flat_div, cum, cum_div;
    bool is_number;
    struct tag *next;
};

struct node {
    struct node_info info;
    int64_t flat, flat_div, cum, cum_div;
    struct edge **in, **out; /* removed edges are NULL */
    uint32_t n_in, n_out;
    struct tag *tags;
    uint32_t number;       /* its place among all nodes of the graph */
    uint32_t place;        /* of its info in the node table that the graph was built on */
    const char *printable; /* from graph_node_name; NULL until asked for */
    uint32_t printable_len;
};

struct edge {
    struct node *src, *dest;
    int64_t weight, weight_div;
    bool residual; /* goes over nodes that are not in the graph */
    bool inlined;  /* the callee was inlined, in all samples */
    bool dropped;  /* marked by a trim, which is about to remove it */
};

struct graph {
    struct arena *arena;          /* borrowed: everything below is in it */
    const struct strtab *strings; /* borrowed: names, file names */
    struct node **node;           /* the listed nodes: those with a value, not dropped as negative */
    size_t n_nodes;
    struct node *all; /* every node, listed or not; edges may lead to any */
    size_t n_all;
    bool is_tree; /* one node for each path */
    const double
        *list_weight; /* by place of a location's list in the walk table: the magnitudes of all samples that pass the
                                  location, added up; for the next graph on the same table of infos */
};

/** Edges cost more time than everything else. */
enum graph_edges {
    EDGES_NONE,
    EDGES_OF_INLINED, /* at least those to inlined functions */
    EDGES_ALL
};

/** Which graph to build. It is only read; its pointers are borrowed while the graph is built. */
struct graph_request {
    size_t value;       /* the sample type */
    bool mean;          /* divide by the first sample type */
    bool call_tree;     /* one node for each path, not for each info */
    bool drop_negative; /* do not list nodes with negative values */
    bool objects;       /* keep mapped files apart */
    enum graph_edges edges;
    bool tags;
    const struct source_names *names; /* how source files are named; NULL: as they are */
    const struct regex *edges_at;     /* only edges from and to nodes whose name matches; NULL: all */
    const struct label_units *units;  /* of the numbers in tags */
    struct str tag_unit;              /* the unit that numbers in tags are shown in */
};

/**
 * Builds the graph of a view in the arena. `strings` is layered over the view's strings, receives new names, and
 * outlives the graph. All graphs of a report share one.
 */
struct graph *graph_build(const struct view *v, struct strtab *strings, const struct graph_request *request,
                          struct arena *arena);

/**
 * Builds the graph on a table of infos that other graphs share: nodes of one place are the same function in all of
 * them. The table was made for this view, or for one that shows more of the same profile, with the request's names and
 * objects. It is borrowed for this call.
 */
struct graph *graph_build_on_table(const struct view *v, struct strtab *strings, const struct graph_request *request,
                                   const struct node_table *table, struct arena *arena);

/** The value that reports show: the mean if there is a divisor, else the sum. */
int64_t node_flat(const struct node *n);
int64_t node_cum(const struct node *n);
int64_t edge_weight(const struct edge *e);
int64_t tag_flat(const struct tag *t);
int64_t tag_cum(const struct tag *t);

/** The name of the node in reports. It is made on first use, lives in the graph's arena, and ends with a NUL. */
struct str graph_node_name(const struct graph *g, struct node *n);

/** The bytes of a string of the graph, borrowed from its table. */
struct str graph_str(const struct graph *g, str_id id);

/** Removes an edge from the lists of both its nodes: NULL replaces it. */
void graph_remove_edge(struct edge *e);

#endif
