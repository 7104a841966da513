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

uint32_t label_lists_add(struct label_lists *l, const label_id *id, size_t n)
{
    uint64_t hash = hash_u64(0, n);
    for (size_t i = 0; i < n; i++)
        hash = hash_u64(hash, id[i].i);
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
