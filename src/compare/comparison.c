#include "compare/comparison.h"

#include <math.h>

#include "compare/drift.h"
#include "compare/variance.h"
#include "measure/number.h"

/* The largest drift to remove, and the usual drift between two runs on shared machines. */
static const double largest_drift = 0.1, usual_drift = 0.05;

/* Sums over the values of a side's profiles. They give the mean and the spread. */
struct moments {
    double sum, squares, variance;
};

/* A function on one side: its values in the profiles, as they are and divided by each profile's drift. */
struct side_sums {
    int64_t sum;
    struct moments raw, level;
};

/* State that is needed until the rows are made. */
struct comparer {
    struct comparison *comparison;
    struct arena *arena;
    int *side;      /* by profile of the series */
    double *factor; /* by profile: the part of its drift that is removed */
    double scale;   /* of the new side, if it is normalized; else 1 */
};

static void moments_add(struct moments *m, double value, double variance)
{
    m->sum += value;
    m->squares += value * value;
    m->variance += variance;
}

static void side_sums_add(struct side_sums *s, int64_t value, double variance, double factor)
{
    s->sum = number_add(s->sum, value);
    moments_add(&s->raw, (double)value, variance);
    moments_add(&s->level, (double)value / factor, variance / (factor * factor));
}

static struct estimate estimate_mean(const struct moments *m, size_t n)
{
    double k = (double)n, spread = n > 1 ? (m->squares - m->sum * m->sum / k) / (k - 1) / k : 0;
    return (struct estimate){m->sum / k, m->variance / (k * k), spread > 0 ? spread : 0};
}

/*
 * Estimates a function on both sides. Not all functions drift: code that waits for memory is slower on a busy machine, but code
 * that computes in registers is not. Repeats tell which it is, since they are more alike with or without the drift, but a few
 * repeats are a weak sign. So the estimate mixes both, in proportion to how likely the repeats make each ("Bayesian Model
 * Averaging", Hoeting and others, 1999). The error leaves out the distance between the two: in the study, including it would
 * have hidden more growth than it would have saved false alarms.
 */
static void estimate_levels(struct estimate out[N_SIDES], const struct side_sums *old, const struct side_sums *new,
                            const size_t n_profiles[N_SIDES])
{
    struct estimate raw[N_SIDES] = {estimate_mean(&old->raw, n_profiles[OLD]),
                                    estimate_mean(&new->raw, n_profiles[NEW])};
    double freedom = (double)(n_profiles[OLD] + n_profiles[NEW] - 2);
    out[OLD] = estimate_mean(&old->level, n_profiles[OLD]);
    out[NEW] = estimate_mean(&new->level, n_profiles[NEW]);
    double spread_raw = raw[OLD].spread + raw[NEW].spread, spread = out[OLD].spread + out[NEW].spread;
    if (freedom == 0 || spread <= 0)
        return;
    double part = 1 / (1 + pow(spread_raw / spread, freedom / 2));
    for (int side = 0; side < N_SIDES; side++) {
        out[side].mean += part * (raw[side].mean - out[side].mean);
        out[side].sampling += part * (raw[side].sampling - out[side].sampling);
        out[side].spread += part * (raw[side].spread - out[side].spread);
    }
}

/* ---- The two groups of profiles ---- */

static int side_of_source(const struct comparison *c, uint32_t source)
{
    return source < c->request.n_sources[NEW] ? NEW : OLD;
}

int comparison_side_of(const struct comparison *c, size_t sample)
{
    return side_of_source(c, profile_source(c->series.nodes.view->profile, sample));
}

static void group_profiles(struct comparer *k)
{
    struct comparison *c = k->comparison;
    for (size_t i = 0; i < c->series.n_profiles; i++) {
        const struct series_profile *p = &c->series.profile[i];
        k->side[i] = side_of_source(c, p->source);
        c->n_profiles[k->side[i]]++;
        c->events[k->side[i]] += p->events;
    }
}

