/* The pass over the samples that makes one node for each path: those of the call tree. */
#include <stdlib.h>

#include "base/large.h"
#include "base/vec.h"
#include "graph/builder.h"
#include "graph/call_tree.h"

struct tree {
    struct builder *b;
    struct call_tree calls; /* whose nodes have the same numbers */
    const uint32_t *parent;
    struct hash_index tags; /* rows of the builder, by node and kind */
    size_t cap_tags;
};

struct tag_key {
    const struct builder *b;
    uint32_t node, kind;
};

static bool is_tag(const void *ctx, uint32_t row)
{
    const struct tag_key *key = ctx;
    return key->b->tag[row].node == key->node && key->b->tag[row].kind == key->kind;
}

/* The sums of a node's tag; valid until the next call. */
static struct sums *tag_sums(struct tree *t, uint32_t node, uint32_t kind, uint32_t sample)
{
    struct builder *b = t->b;
    uint32_t row =
        hash_index_intern(&t->tags, hash_u64(node, kind), is_tag, &(struct tag_key){b, node, kind}, b->n_tags);
    if (row == b->n_tags)
        VEC_PUSH(b->tag, b->n_tags, t->cap_tags) = (struct tag_row){.node = node, .kind = kind, .first = sample};
    return &b->tag[row].sums;
}

/* @return which samples of the view add something; NULL: all do */
static const bool *samples_to_take(const struct builder *b)
{
    bool *take = arena_alloc(b->arena, b->view->n_samples * sizeof *take), all = true;
    for (size_t k = 0; k < b->view->n_samples; k++) {
        struct weight w;
        take[k] = builder_weigh(b, view_sample(b->view, k), &w);
        all &= take[k];
    }
    return all ? NULL : take;
}

static void add_nodes(struct tree *t)
{
    for (size_t i = 0; i < t->calls.n; i++)
        builder_add_node(t->b, t->calls.frame[i] & WALK_NODE);
}

/* The tags of a sample count in all nodes from its leaf up. */
static void add_tags(struct tree *t, size_t sample, uint32_t leaf, const struct weight *w)
{
    const struct builder *b = t->b;
    const struct tag_plan *plan = b->part->tags;
    struct label_set tags = plan->of_set[b->view->profile->sample_label[sample].i];
    const uint32_t *kind = plan->list + tags.first;
    for (uint32_t j = 0; j < tags.n; j++) {
        for (uint32_t node = leaf; node != CALL_TREE_NONE; node = t->parent[node])
            add_cum(tag_sums(t, node, kind[j], (uint32_t)sample), w);
        add_flat(tag_sums(t, leaf, kind[j], (uint32_t)sample), w);
    }
}

static void add_values(struct tree *t)
{
    struct builder *b = t->b;
    int64_t *cum = large_zalloc((t->calls.n + 1) * sizeof *cum), *div = large_zalloc((t->calls.n + 1) * sizeof *div);
    for (size_t k = 0; k < b->view->n_samples; k++) {
        struct weight w;
        size_t sample = view_sample(b->view, k);
        uint32_t leaf = t->calls.leaf[k];
        if (leaf == CALL_TREE_NONE || !builder_weigh(b, sample, &w))
            continue;
        cum[leaf] = number_add(cum[leaf], w.w);
        div[leaf] = number_add(div[leaf], w.div);
        add_flat(&b->sums[leaf], &w);
        if (b->part->tags)
            add_tags(t, sample, leaf, &w);
    }
    call_tree_sum(&t->calls, cum);
    call_tree_sum(&t->calls, div);
    for (size_t i = 0; i < t->calls.n; i++)
        add_cum(&b->sums[i], &(struct weight){cum[i], div[i]});
    free(cum);
    free(div);
}

/* All samples of a node reach it by the same edge. */
static void add_edges(struct tree *t)
{
    struct builder *b = t->b;
    for (uint32_t i = 0; i < t->calls.n; i++)
        if (t->parent[i] != CALL_TREE_NONE)
            VEC_PUSH(b->edge, b->n_edges, b->cap_edges) =
                (struct edge_row){.src = t->parent[i],
                                  .dest = i,
                                  .weight = b->sums[i].cum,
                                  .weight_div = b->sums[i].cum_div,
                                  .inlined = t->calls.frame[i] & WALK_INLINED};
}

void builder_add_paths(struct builder *b)
{
    struct tree t = {.b = b};
    walk_table_init(&b->walk, b->part->table, NULL, b->arena);
    call_tree_build(&t.calls, &b->walk, b->view, samples_to_take(b), b->arena);
    uint32_t *parent = arena_alloc(b->arena, t.calls.n * sizeof *parent);
    call_tree_parents(&t.calls, parent);
    t.parent = parent;
    add_nodes(&t);
    add_values(&t);
    add_edges(&t);
    hash_index_release(&t.tags);
}
