/*
 * Hashing and an index of things by their hash.
 *
 * The hash is seeded once per process, so that a hostile file cannot be made to collide; nothing that is printed
 * depends on it, because indexes are only looked up, never walked.
 */
#ifndef CPPROF_BASE_HASH_H
#define CPPROF_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Spreads what distinguishes `a` over all bits; for tables of an own kind, with a seed that comes from hash_u64(). */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t m = (__uint128_t)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

#define HASH_FACTOR 0xa0761d6478bd642fULL

/** The hash of `len` bytes. */
uint64_t hash_bytes(const void *data, size_t len);

/** The hash `h` taken further by the number `x`; begin with h = 0. */
uint64_t hash_u64(uint64_t h, uint64_t x);

enum { HASH_NONE = UINT32_MAX };

struct hash_slot {
    uint32_t hash, number; /* number is HASH_NONE in an empty slot */
};

/**
 * Open addressing from hashes to the numbers 0 ... HASH_NONE - 1 that the owner gave its things; the things themselves
 * stay with the owner. Zero it to begin.
 */
struct hash_index {
    struct hash_slot *slot;
    uint32_t n, mask;
};

/** True when the thing with this number is the one looked for. */
typedef bool hash_same(const void *ctx, uint32_t number);

/** @return the number of the thing whose hash is `hash` and that `same(ctx, number)` accepts, or HASH_NONE. */
uint32_t hash_index_find(const struct hash_index *t, uint64_t hash, hash_same *same, const void *ctx);

/** Says that a hash will be looked for soon, so that its slot may come into the cache. */
static inline void hash_index_expect(const struct hash_index *t, uint64_t hash)
{
    if (t->slot)
        __builtin_prefetch(&t->slot[(uint32_t)(hash ^ hash >> 32) & t->mask]);
}

/** Adds a number under a hash, without looking whether it is there. */
void hash_index_add(struct hash_index *t, uint64_t hash, uint32_t number);

/**
 * Finds the thing as hash_index_find does, or adds the number `next` under its hash.
 * @return its number; or `next`, and the owner then makes the thing of this number
 */
static inline uint32_t hash_index_intern(struct hash_index *t, uint64_t hash, hash_same *same, const void *ctx,
                                         size_t next)
{
    uint32_t at = hash_index_find(t, hash, same, ctx);
    if (at != HASH_NONE)
        return at;
    hash_index_add(t, hash, (uint32_t)next);
    return (uint32_t)next;
}

/** Frees the slots; the index is empty again. */
void hash_index_release(struct hash_index *t);

#endif
