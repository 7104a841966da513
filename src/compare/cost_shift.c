#include "compare/cost_shift.h"

#include <math.h>
#include <string.h>

/* How much of a change may be left over for it to have moved. */
static const double leftover = 0.1;

static void build(struct cost_shift *m, int side, const struct view *v, const bool *keep,
                  const struct graph_request *request)
{
    struct view part;
    view_init_from(&part, v, v->arena);
    part.granularity = v->granularity;
    view_keep(&part, keep);
    struct graph *g = graph_build_on_table(&part, &m->strings, request, &m->sides->table, v->arena);
    for (size_t i = 0; i < g->n_all; i++)
        m->node[side][g->all[i].place] = &g->all[i];
    view_release(&part);
}

void cost_shift_init(struct cost_shift *m, const struct comparison *s, const struct view *v,
                     const struct comparison_options *o, const struct label_units *units)
{
    const struct graph_request g = {
        .value = o->value, .mean = o->mean, .edges = EDGES_ALL, .names = o->names, .units = units};
    bool *keep[N_SIDES];
    *m = (struct cost_shift){.sides = s, .typical = o->normalize ? 1 : 1 + s->median};
    strtab_init(&m->strings, &s->strings);
    for (int side = 0; side < N_SIDES; side++) {
        keep[side] = arena_new(v->arena, bool, v->n_samples);
        m->node[side] = arena_new(v->arena, struct node *, s->table.n);
        m->weight[side] = arena_new(v->arena, double, s->table.n);
    }
    m->touched = arena_new(v->arena, uint32_t, s->table.n);
    for (int i = 0; i < 2; i++)
        m->memo[i] = arena_new(v->arena, struct cost_shift_memo, s->table.n);
    for (size_t k = 0; k < v->n_samples; k++)
        keep[comparison_side(s, v->profile, view_sample(v, k))][k] = true;
    for (int side = 0; side < N_SIDES; side++)
        build(m, side, v, keep[side], &g);
}

void cost_shift_release(struct cost_shift *m)
{
    strtab_release(&m->strings);
}

static double per_profile(const struct cost_shift *m, int side, double x)
{
    return x / (double)m->sides->n_profiles[side] / (side == NEW ? m->typical : 1);
}

static double delta_of(const struct cost_shift *m, uint32_t info, int64_t (*value)(const struct node *))
{
    const struct node *from = m->node[OLD][info], *to = m->node[NEW][info];
    return (to ? per_profile(m, NEW, (double)value(to)) : 0) - (from ? per_profile(m, OLD, (double)value(from)) : 0);
}

/* Looks at the edges from the callers of a function, or to its callees, on both sides. */
static void look_at(struct cost_shift *m, uint32_t info, bool callers)
{
    for (size_t i = 0; i < m->n_touched; i++)
        m->weight[OLD][m->touched[i]] = m->weight[NEW][m->touched[i]] = 0;
    m->n_touched = 0;
    for (int side = 0; side < N_SIDES; side++) {
        const struct node *n = m->node[side][info];
        for (uint32_t i = 0; n && i < (callers ? n->n_in : n->n_out); i++) {
            const struct edge *e = callers ? n->in[i] : n->out[i];
            uint32_t other = callers ? e->src->place : e->dest->place;
            if (m->weight[OLD][other] == 0 && m->weight[NEW][other] == 0 && edge_weight(e) != 0)
                m->touched[m->n_touched++] = other;
            m->weight[side][other] = per_profile(m, side, (double)edge_weight(e));
        }
    }
}

static struct cost_shift_memo *memo_of(struct cost_shift *m, uint32_t info, double sign)
{
    return &m->memo[sign < 0][info];
}

/* The caller that brings most of a change with this sign. */
static const struct cost_shift_memo *main_caller(struct cost_shift *m, uint32_t info, double sign)
{
    struct cost_shift_memo *best = memo_of(m, info, sign);
    if (best->has_caller)
        return best;
    best->has_caller = true;
    best->caller = UINT32_MAX;
    look_at(m, info, true);
    for (size_t i = 0; i < m->n_touched; i++) {
        uint32_t caller = m->touched[i];
        double from = m->weight[OLD][caller], to = m->weight[NEW][caller];
        double delta = (to - from) * sign, weight = fabs(to != 0 ? to : from);
        bool more = delta > best->delta || (delta == best->delta && weight > best->weight) ||
                    (delta == best->delta && weight == best->weight && caller < best->caller);
        if (caller == info || (best->caller != UINT32_MAX && !more))
            continue;
        best->caller = caller;
        best->delta = delta;
        best->weight = weight;
    }
    return best;
}

/* What the callees of a caller and it itself lost (where `sign` is that of a gain). */
static double lost_under(struct cost_shift *m, uint32_t caller, double sign)
{
    struct cost_shift_memo *memo = memo_of(m, caller, sign);
    if (memo->has_lost)
        return memo->lost;
    double own = delta_of(m, caller, node_flat) * sign;
    memo->has_lost = true;
    memo->lost = own < 0 ? -own : 0;
    look_at(m, caller, false);
    for (size_t i = 0; i < m->n_touched; i++) {
        double delta = sign * (m->weight[NEW][m->touched[i]] - m->weight[OLD][m->touched[i]]);
        memo->lost += delta < 0 ? -delta : 0;
    }
    return memo->lost;
}

bool cost_shift_is_moved(struct cost_shift *m, const struct comparison_row *row, bool cum)
{
    double flat = delta_of(m, row->info, node_flat), whole = delta_of(m, row->info, node_cum);
    double delta = cum ? whole : flat, sign = delta < 0 ? -1 : 1;
    if (delta == 0 || (side_delta(cum ? row->cum : row->flat) < 0) != (delta < 0))
        return false;
    if (!cum && fabs(whole) <= leftover * fabs(flat))
        return true;
    const struct cost_shift_memo *c = main_caller(m, row->info, sign);
    return c->caller != UINT32_MAX && c->delta >= (1 - leftover) * fabs(delta) &&
           fabs(delta_of(m, c->caller, node_cum)) <= leftover * c->delta &&
           lost_under(m, c->caller, sign) >= (1 - leftover) * c->delta;
}

size_t cost_shift_path(struct cost_shift *m, const struct comparison_row *row, uint32_t *info, size_t most)
{
    double sign = side_delta(row->cum) < 0 ? -1 : 1;
    size_t n = 0;
    for (uint32_t at = row->info; at != UINT32_MAX && n < most; at = main_caller(m, at, sign)->caller) {
        for (size_t i = 0; i < n; i++)
            if (info[i] == at)
                at = UINT32_MAX;
        if (at == UINT32_MAX)
            break;
        info[n++] = at;
    }
    for (size_t i = 0; i < n / 2; i++) {
        uint32_t other = info[i];
        info[i] = info[n - 1 - i];
        info[n - 1 - i] = other;
    }
    return n;
}
