/*
 * The pass over the samples that makes one node for each info. This is where the time of large profiles goes, so that
 * all processors take part: each passes a share of the samples, adding up into tables of its own, which are then added
 * up in the order of the shares. The result does not depend on how many there are: sums wrap around, and what is made
 * on the way (edges, rows of tags) comes in the order of the samples.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/regex.h"
#include "base/thread.h"
#include "base/vec.h"
#include "graph/builder.h"

enum {
    WORTH_A_THREAD = 20000, /* samples */
    NO_NODE = FRAMES_GONE
};

struct pass {
    struct builder *b;
    bool values, edges;             /* what is to be added up */
    const bool *from, *to;          /* by node: only edges out of the ones and into the others */
    const struct edge_bound *bound; /* which edges may be heavy enough; NULL: all */
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
    struct edge_bound *bound; /* being made; NULL: edges are */
    struct kept_frame {
        uint32_t node;
        bool residual, inlined;
    } kept[EDGE_STEPS + 1]; /* frames of the sample at hand */
    size_t n_kept;
};

/*
 * Passes the edges between the frames that were collected, and leaves the last of these. Whether a frame is kept, and
 * whether an edge is wanted, cannot be foreseen by the processor: so both are counted rather than asked.
 */
static void pass_kept(struct share *s, uint32_t sample, const struct weight *w)
{
    const struct pass *p = s->pass;
    const struct kept_frame *kept = s->kept;
    const bool *from = p->from, *to = p->to;
    struct edge_step step[EDGE_STEPS];
    size_t n = 0;
    if (s->n_kept == 0)
        return;
    for (size_t i = 1; i < s->n_kept; i++) {
        uint32_t src = kept[i - 1].node, dest = kept[i].node;
        step[n] = (struct edge_step){edge_key(src, dest), kept[i].residual, kept[i].inlined};
        n += (src != dest) & (from[src] | to[dest]);
    }
    s->kept[0] = kept[s->n_kept - 1];
    s->n_kept = 1;
    if (s->bound) {
        edge_bound_pass(s->bound, step, n, w->w);
        return;
    }
    if (p->bound)
        n = edge_bound_filter(p->bound, step, n, p->b->o->edge_least);
    edge_table_pass(&s->edges, step, n, sample, w->w, w->div);
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

static inline void pass_kept_frame(struct share *s, uint32_t sample, const struct weight *w, uint32_t node,
                                   bool *residual, bool inlined)
{
    s->kept[s->n_kept] = (struct kept_frame){node, *residual, inlined};
    s->n_kept += node != FRAMES_GONE;
    *residual = node == FRAMES_GONE;
    if (s->n_kept > EDGE_STEPS)
        pass_kept(s, sample, w);
}

static void pass_edges(struct share *s, size_t sample, const struct weight *w)
{
    const struct builder *b = s->pass->b;
    const struct view *v = b->view;
    const uint32_t *by_location = b->by_location;
    struct frames stack = *v->stack;
    bool residual = false;
    s->n_kept = 0;
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t node = by_location[frames_get(&stack, i).i];
        if (node < FRAMES_SEVERAL || node == FRAMES_GONE) {
            pass_kept_frame(s, (uint32_t)sample, w, node, &residual, false);
        } else if (node != FRAMES_NONE) {
            const uint32_t *frame = b->frame_list + (node - FRAMES_SEVERAL);
            for (uint32_t f = 1; f <= frame[0]; f++)
                pass_kept_frame(s, (uint32_t)sample, w, frame[f], &residual, f > 1);
        }
    }
    pass_kept(s, (uint32_t)sample, w);
}

