/*
 * The pass over the samples that makes one node for each info. Large profiles spend their time here, so all processors
 * take part. Each passes a share of the samples and adds them up in its own tables. These are then added up in the
 * order of the shares. The result does not depend on the number of shares, because sums wrap around, and edges come in
 * the order of the samples.
 */
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/kept_frames.h"
#include "graph/visited.h"
#include "regex/regex.h"

enum { FEW_NODES = 500 }; /* with fewer, a first pass for the bound costs more than the edges that it saves */

struct pass {
    struct builder *b;
    bool values, edges;             /* what is to be added up */
    struct walk_table marked;       /* edges to nodes with WALK_TO and from nodes with WALK_FROM are wanted */
    const struct edge_bound *bound; /* which edges may be heavy enough; NULL: all */
};

/* The cum value of a node and its last visitor, side by side because they are read together. */
struct passed {
    int64_t cum;
    struct visited by;
};

struct share {
    const struct pass *pass;
    size_t from, to; /* samples of the view */
    struct kept_frames kept;
    struct passed *passed; /* by node, like all but `list_weight` */
    double *list_weight;   /* by place in the list of the table: the absolute values of the location there */
    int64_t *cum_div, *flat, *flat_div;
    struct edge_table edges;
    struct edge_bound *bound; /* to be filled; NULL: `edges` is */
    struct edge_step step[EDGE_STEPS];
};

/* A sample on its walk. */
struct visitor {
    struct share *share;
    struct passed *passed;
    uint32_t sample;
    struct weight w;
};

static inline void add_value(const struct visitor *v, uint32_t frame)
{
    if (frame == WALK_GONE)
        return;
    struct passed *p = &v->passed[frame & WALK_NODE];
    if (!first_visit(&p->by, v->sample))
        return;
    p->cum = number_add(p->cum, v->w.w);
    if (v->w.div) {
        int64_t *div = &v->share->cum_div[frame & WALK_NODE];
        *div = number_add(*div, v->w.div);
    }
}

/* One frame is the usual case. It is worth code without a loop. */
static inline void add_values(void *ctx, const uint32_t *frame, uint32_t n)
{
    const struct visitor *v = ctx;
    if (n == 1) {
        add_value(v, *frame);
        return;
    }
    v->share->list_weight[frame - 1 - v->share->pass->b->walk.list] += (double)number_magnitude(v->w.w);
    for (uint32_t i = 0; i < n; i++)
        add_value(v, frame[i]);
}

static void pass_values(struct share *s, size_t sample, const struct weight *w)
{
    struct visitor v = {s, s->passed, (uint32_t)sample, *w};
    const struct builder *b = s->pass->b;
    uint32_t leaf = walk_frames(&b->walk, b->view, sample, add_values, &v);
    if (leaf == WALK_GONE)
        return;
    leaf &= WALK_NODE;
    s->flat[leaf] = number_add(s->flat[leaf], w->w);
    s->flat_div[leaf] = number_add(s->flat_div[leaf], w->div);
}

static void pass_steps(struct share *s, uint32_t sample, const struct weight *w, size_t n)
{
    const struct pass *p = s->pass;
    if (s->bound) {
        edge_bound_pass(s->bound, s->step, n, w->w);
        return;
    }
    if (p->bound)
        n = edge_bound_filter(p->bound, s->step, n, p->b->part->edge_least, p->b->exempt);
    edge_table_pass(&s->edges, s->step, n, sample, w->w, w->div);
}

/* Writes each step. The next one overwrites it unless its edge is wanted. */
static void pass_edges(struct share *s, size_t sample, const struct weight *w)
{
    size_t n = 0;
    kept_frames_write(&s->kept, &s->pass->marked, s->pass->b->view, sample);
    const uint32_t *frame = s->kept.frame;
    for (size_t i = 1; i < s->kept.n; i++) {
        uint32_t src = frame[i - 1], dest = frame[i];
        s->step[n].key = edge_key(src & WALK_NODE, dest & WALK_NODE);
        s->step[n].residual = dest & WALK_RESIDUAL;
        s->step[n].inlined = dest & WALK_INLINED;
        n += (((src & WALK_FROM) | (dest & WALK_TO)) != 0) & (((src ^ dest) & WALK_NODE) != 0);
        if (n == EDGE_STEPS) {
            pass_steps(s, (uint32_t)sample, w, n);
            n = 0;
        }
    }
    pass_steps(s, (uint32_t)sample, w, n);
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
    kept_frames_release(&s->kept);
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
        share[i].passed = arena_new(a, struct passed, n_nodes);
        share[i].list_weight = arena_new(a, double, p->b->walk.list_len);
        share[i].cum_div = arena_new(a, int64_t, n_nodes);
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
    const struct walk_table *t = &b->walk;
    for (size_t i = 0; i < t->list_len; i += t->list[i] + 1)
        for (size_t f = i + 2; f <= i + t->list[i]; f++)
            if (t->list[f] < WALK_NO_NODE)
                b->sums[t->list[f] & WALK_NODE].inlined += s->list_weight[i];
}

static void pass_all(const struct pass *p)
{
    size_t n;
    struct share *share = share_out(p, &n);
    thread_each(n, pass_share, share);
    for (size_t i = 0; i < n; i++) {
        if (p->values)
            add_up_share(p->b, &share[i]);
        if (i > 0) {
            edge_table_add(&share[0].edges, &share[i].edges);
            edge_table_release(&share[i].edges);
        }
    }
    p->b->edge_table = share[0].edges;
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
            b->sums[node[i]] = (struct sums){known->cum, known->cum_div, known->flat, known->flat_div, known->inlined};
    }
    return node;
}

/* Marks the nodes that match, by the names that reports print. */
static void mark_matching(const struct builder *b, const struct regex *re, uint32_t *marks)
{
    struct buf name;
    buf_init(&name);
    for (size_t i = 0; i < b->n_nodes; i++) {
        buf_clear(&name);
        node_info_print(&name, b->strings, &b->part->table->info[b->info[i]]);
        marks[i] = regex_match(re, name.data, name.len) ? WALK_FROM | WALK_TO : 0;
    }
    buf_release(&name);
}

/* Marks the nodes that may have an incoming inlined edge heavy enough to stay. */
static void mark_inlined(const struct builder *b, uint32_t *marks)
{
    const double rounding = 1.000001;
    for (size_t i = 0; i < b->n_nodes; i++)
        marks[i] = b->sums[i].inlined * rounding >= (double)b->part->edge_least ? WALK_TO : 0;
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

static void choose_edges(struct pass *p)
{
    struct builder *b = p->b;
    uint32_t *marks = arena_new(b->arena, uint32_t, b->n_nodes);
    bool few = b->n_nodes < FEW_NODES;
    if (b->part->edge_least > 0)
        b->exempt = find_unlisted(b);
    if (b->request->edges_at) {
        mark_matching(b, b->request->edges_at, marks);
        few = true;
    } else if (b->part->edges == EDGES_OF_INLINED && b->part->values_known) {
        mark_inlined(b, marks);
    } else {
        for (size_t i = 0; i < b->n_nodes; i++)
            marks[i] = WALK_TO;
    }
    p->marked = walk_table_marked(&b->walk, marks, b->arena);
    if (b->part->edge_least > 0 && !few && b->view->n_samples > WORTH_A_THREAD)
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
