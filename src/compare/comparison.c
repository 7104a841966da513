#include "compare/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "compare/sampling_error.h"
#include "measure/number.h"
#include "measure/units.h"

/* How much drift there may be, and how much there usually is between two runs on machines that others use, too. */
static const double largest_drift = 0.1, usual_drift = 0.05;

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
    struct sampling_of s = {.how = SAMPLED_NEVER, .is_counted = true, .count = value, .bytes = value};
    bool counted = counts(p, value), in_bytes = is_bytes(p, value);
    if (!counted && value > 0 && counts(p, value - 1))
        s.count = value - 1;
    else
        s.is_counted = counted;
    if (counted && value + 1 < p->n_types && is_bytes(p, value + 1)) {
        s.bytes = value + 1;
        in_bytes = true;
    }
    bool period_in_bytes = measure_same_kind(profile_str(p, p->period_type.unit), STR("bytes"));
    if (s.is_counted && in_bytes) {
        s.rate = period_in_bytes ? (double)p->period : 0;
        s.how = s.rate > 1 ? SAMPLED_BYTES : SAMPLED_NEVER;
    } else if (s.is_counted && p->n_types > 1) {
        s.how = SAMPLED_EVENTS;
    } else if (!s.is_counted && p->period > 0 && p->period_type.unit.i == p->type[value].unit.i) {
        s.how = SAMPLED_EVENTS;
        s.per_event = (double)p->period;
    }
    return s;
}

/* How many things the sample stands for. */
static double things_of(const struct sampling_of *s, const int64_t *value, size_t type)
{
    return s->per_event > 0 ? fabs((double)value[type]) / s->per_event
           : s->is_counted  ? fabs((double)value[s->count])
                            : 0;
}

/* What part of them was seen: all, but in a heap profile. */
static double part_seen(const struct sampling_of *s, const int64_t *value, double things)
{
    return s->how == SAMPLED_BYTES ? -expm1(-fabs((double)value[s->bytes]) / things / s->rate) : 1;
}

static double events_of(const struct sampling_of *s, const int64_t *value, size_t type)
{
    double n = things_of(s, value, type);
    return n > 0 && s->how != SAMPLED_NEVER ? n * part_seen(s, value, n) : 0;
}

double sampling_variance(const struct sampling_of *s, const int64_t *value, size_t type)
{
    double v = fabs((double)value[type]), n = things_of(s, value, type);
    if (n <= 0 || v <= 0 || s->how == SAMPLED_NEVER)
        return 0;
    double seen = part_seen(s, value, n);
    return s->how == SAMPLED_EVENTS ? v * v / n : seen > 0 ? v * v / n * (1 - seen) / seen : v * v;
}

double sampling_of_one(const struct sampling_of *s, const int64_t *value, size_t type)
{
    double v = fabs((double)value[type]), n = things_of(s, value, type);
    return n > 0 && s->how != SAMPLED_EVENTS ? v * v / (n * n) : 0;
}

/* Of one profile. */
struct tally {
    int64_t flat, flat_div, cum, cum_div;
    double flat_variance, cum_variance;
    double flat_one, cum_one; /* the variance of one object, of the largest */
    uint32_t seen;            /* the last sample that passed it */
};

