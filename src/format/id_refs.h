/*
 * The 64-bit ids of a file, while it is decoded. References are packed into 32 bits as soon as they are read, and become
 * indexes of the table once it is complete.
 *
 *     struct id_refs r = {0};
 *     ref[i] = id_refs_pack(&r, id);                                // while reading
 *     if (!id_refs_index(&r, table, n, sizeof *table, &bad_id)) ... // when the table is complete
 *     index = id_refs_place(&r, ref[i]);
 *     id_refs_release(&r);
 *
 * Nearly all producers number their tables from 1, in order. So the reference to an id below 2^31 is the id minus one, which is
 * then the index. Larger ids (pointers, hashes) are numbered as they come, and marked by the top bit.
 */
#ifndef CPPROF_FORMAT_ID_REFS_H
#define CPPROF_FORMAT_ID_REFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct id_refs {
    uint64_t *big; /* ids of 2^31 and more, by their numbers */
    size_t n_big, cap_big;
    struct hash_index big_index;
    uint32_t *place; /* by reference to a small id, after id_refs_index(); ID_NONE: no such id */
    size_t n_place;
    uint32_t *big_place;
    struct hash_index sparse; /* small ids beyond `place`, to their indexes */
    bool in_order;            /* the ids are 1, 2, 3 ..., so a reference below the length of the table is the index */
    const char *entry;        /* the table, borrowed */
    size_t entry_size;
};

/** Frees everything. A zeroed struct has nothing. */
void id_refs_release(struct id_refs *r);

#define ID_REFS_BIG ((uint32_t)1 << 31)

/** id_refs_pack() for an id that is 0 or large. */
uint32_t id_refs_pack_rare(struct id_refs *r, uint64_t id);

/** @return the reference that stands for `id`, for id_refs_place() */
static inline uint32_t id_refs_pack(struct id_refs *r, uint64_t id)
{
    return id - 1 < ID_REFS_BIG - 1 ? (uint32_t)(id - 1) : id_refs_pack_rare(r, id);
}

/**
 * Indexes the complete table: `n` entries of `entry_size` bytes, each of which begins with its uint64_t id. The table must
 * not move until the last id_refs_place().
 * @return true; or false with an id in `*bad` that is 0 or occurs twice
 */
bool id_refs_index(struct id_refs *r, const void *entry, size_t n, size_t entry_size, uint64_t *bad);

/** @return the index in the table for a reference of id_refs_pack(); or UINT32_MAX if the table has no such id */
uint32_t id_refs_place(const struct id_refs *r, uint32_t ref);

/** @return the id that a reference stands for, for messages */
uint64_t id_refs_id(const struct id_refs *r, uint32_t ref);

#endif
