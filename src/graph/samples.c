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

/* What a location is to the pass: a node, or one of these. */
enum {
    GONE = UINT32_MAX,        /* its node is not kept */
    HIDDEN = UINT32_MAX - 1,  /* no frame at all */
    SEVERAL = UINT32_MAX - 2, /* frames, by the table */
    FIRST_SPECIAL = SEVERAL
};

enum {
    AHEAD = 64,             /* steps that wait until the memory of their edges has come */
    WORTH_A_THREAD = 20000, /* samples */
    NO_NODE = GONE
};

struct pass {
    struct builder *b;
    uint32_t *node;        /* by info: its node, or GONE */
    uint32_t *by_location; /* its node, or a special number */
    bool values, edges;    /* what is to be added up; tags besides, where there are any */
    const bool *at;        /* by node: only edges that touch one of these; NULL: all */
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
    struct tag_rows tags;
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
    if (w->tagged)
        add_cum(tag_rows_get(&s->tags, node, w->labels), w);
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
    if (node == GONE) {
        at->residual = true;
        return;
    }
    if (p->values || w->tagged)
        pass_node(s, sample, w, node);
    if (p->edges && at->node != NO_NODE && at->node != node && (!p->at || p->at[node] || p->at[at->node]))
        pass_edge(s, sample, w, (struct edge_step){edge_key(at->node, node), at->residual, inlined});
    *at = (struct place){node, false};
}

static void pass_sample(struct share *s, size_t sample, const struct weight *w)
{
    const struct pass *p = s->pass;
    const struct view *v = p->b->view;
    const struct node_table *t = p->b->table;
    const uint32_t *by_location = p->by_location;
    struct frames stack = *v->stack;
    struct place at = {NO_NODE, false};
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t l = frames_get(&stack, i).i, node = by_location[l];
        if (node == HIDDEN)
            continue;
        if (node != SEVERAL) {
            pass_frame(s, (uint32_t)sample, w, &at, node, false);
            continue;
        }
        for (uint32_t f = t->first[l + 1]; f-- > t->first[l];)
            pass_frame(s, (uint32_t)sample, w, &at, p->node[t->frame[f]], f != t->first[l + 1] - 1);
    }
    pass_waiting(s, (uint32_t)sample, w);
    if (at.node == NO_NODE || at.residual)
        return;
    if (p->values) {
        s->flat[at.node] = number_add(s->flat[at.node], w->w);
        s->flat_div[at.node] = number_add(s->flat_div[at.node], w->div);
    }
    if (w->tagged)
        add_flat(tag_rows_get(&s->tags, at.node, w->labels), w);
}

/* pass_sample for values alone: most time goes into this for most reports. */
static void pass_values(struct share *s, size_t sample, const struct weight *w)
{
    const struct pass *p = s->pass;
    const struct view *v = p->b->view;
    const struct node_table *t = p->b->table;
    const uint32_t *by_location = p->by_location;
    struct passed *passed = s->passed;
    struct frames stack = *v->stack;
    uint32_t last = GONE;
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t l = frames_get(&stack, i).i, node = by_location[l];
        if (node < FIRST_SPECIAL) {
            last = node;
            if (passed[node].seen == (uint32_t)sample)
                continue;
            passed[node].seen = (uint32_t)sample;
            passed[node].cum = number_add(passed[node].cum, w->w);
            if (w->div)
                s->cum_div[node] = number_add(s->cum_div[node], w->div);
        } else if (node == GONE) {
            last = GONE;
        } else if (node == SEVERAL) {
            for (uint32_t f = t->first[l + 1]; f-- > t->first[l];)
                if ((last = p->node[t->frame[f]]) != GONE)
                    pass_node(s, (uint32_t)sample, w, last);
        }
    }
    if (last != GONE) { /* the leaf, unless it is not kept */
        s->flat[last] = number_add(s->flat[last], w->w);
        s->flat_div[last] = number_add(s->flat_div[last], w->div);
    }
}

static void pass_share(void *arg, size_t i)
{
    struct share *s = (struct share *)arg + i;
    const struct builder *b = s->pass->b;
    bool values_alone = !s->pass->edges && !b->set_tagged;
    for (size_t k = s->from; k < s->to; k++) {
        struct weight w;
        size_t sample = view_sample(b->view, k);
        if (!builder_weigh(b, sample, &w))
            continue;
        if (values_alone)
            pass_values(s, sample, &w);
        else
            pass_sample(s, sample, &w);
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
            tag_rows_add(&share[0].tags, &share[i].tags);
            tag_rows_release(&share[i].tags);
        }
    }
    b->n_edges = share[0].edges.n;
    b->edge = edge_table_rows(&share[0].edges);
    b->tags = share[0].tags;
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
static void make_nodes(struct pass *p)
{
    struct builder *b = p->b;
    p->node = arena_new(b->arena, uint32_t, b->table->n);
    for (size_t i = 0; i < b->table->n; i++) {
        const struct node *known = b->o->kept ? node_set_find(b->o->kept, &b->table->info[i]) : NULL;
        p->node[i] = b->o->kept && !known ? GONE : builder_add_node(b, (uint32_t)i);
        if (known && b->o->values_known)
            b->sums[p->node[i]] = (struct sums){known->cum, known->cum_div, known->flat, known->flat_div};
    }
}

static void index_locations(struct pass *p)
{
    const struct node_table *t = p->b->table;
    size_t n = p->b->view->n_locs;
    p->by_location = arena_new(p->b->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t n_frames = t->first[i + 1] - t->first[i];
        p->by_location[i] = n_frames == 0 ? HIDDEN : n_frames > 1 ? SEVERAL : p->node[t->frame[t->first[i]]];
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

void builder_add_samples(struct builder *b)
{
    struct pass p = {.b = b, .values = !b->o->values_known, .edges = b->edges};
    make_nodes(&p);
    index_locations(&p);
    if (b->edges && b->o->edges_at)
        p.at = matching(b, b->o->edges_at);
    pass_all(&p);
}
