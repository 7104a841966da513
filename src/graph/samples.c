/*
 * The pass over the samples that makes one node for each info. This is where the time of large profiles goes, so that
 * all processors take part: each passes a share of the samples, adding up into tables of its own, which are then added
 * up in the order of the shares. The result does not depend on how many there are: sums wrap around, and what is made
 * on the way (edges, rows of tags) comes in the order of the samples.
 */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "base/thread.h"
#include "base/vec.h"
#include "graph/builder.h"

enum {
    AHEAD = 64,             /* steps that wait until the memory of their edges has come */
    WORTH_A_THREAD = 20000, /* samples */
    NO_NODE = FRAMES_GONE
};

struct pass {
    struct builder *b;
    bool values, edges; /* what is to be added up */
    const bool *from,
        *to; /* by node: only edges out of the ones or into the others; `to` NULL: all, `from` NULL: none */
};

/* The cum value of a node and the last sample that passed it, side by side as they are looked at together. */
struct passed {
    int64_t cum;
    uint32_t seen;
};

struct share {
    const struct pass *pass;
    size_t from, to; /* samples of the view */
    struct passed *passed;
    int64_t *cum_div, *flat, *flat_div; /* by node */
    struct edge_table edges;
    struct edge_step waiting[AHEAD];
    size_t n_waiting;
};

static void pass_waiting(struct share *s, uint32_t sample, const struct weight *w)
{
    for (size_t i = 0; i < s->n_waiting; i++)
        edge_table_pass(&s->edges, &s->waiting[i], sample, w->w, w->div);
    s->n_waiting = 0;
}

static void pass_edge(struct share *s, uint32_t sample, const struct weight *w, struct edge_step step)
{
    edge_table_prefetch(&s->edges, step.key);
    s->waiting[s->n_waiting++] = step;
    if (s->n_waiting == AHEAD)
        pass_waiting(s, sample, w);
}

static void pass_node(struct share *s, uint32_t sample, const struct weight *w, uint32_t node)
{
    struct passed *p = &s->passed[node];
    if (p->seen == sample)
        return;
    p->seen = sample;
    p->cum = number_add(p->cum, w->w);
    if (w->div)
        s->cum_div[node] = number_add(s->cum_div[node], w->div);
}

/* Where a sample has come to on its way from the root to the leaf. */
struct place {
    uint32_t node; /* the last that is kept */
    bool residual; /* frames that are not kept came behind it */
};

static inline void pass_frame(struct share *s, uint32_t sample, const struct weight *w, struct place *at, uint32_t node,
                              bool inlined)
{
    const struct pass *p = s->pass;
    if (node == FRAMES_GONE) {
        at->residual = true;
        return;
    }
    if (p->values)
        pass_node(s, sample, w, node);
    if (at->node != NO_NODE && at->node != node && (!p->to || p->to[node] || (p->from && p->from[at->node])))
        pass_edge(s, sample, w, (struct edge_step){edge_key(at->node, node), at->residual, inlined});
    *at = (struct place){node, false};
}

static void pass_sample(struct share *s, size_t sample, const struct weight *w)
{
    const struct pass *p = s->pass;
    const struct view *v = p->b->view;
    const struct node_table *t = p->b->table;
    const uint32_t *by_location = p->b->by_location;
    struct frames stack = *v->stack;
    struct place at = {NO_NODE, false};
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t l = frames_get(&stack, i).i, node = by_location[l];
        if (node == FRAMES_NONE)
            continue;
        if (node != FRAMES_SEVERAL) {
            pass_frame(s, (uint32_t)sample, w, &at, node, false);
            continue;
        }
        for (uint32_t f = t->first[l + 1]; f-- > t->first[l];)
            pass_frame(s, (uint32_t)sample, w, &at, p->b->node[t->frame[f]], f != t->first[l + 1] - 1);
    }
    pass_waiting(s, (uint32_t)sample, w);
    if (p->values && at.node != NO_NODE && !at.residual) {
        s->flat[at.node] = number_add(s->flat[at.node], w->w);
        s->flat_div[at.node] = number_add(s->flat_div[at.node], w->div);
    }
}

/* pass_sample for values alone: most time goes into this for most reports. */
static void pass_values(struct share *s, size_t sample, const struct weight *w)
{
    const struct pass *p = s->pass;
    const struct view *v = p->b->view;
    const struct node_table *t = p->b->table;
    const uint32_t *by_location = p->b->by_location;
    struct passed *passed = s->passed;
    struct frames stack = *v->stack;
    uint32_t last = FRAMES_GONE;
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t l = frames_get(&stack, i).i, node = by_location[l];
        if (node < FRAMES_SPECIAL) {
            last = node;
            if (passed[node].seen == (uint32_t)sample)
                continue;
            passed[node].seen = (uint32_t)sample;
            passed[node].cum = number_add(passed[node].cum, w->w);
            if (w->div)
                s->cum_div[node] = number_add(s->cum_div[node], w->div);
        } else if (node == FRAMES_GONE) {
            last = FRAMES_GONE;
        } else if (node == FRAMES_SEVERAL) {
            for (uint32_t f = t->first[l + 1]; f-- > t->first[l];)
                if ((last = p->b->node[t->frame[f]]) != FRAMES_GONE)
                    pass_node(s, (uint32_t)sample, w, last);
        }
    }
    if (last != FRAMES_GONE) { /* the leaf, unless it is not kept */
        s->flat[last] = number_add(s->flat[last], w->w);
        s->flat_div[last] = number_add(s->flat_div[last], w->div);
    }
}