/* Whether a side is a single profile, which shows no spread. */
static bool has_lone_profile(const struct comparison *c)
{
    return c->n_profiles[OLD] < 2 || c->n_profiles[NEW] < 2;
}

/* ---- Normalizing ---- */

/* The mean total of a profile of the old side, divided by that of the new side: of one sample type, before filters. */
static double ratio_of_sides(const struct comparison *c, size_t type)
{
    const struct profile *p = c->series.nodes.view->profile;
    double sum[N_SIDES] = {0, 0};
    for (size_t i = 0; i < p->n_samples; i++)
        sum[comparison_side_of(c, i)] += (double)p->value[i * p->n_types + type];
    return sum[NEW] != 0 ? sum[OLD] / (double)c->n_profiles[OLD] / (sum[NEW] / (double)c->n_profiles[NEW]) : 0;
}

static int64_t scaled(int64_t value, double ratio)
{
    return number_from_double(round((double)value * ratio));
}

static void scale_profile(struct series_profile *p, double ratio)
{
    for (size_t j = 0; j < p->n; j++) {
        struct series_entry *e = &p->entry[j];
        e->flat = scaled(e->flat, ratio);
        e->cum = scaled(e->cum, ratio);
        e->flat_variance *= ratio * ratio;
        e->cum_variance *= ratio * ratio;
    }
    p->total = scaled(p->total, ratio);
    p->total_variance *= ratio * ratio;
}

static void find_measured(const struct comparer *k)
{
    struct comparison *c = k->comparison;
    for (size_t i = 0; i < c->series.n_profiles; i++)
        if (k->side[i] == NEW)
            c->measured = number_add(c->measured, c->series.profile[i].total);
    if (c->n_profiles[NEW])
        c->measured = number_div(c->measured, (int64_t)c->n_profiles[NEW]);
}

/* Scales sums, not samples: rounding would lose the values of small samples, and the number of their events with them. */
static void normalize_new_side(struct comparer *k)
{
    struct comparison *c = k->comparison;
    double ratio = ratio_of_sides(c, c->request.value), first = c->request.mean ? ratio_of_sides(c, 0) : 1;
    if (ratio == 0 || first == 0)
        return;
    k->scale = ratio / first;
    for (size_t i = 0; i < c->series.n_profiles; i++)
        if (k->side[i] == NEW)
            scale_profile(&c->series.profile[i], k->scale);
}

/* ---- Drift ---- */

/* Finds how much larger the median function is on the new side. Growth beyond the largest drift stays in the levels. */
static void find_drift(struct comparer *k)
{
    struct comparison *c = k->comparison;
    double mean[N_SIDES] = {0, 0};
    for (size_t i = 0; i < c->series.n_profiles; i++)
        k->factor[i] = 1;
    if (c->series.sampling.kind == SAMPLED_EVENTS)
        drift_find_factors(&c->series, k->factor, k->arena);
    for (size_t i = 0; i < c->series.n_profiles; i++)
        mean[k->side[i]] += k->factor[i] / (double)c->n_profiles[k->side[i]];
    if (mean[OLD] <= 0 || mean[NEW] <= 0)
        return;
    c->median_growth = mean[NEW] / mean[OLD] - 1;
    c->drift = fmin(fmax(c->median_growth, -largest_drift), largest_drift);
    for (size_t i = 0; i < c->series.n_profiles; i++)
        if (k->side[i] == NEW)
            k->factor[i] *= (1 + c->drift) / (1 + c->median_growth);
}

/* ---- Rows ---- */

/* The sums of all nodes on one side, by info. */
struct node_sums {
    struct side_sums *flat, *cum;
};