struct adder {
    struct comparison *s;
    const struct view *view;
    const struct comparison_options *o;
    struct tally *tally;
    uint32_t *touched;
    size_t n_touched;
    struct tally whole; /* of the profile at hand: its flat */
    struct noise_profile *profile;
    struct noise_entry *total; /* by profile: its flat */
    int *side;                 /* by profile */
    size_t n_profiles;
    double sampling[N_SIDES]; /* the variance of totals by sampling */
    bool alone; /* a side is a single profile: what memory differs by is then not told from what has grown */
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
    double variance = sampling_variance(&a->s->sampling, value, a->o->value),
           one = sampling_of_one(&a->s->sampling, value, a->o->value);
    bool leaf = true;
    a->whole.flat = number_add(a->whole.flat, w);
    a->whole.flat_div = number_add(a->whole.flat_div, div);
    a->whole.flat_variance += variance;
    a->whole.flat_one = fmax(a->whole.flat_one, one);
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++) {
        uint32_t l = view_frame(v, i).i;
        for (uint32_t f = table->first[l]; f < table->first[l + 1]; f++, leaf = false) {
            struct tally *t = touch(a, table->frame[f]);
            if (leaf) {
                t->flat = number_add(t->flat, w);
                t->flat_div = number_add(t->flat_div, div);
                t->flat_variance += variance;
                t->flat_one = fmax(t->flat_one, one);
            }
            if (t->seen == sample)
                continue;
            t->seen = (uint32_t)sample;
            t->cum = number_add(t->cum, w);
            t->cum_div = number_add(t->cum_div, div);
            t->cum_variance += variance;
            t->cum_one = fmax(t->cum_one, one);
        }
    }
}

static struct noise_entry entry_of(uint32_t info, const struct tally *t)
{
    double flat_div = t->flat_div ? (double)t->flat_div : 1, cum_div = t->cum_div ? (double)t->cum_div : 1;
    return (struct noise_entry){.info = info,
                                .flat = t->flat_div ? number_div(t->flat, t->flat_div) : t->flat,
                                .cum = t->cum_div ? number_div(t->cum, t->cum_div) : t->cum,
                                .flat_variance = (t->flat_variance + t->flat_one) / (flat_div * flat_div),
                                .cum_variance = (t->cum_variance + t->cum_one) / (cum_div * cum_div)};
}

static void end_profile(struct adder *a, int side)
{
    struct noise_entry *entry = arena_new(a->view->arena, struct noise_entry, a->n_touched);
    for (size_t i = 0; i < a->n_touched; i++) {
        entry[i] = entry_of(a->touched[i], &a->tally[a->touched[i]]);
        a->tally[a->touched[i]] = (struct tally){.seen = UINT32_MAX};
    }
    a->profile[a->n_profiles] = (struct noise_profile){entry, a->n_touched, 1};
    a->total[a->n_profiles] = entry_of(0, &a->whole);
    a->sampling[side] += a->whole.flat_variance;
    a->side[a->n_profiles++] = side;
    a->s->n_profiles[side]++;
    a->whole = (struct tally){0};
    a->n_touched = 0;
}

/* What the profiles of a side have in a function, added up. */
struct gathered {
    double sum, squares, variance;
};

/* As it is, and without drift. */
struct both {
    int64_t sum;
    struct gathered raw, level;
};

static void gather(struct gathered *g, double value, double variance)
{
    g->sum += value;
    g->squares += value * value;
    g->variance += variance;
}

static void gather_both(struct both *b, int64_t value, double variance, double factor)
{
    b->sum = number_add(b->sum, value);
    gather(&b->raw, (double)value, variance);
    gather(&b->level, (double)value / factor, variance / (factor * factor));
}

static struct noise_side noise_of(const struct gathered *g, size_t n)
{
    double k = (double)n, spread = n > 1 ? (g->squares - g->sum * g->sum / k) / (k - 1) / k : 0;
    return (struct noise_side){g->sum / k, g->variance / (k * k), spread > 0 ? spread : 0};
}

/*
 * A function on both sides. Not all drift: what waits for memory is slower on a busy machine, what computes in registers is not.
 * Which it is, repeats tell by how alike they are with the drift and without it, but few of them tell it badly. So it is both, in
 * parts that are as likely as the repeats make them ("Bayesian Model Averaging", Hoeting and others, 1999). That both are
 * apart is not made part of the error: in the study it cost more of what had grown than it saved in false alarms.
 */
