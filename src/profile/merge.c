#include "profile/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"
#include "measure/number.h"
#include "profile/label_table.h"

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
    struct profile p; /* the result */
    size_t n_sources;
    bool tables_only; /* do not add up samples with the same stack and labels */
    size_t cap_maps, cap_funcs, cap_locs, cap_lines, cap_starts, cap_values, cap_labels, cap_comments;
    size_t cap_sources; /* of sample_source, which is there once a profile has it */
    struct hash_index maps, funcs, locs, samples;
    struct label_table label_table;
    struct label *label_room;
    size_t cap_label_room;

    const struct profile *src; /* the profile that is being added, and the new ids of its parts; ID_NONE: none yet */
    str_id *str;
    map_id *map;
    func_id *func;
    loc_id *loc;
    labels_id *labels;
    size_t cap_str, cap_map, cap_func, cap_loc, cap_label_sets;

    struct pending pending[BATCH];
    size_t n_pending;
    loc_id *stack_room;
    size_t cap_stack_room;
};

/* Makes room in `v` for the new ids of `n` things, and sets them all to ID_NONE. */
static void *forget(void *v, size_t *cap, size_t n, size_t size)
{
    v = vec_reserve(v, cap, n + 1, size);
    memset(v, 0xff, n * size);
    return v;
}

static str_id merge_string(struct merge *m, str_id id)
{
    if (m->str[id.i].i == ID_NONE)
        m->str[id.i] = strtab_intern_from(&m->p.strings, &m->src->strings, id);
    return m->str[id.i];
}

/* Two mappings of the same file are one, even if address space randomization put them at different addresses. */
struct mapping_key {
    const struct merge *m;
    uint64_t size, offset;
    str_id what; /* the build id, or the file */
};

static struct mapping_key mapping_key(const struct merge *m, const struct mapping *x)
{
    const uint64_t page = 0x1000;
    uint64_t size = x->limit - x->start + page - 1;
    return (struct mapping_key){m, size - size % page, x->offset, x->build_id.i ? x->build_id : x->file};
}

static bool same_mapping(const void *ctx, uint32_t number)
{
    const struct mapping_key *a = ctx;
    struct mapping_key b = mapping_key(a->m, &a->m->p.map[number]);
    return a->size == b.size && a->offset == b.offset && a->what.i == b.what.i;
}

/* Finds or adds a mapping whose strings are translated. */
static uint32_t find_mapping(const struct merge *m, struct mapping *x, uint64_t *hash)
{
    x->file = m->str[x->file.i];
    x->build_id = m->str[x->build_id.i];
    struct mapping_key key = mapping_key(m, x);
    *hash = hash_u64(hash_u64(key.size, key.offset), key.what.i);
    return hash_index_find(&m->maps, *hash, same_mapping, &key);
}

static map_id merge_mapping(struct merge *m, map_id id)
{
    if (id.i == ID_NONE || m->map[id.i].i != ID_NONE)
        return id.i == ID_NONE ? id : m->map[id.i];
    struct mapping x = m->src->map[id.i];
    uint64_t hash;
    merge_string(m, x.file);
    merge_string(m, x.build_id);
    uint32_t at = find_mapping(m, &x, &hash);
    if (at == HASH_NONE) {
        at = (uint32_t)m->p.n_maps;
        x.id = (uint64_t)at + 1;
        hash_index_add(&m->maps, hash, at);
        VEC_PUSH(m->p.map, m->p.n_maps, m->cap_maps) = x;
    }
    return m->map[id.i] = (map_id){at};
}

struct function_probe {
    const struct merge *m;
    const struct function *f;
};

static bool same_function(const void *ctx, uint32_t number)
{
    const struct function_probe *want = ctx;
    const struct function *a = want->f, *b = &want->m->p.func[number];
    return a->name.i == b->name.i && a->system_name.i == b->system_name.i && a->filename.i == b->filename.i &&
           a->start_line == b->start_line;
}

/* Finds or adds a function whose strings are translated. */
static uint32_t find_function(const struct merge *m, struct function *f, uint64_t *hash)
{
    f->name = m->str[f->name.i];
    f->system_name = m->str[f->system_name.i];
    f->filename = m->str[f->filename.i];
    *hash =
        hash_u64((uint64_t)f->name.i << 32 | f->system_name.i, (uint64_t)f->filename.i << 32 ^ (uint64_t)f->start_line);
    return hash_index_find(&m->funcs, *hash, same_function, &(struct function_probe){m, f});
}

