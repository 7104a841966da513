/*
 * How a graph is built. For graph/ only.
 *
 *     graph_build_part()                everything, in graph.c
 *         builder_add_samples()         one node for each info, with edges: samples.c
 *         builder_add_tags()            and their tags: graph_tags.c
 *     or  builder_add_paths()           one node for each path, with edges and tags: paths.c
 *         builder_finish_tags()         rows of tags become the tags of the nodes
 */
#ifndef CPPROF_GRAPH_BUILDER_H
#define CPPROF_GRAPH_BUILDER_H

#include "base/thread.h"
#include "graph/edge_table.h"
#include "graph/graph.h"
#include "graph/tag_plan.h"
#include "graph/walk.h"
#include "measure/number.h"

/** Which part of a requested graph to build, and what is already known. Everything is borrowed. */
struct graph_part {
    const struct node_table *table; /* the infos of the view */
    const struct node *const
        *known;                /* by info: a node of an earlier graph; those without one are not kept. NULL: all are */
    bool values_known;         /* the known nodes already have the values of this graph */
    const double *list_weight; /* if so: the list_weight of that graph */
    enum graph_edges edges;    /* the request's or fewer */
    const struct tag_plan *tags; /* NULL: no tags */
    int64_t edge_least;          /* lighter edges may be left out, if values are known; 0: none */
    int64_t tag_least;           /* tags with smaller flat and cum may be left out; 0: none */
};

/** Builds a graph in the arena. `strings` is layered over the view's strings. */
struct graph *graph_build_part(const struct view *v, struct strtab *strings, const struct graph_request *request,
                               const struct graph_part *part, struct arena *arena);

/** The sums of a node's samples, for itself (flat) and with its callees (cum). */
struct sums {
    int64_t cum, cum_div, flat, flat_div;
};

/** The sums of a tag of a node. */
struct tag_row {
    uint32_t node, kind, first; /* the first of its samples */
    struct sums sums;
};

struct builder {
    const struct view *view;
    const struct graph_request *request;
    const struct graph_part *part;
    struct strtab *strings;
    struct arena *arena;

    uint32_t *info;    /* by node: its place in the table of infos */
    struct sums *sums; /* by node */
    size_t n_nodes, cap_info, cap_sums;
    struct walk_table walk;       /* from frames to nodes; in a call tree to infos */
    const double *list_weight;    /* as in struct graph; NULL in a call tree */
    const bool *exempt;           /* by node: even light edges to it stay; NULL: no node is exempt */
    struct edge_table edge_table; /* not in a call tree */
    struct edge_row {
        uint32_t src, dest; /* nodes */
        int64_t weight, weight_div;
        bool inlined;
    } * edge; /* of a call tree */
    size_t n_edges, cap_edges;
    struct tag_row *tag;
    size_t n_tags;
};

/** What a sample adds. */
struct weight {
    int64_t w, div;
};

enum { WORTH_A_THREAD = 20000 }; /* samples */

/** How many threads share a pass over `n_samples` samples. */
static inline size_t builder_shares(size_t n_samples)
{
    size_t n = n_samples / WORTH_A_THREAD + 1;
    return n < thread_count() ? n : thread_count();
}

/** Reads the value of a sample, given by its place in the profile. @return false if it adds nothing. */
bool builder_weigh(const struct builder *b, size_t sample, struct weight *w);

static inline void add_cum(struct sums *to, const struct weight *w)
{
    to->cum = number_add(to->cum, w->w);
    to->cum_div = number_add(to->cum_div, w->div);
}

static inline void add_flat(struct sums *to, const struct weight *w)
{
    to->flat = number_add(to->flat, w->w);
    to->flat_div = number_add(to->flat_div, w->div);
}

/** Adds a node without a value for the info at this place of the table. @return its number. */
uint32_t builder_add_node(struct builder *b, uint32_t info);

/** Whether a graph lists a node with these values: one is not 0, and the node is not dropped as negative. */
bool builder_lists(const struct builder *b, int64_t flat, int64_t cum);

/** The passes over the samples: one node for each info, or one for each path. */
void builder_add_samples(struct builder *b);
void builder_add_paths(struct builder *b);

/** By node: WALK_FROM if edges from it are wanted, WALK_TO if edges to it are. In the arena; NULL: all edges are wanted. */
const uint32_t *builder_mark_edges(const struct builder *b);

/** Adds the tags of the nodes that builder_add_samples() made. */
void builder_add_tags(struct builder *b);

/** Turns the rows of tags into the tags of the nodes at `node`, which are in the order of their numbers. */
void builder_finish_tags(struct builder *b, struct node *node);

#endif