static void sum_profiles(const struct comparer *k, struct node_sums sums[N_SIDES])
{
    const struct series *s = &k->comparison->series;
    for (int side = 0; side < N_SIDES; side++) {
        sums[side].flat = arena_new(k->arena, struct side_sums, s->nodes.n);
        sums[side].cum = arena_new(k->arena, struct side_sums, s->nodes.n);
    }
    for (size_t i = 0; i < s->n_profiles; i++)
        for (size_t j = 0; j < s->profile[i].n; j++) {
            const struct series_entry *e = &s->profile[i].entry[j];
            const struct node_sums *to = &sums[k->side[i]];
            side_sums_add(&to->flat[e->info], e->flat, e->flat_variance, k->factor[i]);
            side_sums_add(&to->cum[e->info], e->cum, e->cum_variance, k->factor[i]);
        }
}

/* Growth that all functions share is no difference between them, so the part of it that is not drift is removed here, too. */
static void find_dispersion(const struct comparer *k, const struct node_sums sums[N_SIDES])
{
    struct comparison *c = k->comparison;
    size_t n = c->series.nodes.n;
    struct estimate(*function)[N_SIDES] = arena_zalloc(k->arena, n, sizeof *function);
    double left = (1 + c->median_growth) / (1 + c->drift);
    for (size_t i = 0; i < n; i++) {
        estimate_levels(function[i], &sums[OLD].flat[i], &sums[NEW].flat[i], c->n_profiles);
        function[i][NEW].mean /= left;
        function[i][NEW].sampling /= left * left;
        function[i][NEW].spread /= left * left;
    }
    c->dispersion = variance_find_dispersion((const struct estimate(*)[N_SIDES])function, n, c->n_profiles, k->arena);
}

static void set_values(struct side_value v[N_SIDES], const struct side_sums *old, const struct side_sums *new,
                       const struct comparison *c)
{
    const struct side_sums *sums[N_SIDES] = {old, new};
    struct estimate e[N_SIDES];
    estimate_levels(e, old, new, c->n_profiles);
    for (int side = 0; side < N_SIDES; side++) {
        size_t n = c->n_profiles[side], other = c->n_profiles[!side];
        v[side] = (struct side_value){number_div(sums[side]->sum, (int64_t)n), e[side].mean,
                                      sqrt(variance_of_estimate(&e[side], c->dispersion, n, other))};
    }
}

static bool has_value(const struct comparison_row *r)
{
    return r->flat[OLD].value || r->flat[NEW].value || r->cum[OLD].value || r->cum[NEW].value;
}

static void make_rows(const struct comparer *k)
{
    struct comparison *c = k->comparison;
    struct node_sums sums[N_SIDES];
    sum_profiles(k, sums);
    /* A lone memory profile cannot tell how far functions vary by themselves, because nothing tells which of them grew. */
    if (!has_lone_profile(c) || c->series.sampling.kind == SAMPLED_EVENTS)
        find_dispersion(k, sums);
    c->row = arena_new(k->arena, struct comparison_row, c->series.nodes.n);
    for (uint32_t i = 0; i < c->series.nodes.n; i++) {
        struct comparison_row *row = &c->row[c->n_rows];
        *row = (struct comparison_row){.info = i};
        set_values(row->flat, &sums[OLD].flat[i], &sums[NEW].flat[i], c);
        set_values(row->cum, &sums[OLD].cum[i], &sums[NEW].cum[i], c);
        c->n_rows += has_value(row);
    }
}

/* ---- Totals ---- */

/* The model describes functions without drift. It does not apply to totals, so their own spread counts. */
static struct side_value total_value(const struct side_sums *s, size_t n, size_t other)
{
    size_t freedom = n + other - 2;
    struct estimate e = estimate_mean(&s->raw, n);
    double wider = freedom > 0 ? variance_student_factor((double)freedom) : 1, spread = e.spread * wider * wider;
    return (struct side_value){number_div(s->sum, (int64_t)n), e.mean, sqrt(spread > e.sampling ? spread : e.sampling)};
}

/* The variance that the model gives a function with a twentieth of a side's total, scaled up to the total. */
static double usual_variance(const struct comparison *c, const struct side_sums *total, double sampling, int side)
{
    const double share = 1.0 / 20;
    size_t n = c->n_profiles[side];
    struct estimate f = {estimate_mean(&total->raw, n).mean * share, sampling / ((double)n * (double)n) * share, 0};
    f.spread = f.sampling + c->dispersion * f.mean * f.mean / (double)n;
    return variance_of_estimate(&f, c->dispersion, n, c->n_profiles[!side]) / (share * share);
}