static void both_sides(struct noise_side out[N_SIDES], const struct both *old, const struct both *new,
                       const struct comparison *s)
{
    struct noise_side raw[N_SIDES] = {noise_of(&old->raw, s->n_profiles[OLD]), noise_of(&new->raw, s->n_profiles[NEW])};
    double freedom = (double)(s->n_profiles[OLD] + s->n_profiles[NEW] - 2);
    out[OLD] = noise_of(&old->level, s->n_profiles[OLD]);
    out[NEW] = noise_of(&new->level, s->n_profiles[NEW]);
    double of_raw = raw[OLD].spread + raw[NEW].spread, of_level = out[OLD].spread + out[NEW].spread;
    if (freedom == 0 || of_level <= 0)
        return;
    double part = 1 / (1 + pow(of_raw / of_level, freedom / 2));
    for (int side = 0; side < N_SIDES; side++) {
        out[side].mean += part * (raw[side].mean - out[side].mean);
        out[side].sampling += part * (raw[side].sampling - out[side].sampling);
        out[side].spread += part * (raw[side].spread - out[side].spread);
    }
}

static void set_values(struct side_value v[N_SIDES], const struct both *old, const struct both *new,
                       const struct comparison *s)
{
    const struct both *both[N_SIDES] = {old, new};
    struct noise_side noise[N_SIDES];
    both_sides(noise, old, new, s);
    for (int side = 0; side < N_SIDES; side++) {
        size_t n = s->n_profiles[side], other = s->n_profiles[!side];
        v[side] = (struct side_value){number_div(both[side]->sum, (int64_t)n), noise[side].mean,
                                      sqrt(noise_variance(&noise[side], s->dispersion, n, other))};
    }
}

int comparison_side(const struct comparison *s, const struct profile *p, size_t sample)
{
    return profile_source(p, sample) < s->n_new ? NEW : OLD;
}

/* The samples of the view, those of one source after those of another: `first[i]` is where source i begins. */
static uint32_t *by_source(const struct view *v, size_t n_sources, size_t *first)
{
    const struct profile *p = v->profile;
    uint32_t *sample;
    size_t *at = arena_new(v->arena, size_t, n_sources);
    for (size_t k = 0; k < v->n_samples; k++)
        first[profile_source(p, view_sample(v, k)) + 1]++;
    for (size_t i = 0; i < n_sources; i++) {
        first[i + 1] += first[i];
        at[i] = first[i];
    }
    sample = arena_new(v->arena, uint32_t, v->n_samples);
    for (size_t k = 0; k < v->n_samples; k++)
        sample[at[profile_source(p, view_sample(v, k))]++] = (uint32_t)view_sample(v, k);
    return sample;
}

static void limit_drift(struct adder *a)
{
    struct comparison *s = a->s;
    double factor[N_SIDES] = {0, 0};
    for (size_t i = 0; i < a->n_profiles; i++)
        factor[a->side[i]] += a->profile[i].factor / (double)s->n_profiles[a->side[i]];
    if (factor[OLD] <= 0 || factor[NEW] <= 0)
        return;
    s->median = factor[NEW] / factor[OLD] - 1;
    s->drift = s->median > largest_drift ? largest_drift : s->median < -largest_drift ? -largest_drift : s->median;
    for (size_t i = 0; i < a->n_profiles; i++)
        if (a->side[i] == NEW)
            a->profile[i].factor *= (1 + s->drift) / (1 + s->median);
}

/* As of profiles before filters: what one of the old side has over what one of the new one has, of a sample type. */
static double ratio_of(const struct adder *a, size_t type)
{
    const struct profile *p = a->view->profile;
    double sum[N_SIDES] = {0, 0};
    for (size_t i = 0; i < p->n_samples; i++)
        sum[comparison_side(a->s, p, i)] += (double)p->value[i * p->n_types + type];
    return sum[NEW] != 0 ? sum[OLD] / (double)a->s->n_profiles[OLD] / (sum[NEW] / (double)a->s->n_profiles[NEW]) : 0;
}

static void scale(struct noise_entry *e, double ratio)
{
    e->flat = number_from_double(round((double)e->flat * ratio));
    e->cum = number_from_double(round((double)e->cum * ratio));
    e->flat_variance *= ratio * ratio;
    e->cum_variance *= ratio * ratio;
}

