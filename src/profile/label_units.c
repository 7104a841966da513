#include "profile/label_units.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* A unit that a label names and that is not the unit of its key. */
struct other {
    uint32_t key; /* its index */
    str_id unit;
};

struct finder {
    struct view *view;
    struct label_units units; /* the keys in a growing array */
    size_t cap_keys;
    struct other *other;
    size_t n_others, cap_others;
};

static struct label_unit *find_unit(const struct label_units *u, str_id key)
{
    uint32_t place = key.i < u->n_places ? u->place[key.i] : 0;
    return place ? &u->key[place - 1] : NULL;
}

static struct label_unit *add_key(struct finder *f, str_id key)
{
    struct label_units *u = &f->units;
    if (!u->place) {
        u->n_places = strtab_count(&f->view->strings);
        u->place = arena_zalloc(f->view->arena, u->n_places, sizeof *u->place);
    }
    u->key = vec_reserve(u->key, &f->cap_keys, u->n + 1, sizeof *u->key);
    u->key[u->n++] = (struct label_unit){.key = key};
    u->place[key.i] = (uint32_t)u->n;
    return &u->key[u->n - 1];
}

static void add_set(struct finder *f, struct label_set set)
{
    for (uint32_t i = set.first; i < set.first + set.n; i++) {
        const struct label *l = view_label(f->view, i);
        if (l->kind == LABEL_TEXT)
            continue;
        struct label_unit *k = find_unit(&f->units, l->key);
        if (!k)
            k = add_key(f, l->key);
        if (l->kind != LABEL_NUMBER_AND_UNIT || l->text.i == 0)
            continue;
        if (k->unit.i == 0)
            k->unit = l->text;
        else if (k->unit.i != l->text.i)
            VEC_PUSH(f->other, f->n_others, f->cap_others) = (struct other){(uint32_t)(k - f->units.key), l->text};
    }
}

static int compare_others(const void *x, const void *y, void *view)
{
    const struct other *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->unit.i == b->unit.i ? 0 : str_compare(view_str(view, a->unit), view_str(view, b->unit));
}

/* Gives each key its other units, each of them once. */
static void share_out(struct finder *f)
{
    struct other *o = f->other;
    if (f->n_others)
        qsort_r(o, f->n_others, sizeof *o, compare_others, f->view);
    for (size_t i = 0, end; i < f->n_others; i = end) {
        struct label_unit *k = &f->units.key[o[i].key];
        for (end = i; end < f->n_others && o[end].key == o[i].key;)
            end++;
        k->ignored = arena_new(f->view->arena, str_id, end - i);
        for (size_t j = i; j < end; j++)
            if (j == i || o[j].unit.i != o[j - 1].unit.i)
                k->ignored[k->n_ignored++] = o[j].unit;
    }
    free(o);
}

struct label_units label_units_find(struct view *v)
{
    struct finder f = {.view = v};
    size_t n_sets = v->profile->n_label_sets, n_seen = 1;
    bool *seen = arena_zalloc(v->arena, n_sets, sizeof *seen);
    seen[0] = true; /* the empty set says nothing */
    for (size_t k = 0; k < v->n_samples && n_seen < n_sets; k++) {
        labels_id set = v->profile->sample_label[view_sample(v, k)];
        if (seen[set.i])
            continue;
        seen[set.i] = true;
        n_seen++;
        add_set(&f, v->label_set[set.i]);
    }
    share_out(&f);
    struct label_units u = f.units;
    for (size_t i = 0; i < u.n; i++) {
        struct str key = view_str(v, u.key[i].key);
        if (u.key[i].unit.i == 0)
            u.key[i].unit = str_is(key, "alignment") || str_is(key, "request")
                                ? strtab_intern_cstr(&v->strings, "bytes")
                                : u.key[i].key;
    }
    struct label_unit *kept = arena_new(v->arena, struct label_unit, u.n);
    if (u.n)
        memcpy(kept, u.key, u.n * sizeof *kept);
    free(u.key);
    u.key = kept;
    return u;
}

str_id label_units_get(const struct label_units *u, str_id key)
{
    const struct label_unit *k = find_unit(u, key);
    return k ? k->unit : (str_id){0};
}
