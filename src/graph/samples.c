/*
 * The pass over the samples that makes one node for each info. Large profiles spend their time here, so all processors
 * take part. Each passes a share of the samples and adds them up in its own tables. These are then added up in the
 * order of the shares. The result does not depend on the number of shares, because sums wrap around, and edges come in
 * the order of the samples.
 */
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/visited.h"

enum { MOST_ASIDE = 256 }; /* locations of a sample */

enum { FEW_NODES = 500 }; /* with fewer, a first pass for the bound costs more than the edges that it saves */

struct pass {
    struct builder *b;
    bool values, edges;             /* what is to be added up */
    struct walk_table marked;       /* edges to nodes with WALK_TO and from nodes with WALK_FROM are wanted */
    const uint32_t *shortcut;       /* of `marked`; NULL: all edges are wanted */
    const struct edge_bound *bound; /* which edges may be heavy enough; NULL: all */
};

/* The cum value of a node and its last visitor, side by side because they are read together. */
struct passed {
    int64_t cum;
    struct visited by;
};

struct share {
    const struct pass *pass;
    size_t from, to;       /* samples of the view */
    struct passed *passed; /* by node, like all but `list_weight`; one more for locations without a single frame */
    double *list_weight;   /* by place in the list of the table: the absolute values of the location there */
    int64_t *cum_div, *flat, *flat_div;
    struct edge_table edges;
    struct edge_bound *bound; /* to be filled; NULL: `edges` is */
    struct edge_batch batch;
    uint32_t aside[MOST_ASIDE]; /* entries of the table of locations */
};

/* Adds the value of a sample to a node that it passes. It counts once. */
static inline void add_value(struct share *s, uint32_t node, uint32_t sample, const struct weight *w)
{
    struct passed *p = &s->passed[node];
    int64_t counts = -(int64_t)first_visit(&p->by, sample); /* all bits or none */
    p->cum = number_add(p->cum, w->w & counts);
    if (w->div)
        s->cum_div[node] = number_add(s->cum_div[node], w->div & counts);
}

/* The same for the locations that were put aside: those without a frame, and those with several. */
static void add_aside(struct share *s, size_t n, uint32_t sample, const struct weight *w)
{
    for (size_t i = 0; i < n; i++) {
        if (s->aside[i] >= WALK_HIDDEN)
            continue;
        uint32_t at = s->aside[i] - WALK_NO_NODE;
        const uint32_t *list = s->pass->b->walk.list + at;
        s->list_weight[at] += (double)number_magnitude(w->w);
        for (uint32_t f = 1; f <= list[0]; f++)
            if (list[f] != WALK_GONE)
                add_value(s, list[f] & WALK_NODE, sample, w);
    }
}

/*
 * Passes the locations of a sample, in any order. A processor cannot predict which of them have a single frame, so both cases
 * are treated alike. Each location is put aside, and the next one overwrites it unless it has to stay there. If it stays, its
 * value goes to a node that does not exist, behind the last one.
 */
static void pass_values(struct share *s, size_t sample, const struct weight *w)
{
    const struct builder *b = s->pass->b;
    const struct view *v = b->view;
    const uint32_t *location = b->walk.location;
    const struct frames stack = *v->stack;
    const uint32_t nobody = (uint32_t)b->n_nodes, number = (uint32_t)sample;
    size_t n = 0;
    for (uint64_t i = v->begin[sample], end = v->end[sample]; i < end; i++) {
        uint32_t frame = location[frames_get(&stack, i).i];
        bool single = frame < WALK_NO_NODE;
        s->aside[n] = frame;
        n += !single;
        add_value(s, single ? frame : nobody, number, w);
        if (n == MOST_ASIDE) {
            add_aside(s, n, number, w);
            n = 0;
        }
    }
    add_aside(s, n, number, w);
    uint32_t leaf = walk_leaf(&b->walk, v, sample);
    if (leaf == WALK_GONE)
        return;
    leaf &= WALK_NODE;
    s->flat[leaf] = number_add(s->flat[leaf], w->w);
    s->flat_div[leaf] = number_add(s->flat_div[leaf], w->div);
}

