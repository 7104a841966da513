#include "profile/append.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/thread.h"
#include "base/vec.h"
#include "profile/merge_tables.h"

enum { WORTH_A_THREAD = 500000 }; /* frames */

bool profile_is_compact(const struct profile *p)
{
    bool *used = calloc(p->n_locs + 1, sizeof *used), all = true;
    const struct frames stack = p->stack;
    if (!used)
        err_out_of_memory();
    for (uint64_t i = 0; i < stack.n; i++)
        used[frames_get(&stack, i).i] = true;
    for (size_t i = 0; i < p->n_locs; i++)
        all &= used[i];
    for (size_t i = 0; i < p->n_samples && all; i++)
        all = !profile_sample_is_zero(p, i);
    free(used);
    return all;
}

/* Makes room in `array` for the `more` things of `size` bytes that come after its `n`. */
static void *extended(void *array, size_t n, size_t more, size_t size)
{
    size_t cap = n;
    return vec_reserve(array, &cap, n + more, size);
}

static void append_functions(struct merge_tables *m)
{
    struct profile *p = &m->p;
    p->func = extended(p->func, p->n_funcs, m->src->n_funcs, sizeof *p->func);
    for (size_t i = 0; i < m->src->n_funcs; i++) {
        struct function f = m->src->func[i];
        f.name = merge_string(m, f.name);
        f.system_name = merge_string(m, f.system_name);
        f.filename = merge_string(m, f.filename);
        f.id = p->n_funcs + 1;
        p->func[p->n_funcs++] = f;
    }
}

/* Two mappings of the same file are one, even if it is at different addresses. */
static void append_locations(struct merge_tables *m, uint32_t first_function)
{
    struct profile *p = &m->p;
    const struct profile *src = m->src;
    uint32_t first_line = (uint32_t)p->n_lines;
    p->loc = extended(p->loc, p->n_locs, src->n_locs, sizeof *p->loc);
    p->line = extended(p->line, p->n_lines, src->n_lines, sizeof *p->line);
    for (size_t i = 0; i < src->n_locs; i++) {
        struct location l = src->loc[i];
        if (l.mapping.i != ID_NONE) {
            map_id new = merge_mapping(m, l.mapping);
            l.address += p->map[new.i].start - src->map[l.mapping.i].start;
            l.mapping = new;
        }
        l.first_line += first_line;
        l.id = p->n_locs + 1;
        p->loc[p->n_locs++] = l;
    }
    for (size_t i = 0; i < src->n_lines; i++) {
        struct line l = src->line[i];
        l.function.i += first_function;
        p->line[p->n_lines++] = l;
    }
}

/*

 * All sets are copied, also the empty one, so each gets the number of its place among those of the source plus that of the

 * first.

 */
static void append_labels(struct merge_tables *m)
{
    struct profile *p = &m->p;
    const struct profile *src = m->src;
    uint32_t first = (uint32_t)p->label_list_len, first_label = (uint32_t)p->n_labels;
    p->label_set = extended(p->label_set, p->n_label_sets, src->n_label_sets, sizeof *p->label_set);
    p->label_list = extended(p->label_list, p->label_list_len, src->label_list_len, sizeof *p->label_list);
    p->label = extended(p->label, p->n_labels, src->n_labels, sizeof *p->label);
    for (size_t i = 0; i < src->n_label_sets; i++)
        p->label_set[p->n_label_sets++] = (struct label_set){src->label_set[i].first + first, src->label_set[i].n};
    for (size_t i = 0; i < src->label_list_len; i++)
        p->label_list[p->label_list_len++] = (label_id){src->label_list[i].i + first_label};
    for (size_t i = 0; i < src->n_labels; i++) {
        struct label l = src->label[i];
        l.key = merge_string(m, l.key);
        l.text = merge_string(m, l.text);
        p->label[p->n_labels++] = l;
    }
}

/* The stacks of the source, which several threads write, each its share. */
struct copying {
    struct frames *to;
    const struct frames *from;
    uint64_t at; /* where the first frame goes */
    const loc_id *map;
    size_t n_shares;
};

static void copy_share(void *arg, size_t i)
{
    const struct copying *c = arg;
    uint64_t begin = c->from->n * i / c->n_shares, end = c->from->n * (i + 1) / c->n_shares;
    frames_translate(c->to, c->at + begin, c->from, begin, end - begin, c->map);
}

static void append_stacks(struct merge_tables *m, uint32_t first_location)
{
    struct profile *p = &m->p;
    const struct profile *src = m->src;
    struct copying c = {.to = &p->stack, .from = &src->stack, .at = p->stack.n, .map = m->loc};
    size_t most = src->stack.n / WORTH_A_THREAD + 1;
    c.n_shares = most < thread_count() ? most : thread_count();
    for (size_t i = 0; i < src->n_locs; i++)
        m->loc[i].i = first_location + (uint32_t)i;
    frames_extend(&p->stack, src->stack.n, (uint32_t)p->n_locs);
    thread_each(c.n_shares, copy_share, &c);
}

/* A profile without the column is of source 0. */
static void extend_sources(struct profile *p, size_t more)
{
    bool had = p->sample_source != NULL;
    p->sample_source =
        extended(p->sample_source, had ? p->n_samples : 0, more + (had ? 0 : p->n_samples), sizeof *p->sample_source);
    if (!had && p->n_samples)
        memset(p->sample_source, 0, p->n_samples * sizeof *p->sample_source);
}

static void append_samples(struct merge_tables *m, uint32_t first_set)
{
    struct profile *p = &m->p;
    const struct profile *src = m->src;
    size_t n = p->n_samples, more = src->n_samples, n_types = p->n_types;
    uint64_t first_frame = p->stack_start[n];
    p->value = extended(p->value, n * n_types, more * n_types, sizeof *p->value);
    p->sample_label = extended(p->sample_label, n, more, sizeof *p->sample_label);
    p->stack_start = extended(p->stack_start, n + 1, more, sizeof *p->stack_start);
    if (p->sample_source || src->sample_source)
        extend_sources(p, more);
    if (more)
        memcpy(p->value + n * n_types, src->value, more * n_types * sizeof *p->value);
    for (size_t i = 0; i < more; i++) {
        p->sample_label[n + i].i = src->sample_label[i].i + first_set;
        p->stack_start[n + i + 1] = first_frame + src->stack_start[i + 1];
        if (p->sample_source)
            p->sample_source[n + i] = profile_source(src, i);
    }
    p->n_samples += more;
}

void profile_append(struct profile *p, struct profile *from)
{
    struct merge_tables m = {.p = *p, .n_sources = 1, .cap_maps = p->n_maps, .cap_comments = p->n_comments};
    uint32_t first_function = (uint32_t)p->n_funcs, first_location = (uint32_t)p->n_locs,
             first_set = (uint32_t)p->n_label_sets;
    merge_tables_index_mappings(&m);
    merge_tables_begin(&m, from);
    append_functions(&m);
    append_locations(&m, first_function);
    append_labels(&m);
    append_stacks(&m, first_location);
    append_samples(&m, first_set);
    *p = m.p;
    merge_tables_release_index(&m);
    profile_release(from);
}
