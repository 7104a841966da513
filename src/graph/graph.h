/*
 * The call graph of a view: nodes with flat and cum values, weighted edges, tags.
 *
 * flat is what samples have in the node itself, cum what they have in it and in what it calls; a sample counts once for
 * a node or an edge, however often recursion passes it. Values are those of one sample type and may be negative in a
 * diff. Sums wrap around on overflow. Nodes and edges come in the order in which the profile has them, so that
 * everything that is made of a graph is the same from run to run.
 */
#ifndef CPPROF_GRAPH_GRAPH_H
#define CPPROF_GRAPH_GRAPH_H

#include "base/arena.h"
#include "graph/node.h"
#include "profile/label_units.h"
#include "profile/view.h"

struct edge;

/** Values of the samples that bear a label. */
struct tag {
    str_id name;   /* text as shown: "key:value\nkey:value", or a number with its unit */
    str_id labels; /* for a number: the name of the text tag that it belongs to, "" for none */
    str_id unit;   /* of `value`; "" for a text */
    int64_t value;
    int64_t flat, flat_div, cum, cum_div;
    bool is_number;
    struct tag *next;
};

struct node {
    struct node_info info;
    int64_t flat, flat_div, cum, cum_div;
    double inlined;          /* no inlined edge that leads here weighs more, whatever its sign; but for rounding */
    struct edge **in, **out; /* edges that were removed are NULL */
    uint32_t n_in, n_out;
    struct tag *tags;
    uint32_t number;       /* its place among all nodes of the graph */
    uint32_t place;        /* of its info in the node table */
    const char *printable; /* from graph_node_name; NULL until asked for */
    uint32_t printable_len;
};

struct edge {
    struct node *src, *dest;
    int64_t weight, weight_div;
    bool residual; /* goes over nodes that are not in the graph */
    bool inlined;  /* the callee was inlined, in all samples */
    bool dropped;  /* about to be taken out */
};

struct graph {
    struct arena *arena;          /* borrowed: everything below is in it */
    const struct strtab *strings; /* borrowed: names, file names */
    struct node **node;           /* the nodes to show, in the order of the report */
    size_t n_nodes;
    struct node *all; /* every node, also those without a value; edges may lead to them */
    size_t n_all;
    bool is_tree; /* one node for each path */
};

struct tag_plan;

/** Nodes by their info, to be kept in a graph that is built anew. */
struct node_set;

/** Edges cost more time than all the rest. */
enum graph_edges {
    EDGES_NONE,
    EDGES_OF_INLINED, /* only those into what is inlined, to mark it */
    EDGES_ALL
};

struct graph_options {
    size_t value;       /* the sample type */
    bool mean;          /* divide by the first sample type */
    bool call_tree;     /* nodes by the path that leads to them */
    bool drop_negative; /* leave out nodes with negative values */
    bool objects;       /* keep mapped files apart */
    enum graph_edges edges;
    bool tags;                        /* whether they are wanted */
    const struct source_names *names; /* borrowed */
    int rounds;                       /* see node_table_init */
    const struct node_table *table;   /* made with these names, rounds and objects; NULL: it is made */
    const struct label_units *units;  /* borrowed */
    struct str tag_unit;              /* the unit that numbers in tags are shown in */
    int64_t edge_least;               /* edges whose weight is below are left out; 0: none is */
    int64_t tag_least;                /* tags whose flat and cum are below may be left out; 0: none may */
    const struct tag_plan *tag_plan;  /* made with these units; NULL: it is made */
    const struct node_set *kept;      /* NULL: all nodes */
    bool values_known;                /* those of the kept nodes are taken over: they come of the same table */
    const struct regex *edges_at;     /* only edges from and to nodes whose name matches; NULL: all */
};

/**
 * Builds the graph of a view. `strings` is layered over the view's strings, gets the names that are made, and is the
 * same for all graphs of a report.
 */
struct graph *graph_build(const struct view *v, struct strtab *strings, const struct graph_options *o,
                          struct arena *arena);

/** The mean where there is a divisor, else the sum. */
int64_t node_flat(const struct node *n);
int64_t node_cum(const struct node *n);
int64_t edge_weight(const struct edge *e);
int64_t tag_flat(const struct tag *t);
int64_t tag_cum(const struct tag *t);

/** The name of the node in reports, kept with the node. */
struct str graph_node_name(const struct graph *g, struct node *n);

/** The bytes of a string of the graph. */
struct str graph_str(const struct graph *g, str_id id);

/** Takes an edge out of both its nodes. */
void graph_remove_edge(struct edge *e);

/** The set of the infos of these nodes, in the arena of the graph. */
struct node_set *node_set_new(const struct graph *g, struct node *const *node, size_t n);

/** The node of the set with this info, or NULL. */
const struct node *node_set_find(const struct node_set *s, const struct node_info *info);

#endif
