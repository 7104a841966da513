/*
 * What the files that build a graph share. For graph/ only.
 */
#ifndef CPPROF_GRAPH_BUILDER_H
#define CPPROF_GRAPH_BUILDER_H

#include "graph/edge_table.h"
#include "graph/graph.h"
#include "measure/number.h"

/** What the samples of a node add up to, itself or with what it calls. */
struct sums {
    int64_t cum, cum_div, flat, flat_div;
};

/** Values by node and label set, in the order in which the samples have them. Zero it to begin. */
struct tag_rows {
    struct tag_row {
        uint32_t node;
        labels_id labels;
        struct sums sums;
    } * row;
    size_t n, cap;
    struct hash_index index;
};

struct builder {
    const struct view *view;
    const struct graph_options *o;
    struct strtab *strings;
    struct arena *arena;
    const struct node_table *table;
    bool edges; /* whether they are made */

    uint32_t *info;    /* by node: its place in table->info */
    struct sums *sums; /* by node */
    size_t n_nodes, cap_info, cap_sums;
    struct edge_row *edge;
    size_t n_edges, cap_edges;
    struct tag_rows tags;
    bool *set_tagged; /* by label set: whether it makes tags; NULL: none does */
};

/** One sample on its way into the graph. */
struct weight {
    int64_t w, div;
    labels_id labels;
    bool tagged;
};

/** Reads the sample's value. @return false when it is nothing. */
bool builder_weigh(const struct builder *b, size_t sample, struct weight *w);

/** The sums of a node for one label set; valid until the next call. */
struct sums *tag_rows_get(struct tag_rows *t, uint32_t node, labels_id labels);

/** Adds the rows of `from`. */
void tag_rows_add(struct tag_rows *t, const struct tag_rows *from);
void tag_rows_release(struct tag_rows *t);

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

/** Finds out which label sets make tags. */
void builder_init_tags(struct builder *b);

/** Turns the values by label set into the tags of the nodes. */
void builder_finish_tags(struct builder *b, struct node *node);

/** The passes over the samples: one node for an info, or one for a path. */
void builder_add_samples(struct builder *b);
void builder_add_paths(struct builder *b);

#endif
