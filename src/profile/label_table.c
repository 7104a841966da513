#include "profile/label_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

void label_table_init(struct label_table *t, const struct strtab *strings)
{
    *t = (struct label_table){.strings = strings};
    label_table_add(t, NULL, 0);
}

void label_table_release(struct label_table *t)
{
    label_lists_release(&t->sets);
    free(t->label);
    free(t->room);
    hash_index_release(&t->labels);
    *t = (struct label_table){0};
}

static int order(const struct label_table *t, const struct label *a, const struct label *b)
{
    bool number_a = a->kind != LABEL_TEXT, number_b = b->kind != LABEL_TEXT;
    if (number_a != number_b)
        return number_a - number_b;
    if (a->key.i == b->key.i)
        return 0;
    return str_compare(strtab_get(t->strings, a->key), strtab_get(t->strings, b->key));
}

static void merge_sort(const struct label_table *t, struct label *label, struct label *room, size_t n)
{
    if (n < 2)
        return;
    size_t half = n / 2;
    merge_sort(t, label, room, half);
    merge_sort(t, label + half, room, n - half);
    memcpy(room, label, half * sizeof *room);
    for (size_t i = 0, j = half, k = 0; i < half; k++)
        label[k] = j < n && order(t, &room[i], &label[j]) > 0 ? label[j++] : room[i++];
}

/* A stable sort, because the values of a key keep their order. Most sets are tiny, but a hostile one may be huge. */
static void sort(const struct label_table *t, struct label *label, size_t n)
{
    if (n > 32) {
        struct label *room = vec_reserve(NULL, &(size_t){0}, n / 2 + 1, sizeof *room);
        merge_sort(t, label, room, n);
        free(room);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct label moved = label[i];
        size_t j = i;
        for (; j > 0 && order(t, &label[j - 1], &moved) > 0; j--)
            label[j] = label[j - 1];
        label[j] = moved;
    }
}

/* If one number of a key names a unit, the other numbers of that key have the unit "". */
static void level_units(struct label *label, size_t n)
{
    for (size_t i = 0, j; i < n; i = j) {
        bool named = false;
        for (j = i; j < n && label[j].key.i == label[i].key.i &&
                    (label[j].kind == LABEL_TEXT) == (label[i].kind == LABEL_TEXT);
             j++)
            named |= label[j].kind == LABEL_NUMBER_AND_UNIT;
        for (size_t k = i; named && k < j; k++)
            label[k].kind = LABEL_NUMBER_AND_UNIT;
    }
}

struct label_probe {
    const struct label_table *t;
    const struct label *label;
};

static bool same_label(const void *ctx, uint32_t number)
{
    const struct label_probe *want = ctx;
    const struct label *a = &want->t->label[number], *b = want->label;
    return a->key.i == b->key.i && a->kind == b->kind && a->text.i == b->text.i && a->number == b->number;
}

static label_id intern_label(struct label_table *t, const struct label *l)
{
    uint64_t hash = hash_u64((uint64_t)l->key.i << 32 | l->text.i, (uint64_t)l->number ^ (uint64_t)l->kind << 62);
    uint32_t at = hash_index_intern(&t->labels, hash, same_label, &(struct label_probe){t, l}, t->n_labels);
    if (at == t->n_labels)
        VEC_PUSH(t->label, t->n_labels, t->cap_labels) = *l;
    return (label_id){at};
}

labels_id label_table_add(struct label_table *t, struct label *label, size_t n)
{
    sort(t, label, n);
    level_units(label, n);
    t->room = vec_reserve(t->room, &t->cap_room, n, sizeof *t->room);
    for (size_t i = 0; i < n; i++)
        t->room[i] = intern_label(t, &label[i]);
    return (labels_id){label_lists_add(&t->sets, t->room, n)};
}

void label_table_move(struct label_table *t, struct profile *p)
{
    p->label_set = t->sets.list;
    p->n_label_sets = t->sets.n_lists;
    p->label_list = t->sets.member;
    p->label_list_len = t->sets.n_members;
    p->label = t->label;
    p->n_labels = t->n_labels;
    t->sets.list = NULL;
    t->sets.member = NULL;
    t->label = NULL;
    label_table_release(t);
}
