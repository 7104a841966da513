#include "profile/profile_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"

void profile_builder_init(struct profile_builder *b)
{
    *b = (struct profile_builder){.source = 0};
    profile_init(&b->profile);
    label_table_init(&b->label_table, &b->profile.strings);
    b->profile.stack_start = vec_reserve(NULL, &b->cap_starts, 1, sizeof *b->profile.stack_start);
    b->profile.stack_start[0] = 0;
}

static void release_tables(struct profile_builder *b)
{
    hash_index_release(&b->functions);
    hash_index_release(&b->locations);
    hash_index_release(&b->frames);
    label_table_release(&b->label_table);
    free(b->label);
}

void profile_builder_release(struct profile_builder *b)
{
    release_tables(b);
    profile_release(&b->profile);
    *b = (struct profile_builder){.source = 0};
}

void profile_builder_finish(struct profile_builder *b, struct profile *out)
{
    label_table_move(&b->label_table, &b->profile);
    release_tables(b);
    *out = b->profile;
    *b = (struct profile_builder){.source = 0};
}

str_id profile_builder_str(struct profile_builder *b, struct str s)
{
    return strtab_intern(&b->profile.strings, s.p, s.len);
}

/* The place of the next thing in a table of `n`. The decoder allows as many. */
static uint32_t next_place(size_t n)
{
    if (n >= INT32_MAX)
        err_out_of_memory();
    return (uint32_t)n;
}

/* ---- The header ---- */

void profile_builder_type(struct profile_builder *b, struct str type, struct str unit)
{
    struct profile *p = &b->profile;
    VEC_PUSH(p->type, p->n_types, b->cap_types) =
        (struct value_type){profile_builder_str(b, type), profile_builder_str(b, unit)};
}

void profile_builder_period(struct profile_builder *b, struct str type, struct str unit, int64_t period)
{
    b->profile.period_type = (struct value_type){profile_builder_str(b, type), profile_builder_str(b, unit)};
    b->profile.period = period;
}

void profile_builder_comment(struct profile_builder *b, struct str text)
{
    struct profile *p = &b->profile;
    VEC_PUSH(p->comment, p->n_comments, b->cap_comments) = profile_builder_str(b, text);
}

/* ---- Mappings, functions, locations ---- */

map_id profile_builder_mapping(struct profile_builder *b, const struct mapping *m)
{
    struct profile *p = &b->profile;
    map_id place = {next_place(p->n_maps)};
    struct mapping *new = &VEC_PUSH(p->map, p->n_maps, b->cap_maps);
    *new = *m;
    new->id = (uint64_t)place.i + 1;
    return place;
}

struct function_probe {
    const struct profile *p;
    const struct function *f;
};

static bool same_function(const void *ctx, uint32_t number)
{
    const struct function_probe *want = ctx;
    const struct function *x = want->f, *y = &want->p->func[number];
    return x->name.i == y->name.i && x->system_name.i == y->system_name.i && x->filename.i == y->filename.i &&
           x->start_line == y->start_line;
}

func_id profile_builder_function(struct profile_builder *b, const struct function *f)
{
    struct profile *p = &b->profile;
    uint64_t hash =
        hash_u64((uint64_t)f->name.i << 32 | f->system_name.i, (uint64_t)f->filename.i << 32 ^ (uint64_t)f->start_line);
    func_id at = {
        hash_index_intern(&b->functions, hash, same_function, &(struct function_probe){p, f}, next_place(p->n_funcs))};
    if (at.i == p->n_funcs) {
        struct function *new = &VEC_PUSH(p->func, p->n_funcs, b->cap_funcs);
        *new = *f;
        new->id = (uint64_t)at.i + 1;
    }
    return at;
}

struct location_probe {
    const struct profile *p;
    const struct location *l;
    const struct line *line;
    size_t n;
};

static bool same_location(const void *ctx, uint32_t number)
{
    const struct location_probe *want = ctx;
    const struct location *x = want->l, *y = &want->p->loc[number];
    const struct line *line = want->p->line + y->first_line;
    if (x->address != y->address || x->mapping.i != y->mapping.i || x->is_folded != y->is_folded ||
        want->n != y->n_lines)
        return false;
    for (size_t i = 0; i < want->n; i++)
        if (want->line[i].function.i != line[i].function.i || want->line[i].line != line[i].line ||
            want->line[i].column != line[i].column)
            return false;
    return true;
}

static uint64_t location_hash(const struct location *l, const struct line *line, size_t n)
{
    uint64_t hash = hash_u64(l->address, (uint64_t)l->mapping.i << 1 | l->is_folded);
    for (size_t i = 0; i < n; i++)
        hash = hash_u64(hash, line[i].function.i ^ (uint64_t)line[i].line << 20 ^ (uint64_t)line[i].column << 52);
    return hash;
}

