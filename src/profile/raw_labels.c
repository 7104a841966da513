#include "profile/raw_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "profile/label_table.h"

void raw_labels_init(struct raw_labels *t)
{
    *t = (struct raw_labels){0};
    raw_labels_add(t, NULL, 0);
}

void raw_labels_release(struct raw_labels *t)
{
    free(t->label);
    free(t->list);
    hash_index_release(&t->index);
    *t = (struct raw_labels){0};
}

struct probe {
    const struct raw_labels *t;
    const struct raw_label *label;
    size_t n;
};

static bool same(const void *ctx, uint32_t number)
{
    const struct probe *want = ctx;
    struct label_set list = want->t->list[number];
    if (list.n != want->n)
        return false;
    for (size_t i = 0; i < want->n; i++) {
        const struct raw_label *a = &want->t->label[list.first + i], *b = &want->label[i];
        if (a->key != b->key || a->text != b->text || a->unit != b->unit || a->number != b->number)
            return false;
    }
    return true;
}

uint32_t raw_labels_add(struct raw_labels *t, const struct raw_label *label, size_t n)
{
    uint64_t hash = n;
    for (size_t i = 0; i < n; i++) {
        hash = hash_u64(hash, (uint64_t)label[i].key << 32 | label[i].text);
        hash = hash_u64(hash ^ label[i].unit, (uint64_t)label[i].number);
    }
    uint32_t number = hash_index_find(&t->index, hash, same, &(struct probe){t, label, n});
    if (number != HASH_NONE)
        return number;
    number = (uint32_t)t->n_lists;
    hash_index_add(&t->index, hash, number);
    VEC_PUSH(t->list, t->n_lists, t->cap_lists) = (struct label_set){(uint32_t)t->n_labels, (uint32_t)n};
    t->label = vec_reserve(t->label, &t->cap_labels, t->n_labels + n, sizeof *t->label);
    if (n)
        memcpy(t->label + t->n_labels, label, n * sizeof *label);
    t->n_labels += n;
    return number;
}

void raw_labels_resolve(const struct raw_labels *t, const str_id *string, struct profile *p)
{
    struct label_table table;
    struct label *room = NULL;
    uint32_t *set = NULL;
    size_t cap_room = 0, cap_set = 0;

    label_table_init(&table, &p->strings);
    set = vec_reserve(set, &cap_set, t->n_lists, sizeof *set);
    for (size_t i = 0; i < t->n_lists; i++) {
        const struct raw_label *raw = t->label + t->list[i].first;
        size_t n = 0;
        room = vec_reserve(room, &cap_room, t->list[i].n, sizeof *room);
        for (uint32_t j = 0; j < t->list[i].n; j++, raw++) {
            struct label l = {.key = string[raw->key], .number = raw->number};
            if (raw->text) /* by its place: a text may be "" */
                l = (struct label){.key = l.key, .kind = LABEL_TEXT, .text = string[raw->text]};
            else if (raw->unit)
                l.kind = LABEL_NUMBER_AND_UNIT, l.text = string[raw->unit];
            else if (raw->number)
                l.kind = LABEL_NUMBER;
            else
                continue; /* a label without a value is none */
            room[n++] = l;
        }
        set[i] = label_table_add(&table, room, n).i;
    }
    for (size_t i = 0; i < p->n_samples; i++)
        p->sample_label[i].i = set[p->sample_label[i].i];
    free(room);
    free(set);
    label_table_move(&table, p);
}
