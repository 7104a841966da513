/*
 * The 64-bit ids of a file, while it is decoded: references are kept in 32 bits from the moment they are read, and
 * become places in the table once the table is complete.
 *
 * Nearly all producers number from 1 in the order of the table, so the reference to an id below 2^31 is the place that it
 * then has: one less. Larger ids (pointers, hashes) are numbered as they come and marked by the top bit.
 */
#ifndef CPPROF_FORMAT_ID_REFS_H
#define CPPROF_FORMAT_ID_REFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct id_refs {
    uint64_t *big; /* ids of 2^31 and more, by their number */
    size_t n_big, cap_big;
    struct hash_index big_index;
    uint32_t *place; /* by reference to a small id, once indexed; ID_NONE where undefined */
    size_t n_place;
    uint32_t *big_place;
    struct hash_index sparse; /* small ids beyond `place`: number is the place */
    bool in_order;            /* the ids are 1, 2, 3 ...: a reference below the length of the table is its place */
    const char *entry;        /* borrowed table while indexing */
    size_t entry_size;
};

void id_refs_release(struct id_refs *r);

#define ID_REFS_BIG ((uint32_t)1 << 31)

/** For id_refs_pack: of an id that is 0 or large. */
uint32_t id_refs_pack_rare(struct id_refs *r, uint64_t id);

/** The reference that stands for `id` until id_refs_place. */
static inline uint32_t id_refs_pack(struct id_refs *r, uint64_t id)
{
    return id - 1 < ID_REFS_BIG - 1 ? (uint32_t)(id - 1) : id_refs_pack_rare(r, id);
}

/**
 * Takes in the complete table: `n` entries of `entry_size` bytes, each beginning with its uint64_t id. The table must
 * stay in place until the last id_refs_place.
 * @return false and the id in `*bad`, when one is 0 or occurs twice.
 */
bool id_refs_index(struct id_refs *r, const void *entry, size_t n, size_t entry_size, uint64_t *bad);

/** The place in the table of a reference that id_refs_pack made, or UINT32_MAX: no such id. */
uint32_t id_refs_place(const struct id_refs *r, uint32_t ref);

/** The id that a reference stands for, for messages. */
uint64_t id_refs_id(const struct id_refs *r, uint32_t ref);

#endif
