/* The pass over the samples that makes one node for each path: the call tree. */
#include <stdlib.h>

#include "base/vec.h"
#include "graph/builder.h"

enum { ROOT = UINT32_MAX };

struct tree {
    struct builder *b;
    struct path_step {
        uint32_t parent, edge; /* the edge that leads to the node; none at a root */
    } * step;                  /* by node */
    size_t cap;
    struct hash_index index;
    struct hash_index tags; /* of the builder's rows */
    size_t cap_tags;
};

struct step_probe {
    const struct tree *t;
    uint32_t parent, info;
};

static bool same_step(const void *ctx, uint32_t node)
{
    const struct step_probe *want = ctx;
    return want->t->step[node].parent == want->parent && want->t->b->info[node] == want->info;
}

static uint32_t add_edge(struct builder *b, uint32_t src, uint32_t dest)
{
    VEC_PUSH(b->edge, b->n_edges, b->cap_edges) = (struct edge_row){.src = src, .dest = dest, .inlined = true};
    return (uint32_t)(b->n_edges - 1);
}

static uint32_t step_to(struct tree *t, uint32_t parent, uint32_t info)
{
    uint64_t hash = hash_u64(parent, info);
    uint32_t node = hash_index_find(&t->index, hash, same_step, &(struct step_probe){t, parent, info});
    if (node != HASH_NONE)
        return node;
    node = builder_add_node(t->b, info);
    hash_index_add(&t->index, hash, node);
    t->step = vec_reserve(t->step, &t->cap, (size_t)node + 1, sizeof *t->step);
    t->step[node].parent = parent;
    t->step[node].edge = parent == ROOT ? UINT32_MAX : add_edge(t->b, parent, node);
    return node;
}

struct tag_probe {
    const struct builder *b;
    uint32_t node, kind;
};

static bool same_tag(const void *ctx, uint32_t number)
{
    const struct tag_probe *want = ctx;
    return want->b->tag[number].node == want->node && want->b->tag[number].kind == want->kind;
}

/* The sums of a node's tag; valid until the next call. */
static struct sums *tag_sums(struct tree *t, uint32_t node, uint32_t kind, uint32_t sample)
{
    struct builder *b = t->b;
    uint64_t hash = hash_u64(node, kind);
    uint32_t at = hash_index_find(&t->tags, hash, same_tag, &(struct tag_probe){b, node, kind});
    if (at == HASH_NONE) {
        at = (uint32_t)b->n_tags;
        hash_index_add(&t->tags, hash, at);
        VEC_PUSH(b->tag, b->n_tags, t->cap_tags) = (struct tag_row){.node = node, .kind = kind, .first = sample};
    }
    return &b->tag[at].sums;
}

static void add_path(struct tree *t, size_t sample, const struct weight *w)
{
    const struct view *v = t->b->view;
    const struct node_table *table = t->b->table;
    struct label_set of = {0, 0};
    uint32_t at = ROOT;
    if (t->b->plan)
        of = t->b->plan->of_set[v->profile->sample_label[sample].i];
    for (uint64_t i = v->end[sample]; i-- > v->begin[sample];) {
        uint32_t from = table->first[view_frame(v, i).i], to = table->first[view_frame(v, i).i + 1];
        for (uint32_t f = to; f-- > from;) {
            at = step_to(t, at, table->frame[f]);
            add_cum(&t->b->sums[at], w);
            for (uint32_t j = of.first; j < of.first + of.n; j++)
                add_cum(tag_sums(t, at, t->b->plan->list[j], (uint32_t)sample), w);
            if (t->step[at].parent == ROOT)
                continue;
            struct edge_row *e = &t->b->edge[t->step[at].edge];
            e->weight = number_add(e->weight, w->w);
            e->weight_div = number_add(e->weight_div, w->div);
            e->inlined &= f != to - 1;
        }
    }
    if (at == ROOT)
        return;
    add_flat(&t->b->sums[at], w);
    for (uint32_t j = of.first; j < of.first + of.n; j++)
        add_flat(tag_sums(t, at, t->b->plan->list[j], (uint32_t)sample), w);
}

void builder_add_paths(struct builder *b)
{
    struct tree t = {.b = b};
    for (size_t k = 0; k < b->view->n_samples; k++) {
        struct weight w;
        size_t sample = view_sample(b->view, k);
        if (builder_weigh(b, sample, &w))
            add_path(&t, sample, &w);
    }
    hash_index_release(&t.index);
    hash_index_release(&t.tags);
    free(t.step);
}
