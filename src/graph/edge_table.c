#include "graph/edge_table.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "measure/number.h"

struct edge_slot {
    uint64_t key; /* EMPTY: none */
    int64_t weight, weight_div;
    uint32_t seen; /* the last sample that passed */
    uint32_t number : 30, residual : 1, inlined : 1;
};

static const uint64_t EMPTY = UINT64_MAX;
enum { FIRST_ROOM = 1024, MOST = (1 << 30) - 1 };

static struct edge_slot *find(const struct edge_table *t, uint64_t key)
{
    size_t i = hash_mix(key ^ t->seed, HASH_FACTOR) & t->mask;
    while (t->slot[i].key != key && t->slot[i].key != EMPTY)
        i = (i + 1) & t->mask;
    return &t->slot[i];
}

static void grow(struct edge_table *t)
{
    struct edge_table old = *t;
    size_t room = old.slot ? 2 * (old.mask + 1) : FIRST_ROOM;
    t->slot = calloc(room, sizeof *t->slot);
    if (!t->slot)
        err_out_of_memory();
    t->mask = room - 1;
    t->seed = hash_u64(0, 0);
    for (size_t i = 0; i < room; i++)
        t->slot[i].key = EMPTY;
    for (size_t i = 0; old.slot && i <= old.mask; i++)
        if (old.slot[i].key != EMPTY)
            *find(t, old.slot[i].key) = old.slot[i];
    free(old.slot);
}

static struct edge_slot *find_or_make(struct edge_table *t, uint64_t key)
{
    if (3 * (t->n + 1) > 2 * t->mask)
        grow(t);
    struct edge_slot *s = find(t, key);
    if (s->key == EMPTY) {
        if (t->n == MOST)
            err_out_of_memory();
        *s = (struct edge_slot){.key = key, .seen = UINT32_MAX, .number = (uint32_t)t->n++ & MOST, .inlined = true};
    }
    return s;
}

void edge_table_prefetch(const struct edge_table *t, uint64_t key)
{
    if (t->slot)
        __builtin_prefetch(&t->slot[hash_mix(key ^ t->seed, HASH_FACTOR) & t->mask], 1);
}

void edge_table_pass(struct edge_table *t, const struct edge_step *step, uint32_t sample, int64_t weight,
                     int64_t weight_div)
{
    struct edge_slot *s = find_or_make(t, step->key);
    if (s->seen == sample)
        return;
    s->seen = sample;
    s->weight = number_add(s->weight, weight);
    s->weight_div = number_add(s->weight_div, weight_div);
    s->residual |= step->residual;
    s->inlined &= step->inlined;
}

/* The edges as they were made; NULL in place of those that are left out. */
static const struct edge_slot **in_order(const struct edge_table *t, int64_t least, size_t *n)
{
    const struct edge_slot **by_number = calloc(t->n + 1, sizeof *by_number);
    if (!by_number)
        err_out_of_memory();
    *n = 0;
    for (size_t i = 0; t->slot && i <= t->mask; i++)
        if (t->slot[i].key != EMPTY && number_abs(t->slot[i].weight) >= least) {
            by_number[t->slot[i].number] = &t->slot[i];
            ++*n;
        }
    return by_number;
}

void edge_table_add(struct edge_table *t, const struct edge_table *from)
{
    size_t n;
    const struct edge_slot **edge = in_order(from, INT64_MIN, &n);
    for (size_t i = 0; i < from->n; i++) {
        struct edge_slot *s = find_or_make(t, edge[i]->key);
        s->weight = number_add(s->weight, edge[i]->weight);
        s->weight_div = number_add(s->weight_div, edge[i]->weight_div);
        s->residual |= edge[i]->residual;
        s->inlined &= edge[i]->inlined;
    }
    free(edge);
}

struct edge_row *edge_table_rows(const struct edge_table *t, int64_t least, size_t *n)
{
    const struct edge_slot **edge = in_order(t, least, n);
    struct edge_row *row = *n ? calloc(*n, sizeof *row) : NULL, *to = row;
    if (*n && !row)
        err_out_of_memory();
    for (size_t i = 0; i < t->n; i++)
        if (edge[i])
            *to++ = (struct edge_row){.src = (uint32_t)(edge[i]->key >> 32),
                                      .dest = (uint32_t)edge[i]->key,
                                      .weight = edge[i]->weight,
                                      .weight_div = edge[i]->weight_div,
                                      .residual = edge[i]->residual,
                                      .inlined = edge[i]->inlined};
    free(edge);
    return row;
}

void edge_table_release(struct edge_table *t)
{
    free(t->slot);
    *t = (struct edge_table){0};
}