/* A sample at a time, what is small would be lost to rounding, and the number of its events with it. */
static void normalize(struct adder *a)
{
    double ratio = ratio_of(a, a->o->value), of_first = a->o->mean ? ratio_of(a, 0) : 1;
    if (ratio == 0 || of_first == 0)
        return;
    for (size_t i = 0; i < a->n_profiles; i++) {
        if (a->side[i] != NEW)
            continue;
        for (size_t j = 0; j < a->profile[i].n; j++)
            scale(&a->profile[i].entry[j], ratio / of_first);
        scale(&a->total[i], ratio / of_first);
    }
}

static void add_profiles(struct adder *a)
{
    size_t n = a->o->n_sources[NEW] + a->o->n_sources[OLD];
    size_t *first = arena_new(a->view->arena, size_t, n + 1);
    const uint32_t *sample = by_source(a->view, n, first);
    size_t n_loaded[N_SIDES] = {0, 0};
    for (size_t i = 0; i < n; i++)
        n_loaded[i < a->o->n_sources[NEW] ? NEW : OLD] += a->o->loaded[i];
    a->alone = n_loaded[OLD] < 2 || n_loaded[NEW] < 2;
    a->profile = arena_new(a->view->arena, struct noise_profile, n);
    a->total = arena_new(a->view->arena, struct noise_entry, n);
    a->side = arena_new(a->view->arena, int, n);
    for (size_t i = 0; i < n; i++) {
        int side = i < a->o->n_sources[NEW] ? NEW : OLD;
        if (!a->o->loaded[i])
            continue;
        for (size_t k = first[i]; k < first[i + 1]; k++) {
            const int64_t *value = a->view->profile->value + sample[k] * a->view->profile->n_types;
            add_sample(a, sample[k]);
            a->s->events[side] += events_of(&a->s->sampling, value, a->o->value);
        }
        end_profile(a, side);
    }
    if (a->o->normalize)
        normalize(a);
    if (a->s->sampling.how == SAMPLED_EVENTS)
        noise_find_factors(a->profile, a->n_profiles, a->s->table.n, a->view->arena);
    limit_drift(a);
}

/* The model is one of functions, without drift, and says nothing of totals. */
static struct side_value total_of(const struct both *b, const struct comparison *s, int side)
{
    size_t n = s->n_profiles[side], freedom = n + s->n_profiles[!side] - 2;
    struct noise_side noise = noise_of(&b->raw, n);
    double wider = freedom > 0 ? noise_student((double)freedom) : 1, spread = noise.spread * wider * wider;
    return (struct side_value){number_div(b->sum, (int64_t)n), noise.mean,
                               sqrt(spread > noise.sampling ? spread : noise.sampling)};
}

/* The variance that the model gives a function with a twentieth of a side's total, as if it were the total. */
static double usual_variance(const struct adder *a, const struct both *total, int side)
{
    const double share = 1.0 / 20;
    const struct comparison *s = a->s;
    size_t n = s->n_profiles[side];
    struct noise_side f = {noise_of(&total->raw, n).mean * share, a->sampling[side] / ((double)n * (double)n) * share,
                           0};
    f.spread = f.sampling + s->dispersion * f.mean * f.mean / (double)n;
    return noise_variance(&f, s->dispersion, n, s->n_profiles[!side]) / (share * share);
}

static void add_totals(struct adder *a)
{
    struct comparison *s = a->s;
    struct both total[N_SIDES] = {{0}};
    for (size_t i = 0; i < a->n_profiles; i++)
        gather_both(&total[a->side[i]], a->total[i].flat, a->total[i].flat_variance, 1);
    for (int side = 0; side < N_SIDES; side++)
        s->total[side] = total_of(&total[side], s, side);
    double usual = sqrt(usual_variance(a, &total[OLD], OLD) + usual_variance(a, &total[NEW], NEW));
    s->usual_error = s->total[OLD].level > 0 ? usual / s->total[OLD].level : 0;
    if (a->alone && s->sampling.how == SAMPLED_EVENTS)
        s->total[NEW].error = hypot(s->total[NEW].error, usual_drift * s->total[OLD].level);
}

