#include "profile/merge_tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"

/* Makes room in `v` for the new ids of `n` things, and sets them all to ID_NONE. */
static void *forget(void *v, size_t *cap, size_t n, size_t size)
{
    v = vec_reserve(v, cap, n + 1, size);
    memset(v, 0xff, n * size);
    return v;
}

str_id merge_string(struct merge_tables *m, str_id id)
{
    if (m->str[id.i].i == ID_NONE)
        m->str[id.i] = strtab_intern_from(&m->p.strings, &m->src->strings, id);
    return m->str[id.i];
}

/* Two mappings of the same file are one, even if address space randomization put them at different addresses. */
struct mapping_key {
    const struct merge_tables *m;
    uint64_t size, offset;
    str_id what; /* the build id, or the file */
};

static struct mapping_key mapping_key(const struct merge_tables *m, const struct mapping *x)
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

static uint64_t hash_of_mapping(const struct mapping_key *key)
{
    return hash_u64(hash_u64(key->size, key->offset), key->what.i);
}

/* Finds or adds a mapping whose strings are translated. */
static uint32_t find_mapping(const struct merge_tables *m, struct mapping *x, uint64_t *hash)
{
    x->file = m->str[x->file.i];
    x->build_id = m->str[x->build_id.i];
    struct mapping_key key = mapping_key(m, x);
    *hash = hash_of_mapping(&key);
    return hash_index_find(&m->maps, *hash, same_mapping, &key);
}

map_id merge_mapping(struct merge_tables *m, map_id id)
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

void merge_tables_index_mappings(struct merge_tables *m)
{
    for (size_t i = 0; i < m->p.n_maps; i++) {
        struct mapping_key key = mapping_key(m, &m->p.map[i]);
        hash_index_add(&m->maps, hash_of_mapping(&key), (uint32_t)i);
    }
}

struct function_probe {
    const struct merge_tables *m;
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
static uint32_t find_function(const struct merge_tables *m, struct function *f, uint64_t *hash)
{
    f->name = m->str[f->name.i];
    f->system_name = m->str[f->system_name.i];
    f->filename = m->str[f->filename.i];
    *hash =
        hash_u64((uint64_t)f->name.i << 32 | f->system_name.i, (uint64_t)f->filename.i << 32 ^ (uint64_t)f->start_line);
    return hash_index_find(&m->funcs, *hash, same_function, &(struct function_probe){m, f});
}

static func_id merge_function(struct merge_tables *m, func_id id)
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

static uint64_t relative_address(const struct merge_tables *m, const struct location *l)
{
    return l->mapping.i == ID_NONE ? l->address : l->address - m->p.map[l->mapping.i].start;
}

struct location_probe {
    const struct merge_tables *m;
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
static uint32_t find_location(struct merge_tables *m, struct location *l, uint64_t *hash)
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

loc_id merge_location(struct merge_tables *m, loc_id id)
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

static bool location_is_ready(const struct merge_tables *m, const struct location *l)
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
static void find_known(struct merge_tables *m)
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

labels_id merge_labels(struct merge_tables *m, labels_id id)
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

static void merge_comments(struct merge_tables *m)
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

static void merge_header(struct merge_tables *m)
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

void merge_tables_init(struct merge_tables *m)
{
    *m = (struct merge_tables){0};
    profile_init(&m->p);
    label_table_init(&m->label_table, &m->p.strings);
}

void merge_tables_begin(struct merge_tables *m, const struct profile *p)
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
    if (m->p.n_maps == 0 && p->n_maps) /* the first mapping is the main binary, so it stays first */
        merge_mapping(m, (map_id){0});
    m->n_sources++;
}

void merge_tables_release_index(struct merge_tables *m)
{
    hash_index_release(&m->maps);
    hash_index_release(&m->funcs);
    hash_index_release(&m->locs);
    free(m->label_room);
    free(m->str);
    free(m->map);
    free(m->func);
    free(m->loc);
    free(m->labels);
}

void merge_tables_finish(struct merge_tables *m, struct profile *out)
{
    label_table_move(&m->label_table, &m->p);
    *out = m->p;
    merge_tables_release_index(m);
}

void merge_tables_release(struct merge_tables *m)
{
    label_table_release(&m->label_table);
    profile_release(&m->p);
    merge_tables_release_index(m);
}