static func_id merge_function(struct merge *m, func_id id)
{
    if (m->func[id.i].i != ID_NONE)
        return m->func[id.i];
    struct function f = m->src->func[id.i];
    uint64_t hash;
    merge_string(m, f.name);
    merge_string(m, f.system_name);
    merge_string(m, f.filename);
    uint32_t at = find_function(m, &f, &hash);
    if (at == HASH_NONE) {
        at = (uint32_t)m->p.n_funcs;
        f.id = (uint64_t)at + 1;
        hash_index_add(&m->funcs, hash, at);
        VEC_PUSH(m->p.func, m->p.n_funcs, m->cap_funcs) = f;
    }
    return m->func[id.i] = (func_id){at};
}

static uint64_t relative_address(const struct merge *m, const struct location *l)
{
    return l->mapping.i == ID_NONE ? l->address : l->address - m->p.map[l->mapping.i].start;
}

struct location_probe {
    const struct merge *m;
    const struct location *l;
    const struct line *line;
};

/* Of the columns, only that of the last line counts, because the key of the reference has no room for the others. */
static bool same_location(const void *ctx, uint32_t number)
{
    const struct location_probe *want = ctx;
    const struct location *a = want->l, *b = &want->m->p.loc[number];
    const struct line *x = want->line, *y = want->m->p.line + b->first_line;
    if (relative_address(want->m, a) != relative_address(want->m, b) || a->mapping.i != b->mapping.i ||
        a->is_folded != b->is_folded || a->n_lines != b->n_lines)
        return false;
    for (uint32_t i = 0; i < a->n_lines; i++)
        if (x[i].function.i != y[i].function.i || x[i].line != y[i].line)
            return false;
    return a->n_lines == 0 || x[a->n_lines - 1].column == y[a->n_lines - 1].column;
}

/*
 * Finds or adds a location whose mapping and functions are translated. Its lines go to the end of the table, and stay there
 * only if the location is new.
 */
static uint32_t find_location(struct merge *m, struct location *l, uint64_t *hash)
{
    struct profile *p = &m->p;
    const struct line *from = m->src->line + l->first_line;
    if (l->mapping.i != ID_NONE) {
        map_id new = m->map[l->mapping.i];
        l->address += p->map[new.i].start - m->src->map[l->mapping.i].start;
        l->mapping = new;
    }
    p->line = vec_reserve(p->line, &m->cap_lines, p->n_lines + l->n_lines, sizeof *p->line);
    l->first_line = (uint32_t)p->n_lines;
    *hash = hash_u64(relative_address(m, l), (uint64_t)l->mapping.i << 1 | l->is_folded);
    for (uint32_t i = 0; i < l->n_lines; i++) {
        p->line[p->n_lines + i] = (struct line){m->func[from[i].function.i], from[i].line, from[i].column};
        *hash = hash_u64(*hash, p->line[p->n_lines + i].function.i ^ (uint64_t)from[i].line << 20);
    }
    return hash_index_find(&m->locs, *hash, same_location, &(struct location_probe){m, l, p->line + p->n_lines});
}

static loc_id merge_location(struct merge *m, loc_id id)
{
    if (m->loc[id.i].i != ID_NONE)
        return m->loc[id.i];
    struct profile *p = &m->p;
    struct location l = m->src->loc[id.i];
    uint64_t hash;
    merge_mapping(m, l.mapping);
    for (uint32_t i = 0; i < l.n_lines; i++)
        merge_function(m, m->src->line[l.first_line + i].function);
    uint32_t at = find_location(m, &l, &hash);
    if (at == HASH_NONE) {
        at = (uint32_t)p->n_locs;
        l.id = (uint64_t)at + 1;
        p->n_lines += l.n_lines;
        hash_index_add(&m->locs, hash, at);
        VEC_PUSH(p->loc, p->n_locs, m->cap_locs) = l;
    }
    return m->loc[id.i] = (loc_id){at};
}

static bool location_is_ready(const struct merge *m, const struct location *l)
{
    bool ready = l->mapping.i == ID_NONE || m->map[l->mapping.i].i != ID_NONE;
    for (uint32_t i = 0; i < l->n_lines && ready; i++)
        ready = m->func[m->src->line[l->first_line + i].function.i].i != ID_NONE;
    return ready;
}

/*
 * Looks up the parts that the source has in common with earlier sources. It walks the tables from end to end, which is faster than
 * in the order of the samples. New parts are added later, in that order.
 */
