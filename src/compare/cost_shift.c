#include "compare/cost_shift.h"

#include <math.h>

/* The part of a change that may stay unexplained if it counts as moved. */
static const double leftover = 0.1;

static void build_side_graph(struct cost_shift *s, int side, const struct view *v, const bool *keep,
                             const struct graph_request *request)
{
    struct view part;
    view_init_from(&part, v, v->arena);
    view_keep(&part, keep);
    struct graph *g = graph_build_on_table(&part, &s->strings, request, &s->comparison->series.nodes, v->arena);
    for (size_t i = 0; i < g->n_all; i++)
        s->node[side][g->all[i].place] = &g->all[i];
    view_release(&part);
}

void cost_shift_init(struct cost_shift *s, const struct comparison *c, const struct label_units *units)
{
    const struct node_table *nodes = &c->series.nodes;
    const struct view *v = nodes->view;
    const struct graph_request g = {.value = c->request.value,
                                    .mean = c->request.mean,
                                    .edges = EDGES_ALL,
                                    .names = c->request.names,
                                    .units = units};
    bool *keep[N_SIDES];
    *s = (struct cost_shift){.comparison = c, .growth = c->request.normalize ? 1 : 1 + c->median_growth};
    strtab_init(&s->strings, &c->series.strings);
    for (int side = 0; side < N_SIDES; side++) {
        keep[side] = arena_new(v->arena, bool, v->n_samples);
        s->node[side] = arena_new(v->arena, struct node *, nodes->n);
        s->weight[side] = arena_new(v->arena, double, nodes->n);
    }
    for (int i = 0; i < 2; i++)
        s->memo[i] = arena_new(v->arena, struct cost_shift_memo, nodes->n);
    s->neighbour = arena_new(v->arena, uint32_t, nodes->n);
    for (size_t k = 0; k < v->n_samples; k++)
        keep[comparison_side_of(c, view_sample(v, k))][k] = true;
    for (int side = 0; side < N_SIDES; side++)
        build_side_graph(s, side, v, keep[side], &g);
}

void cost_shift_release(struct cost_shift *s)
{
    strtab_release(&s->strings);
}

static double per_profile(const struct cost_shift *s, int side, double x)
{
    return x / (double)s->comparison->n_profiles[side] / (side == NEW ? s->growth : 1);
}

static double node_delta(const struct cost_shift *s, uint32_t info, int64_t (*value)(const struct node *))
{
    const struct node *from = s->node[OLD][info], *to = s->node[NEW][info];
    return (to ? per_profile(s, NEW, (double)value(to)) : 0) - (from ? per_profile(s, OLD, (double)value(from)) : 0);
}

/* Loads the edges from the callers of a function, or to its callees, on both sides: into `weight`, by the other end. */
static void load_edges(struct cost_shift *s, uint32_t info, bool callers)
{
    for (size_t i = 0; i < s->n_neighbours; i++)
        s->weight[OLD][s->neighbour[i]] = s->weight[NEW][s->neighbour[i]] = 0;
    s->n_neighbours = 0;
    for (int side = 0; side < N_SIDES; side++) {
        const struct node *n = s->node[side][info];
        for (uint32_t i = 0; n && i < (callers ? n->n_in : n->n_out); i++) {
            const struct edge *e = callers ? n->in[i] : n->out[i];
            uint32_t other = callers ? e->src->place : e->dest->place;
            if (s->weight[OLD][other] == 0 && s->weight[NEW][other] == 0 && edge_weight(e) != 0)
                s->neighbour[s->n_neighbours++] = other;
            s->weight[side][other] = per_profile(s, side, (double)edge_weight(e));
        }
    }
}

static struct cost_shift_memo *memo_of(struct cost_shift *s, uint32_t info, double sign)
{
    return &s->memo[sign < 0][info];
}

/* Whether this edge brings more of the change than the best so far: by change, then by weight, then the first node. */
static bool brings_more(const struct cost_shift_memo *best, double delta, double weight, uint32_t caller)
{
    if (best->caller == UINT32_MAX)
        return true;
    if (delta != best->delta)
        return delta > best->delta;
    return weight != best->weight ? weight > best->weight : caller < best->caller;
}

/* The caller that brings most of a change with this sign. */
static const struct cost_shift_memo *main_caller(struct cost_shift *s, uint32_t info, double sign)
{
    struct cost_shift_memo *best = memo_of(s, info, sign);
    if (best->has_caller)
        return best;
    best->has_caller = true;
    best->caller = UINT32_MAX;
    load_edges(s, info, true);
    for (size_t i = 0; i < s->n_neighbours; i++) {
        uint32_t caller = s->neighbour[i];
        double from = s->weight[OLD][caller], to = s->weight[NEW][caller];
        double delta = (to - from) * sign, weight = fabs(to != 0 ? to : from);
        if (caller == info || !brings_more(best, delta, weight, caller))
            continue;
        best->caller = caller;
        best->delta = delta;
        best->weight = weight;
    }
    return best;
}

/* How much the callees of a caller and its own code lost; for the sign of a loss, how much they gained. */
static double lost_under(struct cost_shift *s, uint32_t caller, double sign)
{
    struct cost_shift_memo *memo = memo_of(s, caller, sign);
    if (memo->has_lost)
        return memo->lost;
    double own = node_delta(s, caller, node_flat) * sign;
    memo->has_lost = true;
    memo->lost = own < 0 ? -own : 0;
    load_edges(s, caller, false);
    for (size_t i = 0; i < s->n_neighbours; i++) {
        double delta = sign * (s->weight[NEW][s->neighbour[i]] - s->weight[OLD][s->neighbour[i]]);
        memo->lost += delta < 0 ? -delta : 0;
    }
    return memo->lost;
}

bool cost_shift_is_moved(struct cost_shift *s, const struct comparison_row *row, bool cum)
{
    double flat = node_delta(s, row->info, node_flat), whole = node_delta(s, row->info, node_cum);
    double delta = cum ? whole : flat, sign = delta < 0 ? -1 : 1;
    if (delta == 0 || (side_delta(cum ? row->cum : row->flat) < 0) != (delta < 0))
        return false;
    if (!cum && fabs(whole) <= leftover * fabs(flat))
        return true; /* between the function and what it calls */
    const struct cost_shift_memo *c = main_caller(s, row->info, sign);
    return c->caller != UINT32_MAX && c->delta >= (1 - leftover) * fabs(delta) &&
           fabs(node_delta(s, c->caller, node_cum)) <= leftover * c->delta &&
           lost_under(s, c->caller, sign) >= (1 - leftover) * c->delta;
}

static bool is_on_path(const uint32_t *info, size_t n, uint32_t wanted)
{
    for (size_t i = 0; i < n; i++)
        if (info[i] == wanted)
            return true;
    return false;
}

static void reverse_path(uint32_t *info, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        uint32_t other = info[i];
        info[i] = info[n - 1 - i];
        info[n - 1 - i] = other;
    }
}

size_t cost_shift_path(struct cost_shift *s, const struct comparison_row *row, uint32_t *info, size_t most)
{
    double sign = side_delta(row->cum) < 0 ? -1 : 1;
    uint32_t at = row->info;
    size_t n = 0;
    for (; at != UINT32_MAX && n < most && !is_on_path(info, n, at); at = main_caller(s, at, sign)->caller)
        info[n++] = at;
    reverse_path(info, n);
    return n;
}