loc_id profile_builder_new_location(struct profile_builder *b, const struct location *l, const struct line *line,
                                    size_t n)
{
    struct profile *p = &b->profile;
    loc_id place = {next_place(p->n_locs)};
    uint32_t first_line = next_place(p->n_lines);
    p->line = vec_reserve(p->line, &b->cap_lines, p->n_lines + n, sizeof *p->line);
    if (n)
        memcpy(p->line + p->n_lines, line, n * sizeof *line);
    p->n_lines += n;
    VEC_PUSH(p->loc, p->n_locs, b->cap_locs) = (struct location){.id = (uint64_t)place.i + 1,
                                                                 .address = l->address,
                                                                 .mapping = l->mapping,
                                                                 .first_line = first_line,
                                                                 .n_lines = (uint32_t)n,
                                                                 .is_folded = l->is_folded};
    return place;
}

loc_id profile_builder_location(struct profile_builder *b, const struct location *l, const struct line *line, size_t n)
{
    const struct location_probe probe = {&b->profile, l, line, n};
    loc_id at = {hash_index_intern(&b->locations, location_hash(l, line, n), same_location, &probe,
                                   next_place(b->profile.n_locs))};
    return at.i == b->profile.n_locs ? profile_builder_new_location(b, l, line, n) : at;
}

struct frame_probe {
    const struct profile *p;
    struct str function, file;
    int64_t line;
};

static bool same_frame(const void *ctx, uint32_t number)
{
    const struct frame_probe *want = ctx;
    const struct line *line = &want->p->line[want->p->loc[number].first_line];
    const struct function *f = &want->p->func[line->function.i];
    return line->line == want->line && str_compare(profile_str(want->p, f->name), want->function) == 0 &&
           str_compare(profile_str(want->p, f->filename), want->file) == 0;
}

static loc_id frame_location(struct profile_builder *b, struct str function, struct str file, int64_t line)
{
    const struct function f = {.name = profile_builder_str(b, function), .filename = profile_builder_str(b, file)};
    const struct line at = {profile_builder_function(b, &f), line, 0};
    return profile_builder_location(b, &(struct location){.mapping = {ID_NONE}}, &at, 1);
}

/* A frame that is there is found by its bytes: without the ids of its strings and its function, which take most of the time. */
loc_id profile_builder_frame(struct profile_builder *b, struct str function, struct str file, int64_t line)
{
    const struct frame_probe probe = {&b->profile, function, file, line};
    uint64_t hash = hash_u64(hash_bytes(function.p, function.len), hash_bytes(file.p, file.len) + (uint64_t)line);
    uint32_t at = hash_index_find(&b->frames, hash, same_frame, &probe);
    if (at != HASH_NONE)
        return (loc_id){at};
    loc_id new = frame_location(b, function, file, line);
    hash_index_add(&b->frames, hash, new.i);
    return new;
}

/* ---- Samples ---- */

void profile_builder_label_text(struct profile_builder *b, struct str key, struct str text)
{
    str_id name = profile_builder_str(b, key);
    if (text.len)
        VEC_PUSH(b->label, b->n_labels, b->cap_label) =
            (struct label){.key = name, .kind = LABEL_TEXT, .text = profile_builder_str(b, text)};
}

void profile_builder_label_number(struct profile_builder *b, struct str key, int64_t number, struct str unit)
{
    str_id name = profile_builder_str(b, key);
    if (number || unit.len)
        VEC_PUSH(b->label, b->n_labels, b->cap_label) =
            (struct label){.key = name,
                           .kind = unit.len ? LABEL_NUMBER_AND_UNIT : LABEL_NUMBER,
                           .text = profile_builder_str(b, unit),
                           .number = number};
}

static labels_id take_labels(struct profile_builder *b)
{
    labels_id set = {b->n_labels ? label_table_add(&b->label_table, b->label, b->n_labels).i : 0};
    b->n_labels = 0;
    return set;
}

/* The column is made once it is needed: all samples before are of source 0. */
static void put_source(struct profile_builder *b, size_t sample)
{
    struct profile *p = &b->profile;
    if (!p->sample_source && b->source == 0)
        return;
    if (!p->sample_source) {
        p->sample_source = vec_reserve(NULL, &b->cap_sources, sample + 1, sizeof *p->sample_source);
        memset(p->sample_source, 0, sample * sizeof *p->sample_source);
    }
    p->sample_source = vec_reserve(p->sample_source, &b->cap_sources, sample + 1, sizeof *p->sample_source);
    p->sample_source[sample] = b->source;
}

void profile_builder_sample(struct profile_builder *b, const loc_id *stack, size_t n, const int64_t *value)
{
    struct profile *p = &b->profile;
    size_t sample = next_place(p->n_samples);
    p->value = vec_reserve(p->value, &b->cap_values, (sample + 1) * p->n_types, sizeof *p->value);
    if (p->n_types)
        memcpy(p->value + sample * p->n_types, value, p->n_types * sizeof *value);
    p->sample_label = vec_reserve(p->sample_label, &b->cap_sample_labels, sample + 1, sizeof *p->sample_label);
    p->sample_label[sample] = take_labels(b);
    put_source(b, sample);
    frames_append(&p->stack, stack, n, (uint32_t)p->n_locs);
    p->stack_start = vec_reserve(p->stack_start, &b->cap_starts, sample + 2, sizeof *p->stack_start);
    p->stack_start[sample + 1] = p->stack.n;
    p->n_samples++;
}
