/* The pass over the samples that makes one node for each info. This is where the time of large profiles goes. */
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "base/vec.h"
#include "graph/builder.h"

enum { NONE = UINT32_MAX };

/* Edges by their two nodes. Most frames come in by the edge that the node was entered by last: that is looked at first. */
struct edge_index {
    uint64_t *key; /* src << 32 | dest, or ~0 */
    uint32_t *edge;
    size_t mask, n;
    uint32_t *last_src, *last_edge; /* by dest */
    uint32_t *seen;                 /* by edge: the last sample that passed it */
    size_t cap_seen;
};

struct pass {
    struct builder *b;
    const uint32_t *frame; /* the node of each frame, NONE where it is not kept */
    const uint32_t *first;
    struct edge_index edges;
};

static void *filled(size_t n, size_t size)
{
    size_t cap = 0;
    void *p = vec_reserve(NULL, &cap, n + 1, size);
    memset(p, 0xff, (n + 1) * size);
    return p;
}

static size_t edge_slot(const struct edge_index *t, uint64_t key)
{
    size_t i = hash_u64(0, key) & t->mask;
    while (t->key[i] != key && t->key[i] != UINT64_MAX)
        i = (i + 1) & t->mask;
    return i;
}

static void edges_grow(struct edge_index *t)
{
    struct edge_index old = *t;
    size_t room = old.key ? 2 * (old.mask + 1) : 1024;
    t->key = filled(room, sizeof *t->key);
    t->edge = filled(room, sizeof *t->edge);
    t->mask = room - 1;
    for (size_t i = 0; old.key && i <= old.mask; i++)
        if (old.key[i] != UINT64_MAX) {
            size_t to = edge_slot(t, old.key[i]);
            t->key[to] = old.key[i];
            t->edge[to] = old.edge[i];
        }
    free(old.key);
    free(old.edge);
}

static uint32_t find_edge(struct pass *p, uint32_t src, uint32_t dest, bool residual, bool inlined)
{
    struct edge_index *t = &p->edges;
    if (t->last_src[dest] == src)
        return t->last_edge[dest];
    uint64_t key = (uint64_t)src << 32 | dest;
    size_t at = edge_slot(t, key);
    if (t->key[at] == UINT64_MAX) {
        if (3 * (t->n + 1) > 2 * t->mask) {
            edges_grow(t);
            at = edge_slot(t, key);
        }
        t->key[at] = key;
        t->edge[at] = builder_add_edge(p->b, src, dest, residual, inlined);
        t->n++;
        t->seen = vec_reserve(t->seen, &t->cap_seen, p->b->n_edges, sizeof *t->seen);
        t->seen[t->edge[at]] = NONE;
    }
    t->last_src[dest] = src;
    return t->last_edge[dest] = t->edge[at];
}

static void pass_edge(struct pass *p, uint32_t sample, uint32_t src, uint32_t dest, const struct weight *w,
                      bool residual, bool inlined)
{
    uint32_t e = find_edge(p, src, dest, residual, inlined);
    if (p->edges.seen[e] == sample)
        return;
    p->edges.seen[e] = sample;
    struct edge_row *r = &p->b->edge[e];
    r->weight = number_add(r->weight, w->w);
    r->weight_div = number_add(r->weight_div, w->div);
    r->residual |= residual;
    r->inlined &= inlined;
}

static void pass_sample(struct pass *p, size_t sample, const struct weight *w)
{
    const struct view *v = p->b->view;
    const uint32_t *first = p->first, *frame = p->frame;
    uint64_t begin = v->begin[sample];
    uint32_t parent = NONE;
    bool residual = false, edges = p->b->edges;
    for (uint64_t i = v->end[sample]; i-- > begin;) {
        uint32_t from = first[view_frame(v, i).i], to = first[view_frame(v, i).i + 1];
        for (uint32_t f = to; f-- > from;) {
            uint32_t n = frame[f];
            if (n == NONE) {
                residual = true;
                continue;
            }
            if (p->b->tally[n].seen != sample) {
                p->b->tally[n].seen = (uint32_t)sample;
                builder_add_cum(p->b, n, w);
            }
            if (edges && parent != NONE && parent != n)
                pass_edge(p, (uint32_t)sample, parent, n, w, residual, f != to - 1);
            parent = n;
            residual = false;
        }
    }
    if (parent != NONE && !residual)
        builder_add_flat(p->b, parent, w);
}

/*
 * Values alone, without edges and tags, are added up by several threads, each its part of the samples into its own tallies.
 * The sums do not depend on how many there are, since additions wrap around.
 */