static void find_known(struct merge *m)
{
    const struct profile *s = m->src;
    uint64_t hash;
    for (uint32_t i = 0; i < strtab_count(&s->strings); i++)
        strtab_find_from(&m->p.strings, &s->strings, (str_id){i}, &m->str[i]);
    for (size_t i = 0; i < s->n_maps; i++) {
        struct mapping x = s->map[i];
        if (m->str[x.file.i].i != ID_NONE && m->str[x.build_id.i].i != ID_NONE)
            m->map[i].i = find_mapping(m, &x, &hash);
    }
    for (size_t i = 0; i < s->n_funcs; i++) {
        struct function f = s->func[i];
        if (m->str[f.name.i].i != ID_NONE && m->str[f.system_name.i].i != ID_NONE && m->str[f.filename.i].i != ID_NONE)
            m->func[i].i = find_function(m, &f, &hash);
    }
    for (size_t i = 0; i < s->n_locs; i++) {
        struct location l = s->loc[i];
        if (location_is_ready(m, &l))
            m->loc[i].i = find_location(m, &l, &hash);
    }
}

static labels_id merge_labels(struct merge *m, labels_id id)
{
    if (m->labels[id.i].i != ID_NONE)
        return m->labels[id.i];
    struct label_set set = m->src->label_set[id.i];
    m->label_room = vec_reserve(m->label_room, &m->cap_label_room, set.n, sizeof *m->label_room);
    for (uint32_t i = 0; i < set.n; i++) {
        struct label l = m->src->label[m->src->label_list[set.first + i].i];
        l.key = merge_string(m, l.key);
        l.text = merge_string(m, l.text);
        m->label_room[i] = l;
    }
    return m->labels[id.i] = label_table_add(&m->label_table, m->label_room, set.n);
}

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
    struct profile *p = &m->p;
    size_t new = p->n_samples++;
    if (!m->tables_only)
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
    struct profile *p = &m->p;
    for (size_t i = 0; i < m->n_pending; i++) {
        const struct pending *s = &m->pending[i];
        const int64_t *value = m->src->value + s->sample * p->n_types;
        struct sample_probe probe = {p, m->stack_room + s->at, s->n, s->labels, s->source};
        uint32_t old = m->tables_only ? HASH_NONE : hash_index_find(&m->samples, s->hash, same_sample, &probe);
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
    uint64_t begin = m->src->stack_start[sample], n = m->src->stack_start[sample + 1] - begin;
    struct pending *s = &m->pending[m->n_pending++];
    *s = (struct pending){.sample = sample, .at = last ? last->at + last->n : 0, .n = n};
    m->stack_room = vec_reserve(m->stack_room, &m->cap_stack_room, s->at + n, sizeof *m->stack_room);
    loc_id *to = m->stack_room + s->at;
    bool all_known = true;
    for (uint64_t i = 0; i < n; i++) {
        to[i] = m->loc[frames_get(&m->src->stack, begin + i).i];
        all_known &= to[i].i != ID_NONE;
    }
    for (uint64_t i = 0; i < n && !all_known; i++)
        to[i] = merge_location(m, frames_get(&m->src->stack, begin + i));
    s->labels = merge_labels(m, m->src->sample_label[sample]);
    s->source = profile_source(m->src, sample);
    if (!m->tables_only) {
        s->hash = hash_u64(hash_bytes(to, n * sizeof *to), (uint64_t)s->source << 32 | s->labels.i);
        hash_index_expect(&m->samples, s->hash);
    }
    if (m->n_pending == BATCH)
        settle(m);
}

/* The first profile that names sources brings the column. All samples before it are of source 0. */
static void merge_sources(struct merge *m)
{
    struct profile *p = &m->p;
    if (p->sample_source || !m->src->sample_source)
        return;
    p->sample_source = vec_reserve(NULL, &m->cap_sources, p->n_samples + 1, sizeof *p->sample_source);
    memset(p->sample_source, 0, p->n_samples * sizeof *p->sample_source);
}

static void merge_comments(struct merge *m)
{
    for (size_t i = 0; i < m->src->n_comments; i++) {
        str_id c = merge_string(m, m->src->comment[i]);
        size_t seen = 0;
        while (seen < m->p.n_comments && m->p.comment[seen].i != c.i)
            seen++;
        if (seen == m->p.n_comments)
            VEC_PUSH(m->p.comment, m->p.n_comments, m->cap_comments) = c;
    }
}

