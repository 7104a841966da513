#include "graph/sides.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"
#include "measure/units.h"

static bool counts(const struct profile *p, size_t type)
{
    return str_is(profile_str(p, p->type[type].unit), "count");
}

static bool is_bytes(const struct profile *p, size_t type)
{
    return measure_same_kind(profile_str(p, p->type[type].unit), STR("bytes"));
}

/* Types come in pairs: alloc_objects and alloc_space, samples and cpu, contentions and delay. */
struct sampling_of sampling_find(const struct profile *p, size_t value)
{
    struct sampling_of s = {SAMPLED_NEVER, value, value, 0, 0};
    bool counted = counts(p, value), in_bytes = is_bytes(p, value);
    if (in_bytes && value > 0 && counts(p, value - 1))
        s.count = value - 1;
    else if (counted && value + 1 < p->n_types && is_bytes(p, value + 1))
        s.bytes = value + 1;
    if (s.count != s.bytes) {
        s.rate = p->period > 0 && measure_same_kind(profile_str(p, p->period_type.unit), STR("bytes"))
                     ? (double)p->period
                     : 0;
        s.how = s.rate > 1 ? SAMPLED_BYTES : SAMPLED_NEVER;
        return s;
    }
    if (!counted && value > 0 && counts(p, value - 1))
        s.count = value - 1;
    if (s.count != value || (counted && p->n_types > 1)) {
        s.how = SAMPLED_EVENTS;
    } else if (p->period > 0 && !counted && p->period_type.unit.i == p->type[value].unit.i) {
        s.how = SAMPLED_EVENTS;
        s.per_event = (double)p->period;
    }
    return s;
}

static double events_of(const struct sampling_of *s, const int64_t *value, size_t type)
{
    return s->how == SAMPLED_NEVER ? 0
           : s->per_event > 0      ? fabs((double)value[type]) / s->per_event
                                   : fabs((double)value[s->count]);
}

double sampling_variance(const struct sampling_of *s, const int64_t *value, size_t type)
{
    double v = fabs((double)value[type]), n = events_of(s, value, type);
    if (n <= 0 || v <= 0)
        return 0;
    if (s->how == SAMPLED_EVENTS)
        return v * v / n;
    double seen = -expm1(-fabs((double)value[s->bytes]) / n / s->rate);
    return seen > 0 ? v * v / n * (1 - seen) / seen : v * v;
}

/* Of one profile. */
struct tally {
    int64_t flat, flat_div, cum, cum_div;
    double flat_variance, cum_variance;
    uint32_t seen; /* the last sample that passed it */
};

/* Of a side, from its profiles. */
struct gathered {
    int64_t sum;
    double of_values, of_squares, variance;
};

struct adder {
    struct sides *s;
    const struct view *view;
    const struct sides_options *o;
    struct tally *tally;
    uint32_t *touched;
    size_t n_touched;
    struct gathered *flat[N_SIDES], *cum[N_SIDES]; /* by info */
    struct gathered total[N_SIDES];
    int64_t whole, whole_div; /* of the profile at hand */
    double whole_variance;
};

static struct tally *touch(struct adder *a, uint32_t info)
{
    struct tally *t = &a->tally[info];
    if (t->seen == UINT32_MAX)
        a->touched[a->n_touched++] = info;
    return t;
}

static void add_sample(struct adder *a, size_t sample)
{
    const struct view *v = a->view;
    const struct node_table *table = &a->s->table;
    const int64_t *value = v->profile->value + sample * v->profile->n_types;
    int64_t w = value[a->o->value], div = a->o->mean ? value[0] : 0;
    double variance = sampling_variance(&a->s->sampling, value, a->o->value);
    bool leaf = true;
    a->whole = number_add(a->whole, w);
    a->whole_div = number_add(a->whole_div, div);
    a->whole_variance += variance;
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++) {
        uint32_t l = view_frame(v, i).i;
        for (uint32_t f = table->first[l]; f < table->first[l + 1]; f++, leaf = false) {
            struct tally *t = touch(a, table->frame[f]);
            if (leaf) {
                t->flat = number_add(t->flat, w);
                t->flat_div = number_add(t->flat_div, div);
                t->flat_variance += variance;
            }
            if (t->seen == sample)
                continue;
            t->seen = (uint32_t)sample;
            t->cum = number_add(t->cum, w);
            t->cum_div = number_add(t->cum_div, div);
            t->cum_variance += variance;
        }
    }
}