static void pass_share(void *arg, size_t i)
{
    struct share *s = (struct share *)arg + i;
    const struct builder *b = s->pass->b;
    for (size_t k = s->from; k < s->to; k++) {
        struct weight w;
        size_t sample = view_sample(b->view, k);
        if (!builder_weigh(b, sample, &w))
            continue;
        if (s->pass->edges)
            pass_sample(s, sample, &w);
        else
            pass_values(s, sample, &w);
    }
}

static void share_init(struct share *s, const struct pass *p, size_t from, size_t to)
{
    size_t n = p->b->n_nodes;
    struct arena *a = p->b->arena;
    *s = (struct share){.pass = p, .from = from, .to = to};
    s->passed = arena_new(a, struct passed, n);
    for (size_t i = 0; i < n; i++)
        s->passed[i].seen = UINT32_MAX;
    s->cum_div = arena_new(a, int64_t, n);
    s->flat = arena_new(a, int64_t, n);
    s->flat_div = arena_new(a, int64_t, n);
}

static void add_values(struct builder *b, const struct share *s)
{
    for (size_t i = 0; i < b->n_nodes; i++) {
        struct sums *to = &b->sums[i];
        to->cum = number_add(to->cum, s->passed[i].cum);
        to->cum_div = number_add(to->cum_div, s->cum_div[i]);
        to->flat = number_add(to->flat, s->flat[i]);
        to->flat_div = number_add(to->flat_div, s->flat_div[i]);
    }
}

/* The tables of all shares into the builder. */
static void collect(const struct pass *p, struct share *share, size_t n)
{
    struct builder *b = p->b;
    for (size_t i = 0; i < n; i++) {
        if (p->values)
            add_values(b, &share[i]);
        if (i > 0) {
            edge_table_add(&share[0].edges, &share[i].edges);
            edge_table_release(&share[i].edges);
        }
    }
    b->edge = edge_table_rows(&share[0].edges, b->o->edge_least, &b->n_edges);
    edge_table_release(&share[0].edges);
}

static void pass_all(const struct pass *p)
{
    size_t n_samples = p->b->view->n_samples, n = n_samples / WORTH_A_THREAD + 1;
    if (n > thread_count())
        n = thread_count();
    struct share *share = arena_new(p->b->arena, struct share, n);
    for (size_t i = 0; i < n; i++)
        share_init(&share[i], p, n_samples * i / n, n_samples * (i + 1) / n);
    thread_each(n, pass_share, share);
    collect(p, share, n);
}

/* Makes the nodes of the infos that are kept, with their values where these are known. */
static void make_nodes(struct builder *b)
{
    b->node = arena_new(b->arena, uint32_t, b->table->n);
    for (size_t i = 0; i < b->table->n; i++) {
        const struct node *known = b->o->kept ? node_set_find(b->o->kept, &b->table->info[i]) : NULL;
        b->node[i] = b->o->kept && !known ? FRAMES_GONE : builder_add_node(b, (uint32_t)i);
        if (known && b->o->values_known)
            b->sums[b->node[i]] = (struct sums){known->cum, known->cum_div, known->flat, known->flat_div};
    }
}

static void index_locations(struct builder *b)
{
    const struct node_table *t = b->table;
    b->by_location = arena_new(b->arena, uint32_t, b->view->n_locs);
    for (size_t i = 0; i < b->view->n_locs; i++) {
        uint32_t n = t->first[i + 1] - t->first[i];
        b->by_location[i] = n == 0 ? FRAMES_NONE : n > 1 ? FRAMES_SEVERAL : b->node[t->frame[t->first[i]]];
    }
}

/* Which nodes match, by the names that reports print. */
static bool *matching(const struct builder *b, const struct regex *re)
{
    bool *at = arena_new(b->arena, bool, b->n_nodes);
    struct buf name;
    buf_init(&name);
    for (size_t i = 0; i < b->n_nodes; i++) {
        buf_clear(&name);
        node_info_print(&name, b->strings, &b->table->info[b->info[i]]);
        at[i] = regex_match(re, name.data, name.len);
    }
    buf_release(&name);
    return at;
}

/* Which nodes are inlined into others anywhere. */
static bool *inlined(const struct builder *b)
{
    const struct node_table *t = b->table;
    bool *is = arena_new(b->arena, bool, b->n_nodes);
    for (size_t i = 0; i < b->view->n_locs; i++)
        for (uint32_t f = t->first[i]; f + 1 < t->first[i + 1]; f++)
            if (b->node[t->frame[f]] != FRAMES_GONE)
                is[b->node[t->frame[f]]] = true;
    return is;
}

void builder_add_samples(struct builder *b)
{
    struct pass p = {.b = b, .values = !b->o->values_known, .edges = b->edges};
    make_nodes(b);
    index_locations(b);
    if (b->edges && b->o->edges_at)
        p.from = p.to = matching(b, b->o->edges_at);
    else if (b->o->edges == EDGES_OF_INLINED)
        p.to = inlined(b);
    if (p.values || p.edges)
        pass_all(&p);
}
