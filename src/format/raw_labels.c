#include "format/raw_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "profile/label_table.h"

void raw_labels_init(struct raw_labels *t)
{
    *t = (struct raw_labels){0};
    label_lists_add(&t->lists, NULL, 0);
}

void raw_labels_release(struct raw_labels *t)
{
    free(t->label);
    free(t->room);
    hash_index_release(&t->labels);
    label_lists_release(&t->lists);
    *t = (struct raw_labels){0};
}

struct label_probe {
    const struct raw_labels *t;
    const struct raw_label *label;
};

static bool same_label(const void *ctx, uint32_t number)
{
    const struct label_probe *want = ctx;
    const struct raw_label *a = &want->t->label[number], *b = want->label;
    return a->key == b->key && a->text == b->text && a->unit == b->unit && a->number == b->number;
}

static label_id intern_label(struct raw_labels *t, const struct raw_label *l)
{
    uint64_t hash = hash_u64((uint64_t)l->key << 32 | l->text, (uint64_t)l->number + l->unit);
    uint32_t at = hash_index_intern(&t->labels, hash, same_label, &(struct label_probe){t, l}, t->n_labels);
    if (at == t->n_labels)
        VEC_PUSH(t->label, t->n_labels, t->cap_labels) = *l;
    return (label_id){at};
}

/* Most labels were there a moment ago. So each leaves its number in a place that is found without a search. */
static label_id find_label(struct raw_labels *t, const struct raw_label *l)
{
    uint64_t mixed = hash_mix((uint64_t)l->key << 32 ^ l->text ^ (uint64_t)l->number, HASH_FACTOR);
    uint32_t *recent = &t->recent[mixed % RAW_LABELS_RECENT];
    if (*recent == 0 || !same_label(&(struct label_probe){t, l}, *recent - 1))
        *recent = intern_label(t, l).i + 1;
    return (label_id){*recent - 1};
}

/* Adds the lists that wait. */
static void settle(struct raw_labels *t, labels_id *of)
{
    struct wanted_list wanted[RAW_LABELS_AT_ONCE];
    for (size_t i = 0; i < t->n_waiting; i++)
        wanted[i] = (struct wanted_list){.id = t->room + t->waiting[i].first, .n = t->waiting[i].n};
    label_lists_add_all(&t->lists, wanted, t->n_waiting);
    for (size_t i = 0; i < t->n_waiting; i++)
        of[t->waiting[i].sample].i = wanted[i].number;
    t->n_waiting = t->n_room = 0;
}

void raw_labels_add(struct raw_labels *t, const struct raw_label *label, size_t n, labels_id *of, size_t sample)
{
    t->room = vec_reserve(t->room, &t->cap_room, t->n_room + n, sizeof *t->room);
    t->waiting[t->n_waiting++] = (struct waiting_labels){sample, t->n_room, n};
    for (size_t i = 0; i < n; i++)
        t->room[t->n_room++] = find_label(t, &label[i]);
    if (t->n_waiting == RAW_LABELS_AT_ONCE)
        settle(t, of);
}

void raw_labels_resolve(struct raw_labels *t, const str_id *string, struct profile *p)
{
    struct label_table table;
    struct label *room = NULL;
    uint32_t *set = NULL;
    size_t cap_room = 0, cap_set = 0;

    settle(t, p->sample_label);
    hash_index_release(&t->labels); /* the label table has an index of its own */
    hash_index_release(&t->lists.index);
    label_table_init(&table, &p->strings);
    set = vec_reserve(set, &cap_set, t->lists.n_lists, sizeof *set);
    for (size_t i = 0; i < t->lists.n_lists; i++) {
        struct label_set list = t->lists.list[i];
        const label_id *member = t->lists.member + list.first;
        size_t n = 0;
        room = vec_reserve(room, &cap_room, list.n, sizeof *room);
        for (uint32_t j = 0; j < list.n; j++) {
            const struct raw_label *raw = &t->label[member[j].i];
            struct label l = {.key = string[raw->key], .number = raw->number};
            if (raw->text) /* by its index, because a text may be "" */
                l = (struct label){.key = l.key, .kind = LABEL_TEXT, .text = string[raw->text]};
            else if (raw->unit)
                l.kind = LABEL_NUMBER_AND_UNIT, l.text = string[raw->unit];
            else if (raw->number)
                l.kind = LABEL_NUMBER;
            else
                continue; /* a label without a value does not count */
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