static void merge_header(struct merge *m)
{
    struct profile *p = &m->p;
    const struct profile *s = m->src;
    if (m->n_sources == 0) {
        size_t cap = 0;
        p->n_types = s->n_types;
        p->type = vec_reserve(NULL, &cap, s->n_types + 1, sizeof *p->type);
        for (size_t t = 0; t < s->n_types; t++)
            p->type[t] = (struct value_type){merge_string(m, s->type[t].type), merge_string(m, s->type[t].unit)};
        p->period_type =
            (struct value_type){merge_string(m, s->period_type.type), merge_string(m, s->period_type.unit)};
        p->drop_frames = merge_string(m, s->drop_frames);
        p->keep_frames = merge_string(m, s->keep_frames);
    }
    if (p->time_nanos == 0 || s->time_nanos < p->time_nanos)
        p->time_nanos = s->time_nanos;
    p->duration_nanos = number_add(p->duration_nanos, s->duration_nanos);
    if (p->period == 0 || p->period < s->period)
        p->period = s->period;
    if (p->default_sample_type.i == 0)
        p->default_sample_type = merge_string(m, s->default_sample_type);
    if (p->doc_url.i == 0)
        p->doc_url = merge_string(m, s->doc_url);
    merge_comments(m);
}

/* Makes room for all that the source may add. Memory that is reserved and not used is not taken from the system. */
static void reserve(struct merge *m)
{
    struct profile *p = &m->p;
    const struct profile *s = m->src;
    size_t n = p->n_samples + s->n_samples;
    frames_reserve(&p->stack, s->stack.n, (uint32_t)s->n_locs);
    p->value = vec_reserve(p->value, &m->cap_values, n * p->n_types, sizeof *p->value);
    p->sample_label = vec_reserve(p->sample_label, &m->cap_labels, n, sizeof *p->sample_label);
    p->stack_start = vec_reserve(p->stack_start, &m->cap_starts, n + 1, sizeof *p->stack_start);
    p->loc = vec_reserve(p->loc, &m->cap_locs, p->n_locs + s->n_locs, sizeof *p->loc);
    p->line = vec_reserve(p->line, &m->cap_lines, p->n_lines + s->n_lines, sizeof *p->line);
}

struct merge *merge_new(void)
{
    struct merge *m = calloc(1, sizeof *m);
    if (!m)
        err_out_of_memory();
    profile_init(&m->p);
    label_table_init(&m->label_table, &m->p.strings);
    m->p.stack_start = vec_reserve(NULL, &m->cap_starts, 1, sizeof *m->p.stack_start);
    m->p.stack_start[0] = 0;
    return m;
}

struct merge *merge_new_of_tables(void)
{
    struct merge *m = merge_new();
    m->tables_only = true;
    return m;
}

void merge_add(struct merge *m, const struct profile *p)
{
    m->src = p;
    m->str = forget(m->str, &m->cap_str, strtab_count(&p->strings), sizeof *m->str);
    m->map = forget(m->map, &m->cap_map, p->n_maps, sizeof *m->map);
    m->func = forget(m->func, &m->cap_func, p->n_funcs, sizeof *m->func);
    m->loc = forget(m->loc, &m->cap_loc, p->n_locs, sizeof *m->loc);
    m->labels = forget(m->labels, &m->cap_label_sets, p->n_label_sets, sizeof *m->labels);
    if (m->n_sources)
        find_known(m);
    merge_header(m);
    merge_sources(m);
    reserve(m);
    if (m->p.n_maps == 0 && p->n_maps) /* the first mapping is the main binary, so it stays first */
        merge_mapping(m, (map_id){0});
    for (size_t i = 0; i < p->n_samples; i++)
        if (!profile_sample_is_zero(p, i))
            merge_sample(m, i);
    settle(m);
    m->n_sources++;
}

const struct profile *merge_so_far(const struct merge *m)
{
    return &m->p;
}

bool merge_has_zeros(const struct merge *m)
{
    for (size_t i = 0; i < m->p.n_samples; i++)
        if (profile_sample_is_zero(&m->p, i))
            return true;
    return false;
}

static void release_tables(struct merge *m)
{
    hash_index_release(&m->maps);
    hash_index_release(&m->funcs);
    hash_index_release(&m->locs);
    hash_index_release(&m->samples);
    free(m->label_room);
    free(m->stack_room);
    free(m->str);
    free(m->map);
    free(m->func);
    free(m->loc);
    free(m->labels);
}

void merge_finish(struct merge *m, struct profile *out)
{
    label_table_move(&m->label_table, &m->p);
    *out = m->p;
    release_tables(m);
    free(m);
}

void merge_free(struct merge *m)
{
    if (!m)
        return;
    label_table_release(&m->label_table);
    profile_release(&m->p);
    release_tables(m);
    free(m);
}