static void find_dispersion(struct adder *a, struct both *const flat[N_SIDES])
{
    struct comparison *s = a->s;
    struct noise_side(*noise)[N_SIDES] = arena_zalloc(a->view->arena, s->table.n, sizeof *noise);
    double left = (1 + s->median) / (1 + s->drift); /* what all have more of is no difference between them */
    for (size_t i = 0; i < s->table.n; i++) {
        both_sides(noise[i], &flat[OLD][i], &flat[NEW][i], s);
        noise[i][NEW].mean /= left;
        noise[i][NEW].sampling /= left * left;
        noise[i][NEW].spread /= left * left;
    }
    s->dispersion = noise_dispersion((const struct noise_side(*)[2])noise, s->table.n, s->n_profiles, a->view->arena);
}

static void make_rows(struct adder *a)
{
    struct comparison *s = a->s;
    struct both *flat[N_SIDES], *cum[N_SIDES];
    for (int side = 0; side < N_SIDES; side++) {
        flat[side] = arena_new(a->view->arena, struct both, s->table.n);
        cum[side] = arena_new(a->view->arena, struct both, s->table.n);
    }
    for (size_t i = 0; i < a->n_profiles; i++)
        for (size_t j = 0; j < a->profile[i].n; j++) {
            const struct noise_entry *e = &a->profile[i].entry[j];
            gather_both(&flat[a->side[i]][e->info], e->flat, e->flat_variance, a->profile[i].factor);
            gather_both(&cum[a->side[i]][e->info], e->cum, e->cum_variance, a->profile[i].factor);
        }
    if (!a->alone || s->sampling.how == SAMPLED_EVENTS)
        find_dispersion(a, flat);
    s->row = arena_new(a->view->arena, struct comparison_row, s->table.n);
    for (uint32_t i = 0; i < s->table.n; i++) {
        struct comparison_row *row = &s->row[s->n_rows];
        *row = (struct comparison_row){.info = i};
        set_values(row->flat, &flat[OLD][i], &flat[NEW][i], s);
        set_values(row->cum, &cum[OLD][i], &cum[NEW][i], s);
        s->n_rows += row->flat[OLD].value || row->flat[NEW].value || row->cum[OLD].value || row->cum[NEW].value;
    }
}

void comparison_init(struct comparison *s, const struct view *v, const struct comparison_options *o)
{
    struct adder a = {.s = s, .view = v, .o = o};
    *s = (struct comparison){.sampling = sampling_find(v->profile, o->value),
                             .n_new = o->n_sources[NEW]};
    strtab_init(&s->strings, &v->strings);
    node_table_init(&s->table, v, &s->strings, o->names, 1, false);
    a.tally = arena_new(v->arena, struct tally, s->table.n);
    a.touched = arena_new(v->arena, uint32_t, s->table.n);
    for (size_t i = 0; i < s->table.n; i++)
        a.tally[i].seen = UINT32_MAX;
    add_profiles(&a);
    make_rows(&a);
    add_totals(&a);
}

void comparison_release(struct comparison *s)
{
    node_table_release(&s->table);
    strtab_release(&s->strings);
}

int64_t side_delta(const struct side_value *v)
{
    return number_add(v[NEW].value, (int64_t)(0 - (uint64_t)v[OLD].value));
}

double side_percent(const struct side_value *v)
{
    return (double)side_delta(v) / (double)number_magnitude(v[OLD].value) * 100;
}

double side_excess(const struct side_value *v)
{
    return v[NEW].level - v[OLD].level;
}

double side_error(const struct side_value *v)
{
    return hypot(v[OLD].error, v[NEW].error);
}