static void gather(struct gathered *g, int64_t sum, int64_t div, double variance)
{
    int64_t value = div ? number_div(sum, div) : sum;
    g->sum = number_add(g->sum, value);
    g->of_values += (double)value;
    g->of_squares += (double)value * (double)value;
    g->variance += div ? variance / ((double)div * (double)div) : variance;
}

static void end_profile(struct adder *a, int side)
{
    for (size_t i = 0; i < a->n_touched; i++) {
        struct tally *t = &a->tally[a->touched[i]];
        gather(&a->flat[side][a->touched[i]], t->flat, t->flat_div, t->flat_variance);
        gather(&a->cum[side][a->touched[i]], t->cum, t->cum_div, t->cum_variance);
        *t = (struct tally){.seen = UINT32_MAX};
    }
    gather(&a->total[side], a->whole, a->whole_div, a->whole_variance);
    a->whole = a->whole_div = 0;
    a->whole_variance = 0;
    a->n_touched = 0;
}

/* Values are scaled last: their errors come from what was counted. */
static struct side_value mean_of(const struct sides *s, int side, const struct gathered *g)
{
    size_t n = s->n_profiles[side];
    double k = (double)n, of_sampling = g->variance / (k * k), scale = s->scale[side];
    double spread = n > 1 ? (g->of_squares - g->of_values * g->of_values / k) / (k - 1) / k : 0;
    int64_t value = scale == 1 ? number_div(g->sum, (int64_t)n) : number_from_double(round((double)g->sum * scale / k));
    return (struct side_value){value, sqrt(spread > of_sampling ? spread : of_sampling) * scale};
}

/* The number of the source that a label set names, from 0. */
static size_t source_of(const struct profile *p, struct label_set set)
{
    for (uint32_t i = 0; i < set.n; i++) {
        const struct label *l = &p->label[p->label_list[set.first + i].i];
        if (l->kind == LABEL_TEXT && str_is(profile_str(p, l->key), profile_source_key))
            return strtoul(profile_str(p, l->text).p, NULL, 10);
    }
    return 0;
}

int sides_of_sample(const struct view *v, size_t sample, const struct sides_options *o)
{
    const struct profile *p = v->profile;
    return source_of(p, p->label_set[p->sample_label[sample].i]) < o->n_sources[NEW] ? NEW : OLD;
}

/* The samples of the view, those of one source after those of another: `first[i]` is where source i begins. */
static uint32_t *by_source(const struct view *v, size_t n_sources, size_t *first)
{
    const struct profile *p = v->profile;
    uint32_t *of_set = arena_new(v->arena, uint32_t, p->n_label_sets), *sample;
    size_t *at = arena_new(v->arena, size_t, n_sources);
    for (size_t i = 0; i < p->n_label_sets; i++)
        of_set[i] = (uint32_t)source_of(p, p->label_set[i]);
    for (size_t k = 0; k < v->n_samples; k++)
        first[of_set[p->sample_label[view_sample(v, k)].i] + 1]++;
    for (size_t i = 0; i < n_sources; i++) {
        first[i + 1] += first[i];
        at[i] = first[i];
    }
    sample = arena_new(v->arena, uint32_t, v->n_samples);
    for (size_t k = 0; k < v->n_samples; k++)
        sample[at[of_set[p->sample_label[view_sample(v, k)].i]]++] = (uint32_t)view_sample(v, k);
    return sample;
}

