#include "profile/label_lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

void label_lists_release(struct label_lists *l)
{
    free(l->list);
    free(l->member);
    hash_index_release(&l->index);
    *l = (struct label_lists){0};
}

struct list_key {
    const struct label_lists *l;
    const label_id *id;
    size_t n;
};

static bool is_list(const void *ctx, uint32_t number)
{
    const struct list_key *want = ctx;
    struct label_set s = want->l->list[number];
    return s.n == want->n && (s.n == 0 || memcmp(want->l->member + s.first, want->id, s.n * sizeof *want->id) == 0);
}

static uint64_t hash_of(const label_id *id, size_t n)
{
    uint64_t hash = hash_u64(0, n);
    for (size_t i = 0; i < n; i++)
        hash = hash_u64(hash, id[i].i);
    return hash;
}

static uint32_t add_hashed(struct label_lists *l, const label_id *id, size_t n, uint64_t hash)
{
    uint32_t number = hash_index_intern(&l->index, hash, is_list, &(struct list_key){l, id, n}, l->n_lists);
    if (number != l->n_lists)
        return number;
    VEC_PUSH(l->list, l->n_lists, l->cap_lists) = (struct label_set){(uint32_t)l->n_members, (uint32_t)n};
    l->member = vec_reserve(l->member, &l->cap_members, l->n_members + n, sizeof *l->member);
    if (n)
        memcpy(l->member + l->n_members, id, n * sizeof *id);
    l->n_members += n;
    return number;
}

uint32_t label_lists_add(struct label_lists *l, const label_id *id, size_t n)
{
    return add_hashed(l, id, n, hash_of(id, n));
}

/* Each loop uses what the one before has asked for. */
void label_lists_add_all(struct label_lists *l, struct wanted_list *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        wanted[i].hash = hash_of(wanted[i].id, wanted[i].n);
        hash_index_expect(&l->index, wanted[i].hash);
    }
    for (size_t i = 0; i < n; i++) {
        wanted[i].number = hash_index_first(&l->index, wanted[i].hash);
        if (wanted[i].number != HASH_NONE)
            __builtin_prefetch(&l->list[wanted[i].number]);
    }
    for (size_t i = 0; i < n; i++)
        if (wanted[i].number != HASH_NONE)
            __builtin_prefetch(&l->member[l->list[wanted[i].number].first]);
    for (size_t i = 0; i < n; i++)
        wanted[i].number = add_hashed(l, wanted[i].id, wanted[i].n, wanted[i].hash);
}
