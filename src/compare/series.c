#include "compare/series.h"

#include <math.h>
#include <string.h>

#include "graph/visited.h"
#include "graph/walk.h"
#include "measure/number.h"

/* What one sample adds wherever it counts. */
struct weight {
    int64_t value, div;
    double variance, object_variance;
};

struct sum {
    int64_t value, div;
    double variance, object_variance; /* the latter of one object, the largest */
};

/* The sums of one node over the samples of one profile. */
struct node_sums {
    struct sum flat, cum;
    struct visited samples; /* of the current profile */
};

struct series_pass {
    struct series *series;
    const struct view *view;
    const struct series_request *request;
    struct walk_table walk; /* infos stand for themselves */
    struct node_sums *node; /* by info */
    uint32_t *passed;       /* the nodes that the current profile has passed */
    size_t n_passed;
};

static void sum_add(struct sum *s, const struct weight *w)
{
    s->value = number_add(s->value, w->value);
    s->div = number_add(s->div, w->div);
    s->variance += w->variance;
    s->object_variance = fmax(s->object_variance, w->object_variance);
}

static int64_t sum_value(const struct sum *s)
{
    return s->div ? number_div(s->value, s->div) : s->value;
}

static double sum_variance(const struct sum *s)
{
    double div = s->div ? (double)s->div : 1;
    return (s->variance + s->object_variance) / (div * div);
}

/* A sample on its way from the root to the leaf. */
struct sample_pass {
    struct series_pass *p;
    const struct weight *w;
    uint32_t sample;
};

static inline void visit_frames(void *ctx, const uint32_t *frame, uint32_t n)
{
    const struct sample_pass *s = ctx;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t info = frame[i] & WALK_NODE;
        struct node_sums *node = &s->p->node[info];
        if (!visited_by_any(&node->samples))
            s->p->passed[s->p->n_passed++] = info;
        if (first_visit(&node->samples, s->sample))
            sum_add(&node->cum, s->w);
    }
}

static void pass_frames(struct series_pass *p, size_t sample, const struct weight *w)
{
    struct sample_pass s = {p, w, (uint32_t)sample};
    uint32_t leaf = walk_frames(&p->walk, p->view, sample, visit_frames, &s);
    if (leaf != WALK_GONE)
        sum_add(&p->node[leaf & WALK_NODE].flat, w);
}

/* Passes the samples of one profile. @return their total */
static struct sum pass_samples(struct series_pass *p, const uint32_t *sample, size_t n, double *events)
{
    const struct profile *profile = p->view->profile;
    struct sum total = {0};
    for (size_t i = 0; i < n; i++) {
        const int64_t *value = profile->value + sample[i] * profile->n_types;
        const struct weight w = {value[p->request->value], p->request->mean ? value[0] : 0,
                                 sampling_variance(&p->series->sampling, value),
                                 sampling_object_variance(&p->series->sampling, value)};
        *events += sampling_events(&p->series->sampling, value);
        sum_add(&total, &w);
        pass_frames(p, sample[i], &w);
    }
    return total;
}

/* Writes the entries of the current profile and clears the sums for the next one. */
static void take_entries(struct series_pass *p, struct series_profile *to)
{
    to->n = p->n_passed;
    to->entry = arena_new(p->view->arena, struct series_entry, to->n);
    for (size_t i = 0; i < to->n; i++) {
        uint32_t info = p->passed[i];
        struct node_sums *n = &p->node[info];
        to->entry[i] = (struct series_entry){info, sum_value(&n->flat), sum_value(&n->cum), sum_variance(&n->flat),
                                             sum_variance(&n->cum)};
        memset(n, 0, sizeof *n);
    }
    p->n_passed = 0;
}

static void pass_profile(struct series_pass *p, uint32_t source, const uint32_t *sample, size_t n)
{
    struct series_profile *to = &p->series->profile[p->series->n_profiles++];
    *to = (struct series_profile){.source = source};
    struct sum total = pass_samples(p, sample, n, &to->events);
    take_entries(p, to);
    to->total = sum_value(&total);
    to->total_variance = sum_variance(&total);
    to->sampling_variance = total.variance;
}

/* The samples of the view, grouped by source: those of source i begin at first[i]. */
static uint32_t *samples_by_source(const struct view *v, size_t n_sources, size_t *first)
{
    const struct profile *p = v->profile;
    size_t *at = arena_new(v->arena, size_t, n_sources);
    for (size_t k = 0; k < v->n_samples; k++)
        first[profile_source(p, view_sample(v, k)) + 1]++;
    for (size_t i = 0; i < n_sources; i++) {
        first[i + 1] += first[i];
        at[i] = first[i];
    }
    uint32_t *sample = arena_new(v->arena, uint32_t, v->n_samples);
    for (size_t k = 0; k < v->n_samples; k++)
        sample[at[profile_source(p, view_sample(v, k))]++] = (uint32_t)view_sample(v, k);
    return sample;
}

void series_init(struct series *s, const struct view *v, const struct series_request *request)
{
    struct series_pass p = {.series = s, .view = v, .request = request};
    size_t n = request->n_sources, *first = arena_new(v->arena, size_t, n + 1);
    *s = (struct series){.sampling = sampling_find(v->profile, request->value),
                         .profile = arena_new(v->arena, struct series_profile, n)};
    strtab_init(&s->strings, &v->strings);
    node_table_init(&s->nodes, v, &s->strings, request->names, 1, false);
    p.node = arena_new(v->arena, struct node_sums, s->nodes.n);
    p.passed = arena_new(v->arena, uint32_t, s->nodes.n);
    walk_table_init(&p.walk, &s->nodes, NULL, v->arena);
    const uint32_t *sample = samples_by_source(v, n, first);
    for (size_t i = 0; i < n; i++)
        if (request->loaded[i])
            pass_profile(&p, (uint32_t)i, sample + first[i], first[i + 1] - first[i]);
}

void series_release(struct series *s)
{
    node_table_release(&s->nodes);
    strtab_release(&s->strings);
}

struct str series_node_name(const struct series *s, uint32_t info, struct arena *arena)
{
    struct buf text;
    buf_init(&text);
    node_info_print(&text, &s->strings, &s->nodes.info[info]);
    struct str name = {arena_copy(arena, text.data, text.len), (uint32_t)text.len};
    buf_release(&text);
    return name;
}