static void pass_values(struct share *s, size_t sample, const struct weight *w)
{
    const struct builder *b = s->pass->b;
    const struct view *v = b->view;
    const uint32_t *by_location = b->by_location;
    struct passed *passed = s->passed;
    struct frames stack = *v->stack;
    uint32_t last = FRAMES_GONE;
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t node = by_location[frames_get(&stack, i).i];
        if (node < FRAMES_SEVERAL) {
            last = node;
            if (passed[node].seen != (uint32_t)sample)
                pass_node(s, (uint32_t)sample, w, node);
        } else if (node == FRAMES_GONE) {
            last = FRAMES_GONE;
        } else if (node != FRAMES_NONE) {
            const uint32_t *frame = b->frame_list + (node - FRAMES_SEVERAL);
            for (uint32_t f = 1; f <= frame[0]; f++)
                if ((last = frame[f]) != FRAMES_GONE)
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
        if (s->pass->values)
            pass_values(s, sample, &w);
        if (s->pass->edges)
            pass_edges(s, sample, &w);
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
    b->edge_table = share[0].edges;
}

static struct share *share_out(const struct pass *p, size_t *n)
{
    size_t n_samples = p->b->view->n_samples;
    *n = n_samples / WORTH_A_THREAD + 1;
    if (*n > thread_count())
        *n = thread_count();
    struct share *share = arena_new(p->b->arena, struct share, *n);
    for (size_t i = 0; i < *n; i++)
        share_init(&share[i], p, n_samples * i / *n, n_samples * (i + 1) / *n);
    return share;
}

static void pass_all(const struct pass *p)
{
    size_t n;
    struct share *share = share_out(p, &n);
    thread_each(n, pass_share, share);
    collect(p, share, n);
}

/* Where most edges are too light to be wanted, finds out which may not be. */
static struct edge_bound *find_bound(const struct pass *p)
{
    struct pass look = *p;
    size_t n;
    look.values = false;
    struct share *share = share_out(&look, &n);
    for (size_t i = 0; i < n; i++) {
        share[i].bound = arena_alloc(p->b->arena, sizeof *share[i].bound);
        edge_bound_init(share[i].bound);
    }
    thread_each(n, pass_share, share);
    for (size_t i = 1; i < n; i++)
        edge_bound_add(share[0].bound, share[i].bound);
    return share[0].bound;
}

/* Makes the nodes of the infos that are kept, with their values where these are known. @return by info: its node. */
static uint32_t *make_nodes(struct builder *b)
{
    uint32_t *node = arena_new(b->arena, uint32_t, b->table->n);
    for (size_t i = 0; i < b->table->n; i++) {
        const struct node *known = b->o->kept ? node_set_find(b->o->kept, &b->table->info[i]) : NULL;
        node[i] = b->o->kept && !known ? FRAMES_GONE : builder_add_node(b, (uint32_t)i);
        if (known && b->o->values_known)
            b->sums[node[i]] = (struct sums){known->cum, known->cum_div, known->flat, known->flat_div};
    }
    if (b->n_nodes >= FRAMES_SEVERAL)
        err_out_of_memory();
    return node;
}

static void index_locations(struct builder *b, const uint32_t *node)
{
    const struct node_table *t = b->table;
    size_t n_locs = b->view->n_locs, at = 0, room = 0;
    for (size_t i = 0; i < n_locs; i++)
        room += t->first[i + 1] - t->first[i] > 1 ? t->first[i + 1] - t->first[i] + 1 : 0;
    if (room >= FRAMES_NONE - FRAMES_SEVERAL)
        err_out_of_memory();
    b->by_location = arena_new(b->arena, uint32_t, n_locs);
    b->frame_list = arena_new(b->arena, uint32_t, room);
    for (size_t i = 0; i < n_locs; i++) {
        uint32_t n = t->first[i + 1] - t->first[i];
        b->by_location[i] = n == 0 ? FRAMES_NONE : n == 1 ? node[t->frame[t->first[i]]] : FRAMES_SEVERAL | (uint32_t)at;
        if (n < 2)
            continue;
        b->frame_list[at++] = n;
        for (uint32_t f = t->first[i + 1]; f-- > t->first[i];)
            b->frame_list[at++] = node[t->frame[f]];
    }
}

/* Which nodes match, by the names that reports print. */
static void mark_matching(const struct builder *b, const struct regex *re, bool *mark)
{
    struct buf name;
    buf_init(&name);
    for (size_t i = 0; i < b->n_nodes; i++) {
        buf_clear(&name);
        node_info_print(&name, b->strings, &b->table->info[b->info[i]]);
        mark[i] = regex_match(re, name.data, name.len);
    }
    buf_release(&name);
}

/* Which nodes are inlined into others anywhere. */
static void mark_inlined(const struct builder *b, bool *mark)
{
    for (size_t i = 0; i < b->view->n_locs; i++) {
        if (b->by_location[i] < FRAMES_SEVERAL || b->by_location[i] >= FRAMES_NONE)
            continue;
        const uint32_t *frame = b->frame_list + (b->by_location[i] - FRAMES_SEVERAL);
        for (uint32_t f = 2; f <= frame[0]; f++)
            if (frame[f] != FRAMES_GONE)
                mark[frame[f]] = true;
    }
}

static void choose_edges(struct pass *p)
{
    const struct builder *b = p->b;
    bool *from = arena_new(b->arena, bool, b->n_nodes), *to = arena_new(b->arena, bool, b->n_nodes);
    p->from = from;
    p->to = to;
    if (b->o->edges_at) {
        mark_matching(b, b->o->edges_at, to);
        p->from = to;
    } else if (b->o->edges == EDGES_OF_INLINED) {
        mark_inlined(b, to);
    } else {
        memset(to, true, b->n_nodes);
    }
    if (b->o->edge_least > 0 && b->view->n_samples > WORTH_A_THREAD)
        p->bound = find_bound(p);
}

void builder_add_samples(struct builder *b)
{
    struct pass p = {.b = b, .values = !b->o->values_known, .edges = b->edges};
    index_locations(b, make_nodes(b));
    if (p.edges)
        choose_edges(&p);
    if (p.values || p.edges)
        pass_all(&p);
}