/* Passes the steps that wait. */
static void pass_batch(struct share *s)
{
    const struct pass *p = s->pass;
    if (s->bound) {
        edge_bound_pass(s->bound, &s->batch);
    } else {
        if (p->bound)
            edge_bound_filter(p->bound, &s->batch, p->b->part->edge_least, p->b->exempt);
        edge_table_pass(&s->edges, &s->batch);
    }
    s->batch.n = s->batch.n_samples = 0;
}

/* A sample on its walk from node to node. */
struct stepper {
    struct share *share;
    struct edge_sample sample;
    uint32_t of;     /* its place in the batch */
    uint32_t caller; /* the frame of the last kept node; WALK_NO_NODE: there was none */
    bool residual;   /* whether frames that are not kept came since */
    size_t n;        /* the number of steps in the batch */
};

/* Puts the sample into the batch. */
static void enter_batch(struct stepper *s)
{
    struct edge_batch *b = &s->share->batch;
    if (b->n == EDGE_STEPS || b->n_samples == EDGE_STEPS)
        pass_batch(s->share);
    s->n = b->n;
    s->of = (uint32_t)b->n_samples;
    b->sample[b->n_samples++] = s->sample;
}

/*
 * Writes each step. The next one overwrites it unless its edge is wanted, because a processor cannot predict which frames are kept
 * and which edges are wanted.
 */
static inline void add_steps(void *ctx, const uint32_t *frame, uint32_t n)
{
    struct stepper *s = ctx;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t src = s->caller, dest = frame[i];
        bool kept = dest < WALK_NO_NODE;
        struct edge_step *step = &s->share->batch.step[s->n];
        step->key = edge_key(src & WALK_NODE, dest & WALK_NODE);
        step->of = s->of;
        step->residual = s->residual;
        step->inlined = dest & WALK_INLINED;
        s->n += kept & (src < WALK_NO_NODE) & (((src & WALK_FROM) | (dest & WALK_TO)) != 0) &
                (((src ^ dest) & WALK_NODE) != 0);
        s->residual = !kept;
        s->caller = kept ? dest : src;
        if (s->n == EDGE_STEPS) {
            s->share->batch.n = s->n;
            enter_batch(s);
        }
    }
}

/* Visits only the locations that may have a wanted edge. The table of shortcuts says what is to be known of the others. */
static void pass_marked_edges(struct stepper *s)
{
    const struct pass *p = s->share->pass;
    const struct view *v = p->b->view;
    const struct frames stack = *v->stack;
    const uint32_t *shortcut = p->shortcut;
    uint32_t caller = WALK_NO_NODE;
    bool residual = false;
    for (uint64_t i = v->end[s->sample.number], begin = v->begin[s->sample.number]; i-- > begin;) {
        loc_id l = frames_get(&stack, i);
        uint32_t frame = shortcut[l.i];
        bool kept = frame < WALK_NO_NODE;
        if (((frame & WALK_VISIT) | (caller & WALK_FROM)) == 0) {
            caller = kept ? frame : caller;
            residual = !kept;
            continue;
        }
        s->caller = caller;
        s->residual = residual;
        walk_location(&p->marked, l, add_steps, s);
        caller = s->caller;
        residual = s->residual;
    }
}

static void pass_edges(struct share *share, size_t sample, const struct weight *w)
{
    struct stepper s = {.share = share, .sample = {(uint32_t)sample, w->w, w->div}, .caller = WALK_NO_NODE};
    enter_batch(&s);
    if (share->pass->shortcut)
        pass_marked_edges(&s);
    else
        walk_frames(&share->pass->marked, share->pass->b->view, sample, add_steps, &s);
    share->batch.n = s.n;
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
    pass_batch(s);
}

static struct share *share_out(const struct pass *p, size_t *n_shares)
{
    size_t n_samples = p->b->view->n_samples, n = builder_shares(n_samples), n_nodes = p->b->n_nodes;
    struct arena *a = p->b->arena;
    struct share *share = arena_new(a, struct share, n);
    for (size_t i = 0; i < n; i++) {
        share[i].pass = p;
        share[i].from = n_samples * i / n;
        share[i].to = n_samples * (i + 1) / n;
        if (!p->values)
            continue;
        share[i].passed = arena_new(a, struct passed, n_nodes + 1);
        share[i].list_weight = arena_new(a, double, p->b->walk.list_len);
        share[i].cum_div = arena_new(a, int64_t, n_nodes + 1);
        share[i].flat = arena_new(a, int64_t, n_nodes);
        share[i].flat_div = arena_new(a, int64_t, n_nodes);
    }
    *n_shares = n;
    return share;
}

