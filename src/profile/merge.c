#include "profile/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"
#include "measure/number.h"
#include "profile/merge_tables.h"

enum { BATCH = 16 }; /* how many samples are looked up together */

/* A sample whose frames and labels are translated, and that is still to be looked up. */
struct pending {
    size_t sample; /* its index in the source */
    uint64_t hash;
    size_t at, n; /* its stack, in `stack_room` */
    labels_id labels;
    uint32_t source;
};

struct merge {
    struct merge_tables t; /* with the result, t.p */
    size_t cap_starts, cap_values, cap_labels;
    size_t cap_sources; /* of sample_source, which is there once a profile has it */
    struct hash_index samples;
    struct pending pending[BATCH];
    size_t n_pending;
    loc_id *stack_room;
    size_t cap_stack_room;
};

struct sample_probe {
    const struct profile *p;
    const loc_id *stack;
    uint64_t n;
    labels_id labels;
    uint32_t source;
};

static bool same_sample(const void *ctx, uint32_t number)
{
    const struct sample_probe *want = ctx;
    const struct profile *p = want->p;
    return p->sample_label[number].i == want->labels.i && profile_source(p, number) == want->source &&
           p->stack_start[number + 1] - p->stack_start[number] == want->n &&
           frames_are(&p->stack, p->stack_start[number], want->stack, want->n);
}

static void append_sample(struct merge *m, const struct pending *s, const int64_t *value)
{
    struct profile *p = &m->t.p;
    size_t new = p->n_samples++;
    hash_index_add(&m->samples, s->hash, (uint32_t) new);
    p->value = vec_reserve(p->value, &m->cap_values, (new + 1) * p->n_types, sizeof *p->value);
    memcpy(p->value + new * p->n_types, value, p->n_types * sizeof *value);
    p->sample_label = vec_reserve(p->sample_label, &m->cap_labels, new + 1, sizeof *p->sample_label);
    p->sample_label[new] = s->labels;
    if (p->sample_source) {
        p->sample_source = vec_reserve(p->sample_source, &m->cap_sources, new + 1, sizeof *p->sample_source);
        p->sample_source[new] = s->source;
    }
    frames_append(&p->stack, m->stack_room + s->at, s->n, (uint32_t)p->n_locs);
    p->stack_start = vec_reserve(p->stack_start, &m->cap_starts, new + 2, sizeof *p->stack_start);
    p->stack_start[new + 1] = p->stack.n;
}

/* Adds each pending sample to the one with the same stack, labels and source, or as a new one. */
static void settle(struct merge *m)
{
    struct profile *p = &m->t.p;
    for (size_t i = 0; i < m->n_pending; i++) {
        const struct pending *s = &m->pending[i];
        const int64_t *value = m->t.src->value + s->sample * p->n_types;
        struct sample_probe probe = {p, m->stack_room + s->at, s->n, s->labels, s->source};
        uint32_t old = hash_index_find(&m->samples, s->hash, same_sample, &probe);
        if (old == HASH_NONE) {
            append_sample(m, s, value);
            continue;
        }
        for (size_t t = 0; t < p->n_types; t++)
            p->value[old * p->n_types + t] = number_add(p->value[old * p->n_types + t], value[t]);
    }
    m->n_pending = 0;
}

