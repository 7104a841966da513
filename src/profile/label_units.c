#include "profile/label_units.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

static struct label_unit *find(const struct label_units *u, str_id key)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->key[i].key.i == key.i)
            return &u->key[i];
    return NULL;
}

static void ignore_unit(struct view *v, struct label_unit *u, str_id unit)
{
    size_t at = 0;
    for (; at < u->n_ignored; at++) {
        int c = str_compare(view_str(v, unit), view_str(v, u->ignored[at]));
        if (c == 0)
            return;
        if (c < 0)
            break;
    }
    str_id *more = arena_new(v->arena, str_id, u->n_ignored + 1);
    if (u->n_ignored) {
        memcpy(more, u->ignored, at * sizeof *more);
        memcpy(more + at + 1, u->ignored + at, (u->n_ignored - at) * sizeof *more);
    }
    more[at] = unit;
    u->ignored = more;
    u->n_ignored++;
}

static void add_set(struct view *v, struct label_units *u, size_t *cap, struct label_set set)
{
    for (uint32_t i = set.first; i < set.first + set.n; i++) {
        const struct label *l = view_label(v, i);
        if (l->kind == LABEL_TEXT)
            continue;
        struct label_unit *k = find(u, l->key);
        if (!k) {
            k = &VEC_PUSH(u->key, u->n, *cap);
            *k = (struct label_unit){.key = l->key};
        }
        if (l->kind != LABEL_NUMBER_AND_UNIT || l->text.i == 0)
            continue;
        if (k->unit.i == 0)
            k->unit = l->text;
        else if (k->unit.i != l->text.i)
            ignore_unit(v, k, l->text);
    }
}

struct label_units label_units_find(struct view *v)
{
    struct label_units u = {0};
    size_t cap = 0, n_sets = v->profile->n_label_sets, n_seen = 1;
    bool *seen = arena_zalloc(v->arena, n_sets, sizeof *seen);
    seen[0] = true; /* the empty set says nothing */
    for (size_t k = 0; k < v->n_samples && n_seen < n_sets; k++) {
        labels_id set = v->profile->sample_label[view_sample(v, k)];
        if (seen[set.i])
            continue;
        seen[set.i] = true;
        n_seen++;
        add_set(v, &u, &cap, v->label_set[set.i]);
    }
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
    return (struct label_units){kept, u.n};
}

str_id label_units_get(const struct label_units *u, str_id key)
{
    const struct label_unit *k = find(u, key);
    return k ? k->unit : (str_id){0};
}
