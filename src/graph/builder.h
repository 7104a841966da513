/*
 * What the files that build a graph share. For graph/ only.
 */
#ifndef CPPROF_GRAPH_BUILDER_H
#define CPPROF_GRAPH_BUILDER_H

#include "graph/graph.h"
#include "measure/number.h"

struct builder {
    const struct view *view;
    const struct graph_options *o;
    struct strtab *strings;
    struct arena *arena;
    struct node_table table;
    bool edges; /* whether they are made */

    uint32_t *info; /* by node: its place in table.info */
    struct tally {
        int64_t cum, cum_div, flat, flat_div;
        uint32_t seen; /* the last sample that passed */
    } * tally;         /* by node */
    size_t n_nodes, cap_info, cap_tally;
    struct edge_row {
        uint32_t src, dest; /* nodes */
        int64_t weight, weight_div;
        bool residual, inlined;
    } * edge;
    size_t n_edges, cap_edges;

    struct hash_index tag_index; /* of tag_row */
    struct tag_row {
        uint32_t node;
        labels_id labels;
        int64_t flat, flat_div, cum, cum_div;
    } * tag_row; /* values by node and label set */
    size_t n_tag_rows, cap_tag_rows;
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

/** The row in which the values of a node are collected for one label set; valid until the next call. */
struct tag_row *builder_tag_row(struct builder *b, uint32_t node, labels_id labels);

/** Adds the sample to the node's cum value and tags. */
static inline void builder_add_cum(struct builder *b, uint32_t node, const struct weight *w)
{
    struct tally *t = &b->tally[node];
    t->cum = number_add(t->cum, w->w);
    t->cum_div = number_add(t->cum_div, w->div);
    if (w->tagged) {
        struct tag_row *r = builder_tag_row(b, node, w->labels);
        r->cum = number_add(r->cum, w->w);
        r->cum_div = number_add(r->cum_div, w->div);
    }
}

/** Adds the sample to the node's flat value and tags. */
static inline void builder_add_flat(struct builder *b, uint32_t node, const struct weight *w)
{
    struct tally *t = &b->tally[node];
    t->flat = number_add(t->flat, w->w);
    t->flat_div = number_add(t->flat_div, w->div);
    if (w->tagged) {
        struct tag_row *r = builder_tag_row(b, node, w->labels);
        r->flat = number_add(r->flat, w->w);
        r->flat_div = number_add(r->flat_div, w->div);
    }
}

/** A new node for the info at this place of the table, or a new edge, without a value. @return its number. */
uint32_t builder_add_node(struct builder *b, uint32_t info);
uint32_t builder_add_edge(struct builder *b, uint32_t src, uint32_t dest, bool residual, bool inlined);

/** Finds out which label sets make tags. */
void builder_init_tags(struct builder *b);

/** Turns the values by label set into the tags of the nodes. */
void builder_finish_tags(struct builder *b, struct node *node);

/** The passes over the samples: one node for an info, or one for a path. */
void builder_add_samples(struct builder *b);
void builder_add_paths(struct builder *b);

#endif
