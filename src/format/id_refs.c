#include "format/id_refs.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"

static const uint32_t BIG = ID_REFS_BIG;

void id_refs_release(struct id_refs *r)
{
    free(r->big);
    free(r->place);
    free(r->big_place);
    hash_index_release(&r->big_index);
    hash_index_release(&r->sparse);
    *r = (struct id_refs){0};
}

struct id_probe {
    const struct id_refs *r;
    uint64_t id;
};

static bool is_big_id(const void *ctx, uint32_t number)
{
    const struct id_probe *want = ctx;
    return want->r->big[number] == want->id;
}

static uint64_t entry_id(const struct id_refs *r, uint32_t place)
{
    uint64_t id;
    memcpy(&id, r->entry + (size_t)place * r->entry_size, sizeof id);
    return id;
}

static bool has_entry_id(const void *ctx, uint32_t place)
{
    const struct id_probe *want = ctx;
    return entry_id(want->r, place) == want->id;
}

static uint32_t find_big(const struct id_refs *r, uint64_t id)
{
    return hash_index_find(&r->big_index, hash_u64(0, id), is_big_id, &(struct id_probe){r, id});
}

uint32_t id_refs_pack_rare(struct id_refs *r, uint64_t id)
{
    if (id < BIG)
        return ((uint32_t)id - 1) & ~BIG;
    uint32_t number = hash_index_intern(&r->big_index, hash_u64(0, id), is_big_id, &(struct id_probe){r, id}, r->n_big);
    if (number >= BIG - 1)
        err_out_of_memory();
    if (number == r->n_big)
        VEC_PUSH(r->big, r->n_big, r->cap_big) = id;
    return BIG | number;
}

uint64_t id_refs_id(const struct id_refs *r, uint32_t ref)
{
    return ref & BIG ? r->big[ref & ~BIG] : (ref + 1) & ~BIG;
}

static uint32_t find_sparse(const struct id_refs *r, uint64_t id)
{
    return hash_index_find(&r->sparse, hash_u64(0, id), has_entry_id, &(struct id_probe){r, id});
}

/* @return false if the id has an index already */
static bool set_place(struct id_refs *r, uint64_t id, uint32_t place)
{
    uint32_t *to = NULL;
    if (id - 1 < r->n_place)
        to = &r->place[id - 1];
    else if (id >= BIG)
        to = &r->big_place[find_big(r, id)];
    if (to) {
        if (*to != UINT32_MAX)
            return false;
        *to = place;
        return true;
    }
    return hash_index_intern(&r->sparse, hash_u64(0, id), has_entry_id, &(struct id_probe){r, id}, place) == place;
}

static uint32_t *places(size_t n)
{
    size_t cap = 0;
    uint32_t *p = vec_reserve(NULL, &cap, n + 1, sizeof *p);
    memset(p, 0xff, (n + 1) * sizeof *p);
    return p;
}

bool id_refs_index(struct id_refs *r, const void *entry, size_t n, size_t entry_size, uint64_t *bad)
{
    r->entry = entry;
    r->entry_size = entry_size;
    r->n_place = 2 * n + 1024 < BIG ? 2 * n + 1024 : BIG - 1;
    r->in_order = true;
    r->place = places(r->n_place);
    for (uint32_t i = 0; i < n; i++)
        if (entry_id(r, i) >= BIG)
            id_refs_pack(r, entry_id(r, i));
    r->big_place = places(r->n_big);
    for (uint32_t i = 0; i < n; i++) {
        *bad = entry_id(r, i);
        if (*bad == 0 || !set_place(r, *bad, i))
            return false;
        r->in_order &= *bad == (uint64_t)i + 1;
    }
    return true;
}

uint32_t id_refs_place(const struct id_refs *r, uint32_t ref)
{
    if (ref < r->n_place)
        return r->place[ref];
    if (ref & BIG)
        return r->big_place[ref & ~BIG];
    return find_sparse(r, id_refs_id(r, ref));
}
