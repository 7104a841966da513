/* The pass over the samples that makes one node for each path: the call tree. */
#include <stdlib.h>

#include "base/vec.h"
#include "graph/builder.h"

enum { ROOT = UINT32_MAX };

struct tree {
    struct builder *b;
    struct path_step {
        uint32_t parent, edge; /* the edge that leads to the node; a root has none */
    } * step;                  /* by node */
    size_t cap;
    struct hash_index children; /* nodes, by parent and info */
    struct hash_index tags;     /* rows of the builder, by node and kind */
    size_t cap_tags;
};

struct child_key {
    const struct tree *t;
    uint32_t parent, info;
};

static bool is_child(const void *ctx, uint32_t node)
{
    const struct child_key *key = ctx;
    return key->t->step[node].parent == key->parent && key->t->b->info[node] == key->info;
}

static uint32_t add_edge(struct builder *b, uint32_t src, uint32_t dest)
{
    VEC_PUSH(b->edge, b->n_edges, b->cap_edges) = (struct edge_row){.src = src, .dest = dest, .inlined = true};
    return (uint32_t)(b->n_edges - 1);
}

static uint32_t child_of(struct tree *t, uint32_t parent, uint32_t info)
{
    size_t n = t->b->n_nodes;
    uint32_t node =
        hash_index_intern(&t->children, hash_u64(parent, info), is_child, &(struct child_key){t, parent, info}, n);
    if (node != n)
        return node;
    builder_add_node(t->b, info);
    t->step = vec_reserve(t->step, &t->cap, n + 1, sizeof *t->step);
    t->step[node].parent = parent;
    t->step[node].edge = parent == ROOT ? UINT32_MAX : add_edge(t->b, parent, node);
    return node;
}

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

/* A sample on its way down the tree. */
struct descent {
    struct tree *t;
    uint32_t sample;
    const struct weight *w;
    const uint32_t *kind; /* of its tags */
    uint32_t n_kinds;
    uint32_t at; /* the node that it has reached; ROOT above all */
};

static void add_to_edge(struct edge_row *e, const struct weight *w, bool inlined)
{
    e->weight = number_add(e->weight, w->w);
    e->weight_div = number_add(e->weight_div, w->div);
    e->inlined &= inlined;
}

static inline void descend(void *ctx, const uint32_t *frame, uint32_t n)
{
    struct descent *d = ctx;
    struct tree *t = d->t;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t parent = d->at;
        d->at = child_of(t, parent, frame[i] & WALK_NODE);
        add_cum(&t->b->sums[d->at], d->w);
        for (uint32_t j = 0; j < d->n_kinds; j++)
            add_cum(tag_sums(t, d->at, d->kind[j], d->sample), d->w);
        if (parent != ROOT)
            add_to_edge(&t->b->edge[t->step[d->at].edge], d->w, frame[i] & WALK_INLINED);
    }
}

static void add_path(struct tree *t, size_t sample, const struct weight *w)
{
    const struct builder *b = t->b;
    const struct tag_plan *plan = b->part->tags;
    struct descent d = {.t = t, .sample = (uint32_t)sample, .w = w, .at = ROOT};
    if (plan) {
        struct label_set tags = plan->of_set[b->view->profile->sample_label[sample].i];
        d.kind = plan->list + tags.first;
        d.n_kinds = tags.n;
    }
    walk_frames(&b->walk, b->view, sample, descend, &d);
    if (d.at == ROOT)
        return;
    add_flat(&b->sums[d.at], w);
    for (uint32_t j = 0; j < d.n_kinds; j++)
        add_flat(tag_sums(t, d.at, d.kind[j], d.sample), w);
}

void builder_add_paths(struct builder *b)
{
    struct tree t = {.b = b};
    walk_table_init(&b->walk, b->part->table, NULL, b->arena);
    for (size_t k = 0; k < b->view->n_samples; k++) {
        struct weight w;
        size_t sample = view_sample(b->view, k);
        if (builder_weigh(b, sample, &w))
            add_path(&t, sample, &w);
    }
    hash_index_release(&t.children);
    hash_index_release(&t.tags);
    free(t.step);
}