struct shares {
    const struct pass *pass;
    struct tally **tally; /* of each share; that of share 0 is the builder's */
    size_t n;
};

static void add_values(const struct pass *p, size_t sample, const struct weight *w, struct tally *tally)
{
    const struct view *v = p->b->view;
    const uint32_t *first = p->first, *frame = p->frame;
    uint64_t begin = v->begin[sample];
    uint32_t last = NONE;
    for (uint64_t i = v->end[sample]; i-- > begin;) {
        uint32_t from = first[view_frame(v, i).i], to = first[view_frame(v, i).i + 1];
        for (uint32_t f = to; f-- > from;) {
            last = frame[f];
            if (last == NONE || tally[last].seen == sample)
                continue;
            struct tally *t = &tally[last];
            t->seen = (uint32_t)sample;
            t->cum = number_add(t->cum, w->w);
            t->cum_div = number_add(t->cum_div, w->div);
        }
    }
    if (last != NONE) { /* the leaf, unless it is not kept */
        tally[last].flat = number_add(tally[last].flat, w->w);
        tally[last].flat_div = number_add(tally[last].flat_div, w->div);
    }
}

static void add_share(void *arg, size_t i)
{
    const struct shares *s = arg;
    const struct builder *b = s->pass->b;
    size_t n = b->view->n_samples, from = n / s->n * i, to = i + 1 == s->n ? n : n / s->n * (i + 1);
    for (size_t k = from; k < to; k++) {
        struct weight w;
        size_t sample = view_sample(b->view, k);
        if (builder_weigh(b, sample, &w))
            add_values(s->pass, sample, &w, s->tally[i]);
    }
}

static void add_all_values(const struct pass *p)
{
    enum { WORTH_A_THREAD = 20000 }; /* samples */
    struct builder *b = p->b;
    struct shares s = {.pass = p, .n = b->view->n_samples / WORTH_A_THREAD + 1};
    if (s.n > thread_count())
        s.n = thread_count();
    s.tally = arena_new(b->arena, struct tally *, s.n);
    s.tally[0] = b->tally;
    for (size_t i = 1; i < s.n; i++) {
        s.tally[i] = arena_new(b->arena, struct tally, b->n_nodes);
        for (size_t j = 0; j < b->n_nodes; j++)
            s.tally[i][j].seen = NONE;
    }
    thread_each(s.n, add_share, &s);
    for (size_t i = 1; i < s.n; i++)
        for (size_t j = 0; j < b->n_nodes; j++) {
            struct tally *to = &b->tally[j], *t = &s.tally[i][j];
            to->cum = number_add(to->cum, t->cum);
            to->cum_div = number_add(to->cum_div, t->cum_div);
            to->flat = number_add(to->flat, t->flat);
            to->flat_div = number_add(to->flat_div, t->flat_div);
        }
}

static void add_all_samples(struct pass *p)
{
    const struct view *v = p->b->view;
    for (size_t k = 0; k < v->n_samples; k++) {
        struct weight w;
        size_t sample = view_sample(v, k);
        if (builder_weigh(p->b, sample, &w))
            pass_sample(p, sample, &w);
    }
}

/* Makes the nodes of the infos that are kept. */
static uint32_t *make_nodes(struct builder *b)
{
    size_t cap = 0;
    uint32_t *node_of = vec_reserve(NULL, &cap, b->table.n + 1, sizeof *node_of);
    for (size_t i = 0; i < b->table.n; i++)
        node_of[i] = b->o->kept && !node_set_has(b->o->kept, &b->table.info[i]) ? NONE
                                                                                : builder_add_node(b, (uint32_t)i);
    return node_of;
}

void builder_add_samples(struct builder *b)
{
    struct pass p = {.b = b, .first = b->table.first};
    uint32_t *node_of = make_nodes(b), n_frames = b->table.first[b->view->n_locs];
    for (uint32_t f = 0; f < n_frames; f++)
        b->table.frame[f] = node_of[b->table.frame[f]];
    free(node_of);
    p.frame = b->table.frame;
    if (b->edges) {
        p.edges.last_src = filled(b->n_nodes, sizeof *p.edges.last_src);
        p.edges.last_edge = filled(b->n_nodes, sizeof *p.edges.last_edge);
        edges_grow(&p.edges);
    }
    if (b->edges || b->set_tagged)
        add_all_samples(&p);
    else
        add_all_values(&p);
    free(p.edges.key);
    free(p.edges.edge);
    free(p.edges.last_src);
    free(p.edges.last_edge);
    free(p.edges.seen);
}