static void add_profiles(struct adder *a)
{
    size_t n = a->o->n_sources[NEW] + a->o->n_sources[OLD];
    size_t *first = arena_new(a->view->arena, size_t, n + 1);
    const uint32_t *sample = by_source(a->view, n, first);
    for (size_t i = 0; i < n; i++) {
        int side = i < a->o->n_sources[NEW] ? NEW : OLD;
        if (!a->o->loaded[i])
            continue;
        a->s->n_profiles[side]++;
        for (size_t k = first[i]; k < first[i + 1]; k++) {
            add_sample(a, sample[k]);
            a->s->events[side] += events_of(
                &a->s->sampling, a->view->profile->value + sample[k] * a->view->profile->n_types, a->o->value);
        }
        end_profile(a, side);
    }
}

/* As of profiles before filters: what one of the old side has over what one of the new one has, of a sample type. */
static double ratio_of(const struct adder *a, size_t type)
{
    const struct profile *p = a->view->profile;
    double sum[N_SIDES] = {0, 0};
    for (size_t i = 0; i < p->n_samples; i++)
        sum[sides_of_sample(a->view, i, a->o)] += (double)p->value[i * p->n_types + type];
    return sum[NEW] != 0 ? sum[OLD] / (double)a->s->n_profiles[OLD] / (sum[NEW] / (double)a->s->n_profiles[NEW]) : 0;
}

static void set_scale(struct adder *a)
{
    a->s->scale[OLD] = a->s->scale[NEW] = 1;
    if (!a->o->normalize)
        return;
    a->s->scale[NEW] = ratio_of(a, a->o->value);
    double of_first = a->o->mean ? ratio_of(a, 0) : 1;
    if (of_first != 0)
        a->s->scale[NEW] /= of_first;
}

static void make_rows(struct adder *a)
{
    struct sides *s = a->s;
    s->row = arena_new(a->view->arena, struct sides_row, s->table.n);
    for (uint32_t i = 0; i < s->table.n; i++) {
        struct sides_row row = {.info = i};
        bool any = false;
        for (int side = 0; side < N_SIDES; side++) {
            row.flat[side] = mean_of(s, side, &a->flat[side][i]);
            row.cum[side] = mean_of(s, side, &a->cum[side][i]);
            any |= row.flat[side].value != 0 || row.cum[side].value != 0;
        }
        if (any)
            s->row[s->n_rows++] = row;
    }
    for (int side = 0; side < N_SIDES; side++)
        s->total[side] = mean_of(s, side, &a->total[side]);
}

void sides_init(struct sides *s, const struct view *v, const struct sides_options *o)
{
    struct adder a = {.s = s, .view = v, .o = o};
    *s = (struct sides){.sampling = sampling_find(v->profile, o->value)};
    strtab_init(&s->strings, &v->strings);
    node_table_init(&s->table, v, &s->strings, o->names, 1, false);
    a.tally = arena_new(v->arena, struct tally, s->table.n);
    a.touched = arena_new(v->arena, uint32_t, s->table.n);
    for (size_t i = 0; i < s->table.n; i++)
        a.tally[i].seen = UINT32_MAX;
    for (int side = 0; side < N_SIDES; side++) {
        a.flat[side] = arena_new(v->arena, struct gathered, s->table.n);
        a.cum[side] = arena_new(v->arena, struct gathered, s->table.n);
    }
    add_profiles(&a);
    set_scale(&a);
    make_rows(&a);
}

void sides_release(struct sides *s)
{
    node_table_release(&s->table);
    strtab_release(&s->strings);
}

int64_t side_delta(const struct side_value v[N_SIDES])
{
    return number_add(v[NEW].value, (int64_t)(0 - (uint64_t)v[OLD].value));
}

double side_error(const struct side_value v[N_SIDES])
{
    return hypot(v[OLD].error, v[NEW].error);
}
