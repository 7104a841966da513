#include "profile/view.h"

#include <string.h>

void view_init(struct view *v, const struct profile *p, struct arena *arena)
{
    *v = (struct view){.profile = p,
                       .arena = arena,
                       .n_samples = p->n_samples,
                       .stack = &p->stack,
                       .begin = p->stack_start,
                       .end = p->stack_start + 1,
                       .func = p->func,
                       .n_funcs = p->n_funcs,
                       .loc = p->loc,
                       .n_locs = p->n_locs,
                       .line = p->line,
                       .n_lines = p->n_lines,
                       .label_set = p->label_set,
                       .label_list = p->label_list,
                       .label = p->label,
                       .granularity = {true, true, true, true, true, true, false}};
    strtab_init(&v->strings, &p->strings);
}

void view_init_from(struct view *v, const struct view *base, struct arena *arena)
{
    *v = *base;
    v->arena = arena;
    v->own_locations = v->own_spans = v->own_labels = false;
    strtab_init(&v->strings, &base->strings);
}

void view_release(struct view *v)
{
    strtab_release(&v->strings);
}

struct str view_str(const struct view *v, str_id id)
{
    return strtab_get(&v->strings, id);
}

static void *copy(struct arena *a, const void *from, size_t n, size_t size)
{
    void *to = arena_zalloc(a, n, size);
    if (n)
        memcpy(to, from, n * size);
    return to;
}

static void own_locations(struct view *v)
{
    if (v->own_locations)
        return;
    v->loc = copy(v->arena, v->loc, v->n_locs, sizeof *v->loc);
    v->line = copy(v->arena, v->line, v->n_lines, sizeof *v->line);
    v->own_locations = true;
}

struct location *view_edit_locations(struct view *v)
{
    own_locations(v);
    return (struct location *)v->loc;
}

struct line *view_edit_lines(struct view *v)
{
    own_locations(v);
    return (struct line *)v->line;
}

static void own_spans(struct view *v)
{
    if (v->own_spans)
        return;
    v->begin = copy(v->arena, v->begin, v->profile->n_samples, sizeof *v->begin);
    v->end = copy(v->arena, v->end, v->profile->n_samples, sizeof *v->end);
    v->own_spans = true;
}

uint64_t *view_edit_begins(struct view *v)
{
    own_spans(v);
    return (uint64_t *)v->begin;
}

uint64_t *view_edit_ends(struct view *v)
{
    own_spans(v);
    return (uint64_t *)v->end;
}

uint32_t view_labels_of_key(const struct view *v, struct label_set set, uint32_t i)
{
    const struct label *first = view_label(v, set.first + i);
    for (i++; i < set.n; i++) {
        const struct label *l = view_label(v, set.first + i);
        if (l->key.i != first->key.i || (l->kind == LABEL_TEXT) != (first->kind == LABEL_TEXT))
            break;
    }
    return i;
}

bool view_label_has(const struct view *v, labels_id set, const char *key, const char *text)
{
    struct label_set s = v->label_set[set.i];
    for (uint32_t i = 0; i < s.n && view_label(v, s.first + i)->kind == LABEL_TEXT; i++) {
        const struct label *l = view_label(v, s.first + i);
        if (str_is(view_str(v, l->key), key) && str_is(view_str(v, l->text), text))
            return true;
    }
    return false;
}

void view_edit_labels(struct view *v, struct label_set **set, label_id **list)
{
    if (!v->own_labels) {
        v->label_set = copy(v->arena, v->label_set, v->profile->n_label_sets, sizeof *v->label_set);
        v->label_list = copy(v->arena, v->label_list, v->profile->label_list_len, sizeof *v->label_list);
        v->own_labels = true;
    }
    *set = (struct label_set *)v->label_set;
    *list = (label_id *)v->label_list;
}

void view_keep(struct view *v, const bool *keep)
{
    uint32_t *sample = arena_alloc(v->arena, v->n_samples * sizeof *sample);
    size_t n = 0;
    for (size_t k = 0; k < v->n_samples; k++)
        if (keep[k])
            sample[n++] = (uint32_t)view_sample(v, k);
    v->sample = sample;
    v->n_samples = n;
}