static void merge_sample(struct merge *m, size_t sample)
{
    const struct pending *last = m->n_pending ? &m->pending[m->n_pending - 1] : NULL;
    uint64_t begin = m->t.src->stack_start[sample], n = m->t.src->stack_start[sample + 1] - begin;
    struct pending *s = &m->pending[m->n_pending++];
    *s = (struct pending){.sample = sample, .at = last ? last->at + last->n : 0, .n = n};
    m->stack_room = vec_reserve(m->stack_room, &m->cap_stack_room, s->at + n, sizeof *m->stack_room);
    loc_id *to = m->stack_room + s->at;
    bool all_known = true;
    for (uint64_t i = 0; i < n; i++) {
        to[i] = m->t.loc[frames_get(&m->t.src->stack, begin + i).i];
        all_known &= to[i].i != ID_NONE;
    }
    for (uint64_t i = 0; i < n && !all_known; i++)
        to[i] = merge_location(&m->t, frames_get(&m->t.src->stack, begin + i));
    s->labels = merge_labels(&m->t, m->t.src->sample_label[sample]);
    s->source = profile_source(m->t.src, sample);
    s->hash = hash_u64(hash_bytes(to, n * sizeof *to), (uint64_t)s->source << 32 | s->labels.i);
    hash_index_expect(&m->samples, s->hash);
    if (m->n_pending == BATCH)
        settle(m);
}

/* The first profile that names sources brings the column. All samples before it are of source 0. */
static void merge_sources(struct merge *m)
{
    struct profile *p = &m->t.p;
    if (p->sample_source || !m->t.src->sample_source)
        return;
    p->sample_source = vec_reserve(NULL, &m->cap_sources, p->n_samples + 1, sizeof *p->sample_source);
    memset(p->sample_source, 0, p->n_samples * sizeof *p->sample_source);
}

void merge_expect(struct merge *m, const struct profile *src, size_t n)
{
    struct profile *p = &m->t.p;
    size_t n_samples = p->n_samples, n_frames = 0, n_types = 0, n_locs = p->n_locs, n_lines = p->n_lines, most = 0;
    for (size_t i = 0; i < n; i++) {
        n_frames += src[i].stack.n;
        most = src[i].n_locs > most ? src[i].n_locs : most;
        n_samples += src[i].n_samples;
        n_locs += src[i].n_locs;
        n_lines += src[i].n_lines;
        n_types = src[i].n_types;
    }
    frames_reserve(&p->stack, n_frames, (uint32_t)most);
    p->value = vec_reserve(p->value, &m->cap_values, n_samples * n_types, sizeof *p->value);
    p->sample_label = vec_reserve(p->sample_label, &m->cap_labels, n_samples, sizeof *p->sample_label);
    p->stack_start = vec_reserve(p->stack_start, &m->cap_starts, n_samples + 1, sizeof *p->stack_start);
    if (p->sample_source)
        p->sample_source = vec_reserve(p->sample_source, &m->cap_sources, n_samples, sizeof *p->sample_source);
    p->loc = vec_reserve(p->loc, &m->t.cap_locs, n_locs, sizeof *p->loc);
    p->line = vec_reserve(p->line, &m->t.cap_lines, n_lines, sizeof *p->line);
}

struct merge *merge_new(void)
{
    struct merge *m = calloc(1, sizeof *m);
    if (!m)
        err_out_of_memory();
    merge_tables_init(&m->t);
    m->t.p.stack_start = vec_reserve(NULL, &m->cap_starts, 1, sizeof *m->t.p.stack_start);
    m->t.p.stack_start[0] = 0;
    return m;
}

void merge_add(struct merge *m, const struct profile *p)
{
    merge_tables_begin(&m->t, p);
    merge_sources(m);
    merge_expect(m, p, 1);
    for (size_t i = 0; i < p->n_samples; i++)
        if (!profile_sample_is_zero(p, i))
            merge_sample(m, i);
    settle(m);
}

const struct profile *merge_so_far(const struct merge *m)
{
    return &m->t.p;
}

bool merge_has_zeros(const struct merge *m)
{
    for (size_t i = 0; i < m->t.p.n_samples; i++)
        if (profile_sample_is_zero(&m->t.p, i))
            return true;
    return false;
}

static void release_rest(struct merge *m)
{
    hash_index_release(&m->samples);
    free(m->stack_room);
    free(m);
}

void merge_finish(struct merge *m, struct profile *out)
{
    merge_tables_finish(&m->t, out);
    release_rest(m);
}

void merge_free(struct merge *m)
{
    if (!m)
        return;
    merge_tables_release(&m->t);
    release_rest(m);
}
