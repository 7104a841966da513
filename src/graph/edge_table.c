#include "graph/edge_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/large.h"
#include "graph/visited.h"
#include "measure/number.h"

struct edge_slot {
    uint64_t taken; /* 1 more than the key; 0: there is no edge */
    int64_t weight;
    struct visited by; /* samples: each adds its weight once */
    uint32_t number : 30, residual : 1, inlined : 1;
};

enum { FIRST_ROOM = 1024, MOST = (1 << 30) - 1 };

static size_t home(const struct edge_table *t, uint64_t key)
{
    return hash_mix(key ^ t->seed, HASH_FACTOR) & t->mask;
}

static struct edge_slot *find_slot(const struct edge_table *t, uint64_t key, size_t i)
{
    while (t->slot[i].taken != key + 1 && t->slot[i].taken)
        i = (i + 1) & t->mask;
    return &t->slot[i];
}

static void add_div(struct edge_table *t, const struct edge_slot *s, int64_t weight_div)
{
    if (!weight_div)
        return;
    if (!t->weight_div && !(t->weight_div = calloc(t->mask + 1, sizeof *t->weight_div)))
        err_out_of_memory();
    int64_t *to = &t->weight_div[s - t->slot];
    *to = number_add(*to, weight_div);
}

/* Makes room for `more` edges. */
static void reserve_slots(struct edge_table *t, size_t more)
{
    struct edge_table old = *t;
    size_t room = old.slot ? old.mask + 1 : FIRST_ROOM;
    while (3 * (t->n + more) > 2 * room)
        room *= 2;
    if (old.slot && room == old.mask + 1)
        return;
    t->slot = large_zalloc(room * sizeof *t->slot);
    t->weight_div = NULL;
    t->mask = room - 1;
    t->seed = hash_u64(0, 0);
    for (size_t i = 0; old.slot && i <= old.mask; i++) {
        if (!old.slot[i].taken)
            continue;
        struct edge_slot *to = find_slot(t, old.slot[i].taken - 1, home(t, old.slot[i].taken - 1));
        *to = old.slot[i];
        add_div(t, to, old.weight_div ? old.weight_div[i] : 0);
    }
    free(old.slot);
    free(old.weight_div);
}

/* The edge's slot, or a new one, for which there is room; the search begins at `at`. */
static struct edge_slot *intern_slot(struct edge_table *t, uint64_t key, size_t at)
{
    struct edge_slot *s = find_slot(t, key, at);
    if (!s->taken) {
        if (t->n == MOST)
            err_out_of_memory();
        *s = (struct edge_slot){.taken = key + 1, .number = (uint32_t)t->n++ & MOST, .inlined = true};
    }
    return s;
}

void edge_table_pass(struct edge_table *t, const struct edge_batch *batch)
{
    size_t at[EDGE_STEPS];
    reserve_slots(t, batch->n);
    for (size_t i = 0; i < batch->n; i++) {
        at[i] = home(t, batch->step[i].key);
        __builtin_prefetch(&t->slot[at[i]], 1);
    }
    for (size_t i = 0; i < batch->n; i++) {
        const struct edge_step *step = &batch->step[i];
        const struct edge_sample *sample = &batch->sample[step->of];
        struct edge_slot *s = intern_slot(t, step->key, at[i]);
        if (!first_visit(&s->by, sample->number))
            continue;
        s->weight = number_add(s->weight, sample->weight);
        add_div(t, s, sample->weight_div);
        s->residual |= step->residual;
        s->inlined &= step->inlined;
    }
}

void edge_table_add(struct edge_table *t, const struct edge_table *from)
{
    if (!from->slot)
        return;
    uint32_t *by_number = calloc(from->n + 1, sizeof *by_number); /* slots */
    if (!by_number)
        err_out_of_memory();
    for (size_t i = 0; i <= from->mask; i++)
        if (from->slot[i].taken)
            by_number[from->slot[i].number] = (uint32_t)i;
    for (size_t i = 0; i < from->n; i++) {
        const struct edge_slot *f = &from->slot[by_number[i]];
        reserve_slots(t, 1);
        struct edge_slot *s = intern_slot(t, f->taken - 1, home(t, f->taken - 1));
        s->weight = number_add(s->weight, f->weight);
        add_div(t, s, from->weight_div ? from->weight_div[f - from->slot] : 0);
        s->residual |= f->residual;
        s->inlined &= f->inlined;
    }
    free(by_number);
}

size_t edge_table_edges(const struct edge_table *t, int64_t least, const bool *exempt, struct node *node,
                        struct edge *edge)
{
    size_t n = 0;
    for (size_t i = 0; t->slot && i <= t->mask; i++) {
        const struct edge_slot *s = &t->slot[i];
        if (s->taken)
            edge[s->number] = (struct edge){.src = &node[(s->taken - 1) >> 32],
                                            .dest = &node[(uint32_t)(s->taken - 1)],
                                            .weight = s->weight,
                                            .weight_div = t->weight_div ? t->weight_div[i] : 0,
                                            .residual = s->residual,
                                            .inlined = s->inlined};
    }
    for (size_t i = 0; i < t->n; i++)
        if (least == 0 || (exempt && exempt[edge[i].dest - node]) ||
            number_abs(edge[i].weight) >= least) /* the magnitude of the least integer is below 0 */
            edge[n++] = edge[i];
    return n;
}

void edge_table_release(struct edge_table *t)
{
    free(t->slot);
    free(t->weight_div);
    *t = (struct edge_table){0};
}

void edge_bound_init(struct edge_bound *b)
{
    memset(b, 0, sizeof *b);
    b->seed = hash_u64(0, 0);
}

static size_t bucket(const struct edge_bound *b, uint64_t key)
{
    return hash_mix(key ^ b->seed, HASH_FACTOR) % (sizeof b->sum / sizeof *b->sum);
}

void edge_bound_pass(struct edge_bound *b, const struct edge_batch *batch)
{
    for (size_t i = 0; i < batch->n; i++)
        number_add_up(&b->sum[bucket(b, batch->step[i].key)],
                      number_magnitude(batch->sample[batch->step[i].of].weight));
}

void edge_bound_add(struct edge_bound *b, const struct edge_bound *from)
{
    for (size_t i = 0; i < sizeof b->sum / sizeof *b->sum; i++)
        number_add_up(&b->sum[i], from->sum[i]);
}

void edge_bound_filter(const struct edge_bound *b, struct edge_batch *batch, int64_t least, const bool *exempt)
{
    struct edge_step *step = batch->step;
    size_t kept = 0;
    for (size_t i = 0; i < batch->n; i++) {
        bool stays = exempt && exempt[(uint32_t)step[i].key];
        step[kept] = step[i];
        kept += stays | (least <= 0 || b->sum[bucket(b, step[i].key)] >= (uint64_t)least);
    }
    batch->n = kept;
}
