/*
 * What the files that build a graph share. For graph/ only.
 */
#ifndef CPPROF_GRAPH_BUILDER_H
#define CPPROF_GRAPH_BUILDER_H

#include "base/thread.h"
#include "graph/edge_table.h"
#include "graph/graph.h"
#include "graph/tag_plan.h"
#include "graph/walk.h"
#include "measure/number.h"

/** What the samples of a node add up to, itself or with what it calls. */
struct sums {
    int64_t cum, cum_div, flat, flat_div;
    double inlined; /* see struct node */
};

/** What a tag of a node adds up to. */
struct tag_row {
    uint32_t node, kind, first; /* the first of its samples */
    struct sums sums;
};

struct builder {
    const struct view *view;
    const struct graph_options *o;
    struct strtab *strings;
    struct arena *arena;
    const struct node_table *table;
    const struct tag_plan *plan; /* NULL: no tags */
    bool edges;                  /* whether they are made */

    uint32_t *info;         /* by node: its place in table->info */
    struct walk_table walk; /* not in a call tree */
    struct sums *sums;      /* by node */
    size_t n_nodes, cap_info, cap_sums;
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

/** How many threads share a pass over so many samples. */
static inline size_t builder_shares(size_t n_samples)
{
    size_t n = n_samples / WORTH_A_THREAD + 1;
    return n < thread_count() ? n : thread_count();
}

/** Reads the sample's value. @return false when it is nothing. */
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

/** A new node for the info at this place of the table, without a value. @return its number. */
uint32_t builder_add_node(struct builder *b, uint32_t info);

/** Turns the rows of tags into the tags of the nodes. */
void builder_finish_tags(struct builder *b, struct node *node);

/** The passes over the samples: one node for an info, or one for a path. */
void builder_add_samples(struct builder *b);
void builder_add_paths(struct builder *b);

/** After builder_add_samples: the tags of its nodes. */
void builder_add_tags(struct builder *b);

#endif