static void find_totals(const struct comparer *k)
{
    struct comparison *c = k->comparison;
    struct side_sums total[N_SIDES] = {{0}};
    double sampling[N_SIDES] = {0, 0}, usual = 0;
    for (size_t i = 0; i < c->series.n_profiles; i++) {
        const struct series_profile *p = &c->series.profile[i];
        side_sums_add(&total[k->side[i]], p->total, p->total_variance, 1);
        sampling[k->side[i]] += p->sampling_variance;
    }
    for (int side = 0; side < N_SIDES; side++) {
        c->total[side] = total_value(&total[side], c->n_profiles[side], c->n_profiles[!side]);
        usual += usual_variance(c, &total[side], sampling[side], side);
    }
    c->usual_error = c->total[OLD].level > 0 ? sqrt(usual) / c->total[OLD].level : 0;
    if (has_lone_profile(c) && c->series.sampling.kind == SAMPLED_EVENTS)
        c->total[NEW].error = hypot(c->total[NEW].error, usual_drift * c->total[OLD].level);
}

/* The sums of all samples of each source, or their means, whatever the filters leave. */
static int64_t *find_source_totals(const struct comparer *k)
{
    const struct comparison_request *r = &k->comparison->request;
    const struct profile *p = k->comparison->series.nodes.view->profile;
    size_t n = r->n_sources[OLD] + r->n_sources[NEW];
    int64_t *sum = arena_new(k->arena, int64_t, n), *div = arena_new(k->arena, int64_t, n);
    for (size_t i = 0; i < p->n_samples; i++) {
        uint32_t source = profile_source(p, i);
        sum[source] = number_add(sum[source], p->value[i * p->n_types + r->value]);
        div[source] = number_add(div[source], r->mean ? p->value[i * p->n_types] : 0);
    }
    for (size_t i = 0; i < n; i++)
        sum[i] = div[i] ? number_div(sum[i], div[i]) : sum[i];
    return sum;
}

static void find_wholes(const struct comparer *k)
{
    struct comparison *c = k->comparison;
    const int64_t *total = find_source_totals(k);
    for (size_t i = 0; i < c->series.n_profiles; i++) {
        int64_t x = total[c->series.profile[i].source];
        if (k->side[i] == NEW && k->scale != 1)
            x = scaled(x, k->scale);
        c->whole[k->side[i]] = number_add(c->whole[k->side[i]], x);
    }
    for (int side = 0; side < N_SIDES; side++)
        c->whole[side] = c->request.relative || c->n_profiles[side] == 0
                             ? c->total[side].value
                             : number_div(c->whole[side], (int64_t)c->n_profiles[side]);
}

void comparison_init(struct comparison *c, const struct view *v, const struct comparison_request *request)
{
    const struct series_request series = {.value = request->value,
                                          .mean = request->mean,
                                          .n_sources = request->n_sources[OLD] + request->n_sources[NEW],
                                          .loaded = request->loaded,
                                          .names = request->names};
    *c = (struct comparison){.request = *request};
    series_init(&c->series, v, &series);
    struct comparer k = {.comparison = c,
                         .arena = v->arena,
                         .side = arena_new(v->arena, int, c->series.n_profiles),
                         .factor = arena_new(v->arena, double, c->series.n_profiles),
                         .scale = 1};
    group_profiles(&k);
    find_measured(&k);
    if (request->normalize)
        normalize_new_side(&k);
    find_drift(&k);
    make_rows(&k);
    find_totals(&k);
    find_wholes(&k);
}

void comparison_release(struct comparison *c)
{
    series_release(&c->series);
}

const struct node_info *comparison_node(const struct comparison *c, uint32_t info)
{
    return &c->series.nodes.info[info];
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