static void add_up_share(struct builder *b, const struct share *s)
{
    for (size_t i = 0; i < b->n_nodes; i++) {
        struct sums *to = &b->sums[i];
        to->cum = number_add(to->cum, s->passed[i].cum);
        to->cum_div = number_add(to->cum_div, s->cum_div[i]);
        to->flat = number_add(to->flat, s->flat[i]);
        to->flat_div = number_add(to->flat_div, s->flat_div[i]);
    }
}

static void add_list_weights(double *to, const struct share *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] += s->list_weight[i];
}

static void pass_all(const struct pass *p)
{
    size_t n;
    struct share *share = share_out(p, &n);
    thread_each(n, pass_share, share);
    for (size_t i = 0; i < n; i++) {
        if (p->values)
            add_up_share(p->b, &share[i]);
        if (p->values && i > 0)
            add_list_weights(share[0].list_weight, &share[i], p->b->walk.list_len);
        if (i > 0) {
            edge_table_add(&share[0].edges, &share[i].edges);
            edge_table_release(&share[i].edges);
        }
    }
    p->b->edge_table = share[0].edges;
    p->b->list_weight = p->values ? share[0].list_weight : p->b->part->list_weight;
}

/* Finds out which edges may be heavy enough, if most are too light to be wanted. */
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

/* Makes the nodes of the kept infos, with their values if known. @return by info: its node. */
static uint32_t *make_nodes(struct builder *b)
{
    const struct graph_part *p = b->part;
    uint32_t *node = arena_new(b->arena, uint32_t, p->table->n);
    for (size_t i = 0; i < p->table->n; i++) {
        const struct node *known = p->known ? p->known[i] : NULL;
        node[i] = p->known && !known ? WALK_GONE : builder_add_node(b, (uint32_t)i);
        if (known && p->values_known)
            b->sums[node[i]] = (struct sums){known->cum, known->cum_div, known->flat, known->flat_div};
    }
    return node;
}

/*
 * Only edges to listed nodes are dropped as too light. With -drop_negative, and in a diff, edges also lead to other
 * nodes.
 * @return by node: whether it is not listed; NULL: all are.
 */
static const bool *find_unlisted(const struct builder *b)
{
    bool *unlisted = arena_new(b->arena, bool, b->n_nodes), any = false;
    for (size_t i = 0; i < b->n_nodes; i++)
        any |= unlisted[i] = !builder_lists(b, b->sums[i].flat, b->sums[i].cum);
    return any ? unlisted : NULL;
}

static const uint32_t *mark_all(const struct builder *b)
{
    uint32_t *marks = arena_new(b->arena, uint32_t, b->n_nodes);
    for (size_t i = 0; i < b->n_nodes; i++)
        marks[i] = WALK_TO;
    return marks;
}

static void choose_edges(struct pass *p)
{
    struct builder *b = p->b;
    const uint32_t *marks = builder_mark_edges(b);
    if (b->part->edge_least > 0)
        b->exempt = find_unlisted(b);
    p->marked = walk_table_marked(&b->walk, marks ? marks : mark_all(b), b->arena);
    if (marks)
        p->shortcut = walk_shortcuts(&p->marked, b->arena);
    else if (b->part->edge_least > 0 && b->n_nodes >= FEW_NODES && b->view->n_samples > WORTH_A_THREAD)
        p->bound = find_bound(p);
}

void builder_add_samples(struct builder *b)
{
    struct pass p = {.b = b, .values = !b->part->values_known, .edges = b->part->edges != EDGES_NONE};
    walk_table_init(&b->walk, b->part->table, make_nodes(b), b->arena);
    if (p.edges)
        choose_edges(&p);
    if (p.values || p.edges)
        pass_all(&p);
}
